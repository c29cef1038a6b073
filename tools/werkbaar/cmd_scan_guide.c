/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan guide: what to talk about where there are too few people for figures. */
#include "../report/scan_page.h"
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "output.h"
#include "scan.h"

#include <stdlib.h>
#include <string.h>

static const char *const formats[] = {"html", "table", "csv", "json", "xlsx", NULL};

/* Texts of a frame, row by row. */
typedef struct texts {
    char **items;
    int64_t n;
} texts;

static void texts_free(texts *t)
{
    for (int64_t i = 0; i < t->n; i++) {
        free(t->items[i]);
    }
    free(t->items);
    *t = (texts){0};
}

static wb_status texts_of(const wb_frame *frame, const char *column, texts *out,
                          wb_error *err)
{
    int64_t n = wb_frame_row_count(frame);
    out->items = calloc((size_t)n + 1, sizeof *out->items);
    if (out->items == NULL) {
        return cli_no_memory(err);
    }
    for (; out->n < n; out->n++) {
        out->items[out->n] = cli_cell_text(frame, column, out->n);
        if (out->items[out->n] == NULL) {
            return cli_no_memory(err);
        }
    }
    return WB_OK;
}

static const char *title_of(const texts *ids, const texts *titles, const char *theme)
{
    for (int64_t i = 0; i < ids->n; i++) {
        if (strcmp(ids->items[i], theme) == 0) {
            return titles->items[i];
        }
    }
    return theme;
}

/* theme, title, question: what pages and tables show. */
static wb_status guide_fill(const wb_frame *discussion, const wb_frame *themes,
                            wb_frame **out, wb_error *err)
{
    texts theme = {0}, question = {0}, ids = {0}, titles = {0};
    const char **of = NULL;
    wb_status st = texts_of(discussion, "theme", &theme, err);
    if (st == WB_OK) {
        st = texts_of(discussion, "text", &question, err);
    }
    if (st == WB_OK) {
        st = texts_of(themes, "theme", &ids, err);
    }
    if (st == WB_OK) {
        st = texts_of(themes, "title", &titles, err);
    }
    of = calloc((size_t)theme.n + 1, sizeof *of);
    if (st == WB_OK && of == NULL) {
        st = cli_no_memory(err);
    }
    for (int64_t i = 0; i < theme.n && st == WB_OK; i++) {
        of[i] = title_of(&ids, &titles, theme.items[i]);
    }
    if (st == WB_OK) {
        st = wb_frame_new(theme.n, out, err);
    }
    if (st == WB_OK) {
        st = cli_columns_add(*out, "theme", (const char *const *)theme.items, err);
    }
    if (st == WB_OK) {
        st = cli_columns_add(*out, "title", of, err);
    }
    if (st == WB_OK) {
        st = cli_columns_add(*out, "question", (const char *const *)question.items, err);
    }
    free(of);
    texts_free(&theme);
    texts_free(&question);
    texts_free(&ids);
    texts_free(&titles);
    return st;
}

static int guide_make(const wb_questionnaire *q, const char *language, wb_frame **out)
{
    wb_frame *discussion = NULL, *themes = NULL;
    wb_error err;
    wb_status st = wb_questionnaire_table(q, "discussion", language, &discussion, &err);
    if (st == WB_OK) {
        st = wb_questionnaire_table(q, "themes", language, &themes, &err);
    }
    if (st == WB_OK) {
        st = guide_fill(discussion, themes, out, &err);
    }
    wb_frame_free(themes);
    wb_frame_free(discussion);
    return st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
}

static int page_write(const cli_args *args, const wb_questionnaire *q,
                      const wb_frame *guide, const char *language)
{
    const wbr_scan page = {.facts = {.title = wb_questionnaire_title(q, language),
                                     .questionnaire = "",
                                     .too_small = 1},
                           .guide = guide,
                           .language = strcmp(language, "en") == 0 ? WBR_EN : WBR_NL};
    cli_output output = {0};
    wb_error err;
    wb_status st = cli_output_open(cli_args_text(args, "output", NULL), &output, &err);
    if (st == WB_OK) {
        st = wbr_guide_write(&page, output.writer, &err);
    }
    return cli_output_end(&output, st, &err);
}

static int run(const cli_args *args)
{
    wb_questionnaire *q = NULL;
    wb_frame *guide = NULL;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = cli_questionnaire_open(args, args->operands[0], &q);
    }
    if (result == CLI_OK) {
        result = guide_make(q, language, &guide);
    }
    if (result == CLI_OK) {
        result = format == 0 ? page_write(args, q, guide, language)
                             : cli_frame_show(args, format - 1, guide, NULL);
    }
    wb_frame_free(guide);
    wb_questionnaire_free(q);
    return result;
}

static const cli_option options[] = {
    CLI_ADD_OPTION,
    {"lang", "nl|en", "language of the questions (default nl)"},
    {"format", "F", "html (default): a page to print; table, csv, json or xlsx"},
    CLI_OUTPUT_OPTION,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_guide = {
    .name = "scan guide",
    .summary = "questions to talk about, for a firm too small for figures",
    .usage = "QUESTIONNAIRE.json|RECIPE.json [--lang nl|en] [--format F] [--output FILE]",
    .about =
        "Writes the questions to talk about, theme by theme, without asking anybody "
        "anything\n"
        "first: for a firm with fewer people than figures can be made of. They are about "
        "how\n"
        "the work is, never about who.",
    .example = "werkbaar scan guide recipe.json --lang nl --output guide.html",
    .options = options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run,
};
