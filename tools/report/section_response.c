/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who answered. */
#include "cells.h"
#include "section.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void stated_write(page *p, const wb_frame *response, const char *name, int64_t row,
                         int decimals, arena *texts)
{
    char column[40];
    snprintf(column, sizeof column, "%s_source", name);
    const char *source = cell_text(p, texts, response, column, row);
    double value = cell_double(response, name, row);
    page_raw(p, "<td>");
    if (isnan(value)) {
        page_raw(p, "–");
    } else if (decimals > 0) {
        page_number(p, value, decimals, 0);
    } else {
        section_people(p, value);
    }
    snprintf(column, sizeof column, "%s_status", name);
    const char *status = cell_text(p, texts, response, column, row);
    if (status[0] != '\0' && strcmp(status, "anchored") != 0) {
        page_raw(p, "<abbr class=\"mark\" title=\"");
        page_text(p, source);
        page_raw(p, "\">≈</abbr>");
    }
    page_raw(p, "</td>");
}

void section_response(page *p, const wbr_model *model)
{
    static const char *const headings[][2] = {
        {"Golf", "Wave"},
        {"#rijen hier", "rows here"},
        {"#verstuurd", "sent"},
        {"#antwoordden", "answered"},
        {"#respons, %", "response, %"},
        {NULL, NULL},
    };
    const wb_frame *response = wbr_model_group(model)->parts[WBR_RESPONSE];
    arena texts = {0};
    section_fold_begin(p, page_either(p, "Respons", "Response"));
    section_table_begin(p, "box");
    section_caption(p, model,
                    "Wat over de bevraging gepubliceerd is, naast de rijen in deze "
                    "gegevens (≈ = afgerond of afgeleid)",
                    "What was published about the survey, beside the rows in these data "
                    "(≈ = rounded or derived)");
    page_headings(p, headings);
    for (int64_t row = 0; row < wb_frame_row_count(response); row++) {
        page_raw(p, "<tr><th scope=\"row\">");
        page_text(p, cell_text(p, &texts, response, "wave", row));
        page_raw(p, "</th><td>");
        section_people(p, cell_double(response, "rows", row));
        page_raw(p, "</td>");
        stated_write(p, response, "sent", row, 0, &texts);
        stated_write(p, response, "answered", row, 0, &texts);
        stated_write(p, response, "response", row, 1, &texts);
        page_raw(p, "</tr>\n");
    }
    section_table_end(p);
    section_fold_end(p);
    arena_free(&texts);
}
