/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scans of made-up answers to the small questionnaire. Every helper asserts. */
#ifndef WB_TEST_SCAN_SUBJECT_SUPPORT_H
#define WB_TEST_SCAN_SUBJECT_SUPPORT_H

#include "scan/scan.h"
#include "scan_support.h"
#include "subject_text.h"

static inline wb_subject subject_of_test(void)
{
    wb_subject subject = {0};
    char *about = quoted(ABOUT);
    char *instrument = quoted(INSTRUMENT);
    wb_reader *reader = NULL;
    wb_error err = {0};

    subject.about = json_loads(about, 0, NULL);
    assert_non_null(subject.about);
    assert_ok(wb_reader_from_memory(instrument, strlen(instrument), NULL, &reader, NULL));
    if (wb_instrument_read(reader, &subject.person, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    assert_ok(wb_names_add(&subject.questions, "q1", NULL));
    assert_ok(wb_names_add(&subject.questions, "q2", NULL));
    assert_ok(wb_names_add(&subject.questions, "q3", NULL));
    wb_reader_free(reader);
    free(about);
    free(instrument);
    return subject;
}

static inline wb_scan *scan_of(const wb_organisation *organisation,
                               const wb_frame *answers, const wb_scan_options *options)
{
    wb_subject subject = subject_of_test();
    wb_scan *scan = NULL;
    wb_error err = {0};

    if (wb_scan_make(&subject, organisation, answers, options, NULL, &scan, &err) !=
        WB_OK)
        fail_msg("%s %s: %s", err.where, err.item, err.message);
    wb_subject_free(&subject);
    return scan;
}

static inline wb_frame *part_of(const wb_scan *scan, const char *part,
                                const char *language)
{
    wb_frame *frame = NULL;

    assert_ok(wb_scan_table(scan, part, language, &frame, NULL));
    return frame;
}

/* The row of a frame with these texts in two columns, or -1. */
static inline int64_t row_of(const wb_frame *frame, const char *first, const char *a,
                             const char *second, const char *b)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        if (strcmp(text_at(frame, first, row), a) == 0 &&
            (second == NULL || strcmp(text_at(frame, second, row), b) == 0))
            return row;
    }
    return -1;
}

/* The bytes of a scan's file; freed with free(). */
static inline char *bytes_of(const wb_scan *scan)
{
    wb_writer *writer = NULL;
    char *bytes;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_scan_write(scan, writer, NULL));
    bytes = malloc(strlen(wb_writer_bytes(writer, NULL)) + 1);
    assert_non_null(bytes);
    strcpy(bytes, wb_writer_bytes(writer, NULL));
    wb_writer_free(writer);
    return bytes;
}

static inline wb_status read_scan(const char *bytes, wb_scan **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_from_memory(bytes, strlen(bytes), "file", &reader, err);

    if (st == WB_OK)
        st = wb_scan_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

/* Even chances, the same everywhere (Park & Miller 1988). */
static inline int chance(uint32_t *state, int below)
{
    *state = (uint32_t)((uint64_t)*state * 48271 % 2147483647);
    return (int)(*state % (uint32_t)below);
}

#endif
