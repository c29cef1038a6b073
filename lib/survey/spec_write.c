/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification as JSON. Its canonical bytes are what the hash of a tally is taken of,
 * so members that are at their default are left out: a later member cannot change old
 * hashes. */
#include "base/json.h"
#include "survey/spec_json.h"

const char *const wb_units_names[] = {"auto", "open", "ordered", NULL};
const char *const wb_deff_names[] = {"none", "wor", "wr", NULL};

const wb_estimand_member wb_estimand_members[] = {
    [WB_STATISTIC_MEAN] = {"variable", NULL, NULL},
    [WB_STATISTIC_TOTAL] = {"variable", NULL, NULL},
    [WB_STATISTIC_PROPORTION] = {"variable", NULL, NULL},
    [WB_STATISTIC_RATIO] = {"numerator", "denominator", NULL},
    [WB_STATISTIC_VARIANCE] = {"variable", NULL, NULL},
    [WB_STATISTIC_COVARIANCE] = {"x", "y", NULL},
    [WB_STATISTIC_CORRELATION] = {"x", "y", NULL},
    [WB_STATISTIC_QUANTILE] = {"variable", NULL, "probability"},
    [WB_STATISTIC_RANK] = {"variable", NULL, "score"},
};

static wb_status put_estimand(json_t *object, const wb_estimand *estimand, wb_error *err)
{
    wb_status st = WB_OK;
    int32_t statistic = estimand->statistic;

    WB_TRY(
        wb_json_put(object, "statistic", json_string(wb_statistic_name(statistic)), err));
    WB_TRY(wb_json_put(object, wb_estimand_members[statistic].variable,
                       json_string(estimand->variable), err));
    if (estimand->other != NULL)
        WB_TRY(wb_json_put(object, wb_estimand_members[statistic].other,
                           json_string(estimand->other), err));
    if (statistic == WB_STATISTIC_QUANTILE)
        WB_TRY(wb_json_put(object, "probability", json_real(estimand->probability), err));
    if (statistic == WB_STATISTIC_RANK)
        WB_TRY(wb_json_put(object, "score",
                           json_string(wb_rank_score_name(estimand->score)), err));
done:
    return st;
}

static wb_status put_estimands(json_t *root, const wb_spec *spec, wb_error *err)
{
    json_t *array = NULL;
    json_t *object = NULL;
    wb_status st = wb_json_put_array(root, "estimands", &array, err);
    for (size_t i = 0; st == WB_OK && i < spec->n_estimands; i++) {
        st = wb_json_push_object(array, &object, err);
        if (st == WB_OK)
            st = put_estimand(object, &spec->estimands[i], err);
    }
    return st;
}

/* A list of lists of names. */
static wb_status put_lists(json_t *object, const char *key, const wb_names *lists,
                           size_t n, wb_error *err)
{
    json_t *array = NULL;
    json_t *names = NULL;
    wb_status st = wb_json_put_array(object, key, &array, err);
    for (size_t i = 0; st == WB_OK && i < n; i++) {
        st = wb_json_push_array(array, &names, err);
        if (st == WB_OK)
            st = wb_json_push_names(names, &lists[i], 0, lists[i].count, err);
    }
    return st;
}

static wb_status put_categories(json_t *root, const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *array = NULL;
    json_t *object = NULL;

    WB_TRY(wb_json_put_array(root, "categories", &array, err));
    for (size_t i = 0; i < spec->n_categories; i++) {
        const wb_categories *of = &spec->categories[i];
        WB_TRY(wb_json_push_object(array, &object, err));
        WB_TRY(wb_json_put(object, "column", json_string(of->column), err));
        WB_TRY(wb_json_put_names(object, "categories", &of->names, err));
    }
done:
    return st;
}

/* The scales of the replicates, where one of them is given. */
static wb_status put_rscales(json_t *object, const wb_replicate_weights *replicates,
                             wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = replicates->columns.count;
    size_t given = 0;
    json_t *array = NULL;

    while (given < n && replicates->rscales[given] == 0)
        given++;
    if (given == n)
        return WB_OK;
    WB_TRY(wb_json_put_array(object, "rscales", &array, err));
    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_json_push(array, json_real(replicates->rscales[i]), err));
done:
    return st;
}

static wb_status put_replicates(json_t *root, const wb_replicate_weights *replicates,
                                wb_error *err)
{
    wb_status st = WB_OK;
    const wb_replicate_options *options = &replicates->options;
    const char *type = wb_replicate_type_name(options->type);
    json_t *object = NULL;

    if (type == NULL && replicates->columns.count == 0)
        return WB_OK;
    WB_TRY(wb_json_put_object(root, "replicates", &object, err));
    WB_TRY(wb_json_put_names(object, "columns", &replicates->columns, err));
    if (type != NULL)
        WB_TRY(wb_json_put(object, "type", json_string(type), err));
    if (options->mse != 0)
        WB_TRY(wb_json_put(object, "mse", json_true(), err));
    if (options->scale > 0)
        WB_TRY(wb_json_put(object, "scale", json_real(options->scale), err));
    if (options->rho > 0)
        WB_TRY(wb_json_put(object, "rho", json_real(options->rho), err));
    WB_TRY(put_rscales(object, replicates, err));
done:
    return st;
}

static wb_status put_calibration(json_t *root, const wb_calibration *calibration,
                                 wb_error *err)
{
    wb_status st = WB_OK;
    json_t *object = NULL;

    if (calibration->initial == NULL && calibration->n_margins == 0 &&
        calibration->auxiliaries.count == 0)
        return WB_OK;
    WB_TRY(wb_json_put_object(root, "calibration", &object, err));
    if (calibration->initial != NULL)
        WB_TRY(wb_json_put(object, "initial", json_string(calibration->initial), err));
    if (calibration->n_margins > 0)
        WB_TRY(put_lists(object, "margins", calibration->margins, calibration->n_margins,
                         err));
    if (calibration->auxiliaries.count > 0)
        WB_TRY(wb_json_put_names(object, "auxiliaries", &calibration->auxiliaries, err));
done:
    return st;
}

static wb_status put_design(json_t *root, const wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;

    if (spec->weights != NULL)
        WB_TRY(wb_json_put(root, "weights", json_string(spec->weights), err));
    if (spec->strata.count > 0)
        WB_TRY(wb_json_put_names(root, "strata", &spec->strata, err));
    if (spec->clusters.count > 0)
        WB_TRY(wb_json_put_names(root, "clusters", &spec->clusters, err));
    if (spec->fpc.count > 0)
        WB_TRY(wb_json_put_names(root, "fpc", &spec->fpc, err));
    if (spec->nested)
        WB_TRY(wb_json_put(root, "nested", json_true(), err));
    if (spec->units != WB_UNITS_AUTO)
        WB_TRY(wb_json_put(root, "units", json_string(wb_units_names[spec->units]), err));
    if (spec->design_effect != WB_DEFF_NONE)
        WB_TRY(wb_json_put(root, "design_effect",
                           json_string(wb_deff_names[spec->design_effect]), err));
    WB_TRY(put_replicates(root, &spec->replicates, err));
    WB_TRY(put_calibration(root, &spec->calibration, err));
done:
    return st;
}

wb_status wb_spec_canonical(const wb_spec *spec, wb_text *json, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_object();

    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(root, "format", json_string("werkbaar-spec/1.0"), err));
    WB_TRY(put_design(root, spec, err));
    WB_TRY(put_estimands(root, spec, err));
    if (spec->n_breakdowns > 0)
        WB_TRY(put_lists(root, "breakdowns", spec->breakdowns, spec->n_breakdowns, err));
    if (spec->n_categories > 0)
        WB_TRY(put_categories(root, spec, err));
    WB_TRY(wb_json_canonical(root, json, err));
done:
    json_decref(root);
    return st;
}

wb_status wb_spec_hash(const wb_spec *spec, char hash[WB_HASH_CHARS], wb_error *err)
{
    wb_text json = {0};
    uint8_t digest[32];
    wb_status st = wb_spec_canonical(spec, &json, err);
    if (st == WB_OK) {
        wb_sha256(json.bytes, json.length, digest);
        wb_hex(digest, sizeof digest, hash);
    }
    wb_text_free(&json);
    return st;
}

wb_status wb_spec_write(const wb_spec *spec, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text json = {0};

    if (spec == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "spec and writer are required");
    WB_TRY(wb_spec_canonical(spec, &json, err));
    WB_TRY(wb_writer_write(writer, json.bytes, json.length, err));
done:
    wb_text_free(&json);
    return st;
}
