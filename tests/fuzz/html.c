/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "html.h"

#include "fuzz.h"

#include <string.h>

enum { DEEPEST = 64, SHOWN = 60 };

/* What pages of ours are made of. */
static const char *const tags[] = {
    "a",        "abbr",  "b",        "body",     "br",         "caption", "circle",
    "code",     "col",   "colgroup", "dd",       "desc",       "details", "div",
    "dl",       "dt",    "em",       "fieldset", "figcaption", "figure",  "footer",
    "g",        "h1",    "h2",       "h3",       "h4",         "head",    "header",
    "html",     "i",     "input",    "label",    "legend",     "li",      "line",
    "main",     "meta",  "nav",      "ol",       "p",          "path",    "polygon",
    "polyline", "rect",  "section",  "small",    "span",       "strong",  "style",
    "summary",  "svg",   "table",    "tbody",    "td",         "text",    "tfoot",
    "th",       "thead", "title",    "tr",       "ul",         NULL};
static const char *const empty_tags[] = {"br", "col", "input", "meta", NULL};
static const char *const attributes[] = {"aria-hidden",
                                         "aria-label",
                                         "aria-labelledby",
                                         "charset",
                                         "class",
                                         "colspan",
                                         "content",
                                         "cx",
                                         "cy",
                                         "d",
                                         "fill",
                                         "for",
                                         "height",
                                         "href",
                                         "id",
                                         "lang",
                                         "name",
                                         "open",
                                         "points",
                                         "r",
                                         "role",
                                         "rowspan",
                                         "scope",
                                         "stroke",
                                         "style",
                                         "tabindex",
                                         "text-anchor",
                                         "title",
                                         "transform",
                                         "type",
                                         "value",
                                         "viewBox",
                                         "width",
                                         "x",
                                         "x1",
                                         "x2",
                                         "xmlns",
                                         "y",
                                         "y1",
                                         "y2",
                                         "stroke-width",
                                         NULL};
static const char *const references[] = {"amp;",  "lt;",    "gt;",    "quot;", "#39;",
                                         "nbsp;", "ndash;", "times;", NULL};

typedef struct html {
    const char *page;
    size_t n, at;
    struct {
        const char *name;
        size_t n;
    } open[DEEPEST];
    size_t depth;
} html;

static _Noreturn void wrong(const html *h, const char *what)
{
    size_t from = h->at > SHOWN ? h->at - SHOWN : 0;
    size_t to = h->n - h->at > SHOWN ? h->at + SHOWN : h->n;
    fuzz_fail("%s at byte %zu of a page: %.*s", what, h->at, (int)(to - from),
              h->page + from);
}

static char peek(const html *h)
{
    return h->at < h->n ? h->page[h->at] : '\0';
}

static bool looking_at(const html *h, const char *text)
{
    size_t n = strlen(text);
    return h->n - h->at >= n && memcmp(h->page + h->at, text, n) == 0;
}

static bool listed(const char *const *list, const char *name, size_t n)
{
    while (*list != NULL && (strlen(*list) != n || memcmp(*list, name, n) != 0)) {
        list++;
    }
    return *list != NULL;
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-';
}

static size_t name_length(const html *h)
{
    size_t n = 0;
    while (h->at + n < h->n && is_name(h->page[h->at + n])) {
        n++;
    }
    return n;
}

static void reference_check(html *h)
{
    size_t i = 0;
    h->at++;
    while (references[i] != NULL && !looking_at(h, references[i])) {
        i++;
    }
    if (references[i] == NULL) {
        wrong(h, "an ampersand is not escaped");
    }
}

static void character_check(html *h)
{
    unsigned char c = (unsigned char)peek(h);
    if (c == '&') {
        reference_check(h);
        return;
    }
    if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7f) {
        wrong(h, "there is a control character");
    }
    h->at++;
}

static void spaces_skip(html *h)
{
    while (peek(h) == ' ' || peek(h) == '\n') {
        h->at++;
    }
}

static void value_check(html *h, bool is_link)
{
    if (peek(h) != '"') {
        wrong(h, "a value does not stand in quotes");
    }
    h->at++;
    if (is_link && !looking_at(h, "#") && !looking_at(h, "http://") &&
        !looking_at(h, "https://") && !looking_at(h, "mailto:")) {
        wrong(h, "a link leads to no page");
    }
    while (peek(h) != '"') {
        if (h->at >= h->n || peek(h) == '<') {
            wrong(h, "a value has no end");
        }
        character_check(h);
    }
    h->at++;
}

static void attribute_check(html *h)
{
    const char *name = h->page + h->at;
    size_t n = name_length(h);
    if (!listed(attributes, name, n)) {
        wrong(h, "an attribute is none of ours");
    }
    h->at += n;
    if (peek(h) == '=') {
        h->at++;
        value_check(h, n == 4 && memcmp(name, "href", 4) == 0);
    }
}

/* The text of a style, which has no markup in it. */
static void style_skip(html *h)
{
    while (h->at < h->n && !looking_at(h, "</")) {
        if (peek(h) == '<') {
            wrong(h, "a style has markup in it");
        }
        h->at++;
    }
}

static void tag_open(html *h)
{
    const char *name = h->page + h->at;
    size_t n = name_length(h);
    if (!listed(tags, name, n)) {
        wrong(h, "a tag is none of ours");
    }
    h->at += n;
    spaces_skip(h);
    while (h->at < h->n && peek(h) != '>' && peek(h) != '/') {
        attribute_check(h);
        spaces_skip(h);
    }
    bool closes = peek(h) == '/';
    h->at += closes;
    if (peek(h) != '>') {
        wrong(h, "a tag has no end");
    }
    h->at++;
    if (!closes && !listed(empty_tags, name, n)) {
        if (h->depth == DEEPEST) {
            wrong(h, "tags are nested too deep");
        }
        h->open[h->depth].name = name;
        h->open[h->depth++].n = n;
    }
    if (n == 5 && memcmp(name, "style", 5) == 0) {
        style_skip(h);
    }
}

static void tag_close(html *h)
{
    size_t n = name_length(h);
    if (h->depth == 0 || h->open[h->depth - 1].n != n ||
        memcmp(h->open[h->depth - 1].name, h->page + h->at, n) != 0) {
        wrong(h, "what closes is not what opened last");
    }
    h->depth--;
    h->at += n;
    if (peek(h) != '>') {
        wrong(h, "a closing tag has no end");
    }
    h->at++;
}

static void markup_check(html *h)
{
    h->at++;
    if (looking_at(h, "!DOCTYPE html>") || looking_at(h, "!doctype html>")) {
        h->at += strlen("!doctype html>");
    } else if (peek(h) == '/') {
        h->at++;
        tag_close(h);
    } else {
        tag_open(h);
    }
}

void html_check(const char *page, size_t n)
{
    html h = {.page = page, .n = n};
    while (h.at < n) {
        if (peek(&h) == '<') {
            markup_check(&h);
        } else if (peek(&h) == '>') {
            wrong(&h, "there is a '>' in a text");
        } else {
            character_check(&h);
        }
    }
    if (h.depth > 0) {
        wrong(&h, "something was not closed");
    }
}
