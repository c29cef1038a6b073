/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scales and small frames for the tests of reliability. Every helper asserts. */
#ifndef WB_TEST_RELIABILITY_SUPPORT_H
#define WB_TEST_RELIABILITY_SUPPORT_H

#include "frames.h"

#include <stdlib.h>

static inline wb_scales *new_scales(void)
{
    wb_scales *scales = NULL;

    assert_ok(wb_scales_new(&scales, NULL));
    return scales;
}

/* One scale of plain columns, ended by NULL; a name that begins with '-' is reversed. */
static inline wb_scales *scale_of(double lowest, double highest, const char *const *items)
{
    wb_scales *scales = new_scales();

    assert_ok(wb_scales_add(scales, "s", lowest, highest, NULL));
    for (; *items != NULL; items++) {
        int reversed = **items == '-';
        assert_ok(wb_scales_add_item(scales, *items + reversed, reversed, NULL));
    }
    return scales;
}

static inline wb_spec *spec_of_weights(const char *weights)
{
    wb_spec *spec = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, weights, NULL));
    return spec;
}

static inline wb_status measure_in_chunks(const wb_scales *scales, const wb_spec *spec,
                                          const wb_frame *frame, int64_t chunk,
                                          const wb_estimate_options *estimating,
                                          wb_frame **out, wb_error *err)
{
    wb_reliability_options options = WB_RELIABILITY_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_status status = wb_source_from_frame(frame, chunk, &source, err);

    options.pairs = 1;
    if (status == WB_OK)
        status = wb_reliability_source(scales, spec, source, &options, estimating, NULL,
                                       out, err);
    wb_source_free(source);
    return status;
}

static inline wb_frame *measured(const wb_scales *scales, const wb_spec *spec,
                                 const wb_frame *frame)
{
    wb_frame *out = NULL;
    wb_error err = {0};

    if (measure_in_chunks(scales, spec, frame, 1000, NULL, &out, &err) != WB_OK)
        fail_msg("%s", err.message);
    return out;
}

/* The row of a statistic; item and other "" where they are missing. */
static inline int64_t row_of(const wb_frame *frame, const char *scale, const char *item,
                             const char *other, const char *statistic)
{
    for (int64_t r = 0; r < wb_frame_row_count(frame); r++) {
        if (strcmp(text_at(frame, "scale", r), scale) == 0 &&
            strcmp(text_at(frame, "item", r), item) == 0 &&
            strcmp(text_at(frame, "other", r), other) == 0 &&
            strcmp(text_at(frame, "statistic", r), statistic) == 0)
            return r;
    }
    fail_msg("there is no %s of %s %s %s", statistic, scale, item, other);
    return -1;
}

#define assert_figure(frame, item, statistic, number, expected)                          \
    assert_close(                                                                        \
        number_at((frame), (number), row_of((frame), "s", (item), "", (statistic))),     \
        (expected), 1e-12)

#define assert_status(frame, item, statistic, expected)                                  \
    assert_string_equal(                                                                 \
        text_at((frame), "status", row_of((frame), "s", (item), "", (statistic))),       \
        (expected))

#endif
