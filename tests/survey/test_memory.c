/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tallies of every kind of design while memory runs out: each allocation fails in turn,
 * nothing comes out, and with all of them the estimates are those of a calm run. */
#include "tally_support.h"

#include <werkbaar/infer.h>

#include <math.h>
#include <stdbool.h>

enum { ROWS = 48, HALF = 24, REPLICATES = 4 };

static const char *const replicates[] = {"r0", "r1", "r2", "r3"};

/* The first or second half of 48 people in three strata of four clusters. */
static wb_frame *half_of(int first)
{
    double w[ROWS], d[ROWS], x[ROWS], y[ROWS], n1[ROWS], n2[ROWS], r[REPLICATES][ROWS];
    int32_t g[ROWS], h[ROWS], psu[ROWS], ssu[ROWS];
    const char *kind[ROWS];
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
    add_int32s(frame, "h", h + first);
    add_int32s(frame, "psu", psu + first);
    add_int32s(frame, "ssu", ssu + first);
    add_bools(frame, "ill", ill + first);
    add_texts(frame, "kind", kind + first);
    for (int k = 0; k < REPLICATES; k++)
        add_doubles(frame, replicates[k], r[k] + first);
    assert_ok(wb_frame_set_metadata(frame, "{\"instrument\":\"small\"}", NULL));
    return frame;
}

static wb_spec *spec_of(const char *design)
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
};

enum { N_DESIGNS = sizeof designs / sizeof *designs };

static wb_frame *halves[2];
static const design *used;
static wb_spec *spec;
static double expected; /* the sum of all standard errors */

/* Through a file and back. */
static wb_status through_a_file(wb_tally **tally)
{
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_tally *again = NULL;
    size_t n = 0;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_tally_write(*tally, writer, NULL);
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, NULL, &reader, NULL);
    }
    if (st == WB_OK)
        st = wb_tally_read(reader, &again, NULL);
    assert_true((st == WB_OK) == (again != NULL));
    wb_reader_free(reader);
    wb_writer_free(writer);
    if (again != NULL) {
        wb_tally_free(*tally);
        *tally = again;
    }
    return st;
}

/* Each half in a tally of its own; then one of them has both. */
static wb_status take_halves(wb_tally *a, wb_tally *b)
{
    wb_status st = wb_tally_update(a, halves[0], NULL, NULL);

    if (st == WB_OK)
        st = wb_tally_update(b, halves[1], NULL, NULL);
    if (st == WB_OK)
        st = wb_tally_merge(a, b, NULL);
    return st;
}

static wb_status second_pass(wb_tally **tally)
{
    wb_tally *second = NULL;
    wb_status st = wb_tally_second_pass(*tally, &second, NULL);

    if (st == WB_OK)
        st = wb_tally_update(second, halves[0], NULL, NULL);
    if (st == WB_OK)
        st = wb_tally_update(second, halves[1], NULL, NULL);
    if (st == WB_OK)
        st = through_a_file(&second);
    wb_tally_free(*tally);
    *tally = second;
    return st;
}

static double sum_of(const wb_frame *frame, const char *column)
{
    double sum = 0;

    for (int64_t i = 0; i < wb_frame_row_count(frame); i++) {
        double value = number(frame, column, i);
        sum += isnan(value) ? 0 : fabs(value);
    }
    return sum;
}

static wb_status say(const wb_tally *tally, double *sum)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *out = NULL, *together = NULL;

    options.replicates = used->replicates;
    options.n_replicates = used->replicates == WB_REPLICATE_BOOTSTRAP ? 5 : 0;
    options.precision = 1;
    wb_status st = wb_tally_estimate(tally, &options, NULL, &out, NULL);
    assert_true((st == WB_OK) == (out != NULL));
    if (st == WB_OK && used->covariances)
        st = wb_tally_covariances(tally, &options, NULL, &together, NULL);
    assert_true(st == WB_OK || together == NULL);
    if (st == WB_OK) {
        *sum = sum_of(out, "se");
        if (together != NULL)
            *sum += sum_of(together, "covariance");
    }
    wb_frame_free(together);
    wb_frame_free(out);
    return st;
}

static wb_status whole_life(void)
{
    wb_tally *a = NULL, *b = NULL;
    double sum = 0;
    wb_status st = wb_tally_new(spec, &a, NULL);

    if (st == WB_OK)
        st = wb_tally_new(spec, &b, NULL);
    if (st == WB_OK)
        st = take_halves(a, b);
    if (st == WB_OK)
        st = through_a_file(&a);
    wb_tally_free(b);
    if (st == WB_OK && used->two_passes)
        st = second_pass(&a);
    if (st == WB_OK)
        st = say(a, &sum);
    if (st == WB_OK && expected > 0)
        assert_close(sum, expected, 0);
    if (st == WB_OK)
        expected = sum;
    wb_tally_free(a);
    return st;
}

static void test_tally__says_the_same_when_each_allocation_fails_once(void **state)
{
    (void)state;
    halves[0] = half_of(0);
    halves[1] = half_of(HALF);
    for (int i = 0; i < N_DESIGNS; i++) {
        used = &designs[i];
        spec = spec_of(used->text);
        expected = 0;
        assert_ok(whole_life());
        assert_true(expected > 0);
        wb_test_every_allocation(whole_life);
        wb_spec_free(spec);
    }
    wb_frame_free(halves[0]);
    wb_frame_free(halves[1]);
}

/* ---- a file that grows past what there is memory for, at each of its bytes ---- */

enum { MOST_PAD = 2100 };

static size_t largest_block; /* 0: any */

static void *resize_small(void *block, size_t bytes)
{
    return largest_block > 0 && bytes > largest_block ? NULL : realloc(block, bytes);
}

static int32_t count_bytes(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 0;
}

/* A tally of the same rows, which say of themselves that they were made in `pad` bytes.
 */
static wb_tally *padded(size_t pad, bool second)
{
    char origin[MOST_PAD + 16];
    wb_tally *tally = NULL, *first = NULL;

    (void)snprintf(origin, sizeof origin, "{\"pad\":\"%*s\"}", (int)pad, "");
    assert_ok(wb_frame_set_metadata(halves[0], origin, NULL));
    tally = tally_of(spec, halves[0]);
    if (second) {
        first = tally;
        assert_ok(wb_tally_second_pass(first, &tally, NULL));
        assert_ok(wb_tally_update(tally, halves[0], NULL, NULL));
        wb_tally_free(first);
    }
    return tally;
}

/* The bytes it writes when no block may be larger than that; 0 when it fails. */
static size_t written_within(const wb_tally *tally, size_t most)
{
    size_t n = 0;
    wb_writer *writer = NULL;
    wb_error err;

    assert_ok(wb_writer_new(count_bytes, NULL, &n, "count", &writer, NULL));
    largest_block = most;
    wb_status st = wb_tally_write(tally, writer, &err);
    largest_block = 0;
    if (st == WB_OK)
        assert_ok(wb_writer_finish(writer, NULL));
    wb_writer_free(writer);
    assert_true(st == WB_OK || st == WB_E_NOMEM);
    if (st != WB_OK)
        assert_int_equal(n, 0);
    return n;
}

static void test_tally_write__writes_all_or_nothing_wherever_memory_ends(void **state)
{
    (void)state;
    wb_frame *half = half_of(0);
    assert_ok(wb_frame_slice(half, 0, 7, &halves[0], NULL));
    wb_set_allocator(resize_small, NULL);
    for (int i = 0; i < N_DESIGNS; i++) {
        const bool second = designs[i].two_passes;
        spec = spec_of(designs[i].text);
        wb_tally *tally = padded(0, second);
        const size_t n = written_within(tally, 0);
        assert_true(n > 1024 && n < 8192);
        wb_tally_free(tally);
        for (size_t pad = 0; pad <= MOST_PAD; pad += MOST_PAD / (size_t)wb_test_cases(MOST_PAD)) {
            tally = padded(pad, second);
            for (size_t most = 1024; most < 8192; most *= 2)
                assert_int_equal(written_within(tally, most),
                                 n + pad < most ? n + pad : 0);
            wb_tally_free(tally);
        }
        wb_spec_free(spec);
    }
    wb_set_allocator(NULL, NULL);
    wb_frame_free(halves[0]);
    wb_frame_free(half);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tally__says_the_same_when_each_allocation_fails_once),
        cmocka_unit_test(test_tally_write__writes_all_or_nothing_wherever_memory_ends),
    };
    return cmocka_run_group_tests_name("survey/memory", tests, NULL, NULL);
}
