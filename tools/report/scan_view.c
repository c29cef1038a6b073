/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan_view.h"

#include "section.h"

#include <stdio.h>
#include <string.h>

static wb_status not_of_one(wb_error *err, const char *what)
{
    *err = (wb_error){.status = WB_E_CONFLICT, .row = -1, .offset = -1};
    snprintf(err->message, sizeof err->message,
             "the %s of the scan are not those of its groups and themes", what);
    return WB_E_CONFLICT;
}

/* Rows stand by group, then by theme, in the order of those tables. */
static int is_in_order(scan_view *v, const wb_frame *frame)
{
    int64_t n = v->n_groups * v->n_themes;
    if (wb_frame_row_count(frame) != n) {
        return n == 0;
    }
    int good = 1;
    for (int64_t row = 0; row < n && good; row += v->n_themes + 1) {
        const char *group = scan_text(v, v->scan->groups, "group", row / v->n_themes);
        good = cell_is(frame, "group", row, group) ||
               (group[0] == '\0' && row / v->n_themes == 0);
        good = good &&
               cell_is(frame, "indicator", row,
                       scan_text(v, v->scan->themes, "indicator", row % v->n_themes));
    }
    return good;
}

static wb_status order_check(scan_view *v, const wb_frame *frame, const char *what)
{
    int good = is_in_order(v, frame);
    return v->p.status != WB_OK ? v->p.status : good ? WB_OK : not_of_one(v->p.err, what);
}

static int any_group_shows(const scan_view *v, int64_t theme)
{
    for (int64_t group = 1; group < v->n_groups; group++) {
        if (!cell_is(v->scan->results, "status", scan_row(v, group, theme), "hidden")) {
            return 1;
        }
    }
    return 0;
}

/* Every cell of the tables by group asks for it. */
static wb_status shown_find(scan_view *v)
{
    v->is_shown = arena_new(&v->texts, (size_t)v->n_themes + 1, sizeof *v->is_shown);
    for (int64_t theme = 0; v->is_shown != NULL && theme < v->n_themes; theme++) {
        v->is_shown[theme] = any_group_shows(v, theme);
    }
    return v->is_shown != NULL ? WB_OK : arena_failed(v->p.err);
}

wb_status scan_open(scan_view *v, const wbr_scan *scan, wb_writer *writer, wb_error *err)
{
    v->scan = scan;
    v->p = (page){.writer = writer,
                  .err = err,
                  .status = WB_OK,
                  .options = {.language = scan->language, .level = scan->facts.level}};
    v->n_groups = wb_frame_row_count(scan->groups);
    v->n_themes = wb_frame_row_count(scan->themes);
    if (scan->facts.too_small) {
        return WB_OK;
    }
    wb_status st = order_check(v, scan->results, "results");
    if (st == WB_OK && scan->differences != NULL) {
        st = order_check(v, scan->differences, "differences");
    }
    return st == WB_OK ? shown_find(v) : st;
}

void scan_close(scan_view *v)
{
    arena_free(&v->texts);
}

const char *scan_text(scan_view *v, const wb_frame *frame, const char *column,
                      int64_t row)
{
    return cell_text(&v->p, &v->texts, frame, column, row);
}

const char *scan_either(const scan_view *v, const char *nl, const char *en)
{
    return page_either(&v->p, nl, en);
}

void scan_say(scan_view *v, const char *nl, const char *en)
{
    page_both(&v->p, nl, en);
}

int64_t scan_row(const scan_view *v, int64_t group, int64_t theme)
{
    return group * v->n_themes + theme;
}

int64_t scan_find(const wb_frame *frame, const char *column, const char *text)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (cell_is(frame, column, row, text)) {
            return row;
        }
    }
    return -1;
}

/* Is there another indicator of this theme? */
static int is_shared(scan_view *v, int64_t theme)
{
    const wb_frame *themes = v->scan->themes;
    const char *id = scan_text(v, themes, "theme", theme);
    int n = 0;
    for (int64_t row = 0; row < v->n_themes; row++) {
        n += cell_is(themes, "theme", row, id);
    }
    return n > 1;
}

const char *scan_theme(scan_view *v, int64_t theme)
{
    const char *title = scan_text(v, v->scan->themes, "title", theme);
    const char *label = scan_text(v, v->scan->themes, "label", theme);
    return title[0] == '\0' || is_shared(v, theme) ? label : title;
}

/* Three texts one behind the other. Without memory the page fails. */
static const char *joined(scan_view *v, const char *first, const char *then,
                          const char *last)
{
    size_t n = strlen(first) + strlen(then) + strlen(last) + 1;
    char *text = arena_new(&v->texts, n, 1);
    if (text == NULL) {
        v->p.status = arena_failed(v->p.err);
        return "";
    }
    snprintf(text, n, "%s%s%s", first, then, last);
    return text;
}

const char *scan_problem(scan_view *v, int64_t theme)
{
    return scan_text(v, v->scan->themes, "parts", theme)[0] == '\0'
               ? scan_theme(v, theme)
               : joined(
                     v,
                     scan_either(v, "minstens één probleem (", "at least one problem ("),
                     scan_text(v, v->scan->themes, "label", theme), ")");
}

const char *scan_problem_of(scan_view *v, const char *indicator)
{
    int64_t row = scan_find(v->scan->themes, "indicator", indicator);
    return row >= 0 ? scan_problem(v, row) : indicator;
}

const char *scan_group(scan_view *v, const char *path)
{
    const wb_frame *groups = v->scan->groups;
    const char *name = "";
    if (path[0] == '\0' || strcmp(path, "all") == 0) {
        return scan_either(v, "Iedereen", "Everyone");
    }
    while (path[0] != '\0' && strcmp(path, "all") != 0) {
        int64_t row = scan_find(groups, "group", path);
        if (row < 0) {
            return path;
        }
        const char *title = scan_text(v, groups, "title", row);
        name = name[0] != '\0' ? joined(v, title, " › ", name) : title;
        path = scan_text(v, groups, "parent", row);
    }
    return name;
}

const char *scan_source(scan_view *v, const wb_frame *reference, const char *column)
{
    static const char before[] = "pool of ", after[] = " companies";
    const char *source = scan_text(v, reference, column, 0);
    size_t n = strlen(before), digits;
    if (v->scan->language == WBR_EN || strncmp(source, before, n) != 0) {
        return source;
    }
    digits = strspn(source + n, "0123456789");
    if (digits == 0 || digits > 12 || strcmp(source + n + digits, after) != 0) {
        return source;
    }
    char number[16];
    snprintf(number, sizeof number, "%.*s", (int)digits, source + n);
    return joined(v, "pool van ", number, " bedrijven");
}

int scan_theme_is_shown(const scan_view *v, int64_t theme)
{
    return v->is_shown[theme];
}

int scan_any_acute(const scan_view *v)
{
    int any = 0;
    for (int64_t theme = 0; theme < v->n_themes; theme++) {
        any |= cell_int64(v->scan->themes, "acute", theme, 0) != 0;
    }
    return any;
}

/* What parts a composite has is no matter where nothing is acute. */
int scan_has_acute(const scan_view *v, int64_t theme)
{
    return cell_is(v->scan->themes, "parts", theme, "")
               ? cell_int64(v->scan->themes, "acute", theme, 0) != 0
               : scan_any_acute(v);
}

int scan_is_preset(const scan_view *v)
{
    return scan_find(v->scan->method, "id", "not_validated") >= 0 ||
           scan_find(v->scan->method, "id", "not_verified") >= 0;
}

/* ---- markup ---- */

void scan_heading(scan_view *v, const char *id, const char *nl, const char *en)
{
    page_format(&v->p, "<h2 id=\"%s\">", id);
    scan_say(v, nl, en);
    page_raw(&v->p, "</h2>\n");
}

void scan_paragraph(scan_view *v, const char *nl, const char *en)
{
    page_raw(&v->p, "<p>");
    scan_say(v, nl, en);
    page_raw(&v->p, "</p>\n");
}

void scan_td_count(scan_view *v, const wb_frame *frame, const char *column, int64_t row)
{
    int64_t count = cell_int64(frame, column, row, -1);
    page_raw(&v->p, "<td>");
    if (count >= 0) {
        page_number(&v->p, (double)count, 0, 0);
    }
    page_raw(&v->p, "</td>");
}

void scan_percent(scan_view *v, double share)
{
    page_number(&v->p, share * 100, 0, 0);
    if (share == share) {
        page_raw(&v->p, "&nbsp;%");
    }
}

void scan_interval(scan_view *v, double lower, double upper)
{
    if (lower == lower && upper == upper) {
        page_raw(&v->p, "<span class=\"ci\">[");
        page_number(&v->p, lower * 100, 0, 0);
        page_raw(&v->p, "; ");
        page_number(&v->p, upper * 100, 0, 0);
        page_raw(&v->p, "]</span>");
    }
}

void scan_hidden(scan_view *v)
{
    page_raw(&v->p, "<span class=\"unseen\">");
    scan_say(v, "verborgen", "hidden");
    page_raw(&v->p, "</span>");
}

void scan_key_end(scan_view *v)
{
    page_raw(&v->p, "<li><i class=\"hid\"></i>");
    scan_say(v, "verborgen", "hidden");
    page_raw(&v->p, "</li></ul>\n");
}
