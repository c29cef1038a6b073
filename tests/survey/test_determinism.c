/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The same rows give the same bits, however they are cut in chunks and spread over
 * threads; other splits and orders of merging give the same results within 1e-13. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double WITHIN = 1e-13;

/* Rows of a survey with everything in it: text and number keys, missing values, unequal
 * weights, an outcome with a large offset. */
typedef struct rows {
    int64_t n;
    double *weight;
    int8_t *stratum;
    int32_t *sector;
    int8_t *sex;
    int8_t *problem;
    double *score;
    int16_t *code;
} rows;

static const char *const sectors[] = {"zorg", "bouw", "onderwijs", "handel", "industrie"};
enum { NO_ANSWER = -1 };

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static int below(uint64_t *state, int limit)
{
    return (int)((next_random(state) >> 33) % (uint64_t)limit);
}

static double share(uint64_t *state)
{
    return (double)(next_random(state) >> 11) * 0x1p-53;
}

static void *room(int64_t n, size_t size)
{
    void *block = calloc((size_t)n + 1, size);

    assert_non_null(block);
    return block;
}

static rows rows_new(int64_t n)
{
    rows made = {n,
                 room(n, sizeof(double)),
                 room(n, 1),
                 room(n, sizeof(int32_t)),
                 room(n, 1),
                 room(n, 1),
                 room(n, sizeof(double)),
                 room(n, sizeof(int16_t))};

    return made;
}

static void rows_free(rows *made)
{
    free(made->weight);
    free(made->stratum);
    free(made->sector);
    free(made->sex);
    free(made->problem);
    free(made->score);
    free(made->code);
}

static rows invent(int64_t n)
{
    rows made = rows_new(n);
    uint64_t state = 42;

    for (int64_t i = 0; i < n; i++) {
        double u = share(&state);

        made.weight[i] = below(&state, 50) == 0 ? 0 : 0.1 + 1000 * u * u * u * u;
        made.stratum[i] = (int8_t)(below(&state, 7) - 3);
        made.sector[i] = below(&state, 5);
        made.sex[i] = (int8_t)(below(&state, 40) == 0 ? NO_ANSWER : below(&state, 2));
        made.problem[i] = (int8_t)(below(&state, 30) == 0 ? NO_ANSWER : u < 0.4);
        made.score[i] = below(&state, 25) == 0 ? NAN : 1e6 + share(&state) + u;
        made.code[i] = (int16_t)(100 * below(&state, 4));
    }
    return made;
}

/* Rows `from[0]` .. `from[n - 1]` of others. */
static rows pick(const rows *others, const int64_t *from, int64_t n)
{
    rows made = rows_new(n);

    for (int64_t i = 0; i < n; i++) {
        made.weight[i] = others->weight[from[i]];
        made.stratum[i] = others->stratum[from[i]];
        made.sector[i] = others->sector[from[i]];
        made.sex[i] = others->sex[from[i]];
        made.problem[i] = others->problem[from[i]];
        made.score[i] = others->score[from[i]];
        made.code[i] = others->code[from[i]];
    }
    return made;
}

static void add_column(wb_frame *frame, const char *name, int32_t type, int32_t flags,
                       const void *values)
{
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.flags = flags;
    column.values = values;
    column.sentinel = NO_ANSWER;
    if (type == WB_TYPE_DICTIONARY) {
        column.categories = sectors;
        column.n_categories = sizeof sectors / sizeof sectors[0];
    }
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static wb_frame *frame_of_rows(const rows *made)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(made->n, &frame, NULL));
    add_column(frame, "weight", WB_TYPE_FLOAT64, 0, made->weight);
    add_column(frame, "stratum", WB_TYPE_INT8, 0, made->stratum);
    add_column(frame, "sector", WB_TYPE_DICTIONARY, 0, made->sector);
    add_column(frame, "sex", WB_TYPE_INT8, WB_COLUMN_SENTINEL, made->sex);
    add_column(frame, "problem", WB_TYPE_BOOL, WB_COLUMN_BOOL_BYTES | WB_COLUMN_SENTINEL,
               made->problem);
    add_column(frame, "score", WB_TYPE_FLOAT64, 0, made->score);
    add_column(frame, "code", WB_TYPE_INT16, 0, made->code);
    return frame;
}

static wb_tally *tally_new(void)
{
    static const char *const by[] = {"sector", "sex"};
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "weight", NULL));
    assert_ok(wb_spec_add_stratum(spec, "stratum", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "problem", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "score", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "score", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "code", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    wb_spec_free(spec);
    return tally;
}

/* A tally of all rows, through a source of chunks (0: whole) on some threads. */
static wb_tally *tally_source(const rows *made, int64_t chunk_rows, int32_t threads)
{
    wb_run run = WB_RUN_INIT;
    wb_frame *frame = frame_of_rows(made);
    wb_source *source = NULL;
    wb_tally *tally = tally_new();

    run.threads = threads;
    assert_ok(wb_source_from_frame(frame, chunk_rows, &source, NULL));
    assert_ok(wb_tally_update_source(tally, source, &run, NULL));
    assert_int_equal(wb_tally_row_count(tally), made->n);
    wb_source_free(source);
    wb_frame_free(frame);
    return tally;
}

/* The same through wb_tally_update, chunk by chunk. */
static wb_tally *tally_updates(const rows *made, int64_t chunk_rows, int32_t threads)
{
    wb_run run = WB_RUN_INIT;
    wb_frame *frame = frame_of_rows(made);
    wb_tally *tally = tally_new();

    run.threads = threads;
    for (int64_t first = 0; first < made->n; first += chunk_rows) {
        int64_t left = made->n - first;
        wb_frame *chunk = NULL;

        assert_ok(wb_frame_slice(frame, first, left < chunk_rows ? left : chunk_rows,
                                 &chunk, NULL));
        assert_ok(wb_tally_update(tally, chunk, &run, NULL));
        wb_frame_free(chunk);
    }
    wb_frame_free(frame);
    return tally;
}

static wb_writer *bytes_of(const wb_tally *tally)
{
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_tally_write(tally, writer, NULL));
    return writer;
}

static wb_tally *read_back(const wb_tally *tally)
{
    wb_writer *writer = bytes_of(tally);
    wb_reader *reader = NULL;
    wb_tally *read = NULL;
    size_t n_bytes = 0;
    const char *bytes = wb_writer_bytes(writer, &n_bytes);

    assert_ok(wb_reader_from_memory(bytes, n_bytes, NULL, &reader, NULL));
    assert_ok(wb_tally_read(reader, &read, NULL));
    wb_reader_free(reader);
    wb_writer_free(writer);
    return read;
}

static wb_frame *estimates_of(const wb_tally *tally)
{
    wb_frame *estimates = NULL;

    assert_ok(wb_tally_estimate(tally, NULL, NULL, &estimates, NULL));
    return estimates;
}

static void assert_same_value(const wb_frame *a, const wb_frame *b, size_t column,
                              int64_t row, double within)
{
    size_t length_a = 0, length_b = 0;
    const char *text_a = wb_frame_text(a, column, row, &length_a);
    const char *text_b = wb_frame_text(b, column, row, &length_b);
    double x = wb_frame_double(a, column, row), y = wb_frame_double(b, column, row);

    assert_int_equal(wb_frame_is_missing(a, column, row),
                     wb_frame_is_missing(b, column, row));
    assert_int_equal(length_a, length_b);
    if (text_a != NULL)
        assert_memory_equal(text_a, text_b, length_a);
    else if (!isnan(x) && !(fabs(x - y) <= within * fabs(x)))
        fail_msg("row %lld, %s: %.17g and %.17g", (long long)row,
                 wb_frame_column_name(a, column), x, y);
}

/* Every value the same, numbers within a relative difference. */
static void assert_same_estimates(const wb_tally *one, const wb_tally *other,
                                  double within)
{
    wb_frame *a = estimates_of(one), *b = estimates_of(other);

    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    assert_int_equal(wb_frame_column_count(a), wb_frame_column_count(b));
    for (size_t column = 0; column < wb_frame_column_count(a); column++) {
        for (int64_t row = 0; row < wb_frame_row_count(a); row++)
            assert_same_value(a, b, column, row, within);
    }
    wb_frame_free(a);
    wb_frame_free(b);
}

static void assert_same_bits(const wb_tally *one, const wb_tally *other)
{
    wb_writer *a = bytes_of(one), *b = bytes_of(other);
    size_t n_a = 0, n_b = 0;
    const char *bytes_a = wb_writer_bytes(a, &n_a), *bytes_b = wb_writer_bytes(b, &n_b);

    assert_int_equal(n_a, n_b);
    assert_memory_equal(bytes_a, bytes_b, n_a);
    assert_same_estimates(one, other, 0);
    wb_writer_free(a);
    wb_writer_free(b);
}

static void test_wb_tally_update__same_bits_for_any_chunks(void **state)
{
    static const int64_t chunks[] = {1, 7, 1000, 2048, 16384, 20011};
    rows made = invent(20011);
    wb_tally *whole = tally_source(&made, 0, 1);

    (void)state;
    for (size_t i = 0; i < sizeof chunks / sizeof chunks[0]; i++) {
        wb_tally *by_source = tally_source(&made, chunks[i], 1);
        wb_tally *by_update = tally_updates(&made, chunks[i], 1);

        assert_same_bits(by_source, whole);
        assert_same_bits(by_update, whole);
        wb_tally_free(by_update);
        wb_tally_free(by_source);
    }
    wb_tally_free(whole);
    rows_free(&made);
}

static void test_wb_tally_update__same_bits_for_any_threads(void **state)
{
    static const int32_t threads[] = {2, 3, 4, -1};
    static const int64_t chunks[] = {1000, 16384, 300000, 0};
    static const int64_t updates_of[] = {250000, 300000, 530000, 270000};
    rows made = invent(650003);
    wb_tally *one = tally_source(&made, 0, 1);

    (void)state;
    for (int t = 0; t < wb_test_cases(4); t++) {
        wb_tally *source = tally_source(&made, chunks[t], threads[t]);
        wb_tally *updates = tally_updates(&made, updates_of[t], threads[t]);

        assert_same_bits(source, one);
        assert_same_bits(updates, one);
        wb_tally_free(updates);
        wb_tally_free(source);
    }
    wb_tally_free(one);
    rows_free(&made);
}

/* Rows drawn into `n_parts` parts at random, a tally of each. */
static void split(const rows *made, uint64_t seed, int n_parts, wb_tally **parts)
{
    int64_t *from = room(made->n, sizeof *from);
    int *part_of = room(made->n, sizeof *part_of);

    for (int64_t i = 0; i < made->n; i++)
        part_of[i] = below(&seed, n_parts);
    for (int part = 0; part < n_parts; part++) {
        int64_t n = 0;
        rows picked;

        for (int64_t i = 0; i < made->n; i++) {
            if (part_of[i] == part)
                from[n++] = i;
        }
        picked = pick(made, from, n);
        parts[part] = tally_source(&picked, 5000, 1);
        rows_free(&picked);
    }
    free(part_of);
    free(from);
}

static wb_tally *merge_in_order(wb_tally *const *parts, const int *order, int n_parts)
{
    wb_tally *merged = tally_new();

    for (int i = 0; i < n_parts; i++)
        assert_ok(wb_tally_merge(merged, parts[order[i]], NULL));
    return merged;
}

static void test_wb_tally_merge__of_any_split_in_any_order_is_the_whole(void **state)
{
    static const int orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
    rows made = invent(30000);
    wb_tally *whole = tally_source(&made, 0, 1);

    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        wb_tally *parts[4];

        split(&made, seed, 4, parts);
        for (size_t i = 0; i < 3; i++) {
            wb_tally *merged = merge_in_order(parts, orders[i], 4);

            assert_int_equal(wb_tally_row_count(merged), made.n);
            assert_same_estimates(whole, merged, WITHIN);
            wb_tally_free(merged);
        }
        for (size_t i = 0; i < 4; i++)
            wb_tally_free(parts[i]);
    }
    wb_tally_free(whole);
    rows_free(&made);
}

/* ((0 1) (2 3)) against (((0 1) 2) 3). */
static void test_wb_tally_merge__does_not_depend_on_how_parts_are_paired(void **state)
{
    static const int order[] = {0, 1, 2, 3};
    rows made = invent(9000);
    wb_tally *parts[4], *in_line;

    (void)state;
    split(&made, 9, 4, parts);
    in_line = merge_in_order(parts, order, 4);
    assert_ok(wb_tally_merge(parts[0], parts[1], NULL));
    assert_ok(wb_tally_merge(parts[2], parts[3], NULL));
    assert_ok(wb_tally_merge(parts[0], parts[2], NULL));
    assert_same_estimates(in_line, parts[0], WITHIN);
    for (size_t i = 0; i < 4; i++)
        wb_tally_free(parts[i]);
    wb_tally_free(in_line);
    rows_free(&made);
}

static void test_wb_tally_merge__with_an_empty_tally_changes_nothing(void **state)
{
    rows made = invent(5000);
    wb_tally *whole = tally_source(&made, 0, 1), *merged = tally_source(&made, 0, 1);
    wb_tally *empty = tally_new(), *other = tally_new();

    (void)state;
    assert_ok(wb_tally_merge(merged, empty, NULL));
    assert_same_estimates(whole, merged, WITHIN);
    assert_ok(wb_tally_merge(other, whole, NULL));
    assert_same_estimates(whole, other, WITHIN);
    wb_tally_free(other);
    wb_tally_free(empty);
    wb_tally_free(merged);
    wb_tally_free(whole);
    rows_free(&made);
}

/* Write and read at any row and go on: as if it had never left. */
static void test_wb_tally_read__goes_on_as_if_it_never_left(void **state)
{
    static const int64_t stops[] = {0, 1, 2047, 2048, 10000, 19999};
    rows made = invent(20000);
    wb_frame *frame = frame_of_rows(&made);
    wb_tally *whole = tally_source(&made, 0, 1);

    (void)state;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        wb_tally *first = tally_new(), *rest;
        wb_frame *part = NULL;

        assert_ok(wb_frame_slice(frame, 0, stops[i], &part, NULL));
        assert_ok(wb_tally_update(first, part, NULL, NULL));
        wb_frame_free(part);
        rest = read_back(first);
        assert_ok(wb_frame_slice(frame, stops[i], made.n - stops[i], &part, NULL));
        assert_ok(wb_tally_update(rest, part, NULL, NULL));
        wb_frame_free(part);
        assert_same_estimates(whole, rest, WITHIN);
        wb_tally_free(rest);
        wb_tally_free(first);
    }
    wb_tally_free(whole);
    wb_frame_free(frame);
    rows_free(&made);
}

static void test_wb_tally_write__keeps_every_estimate(void **state)
{
    rows made = invent(20000);
    wb_tally *tally = tally_source(&made, 0, 1), *read = read_back(tally);
    wb_tally *again = read_back(read);

    (void)state;
    assert_same_estimates(tally, read, WITHIN);
    assert_same_bits(read, again);
    wb_tally_free(again);
    wb_tally_free(read);
    wb_tally_free(tally);
    rows_free(&made);
}

/* Halves that end within a block of rows, tallied apart and merged in place. */
static void test_wb_tally_merge__of_two_files_is_one_longer_file(void **state)
{
    rows made = invent(12345);
    wb_frame *frame = frame_of_rows(&made), *part = NULL;
    wb_tally *whole = tally_source(&made, 0, 1), *first = tally_new(),
             *second = tally_new();

    (void)state;
    assert_ok(wb_frame_slice(frame, 0, 6001, &part, NULL));
    assert_ok(wb_tally_update(first, part, NULL, NULL));
    wb_frame_free(part);
    assert_ok(wb_frame_slice(frame, 6001, made.n - 6001, &part, NULL));
    assert_ok(wb_tally_update(second, part, NULL, NULL));
    wb_frame_free(part);
    assert_ok(wb_tally_merge(first, second, NULL));
    assert_same_estimates(whole, first, WITHIN);
    wb_tally_free(second);
    wb_tally_free(first);
    wb_tally_free(whole);
    wb_frame_free(frame);
    rows_free(&made);
}

/* The small main job: answers scored and tallied as they are read. */
static wb_source *scored(const int8_t *answers, int64_t n, int64_t chunk_rows)
{
    static const int sizes[] = {11, 9, 4, 4};
    wb_frame *frame = NULL;
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL, *scores = NULL;
    int64_t column = 0;

    assert_ok(wb_frame_new(n, &frame, NULL));
    for (int scale = 0; scale < 4; scale++) {
        for (int item = 1; item <= sizes[scale]; item++) {
            char name[16];

            snprintf(name, sizeof name, "w%d_%02d", scale + 1, item);
            add_column(frame, name, WB_TYPE_INT8, 0, answers + n * column++);
        }
    }
    add_column(frame, "stratum", WB_TYPE_INT8, 0, answers + n * column);
    assert_ok(wb_reader_open(WB_TEST_SOURCE_DIR "/bench/instrument.json", &reader, NULL));
    assert_ok(wb_instrument_read(reader, &instrument, NULL));
    assert_ok(wb_source_from_frame(frame, chunk_rows, &source, NULL));
    assert_ok(wb_score_source(instrument, source, NULL, &scores, NULL));
    wb_instrument_free(instrument);
    wb_reader_free(reader);
    wb_frame_free(frame);
    return scores;
}

static wb_tally *tally_scores(const int8_t *answers, int64_t n, int64_t chunk_rows,
                              int32_t threads)
{
    wb_run run = WB_RUN_INIT;
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_source *scores = scored(answers, n, chunk_rows);

    run.threads = threads;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_stratum(spec, "stratum", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "fatigue_problem", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "recovery", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "werkbaar", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update_source(tally, scores, &run, NULL));
    assert_int_equal(wb_tally_row_count(tally), n);
    wb_source_free(scores);
    wb_spec_free(spec);
    return tally;
}

static void
test_wb_tally_update_source__same_bits_for_scores_as_they_are_read(void **state)
{
    static const int64_t chunks[] = {7777, 16384, 100000, 0};
    static const int32_t threads[] = {1, 2, 4, -1};
    enum { PEOPLE = 300001, ITEMS = 28 };
    int8_t *answers = room((int64_t)PEOPLE * (ITEMS + 1), 1);
    uint64_t seed = 28;
    wb_tally *one;

    (void)state;
    for (int64_t i = 0; i < (int64_t)PEOPLE * ITEMS; i++)
        answers[i] = (int8_t)(below(&seed, 30) == 0 ? 9 : below(&seed, 2));
    for (int64_t i = 0; i < PEOPLE; i++)
        answers[(int64_t)PEOPLE * ITEMS + i] = (int8_t)below(&seed, 12);
    one = tally_scores(answers, PEOPLE, 0, 1);
    for (size_t i = 0; i < sizeof chunks / sizeof chunks[0]; i++) {
        wb_tally *other = tally_scores(answers, PEOPLE, chunks[i], threads[i]);

        assert_same_bits(other, one);
        wb_tally_free(other);
    }
    wb_tally_free(one);
    free(answers);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_tally_update__same_bits_for_any_chunks),
        cmocka_unit_test(test_wb_tally_update__same_bits_for_any_threads),
        cmocka_unit_test(
            test_wb_tally_update_source__same_bits_for_scores_as_they_are_read),
        cmocka_unit_test(test_wb_tally_merge__of_any_split_in_any_order_is_the_whole),
        cmocka_unit_test(test_wb_tally_merge__does_not_depend_on_how_parts_are_paired),
        cmocka_unit_test(test_wb_tally_merge__with_an_empty_tally_changes_nothing),
        cmocka_unit_test(test_wb_tally_merge__of_two_files_is_one_longer_file),
        cmocka_unit_test(test_wb_tally_read__goes_on_as_if_it_never_left),
        cmocka_unit_test(test_wb_tally_write__keeps_every_estimate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
