/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tallies of every kind of design while memory runs out: each allocation fails in turn,
 * nothing comes out, and with all of them the estimates are those of a calm run. */
#include "design_support.h"

#include <werkbaar/infer.h>

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

/* ---- a file that grows past what there is memory for, at each third of its bytes ----
 */

enum { MOST_PAD = 2100, PAD_STEP = 3 };

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
        for (size_t pad = 0; pad <= MOST_PAD;
             pad += MOST_PAD / (size_t)wb_test_cases(MOST_PAD / PAD_STEP)) {
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
