/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ordered clusters close when the next begins: estimates are those of clusters that stay
 * open to the end, which R has checked, and memory does not grow with the cells they
 * touch. */
#include "tally_support.h"

#include <werkbaar/infer.h>

#include <math.h>
#include <stdbool.h>

enum { MOST_ROWS = 400, MOST_CLUSTERS = 60, DESIGNS = 250 };

static uint32_t next(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

static int32_t below(uint32_t *state, int32_t n)
{
    return (int32_t)(next(state) % (uint32_t)n);
}

typedef struct design {
    int n;
    bool fpc, weights, nested;
    int32_t deff;
    wb_estimate_options options;
} design;

/* Clusters of 1 to 12 rows, in strata that follow each other or not; some rows weigh 0.
 */
static wb_frame *invent(uint32_t *state, design *made)
{
    static const char *const names[] = {"zorg", "bouw", "onderwijs"};
    static double w[MOST_ROWS], x[MOST_ROWS], y[MOST_ROWS], size[MOST_ROWS];
    static int32_t h[MOST_ROWS], psu[MOST_ROWS], sex[MOST_ROWS];
    static int8_t ill[MOST_ROWS], sure[MOST_ROWS];
    static const char *sector[MOST_ROWS];
    int32_t strata = 1 + below(state, 6), clusters = 2 + below(state, MOST_CLUSTERS - 2);
    bool blocks = below(state, 2) == 0, census = below(state, 5) == 0;
    int32_t seen[6] = {0}; /* clusters of each stratum */
    int n = 0;

    *made = (design){.fpc = below(state, 2) == 0,
                     .weights = below(state, 4) > 0,
                     .nested = below(state, 2) == 0,
                     .deff = below(state, 3),
                     .options = WB_ESTIMATE_OPTIONS_INIT};
    made->options.lonely = below(state, 5);
    made->options.lonely_in_domain = below(state, 2);
    made->options.precision = below(state, 2);
    if (made->options.lonely == WB_LONELY_COLLAPSE)
        made->options.lonely_in_domain = 0;
    for (int32_t c = 0; c < clusters; c++) {
        int32_t in = blocks ? c * strata / clusters : below(state, strata);
        int rows = 1 + below(state, 12);
        seen[in]++;
        for (int r = 0; r < rows && n < MOST_ROWS; r++, n++) {
            h[n] = in;
            psu[n] = made->nested ? 900 - seen[in] : 900 - c;
            w[n] = below(state, 9) == 0 ? 0 : 0.1 * (1 + below(state, 40));
            x[n] = 1 + below(state, 30);
            y[n] = below(state, 8) == 0 ? NAN : 0.1 * below(state, 90) + c % 3;
            sex[n] = below(state, 12) == 0 ? INT32_MIN : 1 + below(state, 2);
            ill[n] = below(state, 8) == 0 ? MISSING_BOOL : (int8_t)below(state, 2);
            sure[n] = (int8_t)(below(state, 40) > 0);
            sector[n] = below(state, 9) == 0 ? NULL : names[below(state, 3)];
            size[n] = census && in == 0 ? 1 : 0.1 + 0.05 * in;
        }
    }
    made->n = n;
    wb_frame *frame = new_frame(n);
    add_doubles(frame, "w", w);
    add_doubles(frame, "x", x);
    add_doubles(frame, "y", y);
    add_doubles(frame, "f", size);
    add_int32s(frame, "h", h);
    add_int32s(frame, "psu", psu);
    add_int32s(frame, "sex", sex);
    add_bools(frame, "ill", ill);
    add_bools(frame, "sure", sure);
    add_texts(frame, "sector", sector);
    return frame;
}

static wb_spec *spec_of(const design *made, int32_t units)
{
    static const char *const by[] = {"sex", "sector"};
    static const char *const one[] = {"sector"};
    wb_spec *spec = new_spec(made->weights ? "w" : NULL, "h");

    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_set_nested(spec, made->nested, NULL));
    if (made->fpc)
        assert_ok(wb_spec_add_fpc(spec, "f", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_set_design_effect(spec, made->deff, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ill", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "sure", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_VARIANCE, "y", NULL));
    assert_ok(wb_spec_add_ratio(spec, "y", "x", NULL));
    assert_ok(wb_spec_add_pair(spec, WB_STATISTIC_COVARIANCE, "x", "y", NULL));
    assert_ok(wb_spec_add_pair(spec, WB_STATISTIC_CORRELATION, "x", "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "sector", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "sex", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_spec_add_breakdown(spec, one, 1, NULL));
    return spec;
}

static wb_tally *empty_tally(const design *made, int32_t units)
{
    wb_spec *spec = spec_of(made, units);
    wb_tally *tally = NULL;

    assert_ok(wb_tally_new(spec, &tally, NULL));
    wb_spec_free(spec);
    return tally;
}

static wb_status take(wb_tally *tally, const wb_frame *frame, int64_t first, int64_t end)
{
    wb_frame *slice = NULL;

    assert_ok(wb_frame_slice(frame, first, end - first, &slice, NULL));
    wb_status st = wb_tally_update(tally, slice, NULL, NULL);
    wb_frame_free(slice);
    return st;
}

static wb_tally *tally_rows(const design *made, int32_t units, const wb_frame *frame)
{
    wb_tally *tally = empty_tally(made, units);

    assert_ok(take(tally, frame, 0, made->n));
    return tally;
}

/* A se that is rounding is 0 for one and 1e-17 for the other, which leaves little else to
 * compare. */
static bool is_rounding(const wb_frame *frame, int64_t row)
{
    double estimate = fabs(number(frame, "estimate", row));

    return number(frame, "se", row) <= 1e-14 * (estimate > 1 ? estimate : 1);
}

static void assert_same_rows(const wb_frame *a, const wb_frame *b, double relative)
{
    static const char *const columns[] = {"estimate", "n",     "df",   "se",
                                          "lower",    "upper", "deff", "cv"};

    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (int64_t row = 0; row < wb_frame_row_count(a); row++) {
        bool rounding = is_rounding(a, row) && is_rounding(b, row);
        for (size_t c = 0; c < (rounding ? 3 : sizeof columns / sizeof *columns); c++) {
            if (wb_frame_find(a, columns[c]) < 0)
                continue;
            double one = number(a, columns[c], row), other = number(b, columns[c], row);
            if (!wb_test_close(one, other, relative) && fabs(one - other) > 1e-14)
                fail_msg("row %lld, %s: %.17g and %.17g", (long long)row, columns[c], one,
                         other);
        }
        size_t length = 0;
        const char *status = wb_frame_text(b, column_of(b, "status"), row, &length);
        if (!rounding)
            assert_string(a, "status", row, status);
    }
}

/* Estimates, or the same refusal, of two tallies. */
static bool assert_same(const wb_tally *one, const wb_tally *other, const design *made,
                        double relative)
{
    wb_frame *a = NULL, *b = NULL;
    wb_status st = wb_tally_estimate(one, &made->options, NULL, &a, NULL);

    assert_int_equal(wb_tally_estimate(other, &made->options, NULL, &b, NULL), st);
    if (st == WB_OK)
        assert_same_rows(a, b, relative);
    wb_frame_free(a);
    wb_frame_free(b);
    return st == WB_OK;
}

static void test_closing__gives_what_open_clusters_give(void **state)
{
    uint32_t seed = 20260101;
    int estimated = 0;

    (void)state;
    for (int i = 0; i < wb_test_cases(DESIGNS); i++) {
        design made;
        wb_frame *frame = invent(&seed, &made);
        wb_tally *open = tally_rows(&made, WB_UNITS_AUTO, frame);
        wb_tally *closed = tally_rows(&made, WB_UNITS_ORDERED, frame);

        estimated += assert_same(closed, open, &made, 1e-12);
        wb_tally_free(closed);
        wb_tally_free(open);
        wb_frame_free(frame);
    }
    assert_true(estimated > wb_test_cases(DESIGNS) / 2);
}

static wb_status estimate_twice(const design *made, int32_t units, wb_frame *frame,
                                wb_frame **out)
{
    static const char *const by[] = {"sector"};
    wb_spec *spec = new_spec(made->weights ? "w" : NULL, "h");
    wb_source *source = NULL;

    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_set_nested(spec, made->nested, NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_add_quantile(spec, "y", 0.5, NULL));
    assert_ok(wb_spec_add_rank(spec, "y", 0, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_source_from_frame(frame, 33, &source, NULL));
    wb_status st = wb_estimate_source(spec, source, &made->options, NULL, out, NULL);
    wb_source_free(source);
    wb_spec_free(spec);
    return st;
}

static void test_closing__quantiles_and_ranks_too(void **state)
{
    uint32_t seed = 99;
    int estimated = 0;

    (void)state;
    for (int i = 0; i < wb_test_cases(DESIGNS) / 4; i++) {
        design made;
        wb_frame *frame = invent(&seed, &made), *open = NULL, *closed = NULL;
        wb_status st = estimate_twice(&made, WB_UNITS_AUTO, frame, &open);

        assert_int_equal(estimate_twice(&made, WB_UNITS_ORDERED, frame, &closed), st);
        if (st == WB_OK)
            assert_same_rows(closed, open, 1e-12);
        estimated += st == WB_OK;
        wb_frame_free(open);
        wb_frame_free(closed);
        wb_frame_free(frame);
    }
    assert_true(estimated >= wb_test_cases(DESIGNS) / 8);
}

/* Pieces cut anywhere, also within a cluster, and put together in any order. */
static void test_closing__pieces_are_the_whole(void **state)
{
    enum { PIECES = 5 };
    uint32_t seed = 77;

    (void)state;
    for (int i = 0; i < wb_test_cases(DESIGNS); i++) {
        design made;
        wb_frame *frame = invent(&seed, &made);
        wb_tally *whole = tally_rows(&made, WB_UNITS_ORDERED, frame);
        wb_tally *pieces[PIECES], *all = empty_tally(&made, WB_UNITS_ORDERED);
        int64_t at = 0;
        for (int p = 0; p < PIECES; p++) {
            int64_t end = p + 1 < PIECES ? at + below(&seed, made.n / 3 + 1) : made.n;
            end = end < made.n ? end : made.n;
            pieces[p] = empty_tally(&made, WB_UNITS_ORDERED);
            if (end > at)
                assert_ok(take(pieces[p], frame, at, end));
            at = end > at ? end : at;
        }
        for (int p = 0; p < PIECES; p++) /* 0 3 1 4 2 */
            assert_ok(wb_tally_merge(all, pieces[p * 3 % PIECES], NULL));
        assert_same(all, whole, &made, 1e-12);
        for (int p = 0; p < PIECES; p++)
            wb_tally_free(pieces[p]);
        wb_tally_free(all);
        wb_tally_free(whole);
        wb_frame_free(frame);
    }
}

static wb_tally *read_back(const wb_tally *tally)
{
    wb_tally *read = NULL;
    char *bytes = NULL, *same = NULL;
    size_t n, m;

    bytes_of(tally, &bytes, &n);
    assert_int_equal(bytes[10], 2); /* minor version */
    assert_ok(read_bytes(bytes, n, &read, NULL));
    bytes_of(read, &same, &m);
    assert_int_equal(n, m);
    assert_memory_equal(bytes, same, n);
    free(bytes);
    free(same);
    return read;
}

static void test_closing__calls_and_files_never_show(void **state)
{
    uint32_t seed = 5;

    (void)state;
    for (int i = 0; i < wb_test_cases(DESIGNS); i++) {
        design made;
        wb_frame *frame = invent(&seed, &made);
        wb_tally *whole = tally_rows(&made, WB_UNITS_ORDERED, frame), *read;
        wb_tally *calls = empty_tally(&made, WB_UNITS_ORDERED);
        int64_t middle = 1 + below(&seed, made.n - 1);

        for (int64_t at = 0; at < made.n; at += 1 + middle / 3)
            assert_ok(take(calls, frame, at,
                           at + 1 + middle / 3 < made.n ? at + 1 + middle / 3 : made.n));
        assert_same(calls, whole, &made, 0);
        wb_tally_free(calls);
        calls = empty_tally(&made, WB_UNITS_ORDERED);
        assert_ok(take(calls, frame, 0, middle));
        read = read_back(calls);
        assert_ok(take(read, frame, middle, made.n));
        assert_same(read, whole, &made, 1e-12);
        wb_tally_free(read);
        wb_tally_free(calls);
        wb_tally_free(whole);
        wb_frame_free(frame);
    }
}

/* A cluster that lies in the middle of two pieces would be two clusters. */
static void test_closing__a_cluster_closed_in_two_tallies_is_refused(void **state)
{
    uint32_t seed = 3;
    design made;
    wb_frame *frame = invent(&seed, &made);
    wb_tally *one = tally_rows(&made, WB_UNITS_ORDERED, frame);
    wb_tally *other = tally_rows(&made, WB_UNITS_ORDERED, frame);
    wb_error err = {0};

    (void)state;
    assert_int_equal(wb_tally_merge(one, other, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "not at the edge of both: h="));
    assert_non_null(strstr(err.message, "leave out that units are ordered"));
    assert_string_equal(err.item, "psu");
    assert_int_equal(wb_tally_row_count(one), made.n);
    wb_tally_free(one);
    wb_tally_free(other);
    wb_frame_free(frame);
}

/* Without its list of open clusters a file is of format 1.1, where all were open: here
 * two clusters a piece, so that none is closed. */
static wb_tally *read_as_before(const wb_tally *tally)
{
    wb_tally *read = NULL;
    char *bytes = NULL;
    size_t n, at = 48;

    bytes_of(tally, &bytes, &n);
    while (memcmp(bytes + at, "EDGE", 4) != 0)
        at++;
    size_t section = 12 + (size_t)(unsigned char)bytes[at + 4];
    memmove(bytes + at, bytes + at + section, n - at - section);
    n -= section;
    bytes[10] = 1;
    put_crc(bytes, n);
    assert_ok(read_bytes(bytes, n, &read, NULL));
    free(bytes);
    return read;
}

static void test_closing__files_of_before_are_read(void **state)
{
    uint32_t seed = 11;
    design made;
    wb_frame *frame = invent(&seed, &made);
    wb_tally *whole = tally_rows(&made, WB_UNITS_AUTO, frame), *all = NULL;
    int64_t begin = 0;
    int clusters = 0;

    (void)state;
    for (int64_t row = 1; row <= made.n; row++) {
        bool changes =
            row == made.n || number(frame, "psu", row) != number(frame, "psu", row - 1);
        clusters += changes;
        if (!changes || (clusters % 2 != 0 && row < made.n))
            continue;
        wb_tally *piece = empty_tally(&made, WB_UNITS_ORDERED);
        assert_ok(take(piece, frame, begin, row));
        wb_tally *read = read_as_before(piece);
        begin = row;
        wb_tally_free(piece);
        if (all != NULL)
            assert_ok(wb_tally_merge(all, read, NULL));
        if (all != NULL)
            wb_tally_free(read);
        else
            all = read;
    }
    assert_same(all, whole, &made, 1e-12);
    wb_tally_free(all);
    wb_tally_free(whole);
    wb_frame_free(frame);
}

static void try_bytes(const char *bytes, size_t n)
{
    wb_tally *read = NULL, *other = NULL;
    wb_frame *out = NULL;

    if (read_bytes(bytes, n, &read, NULL) != WB_OK) {
        assert_null(read);
        return;
    }
    (void)!wb_tally_estimate(read, NULL, NULL, &out, NULL);
    if (read_bytes(bytes, n, &other, NULL) == WB_OK)
        (void)!wb_tally_merge(read, other, NULL);
    wb_frame_free(out);
    wb_tally_free(read);
    wb_tally_free(other);
}

/* Bytes that lie, with a checksum that fits: refused, or a tally that works. */
static void test_closing__files_survive_hostile_bytes(void **state)
{
    uint32_t seed = 9;
    design made;
    wb_frame *frame = invent(&seed, &made);
    wb_tally *tally = empty_tally(&made, WB_UNITS_ORDERED);
    char *bytes = NULL;
    size_t n;

    (void)state;
    assert_true(made.n > 25);
    assert_ok(take(tally, frame, 0, 25));
    bytes_of(tally, &bytes, &n);
    for (size_t at = 10; at + 4 < n; at += 1 + at % 11) {
        char kept = bytes[at];
        bytes[at] = (char)(kept ^ (1 << at % 8));
        put_crc(bytes, n);
        try_bytes(bytes, n);
        bytes[at] = kept;
    }
    for (size_t length = 0; length < n; length += 17) {
        wb_tally *read = NULL;
        assert_true(read_bytes(bytes, length, &read, NULL) != WB_OK);
        assert_null(read);
    }
    free(bytes);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

/* Two rows a cluster and cell, in 40 cells. */
static wb_status take_many(int32_t units, int32_t clusters, int64_t limit)
{
    enum { CELLS = 40 };
    static const char *const by[] = {"cell"};
    int32_t n = clusters * CELLS * 2;
    int32_t *psu = malloc((size_t)n * sizeof *psu),
            *cell = malloc((size_t)n * sizeof *cell);
    int8_t *ill = malloc((size_t)n);
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(n);
    wb_tally *tally = NULL;
    wb_run run = WB_RUN_INIT;

    assert_true(psu != NULL && cell != NULL && ill != NULL);
    for (int32_t i = 0; i < n; i++) {
        psu[i] = i / (2 * CELLS);
        cell[i] = i % CELLS;
        ill[i] = (int8_t)(i % 7 == 0);
    }
    add_int32s(frame, "psu", psu);
    add_int32s(frame, "cell", cell);
    add_bools(frame, "ill", ill);
    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ill", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    run.memory_limit = limit;
    wb_status st = wb_tally_update(tally, frame, &run, NULL);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
    free(psu);
    free(cell);
    free(ill);
    return st;
}

/* What is kept of a cluster that is closed is its key alone. */
static void test_closing__memory_does_not_grow_with_the_cells(void **state)
{
    (void)state;
    assert_ok(take_many(WB_UNITS_ORDERED, 3300, 40 << 20)); /* a part is 3277 of them */
    assert_ok(take_many(WB_UNITS_ORDERED, 33000, 40 << 20));
    assert_int_equal(take_many(WB_UNITS_AUTO, 33000, 40 << 20), WB_E_LIMIT);
}

static void assert_unsupported(wb_status st, const wb_error *err)
{
    assert_int_equal(st, WB_E_UNSUPPORTED);
    assert_non_null(strstr(err->message, "leave out that units are ordered"));
}

static void test_closing__what_was_not_kept_is_refused(void **state)
{
    uint32_t seed = 21;
    design made;
    wb_frame *frame = invent(&seed, &made), *out = NULL;
    wb_error err = {0};

    (void)state;
    made.options = (wb_estimate_options)WB_ESTIMATE_OPTIONS_INIT;
    made.options.lonely = WB_LONELY_CENTRE;
    wb_tally *tally = tally_rows(&made, WB_UNITS_ORDERED, frame);
    assert_unsupported(wb_tally_covariances(tally, &made.options, NULL, &out, &err),
                       &err);
    assert_unsupported(
        wb_tally_pairs(tally, "sector", NULL, &made.options, NULL, &out, &err), &err);
    assert_unsupported(
        wb_tally_independence(tally, NULL, &made.options, NULL, &out, &err), &err);
    made.options.lonely = WB_LONELY_COLLAPSE;
    made.options.lonely_in_domain = 1;
    assert_unsupported(wb_tally_estimate(tally, &made.options, NULL, &out, &err), &err);
    made.options.lonely = WB_LONELY_CENTRE;
    made.options.replicates = WB_REPLICATE_BOOTSTRAP;
    assert_unsupported(wb_tally_estimate(tally, &made.options, NULL, &out, &err), &err);
    wb_tally_free(tally);
    wb_frame_free(frame);
}

static wb_frame *pairs_of(const design *made, int32_t units, const wb_frame *frame)
{
    static const char *const by[] = {"h"};
    wb_spec *spec = new_spec("w", "h");
    wb_tally *tally = NULL;
    wb_frame *out = NULL;

    assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_set_nested(spec, 1, NULL));
    assert_ok(wb_spec_set_units(spec, units, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ill", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, frame, NULL, NULL));
    assert_ok(wb_tally_pairs(tally, "h", NULL, &made->options, NULL, &out, NULL));
    wb_tally_free(tally);
    wb_spec_free(spec);
    return out;
}

/* No cluster is in two strata: groups that are strata are compared all the same. */
static void test_closing__strata_are_compared(void **state)
{
    uint32_t seed = 31;

    (void)state;
    for (int i = 0; i < 60; i++) {
        static const char *const columns[] = {"difference", "se", "df", "p"};
        design made;
        wb_frame *frame = invent(&seed, &made);
        made.options.lonely = 1 + i % 4;
        if (made.options.lonely == WB_LONELY_COLLAPSE)
            made.options.lonely_in_domain = 0;
        if (made.n < 150) {
            wb_frame_free(frame);
            continue;
        }
        wb_frame *open = pairs_of(&made, WB_UNITS_AUTO, frame);
        wb_frame *closed = pairs_of(&made, WB_UNITS_ORDERED, frame);
        assert_int_equal(wb_frame_row_count(open), wb_frame_row_count(closed));
        for (int64_t row = 0; row < wb_frame_row_count(open); row++) {
            for (size_t c = 0; c < 4; c++)
                assert_close(number(closed, columns[c], row),
                             number(open, columns[c], row), 1e-10);
        }
        wb_frame_free(open);
        wb_frame_free(closed);
        wb_frame_free(frame);
    }
}

/* Clusters x = 0 and 2 in one stratum, y = 5 in another, taken together: no cluster has
 * both. x: 3/2 (1/4 + 1/4); three clusters less one stratum. */
static void test_closing__outcomes_of_other_strata_do_not_vary_together(void **state)
{
    static const int32_t h[] = {1, 1, 2}, psu[] = {1, 2, 3};
    static const double x[] = {0, 2, NAN}, y[] = {NAN, NAN, 5};
    static const char *const text[] = {"mean(x) - mean(y)"};
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    options.lonely = WB_LONELY_COLLAPSE;
    for (int32_t units = WB_UNITS_AUTO; units <= WB_UNITS_ORDERED; units++) {
        wb_spec *spec = new_spec(NULL, "h");
        wb_frame *frame = new_frame(3), *out = NULL;
        wb_tally *tally = NULL;
        add_int32s(frame, "h", h);
        add_int32s(frame, "psu", psu);
        add_doubles(frame, "x", x);
        add_doubles(frame, "y", y);
        assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
        assert_ok(wb_spec_set_units(spec, units, NULL));
        assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "x", NULL));
        assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
        assert_ok(wb_tally_new(spec, &tally, NULL));
        assert_ok(wb_tally_update(tally, frame, NULL, NULL));
        assert_ok(wb_tally_contrasts(tally, text, 1, &options, NULL, &out, NULL));
        assert_close(number(out, "estimate", 0), -4, 0);
        assert_close(number(out, "se", 0), sqrt(0.75), 1e-15);
        assert_close(number(out, "df", 0), 2, 0);
        assert_string(out, "status", 0, "ok");
        wb_frame_free(out);
        wb_tally_free(tally);
        wb_frame_free(frame);
        wb_spec_free(spec);
    }
}

static wb_frame *frame_used;

/* Two pieces that share a cluster, one of them from a file. */
static wb_status whole_life(void)
{
    design made = {.n = 60, .options = WB_ESTIMATE_OPTIONS_INIT};
    wb_spec *spec = NULL;
    wb_tally *one = NULL, *other = NULL, *read = NULL;
    wb_frame *first = NULL, *second = NULL, *out = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n;
    wb_status st = wb_spec_new(&spec, NULL);

    made.options.lonely = WB_LONELY_CENTRE;
    if (st == WB_OK)
        st = wb_spec_add_cluster(spec, "psu", NULL);
    if (st == WB_OK)
        st = wb_spec_set_nested(spec, 1, NULL);
    if (st == WB_OK)
        st = wb_spec_set_units(spec, WB_UNITS_ORDERED, NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "ill", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "sector", NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &one, NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &other, NULL);
    if (st == WB_OK)
        st = wb_frame_slice(frame_used, 0, 31, &first, NULL);
    if (st == WB_OK)
        st = wb_frame_slice(frame_used, 31, 29, &second, NULL);
    if (st == WB_OK)
        st = wb_tally_update(one, first, NULL, NULL);
    if (st == WB_OK)
        st = wb_tally_update(other, second, NULL, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_tally_write(one, writer, NULL);
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, NULL, &reader, NULL);
    }
    if (st == WB_OK)
        st = wb_tally_read(reader, &read, NULL);
    if (st == WB_OK)
        st = wb_tally_merge(read, other, NULL);
    if (st == WB_OK)
        st = wb_tally_estimate(read, &made.options, NULL, &out, NULL);
    wb_frame_free(out);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_frame_free(first);
    wb_frame_free(second);
    wb_tally_free(one);
    wb_tally_free(other);
    wb_tally_free(read);
    wb_spec_free(spec);
    return st;
}

static void test_closing__survives_every_failing_allocation(void **state)
{
    uint32_t seed = 44;
    design made;

    (void)state;
    frame_used = invent(&seed, &made);
    assert_true(made.n > 60);
    wb_test_every_allocation(whole_life);
    wb_frame_free(frame_used);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_closing__gives_what_open_clusters_give),
        cmocka_unit_test(test_closing__quantiles_and_ranks_too),
        cmocka_unit_test(test_closing__pieces_are_the_whole),
        cmocka_unit_test(test_closing__calls_and_files_never_show),
        cmocka_unit_test(test_closing__a_cluster_closed_in_two_tallies_is_refused),
        cmocka_unit_test(test_closing__files_of_before_are_read),
        cmocka_unit_test(test_closing__files_survive_hostile_bytes),
        cmocka_unit_test(test_closing__memory_does_not_grow_with_the_cells),
        cmocka_unit_test(test_closing__what_was_not_kept_is_refused),
        cmocka_unit_test(test_closing__strata_are_compared),
        cmocka_unit_test(test_closing__outcomes_of_other_strata_do_not_vary_together),
        cmocka_unit_test(test_closing__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests_name("survey/closing", tests, NULL, NULL);
}
