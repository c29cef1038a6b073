/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A small instrument, answers to it that were made up, and monitors of these. Every
 * helper asserts. */
#ifndef WB_TEST_MONITORING_H
#define WB_TEST_MONITORING_H

#include "../frames.h"

#include <stdlib.h>

/* Two workability indicators of two yes/no questions, one acute. */
static const char *const small_instrument =
    "{\"format\":\"werkbaar-instrument/1.0\",\"id\":\"small\",\"version\":\"1\","
    "\"licence\":\"MIT\",\"title\":{\"nl\":\"klein\",\"en\":\"small\"},\"source\":\"us\","
    "\"unit\":\"person\",\"languages\":[\"nl\",\"en\"],\"items\":["
    "{\"id\":\"a1\",\"label\":{\"nl\":\"a1\",\"en\":\"a1\"},\"text\":\"none\",\"min\":0,"
    "\"max\":1},"
    "{\"id\":\"a2\",\"label\":{\"nl\":\"a2\",\"en\":\"a2\"},\"text\":\"none\",\"min\":0,"
    "\"max\":1},"
    "{\"id\":\"b1\",\"label\":{\"nl\":\"b1\",\"en\":\"b1\"},\"text\":\"none\",\"min\":0,"
    "\"max\":1},"
    "{\"id\":\"b2\",\"label\":{\"nl\":\"b2\",\"en\":\"b2\"},\"text\":\"none\",\"min\":0,"
    "\"max\":1,\"comparable_from\":2016}],"
    "\"scales\":["
    "{\"id\":\"sa\",\"label\":{\"nl\":\"A\",\"en\":\"A\"},\"rule\":\"percent\","
    "\"min_answered\":2,\"structure_verified\":false,\"items\":[\"a1\",\"a2\"]},"
    "{\"id\":\"sb\",\"label\":{\"nl\":\"B\",\"en\":\"B\"},\"rule\":\"percent\","
    "\"min_answered\":2,\"structure_verified\":false,\"items\":[\"b1\",\"b2\"]}],"
    "\"indicators\":["
    "{\"id\":\"ia\",\"label\":{\"nl\":\"vermoeid\",\"en\":\"tired\"},"
    "\"kind\":\"workability\",\"scale\":\"sa\",\"direction\":\"high\","
    "\"problem\":{\"comparison\":\"at_least\",\"value\":\"50\",\"verified\":false,"
    "\"source\":\"us\"},\"acute\":{\"comparison\":\"at_least\",\"value\":\"100\","
    "\"verified\":false,\"source\":\"us\"}},"
    "{\"id\":\"ib\",\"label\":{\"nl\":\"verveeld\",\"en\":\"bored\"},"
    "\"kind\":\"workability\",\"scale\":\"sb\",\"direction\":\"high\","
    "\"problem\":{\"comparison\":\"at_least\",\"value\":\"100\",\"verified\":false,"
    "\"source\":\"us\"}}],"
    "\"composites\":[{\"id\":\"werkbaar\",\"label\":{\"nl\":\"werkbaar\",\"en\":"
    "\"workable\"},\"rule\":\"none_of\",\"of\":[\"ia\",\"ib\"]},"
    "{\"id\":\"knelpunten\",\"label\":{\"nl\":\"knelpunten\",\"en\":\"bottlenecks\"},"
    "\"rule\":\"count_of\",\"of\":[\"ia\",\"ib\"]}]}";

static inline wb_instrument *small(void)
{
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    assert_ok(wb_reader_from_memory(small_instrument, strlen(small_instrument), "small",
                                    &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_reader_free(reader);
    return instrument;
}

/* What every definition here begins with; members follow. */
#define DEFINITION(members)                                                              \
    "{\"format\":\"werkbaar-monitor-definition/1.0\",\"id\":\"test\",\"version\":\"1\"," \
    "\"title\":{\"nl\":\"proef\",\"en\":\"test\"},\"languages\":[\"nl\",\"en\"],"        \
    "\"instrument\":\"small\"," members "}"

static inline wb_status definition_try(const char *json, wb_monitor_definition **out,
                                       wb_error *err)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(json, strlen(json), "definition", &reader, NULL));
    wb_status st = wb_monitor_definition_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static inline wb_monitor *monitor_of(const char *json)
{
    wb_monitor_definition *definition = NULL;
    wb_instrument *instrument = small();
    wb_monitor *monitor = NULL;
    wb_error err = {0};

    if (definition_try(json, &definition, &err) != WB_OK ||
        wb_monitor_new(definition, instrument, &monitor, &err) != WB_OK)
        fail_msg("%s (%s)", err.message, err.where);
    wb_monitor_definition_free(definition);
    wb_instrument_free(instrument);
    return monitor;
}

static inline wb_status add_try(wb_monitor *monitor, const char *wave, const char *name,
                                const wb_frame *answers, int64_t chunk, wb_error *err)
{
    wb_source *source = NULL;

    assert_ok(wb_source_from_frame(answers, chunk, &source, NULL));
    wb_status st = wb_monitor_add(monitor, wave, name, source, NULL, err);
    wb_source_free(source);
    return st;
}

static inline void add(wb_monitor *monitor, const char *wave, const wb_frame *answers)
{
    wb_error err = {0};
    if (add_try(monitor, wave, NULL, answers, 0, &err) != WB_OK)
        fail_msg("%s", err.message);
}

static inline wb_monitor_results *results_of(const wb_monitor *monitor)
{
    wb_monitor_results *results = NULL;
    wb_error err = {0};

    if (wb_monitor_results_make(monitor, NULL, NULL, &results, &err) != WB_OK)
        fail_msg("%s", err.message);
    return results;
}

static inline wb_frame *part_of(const wb_monitor_results *results, const char *part)
{
    wb_frame *frame = NULL;
    wb_error err = {0};

    if (wb_monitor_results_table(results, part, "en", &frame, &err) != WB_OK)
        fail_msg("%s", err.message);
    return frame;
}

/* Invented people: n in each wave, with columns year, weight, stratum, sex (1, 2,
 * sometimes missing), age, person (who comes back in the next wave, half of them), bully,
 * and the four items. */
static inline wb_frame *people(int n_waves, int n)
{
    static char csv[4000000];
    size_t at = 0;
    uint32_t seed = 7;

    at += (size_t)snprintf(csv, sizeof csv,
                           "year,weight,stratum,sex,age,person,bully,a1,a2,b1,b2\n");
    for (int w = 0; w < n_waves; w++) {
        for (int i = 0; i < n; i++) {
            uint32_t r[8];
            for (int k = 0; k < 8; k++) {
                seed = seed * 1664525u + 1013904223u;
                r[k] = seed >> 8;
            }
            at += (size_t)snprintf(csv + at, sizeof csv - at,
                                   "%d,%.3f,%u,%s,%u,%d,%s,%u,%u,%u,%u\n", 2010 + 3 * w,
                                   1 + (r[0] % 1000) / 500.0, r[1] % 3,
                                   r[2] % 20 == 0 ? ""
                                   : r[2] % 5 < 2 ? "1"
                                                  : "2",
                                   18 + r[3] % 50, w * n / 2 + i,
                                   w == 0           ? ""
                                   : r[4] % 10 == 0 ? "1"
                                                    : "0",
                                   r[5] % 3 == 0, r[6] % (2u + r[5] % 3) == 0, r[7] % 2,
                                   (r[7] / 2) % (r[2] % 5 < 2 ? 3u : 2u) == 0);
        }
    }
    return frame_of(csv);
}

static inline int is_cell(const wb_frame *frame, const char *name, int64_t row,
                          const char *text)
{
    size_t length = 0;
    const char *bytes = wb_frame_text(frame, column_of(frame, name), row, &length);

    if (bytes == NULL || text == NULL)
        return bytes == NULL && text == NULL;
    return strlen(text) == length && memcmp(text, bytes, length) == 0;
}

/* The row where columns have these texts; a text NULL: missing. -1: none. */
static inline int64_t row_where(const wb_frame *frame, const char *const (*cells)[2],
                                size_t n)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        size_t i = 0;
        while (i < n && is_cell(frame, cells[i][0], row, cells[i][1]))
            i++;
        if (i == n)
            return row;
    }
    return -1;
}

/* Texts alike, numbers close. */
static inline void assert_same_frames(const wb_frame *a, const wb_frame *b)
{
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (size_t c = 0; c < wb_frame_column_count(a); c++) {
        const char *name = wb_frame_column_name(a, c);
        int32_t type = wb_frame_column_type(a, c);
        for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
            if (type == WB_TYPE_DICTIONARY || type == WB_TYPE_UTF8)
                assert_string_equal(text_at(a, name, row), text_at(b, name, row));
            else
                assert_close(number_at(a, name, row), number_at(b, name, row), 1e-12);
        }
    }
}

#endif
