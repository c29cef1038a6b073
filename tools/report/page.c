/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "page.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void flush(page *p)
{
    if (p->status == WB_OK && p->used > 0) {
        p->status = wb_writer_write(p->writer, p->buffer, p->used, p->err);
    }
    p->used = 0;
}

static void put(page *p, const char *bytes, size_t n)
{
    while (n > 0 && p->status == WB_OK) {
        size_t room = sizeof p->buffer - p->used;
        size_t part = n < room ? n : room;
        memcpy(p->buffer + p->used, bytes, part);
        p->used += part;
        bytes += part;
        n -= part;
        if (p->used == sizeof p->buffer) {
            flush(p);
        }
    }
}

void page_raw(page *p, const char *markup)
{
    put(p, markup, strlen(markup));
}

/* What is formatted is short: tags with a few numbers. */
void page_format(page *p, const char *format, ...)
{
    char text[512];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    if (n > 0) {
        put(p, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
    }
}

static const char *entity(unsigned char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return byte < 0x20 && byte != '\t' && byte != '\n' ? "\xef\xbf\xbd" : NULL;
    }
}

void page_text(page *p, const char *text)
{
    for (; *text != '\0'; text++) {
        const char *escaped = entity((unsigned char)*text);
        if (escaped != NULL) {
            page_raw(p, escaped);
        } else {
            put(p, text, 1);
        }
    }
}

void page_begin(page *p)
{
    page_format(p, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
                wbr_language_code(p->options.language));
    page_raw(p, "<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                "content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"generator\" content=\"libwerkbaar ");
    page_text(p, wb_version());
    page_raw(p, "\">\n<title>");
}

void page_say(page *p, wbr_text_id id)
{
    page_text(p, wbr_text(p->options.language, id));
}

void page_fill(page *p, wbr_text_id id, const char *const *parts)
{
    const char *text = wbr_text(p->options.language, id);
    for (; *text != '\0'; text++) {
        if (text[0] == '%' && text[1] == 's') {
            page_text(p, *parts++);
            text++;
        } else {
            char one[2] = {*text, '\0'};
            page_text(p, one);
        }
    }
}

const char *page_either(const page *p, const char *nl, const char *en)
{
    return p->options.language == WBR_NL ? nl : en;
}

void page_both(page *p, const char *nl, const char *en)
{
    page_text(p, page_either(p, nl, en));
}

void page_headings(page *p, const char *const headings[][2])
{
    page_raw(p, "<thead><tr>");
    for (size_t i = 0; headings[i][0] != NULL; i++) {
        int is_number = headings[i][0][0] == '#';
        page_raw(p, is_number ? "<th scope=\"col\">" : "<th scope=\"col\" class=\"t\">");
        page_both(p, headings[i][0] + is_number, headings[i][1]);
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead>\n<tbody>\n");
}

void page_number(page *p, double value, int decimals, int sign)
{
    char text[WBR_NUMBER_BYTES];
    wbr_number(p->options.language, value, decimals, sign, text);
    page_raw(p, text[0] != '\0' ? text : "–");
}

void page_percent(page *p, double share)
{
    page_number(p, share * 100, 1, 0);
}

void page_interval(page *p, double lower, double upper, double scale, int sign)
{
    if (isnan(lower) || isnan(upper)) {
        return;
    }
    page_raw(p, "<span class=\"ci\">[");
    page_number(p, lower * scale, 1, sign);
    page_raw(p, "; ");
    page_number(p, upper * scale, 1, sign);
    page_raw(p, "]</span>");
}

wb_status page_status(page *p)
{
    flush(p);
    return p->status;
}
