/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which items and variables have a value in a wave: one that a wave lacks is said. */
#include "monitor/batch.h"

#include <string.h>

static size_t thing_count(const wb_row_plan *plan)
{
    return plan->instrument->n_items + plan->definition->n_variables;
}

/* The flags of a wave, of which the rows were counted. */
static bool *flags_of(const wb_row_plan *plan, const char *wave)
{
    size_t at = wb_names_find(&plan->counted->waves, wave);
    return plan->seen->flags + at * thing_count(plan);
}

wb_status wb_seen_make(const wb_row_plan *plan, wb_seen *seen, wb_error *err)
{
    seen->flags = wb_allocate(WB_MAX_WAVES * thing_count(plan) + 1, sizeof *seen->flags);
    return seen->flags == NULL ? wb_fail_nomem(err) : WB_OK;
}

void wb_seen_free(wb_seen *seen)
{
    wb_release(seen->flags);
    seen->flags = NULL;
}

/* ---- looking ---- */

/* The flags of the batch's waves; all of those that have rows in it have the thing? */
static bool has_all(const wb_batch *b, bool *const *flags, const bool *there,
                    size_t thing)
{
    for (size_t k = 0; k < b->plan->place->waves.names.count; k++) {
        if (there[k] && !flags[k][thing])
            return false;
    }
    return true;
}

static wb_status see_item(const wb_batch *b, bool *const *flags, const bool *there,
                          size_t item, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t at = wb_frame_find(b->answers, b->plan->instrument->items[item].id);
    const int32_t *waves = b->plan->place->waves.codes;
    wb_block_scratch scratch;
    wb_block block;

    if (at < 0 || wb_frame_column_type(b->answers, (size_t)at) == WB_TYPE_NULL)
        return WB_OK;
    for (int64_t row = 0; row < b->n && !has_all(b, flags, there, item);
         row += WB_BLOCK_ROWS) {
        int64_t left = b->n - row;
        WB_TRY(wb_frame_block(b->answers, (size_t)at, row,
                              (int32_t)(left < WB_BLOCK_ROWS ? left : WB_BLOCK_ROWS),
                              WB_BLOCK_DOUBLE, &scratch, &block, err));
        for (int32_t i = 0; i < block.n; i++) {
            if (block.present == NULL || block.present[i] != 0)
                flags[waves[row + i]][item] = true;
        }
    }
done:
    return st;
}

static void see_variable(const wb_batch *b, bool *const *flags, const bool *there,
                         size_t v)
{
    size_t thing = b->plan->instrument->n_items + v;
    const int32_t *waves = b->plan->place->waves.codes;

    if (has_all(b, flags, there, thing))
        return;
    for (int64_t i = 0; i < b->n; i++) {
        if (b->groups[v].codes[i] >= 0)
            flags[waves[i]][thing] = true;
    }
}

wb_status wb_batch_see(const wb_batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_grouping *waves = &b->plan->place->waves;
    bool **flags = wb_allocate(waves->names.count, sizeof *flags);
    bool *there = wb_allocate(waves->names.count, sizeof *there);

    if (flags == NULL || there == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (int64_t i = 0; i < b->n; i++)
        there[waves->codes[i]] = true;
    for (size_t k = 0; k < waves->names.count; k++)
        flags[k] = there[k] ? flags_of(b->plan, waves->names.items[k]) : NULL;
    for (size_t i = 0; i < b->plan->instrument->n_items; i++)
        WB_TRY(see_item(b, flags, there, i, err));
    for (size_t v = 0; v < b->plan->definition->n_variables; v++)
        see_variable(b, flags, there, v);
done:
    wb_release(flags);
    wb_release(there);
    return st;
}

/* ---- saying ---- */

static wb_status note_unseen(const wb_row_plan *plan, const wb_frame *schema,
                             const char *wave, size_t thing, wb_error *err)
{
    size_t n_items = plan->instrument->n_items;
    bool is_item = thing < n_items;
    const wb_variable *variable =
        is_item ? NULL : &plan->definition->variables[thing - n_items];
    const char *id = is_item ? plan->instrument->items[thing].id : variable->id;
    wb_note note = {is_item ? WB_NOTE_ITEM_MISSING : WB_NOTE_VARIABLE_MISSING,
                    (char *)wave, (char *)plan->name, (char *)id, NULL};

    if (flags_of(plan, wave)[thing] ||
        wb_frame_find(schema, is_item ? id : variable->column) < 0)
        return WB_OK; /* a column that is not there is said once, of all waves */
    return wb_notes_add(plan->notes, &note, err);
}

wb_status wb_seen_note(const wb_row_plan *plan, const wb_frame *schema, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t w = 0; w < plan->counted->waves.count; w++) {
        for (size_t i = 0; i < thing_count(plan); i++)
            WB_TRY(note_unseen(plan, schema, plan->counted->waves.items[w], i, err));
    }
done:
    return st;
}
