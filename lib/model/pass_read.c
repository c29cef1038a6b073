/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading a pass back. Columns, the sample and factors are not in the file: they follow
 * from what is. Bytes may come from anywhere, so that everything is checked. */
#include "model/pass_read.h"

#include <string.h>

enum { MAX_BYTES = 1 << 30 };

/* Any number, and NaN: of a replicate that went nowhere they are so. */
static wb_status get_double(wb_bytes *from, double *value, wb_error *err)
{
    uint64_t bits = 0;
    wb_status st = wb_get_u64(from, 8, &bits, err);

    memcpy(value, &bits, sizeof *value);
    return st;
}

static wb_status get_doubles(wb_bytes *from, double *values, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++)
        WB_TRY(get_double(from, &values[i], err));
done:
    return st;
}

/* ---- what was asked for ---- */

static wb_status get_model(wb_bytes *file, const uint8_t hash[32], wb_model **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    wb_reader *reader = NULL;
    wb_text json = {0};
    uint8_t digest[32];

    WB_TRY(wb_section_enter(file, WB_PASS_SECTION_MODEL, &section, err));
    WB_TRY(wb_reader_from_memory(section.at + section.place,
                                 section.length - section.place, file->name, &reader,
                                 err));
    WB_TRY(wb_model_read(reader, out, err));
    WB_TRY(wb_model_canonical(*out, &json, err));
    wb_sha256(json.bytes, json.length, digest);
    if (memcmp(digest, hash, sizeof digest) != 0)
        st = wb_bytes_bad(&section, err, "the hash is not that of its model");
done:
    wb_text_free(&json);
    wb_reader_free(reader);
    return st;
}

static wb_status get_options(wb_bytes *file, wb_fit_options *options,
                             wb_estimate_options *how, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;

    WB_TRY(wb_section_enter(file, WB_PASS_SECTION_OPTIONS, &section, err));
    WB_TRY(wb_get_code(&section, INT32_MAX, &options->max_iterations, err));
    WB_TRY(get_double(&section, &options->tolerance, err));
    WB_TRY(get_double(&section, &how->level, err));
    WB_TRY(get_double(&section, &how->df, err));
    WB_TRY(wb_get_code(&section, INT32_MAX, &how->lonely, err));
    WB_TRY(wb_get_code(&section, INT32_MAX, &how->lonely_in_domain, err));
    WB_TRY(wb_get_code(&section, INT32_MAX, &how->ultimate_cluster, err));
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* Where the pass was. */
typedef struct wb_pass_place {
    int32_t stage;
    int32_t centring;
    int32_t number;
} wb_pass_place;

static wb_status get_stage(wb_bytes *file, wb_pass_place *place, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    uint64_t stage = 0;
    uint64_t centring = 0;

    WB_TRY(wb_section_enter(file, WB_PASS_SECTION_STAGE, &section, err));
    WB_TRY(wb_get_u64(&section, 1, &stage, err));
    WB_TRY(wb_get_u64(&section, 1, &centring, err));
    WB_TRY(wb_get_code(&section, INT32_MAX, &place->number, err));
    if (stage > WB_STAGE_SCORES || centring > WB_CENTRING_ALL || place->number < 1 ||
        (stage == WB_STAGE_ROSTER) != (place->number == 1))
        return wb_bytes_bad(&section, err, "there is no such pass");
    place->stage = (int32_t)stage;
    place->centring = (int32_t)centring;
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* ---- tallies ---- */

/* In the place of one that is empty, of the same specification. */
static wb_status get_tally(wb_bytes *file, const char *tag, wb_tally **tally,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    wb_reader *reader = NULL;
    wb_tally *found = NULL;

    WB_TRY(wb_section_enter(file, tag, &section, err));
    WB_TRY(wb_reader_from_memory(section.at + section.place,
                                 section.length - section.place, file->name, &reader,
                                 err));
    WB_TRY(wb_tally_read(reader, &found, err));
    if (found->first != NULL ||
        strcmp(wb_tally_spec_hash(found), wb_tally_spec_hash(*tally)) != 0) {
        st = wb_bytes_bad(&section, err, "its tally is of something else");
        goto done;
    }
    wb_tally_free(*tally);
    *tally = found;
    found = NULL;
done:
    wb_tally_free(found);
    wb_reader_free(reader);
    return st;
}

static wb_status get_first(wb_bytes *file, wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    wb_roster *roster = &pass->total.roster;

    WB_TRY(wb_pass_get_roster(file, roster, err));
    WB_TRY(get_tally(file, WB_PASS_SECTION_DESIGN, &pass->design, err));
    if (wb_tally_row_count(pass->design) != roster->n_rows)
        return wb_bytes_bad(file, err, "its tally has another number of rows");
    pass->total.n_rows = roster->n_rows;
done:
    return st;
}

/* ---- Newton's method ---- */

static wb_status get_order(wb_bytes *section, wb_newton *newton, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t at = 0;

    for (size_t i = 0; i < newton->n; i++) {
        WB_TRY(wb_get_code(section, (int32_t)newton->n, &at, err));
        newton->order[i] = (size_t)at;
    }
done:
    return st;
}

/* Into one that is as wb_newton_init() left it. */
static wb_status get_newton(wb_bytes *section, wb_newton *newton, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t rank = 0;

    WB_TRY(wb_get_code(section, WB_NEWTON_LOST + 1, &newton->state, err));
    WB_TRY(wb_get_code(section, INT32_MAX, &newton->iterations, err));
    WB_TRY(wb_get_code(section, (int32_t)newton->n + 1, &rank, err));
    WB_TRY(get_double(section, &newton->deviance, err));
    WB_TRY(get_double(section, &newton->null_deviance, err));
    WB_TRY(get_double(section, &newton->size, err));
    WB_TRY(get_doubles(section, newton->beta, newton->n, err));
    WB_TRY(get_doubles(section, newton->step, newton->n, err));
    WB_TRY(wb_pass_get_flags(section, newton->kept, newton->n, err));
    WB_TRY(wb_pass_get_flags(section, newton->aliased, newton->n, err));
    WB_TRY(get_order(section, newton, err));
    WB_TRY(get_doubles(section, newton->factor, newton->n * newton->n, err));
    newton->rank = (size_t)rank;
done:
    return st;
}

static wb_status get_newtons(wb_bytes *file, wb_model_pass *pass, int32_t stage,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    size_t bytes = wb_pass_newton_bytes(pass->plan.q * pass->plan.n_columns);
    size_t n = 1;

    if (stage == WB_STAGE_REPLICATES)
        n += pass->model->design->replicates.columns.count;
    WB_TRY(wb_section_enter(file, WB_PASS_SECTION_NEWTON, &section, err));
    if ((section.length - section.place) / bytes != n) /* before room is made for it */
        return wb_bytes_bad(&section, err, "it has other coefficients than its model");
    WB_TRY(wb_newton_init(&pass->newton, &pass->plan, err));
    WB_TRY(get_newton(&section, &pass->newton, err));
    if (stage == WB_STAGE_REPLICATES)
        WB_TRY(wb_pass_begin_replicates(pass, err));
    for (size_t r = 0; r < pass->n_replicates; r++)
        WB_TRY(get_newton(&section, &pass->replicates[r], err));
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* ---- sums ---- */

static wb_status get_grams(wb_bytes *section, wb_model_desk *total, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t r = 0; r < total->n_grams; r++) {
        for (size_t i = 0; i < total->grams[r].n; i++)
            WB_TRY(wb_get_pair(section, &total->grams[r].sums[i], err));
    }
done:
    return st;
}

static wb_status get_sums(wb_bytes *file, wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;
    wb_bytes section;
    wb_model_desk *total = &pass->total;

    WB_TRY(wb_section_enter(file, WB_PASS_SECTION_SUMS, &section, err));
    WB_TRY(wb_get_size(&section, &total->n_rows, err));
    WB_TRY(get_grams(&section, total, err));
    for (int32_t h = 0; h < total->n_strata; h++)
        WB_TRY(wb_get_size(&section, &total->strata_counts[h], err));
    for (size_t i = 0; i < (size_t)total->n_strata * pass->newton.n; i++)
        WB_TRY(wb_get_pair(&section, &total->strata_totals[i], err));
    st = wb_section_leave(&section, err);
done:
    return st;
}

/* ---- all of it ---- */

static wb_status check_route(const wb_bytes *file, const wb_model_pass *pass,
                             const wb_pass_place *place, wb_error *err)
{
    bool replicates = pass->route == WB_ROUTE_REPLICATES;
    bool fits = place->stage == WB_STAGE_STEPS ||
                replicates == (place->stage == WB_STAGE_REPLICATES);

    if (fits && place->centring <= pass->plan.centring)
        return WB_OK;
    return wb_bytes_bad(file, err, "its design has no such pass");
}

/* What earlier passes found, and what this one saw. */
static wb_status get_later(wb_bytes *file, const wb_pass_place *place,
                           wb_model_pass *pass, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(get_first(file, pass, err));
    pass->roster = pass->total.roster;
    pass->total.roster = (wb_roster){0};
    WB_TRY(wb_pass_know(pass, err));
    WB_TRY(check_route(file, pass, place, err));
    pass->plan.centring = place->centring;
    pass->stage = place->stage;
    WB_TRY(get_newtons(file, pass, place->stage, err));
    if (place->stage == WB_STAGE_SCORES)
        WB_TRY(wb_pass_begin_scores(pass, err));
    WB_TRY(wb_pass_open_desks(pass, err));
    if (wb_pass_has_sums(pass))
        WB_TRY(get_sums(file, pass, err));
    else
        WB_TRY(get_tally(file, WB_PASS_SECTION_SCORES, &pass->scores, err));
done:
    return st;
}

static wb_status get_pass(wb_bytes *file, wb_model_pass **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_model *model = NULL;
    wb_fit_options options = WB_FIT_OPTIONS_INIT;
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    wb_pass_place place = {0};
    uint8_t hash[32];

    WB_TRY(wb_file_enter(file, &wb_model_pass_file, hash, err));
    WB_TRY(get_model(file, hash, &model, err));
    WB_TRY(get_options(file, &options, &how, err));
    WB_TRY(get_stage(file, &place, err));
    WB_TRY(wb_bytes_refused(file, wb_pass_new(model, &options, &how, out, err), err));
    (*out)->number = place.number;
    if (place.stage == WB_STAGE_ROSTER)
        WB_TRY(get_first(file, *out, err));
    else
        WB_TRY(get_later(file, &place, *out, err));
    st = wb_file_leave(file, err);
done:
    wb_model_free(model);
    return st;
}

wb_status wb_model_pass_read(wb_reader *reader, wb_model_pass **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    wb_model_pass *pass = NULL;

    if (out != NULL)
        *out = NULL;
    if (reader == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "reader and out are required");
    WB_TRY(wb_reader_read_all(reader, MAX_BYTES, &text, err));
    wb_bytes file = {(const unsigned char *)text.bytes,
                     text.length,
                     0,
                     wb_reader_name(reader),
                     0,
                     NULL};
    WB_TRY(get_pass(&file, &pass, err));
    *out = pass;
    pass = NULL;
done:
    wb_pass_free(pass);
    wb_text_free(&text);
    return st;
}
