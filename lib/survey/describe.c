/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the estimates frame says of itself. */
#include "base/json.h"
#include "base/text.h"
#include "survey/interval.h"
#include "survey/make.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A list with what goes before it and between its names. */
static wb_status add_names(wb_text *words, const wb_names *names, const char *before,
                           const char *between, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < names->count && st == WB_OK; i++)
        st = wb_text_format(words, err, "%s%s", i == 0 ? before : between,
                            names->items[i]);
    return st;
}

static wb_status design_in_words(const wb_spec *spec, wb_text *words, wb_error *err)
{
    wb_status st = WB_OK;

    if (spec->replicates.columns.count > 0)
        WB_TRY(wb_text_format(words, err, "%zu columns of replicate weights (%s)",
                              spec->replicates.columns.count,
                              wb_replicate_type_name(spec->replicates.options.type)));
    else if (spec->clusters.count == 0)
        WB_TRY(wb_text_add(words, "rows as sampling units", err));
    WB_TRY(add_names(words, &spec->clusters, "clusters ", " > ", err));
    WB_TRY(add_names(words, &spec->strata, ", strata ", " x ", err));
    if (spec->weights != NULL)
        WB_TRY(wb_text_format(words, err, ", weights %s", spec->weights));
    else
        WB_TRY(wb_text_add(words, ", no weights", err));
    if (spec->calibration.initial != NULL)
        WB_TRY(
            wb_text_format(words, err, " calibrated from %s", spec->calibration.initial));
    if (spec->fpc.count > 0)
        WB_TRY(add_names(words, &spec->fpc, ", fpc ", " > ", err));
    else if (spec->replicates.columns.count == 0)
        WB_TRY(wb_text_add(words, ", drawn with replacement", err));
done:
    return st;
}

static const char *lonely_name(int32_t lonely)
{
    static const char *const names[] = {"fail", "certainty", "centre", "average",
                                        "collapse"};
    return names[lonely];
}

static const char *quantile_rule_name(int32_t rule)
{
    static const char *const names[] = {"math", "school", "hf7"};
    return names[rule];
}

static bool has_quantiles(const wb_spec *spec)
{
    for (size_t i = 0; i < spec->n_estimands; i++) {
        if (spec->estimands[i].statistic == WB_STATISTIC_QUANTILE)
            return true;
    }
    return false;
}

/* One member; false without memory. */
static bool put(json_t *object, const char *key, json_t *value)
{
    return wb_json_put(object, key, value, NULL) == WB_OK;
}

/* How replicates were made: with this anyone can make them again. */
static bool put_made(json_t *root, const wb_estimate_options *o, int32_t n)
{
    json_t *made = json_object();
    bool done = put(root, "replicates", made) &&
                put(made, "type", json_string(wb_replicate_type_name(o->replicates))) &&
                put(made, "n", json_integer(n)) &&
                (o->mse == 0 || put(made, "mse", json_true()));

    if (done && o->replicates == WB_REPLICATE_FAY)
        done = put(made, "rho", json_real(o->rho));
    if (done && o->replicates == WB_REPLICATE_BOOTSTRAP) {
        char seed[WB_NUMBER_CHARS]; /* a number of JSON is exact up to 2^53 only */
        snprintf(seed, sizeof seed, "%" PRIu64, o->seed);
        done = put(made, "seed", json_string(seed));
    }
    return done;
}

/* Options that are not at their default. */
static bool put_options(json_t *root, const wb_sample *sample)
{
    const wb_estimate_options *o = sample->options;

    return (o->lonely_in_domain == 0 || put(root, "lonely_in_domain", json_true())) &&
           (o->ultimate_cluster == 0 || put(root, "ultimate_cluster", json_true())) &&
           (o->df == 0 || put(root, "df", json_real(o->df))) &&
           (!has_quantiles(sample->tally->spec) ||
            put(root, "quantile_rule",
                json_string(quantile_rule_name(o->quantile_rule)))) &&
           (sample->made == NULL || put_made(root, o, sample->replication->n));
}

wb_status wb_describe_estimates(const wb_sample *sample, wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_tally *tally = sample->tally;
    const wb_estimate_options *options = sample->options;
    wb_text words = {0};
    json_t *source = NULL;
    json_t *root = NULL;
    json_error_t error;

    WB_TRY(design_in_words(tally->spec, &words, err));
    if (tally->origin != NULL &&
        (source = wb_json_load(tally->origin, strlen(tally->origin), 0, NULL, &error)) ==
            NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    root = json_pack("{s:s, s:s, s:s, s:s, s:s, s:f, s:s, s:I, s:o*}", "kind",
                     "estimates", "library", wb_version(), "spec", tally->hash, "design",
                     words.bytes, "interval", wb_interval_name(options->interval),
                     "level", options->level, "lonely", lonely_name(options->lonely),
                     "rows", (json_int_t)sample->state->n_rows, "source", source);
    if (root != NULL && !put_options(root, sample)) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_frame_describe(frame, root, err));
done:
    json_decref(root);
    wb_text_free(&words);
    return st;
}
