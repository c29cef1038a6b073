/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a company leaves a pool: of what it may show itself, the whole organisation and
 * the breakdowns that its file declares to mean the same throughout the sector. */
#include "scan/pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct task {
    const wb_cells *cells;
    const wb_pooled_company *of;
    json_t *root;
} task;

static json_t *text_of(wb_span span)
{
    return json_stringn(span.bytes != NULL ? span.bytes : "", span.length);
}

/* ---- counts ---- */

/* A group of a hierarchy that is declared; a cross is of none. */
static bool is_declared(const task *t, wb_span group)
{
    const wb_names *ids = t->of->breakdowns;

    if (memchr(group.bytes, '*', group.length) != NULL)
        return false;
    for (size_t i = 0; i < ids->count; i++) {
        size_t length = strlen(ids->items[i]);

        if (group.length > length && group.bytes[length] == '/' &&
            memcmp(group.bytes, ids->items[i], length) == 0)
            return true;
    }
    return false;
}

static bool is_told(const task *t, const wb_cell *cell)
{
    return cell->shown && cell->n >= t->of->min_n && cell->fingerprint.bytes != NULL &&
           (cell->group.bytes == NULL || is_declared(t, cell->group));
}

static wb_status put_count(json_t *counts, const wb_cell *cell, wb_error *err)
{
    json_t *count = NULL;
    wb_status st;

    WB_TRY(wb_json_push_object(counts, &count, err));
    if (cell->group.bytes != NULL)
        WB_TRY(wb_json_put(count, "group", text_of(cell->group), err));
    WB_TRY(wb_json_put(count, "n", json_integer(cell->n), err));
    WB_TRY(wb_json_put(count, "problem", json_integer(cell->problem), err));
    if (cell->acute >= 0)
        WB_TRY(wb_json_put(count, "acute", json_integer(cell->acute), err));
done:
    return st;
}

/* Rows of the lookup stand by indicator, and within it by group: everyone first. */
static wb_status put_indicators(task *t, wb_error *err)
{
    const wb_row_index *rows = &t->cells->lookup;
    json_t *list = NULL, *indicator = NULL, *counts = NULL;
    wb_status st;

    WB_TRY(wb_json_put_array(t->root, "indicators", &list, err));
    for (size_t i = 0; i < rows->n; i++) {
        const wb_cell *cell = &t->cells->items[rows->keys[i].row];

        if (!is_told(t, cell))
            continue;
        if (indicator == NULL ||
            !wb_span_is(cell->indicator,
                        json_string_value(json_object_get(indicator, "id")))) {
            WB_TRY(wb_json_push_object(list, &indicator, err));
            WB_TRY(wb_json_put(indicator, "id", text_of(cell->indicator), err));
            WB_TRY(
                wb_json_put(indicator, "fingerprint", text_of(cell->fingerprint), err));
            WB_TRY(wb_json_put_array(indicator, "counts", &counts, err));
        }
        WB_TRY(put_count(counts, cell, err));
    }
done:
    return st;
}

/* ---- measures ---- */

static wb_status put_choice(json_t *list, const wb_frame *measures, int64_t status,
                            const wb_row_key *key, wb_error *err)
{
    wb_span state = wb_span_at(measures, status, key->row);
    json_t *choice = NULL;
    bool known = false;
    wb_status st;

    for (size_t i = 0; wb_measure_states[i] != NULL; i++)
        known = known || wb_span_is(state, wb_measure_states[i]);
    if (!known || key->first.bytes == NULL)
        return wb_fail_at(err, WB_E_DATA, key->row, known ? "measure" : "status",
                          "row %lld of the measures has no %s", (long long)key->row,
                          known ? "measure"
                                : "status: planned, running, done or stopped");
    WB_TRY(wb_json_push_object(list, &choice, err));
    WB_TRY(wb_json_put(choice, "measure", text_of(key->first), err));
    st = wb_json_put(choice, "status", text_of(state), err);
done:
    return st;
}

static wb_status put_measures(task *t, wb_error *err)
{
    const wb_frame *measures = t->of->measures;
    int64_t measure, status;
    const wb_wanted_column wanted[] = {{"measure", &measure, true, true},
                                       {"status", &status, true, true}};
    wb_row_index rows = {0};
    json_t *list = NULL;
    wb_status st;

    WB_TRY(wb_columns_find(measures, "the measures", wanted, 2, err));
    WB_TRY(wb_row_index_init(&rows, measures, "the measures", measure, -1, err));
    WB_TRY(wb_json_put_array(t->root, "measures", &list, err));
    for (size_t i = 0; i < rows.n; i++)
        WB_TRY(put_choice(list, measures, status, &rows.keys[i], err));
done:
    wb_row_index_free(&rows);
    return st;
}

/* ---- all ---- */

static wb_status put_head(task *t, wb_error *err)
{
    const wb_pooled_company *of = t->of;
    const char *staff = wb_staff_classes[wb_staff_class_of(of->staff)];
    wb_status st;

    WB_TRY(wb_json_put(t->root, "format", json_string("werkbaar-pool/1.0"), err));
    WB_TRY(wb_json_put(t->root, "company", json_string(of->company), err));
    WB_TRY(wb_json_put(t->root, "questionnaire", json_string(of->questionnaire), err));
    WB_TRY(wb_json_put(t->root, "staff_class", json_string(staff), err));
    WB_TRY(wb_json_put(t->root, "min_n", json_integer(of->min_n), err));
    if (of->synthetic)
        WB_TRY(wb_json_put(t->root, "synthetic", json_true(), err));
done:
    return st;
}

/* What was made is read back: it holds to all that a file must hold to, the pseudonym
 * that the caller chose too. */
static wb_status check(const wb_text *text, wb_error *err)
{
    wb_contribution made = {0};
    wb_reader *reader = NULL;
    wb_status st;

    WB_TRY(wb_reader_from_memory(text->bytes, text->length, "pool", &reader, err));
    st = wb_contribution_read(&made, reader, err);
done:
    wb_json_close(&made.document);
    wb_reader_free(reader);
    return st;
}

wb_status wb_pool_tell(const wb_cells *cells, const wb_pooled_company *of,
                       wb_writer *writer, wb_error *err)
{
    task t = {.cells = cells, .of = of, .root = json_object()};
    wb_text text = {0};
    wb_status st;

    if (t.root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put_head(&t, err));
    WB_TRY(put_indicators(&t, err));
    if (of->measures != NULL)
        WB_TRY(put_measures(&t, err));
    WB_TRY(wb_json_canonical(t.root, &text, err));
    WB_TRY(check(&text, err));
    st = wb_writer_write(writer, text.bytes, text.length, err);
done:
    wb_text_free(&text);
    json_decref(t.root);
    return st;
}
