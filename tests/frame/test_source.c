/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/frame.h"

static const int32_t NUMBERS[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

/* A source of `left` frames of two rows; one may have another type or name. */
typedef struct counting {
    int left;
    int closed;
    int fail_at;
    int odd_at;
    const char *odd_name; /* "": no column */
    int rewinds;
} counting;

static wb_status next_counted(void *user, wb_frame **out, wb_error *err)
{
    counting *from = user;
    wb_column column = column_of(WB_TYPE_INT32, NUMBERS);
    const char *name = "n";
    wb_status st;

    *out = NULL;
    if (from->left == 0)
        return WB_OK;
    if (from->left == from->fail_at)
        return WB_E_IO;
    if (from->left == from->odd_at && from->odd_name == NULL)
        column.type = WB_TYPE_DATE32;
    if (from->left == from->odd_at && from->odd_name != NULL)
        name = from->odd_name;
    st = wb_frame_new(2, out, err);
    if (name[0] != '\0' && st == WB_OK &&
        (st = wb_frame_add_column(*out, name, &column, err)) != WB_OK) {
        wb_frame_free(*out);
        *out = NULL;
    }
    from->left -= st == WB_OK;
    return st;
}

static int32_t rewind_counted(void *user)
{
    counting *from = user;

    from->left = 3;
    return from->rewinds++ > 0;
}

static void close_counted(void *user)
{
    ((counting *)user)->closed++;
}

static wb_source *source_of(counting *from)
{
    wb_source *source = NULL;

    assert_ok(
        wb_source_new(next_counted, rewind_counted, close_counted, from, &source, NULL));
    return source;
}

/* Rows of all frames left. */
static int64_t count_rows(wb_source *source)
{
    int64_t n = 0;

    for (;;) {
        wb_frame *frame = NULL;

        assert_ok(wb_source_next(source, &frame, NULL));
        if (frame == NULL)
            return n;
        n += wb_frame_row_count(frame);
        wb_frame_free(frame);
    }
}

static void test_wb_source_new__hands_out_frames_until_the_end(void **state)
{
    counting from = {.left = 3};
    wb_source *source = source_of(&from);
    wb_frame *frame = (wb_frame *)&from;

    (void)state;
    assert_int_equal(count_rows(source), 6);
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_null(frame);
    assert_int_equal(from.closed, 0);
    wb_source_free(source);
    assert_int_equal(from.closed, 1);
    wb_source_free(NULL);
}

static wb_status no_rows(void *user, int64_t first, int64_t n, wb_frame **out,
                         wb_error *err)
{
    (void)user;
    (void)first;
    return wb_frame_new(n, out, err);
}

static void test_wb_source_new__refuses_half_a_source(void **state)
{
    wb_source_ops ops = {.next = next_counted, .total_rows = -1};
    wb_source *source = (wb_source *)&state;

    assert_fails(wb_source_new(NULL, NULL, NULL, NULL, &source, NULL), WB_E_ARG);
    assert_null(source);
    assert_fails(wb_source_new(next_counted, NULL, NULL, NULL, NULL, NULL), WB_E_ARG);
    ops.range = no_rows;
    assert_fails(wb_source_new_ops(&ops, NULL, &source, NULL), WB_E_ARG);
    ops.range = NULL;
    assert_ok(wb_source_new_ops(&ops, NULL, &source, NULL));
    assert_false(wb_source_has_range(source));
    assert_int_equal(wb_source_total_rows(source), -1);
    wb_frame *frame = (wb_frame *)&state;
    assert_fails(wb_source_range(source, 0, 0, &frame, NULL), WB_E_UNSUPPORTED);
    assert_null(frame);
    wb_source_free(source);
}

static void test_wb_source_next__holds_frames_to_the_columns_of_the_first(void **state)
{
    counting from = {.left = 3, .odd_at = 2};
    wb_source *source = source_of(&from);
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_source_next(source, &frame, &err));
    wb_frame_free(frame);
    assert_fails(wb_source_next(source, &frame, &err), WB_E_CONFLICT);
    assert_null(frame);
    assert_string_equal(err.message,
                        "column 'n' of a later frame is date32, expected int32");
    assert_fails(wb_source_next(NULL, &frame, &err), WB_E_ARG);
    assert_fails(wb_source_next(source, NULL, &err), WB_E_ARG);
    wb_source_free(source);
}

static void test_wb_source_next__holds_frames_to_the_names_of_the_first(void **state)
{
    static const char *const names[] = {"", "m"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        counting from = {.left = 2, .odd_at = 1, .odd_name = names[i]};
        wb_source *source = source_of(&from);
        wb_frame *frame = NULL;
        wb_error err;

        assert_ok(wb_source_next(source, &frame, &err));
        wb_frame_free(frame);
        assert_fails(wb_source_next(source, &frame, &err), WB_E_CONFLICT);
        assert_string_equal(err.item, names[i]);
        wb_source_free(source);
    }
}

static void test_wb_source_skip_all__ends_until_it_starts_again(void **state)
{
    counting from = {.left = 3};
    wb_source *source = source_of(&from);
    wb_frame *columns = NULL;

    (void)state;
    assert_ok(wb_source_schema(source, &columns, NULL)); /* reads one ahead */
    wb_frame_free(columns);
    assert_true(wb_source_at_start(source));
    wb_source_skip_all(source);
    assert_false(wb_source_at_start(source));
    assert_int_equal(count_rows(source), 0);
    assert_ok(wb_source_rewind(source, NULL));
    assert_true(wb_source_at_start(source));
    assert_int_equal(count_rows(source), 6);
    assert_false(wb_source_at_start(source));
    wb_source_free(source);
}

static void test_wb_source_schema__consumes_nothing(void **state)
{
    counting from = {.left = 3};
    wb_source *source = source_of(&from);
    wb_frame *columns = NULL;

    (void)state;
    assert_ok(wb_source_schema(source, &columns, NULL));
    assert_int_equal(wb_frame_row_count(columns), 0);
    assert_string_equal(wb_frame_column_name(columns, 0), "n");
    wb_frame_free(columns);
    assert_ok(wb_source_schema(source, &columns, NULL));
    wb_frame_free(columns);
    assert_int_equal(count_rows(source), 6);
    assert_ok(wb_source_schema(source, &columns, NULL));
    assert_int_equal(wb_frame_column_count(columns), 1);
    wb_frame_free(columns);
    assert_fails(wb_source_schema(source, NULL, NULL), WB_E_ARG);
    assert_fails(wb_source_schema(NULL, &columns, NULL), WB_E_ARG);
    wb_source_free(source);

    from.left = 0;
    source = source_of(&from);
    assert_ok(wb_source_schema(source, &columns, NULL));
    assert_int_equal(wb_frame_column_count(columns), 0);
    wb_frame_free(columns);
    wb_source_free(source);
}

static void test_wb_source_rewind__starts_again(void **state)
{
    counting from = {.left = 3};
    wb_source *source = source_of(&from);
    wb_frame *columns = NULL;

    (void)state;
    assert_ok(wb_source_schema(source, &columns, NULL)); /* reads one ahead */
    wb_frame_free(columns);
    assert_ok(wb_source_rewind(source, NULL));
    assert_int_equal(count_rows(source), 6);
    assert_fails(wb_source_rewind(source, NULL), WB_E_IO); /* the second time fails */
    assert_fails(wb_source_rewind(NULL, NULL), WB_E_ARG);
    wb_source_free(source);
    assert_ok(wb_source_new(next_counted, NULL, NULL, &from, &source, NULL));
    assert_fails(wb_source_rewind(source, NULL), WB_E_UNSUPPORTED);
    wb_source_free(source);
}

static void test_wb_source_from_frame__cuts_slices(void **state)
{
    static const struct {
        int64_t chunk, frames;
    } cases[] = {{0, 1}, {3, 4}, {5, 2}, {10, 1}, {11, 1}, {1, 10}};
    wb_frame *frame = frame_of(10, column_of(WB_TYPE_INT32, NUMBERS));

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_source *source = NULL;

        assert_ok(wb_source_from_frame(frame, cases[i].chunk, &source, NULL));
        for (int pass = 0; pass < 2; pass++) {
            int64_t frames = 0, row = 0;
            wb_frame *slice = NULL;

            for (;; frames++) {
                assert_ok(wb_source_next(source, &slice, NULL));
                if (slice == NULL)
                    break;
                assert_int_equal(wb_frame_int64(slice, 0, 0), row);
                row += wb_frame_row_count(slice);
                wb_frame_free(slice);
            }
            assert_int_equal(frames, cases[i].frames);
            assert_int_equal(row, 10);
            assert_ok(wb_source_rewind(source, NULL));
        }
        wb_source_free(source);
    }
    wb_frame_free(frame);
}

static void test_wb_source_from_frame__an_empty_frame_comes_once(void **state)
{
    wb_frame *frame = frame_of(0, column_of(WB_TYPE_INT32, NUMBERS)), *next = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 4, &source, NULL));
    wb_frame_free(frame);
    assert_ok(wb_source_next(source, &next, NULL));
    assert_int_equal(wb_frame_column_count(next), 1);
    wb_frame_free(next);
    assert_ok(wb_source_next(source, &next, NULL));
    assert_null(next);
    wb_source_free(source);
    assert_fails(wb_source_from_frame(NULL, 4, &source, NULL), WB_E_ARG);
    assert_null(source);
}

static void test_wb_source_range__serves_any_rows(void **state)
{
    wb_frame *frame = frame_of(10, column_of(WB_TYPE_INT32, NUMBERS)), *part = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_fails(wb_source_from_frame(frame, -1, &source, NULL), WB_E_ARG);
    assert_ok(wb_source_from_frame(frame, 4, &source, NULL));
    wb_frame_free(frame);
    assert_true(wb_source_has_range(source));
    assert_int_equal(wb_source_total_rows(source), 10);
    assert_ok(wb_source_range(source, 7, 3, &part, NULL));
    assert_int_equal(wb_frame_int64(part, 0, 2), 9);
    wb_frame_free(part);
    assert_ok(wb_source_range(source, 10, 0, &part, NULL));
    wb_frame_free(part);
    assert_fails(wb_source_range(source, 8, 3, &part, NULL), WB_E_ARG);
    assert_null(part);
    assert_fails(wb_source_range(source, -1, 3, &part, NULL), WB_E_ARG);
    assert_int_equal(count_rows(source), 10); /* ranges consume nothing */
    wb_source_free(source);
}

/* ---- collecting ---- */

static int32_t stop(void *user, double fraction)
{
    *(double *)user = fraction;
    return fraction > 0.5;
}

static void test_wb_source_collect__joins_what_is_left(void **state)
{
    wb_frame *frame = frame_of(10, column_of(WB_TYPE_INT32, NUMBERS)), *all = NULL,
             *first = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 3, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    assert_same_values(frame, all);
    wb_frame_free(all);
    assert_ok(wb_source_rewind(source, NULL));
    assert_ok(wb_source_next(source, &first, NULL));
    wb_frame_free(first);
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    assert_int_equal(wb_frame_row_count(all), 7);
    assert_int_equal(wb_frame_int64(all, 0, 0), 3);
    wb_frame_free(all);
    /* Nothing is left: the columns remain. */
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    assert_int_equal(wb_frame_row_count(all), 0);
    assert_int_equal(wb_frame_column_count(all), 1);
    wb_frame_free(all);
    assert_fails(wb_source_collect(NULL, NULL, &all, NULL), WB_E_ARG);
    assert_fails(wb_source_collect(source, NULL, NULL, NULL), WB_E_ARG);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_wb_source_collect__one_chunk_is_not_copied(void **state)
{
    static const int8_t values[] = {1, 2};
    wb_frame *frame = frame_of(2, column_of(WB_TYPE_INT8, values)), *all = NULL;
    wb_block_scratch scratch;
    wb_source *source = NULL;
    wb_block block;

    (void)state;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    wb_frame_free(frame);
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    wb_source_free(source);
    assert_ok(wb_frame_block(all, 0, 0, 2, WB_BLOCK_INT8, &scratch, &block, NULL));
    assert_ptr_equal(block.bytes, values);
    wb_frame_free(all);
}

static void test_wb_source_collect__minds_the_limit_and_the_caller(void **state)
{
    static const int32_t offsets[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    wb_frame *frame = frame_of(10, column_of(WB_TYPE_INT32, NUMBERS)), *all = frame;
    wb_source *source = NULL;
    wb_run run = WB_RUN_INIT;
    double fraction = 0;

    (void)state;
    add_column(frame, "t", text_of("0123456789", offsets)); /* 9 bytes a row */
    assert_ok(wb_source_from_frame(frame, 2, &source, NULL));
    run.memory_limit = 129;
    assert_fails(wb_source_collect(source, &run, &all, NULL), WB_E_LIMIT);
    assert_null(all);
    run.memory_limit = 130;
    assert_ok(wb_source_rewind(source, NULL));
    assert_ok(wb_source_collect(source, &run, &all, NULL));
    wb_frame_free(all);
    assert_ok(wb_source_rewind(source, NULL));
    run.progress = stop;
    run.user = &fraction;
    assert_fails(wb_source_collect(source, &run, &all, NULL), WB_E_CANCELLED);
    assert_null(all);
    assert_close(fraction, 0.6, 1e-15);
    wb_source_free(source);
    wb_frame_free(frame);
}

static void test_wb_source_collect__passes_failures_on(void **state)
{
    counting from = {.left = 3, .fail_at = 1};
    wb_source *source = source_of(&from);
    wb_frame *all = (wb_frame *)&from;

    (void)state;
    assert_fails(wb_source_collect(source, NULL, &all, NULL), WB_E_IO);
    assert_null(all);
    wb_source_free(source);
    assert_int_equal(from.closed, 1);
}

static wb_status collect_counted(void)
{
    counting from = {.left = 12};
    wb_source *source = NULL, *slices = NULL;
    wb_frame *columns = NULL, *all = NULL, *again = NULL;
    wb_status st =
        wb_source_new(next_counted, rewind_counted, close_counted, &from, &source, NULL);

    if (st == WB_OK)
        st = wb_source_schema(source, &columns, NULL);
    if (st == WB_OK)
        st = wb_source_collect(source, NULL, &all, NULL);
    if (st == WB_OK)
        st = wb_source_from_frame(all, 5, &slices, NULL);
    if (st == WB_OK)
        st = wb_source_collect(slices, NULL, &again, NULL);
    wb_frame_free(columns);
    wb_frame_free(all);
    wb_frame_free(again);
    assert_int_equal(from.closed, 0);
    if (source != NULL) {
        wb_source_free(source);
        assert_int_equal(from.closed, 1);
    }
    wb_source_free(slices);
    return st;
}

static void test_wb_source__survives_failing_allocations(void **state)
{
    (void)state;
    wb_test_every_allocation(collect_counted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_source_new__hands_out_frames_until_the_end),
        cmocka_unit_test(test_wb_source_new__refuses_half_a_source),
        cmocka_unit_test(test_wb_source_next__holds_frames_to_the_columns_of_the_first),
        cmocka_unit_test(test_wb_source_next__holds_frames_to_the_names_of_the_first),
        cmocka_unit_test(test_wb_source_skip_all__ends_until_it_starts_again),
        cmocka_unit_test(test_wb_source_schema__consumes_nothing),
        cmocka_unit_test(test_wb_source_rewind__starts_again),
        cmocka_unit_test(test_wb_source_from_frame__cuts_slices),
        cmocka_unit_test(test_wb_source_from_frame__an_empty_frame_comes_once),
        cmocka_unit_test(test_wb_source_range__serves_any_rows),
        cmocka_unit_test(test_wb_source_collect__joins_what_is_left),
        cmocka_unit_test(test_wb_source_collect__one_chunk_is_not_copied),
        cmocka_unit_test(test_wb_source_collect__minds_the_limit_and_the_caller),
        cmocka_unit_test(test_wb_source_collect__passes_failures_on),
        cmocka_unit_test(test_wb_source__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
