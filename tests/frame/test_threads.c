/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/frame.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 300, ROWS = 100 };

typedef struct shared {
    const wb_frame *frame;
    const wb_source *source;
    int64_t sum; /* of the last column */
    int failed;
} shared;

/* Slices, selections and ranges of one frame, made and freed on every thread. */
static void *cut_and_free(void *user)
{
    const char *const names[] = {"sex", "n"};
    shared *mine = user;

    for (int64_t i = 0; i < ROUNDS; i++) {
        wb_frame *slice = NULL, *selection = NULL, *range = NULL;
        int64_t first = i % (ROWS - 10);

        if (wb_frame_slice(mine->frame, first, 10, &slice, NULL) != WB_OK ||
            wb_frame_select(slice, names, 2, &selection, NULL) != WB_OK ||
            wb_source_range(mine->source, first, 10, &range, NULL) != WB_OK)
            mine->failed = 1;
        wb_frame_free(slice);
        if (!mine->failed) {
            mine->sum += wb_frame_int64(selection, 1, 3) - first;
            mine->failed = wb_frame_int64(range, 0, 0) != first ||
                           wb_frame_set_label(range, 0, "own", NULL) != WB_OK;
        }
        wb_frame_free(range);
        wb_frame_free(selection);
    }
    return NULL;
}

static void test_wb_frame__threads_share_and_free_in_any_order(void **state)
{
    static const char *const labels[] = {"man", "vrouw"};
    int32_t numbers[ROWS] = {0}, codes[ROWS];
    wb_column column = column_of(WB_TYPE_INT32, numbers);
    pthread_t threads[THREADS];
    shared work[THREADS];
    wb_source *source = NULL;
    int released = 0;
    wb_frame *frame;

    (void)state;
    for (int32_t i = 0; i < ROWS; i++) {
        numbers[i] = i;
        codes[i] = i % 2;
    }
    column.release = count_release;
    column.user = &released;
    frame = frame_of(ROWS, column);
    add_column(frame, "sex",
               with_categories(column_of(WB_TYPE_DICTIONARY, codes), labels, 2));
    assert_ok(wb_frame_share_column(frame, "n", frame, 0, NULL));
    assert_ok(wb_frame_set_label(frame, 0, "shared", NULL));
    assert_ok(wb_frame_set_metadata(frame, "{}", NULL));
    assert_ok(wb_source_from_frame(frame, 7, &source, NULL));
    for (int t = 0; t < THREADS; t++) {
        work[t] = (shared){frame, source, 0, 0};
        assert_int_equal(pthread_create(threads + t, NULL, cut_and_free, work + t), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        assert_int_equal(pthread_join(threads[t], NULL), 0);
        assert_int_equal(work[t].failed, 0);
        assert_int_equal(work[t].sum, 3 * ROUNDS);
    }
    assert_string_equal(wb_frame_label(frame, 0), "shared");
    wb_frame_free(frame);
    assert_int_equal(released, 0);
    wb_source_free(source);
    assert_int_equal(released, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_frame__threads_share_and_free_in_any_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
