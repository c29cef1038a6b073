/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Memory that ends where small tallies do not ask for any: what is copied, laid beside
 * other things or sorted comes out whole or not at all, and what was taken is given back.
 */
#include "survey/logged.h"
#include "survey/open_layer.h"
#include "survey/order.h"
#include "survey/part.h"
#include "survey/values.h"
#include "tally_support.h"

#include <stdbool.h>

/* ---- copies ---- */

static wb_status copy_order(void)
{
    static const int32_t units[] = {0, 0, 1}, cells[] = {1, 0, 1};
    const wb_layout layout = {.ordered = true, .n_breakdowns = 2};
    wb_order order, copy = {0};
    wb_combos pairs = {0};
    int32_t ids[3], back = 0;
    wb_status st = wb_order_init(&order, &layout, NULL);

    if (st == WB_OK)
        st = wb_order_units(&order, units, 3, 0, &back, NULL);
    if (st == WB_OK)
        st = wb_order_pairs(&order, 0, &pairs, units, cells, 3, ids, NULL);
    if (st == WB_OK)
        st = wb_order_copy(&order, &layout, &copy, NULL);
    if (st == WB_OK) {
        assert_true(copy.unit == 1 && copy.n_begins == order.n_begins);
        assert_int_equal(copy.n_cells[0], order.n_cells[0]);
        assert_true(copy.latest[0] != order.latest[0]);
        assert_memory_equal(copy.latest[0], order.latest[0],
                            (size_t)copy.n_cells[0] * sizeof(int32_t));
        wb_order_free(&copy);
    }
    wb_combos_free(&pairs);
    wb_order_free(&order);
    return st;
}

static void test_order__is_copied_whole(void **state)
{
    (void)state;
    wb_test_every_allocation(copy_order);
}

enum { MET = WB_HISTOGRAM_GROUPS + 2 };

static void check_bins(const wb_sums *sums)
{
    assert_true(sums->bins[2 * 2 + 1].w.hi == 1.5 && sums->bins[2 * 2 + 1].n == 1);
    assert_true(sums->bins[2 * 0 + 0].w.hi == 2 && sums->bins[2 * 0 + 0].n == 1);
    assert_true(sums->bins[2 * 2 + 0].n == 0 && sums->bins[2 * 1 + 1].n == 0);
}

/* Three rows, of which the second and third are of groups that have no histogram. */
static wb_status copy_log(void)
{
    static const int32_t groups[] = {3, WB_HISTOGRAM_GROUPS, WB_HISTOGRAM_GROUPS + 1};
    static const uint8_t patterns[] = {WB_ANSWER_TRUE, WB_ANSWER_TRUE, WB_ANSWER_FALSE};
    static const double w[] = {4, 1.5, 2};
    static int32_t names[MET];
    static wb_sayings sayings;
    int32_t rest[3];
    wb_sums sums = {0}, *to = &sums;
    wb_log log = {0}, copy = {0};
    wb_status st = wb_sums_reach(&sums, WB_OUTCOME_BOOL, 3, 2, NULL);

    names[WB_HISTOGRAM_GROUPS] = 2;
    wb_sayings_init(&sayings, 1);
    if (st == WB_OK)
        st = wb_log_take(&log, groups, patterns, w, 3, rest, NULL);
    if (st == WB_OK)
        assert_true(rest[0] == 3 && rest[1] == -1 && rest[2] == -1 && log.count == 2);
    if (st == WB_OK)
        st = wb_log_copy(&log, &copy, NULL);
    wb_log_free(&log);
    if (st == WB_OK)
        st = wb_log_flush(&copy, &sayings, names, &to, NULL);
    if (st == WB_OK)
        check_bins(&sums);
    wb_log_free(&copy);
    wb_sums_free(&sums);
    return st;
}

static void test_log__is_copied_and_added_up(void **state)
{
    (void)state;
    wb_test_every_allocation(copy_log);
}

/* ---- layers ---- */

typedef struct layer {
    wb_combos groups;
    wb_track track;
} layer;

/* A row of a unit in a cell, with an answer. */
static wb_status add_row(layer *to, int32_t unit, int32_t cell, int32_t answer, double w)
{
    int32_t group, slot;
    wb_status st = wb_combos_id(&to->groups, unit, cell, &group, NULL);

    if (st == WB_OK)
        st = wb_combos_id(&to->track.slots, group, answer, &slot, NULL);
    if (st == WB_OK)
        st = wb_track_reach(&to->track, slot + 1, 1, NULL);
    if (st != WB_OK)
        return st;
    to->track.sums[slot] = wb_pair_add(to->track.sums[slot], wb_pair_of(w));
    to->track.n[slot]++;
    return WB_OK;
}

static void check_row(const layer *of, int32_t group, int32_t unit, double w)
{
    assert_int_equal(of->groups.a[group], unit);
    assert_int_equal(of->groups.b[group], 0);
    assert_int_equal(of->track.slots.a[group], group);
    assert_int_equal(of->track.slots.b[group], 1);
    assert_true(wb_pair_value(of->track.sums[group]) == w);
}

/* Of the one, units come in another order; both have the unit 3. */
static wb_status lay(void)
{
    wb_track_plan plan = {.kind = WB_TRACK_BUNDLE, .n_outcomes = 1};
    const wb_layout layout = {.tracks = &plan, .n_tracks = 1};
    layer to = {0}, from = {0};
    wb_status st = add_row(&to, 3, 0, 1, 0.5);

    if (st == WB_OK)
        st = add_row(&to, 1, 0, 1, 4);
    if (st == WB_OK)
        st = add_row(&from, 3, 0, 1, 8);
    if (st == WB_OK)
        st = add_row(&from, 2, 0, 1, 2);
    if (st == WB_OK)
        st = wb_layer_lay(&(wb_layer){&to.groups, &to.track},
                          &(wb_layer){&from.groups, &from.track}, &layout,
                          &(wb_naming){0}, NULL);
    if (st == WB_OK) {
        assert_int_equal(to.groups.count, 3);
        assert_int_equal(to.track.slots.count, 3);
        check_row(&to, 0, 1, 4);
        check_row(&to, 1, 2, 2);
        check_row(&to, 2, 3, 8.5);
    }
    wb_combos_free(&to.groups);
    wb_combos_free(&from.groups);
    wb_track_free(&to.track);
    wb_track_free(&from.track);
    return st;
}

static void test_layers__are_laid_beside_each_other(void **state)
{
    (void)state;
    wb_test_every_allocation(lay);
}

/* ---- runs ---- */

static wb_status sort_run(void)
{
    static const double y[] = {5, 1, 4, 2, 3, 5}, w[] = {1, 1, 1, 1, 1, 0.5};
    static const int32_t cells[6];
    wb_value_rows rows = {0};
    wb_value_sorter sorter = {0};
    wb_value_run run = {0};
    wb_status st = wb_value_rows_add(&rows, y, NULL, w, cells, 6, NULL);

    if (st == WB_OK)
        st = wb_value_run_make(&rows, &sorter, &run, NULL);
    if (st == WB_OK)
        assert_false(run.sorted);
    if (st == WB_OK)
        st = wb_value_run_sort(&run, &sorter, NULL);
    if (st == WB_OK) {
        assert_true(run.sorted && run.length == 5);
        for (int i = 0; i < 5; i++)
            assert_true(run.y[i] == i + 1 && run.w[i] == (i < 4 ? 1 : 1.5));
        assert_int_equal(run.n[4], 2);
    }
    wb_value_run_free(&run);
    wb_value_rows_free(&rows);
    wb_value_sorter_free(&sorter);
    return st;
}

static void test_run__is_sorted_with_its_equal_values_as_one(void **state)
{
    (void)state;
    wb_test_every_allocation(sort_run);
}

/* ---- what is refused gives back what it took ---- */

static long n_asked, n_refused, n_live;
static size_t bytes_refused; /* 0: none */

static void *ask(void *block, size_t bytes)
{
    n_asked++;
    if (n_asked == n_refused || bytes == bytes_refused)
        return NULL;
    void *made = realloc(block, bytes);
    n_live += made != NULL && block == NULL;
    return made;
}

static void give_back(void *block)
{
    n_live--;
    free(block);
}

#define STRATUM "a_stratum_that_has_a_name_of_almost_sixty_four_bytes_in_all"
#define CLUSTER "a_cluster_that_has_a_name_of_almost_sixty_four_bytes_in_all"

static wb_tally *tally_with(const wb_spec *spec, int32_t size)
{
    static const int32_t strata[] = {1, 1, 2, 2}, clusters[] = {1, 2, 3, 4};
    static const double y[] = {1, 2, 3, 4};
    const int32_t strata_of[] = {2, 2, 2, 2};
    const int32_t sizes[] = {size, 8, 8, 8};
    wb_frame *frame = new_frame(4);

    add_int32s(frame, STRATUM, strata);
    add_int32s(frame, CLUSTER, clusters);
    add_doubles(frame, "y", y);
    add_int32s(frame, "clusters", strata_of);
    add_int32s(frame, "rows", sizes);
    wb_tally *tally = tally_of(spec, frame);
    wb_frame_free(frame);
    return tally;
}

static void test_merge__that_names_what_differs_gives_back_what_it_took(void **state)
{
    wb_spec *spec = new_spec(NULL, STRATUM);
    wb_status st = WB_E_NOMEM;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_spec_add_cluster(spec, CLUSTER, NULL));
    assert_ok(wb_spec_add_cluster(spec, "y", NULL));
    assert_ok(wb_spec_add_fpc(spec, "clusters", NULL));
    assert_ok(wb_spec_add_fpc(spec, "rows", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    wb_tally *tally = tally_with(spec, 8), *other = tally_with(spec, 7);
    for (n_refused = 1; st == WB_E_NOMEM; n_refused++) {
        n_asked = n_live = 0;
        wb_set_allocator(ask, give_back);
        st = wb_tally_merge(tally, other, &err);
        wb_set_allocator(NULL, NULL);
        assert_int_equal(n_live, 0);
        assert_int_equal(wb_tally_row_count(tally), 4);
    }
    n_refused = 0;
    assert_int_equal(st, WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "in " STRATUM "=1, " CLUSTER "=1 the fpc is 7"));
    wb_tally_free(other);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

/* ---- threads ---- */

static wb_status no_more(void *user, wb_frame **out, wb_error *err)
{
    wb_frame **next = user;

    (void)err;
    *out = *next;
    *next = NULL;
    return WB_OK;
}

/* The parts that threads work on are asked for at once. */
static void test_update_source__has_no_memory_for_threads(void **state)
{
    enum { ROWS = 2 * WB_PART_ROWS };
    double *y = calloc(ROWS, sizeof *y);
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(ROWS);
    wb_source *source = NULL;
    wb_tally *tally = NULL;
    wb_run run = WB_RUN_INIT;

    (void)state;
    assert_non_null(y);
    add_doubles(frame, "y", y);
    free(y);
    run.threads = 2;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_source_new(no_more, NULL, NULL, &frame, &source, NULL));
    bytes_refused = 2 * sizeof(wb_part);
    wb_set_allocator(ask, NULL);
    wb_status st = wb_tally_update_source(tally, source, &run, NULL);
    wb_set_allocator(NULL, NULL);
    bytes_refused = 0;
    assert_int_equal(st, WB_E_NOMEM);
    assert_null(frame);
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_source_free(source);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order__is_copied_whole),
        cmocka_unit_test(test_log__is_copied_and_added_up),
        cmocka_unit_test(test_layers__are_laid_beside_each_other),
        cmocka_unit_test(test_run__is_sorted_with_its_equal_values_as_one),
        cmocka_unit_test(test_merge__that_names_what_differs_gives_back_what_it_took),
        cmocka_unit_test(test_update_source__has_no_memory_for_threads),
    };
    return cmocka_run_group_tests_name("survey/scarce", tests, NULL, NULL);
}
