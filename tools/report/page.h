/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Writing HTML. A page remembers its first failure and does nothing after it, so that the
 * code that lays it out reads as the page does; page_status() tells at the end. */
#ifndef WERKBAAR_TOOLS_PAGE_H
#define WERKBAAR_TOOLS_PAGE_H

#include "report.h"
#include "text.h"

typedef struct page {
    wb_writer *writer;
    wb_error *err;
    wb_status status;
    wbr_options options;
    size_t used;
    char buffer[8192];
} page;

/* Markup and numbers: as they are. */
void page_raw(page *p, const char *markup);
void page_format(page *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Text: & < > " ' escaped, control characters replaced. */
void page_text(page *p, const char *text);
/* The document up to its title, which follows. */
void page_begin(page *p);
/* A text of the table; page_fill() puts texts, escaped, in the place of each %s. */
void page_say(page *p, wbr_text_id id);
void page_fill(page *p, wbr_text_id id, const char *const *parts);
/* One of two texts; page_both() writes it. For texts that stand in one place only. */
const char *page_either(const page *p, const char *nl, const char *en);
void page_both(page *p, const char *nl, const char *en);
/* The row of headings of a table, pairs of Dutch and English up to a NULL, and the start
 * of its body. A '#' before the Dutch: over numbers. */
void page_headings(page *p, const char *const headings[][2]);
/* A number in the page's language, an en dash when it is missing. */
void page_percent(page *p, double share);
void page_number(page *p, double value, int decimals, int sign);
/* "[lower; upper]" in percent; nothing when one is missing. */
void page_interval(page *p, double lower, double upper, double scale, int sign);
/* Flush; the first failure or WB_OK. */
wb_status page_status(page *p);

#endif
