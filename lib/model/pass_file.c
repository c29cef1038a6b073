/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "model/pass_file.h"

const wb_file_kind wb_model_pass_file = {"WBMPASS\n", "pass of a model", 1};

static wb_status put_options(wb_text *to, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_estimate_options *how = &pass->estimating;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_PASS_SECTION_OPTIONS, &start, err));
    WB_TRY(wb_put_i32(to, pass->options.max_iterations, err));
    WB_TRY(wb_put_double(to, pass->options.tolerance, err));
    WB_TRY(wb_put_double(to, how->level, err));
    WB_TRY(wb_put_double(to, how->df, err));
    WB_TRY(wb_put_i32(to, how->lonely, err));
    WB_TRY(wb_put_i32(to, how->lonely_in_domain, err));
    WB_TRY(wb_put_i32(to, how->ultimate_cluster, err));
    wb_section_end(to, start);
done:
    return st;
}

static wb_status put_stage(wb_text *to, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_PASS_SECTION_STAGE, &start, err));
    WB_TRY(wb_put_u64(to, (uint64_t)pass->stage, 1, err));
    WB_TRY(wb_put_u64(to, (uint64_t)pass->plan.centring, 1, err));
    WB_TRY(wb_put_i32(to, pass->number, err));
    wb_section_end(to, start);
done:
    return st;
}

/* ---- the roster ---- */

static wb_status put_rostered(wb_text *to, const wb_rostered *variable,
                              const wb_keys *keys, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_put_key(to, keys, err));
    for (int32_t c = 0; c < wb_keys_count(keys); c++)
        WB_TRY(wb_put_u64(to, c < variable->room ? (uint64_t)variable->counts[c] : 0, 8,
                          err));
    WB_TRY(wb_put_u64(to, variable->started, 1, err));
    WB_TRY(wb_put_pair(to, wb_pair_of(variable->origin), err));
    WB_TRY(wb_put_pair(to, variable->sum, err));
    WB_TRY(wb_put_pair(to, variable->squares, err));
done:
    return st;
}

static wb_status put_outcome(wb_text *to, const wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_keys *keys = roster->coder.outcome;

    WB_TRY(put_rostered(to, &roster->outcome, keys, err));
    for (int32_t c = 0; c < wb_keys_count(keys); c++)
        WB_TRY(wb_put_pair(
            to, c < roster->outcome_room ? roster->outcome_weights[c] : wb_pair_of(0),
            err));
done:
    return st;
}

static wb_status put_roster(wb_text *to, const wb_roster *roster, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_PASS_SECTION_ROSTER, &start, err));
    WB_TRY(wb_put_u64(to, (uint64_t)roster->n, 8, err));
    WB_TRY(wb_put_u64(to, (uint64_t)roster->n_missing, 8, err));
    WB_TRY(wb_put_u64(to, (uint64_t)roster->n_rows, 8, err));
    WB_TRY(wb_put_pair(to, roster->weight, err));
    for (size_t v = 0; v < roster->coder.model->n_terms; v++) {
        const wb_coded *coded = &roster->coder.variables[v];
        WB_TRY(wb_put_u64(to, (uint64_t)coded->kind, 1, err));
        WB_TRY(put_rostered(to, &roster->variables[v], coded->keys, err));
    }
    WB_TRY(put_outcome(to, roster, err));
    wb_section_end(to, start);
done:
    return st;
}

/* ---- tallies ---- */

/* A tally as a file within the file. */
static wb_status put_tally(wb_text *to, const char *tag, const wb_tally *tally,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_writer *writer = NULL;
    size_t length = 0;

    WB_TRY(wb_writer_to_memory(&writer, err));
    WB_TRY(wb_tally_write(tally, writer, err));
    const char *bytes = wb_writer_bytes(writer, &length);
    WB_TRY(wb_section_put_text(to, tag, bytes, length, err));
done:
    wb_writer_free(writer);
    return st;
}

/* ---- Newton's method ---- */

size_t wb_pass_newton_bytes(size_t n)
{
    return 4 + 4 + 4 + 3 * 8 + n * (8 + 8 + 1 + 1 + 4) + n * n * 8;
}

static wb_status put_doubles(wb_text *to, const double *values, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_put_double(to, values[i], err));
done:
    return st;
}

static wb_status put_newton(wb_text *to, const wb_newton *newton, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_put_i32(to, newton->state, err));
    WB_TRY(wb_put_i32(to, newton->iterations, err));
    WB_TRY(wb_put_i32(to, (int32_t)newton->rank, err));
    WB_TRY(wb_put_double(to, newton->deviance, err));
    WB_TRY(wb_put_double(to, newton->null_deviance, err));
    WB_TRY(wb_put_double(to, newton->size, err));
    WB_TRY(put_doubles(to, newton->beta, newton->n, err));
    WB_TRY(put_doubles(to, newton->step, newton->n, err));
    WB_TRY(wb_text_append(to, (const char *)newton->kept, newton->n, err));
    WB_TRY(wb_text_append(to, (const char *)newton->aliased, newton->n, err));
    for (size_t i = 0; i < newton->n; i++)
        WB_TRY(wb_put_i32(to, (int32_t)newton->order[i], err));
    WB_TRY(put_doubles(to, newton->factor, newton->n * newton->n, err));
done:
    return st;
}

static wb_status put_newtons(wb_text *to, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_PASS_SECTION_NEWTON, &start, err));
    WB_TRY(put_newton(to, &pass->newton, err));
    for (size_t r = 0; r < pass->n_replicates; r++)
        WB_TRY(put_newton(to, &pass->replicates[r], err));
    wb_section_end(to, start);
done:
    return st;
}

/* ---- sums ---- */

static wb_status put_sums(wb_text *to, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_model_desk *total = &pass->total;
    size_t start = 0;

    WB_TRY(wb_section_begin(to, WB_PASS_SECTION_SUMS, &start, err));
    WB_TRY(wb_put_u64(to, (uint64_t)total->n_rows, 8, err));
    for (size_t r = 0; r < total->n_grams; r++) {
        for (size_t i = 0; i < total->grams[r].n; i++)
            WB_TRY(wb_put_pair(to, total->grams[r].sums[i], err));
    }
    for (int32_t h = 0; h < total->n_strata; h++)
        WB_TRY(wb_put_u64(to, (uint64_t)total->strata_counts[h], 8, err));
    for (size_t i = 0; i < (size_t)total->n_strata * pass->newton.n; i++)
        WB_TRY(wb_put_pair(to, total->strata_totals[i], err));
    wb_section_end(to, start);
done:
    return st;
}

/* ---- all of it ---- */

static wb_status put_model(wb_text *to, const wb_model *model, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text json = {0};
    uint8_t digest[32];

    WB_TRY(wb_model_canonical(model, &json, err));
    wb_sha256(json.bytes, json.length, digest);
    WB_TRY(wb_file_begin(to, &wb_model_pass_file, 0, digest, err));
    WB_TRY(wb_section_put_text(to, WB_PASS_SECTION_MODEL, json.bytes, json.length, err));
done:
    wb_text_free(&json);
    return st;
}

wb_status wb_pass_put_base(wb_text *to, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(put_model(to, pass->model, err));
    WB_TRY(put_options(to, pass, err));
    WB_TRY(put_stage(to, pass, err));
    if (pass->stage == WB_STAGE_ROSTER)
        goto done;
    WB_TRY(put_roster(to, &pass->roster, err));
    WB_TRY(put_tally(to, WB_PASS_SECTION_DESIGN, pass->design, err));
    WB_TRY(put_newtons(to, pass, err));
done:
    return st;
}

static wb_status put_seen(wb_text *to, const wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    if (pass->stage == WB_STAGE_ROSTER) {
        WB_TRY(put_roster(to, &pass->total.roster, err));
        WB_TRY(put_tally(to, WB_PASS_SECTION_DESIGN, pass->design, err));
    } else if (wb_pass_has_sums(pass)) {
        WB_TRY(put_sums(to, pass, err));
    } else {
        WB_TRY(put_tally(to, WB_PASS_SECTION_SCORES, pass->scores, err));
    }
done:
    return st;
}

wb_status wb_model_pass_write(wb_model_pass *pass, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    if (pass == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "pass and writer are required");
    if (pass->over || pass->damaged)
        return wb_fail(err, WB_E_ARG, "a pass that is over, or failed, is not written");
    WB_TRY(wb_pass_settle(pass, err));
    WB_TRY(wb_pass_put_base(&text, pass, err));
    WB_TRY(put_seen(&text, pass, err));
    WB_TRY(wb_file_end(&text, err));
    WB_TRY(wb_writer_write(writer, text.bytes, text.length, err));
done:
    wb_text_free(&text);
    return st;
}
