/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/json.h"
#include "frame/fill.h"
#include "quality/roc.h"

#include <math.h>

static const char *const levels[] = {"problem", "acute"};
static const char *const comparisons[] = {"at_least", "at_most"};
static const char *const methods[] = {"design", "delong"};

static const wb_fill_column curve_columns[] = {
    {"level", WB_TYPE_DICTIONARY},
    {"criterion", WB_TYPE_DICTIONARY},
    {"score", WB_TYPE_DICTIONARY},
    {"comparison", WB_TYPE_DICTIONARY},
    {"cut", WB_TYPE_FLOAT64},
    {"cut_exact", WB_TYPE_UTF8},
    {"sensitivity", WB_TYPE_FLOAT64},
    {"sensitivity_se", WB_TYPE_FLOAT64},
    {"sensitivity_lower", WB_TYPE_FLOAT64},
    {"sensitivity_upper", WB_TYPE_FLOAT64},
    {"specificity", WB_TYPE_FLOAT64},
    {"specificity_se", WB_TYPE_FLOAT64},
    {"specificity_lower", WB_TYPE_FLOAT64},
    {"specificity_upper", WB_TYPE_FLOAT64},
    {"ppv", WB_TYPE_FLOAT64},
    {"ppv_se", WB_TYPE_FLOAT64},
    {"npv", WB_TYPE_FLOAT64},
    {"npv_se", WB_TYPE_FLOAT64},
    {"positive", WB_TYPE_FLOAT64},
    {"positive_se", WB_TYPE_FLOAT64},
    {"youden", WB_TYPE_FLOAT64},
    {"youden_se", WB_TYPE_FLOAT64},
    {"cost", WB_TYPE_FLOAT64},
    {"cost_se", WB_TYPE_FLOAT64},
    {"best_youden", WB_TYPE_BOOL},
    {"best_cost", WB_TYPE_BOOL},
    {NULL, WB_TYPE_NULL},
};

static const wb_fill_column auc_columns[] = {
    {"level", WB_TYPE_DICTIONARY}, {"criterion", WB_TYPE_DICTIONARY},
    {"score", WB_TYPE_DICTIONARY}, {"method", WB_TYPE_DICTIONARY},
    {"auc", WB_TYPE_FLOAT64},      {"se", WB_TYPE_FLOAT64},
    {"lower", WB_TYPE_FLOAT64},    {"upper", WB_TYPE_FLOAT64},
    {"df", WB_TYPE_FLOAT64},       {"n_positive", WB_TYPE_INT64},
    {"n_negative", WB_TYPE_INT64}, {"status", WB_TYPE_DICTIONARY},
    {NULL, WB_TYPE_NULL},
};

/* ---- what both frames say of themselves ---- */

/* A prevalence that was given; else nothing. */
static json_t *given(double prevalence)
{
    return isnan(prevalence) ? NULL : json_real(prevalence);
}

static wb_status describe(const wb_roc_asked *asked, const wb_frame *origin,
                          const char *kind, wb_frame *frame, wb_error *err)
{
    static const char nl[] =
        "Gevonden in deze steekproef, dus daar te gunstig voor; geen officiële "
        "WBM-grenswaarde.";
    static const char en[] = "Found in this sample, so too favourable in it; no official "
                             "WBM cut-off.";
    wb_status st = WB_OK;
    const wb_roc_options *o = &asked->options;
    json_t *source = NULL;
    json_t *root;

    WB_TRY(wb_frame_origin(origin, &source, err));
    root = json_pack(
        "{s:s, s:s, s:f, s:s*, s:{s:f, s:f, s:o*, s:f, s:f, s:o*}, s:{s:s, "
        "s:s}, s:o*}",
        "kind", kind, "library", wb_version(), "level", asked->estimating.level, "domain",
        o->domain, "costs", "missed", o->cost_missed, "false_alarm", o->cost_false_alarm,
        "prevalence", given(o->prevalence), "missed_acute", o->cost_missed_acute,
        "false_alarm_acute", o->cost_false_alarm_acute, "prevalence_acute",
        given(o->prevalence_acute), "note", "nl", nl, "en", en, "source", source);
    st = wb_frame_describe(frame, root, err);
    json_decref(root);
done:
    return st;
}

static wb_status fill_subject(const wb_roc_asked *asked, size_t level, wb_fill *fill,
                              wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, levels[level], err));
    WB_TRY(wb_fill_text(fill, asked->criteria[level], err));
    WB_TRY(wb_fill_text(fill, asked->score, err));
done:
    return st;
}

/* ---- the curve ---- */

static wb_status fill_point(const wb_roc_point *point, wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t s = 0; s < WB_ROC_STATISTICS; s++) {
        WB_TRY(wb_fill_double(fill, point->values[s], err));
        WB_TRY(wb_fill_double(fill, point->ses[s], err));
        if (s <= WB_ROC_SPECIFICITY) {
            WB_TRY(wb_fill_double(fill, point->bounds[s].lower, err));
            WB_TRY(wb_fill_double(fill, point->bounds[s].upper, err));
        }
    }
done:
    return st;
}

static wb_status fill_curve(const wb_roc_asked *asked, size_t level,
                            const wb_roc_result *result, wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_roc_curve *curve = &result->curve;
    char exact[WB_NUMBER_CHARS];

    for (size_t k = 0; k < curve->n; k++) {
        WB_TRY(fill_subject(asked, level, fill, err));
        WB_TRY(wb_fill_text(fill, comparisons[asked->options.direction], err));
        WB_TRY(wb_fill_double(fill, result->totals.scores[k], err));
        wb_roc_fraction(exact, result->totals.scores[k]);
        WB_TRY(wb_fill_text(fill, exact, err));
        WB_TRY(fill_point(&curve->points[k], fill, err));
        WB_TRY(wb_fill_int64(fill, k == curve->best_youden, err));
        WB_TRY(wb_fill_int64(fill, k == curve->best_cost, err));
    }
done:
    return st;
}

static wb_status make_curve(const wb_roc_asked *asked, const wb_roc_result *results,
                            const wb_frame *origin, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_frame *frame = NULL;

    WB_TRY(wb_fill_columns(&fill, curve_columns, err));
    for (size_t j = 0; j < asked->n_levels; j++)
        WB_TRY(fill_curve(asked, j, &results[j], &fill, err));
    WB_TRY(wb_fill_finish(&fill, &frame, err));
    WB_TRY(describe(asked, origin, "roc_curve", frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_fill_close(&fill);
    wb_frame_free(frame);
    return st;
}

/* ---- the area ---- */

static wb_status fill_area(const wb_roc_asked *asked, size_t level, size_t method,
                           const wb_roc_result *result, wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_roc_area *area = &result->areas[method];
    const wb_roc_totals *totals = method == 0 ? &result->totals : &result->counts;
    const double numbers[] = {area->auc, area->se, area->lower, area->upper,
                              isinf(area->df) ? (double)NAN : area->df};

    WB_TRY(fill_subject(asked, level, fill, err));
    WB_TRY(wb_fill_text(fill, methods[method], err));
    WB_TRY(wb_fill_doubles(fill, numbers, sizeof numbers / sizeof *numbers, err));
    WB_TRY(wb_fill_int64(fill, totals->rows[0], err));
    WB_TRY(wb_fill_int64(fill, totals->rows[1], err));
    WB_TRY(wb_fill_text(fill, wb_estimate_status_name(area->status), err));
done:
    return st;
}

static wb_status make_auc(const wb_roc_asked *asked, const wb_roc_result *results,
                          const wb_frame *origin, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_frame *frame = NULL;

    WB_TRY(wb_fill_columns(&fill, auc_columns, err));
    for (size_t j = 0; j < asked->n_levels; j++) {
        WB_TRY(fill_area(asked, j, 0, &results[j], &fill, err));
        WB_TRY(fill_area(asked, j, 1, &results[j], &fill, err));
    }
    WB_TRY(wb_fill_finish(&fill, &frame, err));
    WB_TRY(describe(asked, origin, "roc_auc", frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_fill_close(&fill);
    wb_frame_free(frame);
    return st;
}

wb_status wb_roc_frames(const wb_roc_asked *asked, const wb_roc_result *results,
                        const wb_frame *origin, wb_frame **curve, wb_frame **auc,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *first = NULL;

    WB_TRY(make_curve(asked, results, origin, &first, err));
    WB_TRY(make_auc(asked, results, origin, auc, err));
    *curve = first;
    first = NULL;
done:
    wb_frame_free(first);
    return st;
}
