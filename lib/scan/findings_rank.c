/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which differences are findings, and which come first. */
#include "infer/effect.h"
#include "scan/findings.h"

#include <werkbaar/infer.h>

#include <math.h>
#include <stdlib.h>

typedef struct scratch {
    double *p, *adjusted;
    size_t *order;
    wb_found **ranked;
} scratch;

static wb_status make_scratch(scratch *s, size_t n, wb_error *err)
{
    s->p = wb_resize(NULL, n, sizeof *s->p);
    s->adjusted = wb_resize(NULL, n, sizeof *s->adjusted);
    s->order = wb_resize(NULL, n, sizeof *s->order);
    s->ranked = wb_resize(NULL, n, sizeof *s->ranked);
    return s->p != NULL && s->adjusted != NULL && s->order != NULL && s->ranked != NULL
               ? WB_OK
               : wb_fail_nomem(err);
}

static void free_scratch(scratch *s)
{
    wb_release(s->p);
    wb_release(s->adjusted);
    wb_release(s->order);
    wb_release(s->ranked);
}

static void judge(wb_found *f, double fdr)
{
    const wb_cell *cell = f->cell;

    if (f->status != WB_FOUND_OK)
        return;
    if (!(f->p_adjusted <= fdr)) {
        f->status = WB_FOUND_UNDECIDED;
        return;
    }
    f->direction = f->difference.d > 0 ? WB_PROBLEM : WB_STRENGTH;
    f->people = f->direction == WB_PROBLEM ? cell->problem : cell->n - cell->problem;
    f->score = (double)f->people * fabs(f->difference.d) * f->weight;
}

/* Problems before strengths, the largest score first; equal ones by their names. */
static int compare(const void *a, const void *b)
{
    const wb_found *one = *(wb_found *const *)a, *two = *(wb_found *const *)b;
    int order = (int)one->direction - (int)two->direction;

    if (order == 0)
        order = (one->score < two->score) - (one->score > two->score);
    if (order == 0)
        order = wb_span_compare(one->cell->theme, two->cell->theme);
    if (order == 0)
        order = wb_span_compare(one->cell->indicator, two->cell->indicator);
    return order != 0 ? order : wb_span_compare(one->cell->group, two->cell->group);
}

static void rank(wb_found *found, size_t n, wb_found **ranked)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        if (found[i].status == WB_FOUND_OK)
            ranked[m++] = &found[i];
    }
    qsort(ranked, m, sizeof *ranked, compare);
    for (size_t i = 0; i < m; i++) {
        bool first = i == 0 || ranked[i - 1]->direction != ranked[i]->direction;

        ranked[i]->rank = first ? 1 : ranked[i - 1]->rank + 1;
    }
}

/* What has a rank by it, problems before strengths; the rest as the scan has it. */
static int compare_places(const void *a, const void *b)
{
    const wb_found *one = a, *two = b;
    int is_found = (two->rank > 0) - (one->rank > 0);
    int order = (int)one->direction - (int)two->direction;

    if (is_found != 0 || order != 0)
        return is_found != 0 ? is_found : order;
    order = (one->rank > two->rank) - (one->rank < two->rank);
    return order != 0 ? order : (one->cell > two->cell) - (one->cell < two->cell);
}

wb_status wb_findings_rank(wb_found *found, size_t n, double fdr, wb_error *err)
{
    scratch s = {0};
    wb_status st;

    WB_TRY(make_scratch(&s, n, err));
    for (size_t i = 0; i < n; i++)
        s.p[i] = found[i].difference.p;
    wb_adjust_p(s.p, n, WB_ADJUST_BH, s.adjusted, s.order);
    for (size_t i = 0; i < n; i++) {
        found[i].p_adjusted = s.adjusted[i];
        judge(&found[i], fdr);
    }
    rank(found, n, s.ranked);
    qsort(found, n, sizeof *found, compare_places);
done:
    free_scratch(&s);
    return st;
}
