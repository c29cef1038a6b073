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

static wb_status find_weights(wb_inputs *binding, const wb_frame *frame, const char *name,
                              wb_error *err)
{
    wb_status st = WB_OK;
    size_t column;

    WB_TRY(wb_frame_require(frame, name, "weights", &column, err));
    int32_t type = wb_frame_column_type(frame, column);
    if (type >= WB_TYPE_UTF8)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "column '%s' holds %s, and weights are numbers", name,
                          wb_type_name(type));
    binding->weights = (int64_t)column;
done:
    return st;
}

/* What a key is for, in words: keys of strata come first, then those of breakdowns. */
static const char *purpose_of(const wb_layout *layout, size_t key)
{
    if (key < layout->strata.n)
        return "stratum";
    for (size_t b = 0; b < layout->n_breakdowns; b++) {
        for (size_t j = 0; j < layout->breakdowns[b].n; j++) {
            if (layout->breakdowns[b].keys[j] == key)
                return "breakdown";
        }
    }
    return "outcome";
}

static wb_status find_key(const wb_layout *layout, const wb_spec *spec, size_t key,
                          const wb_frame *frame, size_t *column, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = layout->key_names[key];

    WB_TRY(wb_frame_require(frame, name, purpose_of(layout, key), column, err));
    int32_t type = wb_frame_column_type(frame, *column);
    bool text = type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY;
    if (wb_spec_declared(spec, name) != NULL && !text && type != WB_TYPE_NULL)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "categories are declared for column '%s', which holds %s: only "
                          "text can have them",
                          name, wb_type_name(type));
done:
    return st;
}

wb_status wb_inputs_init(wb_inputs *binding, const wb_layout *layout, const wb_spec *spec,
                         const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    size_t column;

    *binding = (wb_inputs){.weights = -1};
    binding->keys = wb_allocate(layout->n_keys, sizeof *binding->keys);
    binding->outcomes = wb_allocate(layout->n_outcomes, sizeof *binding->outcomes);
    binding->kinds = wb_allocate(layout->n_outcomes, 1);
    if (binding->keys == NULL || binding->outcomes == NULL || binding->kinds == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    if (spec->weights != NULL)
        WB_TRY(find_weights(binding, frame, spec->weights, err));
    for (size_t k = 0; k < layout->n_keys; k++)
        WB_TRY(find_key(layout, spec, k, frame, &binding->keys[k], err));
    for (size_t o = 0; o < layout->n_outcomes; o++) {
        const wb_outcome *outcome = &layout->outcomes[o];
        wb_outcome_kind kind = WB_OUTCOME_CATEGORY;
        WB_TRY(wb_frame_require(frame, outcome->variable, "outcome", &column, err));
        if (!outcome->by_category)
            WB_TRY(outcome_kind(frame, column, &kind, err));
        binding->outcomes[o] = column;
        binding->kinds[o] = (uint8_t)kind;
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
    wb_release(binding->kinds);
    *binding = (wb_inputs){.weights = -1};
}
