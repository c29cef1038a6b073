/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/plan.h"

#include <stdio.h>
#include <string.h>

size_t wb_output_size(const wb_output *output)
{
    if (output->kind == WB_OUT_SCORE)
        return sizeof(double);
    return output->kind == WB_OUT_COUNT_OF ? sizeof(int32_t) : sizeof(int8_t);
}

/* ---- the columns there can be ---- */

static void name_output(wb_output *output, wb_output_kind kind, size_t index,
                        const char *id, const char *suffix)
{
    output->kind = kind;
    output->index = (uint32_t)index;
    snprintf(output->name, sizeof output->name, "%s%s", id, suffix);
}

/* All columns in the instrument's order. */
static wb_status list_all(const wb_instrument *from, wb_output **list, size_t *n,
                          wb_error *err)
{
    size_t at = 0;
    wb_output *all = wb_allocate(
        2 * (from->n_scales + from->n_indicators + from->n_composites), sizeof *all);

    if (all == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < from->n_scales; i++) {
        name_output(&all[at++], WB_OUT_SCORE, i, from->scales[i].id, "");
        name_output(&all[at++], WB_OUT_SCALE_REASON, i, from->scales[i].id, "_reason");
    }
    for (size_t i = 0; i < from->n_indicators; i++) {
        const wb_indicator *indicator = &from->indicators[i];

        name_output(&all[at++], WB_OUT_PROBLEM, i, indicator->id, "_problem");
        if (indicator->acute.given)
            name_output(&all[at++], WB_OUT_ACUTE, i, indicator->id, "_acute");
    }
    for (size_t i = 0; i < from->n_composites; i++) {
        const wb_composite *composite = &from->composites[i];

        name_output(&all[at++], composite->counts ? WB_OUT_COUNT_OF : WB_OUT_NONE_OF, i,
                    composite->id, "");
        name_output(&all[at++], WB_OUT_COMPOSITE_REASON, i, composite->id, "_reason");
    }
    *list = all;
    *n = at;
    return WB_OK;
}

/* Those of all[] that select names, in its order. */
static wb_status choose(const wb_output *all, size_t n_all,
                        const wb_score_options *options, wb_output **list, size_t *n,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_ids names = {0};
    wb_output *chosen = wb_allocate(options->n_select, sizeof *chosen);

    if (chosen == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n_all; i++)
        WB_TRY(wb_ids_add(&names, all[i].name, WB_ID_DERIVED, i, err));
    for (size_t i = 0; i < options->n_select; i++) {
        const char *name = options->select[i];
        wb_id id = name != NULL ? wb_ids_find(&names, name) : (wb_id){0};

        if (id.kind == WB_ID_NONE) {
            st = wb_fail_at(err, WB_E_ARG, -1, name != NULL ? name : "",
                            "the instrument makes no score column '%.80s'",
                            name != NULL ? name : "(null)");
            goto done;
        }
        for (size_t j = 0; j < i; j++) {
            if (strcmp(chosen[j].name, name) == 0) {
                st = wb_fail_at(err, WB_E_ARG, -1, name,
                                "score column '%s' is selected twice", name);
                goto done;
            }
        }
        chosen[i] = all[id.index];
    }
    *list = chosen;
    *n = options->n_select;
    chosen = NULL;

done:
    wb_release(chosen);
    wb_ids_free(&names);
    return st;
}

/* ---- what they need ---- */

static wb_status new_map(size_t n, uint32_t **map, wb_error *err)
{
    *map = wb_resize(NULL, n, sizeof **map);
    if (*map == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        (*map)[i] = UINT32_MAX;
    return WB_OK;
}

static wb_status new_maps(wb_score_plan *plan, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *from = plan->instrument;

    WB_TRY(new_map(from->n_scales, &plan->score, err));
    WB_TRY(new_map(from->n_scales, &plan->scale_reason, err));
    WB_TRY(new_map(from->n_indicators, &plan->light[WB_PROBLEM], err));
    WB_TRY(new_map(from->n_indicators, &plan->light[WB_ACUTE], err));
    WB_TRY(new_map(from->n_composites, &plan->composite, err));
    WB_TRY(new_map(from->n_composites, &plan->composite_reason, err));
    WB_TRY(new_map(from->n_scales, &plan->first_indicator, err));
    WB_TRY(new_map(from->n_indicators, &plan->next_indicator, err));
    WB_TRY(new_map(from->n_items, &plan->place, err));
    WB_TRY(new_map(from->n_items, &plan->items, err));
    plan->scale_needed = wb_allocate(from->n_scales, sizeof *plan->scale_needed);
    if (plan->scale_needed == NULL)
        st = wb_fail_nomem(err);

done:
    return st;
}

/* The map in which the column of this kind has its place. */
static uint32_t *place_of(wb_score_plan *plan, const wb_output *output)
{
    switch (output->kind) {
    case WB_OUT_SCORE:
        return &plan->score[output->index];
    case WB_OUT_SCALE_REASON:
        return &plan->scale_reason[output->index];
    case WB_OUT_PROBLEM:
        return &plan->light[WB_PROBLEM][output->index];
    case WB_OUT_ACUTE:
        return &plan->light[WB_ACUTE][output->index];
    case WB_OUT_NONE_OF:
    case WB_OUT_COUNT_OF:
        return &plan->composite[output->index];
    case WB_OUT_COMPOSITE_REASON:
        return &plan->composite_reason[output->index];
    case WB_OUT_SCRATCH: /* not reached: nobody asks for one by name */
        break;           /* not reached: nobody asks for one by name */
    }
    return NULL; /* not reached: each kind has returned */
}

/* A column that composites need but nobody asked for. */
static void need_scratch(wb_score_plan *plan, uint32_t *column)
{
    if (*column == UINT32_MAX) {
        *column = (uint32_t)plan->n_outputs;
        plan->outputs[plan->n_outputs++] = (wb_output){WB_OUT_SCRATCH, 0, ""};
        plan->n_scratch++;
    }
}

/* Composites last made come first, so that each need is known before its turn. */
static void need_parts(wb_score_plan *plan)
{
    const wb_instrument *from = plan->instrument;

    for (size_t i = from->n_composites; i-- > 0;) {
        const wb_composite *composite = &from->composites[from->order[i]];

        if (plan->composite[from->order[i]] == UINT32_MAX &&
            plan->composite_reason[from->order[i]] == UINT32_MAX)
            continue;
        for (size_t j = 0; j < composite->n_parts; j++) {
            wb_composite_part part = composite->parts[j];

            need_scratch(plan, part.is_composite
                                   ? &plan->composite[part.index]
                                   : &plan->light[composite->acute][part.index]);
        }
    }
}

static void need_scales(wb_score_plan *plan)
{
    const wb_instrument *from = plan->instrument;

    for (size_t i = 0; i < from->n_scales; i++)
        plan->scale_needed[i] =
            plan->score[i] != UINT32_MAX || plan->scale_reason[i] != UINT32_MAX;
    for (size_t i = from->n_indicators; i-- > 0;) {
        uint32_t scale = from->indicators[i].scale;

        if (plan->light[WB_PROBLEM][i] == UINT32_MAX &&
            plan->light[WB_ACUTE][i] == UINT32_MAX)
            continue;
        plan->scale_needed[scale] = true;
        plan->next_indicator[i] = plan->first_indicator[scale];
        plan->first_indicator[scale] = (uint32_t)i;
    }
}

static void need_items(wb_score_plan *plan)
{
    const wb_instrument *from = plan->instrument;

    for (size_t i = 0; i < from->n_scales; i++) {
        for (size_t j = 0; plan->scale_needed[i] && j < from->scales[i].n_items; j++)
            plan->place[from->scales[i].items[j]] = 0;
    }
    for (size_t i = 0; i < from->n_items; i++) {
        if (plan->place[i] == 0) {
            plan->place[i] = (uint32_t)plan->n_items;
            plan->items[plan->n_items++] = (uint32_t)i;
        }
    }
}

/* ---- how the result was made, in words ---- */

static wb_status quote_member(wb_text *text, const char *key, const char *value,
                              wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_json_quote(text, key, strlen(key), err));
    WB_TRY(wb_text_add(text, ":", err));
    WB_TRY(wb_json_quote(text, value, strlen(value), err));

done:
    return st;
}

static wb_status describe_options(const wb_score_plan *plan,
                                  const wb_score_options *options, wb_text *text,
                                  wb_error *err)
{
    static const char *const keeps[] = {"others", "all", "none"};
    wb_status st = WB_OK;

    WB_TRY(wb_text_add(text, ",\"options\":{", err));
    WB_TRY(quote_member(text, "keep", keeps[options->keep], err));
    WB_TRY(wb_text_add(text, ",\"select\":", err));
    if (options->select == NULL) {
        WB_TRY(wb_text_add(text, "null}", err));
        return WB_OK;
    }
    for (size_t i = 0; i < plan->n_asked; i++) {
        WB_TRY(wb_text_add(text, i == 0 ? "[" : ",", err));
        WB_TRY(wb_json_quote(text, plan->outputs[i].name, strlen(plan->outputs[i].name),
                             err));
    }
    WB_TRY(wb_text_add(text, plan->n_asked == 0 ? "[]}" : "]}", err));

done:
    return st;
}

static wb_status describe_note(const wb_instrument *from, wb_text *text, wb_error *err)
{
    wb_status st = WB_OK;
    const json_t *note = json_object_get(from->document.root, "note");

    if (note == NULL)
        return WB_OK;
    WB_TRY(wb_text_add(text, ",\"note\":", err));
    WB_TRY(wb_json_canonical(note, text, err));

done:
    return st;
}

static wb_status describe(wb_score_plan *plan, const wb_score_options *options,
                          wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *from = plan->instrument;
    wb_text text = {0};

    WB_TRY(wb_text_add(&text, "{\"instrument\":{", err));
    WB_TRY(quote_member(&text, "id", from->id, err));
    WB_TRY(wb_text_add(&text, ",", err));
    WB_TRY(quote_member(&text, "version", from->version, err));
    WB_TRY(wb_text_add(&text, ",", err));
    WB_TRY(quote_member(&text, "hash", from->hash, err));
    WB_TRY(wb_text_add(&text, ",\"verified\":", err));
    WB_TRY(wb_text_add(&text, wb_instrument_verified(from) ? "true" : "false", err));
    WB_TRY(describe_note(from, &text, err));
    WB_TRY(wb_text_add(&text, "},", err));
    WB_TRY(quote_member(&text, "library", wb_version(), err));
    WB_TRY(describe_options(plan, options, &text, err));
    plan->metadata = text.bytes;
    text = (wb_text){0};

done:
    wb_text_free(&text);
    return st;
}

/* ---- the plan ---- */

static wb_status check_options(const wb_score_options *options, wb_error *err)
{
    if (options->keep < WB_KEEP_OTHERS || options->keep > WB_KEEP_NONE)
        return wb_fail(err, WB_E_ARG, "keep is %d, not a wb_keep", (int)options->keep);
    if (options->select == NULL && options->n_select > 0)
        return wb_fail(err, WB_E_ARG, "select is NULL, n_select is %zu",
                       options->n_select);
    return WB_OK;
}

/* The columns asked for, with room behind them for scratch. */
static wb_status list_outputs(wb_score_plan *plan, const wb_score_options *options,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_output *all = NULL;
    wb_output *wider;
    size_t n_all = 0;

    WB_TRY(list_all(plan->instrument, &all, &n_all, err));
    if (options->select == NULL) {
        plan->outputs = all;
        plan->n_asked = n_all;
        all = NULL;
    } else {
        WB_TRY(choose(all, n_all, options, &plan->outputs, &plan->n_asked, err));
    }
    wider = wb_resize(plan->outputs, plan->n_asked + n_all, sizeof *wider);
    if (wider == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    plan->outputs = wider;
    plan->n_outputs = plan->n_asked;

done:
    wb_release(all);
    return st;
}

wb_status wb_score_plan_new(const wb_instrument *instrument,
                            const wb_score_options *theirs, wb_score_plan **out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_score_plan *plan = NULL;
    wb_score_options options = WB_SCORE_OPTIONS_INIT;

    WB_TRY(wb_options_read_whole(&options, sizeof options,
                                 offsetof(wb_score_options, reserved1), theirs, err));
    WB_TRY(check_options(&options, err));
    plan = wb_allocate(1, sizeof *plan);
    if (plan == NULL)
        return wb_fail_nomem(err);
    plan->instrument = wb_instrument_hold(instrument);
    plan->keep = options.keep;
    WB_TRY(list_outputs(plan, &options, err));
    WB_TRY(new_maps(plan, err));
    for (size_t i = 0; i < plan->n_asked; i++)
        *place_of(plan, &plan->outputs[i]) = (uint32_t)i;
    need_parts(plan);
    need_scales(plan);
    need_items(plan);
    WB_TRY(describe(plan, &options, err));
    *out = plan;
    plan = NULL;

done:
    wb_score_plan_free(plan);
    return st;
}

void wb_score_plan_free(wb_score_plan *plan)
{
    if (plan == NULL)
        return;
    wb_instrument_free((wb_instrument *)plan->instrument);
    wb_release(plan->outputs);
    wb_release(plan->score);
    wb_release(plan->scale_reason);
    wb_release(plan->light[WB_PROBLEM]);
    wb_release(plan->light[WB_ACUTE]);
    wb_release(plan->composite);
    wb_release(plan->composite_reason);
    wb_release(plan->first_indicator);
    wb_release(plan->next_indicator);
    wb_release(plan->place);
    wb_release(plan->items);
    wb_release(plan->scale_needed);
    wb_release(plan->metadata);
    wb_release(plan);
}
