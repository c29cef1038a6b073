/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which cells add up to which, and what measures have to do with each other. */
#include "disclose/disclose.h"

#include <stdlib.h>
#include <string.h>

typedef enum relation_kind {
    KIND_SUM,
    KIND_WITHIN,
    KIND_BASE,
    KIND_WITHOUT
} relation_kind;
static const char *const kind_names[] = {"sum", "within", "base", "without", NULL};
static const wb_tie_kind tie_kinds[] = {
    [KIND_WITHIN] = WB_TIE_WITHIN,
    [KIND_BASE] = WB_TIE_BASE,
    [KIND_WITHOUT] = WB_TIE_WITHOUT,
};

/* A row of the frame, in numbers. */
typedef struct relation {
    relation_kind kind;
    int32_t total, partition, part; /* partition: rank of its id, -1 without */
    int64_t row;
} relation;

typedef struct reading {
    const wb_frame *frame;
    wb_headcounts *counts;
    size_t columns[4];
    relation *found;
    int64_t n;
} reading;

enum { AT_KIND, AT_PARTITION, AT_TOTAL, AT_PART };

void wb_relations_free(wb_relations *relations)
{
    wb_keys_free(relations->partitions);
    wb_release(relations->parts);
    wb_release(relations->splits);
    wb_release(relations->ties);
    wb_release(relations->upward);
    *relations = (wb_relations){0};
}

/* ---- rows ---- */

static wb_status find_columns(reading *r, wb_error *err)
{
    static const char *const names[] = {"kind", "partition", "total", "part"};
    wb_status st = WB_OK;

    for (int i = 0; i < 4; i++) {
        int32_t type;

        WB_TRY(wb_frame_require(r->frame, names[i], "relations", &r->columns[i], err));
        type = wb_frame_column_type(r->frame, r->columns[i]);
        if (type != WB_TYPE_UTF8 && type != WB_TYPE_DICTIONARY && type != WB_TYPE_NULL)
            WB_TRY(wb_fail_at(err, WB_E_DATA, -1, names[i], "column '%s' holds no texts",
                              names[i]));
    }
done:
    return st;
}

static wb_status fail_text(const reading *r, int column, int64_t row, const char *what,
                           wb_error *err)
{
    size_t length = 0;
    const char *text = wb_frame_text(r->frame, r->columns[column], row, &length);
    const char *name = wb_frame_column_name(r->frame, r->columns[column]);

    return wb_fail_at(err, WB_E_DATA, row, name, "%s '%.*s' in row %lld of relations %s",
                      name, (int)(length < 80 ? length : 80), text == NULL ? "" : text,
                      (long long)row, what);
}

static wb_status read_kind(const reading *r, int64_t row, relation_kind *kind,
                           wb_error *err)
{
    size_t length = 0;
    const char *text = wb_frame_text(r->frame, r->columns[AT_KIND], row, &length);

    for (int i = 0; kind_names[i] != NULL && text != NULL; i++) {
        if (strlen(kind_names[i]) == length && memcmp(kind_names[i], text, length) == 0) {
            *kind = (relation_kind)i;
            return WB_OK;
        }
    }
    return fail_text(r, AT_KIND, row, "is none of sum, within, base and without", err);
}

/* The number of the cell or measure in a column. */
static wb_status read_id(const reading *r, int column, bool cell, int64_t row,
                         int32_t *number, wb_error *err)
{
    size_t length = 0;
    const char *text = wb_frame_text(r->frame, r->columns[column], row, &length);

    *number = -1;
    if (text != NULL)
        *number = cell ? wb_headcounts_cell(r->counts, text, length)
                       : wb_headcounts_measure(r->counts, text, length);
    if (*number >= 0)
        return WB_OK;
    return fail_text(r, column, row,
                     cell ? "is no cell of the counts" : "is no measure of the counts",
                     err);
}

static wb_status read_row(reading *r, wb_keys *partitions, int64_t i, wb_error *err)
{
    wb_status st = WB_OK;
    relation *found = &r->found[i];
    size_t length = 0;
    const char *text = wb_frame_text(r->frame, r->columns[AT_PARTITION], i, &length);
    bool cell;

    found->row = i;
    found->partition = -1;
    WB_TRY(read_kind(r, i, &found->kind, err));
    cell = found->kind == KIND_SUM;
    WB_TRY(read_id(r, AT_TOTAL, cell, i, &found->total, err));
    WB_TRY(read_id(r, AT_PART, cell, i, &found->part, err));
    if (found->total == found->part)
        WB_TRY(fail_text(r, AT_PART, i, "is its own total", err));
    if (text != NULL && length > 0)
        WB_TRY(wb_keys_add(partitions, WB_KEY_TEXT, text, length, 0, &found->partition,
                           err));
    else if (cell)
        WB_TRY(fail_text(r, AT_PARTITION, i, "is missing", err));
done:
    return st;
}

static int by_relation(const void *a, const void *b)
{
    const relation *x = a;
    const relation *y = b;
    const int64_t differences[] = {(int64_t)x->kind - (int64_t)y->kind,
                                   (int64_t)x->total - y->total,
                                   (int64_t)x->partition - y->partition,
                                   (int64_t)x->part - y->part, x->row - y->row};

    for (int i = 0; i < 5; i++) {
        if (differences[i] != 0)
            return differences[i] < 0 ? -1 : 1;
    }
    return 0; /* not reached: each relation has a row of its own */
}

/* Partitions by the order of their ids, so that the order of rows plays no part. */
static wb_status rank_partitions(reading *r, wb_relations *relations, wb_error *err)
{
    size_t n = (size_t)wb_keys_count(relations->partitions);
    int32_t *order = wb_allocate(2 * n, sizeof *order);

    if (order == NULL)
        return wb_fail_nomem(err);
    wb_keys_order(relations->partitions, order);
    for (size_t i = 0; i < n; i++)
        order[n + (size_t)order[i]] = (int32_t)i;
    for (int64_t i = 0; i < r->n; i++) {
        if (r->found[i].partition >= 0)
            r->found[i].partition = order[n + (size_t)r->found[i].partition];
    }
    qsort(r->found, (size_t)r->n, sizeof *r->found, by_relation);
    /* back to the codes of the keys, which know the ids */
    for (int64_t i = 0; i < r->n; i++) {
        if (r->found[i].partition >= 0)
            r->found[i].partition = order[r->found[i].partition];
    }
    wb_release(order);
    return WB_OK;
}

static wb_status check_twice(const reading *r, wb_error *err)
{
    for (int64_t i = 1; i < r->n; i++) {
        const relation *x = &r->found[i - 1];
        const relation *y = &r->found[i];

        if (x->kind == y->kind && x->total == y->total && x->partition == y->partition &&
            x->part == y->part)
            return fail_text(r, AT_PART, y->row, "is there twice", err);
    }
    return WB_OK;
}

/* ---- splits and ties ---- */

static void add_split(wb_relations *relations, const reading *r, int64_t first, int64_t n)
{
    wb_split *split = &relations->splits[relations->n_splits++];

    *split = (wb_split){.total = r->found[first].total,
                        .partition = r->found[first].partition,
                        .first = (int32_t)first,
                        .n = (int32_t)n};
    for (int64_t i = first; i < first + n; i++)
        r->counts->cells[r->found[i].part].is_part = true;
}

static void add_tie(wb_relations *relations, const reading *r, wb_tie_kind kind,
                    int64_t first, int64_t n)
{
    relations->ties[relations->n_ties++] = (wb_tie){.kind = kind,
                                                    .total = r->found[first].total,
                                                    .first = (int32_t)first,
                                                    .n = (int32_t)n};
}

/* Relations first .. first + n - 1 have kind, total and partition in common. */
static void add_run(wb_relations *relations, const reading *r, int64_t first, int64_t n)
{
    relation_kind kind = r->found[first].kind;

    if (kind == KIND_SUM) {
        add_split(relations, r, first, n);
        return;
    }
    for (int64_t i = first; i < first + n; i++)
        add_tie(relations, r, tie_kinds[kind], i, 1);
    if (kind == KIND_WITHIN && r->found[first].partition >= 0)
        add_tie(relations, r, WB_TIE_COVERS, first, n);
}

static wb_status add_runs(wb_relations *relations, const reading *r, wb_error *err)
{
    size_t n = (size_t)r->n;

    if (r->n > INT32_MAX / 2)
        return wb_fail(err, WB_E_LIMIT, /* not reached: 2^30 of them need 32 GiB */
                       "%lld relations are too many",
                       (long long)r->n); /* not reached: of the same call */
    relations->parts = wb_allocate(n, sizeof *relations->parts);
    relations->splits = wb_allocate(n, sizeof *relations->splits);
    relations->ties = wb_allocate(2 * n, sizeof *relations->ties);
    if (relations->parts == NULL || relations->splits == NULL || relations->ties == NULL)
        return wb_fail_nomem(err);
    for (int64_t first = 0, i = 0; i < r->n; i++) {
        const relation *x = &r->found[first];

        relations->parts[i] = r->found[i].part;
        if (i + 1 < r->n && r->found[i + 1].kind == x->kind &&
            r->found[i + 1].total == x->total &&
            r->found[i + 1].partition == x->partition)
            continue;
        add_run(relations, r, first, i + 1 - first);
        first = i + 1;
    }
    return WB_OK;
}

/* ---- nesting ---- */

/* Parts before totals: a total comes when all splits that it has have come. */
static wb_status order_upward(const wb_headcounts *counts, wb_relations *relations,
                              wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_cells = (size_t)counts->n_cells;
    int32_t *waits = wb_allocate(n_cells, sizeof *waits); /* for how many parts */
    int32_t n = 0;

    relations->upward = wb_allocate(n_cells, sizeof *relations->upward);
    if (waits == NULL || relations->upward == NULL)
        WB_TRY(wb_fail_nomem(err));
    for (int32_t i = 0; i < relations->n_splits; i++)
        waits[relations->splits[i].total] += relations->splits[i].n;
    for (int32_t cell = 0; cell < counts->n_cells; cell++) {
        if (waits[cell] == 0)
            relations->upward[n++] = cell;
    }
    for (int32_t at = 0; at < n; at++) {
        for (int32_t i = 0; i < relations->n_splits; i++) {
            const wb_split *split = &relations->splits[i];
            for (int32_t k = split->first; k < split->first + split->n; k++) {
                if (relations->parts[k] == relations->upward[at] &&
                    --waits[split->total] == 0)
                    relations->upward[n++] = split->total;
            }
        }
    }
    for (int32_t cell = 0; cell < counts->n_cells; cell++) {
        if (waits[cell] > 0)
            WB_TRY(
                wb_fail_at(err, WB_E_DATA, -1, wb_headcounts_cell_id(counts, cell),
                           "groups do not nest: cell '%.80s' is, by its parts, part of "
                           "itself",
                           wb_headcounts_cell_id(counts, cell)));
    }
done:
    wb_release(waits);
    return st;
}

/* ---- sums ---- */

int64_t wb_split_rest(const wb_headcounts *counts, const wb_relations *relations,
                      const wb_split *split, int32_t measure, int count)
{
    const wb_counted *total = wb_headcounts_find(counts, split->total, measure);
    int64_t rest;

    if (total == NULL || total->counts[count].value < 0)
        return -1;
    rest = total->counts[count].value;
    for (int32_t k = split->first; k < split->first + split->n; k++) {
        const wb_counted *part = wb_headcounts_find(counts, relations->parts[k], measure);
        if (part != NULL)
            rest -= part->counts[count].value;
    }
    return rest;
}

static wb_status fail_split(const wb_headcounts *counts, const wb_split *split,
                            int32_t measure, const char *what, wb_error *err)
{
    const char *total = wb_headcounts_cell_id(counts, split->total);

    return wb_fail_at(err, WB_E_DATA, -1, total,
                      "the parts of cell '%.80s' have more %s than it has, of measure "
                      "'%.80s'",
                      total, what, wb_headcounts_measure_id(counts, measure));
}

/* What the parts leave is a group of people too. */
static wb_status check_rest(const wb_headcounts *counts, const wb_relations *relations,
                            wb_split *split, int32_t measure, wb_error *err)
{
    static const char *const what[] = {"answers", "people with the problem",
                                       "acute cases"};
    int64_t rest[WB_COUNTS];

    if (wb_headcounts_find(counts, split->total, measure) == NULL)
        return WB_OK;
    for (int k = 0; k < WB_COUNTS; k++) {
        rest[k] = wb_split_rest(counts, relations, split, measure, k);
        if (rest[k] < 0 && counts->measures[measure].has[k])
            return fail_split(counts, split, measure, what[k], err);
    }
    if (rest[WB_COUNT_PROBLEM] > rest[WB_COUNT_N])
        return fail_split(counts, split, measure, "people without the problem", err);
    if (rest[WB_COUNT_ACUTE] > rest[WB_COUNT_PROBLEM])
        return fail_split(counts, split, measure, "cases that are not acute", err);
    split->has_rest = split->has_rest || rest[WB_COUNT_N] > 0;
    return WB_OK;
}

static wb_status check_staff(const wb_headcounts *counts, const wb_relations *relations,
                             const wb_split *split, wb_error *err)
{
    int64_t staff = 0;
    const char *total = wb_headcounts_cell_id(counts, split->total);

    for (int32_t k = split->first; k < split->first + split->n; k++) {
        int64_t of_part = counts->cells[relations->parts[k]].staff;
        staff += of_part > 0 ? of_part : 0;
    }
    if (counts->cells[split->total].staff < 0 ||
        staff <= counts->cells[split->total].staff)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, total,
                      "the parts of cell '%.80s' have %lld staff, it has %lld itself",
                      total, (long long)staff,
                      (long long)counts->cells[split->total].staff);
}

static wb_status check_sums(const wb_headcounts *counts, wb_relations *relations,
                            wb_error *err)
{
    wb_status st = WB_OK;

    for (int32_t i = 0; i < relations->n_splits; i++) {
        WB_TRY(check_staff(counts, relations, &relations->splits[i], err));
        for (int32_t m = 0; m < counts->n_measures; m++)
            WB_TRY(check_rest(counts, relations, &relations->splits[i], m, err));
    }
done:
    return st;
}

wb_status wb_relations_read(const wb_frame *frame, wb_headcounts *counts,
                            wb_relations *relations, wb_error *err)
{
    wb_status st = WB_OK;
    reading r = {.frame = frame, .counts = counts};

    WB_TRY(wb_keys_new("partition", &relations->partitions, err));
    if (frame != NULL) {
        WB_TRY(find_columns(&r, err));
        r.n = wb_frame_row_count(frame);
    }
    r.found = wb_allocate((size_t)r.n, sizeof *r.found);
    if (r.found == NULL)
        WB_TRY(wb_fail_nomem(err));
    for (int64_t i = 0; i < r.n; i++)
        WB_TRY(read_row(&r, relations->partitions, i, err));
    WB_TRY(rank_partitions(&r, relations, err));
    WB_TRY(check_twice(&r, err));
    WB_TRY(add_runs(relations, &r, err));
    WB_TRY(order_upward(counts, relations, err));
    WB_TRY(check_sums(counts, relations, err));
done:
    wb_release(r.found);
    return st;
}
