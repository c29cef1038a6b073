/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/part.h"

static wb_status outcome_kind(const wb_frame *frame, size_t column, wb_outcome_kind *kind,
                              wb_error *err)
{
    const char *name = wb_frame_column_name(frame, column);
    int32_t type = wb_frame_column_type(frame, column);

    *kind = WB_OUTCOME_NUMBER;
    if (type == WB_TYPE_NULL)
        *kind = WB_OUTCOME_UNKNOWN;
    else if (type == WB_TYPE_BOOL)
        *kind = WB_OUTCOME_BOOL;
    else if (type >= WB_TYPE_UTF8)
        return wb_fail_at(
            err, WB_E_DATA, -1, name,
            "column '%s' holds %s, and a mean or total needs numbers or true "
            "and false",
            name, wb_type_name(type));
    return WB_OK;
}

static wb_status find_weights(const wb_frame *frame, const char *name,
                              const char *purpose, int64_t *out, wb_error *err)
{
    wb_status st = WB_OK;
    size_t column;

    WB_TRY(wb_frame_require_numbers(frame, name, purpose, &column, err));
    *out = (int64_t)column;
done:
    return st;
}

/* The columns of a list, which hold numbers. */
static wb_status find_numbers(const wb_names *names, const char *purpose,
                              const wb_frame *frame, size_t **out, wb_error *err)
{
    wb_status st = WB_OK;

    *out = wb_allocate(names->count, sizeof **out);
    if (*out == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < names->count; i++)
        WB_TRY(
            wb_frame_require_numbers(frame, names->items[i], purpose, &(*out)[i], err));
done:
    return st;
}

/* What a key is for, in words: keys of strata come first, then those of breakdowns. */
static bool has_key(const wb_key_list *list, size_t key)
{
    for (size_t j = 0; j < list->n; j++) {
        if (list->keys[j] == key)
            return true;
    }
    return false;
}

static const char *purpose_of(const wb_layout *layout, size_t key)
{
    if (key < layout->strata.n)
        return "stratum";
    if (has_key(&layout->clusters, key))
        return "cluster";
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        if (has_key(&layout->breakdowns[b], key))
            return "breakdown";
    }
    for (size_t m = 0; m < layout->n_margins; m++) {
        if (has_key(&layout->margins[m], key))
            return "margin";
    }
    return "outcome";
}

static wb_status find_key(const wb_layout *layout, const wb_spec *spec, size_t key,
                          const wb_frame *frame, size_t *column, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = layout->key_names[key];

    WB_TRY(wb_frame_require(frame, name, purpose_of(layout, key), column, err));
    if (wb_spec_declared(spec, name) != NULL && !wb_frame_has_texts(frame, *column))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "categories are declared for column '%s', which holds %s: only "
                          "text can have them",
                          name, wb_type_name(wb_frame_column_type(frame, *column)));
done:
    return st;
}

/* An outcome of two columns is always numbers; true and false count as 1 and 0. */
static wb_status second_column(const wb_outcome *outcome, const wb_frame *frame,
                               size_t *column, wb_outcome_kind *kind, wb_error *err)
{
    wb_status st = WB_OK;
    wb_outcome_kind other = WB_OUTCOME_NUMBER;

    WB_TRY(wb_frame_require(frame, outcome->other, "outcome", column, err));
    WB_TRY(outcome_kind(frame, *column, &other, err));
    *kind = *kind == WB_OUTCOME_UNKNOWN || other == WB_OUTCOME_UNKNOWN
                ? WB_OUTCOME_UNKNOWN
                : WB_OUTCOME_NUMBER;
done:
    return st;
}

/* Columns whose distribution is kept. */
static wb_status find_variables(wb_inputs *binding, const wb_layout *layout,
                                const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    wb_outcome_kind kind;

    binding->variables = wb_allocate(layout->n_variables, sizeof *binding->variables);
    if (binding->variables == NULL)
        return wb_fail_nomem(err);
    for (size_t v = 0; v < layout->n_variables; v++) {
        WB_TRY(wb_frame_require(frame, layout->variables[v], "outcome",
                                &binding->variables[v], err));
        WB_TRY(outcome_kind(frame, binding->variables[v], &kind, err));
    }
done:
    return st;
}

/* What is derived from a column of numbers is always of one kind. */
static wb_outcome_kind derived_kind(const wb_outcome *outcome, wb_outcome_kind kind)
{
    if (outcome->role == WB_ROLE_CUT)
        return WB_OUTCOME_BOOL;
    return outcome->role == WB_ROLE_SCORE ? WB_OUTCOME_NUMBER : kind;
}

wb_status wb_inputs_init(wb_inputs *binding, const wb_layout *layout, const wb_spec *spec,
                         const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    size_t column;

    *binding = (wb_inputs){.weights = -1, .initial = -1};
    binding->keys = wb_allocate(layout->n_keys, sizeof *binding->keys);
    binding->outcomes = wb_allocate(layout->n_outcomes, sizeof *binding->outcomes);
    binding->others = wb_allocate(layout->n_outcomes, sizeof *binding->others);
    binding->kinds = wb_allocate(layout->n_outcomes, 1);
    if (binding->keys == NULL || binding->outcomes == NULL || binding->others == NULL ||
        binding->kinds == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (spec->weights != NULL)
        WB_TRY(find_weights(frame, spec->weights, "weights", &binding->weights, err));
    WB_TRY(find_variables(binding, layout, frame, err));
    WB_TRY(find_numbers(&spec->fpc, "fpc", frame, &binding->fpc, err));
    WB_TRY(find_numbers(&spec->replicates.columns, "replicate weights", frame,
                        &binding->replicates, err));
    WB_TRY(find_numbers(&spec->calibration.auxiliaries, "auxiliary", frame,
                        &binding->auxiliaries, err));
    if (spec->calibration.initial != NULL)
        WB_TRY(find_weights(frame, spec->calibration.initial, "initial weights",
                            &binding->initial, err));
    for (size_t k = 0; k < layout->n_keys; k++)
        WB_TRY(find_key(layout, spec, k, frame, &binding->keys[k], err));
    for (size_t o = 0; o < layout->n_outcomes; o++) {
        const wb_outcome *outcome = &layout->outcomes[o];
        wb_outcome_kind kind = WB_OUTCOME_CATEGORY;
        WB_TRY(wb_frame_require(frame, outcome->variable, "outcome", &column, err));
        if (!outcome->by_category)
            WB_TRY(outcome_kind(frame, column, &kind, err));
        binding->outcomes[o] = column;
        if (outcome->other != NULL)
            WB_TRY(second_column(outcome, frame, &binding->others[o], &kind, err));
        binding->kinds[o] = (uint8_t)derived_kind(outcome, kind);
    }
done:
    if (st != WB_OK)
        wb_inputs_free(binding);
    return st;
}

void wb_inputs_free(wb_inputs *binding)
{
    wb_release(binding->keys);
    wb_release(binding->outcomes);
    wb_release(binding->others);
    wb_release(binding->fpc);
    wb_release(binding->replicates);
    wb_release(binding->auxiliaries);
    wb_release(binding->variables);
    wb_release(binding->kinds);
    *binding = (wb_inputs){.weights = -1};
}
