/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the figures rest on: data, instrument, and every part of it that no source
 * confirms; and how the figures were calculated. */
#include "arena.h"
#include "definition.h"
#include "section.h"

#include <string.h>

/* A cell of an instrument's table, escaped. Tables are small: columns are found by name.
 */
static void table_text(page *p, const wb_frame *table, const char *column, int64_t row)
{
    arena memory = {0};
    int64_t at = wb_frame_find(table, column);
    const char *text = at >= 0 ? arena_cell(&memory, table, (size_t)at, row) : "";
    if (text != NULL) {
        page_text(p, text);
    } else if (p->status == WB_OK) {
        p->status = arena_failed(p->err);
    }
    arena_free(&memory);
}

static int is_true(const wb_frame *table, const char *column, int64_t row)
{
    int64_t at = wb_frame_find(table, column);
    return at >= 0 && wb_frame_int64(table, (size_t)at, row) != 0;
}

static void comparison(page *p, const wb_frame *table, int64_t row)
{
    static const struct {
        const char *id;
        wbr_text_id text;
    } words[] = {{"at_least", WBR_TEXT_AT_LEAST},
                 {"above", WBR_TEXT_ABOVE},
                 {"at_most", WBR_TEXT_AT_MOST},
                 {"below", WBR_TEXT_BELOW}};
    int64_t at = wb_frame_find(table, "comparison");
    size_t length = 0;
    const char *id = at >= 0 ? wb_frame_text(table, (size_t)at, row, &length) : NULL;
    for (size_t i = 0; id != NULL && i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].id) == length && memcmp(words[i].id, id, length) == 0) {
            page_say(p, words[i].text);
            page_raw(p, " ");
        }
    }
}

static void unverified_row(page *p, const wb_frame *table, int64_t row, int is_scale)
{
    page_raw(p, "<tr><th scope=\"row\" class=\"w\">");
    table_text(p, table, "label", row);
    page_raw(p, "</th><td class=\"t\">");
    if (is_scale) {
        page_say(p, WBR_TEXT_STRUCTURE);
        page_raw(p, "</td><td class=\"t\">");
        table_text(p, table, "items", row);
    } else {
        int64_t at = wb_frame_find(table, "level");
        size_t length = 0;
        const char *level =
            at >= 0 ? wb_frame_text(table, (size_t)at, row, &length) : NULL;
        page_say(p, WBR_TEXT_CUTOFF);
        page_raw(p, ", ");
        page_say(p, level != NULL && length == 5 && memcmp(level, "acute", 5) == 0
                        ? WBR_TEXT_ACUTE
                        : WBR_TEXT_PROBLEM);
        page_raw(p, "</td><td class=\"t\">");
        comparison(p, table, row);
        table_text(p, table, "cutoff", row);
    }
    page_raw(p, "</td><td class=\"w\">");
    table_text(p, table, "source", row);
    page_raw(p, "</td></tr>\n");
}

static void unverified_rows(page *p, const wb_frame *table, int is_scale)
{
    const char *flag = is_scale ? "structure_verified" : "verified";
    for (int64_t row = 0; row < wb_frame_row_count(table); row++) {
        if (!is_true(table, flag, row)) {
            unverified_row(p, table, row, is_scale);
        }
    }
}

static void unverified_table(page *p, const wbr_group *group)
{
    wb_frame *indicators = NULL, *scales = NULL;
    const char *language = wbr_language_code(p->options.language);
    wb_status st = wb_instrument_table(group->instrument, "indicators", language,
                                       &indicators, p->err);
    if (st == WB_OK) {
        st = wb_instrument_table(group->instrument, "scales", language, &scales, p->err);
    }
    if (st == WB_OK) {
        section_table_begin(p, "box");
        page_raw(p, "<thead><tr><th scope=\"col\" class=\"w\"></th><th class=\"t\"></th>"
                    "<th class=\"t\"></th>");
        page_raw(p, "<th scope=\"col\" class=\"t\">");
        page_say(p, WBR_TEXT_SOURCE);
        page_raw(p, "</th></tr></thead><tbody>\n");
        unverified_rows(p, indicators, 0);
        unverified_rows(p, scales, 1);
        section_table_end(p);
    } else if (p->status == WB_OK) {
        p->status = st;
    }
    wb_frame_free(indicators);
    wb_frame_free(scales);
}

void section_preset(page *p, const wbr_model *model, size_t index)
{
    const wbr_group *group = wbr_model_group(model);
    page_raw(p, "<p class=\"small\">");
    page_say(p, WBR_TEXT_INSTRUMENT);
    page_raw(p, ": <code>");
    page_text(p, wb_instrument_id(group->instrument));
    page_raw(p, "</code>, ");
    page_say(p, WBR_TEXT_VERSION);
    page_raw(p, " ");
    page_text(p, wb_instrument_version(group->instrument));
    page_format(p, ", SHA-256 %.12s…", wb_instrument_hash(group->instrument));
    if (group->data_name != NULL) {
        page_raw(p, ". ");
        page_say(p, WBR_TEXT_DATA);
        page_raw(p, ": <code>");
        page_text(p, group->data_name);
        page_raw(p, "</code>");
    }
    page_raw(p, ".</p>\n");
    const char *note = definition_text(group->definition, "note", p->options.language);
    if (note != NULL) {
        page_raw(p, "<p class=\"small\">");
        page_text(p, note);
        page_raw(p, "</p>\n");
    }
    if (wb_instrument_verified(group->instrument)) {
        page_raw(p, "<p>");
        page_say(p, WBR_TEXT_NOTHING_UNVERIFIED);
        page_raw(p, "</p>\n");
        return;
    }
    page_raw(p, "<div class=\"preset\"><p><strong>");
    page_say(p, WBR_TEXT_INSTRUMENT);
    page_raw(p, ": ");
    page_say(p, WBR_TEXT_PRESET);
    page_raw(p, ".</strong>");
    page_format(p, " <a href=\"#g%zu-u\">", index);
    page_say(p, WBR_TEXT_UNVERIFIED);
    page_raw(p, "</a>.</p></div>\n");
}

void section_unverified(page *p, const wbr_model *model, size_t index)
{
    const wbr_group *group = wbr_model_group(model);
    if (wb_instrument_verified(group->instrument)) {
        return;
    }
    page_format(p, "<h3 id=\"g%zu-u\">", index);
    page_say(p, WBR_TEXT_UNVERIFIED);
    page_raw(p, "</h3>\n<p>");
    page_say(p, WBR_TEXT_PRESET_EXPLAINED);
    page_raw(p, "</p>\n");
    unverified_table(p, group);
}
