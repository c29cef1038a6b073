/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* wb_plan_evaluate(): a row for each target of a plan. */
#include "plan/evaluate.h"
#include "plan/changes.h"
#include "plan/follow.h"

#include <math.h>
#include <string.h>

/* ---- the frame ---- */

enum {
    C_TARGET,
    C_OF,
    C_TITLE,
    C_INDICATOR,
    C_UNIT,
    C_FROM,
    C_TO,
    C_FROM_DATE,
    C_DATE,
    C_WAVE,
    C_ESTIMATE,
    C_SE,
    C_DF,
    C_LOWER,
    C_UPPER,
    C_N,
    C_PATH,
    C_AGAINST_TARGET,
    C_AGAINST_PATH,
    C_P_BETTER,
    C_BASELINE_WAVE,
    C_BASELINE,
    C_BASELINE_SE,
    C_CHANGE,
    C_CHANGE_SE,
    C_CHANGE_DF,
    C_CHANGE_LOWER,
    C_CHANGE_UPPER,
    C_CHANGE_P,
    C_DETECTABLE,
    C_CERTAINTY,
    C_VERDICT,
    C_RECORDED,
    C_TEXT,
    N_COLUMNS
};

static const struct {
    const char *name;
    wb_type type;
} columns[N_COLUMNS] = {
    [C_TARGET] = {"target", WB_TYPE_UTF8},
    [C_OF] = {"of", WB_TYPE_UTF8},
    [C_TITLE] = {"title", WB_TYPE_UTF8},
    [C_INDICATOR] = {"indicator", WB_TYPE_UTF8},
    [C_UNIT] = {"unit", WB_TYPE_UTF8},
    [C_FROM] = {"from", WB_TYPE_FLOAT64},
    [C_TO] = {"to", WB_TYPE_FLOAT64},
    [C_FROM_DATE] = {"from_date", WB_TYPE_UTF8},
    [C_DATE] = {"date", WB_TYPE_UTF8},
    [C_WAVE] = {"wave", WB_TYPE_UTF8},
    [C_ESTIMATE] = {"estimate", WB_TYPE_FLOAT64},
    [C_SE] = {"se", WB_TYPE_FLOAT64},
    [C_DF] = {"df", WB_TYPE_FLOAT64},
    [C_LOWER] = {"lower", WB_TYPE_FLOAT64},
    [C_UPPER] = {"upper", WB_TYPE_FLOAT64},
    [C_N] = {"n", WB_TYPE_INT64},
    [C_PATH] = {"path", WB_TYPE_FLOAT64},
    [C_AGAINST_TARGET] = {"against_target", WB_TYPE_DICTIONARY},
    [C_AGAINST_PATH] = {"against_path", WB_TYPE_DICTIONARY},
    [C_P_BETTER] = {"p_better", WB_TYPE_FLOAT64},
    [C_BASELINE_WAVE] = {"baseline_wave", WB_TYPE_UTF8},
    [C_BASELINE] = {"baseline", WB_TYPE_FLOAT64},
    [C_BASELINE_SE] = {"baseline_se", WB_TYPE_FLOAT64},
    [C_CHANGE] = {"change", WB_TYPE_FLOAT64},
    [C_CHANGE_SE] = {"change_se", WB_TYPE_FLOAT64},
    [C_CHANGE_DF] = {"change_df", WB_TYPE_FLOAT64},
    [C_CHANGE_LOWER] = {"change_lower", WB_TYPE_FLOAT64},
    [C_CHANGE_UPPER] = {"change_upper", WB_TYPE_FLOAT64},
    [C_CHANGE_P] = {"change_p", WB_TYPE_FLOAT64},
    [C_DETECTABLE] = {"detectable", WB_TYPE_FLOAT64},
    [C_CERTAINTY] = {"certainty", WB_TYPE_DICTIONARY},
    [C_VERDICT] = {"verdict", WB_TYPE_DICTIONARY},
    [C_RECORDED] = {"recorded", WB_TYPE_DICTIONARY},
    [C_TEXT] = {"text", WB_TYPE_UTF8},
};

static wb_status add_columns(wb_evaluating *e, wb_error *err)
{
    wb_status st;
    size_t column;

    WB_TRY(wb_builder_new(&e->builder, err));
    for (size_t i = 0; i < N_COLUMNS; i++)
        WB_TRY(wb_builder_add_column(e->builder, columns[i].name, columns[i].type,
                                     &column, err));
    for (wb_verdict v = 0; v < WB_N_VERDICTS; v++)
        WB_TRY(wb_builder_category(e->builder, C_VERDICT, wb_verdict_name(v),
                                   strlen(wb_verdict_name(v)), err));
done:
    return st;
}

static wb_status put_text(wb_evaluating *e, size_t column, const char *text,
                          wb_error *err)
{
    if (text == NULL)
        return wb_builder_missing(e->builder, column, err);
    return wb_builder_text(e->builder, column, text, strlen(text), err);
}

static wb_status put_number(wb_evaluating *e, size_t column, double value, wb_error *err)
{
    /* Degrees of freedom that nobody gave are infinite inside. */
    return wb_builder_double(e->builder, column, isinf(value) ? NAN : value, err);
}

static wb_status put_wave(wb_evaluating *e, size_t column, const wb_reading *reading,
                          wb_error *err)
{
    char room[WB_NUMBER_CHARS];
    size_t length = 0;
    const char *text;

    if (reading->bound != WB_BOUND_ROW)
        return wb_builder_missing(e->builder, column, err);
    text = wb_cell_text(e->readings.frame, (size_t)e->readings.wave, reading->row, room,
                        &length);
    return wb_builder_text(e->builder, column, text, length, err);
}

static wb_status put_n(wb_evaluating *e, const wb_evaluated *x, wb_error *err)
{
    const wb_readings *r = &e->readings;

    if (isnan(x->now.estimate) || r->n < 0 ||
        wb_frame_is_missing(r->frame, (size_t)r->n, x->now.row))
        return wb_builder_missing(e->builder, C_N, err);
    return wb_builder_int64(e->builder, C_N,
                            wb_frame_int64(r->frame, (size_t)r->n, x->now.row), err);
}

static wb_status put_numbers(wb_evaluating *e, const wb_evaluated *x, wb_error *err)
{
    const wb_moved *m = &x->moved;
    const struct {
        size_t column;
        double value;
    } cells[] = {
        {C_FROM, x->from},
        {C_TO, x->to},
        {C_ESTIMATE, x->now.estimate},
        {C_SE, x->now.se},
        {C_DF, x->now.df},
        {C_LOWER, x->now.lower},
        {C_UPPER, x->now.upper},
        {C_PATH, x->path},
        {C_P_BETTER, x->p_better},
        {C_BASELINE, x->then.estimate},
        {C_BASELINE_SE, x->then.se},
        {C_CHANGE, m->change},
        {C_CHANGE_SE, m->se},
        {C_CHANGE_DF, m->df},
        {C_CHANGE_LOWER, m->lower},
        {C_CHANGE_UPPER, m->upper},
        {C_CHANGE_P, m->p},
        {C_DETECTABLE, x->detectable},
    };
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        WB_TRY(put_number(e, cells[i].column, cells[i].value, err));
done:
    return st;
}

/* What people concluded themselves: the last evaluation with a verdict. */
static const char *recorded_of(const wb_record *target)
{
    const char *verdict = NULL;

    for (const wb_record *r = wb_record_first(target->parent, "evaluations"); r != NULL;
         r = wb_record_next(r)) {
        const char *own = wb_record_text(r, "verdict");
        verdict = own != NULL ? own : verdict;
    }
    return verdict;
}

static wb_status put_words(wb_evaluating *e, const wb_evaluated *x, wb_error *err)
{
    static const char *const at_target[] = {NULL, "beyond", "around", "short"};
    static const char *const at_path[] = {NULL, "ahead", "around", "behind"};
    const char *certainty = wb_reading_has_interval(&x->now) ? "interval" : "none";
    const struct {
        size_t column;
        const char *text;
    } cells[] = {
        {C_TARGET, x->target->id},
        {C_OF, x->target->parent->id},
        {C_TITLE, x->title},
        {C_INDICATOR, x->indicator},
        {C_UNIT, x->unit},
        {C_FROM_DATE, wb_record_text(x->target, "from_date")},
        {C_DATE, x->date},
        {C_AGAINST_TARGET, at_target[x->against_target]},
        {C_AGAINST_PATH, at_path[x->against_path]},
        {C_CERTAINTY, isnan(x->now.estimate) ? NULL : certainty},
        {C_VERDICT, wb_verdict_name(x->verdict)},
        {C_RECORDED, recorded_of(x->target)},
    };
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        WB_TRY(put_text(e, cells[i].column, cells[i].text, err));
done:
    return st;
}

static wb_status put_target(wb_evaluating *e, const wb_record *target, wb_error *err)
{
    wb_evaluated x = wb_target_evaluate(e, target);
    wb_text text = {0};
    wb_status st;

    WB_TRY(wb_evaluated_tell(&x, &e->readings, e->options.language, &text, err));
    WB_TRY(put_words(e, &x, err));
    WB_TRY(put_numbers(e, &x, err));
    WB_TRY(put_wave(e, C_WAVE, &x.now, err));
    WB_TRY(put_wave(e, C_BASELINE_WAVE, &x.then, err));
    WB_TRY(put_n(e, &x, err));
    WB_TRY(put_text(e, C_TEXT, text.bytes, err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status put_all(wb_evaluating *e, wb_error *err)
{
    wb_status st = WB_OK;

    for (const wb_record *r = e->plan->root; r != NULL;
         r = wb_record_walk(e->plan->root, r)) {
        if (wb_record_is(r, "target"))
            WB_TRY(put_target(e, r, err));
    }
done:
    return st;
}

static wb_status describe(const wb_evaluating *e, wb_frame *frame, wb_error *err)
{
    static const char meaning[] =
        "where estimates stand against the numbers and dates of the plan, and what moved "
        "since its start; no proof that the plan moved it";
    const wb_plan *plan = e->plan;
    char today[WB_NUMBER_CHARS];
    json_t *source, *root;
    wb_status st = wb_frame_origin(e->readings.frame, &source, err);

    if (st != WB_OK)
        return st;
    wb_format_date(today, e->today);
    root = json_pack("{s:s, s:s, s:s, s:s, s:{s:s, s:s, s:s}, s:f, s:f, s:s, s:s, s:o*}",
                     "kind", "plan evaluation", "library", wb_version(), "meaning",
                     meaning, "today", today, "plan", "id", wb_plan_id(plan), "version",
                     wb_plan_version(plan), "hash", wb_plan_hash(plan), "level",
                     e->options.level, "power", e->options.power, "samples",
                     "independent", "df", "satterthwaite", "source", source);
    st = wb_frame_describe(frame, root, err);
    json_decref(root);
    return st;
}

/* ---- options ---- */

static wb_status check_share(const char *what, double usual, double *value, wb_error *err)
{
    if (*value == 0)
        *value = usual;
    if (!(*value > 0 && *value < 1))
        return wb_fail(err, WB_E_ARG, "%s is between 0 and 1", what);
    return WB_OK;
}

static wb_status read_options(const wb_plan_evaluate_options *theirs,
                              wb_plan_evaluate_options *ours, wb_error *err)
{
    wb_status st;

    *ours = (wb_plan_evaluate_options)WB_PLAN_EVALUATE_OPTIONS_INIT;
    WB_TRY(wb_options_read(ours, sizeof *ours, theirs, err));
    WB_TRY(check_share("level", 0.95, &ours->level, err));
    WB_TRY(check_share("power", 0.8, &ours->power, err));
    WB_TRY(wb_language_check(ours->language, err));
    ours->language = ours->language != NULL ? ours->language : "en";
    if (ours->n_where > 0 && ours->where == NULL)
        st = wb_fail(err, WB_E_ARG, "where is NULL, n_where is not 0");
done:
    return st;
}

wb_status wb_plan_evaluate(const wb_plan *plan, const wb_frame *estimates,
                           const char *wave, const char *today,
                           const wb_plan_evaluate_options *options, wb_frame **out,
                           wb_error *err)
{
    wb_evaluating e = {.plan = plan};
    wb_frame *view = NULL;
    wb_frame *frame = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    if (plan == NULL || estimates == NULL || wave == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "plan, estimates, wave and out are required");
    WB_TRY(read_options(options, &e.options, err));
    WB_TRY(wb_day_read(today, "today", &e.today, err));
    WB_TRY(wb_frame_apply_ranges(estimates, &view, err));
    WB_TRY(wb_readings_init(&e.readings, view != NULL ? view : estimates, wave, e.today,
                            &e.options, err));
    WB_TRY(add_columns(&e, err));
    WB_TRY(put_all(&e, err));
    WB_TRY(wb_builder_finish(e.builder, &frame, err));
    WB_TRY(describe(&e, frame, err));
    *out = frame;
    frame = NULL;
done:
    wb_frame_free(frame);
    wb_builder_free(e.builder);
    wb_readings_free(&e.readings);
    wb_frame_free(view);
    return st;
}
