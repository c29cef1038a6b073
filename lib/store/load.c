/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The plan from the tables. All rows come in as they lie; sorted by rank they are hung
 * below their parents in the order of their lists, and then taken up from the
 * root down. What does not hang there is a fault of the file. */
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum { NONE = -1 };

typedef struct row {
    json_t *body;
    const char *id;      /* in the body */
    size_t parent, list; /* where their texts begin; parent SIZE_MAX: the root */
    int64_t rank;
    int64_t first_child, next; /* rows; NONE */
} row;

typedef struct loading {
    wb_store *store;
    row *rows;
    size_t n, capacity;
    wb_text texts;    /* of parents and lists, each ended by a NUL */
    int64_t *buckets; /* rows by hash of the id; NONE */
    size_t n_buckets; /* a power of 2 */
    wb_json_shared shared;
    wb_plan *plan;
} loading;

static void loading_free(loading *l)
{
    for (size_t i = 0; i < l->n; i++)
        json_decref(l->rows[i].body);
    wb_release(l->rows);
    wb_release(l->buckets);
    wb_text_free(&l->texts);
    wb_json_shared_free(&l->shared);
    wb_plan_free(l->plan);
}

static wb_status damaged(const loading *l, const char *id, const char *what,
                         wb_error *err)
{
    wb_status st = wb_fail_at(err, WB_E_DATA, -1, id,
                              "the plan store '%s' is damaged: record '%.64s' %.300s",
                              l->store->sql.path, id, what);

    wb_error_set_where(err, l->store->sql.path);
    return st;
}

/* ---- rows ---- */

static wb_status keep_text(loading *l, const char *text, size_t *at, wb_error *err)
{
    *at = l->texts.length;
    return wb_text_append(&l->texts, text, strlen(text) + 1, err);
}

static wb_status parse_body(loading *l, sqlite3_stmt *statement, row *r, wb_error *err)
{
    wb_status st = WB_OK;
    const char *id, *text;
    json_error_t error;

    WB_TRY(wb_sql_text(statement, 0, &id, err));
    WB_TRY(wb_sql_text(statement, 4, &text, err));
    size_t length = (size_t)sqlite3_column_bytes(statement, 4);
    if (id == NULL || text == NULL)
        return damaged(l, id != NULL ? id : "", "has no id or no body", err);
    r->body = wb_json_load(text, length, 0, &l->shared, &error);
    if (r->body == NULL && wb_json_no_memory(&error))
        return wb_fail_nomem(err);
    r->id = json_string_value(json_object_get(r->body, "id"));
    if (r->id == NULL || strcmp(r->id, id) != 0)
        st = damaged(l, id, "has no body of its own", err);
done:
    return st;
}

static wb_status keep_place(loading *l, sqlite3_stmt *statement, row *r, wb_error *err)
{
    const char *parent, *list;
    wb_status st = WB_OK;

    WB_TRY(wb_sql_text(statement, 1, &parent, err));
    WB_TRY(wb_sql_text(statement, 2, &list, err));
    r->parent = SIZE_MAX;
    if (parent != NULL)
        WB_TRY(keep_text(l, parent, &r->parent, err));
    WB_TRY(keep_text(l, list != NULL ? list : "", &r->list, err));
    r->rank = sqlite3_column_int64(statement, 3);
done:
    return st;
}

static wb_status add_row(loading *l, sqlite3_stmt *statement, wb_error *err)
{
    wb_status st;

    if (l->n == l->capacity) {
        size_t capacity = l->capacity > 0 ? 2 * l->capacity : 64;
        row *rows = wb_resize(l->rows, capacity, sizeof *rows);
        if (rows == NULL)
            return wb_fail_nomem(err);
        l->rows = rows;
        l->capacity = capacity;
    }
    row *r = &l->rows[l->n++];
    *r = (row){.first_child = NONE, .next = NONE};
    WB_TRY(parse_body(l, statement, r, err));
    st = keep_place(l, statement, r, err);
done:
    return st;
}

static wb_status read_rows(loading *l, wb_error *err)
{
    wb_sql *sql = &l->store->sql;
    sqlite3_stmt *statement = NULL;
    bool there = true;
    wb_status st;

    WB_TRY(wb_sql_query(sql, WB_QUERY_RECORDS, &statement, err));
    for (;;) {
        WB_TRY(wb_sql_step(sql, statement, &there, err));
        if (!there)
            break;
        WB_TRY(add_row(l, statement, err));
    }
done:
    wb_sql_done(statement);
    return st;
}

/* ---- their order ---- */

/* Ranks order the rows of one list; how lists come among themselves is nothing to the
 * plan. */
typedef struct sorted {
    int64_t rank;
    size_t row;
} sorted;

static int compare(const void *a, const void *b)
{
    const sorted *x = a, *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int64_t *bucket_of(const loading *l, const char *id)
{
    size_t at = wb_hash_bytes(id, strlen(id)) & (l->n_buckets - 1);

    while (l->buckets[at] != NONE && strcmp(l->rows[l->buckets[at]].id, id) != 0)
        at = (at + 1) & (l->n_buckets - 1);
    return &l->buckets[at];
}

static wb_status index_rows(loading *l, wb_error *err)
{
    for (l->n_buckets = 64; l->n_buckets < 2 * l->n; l->n_buckets *= 2)
        ;
    l->buckets = wb_resize(NULL, l->n_buckets, sizeof *l->buckets);
    if (l->buckets == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < l->n_buckets; i++)
        l->buckets[i] = NONE;
    for (size_t i = 0; i < l->n; i++)
        *bucket_of(l, l->rows[i].id) = (int64_t)i; /* ids are unique in the table */
    return WB_OK;
}

/* From the last to the first, each in front of those of its parent that are there. */
static wb_status hang_rows(loading *l, int64_t *root, wb_error *err)
{
    sorted *order = wb_resize(NULL, l->n, sizeof *order);
    wb_status st = WB_OK;

    if (order == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < l->n; i++)
        order[i] = (sorted){l->rows[i].rank, i};
    qsort(order, l->n, sizeof *order, compare);
    for (size_t i = l->n; i-- > 0;) {
        row *r = &l->rows[order[i].row];
        int64_t *above = root;
        if (r->parent != SIZE_MAX) {
            int64_t parent = *bucket_of(l, l->texts.bytes + r->parent);
            if (parent == NONE) {
                st = damaged(l, r->id, "stands in one that is not there", err);
                goto done;
            }
            above = &l->rows[parent].first_child;
        }
        r->next = *above;
        *above = (int64_t)order[i].row;
    }
done:
    wb_release(order);
    return st;
}

/* ---- the tree ---- */

static wb_status check(loading *l, row *r, const wb_kind *kind, wb_error *err)
{
    char name[] = "body";
    wb_json file = wb_json_of(r->body, name);
    wb_json_at at = wb_json_root(&file);
    wb_error why = {0};
    wb_status st = wb_body_check(&at, kind, false, &why);

    if (st == WB_OK || st == WB_E_NOMEM)
        return st == WB_OK ? st : wb_fail_nomem(err);
    return damaged(l, r->id, why.message, err);
}

static wb_status take_up(loading *l, row *r, wb_record *parent, wb_record **record,
                         wb_error *err)
{
    const char *name = l->texts.bytes + r->list;
    const wb_list *list = wb_kind_list(parent->kind, name);
    wb_status st;

    if (list == NULL)
        return damaged(l, r->id, "stands in a list that its parent has not", err);
    WB_TRY(check(l, r, list->kind, err));
    WB_TRY(wb_plan_insert(l->plan, parent, name, SIZE_MAX, r->body, record, err));
    r->body = NULL; /* the plan's */
done:
    return st;
}

/* Depth first along the rows, as deep as the plan allows. */
static wb_status take_up_below(loading *l, row *root, wb_error *err)
{
    int64_t next[WB_PLAN_MAX_DEPTH + 1] = {root->first_child};
    wb_record *parents[WB_PLAN_MAX_DEPTH + 1] = {l->plan->root};
    size_t depth = 1;
    wb_status st = WB_OK;

    while (depth > 0) {
        if (next[depth - 1] == NONE) {
            depth--;
            continue;
        }
        row *r = &l->rows[next[depth - 1]];
        next[depth - 1] = r->next;
        WB_TRY(take_up(l, r, parents[depth - 1], &parents[depth], err));
        next[depth++] = r->first_child;
    }
done:
    return st;
}

static wb_status build(loading *l, int64_t root, wb_error *err)
{
    row *r = &l->rows[root];
    wb_status st;

    WB_TRY(check(l, r, &wb_kind_plan, err));
    WB_TRY(wb_plan_new(r->body, &l->plan, err));
    r->body = NULL;
    WB_TRY(take_up_below(l, r, err));
    if (l->plan->n_records != l->n)
        st = damaged(l, r->id, "does not have all others below it", err);
done:
    return st;
}

wb_status wb_store_load(wb_store *store, wb_plan **out, wb_error *err)
{
    loading l = {.store = store};
    int64_t root = NONE;
    wb_status st;

    WB_TRY(read_rows(&l, err));
    if (l.n == 0) {
        st = wb_fail(err, WB_E_DATA, "the plan store '%s' holds no plan yet",
                     store->sql.path);
        goto done;
    }
    WB_TRY(index_rows(&l, err));
    WB_TRY(hang_rows(&l, &root, err));
    if (root == NONE || l.rows[root].next != NONE) {
        st = damaged(&l, l.rows[0].id, "is not below the one plan", err);
        goto done;
    }
    WB_TRY(build(&l, root, err));
    *out = l.plan;
    l.plan = NULL;
done:
    loading_free(&l);
    return st;
}
