/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The page: files of data/explorer/ with the figures and what draws charts put in. */
#include "monitor/explore.h"

#include "base/embedded.h"

#include <stdio.h>
#include <string.h>

const char *const wb_explore_languages[WB_EXPLORE_LANGUAGES] = {"nl", "en"};

typedef struct exploring {
    wb_explore_options options;
    wb_text data;
    wb_writer *writer;
} exploring;

static wb_status read_options(const wb_explore_options *theirs, wb_explore_options *ours,
                              wb_error *err)
{
    *ours = (wb_explore_options)WB_EXPLORE_OPTIONS_INIT;
    wb_status st = wb_options_read(ours, sizeof *ours, theirs, err);

    if (st != WB_OK)
        return st;
    if (ours->language == NULL)
        ours->language = wb_explore_languages[0];
    for (size_t i = 0; i < WB_EXPLORE_LANGUAGES; i++) {
        if (strcmp(ours->language, wb_explore_languages[i]) == 0)
            return WB_OK;
    }
    return wb_fail_at(err, WB_E_ARG, -1, ours->language,
                      "an explorer page has the languages nl and en, not '%.40s'",
                      ours->language);
}

/* ---- the figures ---- */

/* A definition that comes again is "id-2". */
static wb_status name_set(const wb_monitor_results *const *results, size_t index,
                          wb_text *id, wb_error *err)
{
    const char *name = results[index]->definition->id;
    size_t same = 1;

    for (size_t i = 0; i < index; i++)
        same += strcmp(results[i]->definition->id, name) == 0;
    return same == 1 ? wb_text_add(id, name, err)
                     : wb_text_format(id, err, "%s-%zu", name, same);
}

static wb_status put_text(wb_text *out, const char *key, const char *text, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_text_format(out, err, ",\"%s\":", key));
    WB_TRY(text != NULL ? wb_explore_quote(out, text, err)
                        : wb_text_add(out, "null", err));
done:
    return st;
}

static wb_status make_data(const wb_monitor_results *const *results, size_t n,
                           exploring *e, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text id = {0};

    WB_TRY(wb_text_format(&e->data, err,
                          "{\"format\":\"werkbaar-explorer/1.0\",\"library\":\"%s\"",
                          wb_version()));
    WB_TRY(put_text(&e->data, "language", e->options.language, err));
    WB_TRY(put_text(&e->data, "title", e->options.title, err));
    WB_TRY(put_text(&e->data, "note", e->options.note, err));
    for (size_t i = 0; i < n; i++) {
        wb_text_cut(&id, 0);
        WB_TRY(name_set(results, i, &id, err));
        WB_TRY(wb_text_add(&e->data, i == 0 ? ",\"sets\":[" : ",", err));
        WB_TRY(wb_explore_set(results[i], id.bytes, &e->data, err));
    }
    WB_TRY(wb_text_add(&e->data, "]}", err));
done:
    wb_text_free(&id);
    return st;
}

/* Texts of the figures may hold what ends a script: '<' is written as an escape, which in
 * JSON stands for it wherever it can be. */
static wb_status write_data(const exploring *e, wb_error *err)
{
    wb_status st = WB_OK;
    const char *at = e->data.bytes;
    const char *end = at + e->data.length;

    while (at < end) {
        const char *next = memchr(at, '<', (size_t)(end - at));
        size_t length = (size_t)((next != NULL ? next : end) - at);
        WB_TRY(wb_writer_write(e->writer, at, length, err));
        if (next != NULL)
            WB_TRY(wb_writer_write(e->writer, "\\u003c", 6, err));
        at += length + (next != NULL);
    }
done:
    return st;
}

/* ---- the page ---- */

static const wb_embedded *find_file(const char *name, size_t length)
{
    for (size_t i = 0; i < wb_embedded_explorer_count; i++) {
        const wb_embedded *file = &wb_embedded_explorer[i];
        if (strlen(file->name) == length && memcmp(file->name, name, length) == 0)
            return file;
    }
    for (size_t i = 0; i < wb_embedded_charts_count; i++) {
        const wb_embedded *file = &wb_embedded_charts[i];
        if (strlen(file->name) == length && memcmp(file->name, name, length) == 0)
            return file;
    }
    return NULL;
}

/* What "{{name}}" in the page stands for. */
static wb_status write_part(const exploring *e, const char *name, size_t length,
                            wb_error *err)
{
    static const char figures[] = "figures-data";
    static const char language[] = "language";
    const wb_embedded *file = find_file(name, length);

    if (length == sizeof figures - 1 && memcmp(name, figures, length) == 0)
        return write_data(e, err);
    if (length == sizeof language - 1 && memcmp(name, language, length) == 0)
        return wb_writer_write(e->writer, e->options.language,
                               strlen(e->options.language), err);
    if (file == NULL)
        return wb_fail(err, WB_E_DATA, /* not reached: the page has its parts */
                       "the explorer page has no part '%.*s'", (int)length, name);
    return wb_writer_write(e->writer, file->bytes, file->n_bytes, err);
}

static const char *find_mark(const char *at, const char *end, const char *mark)
{
    for (; at + 1 < end; at++) {
        if (at[0] == mark[0] && at[1] == mark[1])
            return at;
    }
    return NULL;
}

static wb_status write_page(const exploring *e, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_embedded *page = find_file("page", 4);
    const char *at = (const char *)page->bytes;
    const char *end = at + page->n_bytes;
    const char *open;

    while ((open = find_mark(at, end, "{{")) != NULL) {
        const char *close = find_mark(open, end, "}}");
        WB_TRY(wb_writer_write(e->writer, at, (size_t)(open - at), err));
        WB_TRY(write_part(e, open + 2, (size_t)(close - open) - 2, err));
        at = close + 2;
    }
    WB_TRY(wb_writer_write(e->writer, at, (size_t)(end - at), err));
done:
    return st;
}

wb_status wb_monitor_explore(const wb_monitor_results *const *results, size_t n_results,
                             const wb_explore_options *options, wb_writer *writer,
                             wb_error *err)
{
    wb_status st = WB_OK;
    exploring e = {.writer = writer};

    if (results == NULL || n_results == 0 || writer == NULL)
        return wb_fail(err, WB_E_ARG, "results and a writer are required");
    for (size_t i = 0; i < n_results; i++) {
        if (results[i] == NULL)
            return wb_fail(err, WB_E_ARG, "results[%zu] is NULL", i);
    }
    WB_TRY(read_options(options, &e.options, err));
    if (wb_embedded_charts_count == 0)
        WB_TRY(wb_fail(err, WB_E_UNSUPPORTED, /* not reached: counted builds have both */
                       "this libwerkbaar was built without Vega and Vega-Lite, which "
                       "explorer pages need"));
    WB_TRY(make_data(results, n_results, &e, err));
    WB_TRY(write_page(&e, err));
done:
    wb_text_free(&e.data);
    return st;
}
