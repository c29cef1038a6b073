/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates of many cells on several threads: the same rows, to the bit. */
#include "frame/frame.h"
#include "tally_support.h"

#include <math.h>
#include <stdatomic.h>

enum { ROWS = 4000, CELLS = 150, DESIGNS = 3 };

static wb_frame *rows_of_cells(void)
{
    double y[ROWS], w[ROWS];
    int32_t cell[ROWS], psu[ROWS], h[ROWS];
    int8_t yes[ROWS];
    wb_frame *frame = new_frame(ROWS);

    for (int i = 0; i < ROWS; i++) {
        unsigned v = (unsigned)(i + 7) * 2654435761U;
        w[i] = 1 + (v >> 8) % 13;
        y[i] = (v >> 9) % 17 == 0 ? NAN : (v >> 10) % 101 / 3.0;
        yes[i] = (int8_t)((v >> 14) % 3 == 0);
        cell[i] = (int32_t)((v >> 11) % CELLS);
        psu[i] = (int32_t)((v >> 18) % 60);
        h[i] = psu[i] % 5;
    }
    add_doubles(frame, "w", w);
    add_doubles(frame, "y", y);
    add_bools(frame, "yes", yes);
    add_int32s(frame, "cell", cell);
    add_int32s(frame, "psu", psu);
    add_int32s(frame, "h", h);
    return frame;
}

/* Closed rows, clusters, clusters of which replicates are made. */
static wb_spec *spec_of(int design)
{
    const char *const by[] = {"cell"};
    const char *const two[] = {"cell", "h"}; /* most combinations are empty */
    wb_spec *spec = new_spec("w", "h");

    if (design > 0)
        assert_ok(wb_spec_add_cluster(spec, "psu", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "yes", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "h", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, two, 2, NULL));
    return spec;
}

static wb_frame *on_threads(const wb_tally *tally, int design, int32_t drop_empty,
                            int32_t threads)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_run run = WB_RUN_INIT;
    wb_frame *out = NULL;

    options.drop_empty = drop_empty;
    options.replicates = design == 2 ? WB_REPLICATE_BOOTSTRAP : 0;
    options.n_replicates = design == 2 ? 20 : 0;
    run.threads = threads;
    assert_ok(wb_tally_estimate(tally, &options, &run, &out, NULL));
    return out;
}

static void assert_same_cell(const wb_frame *a, const wb_frame *b, size_t column,
                             int64_t row)
{
    size_t n, m;
    const char *text = wb_frame_text(a, column, row, &n);
    const char *same = wb_frame_text(b, column, row, &m);
    double x = wb_frame_double(a, column, row);
    double y = wb_frame_double(b, column, row);

    assert_true((text == NULL) == (same == NULL));
    if (text != NULL)
        assert_string_equal(text, same);
    assert_true(x == y || (isnan(x) && isnan(y)));
}

static void assert_same_frame(const wb_frame *a, const wb_frame *b)
{
    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (size_t c = 0; c < wb_frame_column_count(a); c++) {
        for (int64_t row = 0; row < wb_frame_row_count(a); row++)
            assert_same_cell(a, b, c, row);
    }
}

static void test_wb_tally_estimate__same_rows_on_any_threads(void **state)
{
    static const int32_t threads[] = {2, 3, 5};
    wb_frame *frame = rows_of_cells();

    (void)state;
    for (int i = 0; i < 2 * DESIGNS; i++) {
        wb_spec *spec = spec_of(i / 2);
        wb_tally *tally = tally_of(spec, frame);
        wb_frame *one = on_threads(tally, i / 2, i % 2, 1);
        for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
            wb_frame *several = on_threads(tally, i / 2, i % 2, threads[t]);
            assert_same_frame(several, one);
            wb_frame_free(several);
        }
        wb_frame_free(one);
        wb_tally_free(tally);
        wb_spec_free(spec);
    }
    wb_frame_free(frame);
}

/* wb_test_every_allocation() is for one thread. */
static atomic_int allocations_left;

static void *failing_resize(void *block, size_t bytes)
{
    return atomic_fetch_sub(&allocations_left, 1) > 0 ? realloc(block, bytes) : NULL;
}

static void test_wb_tally_estimate__on_threads_when_any_allocation_fails(void **state)
{
    wb_frame *frame = rows_of_cells();
    wb_spec *spec = spec_of(1);
    wb_tally *tally = tally_of(spec, frame);
    wb_run run = WB_RUN_INIT;
    wb_frame *out = NULL;
    wb_status st = WB_E_NOMEM;

    (void)state;
    run.threads = 2;
    for (int allowed = 0; st == WB_E_NOMEM; allowed = wb_test_next_allowed(allowed)) {
        assert_null(out);
        atomic_store(&allocations_left, allowed);
        wb_set_allocator(failing_resize, NULL);
        st = wb_tally_estimate(tally, NULL, &run, &out, NULL);
        wb_set_allocator(NULL, NULL);
    }
    assert_int_equal(st, WB_OK);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(frame);
}

/* A source of ranges, in which y is a number at first and later true or false. */
enum { LONG = (1 << 18) + 8 };

static wb_status fickle_range(void *user, int64_t first, int64_t n, wb_frame **out,
                              wb_error *err)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = first == 0 ? WB_TYPE_FLOAT64 : WB_TYPE_BOOL;
    column.flags = WB_COLUMN_COPY | (first == 0 ? 0 : WB_COLUMN_BOOL_BYTES);
    column.values = user;
    wb_status st = wb_frame_new(n, out, err);
    return st != WB_OK ? st : wb_frame_add_column(*out, "y", &column, err);
}

static wb_status first_range(void *user, wb_frame **out, wb_error *err)
{
    return fickle_range(user, 0, 8, out, err);
}

static void test_update_source__refuses_a_type_that_changes_between_threads(void **state)
{
    wb_source_ops ops = {.next = first_range, .range = fickle_range, .total_rows = LONG};
    void *zeros = calloc(LONG, sizeof(double));
    wb_spec *spec = new_spec(NULL, NULL);
    wb_source *source = NULL;
    wb_tally *tally = NULL;
    wb_run run = WB_RUN_INIT;
    wb_error err;

    (void)state;
    assert_non_null(zeros);
    run.threads = 2;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_source_new_ops(&ops, zeros, &source, NULL));
    assert_fails(wb_tally_update_source(tally, source, &run, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, "y");
    assert_non_null(strstr(err.message, "'y' changes its type within the source"));
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_source_free(source);
    wb_tally_free(tally);
    wb_spec_free(spec);
    free(zeros);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_tally_estimate__same_rows_on_any_threads),
        cmocka_unit_test(test_update_source__refuses_a_type_that_changes_between_threads),
        cmocka_unit_test(test_wb_tally_estimate__on_threads_when_any_allocation_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
