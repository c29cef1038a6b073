/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Specifications of every kind of design, and people that all of them take. */
#ifndef WB_TEST_DESIGN_SUPPORT_H
#define WB_TEST_DESIGN_SUPPORT_H

#include "tally_support.h"

#include <math.h>
#include <stdbool.h>

enum { ROWS = 48, HALF = 24, REPLICATES = 4 };

static const char *const replicates[] = {"r0", "r1", "r2", "r3"};

/* The first or second half of 48 people in three strata of four clusters. */
static inline wb_frame *half_of(int first)
{
    double w[ROWS], d[ROWS], x[ROWS], y[ROWS], n1[ROWS], n2[ROWS], r[REPLICATES][ROWS];
    int32_t g[ROWS], h[ROWS], psu[ROWS], ssu[ROWS];
    int32_t day[ROWS], pair[ROWS];
    const char *kind[ROWS];
    wb_column dates = WB_COLUMN_INIT;
    int8_t ill[ROWS];
    wb_frame *frame = new_frame(HALF);

    for (int i = 0; i < ROWS; i++) {
        unsigned v = (unsigned)(i + 5) * 2654435761U;
        h[i] = i % 3;
        psu[i] = h[i] * 10 + i / 3 % 4;
        ssu[i] = i / 12 % 2;
        n1[i] = 9;
        n2[i] = 7;
        g[i] = (int32_t)(v >> 7) % 2;
        w[i] = 1 + (v >> 5) % 5 * 0.75;
        d[i] = w[i] * (i % 3 == 0 ? 0.9 : 1.1);
        x[i] = (v >> 9) % 31;
        y[i] = (v >> 13) % 11 == 0 ? NAN : x[i] * 0.5 + g[i] + (v >> 3) % 17;
        pair[i] = i / 2;
        day[i] = 20000 + i % 2;
        ill[i] = (int8_t)((v >> 14) % 2);
        kind[i] = (v >> 16) % 3 == 0 ? "fee" : "elf";
        for (int k = 0; k < REPLICATES; k++)
            r[k][i] = (int)(v >> 12) % REPLICATES == k ? 0 : 1.25 * w[i];
    }
    add_doubles(frame, "w", w + first);
    add_doubles(frame, "d", d + first);
    add_doubles(frame, "x", x + first);
    add_doubles(frame, "y", y + first);
    add_doubles(frame, "n1", n1 + first);
    add_doubles(frame, "n2", n2 + first);
    add_int32s(frame, "g", g + first);
    add_int32s(frame, "i", pair + first);
    add_int32s(frame, "h", h + first);
    add_int32s(frame, "psu", psu + first);
    add_int32s(frame, "ssu", ssu + first);
    add_bools(frame, "ill", ill + first);
    add_texts(frame, "kind", kind + first);
    dates.type = WB_TYPE_DATE32;
    dates.flags = WB_COLUMN_COPY;
    dates.values = day + first;
    assert_ok(wb_frame_add_column(frame, "day", &dates, NULL));
    for (int k = 0; k < REPLICATES; k++)
        add_doubles(frame, replicates[k], r[k] + first);
    assert_ok(wb_frame_set_metadata(frame, "{\"instrument\":\"small\"}", NULL));
    return frame;
}

static inline wb_spec *spec_of(const char *design)
{
    char text[1024];
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;

    (void)snprintf(text, sizeof text, "{\"format\":\"werkbaar-spec/1.0\",%s}", design);
    assert_ok(wb_reader_from_memory(text, strlen(text), "spec", &reader, NULL));
    assert_ok(wb_spec_read(reader, &spec, NULL));
    wb_reader_free(reader);
    return spec;
}

/* A design; with `covariances` how its estimates vary together is asked for too. */
typedef struct design {
    const char *text;
    int32_t replicates;
    bool two_passes, covariances;
} design;

#define Y "\"breakdowns\":[[],[\"g\"],[\"g\",\"kind\"]],\"weights\":\"w\","
#define CALIBRATED                                                                       \
    "\"calibration\":{\"auxiliaries\":[\"x\"],\"initial\":\"d\",\"margins\":[[],[\"g\"]" \
    "]},"
#define MEAN   "{\"statistic\":\"mean\",\"variable\":\"y\"}"
#define SHARE  "{\"statistic\":\"proportion\",\"variable\":\"kind\"}"
#define MEDIAN "{\"probability\":0.5,\"statistic\":\"quantile\",\"variable\":\"y\"}"
#define RANK   "{\"score\":\"wilcoxon\",\"statistic\":\"rank\",\"variable\":\"y\"}"
#define RATIO  "{\"denominator\":\"x\",\"numerator\":\"y\",\"statistic\":\"ratio\"}"
#define ILL    "{\"statistic\":\"mean\",\"variable\":\"ill\"}"

static const design designs[] = {
    {Y "\"strata\":[\"h\"],\"design_effect\":\"wr\",\"estimands\":[" MEAN "," ILL
       "," SHARE "]",
     0, false, false},
    {Y "\"strata\":[\"h\"],\"clusters\":[\"psu\",\"ssu\"],\"nested\":true,"
       "\"fpc\":[\"n1\",\"n2\"],\"categories\":[{\"column\":\"kind\",\"categories\":"
       "[\"fee\",\"elf\"]}],\"estimands\":[" MEAN "," SHARE "," RATIO "]",
     0, false, true},
    {Y CALIBRATED "\"strata\":[\"h\"],\"units\":\"open\",\"estimands\":[" MEAN "," ILL
                  "]",
     0, false, true},
    {Y "\"strata\":[\"h\"],\"clusters\":[\"psu\"],\"estimands\":[" MEAN "," SHARE "]",
     WB_REPLICATE_BOOTSTRAP, false, false},
    {Y "\"strata\":[\"h\"],\"clusters\":[\"psu\"],\"estimands\":[" MEAN "," SHARE "]",
     WB_REPLICATE_JKN, false, true},
    {Y "\"replicates\":{\"columns\":[\"r0\",\"r1\",\"r2\",\"r3\"],\"type\":\"jk1\"},"
       "\"estimands\":[" MEAN "," MEDIAN "]",
     0, true, true},
    {Y "\"clusters\":[\"psu\"],\"estimands\":[" MEAN "," MEDIAN "," RANK "]", 0, true,
     false},
    {"\"breakdowns\":[[\"ill\",\"day\"]],\"weights\":\"w\",\"clusters\":[\"i\"],"
     "\"units\":\"ordered\",\"estimands\":[" MEAN "," SHARE "," RATIO "]",
     0, false, false},
};

enum { N_DESIGNS = sizeof designs / sizeof *designs };

#endif
