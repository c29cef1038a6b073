/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Raked weights: people answer unequally, and weights are raked to what is known of all.
 */
#include "trials.h"

#include <stdio.h>
#include <string.h>

enum { PEOPLE = 20000, ASKED = 800, AGES = 4, SECTORS = 3, REPLICATES = 40 };

/* A population that stays the same in all trials. */
typedef struct population {
    bool made;
    int32_t age[PEOPLE], sector[PEOPLE];
    double y[PEOPLE];
    int8_t hit[PEOPLE];
    double mean, share;
    double ages[AGES], sectors[SECTORS];
} population;

static const double answers_by_age[AGES] = {0.45, 0.6, 0.75, 0.9};
static const double answers_by_sector[SECTORS] = {1, 0.8, 0.6};

static void make_population(population *all)
{
    draw random = draw_begin(1, "population", 0);

    for (int32_t i = 0; i < PEOPLE; i++) {
        int32_t age = draw_below(&random, AGES);
        int32_t sector = draw_event(&random, 0.5)                ? 0
                         : draw_event(&random, 0.25 * (age + 1)) ? 1
                                                                 : 2;
        all->age[i] = age;
        all->sector[i] = sector;
        all->y[i] = 40 + 6 * age + 5 * sector + 12 * draw_normal(&random);
        all->hit[i] = all->y[i] > 65;
        all->ages[age]++;
        all->sectors[sector]++;
        all->mean += all->y[i] / PEOPLE;
        all->share += (double)all->hit[i] / PEOPLE;
    }
    all->made = true;
}

/* Some are asked, and of these some answer: the chance is a product of age's and
 * sector's. */
static void draw_answers(trials *t, const population *all, sample *rows)
{
    static int32_t order[PEOPLE];

    for (int32_t i = 0; i < PEOPLE; i++)
        order[i] = i;
    draw_sample(&t->random, order, PEOPLE, ASKED);
    rows->n = 0;
    for (int32_t k = 0; k < ASKED; k++) {
        int32_t i = order[k];
        if (!draw_event(&t->random,
                        answers_by_age[all->age[i]] * answers_by_sector[all->sector[i]]))
            continue;
        rows->y[rows->n] = all->y[i];
        rows->hit[rows->n] = all->hit[i];
        rows->part[rows->n] = all->age[i];
        rows->wave[rows->n] = all->sector[i];
        rows->w[rows->n] = (double)PEOPLE / ASKED;
        rows->unit[rows->n] = draw_below(&t->random, REPLICATES);
        rows->n++;
    }
}

static void add_margin(wb_weighting *weighting, const char *column, int64_t n,
                       const double *totals)
{
    static const int32_t values[] = {0, 1, 2, 3};
    wb_error err = {0};
    wb_frame *targets = NULL;

    expect(wb_frame_new(n, &targets, &err), &err, "targets");
    borrow_ints(targets, column, values);
    borrow_doubles(targets, "total", totals);
    expect(wb_weighting_add_margin(weighting, targets, "total", &err), &err, column);
    wb_frame_free(targets);
}

static wb_weighting *raking_to(const population *all)
{
    wb_error err = {0};
    wb_weighting *weighting = NULL;

    expect(wb_weighting_new(&weighting, &err), &err, "raking");
    expect(wb_weighting_set_weights(weighting, "w", &err), &err, "raking");
    expect(wb_weighting_set_result(weighting, "raked", &err), &err, "raking");
    expect(wb_weighting_add_calibration(weighting, WB_WEIGHT_RAKE, NULL, &err), &err,
           "raking");
    add_margin(weighting, "part", AGES, all->ages);
    add_margin(weighting, "wave", SECTORS, all->sectors);
    return weighting;
}

static wb_frame *raked(const wb_weighting *weighting, const sample *rows)
{
    wb_error err = {0};
    wb_frame *frame = frame_of_sample(rows), *out = NULL;

    expect(wb_weighting_apply(weighting, frame, NULL, &out, NULL, &err), &err, "raking");
    wb_frame_free(frame);
    return out;
}

/* Weights of a jackknife of REPLICATES random groups, raked anew without each group. */
static void add_replicates(const wb_weighting *weighting, const sample *rows,
                           wb_frame *frame, wb_spec *spec)
{
    static sample without;
    static double weights[REPLICATES][SAMPLE_ROWS];
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_error err = {0};
    char name[16];

    options.type = WB_REPLICATE_JK1;
    expect(wb_spec_set_replicates(spec, &options, &err), &err, "replicates");
    memcpy(&without, rows, sizeof without);
    for (int32_t r = 0; r < REPLICATES; r++) {
        for (int64_t i = 0; i < rows->n; i++)
            without.w[i] =
                rows->unit[i] == r ? 0 : rows->w[i] * REPLICATES / (REPLICATES - 1.0);
        wb_frame *again = raked(weighting, &without);
        for (int64_t i = 0; i < rows->n; i++)
            weights[r][i] = number_of(again, "raked", i);
        wb_frame_free(again);
        snprintf(name, sizeof name, "r%d", (int)r);
        borrow_doubles(frame, name, weights[r]);
        expect(wb_spec_add_replicate(spec, name, 0, &err), &err, name);
    }
}

static wb_spec *ask(void)
{
    wb_spec *spec = design_of("raked", NULL, NULL);
    ask_mean(spec, "y");
    ask_mean(spec, "hit");
    return spec;
}

static wb_spec *ask_calibrated(void)
{
    static const char *const columns[] = {"part", "wave"};
    wb_spec *spec = ask();
    wb_error err = {0};

    expect(wb_spec_set_initial_weights(spec, "w", &err), &err, "weights before");
    for (int i = 0; i < 2; i++)
        expect(wb_spec_add_margin(spec, columns + i, 1, &err), &err, columns[i]);
    return spec;
}

static void count_both(trials *t, const population *all, const char *how, wb_frame *out)
{
    char name[TRIALS_NAME];

    snprintf(name, sizeof name, "mean, %.40s", how);
    count_row(t, name, all->mean, out, 0);
    snprintf(name, sizeof name, "share, %.40s", how);
    count_row(t, name, all->share, out, 1);
    wb_frame_free(out);
}

static void raking(trials *t)
{
    static population all;
    static sample rows;

    if (!all.made)
        make_population(&all);
    draw_answers(t, &all, &rows);
    wb_weighting *weighting = raking_to(&all);
    wb_frame *frame = raked(weighting, &rows);
    wb_spec *by_replicates = ask();
    wb_spec *unweighted = design_of(NULL, NULL, NULL);
    ask_mean(unweighted, "y");
    ask_mean(unweighted, "hit");
    add_replicates(weighting, &rows, frame, by_replicates);
    count_both(t, &all, "linearised", estimates_of(ask_calibrated(), frame, NULL));
    count_both(t, &all, "jackknife, raked anew",
               estimates_of(by_replicates, frame, NULL));
    count_both(t, &all, "as if the weights were given", estimates_of(ask(), frame, NULL));
    count_both(t, &all, "without weights", estimates_of(unweighted, frame, NULL));
    wb_frame_free(frame);
    wb_weighting_free(weighting);
}

const setting settings_of_weights[] = {{"raking", raking}, {NULL, NULL}};
