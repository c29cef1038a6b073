/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Explorer pages: a definition of a monitor, whose texts may be anything, is estimated of
 * a few answers and shown. What stands around the figures is the same in every page; the
 * figures are JSON, and nothing in them ends the element that they stand in. */
#include "fuzz.h"
#include "html.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOT WB_TEST_SOURCE_DIR

enum { LONGEST = 8 << 20, ROWS = 36 };

static wb_instrument *instrument;
static wb_frame *answers;

/* A page as it was written. */
static struct {
    char bytes[LONGEST];
    size_t n;
} page;

/* What stands before and behind the figures, in each language. */
static const char *const languages[] = {"nl", "en"};
static struct {
    char *bytes;
    size_t head, n;
} around[2];

/* ---- a page ---- */

static int32_t page_write(void *user, const void *bytes, size_t n)
{
    (void)user;
    fuzz_expect(n <= LONGEST - page.n, "a page is of a few MiB");
    memcpy(page.bytes + page.n, bytes, n);
    page.n += n;
    return 0;
}

/* False: not made, because this build has no charts, or for want of memory. */
static bool page_make(const wb_monitor_results *results, size_t language)
{
    wb_explore_options options = WB_EXPLORE_OPTIONS_INIT;
    wb_writer *writer = NULL;
    wb_error err;
    options.language = languages[language];
    options.title = HTML_HOSTILE;
    options.note = HTML_HOSTILE;
    page.n = 0;
    bool good = fuzz_must(wb_writer_new(page_write, NULL, NULL, "a page", &writer, &err),
                          &err, writer) &&
                fuzz_ok(wb_monitor_explore(&results, 1, &options, writer, &err), &err,
                        NULL, FUZZ_MAY(WB_E_UNSUPPORTED)) &&
                fuzz_must(wb_writer_finish(writer, &err), &err, NULL);
    wb_writer_free(writer);
    return good;
}

/* Where these words stand, from a place on. */
static size_t find(size_t from, const char *words)
{
    size_t n = strlen(words);
    while (from + n <= page.n && memcmp(page.bytes + from, words, n) != 0) {
        from++;
    }
    fuzz_expect(from + n <= page.n, "a page has a place for figures");
    return from;
}

static void around_keep(size_t language)
{
    static const char mark[] = "id=\"data\">";
    size_t head = find(0, mark) + strlen(mark);
    size_t tail = find(head, "</script>");
    around[language].n = head + page.n - tail;
    around[language].head = head;
    around[language].bytes = malloc(around[language].n);
    if (around[language].bytes == NULL) {
        fuzz_fail("there is no room for a page");
    }
    memcpy(around[language].bytes, page.bytes, head);
    memcpy(around[language].bytes + head, page.bytes + tail, page.n - tail);
}

static void figures_check(const char *figures, size_t n)
{
    fuzz_expect(memchr(figures, '<', n) == NULL, "no figures have markup in them");
    json_t *root = json_loadb(figures, n, JSON_REJECT_DUPLICATES, NULL);
    fuzz_expect(root != NULL, "figures are JSON");
    const char *title = json_string_value(json_object_get(root, "title"));
    fuzz_expect(title != NULL && strcmp(title, HTML_HOSTILE) == 0,
                "a title is what it was");
    fuzz_expect(json_array_size(json_object_get(root, "sets")) == 1, "there is one set");
    json_decref(root);
}

static void page_check(size_t language)
{
    size_t head = around[language].head, tail = around[language].n - head;
    const char *bytes = around[language].bytes;
    fuzz_expect(page.n > head + tail && memcmp(page.bytes, bytes, head) == 0 &&
                    memcmp(page.bytes + page.n - tail, bytes + head, tail) == 0,
                "what stands around the figures is in no definition's hands");
    figures_check(page.bytes + head, page.n - head - tail);
}

/* ---- results ---- */

/* NULL: refused. */
static wb_monitor_results *results_of(wb_monitor *monitor)
{
    wb_monitor_results *results = NULL;
    wb_source *source = NULL;
    wb_error err;
    if (fuzz_must(wb_source_from_frame(answers, 0, &source, &err), &err, source) &&
        fuzz_ok(wb_monitor_add(monitor, NULL, NULL, source, NULL, &err), &err, NULL,
                FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_ARG) |
                    FUZZ_MAY(WB_E_LIMIT))) {
        (void)fuzz_ok(wb_monitor_results_make(monitor, NULL, NULL, &results, &err), &err,
                      results, FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_DESIGN));
    }
    wb_source_free(source);
    return results;
}

static wb_monitor_results *read(const void *bytes, size_t n)
{
    wb_monitor_definition *definition = NULL;
    wb_monitor *monitor = NULL;
    wb_monitor_results *results = NULL;
    wb_error err;
    wb_reader *reader = fuzz_reader(bytes, n);
    if (reader != NULL &&
        fuzz_ok(wb_monitor_definition_read(reader, &definition, &err), &err, definition,
                FUZZ_FILE) &&
        fuzz_ok(wb_monitor_new(definition, instrument, &monitor, &err), &err, monitor,
                FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_DATA))) {
        results = results_of(monitor);
    }
    wb_monitor_free(monitor);
    wb_monitor_definition_free(definition);
    wb_reader_free(reader);
    return results;
}

/* ---- what every input shares ---- */

/* Answers of three waves, which have all that the definitions among the seeds want. */
static void answers_make(void)
{
    static char csv[ROWS * 64] = "year,weight,stratum,sex,age,person,bully,a1,a2,b1,b2\n";
    wb_source *source = NULL;
    wb_error err;
    size_t at = strlen(csv);
    for (int i = 0; i < ROWS; i++) {
        at += (size_t)snprintf(csv + at, sizeof csv - at,
                               "%d,%d.5,%d,%d,%d,%d,%d,%d,%d,%d,%d\n", 2010 + 3 * (i % 3),
                               1 + i % 4, 1 + i % 3, 1 + i / 3 % 2, 20 + i, i / 2,
                               i % 5 == 0, i % 2, i / 2 % 2, i / 3 % 2, i / 5 % 2);
    }
    wb_reader *reader = fuzz_reader(csv, at);
    (void)fuzz_must(wb_csv_read(reader, NULL, &source, &err), &err, source);
    (void)fuzz_must(wb_source_collect(source, NULL, &answers, &err), &err, answers);
    wb_source_free(source);
}

void fuzz_start(void)
{
    static const char plain[] =
        "{\"format\":\"werkbaar-monitor-definition/1.0\",\"id\":\"plain\",\"version\":"
        "\"1\",\"title\":{\"nl\":\"t\"},\"languages\":[\"nl\"],\"instrument\":\"small\","
        "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":\"2013\"},"
        "{\"id\":\"2016\"}]}}";
    wb_error err;
    wb_reader *reader = NULL;
    (void)fuzz_must(
        wb_reader_open(ROOT "/tests/vectors/monitor_instrument.json", &reader, &err),
        &err, reader);
    (void)fuzz_must(wb_instrument_read(reader, &instrument, &err), &err, instrument);
    wb_reader_free(reader);
    answers_make();
    wb_monitor_results *results = read(plain, sizeof plain - 1);
    fuzz_expect(results != NULL, "a plain definition gives results");
    for (size_t i = 0; i < 2; i++) {
        if (page_make(results, i)) {
            around_keep(i);
        }
    }
    wb_monitor_results_free(results);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    wb_monitor_results *results = read(bytes, n);
    if (results != NULL) {
        fuzz_accept();
        if (page_make(results, n % 2)) {
            page_check(n % 2);
        }
    }
    wb_monitor_results_free(results);
}
