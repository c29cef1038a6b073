/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/counting.h"

#include "frame/frame.h"

#include <stdio.h>
#include <string.h>

/* What a measure says of a row. */
enum { UNKNOWN = 0, GREEN = 1, ORANGE = 2, RED = 3 };

/* ---- lights by row ---- */

typedef struct lights {
    const wb_frame *scored;
    int64_t n;
    int32_t *values; /* of a column: 0, 1, or -1 where it is missing */
    uint8_t *light;  /* of the measure at hand */
    uint8_t *answered;
} lights;

static wb_status copy_column(lights *l, const char *id, const char *suffix, wb_error *err)
{
    char name[WB_COLUMN_NAME + 1];

    (void)snprintf(name, sizeof name, "%s%s", id, suffix);
    return wb_frame_copy_int32(l->scored, (size_t)wb_frame_find(l->scored, name), 0, l->n,
                               -1, l->values, err);
}

/* A composite is true where there is none of its problems. */
static wb_status find_lights(lights *l, const wb_measure *measure, wb_error *err)
{
    bool composite = measure->parts != NULL;
    wb_status st = copy_column(l, measure->id, composite ? "" : "_problem", err);

    for (int64_t i = 0; st == WB_OK && i < l->n; i++) {
        bool problem = l->values[i] == (composite ? 0 : 1);

        l->light[i] = l->values[i] < 0 ? UNKNOWN : problem ? ORANGE : GREEN;
        l->answered[i] |= l->values[i] >= 0;
    }
    if (st == WB_OK && measure->acute)
        st = copy_column(l, measure->id, "_acute", err);
    for (int64_t i = 0; st == WB_OK && measure->acute && i < l->n; i++) {
        if (l->values[i] == 1)
            l->light[i] = RED;
    }
    return st;
}

/* ---- counting ---- */

static void count_column(wb_counting *counting, size_t column, const wb_people *people,
                         size_t n_grids, const uint8_t *light)
{
    for (size_t grid = 0; grid < n_grids; grid++) {
        const int32_t *places = people->places + (int64_t)grid * people->n;

        for (int64_t row = 0; row < people->n; row++) {
            wb_count *count;

            if (places[row] < 0 || light[row] == UNKNOWN)
                continue;
            count = &counting->counts[(size_t)places[row] * counting->n_columns + column];
            count->n++;
            count->problem += light[row] >= ORANGE;
            count->acute += light[row] == RED;
        }
    }
}

static wb_status count_all(wb_counting *counting, const wb_people *people, size_t n_grids,
                           const wb_measures *measures, lights *l, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t m = 0; m < measures->n; m++) {
        WB_TRY(find_lights(l, &measures->items[m], err));
        count_column(counting, m + 1, people, n_grids, l->light);
    }
    count_column(counting, 0, people, n_grids, l->answered);
done:
    return st;
}

static wb_status check_staff(const wb_counting *counting, const wb_places *layout,
                             wb_error *err)
{
    for (size_t i = 0; i < layout->n_places; i++) {
        int64_t n = counting->counts[i * counting->n_columns].n;

        if (n > layout->places[i].most)
            return wb_fail_at(err, WB_E_DATA, -1, layout->places[i].path,
                              "%lld people answered from '%s', where %lld work",
                              (long long)n, layout->places[i].path,
                              (long long)layout->places[i].most);
    }
    return WB_OK;
}

/* ---- scoring ---- */

/* The columns of lights that the measures take. */
static wb_status name_columns(const wb_measures *measures, wb_names *names, wb_error *err)
{
    wb_status st = WB_OK;
    char name[WB_COLUMN_NAME + 1];

    for (size_t m = 0; m < measures->n; m++) {
        const wb_measure *measure = &measures->items[m];

        (void)snprintf(name, sizeof name, "%s%s", measure->id,
                       measure->parts != NULL ? "" : "_problem");
        WB_TRY(wb_names_add(names, name, err));
        if (measure->acute) {
            (void)snprintf(name, sizeof name, "%s_acute", measure->id);
            WB_TRY(wb_names_add(names, name, err));
        }
    }
done:
    return st;
}

static wb_status score(const wb_measures *measures, const wb_instrument *instrument,
                       const wb_frame *answers, const wb_run *run, wb_frame **scored,
                       wb_error *err)
{
    wb_status st = WB_OK;
    wb_names names = {0};
    wb_score_options options = WB_SCORE_OPTIONS_INIT;

    WB_TRY(name_columns(measures, &names, err));
    options.keep = WB_KEEP_NONE;
    options.select = (const char *const *)names.items;
    options.n_select = names.count;
    WB_TRY(wb_score(instrument, answers, &options, run, scored, err));
done:
    wb_names_free(&names);
    return st;
}

static wb_status count(wb_counting *counting, const wb_places *layout,
                       const wb_measures *measures, const wb_frame *scored,
                       const wb_people *people, wb_error *err)
{
    size_t n = (size_t)people->n;
    lights l = {.scored = scored, .n = people->n};
    wb_status st = WB_OK;

    l.values = wb_allocate(n, sizeof *l.values);
    l.light = wb_allocate(n, sizeof *l.light);
    l.answered = wb_allocate(n, sizeof *l.answered);
    if (l.values == NULL || l.light == NULL || l.answered == NULL)
        st = wb_fail_nomem(err);
    else
        st = count_all(counting, people, layout->n_grids, measures, &l, err);
    wb_release(l.values);
    wb_release(l.light);
    wb_release(l.answered);
    return st;
}

wb_status wb_counting_init(wb_counting *counting, const wb_places *layout,
                           const wb_measures *measures, const wb_instrument *instrument,
                           const wb_frame *answers, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    wb_people people = {0};
    wb_frame *scored = NULL;

    counting->n_places = layout->n_places;
    counting->n_columns = measures->n + 1;
    counting->counts =
        wb_allocate(counting->n_places * counting->n_columns, sizeof *counting->counts);
    if (counting->counts == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_people_find(&people, answers, layout, err));
    WB_TRY(score(measures, instrument, answers, run, &scored, err));
    WB_TRY(count(counting, layout, measures, scored, &people, err));
    WB_TRY(check_staff(counting, layout, err));
done:
    wb_frame_free(scored);
    wb_people_free(&people);
    if (st != WB_OK)
        wb_counting_free(counting);
    return st;
}

void wb_counting_free(wb_counting *counting)
{
    wb_release(counting->counts);
    *counting = (wb_counting){0};
}
