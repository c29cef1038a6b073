/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One pass: a tally of the score by the criterion under the design, and one of plain
 * counts for what is said without it. */
#include "quality/roc.h"

#include "survey/make.h"

#include <math.h>

/* ---- what is asked ---- */

static wb_status check_number(const char *what, double *value, double otherwise,
                              double most, wb_error *err)
{
    if (*value == 0)
        *value = otherwise;
    if (isnan(*value) || (*value > 0 && *value < most))
        return WB_OK;
    return wb_fail(err, WB_E_ARG, "%s is no %s", what,
                   isinf(most) ? "finite number above 0" : "share between 0 and 1");
}

static wb_status check_options(wb_roc_options *o, wb_error *err)
{
    wb_status st = WB_OK;
    const double any = (double)INFINITY, unknown = (double)NAN;

    if (isnan(o->cost_missed + o->cost_false_alarm + o->cost_missed_acute +
              o->cost_false_alarm_acute + o->prevalence + o->prevalence_acute))
        return wb_fail(err, WB_E_ARG, "a cost or prevalence is NaN");
    if (o->direction != WB_ROC_HIGH && o->direction != WB_ROC_LOW)
        return wb_fail(err, WB_E_ARG, "direction is %d, not a wb_roc_direction",
                       (int)o->direction);
    WB_TRY(check_number("cost_missed", &o->cost_missed, 1, any, err));
    WB_TRY(check_number("cost_false_alarm", &o->cost_false_alarm, 1, any, err));
    WB_TRY(check_number("cost_missed_acute", &o->cost_missed_acute, 1, any, err));
    WB_TRY(
        check_number("cost_false_alarm_acute", &o->cost_false_alarm_acute, 1, any, err));
    WB_TRY(check_number("prevalence", &o->prevalence, unknown, 1, err));
    WB_TRY(check_number("prevalence_acute", &o->prevalence_acute, unknown, 1, err));
done:
    return st;
}

static wb_status read_asked(const char *score, const char *criterion,
                            const wb_roc_options *options,
                            const wb_estimate_options *estimating, wb_roc_asked *asked,
                            wb_error *err)
{
    wb_status st = WB_OK;
    wb_roc_options *ours = &asked->options;
    bool acute;

    *asked = (wb_roc_asked){.score = score, .criteria = {criterion, criterion}};
    *ours = (wb_roc_options)WB_ROC_OPTIONS_INIT;
    WB_TRY(wb_options_read_whole(ours, sizeof *ours, offsetof(wb_roc_options, reserved1),
                                 options, err));
    acute = ours->acute != NULL || ours->cost_missed_acute != 0 ||
            ours->cost_false_alarm_acute != 0 || ours->prevalence_acute != 0;
    asked->n_levels = acute ? 2 : 1;
    if (ours->acute != NULL)
        asked->criteria[1] = ours->acute;
    WB_TRY(check_options(ours, err));
    WB_TRY(wb_estimate_options_read(estimating, &asked->estimating, err));
    asked->estimating.drop_empty = 0;
    asked->estimating.precision = 0;
done:
    return st;
}

/* ---- the specifications ---- */

static wb_status ask(const wb_roc_asked *asked, wb_spec *spec, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, WB_ROC_SCORE, err));
    for (size_t j = 0; j < asked->n_levels; j++)
        WB_TRY(wb_spec_add_breakdown(spec, &wb_roc_criterion_names[j], 1, err));
done:
    return st;
}

/* The design with what is asked here; rows by score and criterion share clusters, which
 * then cannot close. */
static wb_status design_spec(const wb_roc_asked *asked, const wb_spec *design,
                             wb_spec **out, wb_names *columns, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;
    wb_frame *names = NULL;

    if (design == NULL)
        WB_TRY(wb_spec_new(&spec, err));
    else
        WB_TRY(wb_spec_copy_design(design, &spec, err));
    WB_TRY(wb_spec_columns(spec, &names, err));
    for (int64_t i = 0; i < wb_frame_row_count(names); i++) {
        char room[WB_NUMBER_CHARS];
        size_t length;
        const char *text = wb_cell_text(names, 0, i, room, &length);
        char *name = wb_copy_text(text, length);
        st = name == NULL ? wb_fail_nomem(err) : wb_names_add(columns, name, err);
        wb_release(name);
        WB_TRY(st);
    }
    if (asked->estimating.replicates != WB_REPLICATE_NONE)
        spec->units = WB_UNITS_OPEN;
    WB_TRY(ask(asked, spec, err));
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    wb_frame_free(names);
    return st;
}

/* ---- the pass ---- */

typedef struct pass {
    const wb_roc_asked *asked;
    wb_names design; /* columns */
    wb_tally *tally;
    wb_tally *plain;
    int64_t n_rows;
} pass;

static void end_pass(pass *at)
{
    wb_names_free(&at->design);
    wb_tally_free(at->tally);
    wb_tally_free(at->plain);
}

static wb_status begin_pass(const wb_spec *design, pass *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_spec *spec = NULL;
    wb_spec *plain = NULL;

    WB_TRY(design_spec(at->asked, design, &spec, &at->design, err));
    WB_TRY(wb_tally_new(spec, &at->tally, err));
    WB_TRY(wb_spec_new(&plain, err));
    WB_TRY(ask(at->asked, plain, err));
    WB_TRY(wb_tally_new(plain, &at->plain, err));
done:
    wb_spec_free(spec);
    wb_spec_free(plain);
    return st;
}

static wb_status take_rows(pass *at, const wb_frame *rows, const wb_run *run,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *derived = NULL;

    WB_TRY(wb_roc_derive(at->asked, &at->design, rows, at->n_rows, &derived, err));
    WB_TRY(wb_tally_update(at->tally, derived, run, err));
    WB_TRY(wb_tally_update(at->plain, derived, NULL, err));
    at->n_rows += wb_frame_row_count(rows);
done:
    wb_frame_free(derived);
    return st;
}

static wb_status take_source(pass *at, wb_source *source, const wb_run *run,
                             wb_error *err)
{
    wb_status st = WB_OK;

    for (;;) {
        wb_frame *rows = NULL;
        WB_TRY(wb_source_next(source, &rows, err));
        if (rows == NULL)
            break;
        st = take_rows(at, rows, run, err);
        wb_frame_free(rows);
        WB_TRY(st);
    }
    if (at->n_rows == 0)
        st = wb_fail(err, WB_E_DATA, "there are no rows");
done:
    return st;
}

/* ---- what comes out ---- */

static wb_roc_costs costs_of(const wb_roc_options *o, size_t level)
{
    if (level == 0)
        return (wb_roc_costs){o->cost_missed, o->cost_false_alarm, o->prevalence};
    return (wb_roc_costs){o->cost_missed_acute, o->cost_false_alarm_acute,
                          o->prevalence_acute};
}

static wb_status make_result(const wb_roc_asked *asked, size_t level,
                             const wb_inference *inference, const wb_inference *plain,
                             wb_roc_result *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_estimate_options *estimating = &asked->estimating;

    out->costs = costs_of(&asked->options, level);
    WB_TRY(wb_roc_totals_init(asked, level, inference, &out->totals, err));
    WB_TRY(wb_roc_totals_init(asked, level, plain, &out->counts, err));
    WB_TRY(wb_roc_area_of(&out->totals, estimating->level, &out->areas[0], err));
    wb_roc_delong(&out->counts, estimating->level, &out->areas[1]);
    WB_TRY(wb_roc_curve_init(&out->totals, &out->costs, estimating, &out->curve, err));
done:
    return st;
}

static wb_status make_results(const pass *at, const wb_run *run, wb_frame **curve,
                              wb_frame **auc, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_roc_asked *asked = at->asked;
    const wb_estimate_options simple = {.struct_size = sizeof simple,
                                        .lonely = WB_LONELY_CERTAINTY};
    wb_inference *inference = NULL;
    wb_inference *plain = NULL;
    wb_roc_result results[WB_ROC_LEVELS] = {0};

    WB_TRY(wb_inference_new(at->tally, &asked->estimating, run, &inference, err));
    WB_TRY(wb_inference_new(at->plain, &simple, NULL, &plain, err));
    for (size_t j = 0; j < asked->n_levels; j++)
        WB_TRY(make_result(asked, j, inference, plain, &results[j], err));
    WB_TRY(wb_roc_frames(asked, results, wb_inference_frame(inference), curve, auc, err));
done:
    for (size_t j = 0; j < WB_ROC_LEVELS; j++) {
        wb_roc_totals_free(&results[j].totals);
        wb_roc_totals_free(&results[j].counts);
        wb_roc_curve_free(&results[j].curve);
    }
    wb_inference_free(inference);
    wb_inference_free(plain);
    return st;
}

wb_status wb_roc(wb_source *source, const char *score, const char *criterion,
                 const wb_spec *spec, const wb_roc_options *options,
                 const wb_estimate_options *estimating, const wb_run *run,
                 wb_frame **curve, wb_frame **auc, wb_error *err)
{
    wb_status st = WB_OK;
    wb_roc_asked asked;
    pass at = {.asked = &asked};

    if (curve != NULL)
        *curve = NULL;
    if (auc != NULL)
        *auc = NULL;
    if (source == NULL || score == NULL || criterion == NULL || curve == NULL ||
        auc == NULL)
        return wb_fail(err, WB_E_ARG,
                       "source, score, criterion, curve and auc are required");
    WB_TRY(read_asked(score, criterion, options, estimating, &asked, err));
    WB_TRY(begin_pass(spec, &at, err));
    WB_TRY(take_source(&at, source, run, err));
    WB_TRY(make_results(&at, run, curve, auc, err));
done:
    end_pass(&at);
    return st;
}
