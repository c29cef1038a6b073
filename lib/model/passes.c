/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Passes as they are given out: parts of rows that merge. */
#include "model/fit.h"

#include <string.h>

static wb_status check_open(const wb_model_pass *pass, wb_error *err)
{
    if (pass->over)
        return wb_fail(err, WB_E_ARG, "this was the last pass: the fit has been made");
    if (pass->damaged)
        return wb_fail(err, WB_E_ARG,
                       "something failed in this pass: go back to what was written, or "
                       "begin again");
    return WB_OK;
}

wb_status wb_model_pass_new(const wb_model *model, const wb_fit_options *options,
                            const wb_estimate_options *estimating, wb_model_pass **out,
                            wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (model == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "model and out are required");
    return wb_pass_new(model, options, estimating, out, err);
}

void wb_model_pass_free(wb_model_pass *pass)
{
    wb_pass_free(pass);
}

int64_t wb_model_pass_row_count(const wb_model_pass *pass)
{
    return wb_pass_rows(pass);
}

int32_t wb_model_pass_number(const wb_model_pass *pass)
{
    return pass->number;
}

wb_status wb_model_pass_model(const wb_model_pass *pass, wb_model **out, wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (pass == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "pass and out are required");
    return wb_model_copy(pass->model, out, err);
}

/* ---- rows ---- */

wb_status wb_model_pass_update_source(wb_model_pass *pass, wb_source *source,
                                      const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;

    if (pass == NULL || source == NULL)
        return wb_fail(err, WB_E_ARG, "pass and source are required");
    WB_TRY(check_open(pass, err));
    pass->damaged = true;
    WB_TRY(wb_pass_take(pass, source, run, err));
    pass->damaged = false;
done:
    return st;
}

wb_status wb_model_pass_update(wb_model_pass *pass, const wb_frame *frame,
                               const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    wb_source *source = NULL;

    if (pass == NULL || frame == NULL)
        return wb_fail(err, WB_E_ARG, "pass and frame are required");
    WB_TRY(wb_source_from_frame(frame, 0, &source, err));
    WB_TRY(wb_model_pass_update_source(pass, source, run, err));
done:
    wb_source_free(source);
    return st;
}

/* ---- merging ---- */

/* Parts of one pass begin with the same bytes. */
static wb_status check_alike(const wb_model_pass *pass, const wb_model_pass *other,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_text ours = {0};
    wb_text theirs = {0};

    WB_TRY(wb_pass_put_base(&ours, pass, err));
    WB_TRY(wb_pass_put_base(&theirs, other, err));
    if (ours.length != theirs.length ||
        memcmp(ours.bytes, theirs.bytes, ours.length) != 0)
        st = wb_fail(err, WB_E_CONFLICT,
                     "these are not parts of one pass: the models, the options or what "
                     "earlier passes found differ (passes %d and %d)",
                     (int)pass->number, (int)other->number);
done:
    wb_text_free(&ours);
    wb_text_free(&theirs);
    return st;
}

static wb_status merge(wb_model_pass *pass, wb_model_pass *other, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_pass_settle(pass, err));
    WB_TRY(wb_pass_settle(other, err));
    if (pass->stage == WB_STAGE_ROSTER)
        WB_TRY(wb_tally_merge(pass->design, other->design, err));
    else if (wb_pass_has_tally(pass))
        WB_TRY(wb_tally_merge(pass->scores, other->scores, err));
    if (wb_pass_has_sums(pass))
        WB_TRY(wb_model_desk_add(&pass->total, &other->total, pass, err));
done:
    return st;
}

wb_status wb_model_pass_merge(wb_model_pass *pass, wb_model_pass *other, wb_error *err)
{
    wb_status st = WB_OK;

    if (pass == NULL || other == NULL)
        return wb_fail(err, WB_E_ARG, "both passes are required");
    if (pass == other)
        return wb_fail(err, WB_E_ARG, "a pass merged with itself would count rows twice");
    WB_TRY(check_open(pass, err));
    WB_TRY(check_open(other, err));
    WB_TRY(check_alike(pass, other, err));
    pass->damaged = true;
    WB_TRY(merge(pass, other, err));
    pass->damaged = false;
done:
    return st;
}

/* ---- on ---- */

wb_status wb_model_pass_step(wb_model_pass *pass, wb_fit **out, wb_error *err)
{
    wb_status st = WB_OK;
    bool more = true;

    if (out != NULL)
        *out = NULL;
    if (pass == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "pass and out are required");
    WB_TRY(check_open(pass, err));
    WB_TRY(wb_pass_step(pass, &more, err));
    if (more)
        goto done;
    pass->over = true;
    atomic_fetch_add_explicit(&pass->owners, 1, memory_order_relaxed);
    st = wb_fit_make(pass, out, err);
done:
    return st;
}
