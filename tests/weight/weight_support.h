/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Small weightings for the tests of this room. Every helper asserts. */
#ifndef WB_TEST_WEIGHT_SUPPORT_H
#define WB_TEST_WEIGHT_SUPPORT_H

#include "survey/survey_support.h"

/* From JSON with ' for ". */
static inline wb_status read_weighting(const char *steps, wb_weighting **out,
                                       wb_error *err)
{
    char json[4096];
    wb_reader *reader = NULL;
    wb_status st;

    snprintf(json, sizeof json, "{'format':'werkbaar-weighting/1.0',%s}", steps);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    st = wb_reader_from_memory(json, strlen(json), "file", &reader, err);
    if (st == WB_OK)
        st = wb_weighting_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static inline wb_weighting *weighting_of(const char *steps)
{
    wb_weighting *made = NULL;
    wb_error err = {0};
    if (read_weighting(steps, &made, &err) != WB_OK)
        fail_msg("%s: %s %s", steps, err.message, err.where);
    return made;
}

/* What the steps make of the frame; the report too unless it is NULL. */
static inline wb_frame *weigh(const char *steps, const wb_frame *frame, wb_frame **report)
{
    wb_weighting *weighting = weighting_of(steps);
    wb_frame *out = NULL;
    wb_error err = {0};
    if (wb_weighting_apply(weighting, frame, NULL, &out, report, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_weighting_free(weighting);
    return out;
}

/* How applying the steps fails; outputs stay NULL. */
static inline wb_status weigh_fails(const char *steps, const wb_frame *frame,
                                    wb_error *err)
{
    wb_weighting *weighting = weighting_of(steps);
    wb_frame *out = NULL;
    wb_frame *report = NULL;
    wb_status st = wb_weighting_apply(weighting, frame, NULL, &out, &report, err);
    assert_int_not_equal(st, WB_OK);
    assert_null(out);
    assert_null(report);
    wb_weighting_free(weighting);
    return st;
}

/* Six people: two sexes, three sizes, weights that sum to 12. */
static inline wb_frame *people(void)
{
    static const char *const sex[] = {"f", "m", "f", "m", "f", "m"};
    static const int32_t size[] = {1, 1, 2, 2, 3, 3};
    static const double w[] = {1, 2, 3, 1, 2, 3};
    static const double age[] = {20, 30, 45, 50, 60, 25};
    static const int8_t answered[] = {1, 0, 1, 1, 1, 1};
    wb_frame *frame = new_frame(6);
    add_texts(frame, "sex", sex);
    add_int32s(frame, "size", size);
    add_doubles(frame, "w", w);
    add_doubles(frame, "age", age);
    add_bools(frame, "answered", answered);
    return frame;
}

#endif
