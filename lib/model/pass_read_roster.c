/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/pass_read.h"

wb_status wb_pass_get_flags(wb_bytes *from, uint8_t *flags, size_t n, wb_error *err)
{
    wb_status st = WB_OK;
    uint64_t flag = 0;

    for (size_t i = 0; i < n; i++) {
        WB_TRY(wb_get_u64(from, 1, &flag, err));
        if (flag > 1)
            return wb_bytes_bad(from, err, "a flag is neither 0 nor 1");
        flags[i] = (uint8_t)flag;
    }
done:
    return st;
}

static wb_status get_rostered(wb_bytes *section, wb_rostered *variable, wb_keys *keys,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_pair origin;
    uint8_t started = 0;

    WB_TRY(wb_get_key(section, keys, err));
    variable->room = wb_keys_count(keys);
    variable->counts = wb_allocate((size_t)variable->room, sizeof *variable->counts);
    if (variable->counts == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < variable->room; c++)
        WB_TRY(wb_get_size(section, &variable->counts[c], err));
    WB_TRY(wb_pass_get_flags(section, &started, 1, err));
    WB_TRY(wb_get_pair(section, &origin, err));
    WB_TRY(wb_get_pair(section, &variable->sum, err));
    WB_TRY(wb_get_pair(section, &variable->squares, err));
    variable->started = started;
    variable->origin = origin.hi;
done:
    return st;
}

static wb_status get_variable(wb_bytes *section, wb_roster *roster, size_t v,
                              wb_error *err)
{
    wb_status st = WB_OK;
    wb_coded *coded = &roster->coder.variables[v];
    uint64_t kind = 0;

    WB_TRY(wb_get_u64(section, 1, &kind, err));
    if (kind > WB_TERM_CATEGORICAL ||
        (coded->kind != WB_TERM_AUTO && kind != (uint64_t)coded->kind))
        return wb_bytes_bad(section, err, "a term is of another kind than in the model");
    coded->kind = (int32_t)kind;
    WB_TRY(get_rostered(section, &roster->variables[v], coded->keys, err));
done:
    return st;
}

static wb_status get_outcome(wb_bytes *section, wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(get_rostered(section, &roster->outcome, roster->coder.outcome, err));
    roster->outcome_room = roster->outcome.room;
    roster->outcome_weights =
        wb_allocate((size_t)roster->outcome_room, sizeof *roster->outcome_weights);
    if (roster->outcome_weights == NULL)
        return wb_fail_nomem(err);
    for (int32_t c = 0; c < roster->outcome_room; c++) {
        WB_TRY(wb_get_pair(section, &roster->outcome_weights[c], err));
        if (roster->outcome_weights[c].hi < 0)
            return wb_bytes_bad(section, err, "a sum of weights is negative");
    }
done:
    return st;
}

wb_status wb_pass_get_roster(wb_bytes *file, wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_PASS_SECTION_ROSTER, &section, err));
    WB_TRY(wb_get_size(&section, &roster->n, err));
    WB_TRY(wb_get_size(&section, &roster->n_missing, err));
    WB_TRY(wb_get_size(&section, &roster->n_rows, err));
    WB_TRY(wb_get_pair(&section, &roster->weight, err));
    if (roster->n > roster->n_rows || roster->n_missing > roster->n_rows - roster->n ||
        roster->weight.hi < 0)
        return wb_bytes_bad(&section, err, "more rows are in the model than were seen");
    for (size_t v = 0; v < roster->coder.model->n_terms; v++)
        WB_TRY(get_variable(&section, roster, v, err));
    WB_TRY(get_outcome(&section, roster, err));
    st = wb_section_leave(&section, err);
done:
    return st;
}
