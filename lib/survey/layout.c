/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/layout.h"

#include <string.h>

static size_t key_of(wb_layout *layout, const char *name)
{
    size_t i = 0;
    while (i < layout->n_keys && strcmp(layout->key_names[i], name) != 0)
        i++;
    if (i == layout->n_keys)
        layout->key_names[layout->n_keys++] = name;
    return i;
}

static wb_status key_list(wb_layout *layout, const wb_names *names, wb_key_list *list,
                          wb_error *err)
{
    list->keys = wb_allocate(names->count, sizeof *list->keys);
    if (list->keys == NULL)
        return wb_fail_nomem(err);
    list->n = names->count;
    for (size_t i = 0; i < names->count; i++)
        list->keys[i] = key_of(layout, names->items[i]);
    return WB_OK;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* What an estimand needs summed; the key of a category is found later. */
static wb_outcome outcome_for(const wb_spec *spec, const wb_estimand *estimand)
{
    bool squares = spec->design_effect != WB_DEFF_NONE;
    wb_outcome outcome = {.variable = estimand->variable, .n_terms = WB_PLAIN_TERMS};

    switch (estimand->statistic) {
    case WB_STATISTIC_PROPORTION:
        outcome.by_category = true;
        break;
    case WB_STATISTIC_RATIO: /* its terms are w·x and w·y, x the denominator */
        outcome.variable = estimand->other;
        outcome.other = estimand->variable;
        outcome.n_terms = squares ? WB_PAIR_TERMS : WB_PLAIN_TERMS;
        break;
    case WB_STATISTIC_COVARIANCE:
    case WB_STATISTIC_CORRELATION:
        outcome.other = estimand->other;
        outcome.n_terms = WB_PAIR_TERMS;
        break;
    default:
        if (squares || estimand->statistic == WB_STATISTIC_VARIANCE)
            outcome.n_terms = WB_SQUARES_TERMS;
        break;
    }
    return outcome;
}

/* A plain outcome with squares serves what needs none. */
static size_t outcome_of(wb_layout *layout, wb_outcome wanted)
{
    for (size_t i = 0; i < layout->n_outcomes; i++) {
        wb_outcome *there = &layout->outcomes[i];
        bool plain = there->other == NULL;
        if (there->role != WB_ROLE_PLAIN || there->by_category != wanted.by_category ||
            strcmp(there->variable, wanted.variable) != 0 ||
            !same_text(there->other, wanted.other) ||
            (!plain && there->n_terms != wanted.n_terms))
            continue;
        if (there->n_terms < wanted.n_terms)
            there->n_terms = wanted.n_terms;
        return i;
    }
    if (wanted.by_category)
        wanted.key = key_of(layout, wanted.variable);
    layout->outcomes[layout->n_outcomes] = wanted;
    return layout->n_outcomes++;
}

static bool is_distribution(const wb_estimand *estimand)
{
    return estimand->statistic == WB_STATISTIC_QUANTILE ||
           estimand->statistic == WB_STATISTIC_RANK;
}

static size_t variable_of(wb_layout *layout, const char *name)
{
    size_t i = 0;
    while (i < layout->n_variables && strcmp(layout->variables[i], name) != 0)
        i++;
    if (i == layout->n_variables)
        layout->variables[layout->n_variables++] = name;
    return i;
}

/* In the first pass a quantile or rank has no outcome; in the second a quantile has two,
 * for 1(y <= q) depends on the rule. */
static size_t derived_outcome(wb_layout *layout, const wb_estimand *estimand,
                              size_t variable)
{
    size_t o = layout->n_outcomes;
    wb_outcome outcome = {.variable = estimand->variable,
                          .n_terms = WB_PLAIN_TERMS,
                          .role = WB_ROLE_SCORE,
                          .derived_from = variable,
                          .probability = estimand->probability,
                          .score = estimand->score};

    if (layout->first == NULL)
        return WB_NO_OUTCOME;
    if (estimand->statistic == WB_STATISTIC_QUANTILE) {
        outcome.role = WB_ROLE_CUT;
        layout->outcomes[layout->n_outcomes++] = outcome;
        outcome.linear = true;
    }
    layout->outcomes[layout->n_outcomes++] = outcome;
    return o;
}

static void plan_estimands(wb_layout *layout, const wb_spec *spec)
{
    for (size_t i = 0; i < spec->n_estimands; i++) {
        const wb_estimand *estimand = &spec->estimands[i];
        if (!is_distribution(estimand)) {
            layout->estimand_outcome[i] = outcome_of(layout, outcome_for(spec, estimand));
            continue;
        }
        size_t variable = variable_of(layout, estimand->variable);
        layout->estimand_variable[i] = variable;
        layout->estimand_outcome[i] = derived_outcome(layout, estimand, variable);
    }
}

static size_t most_keys(const wb_spec *spec)
{
    size_t n = spec->strata.count + spec->clusters.count + spec->n_estimands;
    for (size_t i = 0; i < spec->n_breakdowns; i++)
        n += spec->breakdowns[i].count;
    for (size_t i = 0; i < spec->calibration.n_margins; i++)
        n += spec->calibration.margins[i].count;
    return n;
}

/* The bundle that takes one more outcome of its kind, plain or cut. */
static void add_to_bundle(wb_layout *layout, wb_track_plan **bundle, size_t outcome)
{
    if (*bundle == NULL || (*bundle)->n_outcomes == WB_BUNDLE) {
        *bundle = &layout->tracks[layout->n_tracks++];
        **bundle = (wb_track_plan){WB_TRACK_BUNDLE, {0}, 0};
    }
    (*bundle)->outcomes[(*bundle)->n_outcomes++] = outcome;
}

static void plan_tracks(wb_layout *layout)
{
    wb_track_plan *plain = NULL;
    wb_track_plan *cuts = NULL;

    for (size_t o = 0; o < layout->n_outcomes; o++) {
        const wb_outcome *outcome = &layout->outcomes[o];
        if (outcome->by_category) {
            layout->tracks[layout->n_tracks++] =
                (wb_track_plan){WB_TRACK_CATEGORY, {o}, 1};
            continue;
        }
        if (outcome->role == WB_ROLE_CUT) {
            add_to_bundle(layout, &cuts, o);
            continue;
        }
        layout->tracks[layout->n_tracks++] = (wb_track_plan){WB_TRACK_NUMBER, {o}, 1};
        if (outcome->other == NULL && outcome->role == WB_ROLE_PLAIN)
            add_to_bundle(layout, &plain, o); /* others are always numbers */
    }
}

void wb_sayings_init(wb_sayings *sayings, size_t n_outcomes)
{
    sayings->n_outcomes = n_outcomes;
    for (int32_t pattern = 0; pattern < WB_PATTERNS; pattern++) {
        for (size_t j = 0; j < n_outcomes; j++)
            sayings->says[pattern][j] =
                (uint8_t)wb_pattern_answer(pattern, j, n_outcomes);
    }
}

size_t wb_layout_track(const wb_layout *layout, size_t outcome, bool as_number,
                       size_t *place)
{
    size_t t = 0;
    for (; t < layout->n_tracks; t++) {
        const wb_track_plan *track = &layout->tracks[t];
        bool number = track->kind == WB_TRACK_NUMBER;
        size_t j = 0;
        while (j < track->n_outcomes && track->outcomes[j] != outcome)
            j++;
        if (number == as_number && j < track->n_outcomes) {
            *place = j;
            break;
        }
    }
    return t;
}

static void plan_units(wb_layout *layout, const wb_spec *spec)
{
    bool calibrated = spec->calibration.initial != NULL;

    layout->open_rows = spec->clusters.count == 0 &&
                        (spec->units == WB_UNITS_OPEN || calibrated) &&
                        spec->replicates.columns.count == 0;
    layout->ordered = spec->units == WB_UNITS_ORDERED;
    layout->n_stages = layout->open_rows ? 1 : spec->clusters.count;
    layout->open = layout->n_stages > 0 && !layout->ordered;
    layout->calibrated = calibrated;
    layout->n_auxiliaries = spec->calibration.auxiliaries.count;
    layout->n_replicates = spec->replicates.columns.count;
    layout->open_cells = layout->n_stages > 0 || spec->replicates.columns.count > 0;
}

static wb_status allocate(wb_layout *layout, const wb_spec *spec, size_t n_breakdowns,
                          wb_error *err)
{
    layout->key_names = wb_allocate(most_keys(spec), sizeof *layout->key_names);
    layout->breakdowns = wb_allocate(n_breakdowns, sizeof *layout->breakdowns);
    layout->margins = wb_allocate(spec->calibration.n_margins, sizeof *layout->margins);
    layout->outcomes = wb_allocate(2 * spec->n_estimands, sizeof *layout->outcomes);
    layout->tracks = wb_allocate(2 * spec->n_estimands, sizeof *layout->tracks);
    layout->variables = wb_allocate(spec->n_estimands, sizeof *layout->variables);
    layout->estimand_variable =
        wb_allocate(spec->n_estimands, sizeof *layout->estimand_variable);
    layout->estimand_outcome =
        wb_allocate(spec->n_estimands, sizeof *layout->estimand_outcome);
    if (layout->key_names == NULL || layout->breakdowns == NULL ||
        layout->margins == NULL || layout->outcomes == NULL || layout->tracks == NULL ||
        layout->variables == NULL || layout->estimand_variable == NULL ||
        layout->estimand_outcome == NULL)
        return wb_fail_nomem(err);
    return WB_OK;
}

wb_status wb_layout_init(wb_layout *layout, const wb_spec *spec,
                         const struct wb_first *first, wb_error *err)
{
    static const wb_names no_columns = {0};
    wb_status st = WB_OK;
    size_t n_breakdowns = spec->n_breakdowns > 0 ? spec->n_breakdowns : 1;

    *layout = (wb_layout){.first = first};
    WB_TRY(allocate(layout, spec, n_breakdowns, err));
    WB_TRY(key_list(layout, &spec->strata, &layout->strata, err));
    WB_TRY(key_list(layout, &spec->clusters, &layout->clusters, err));
    for (size_t i = 0; i < n_breakdowns; i++) {
        const wb_names *names =
            spec->n_breakdowns > 0 ? &spec->breakdowns[i] : &no_columns;
        layout->n_breakdowns = i + 1;
        WB_TRY(key_list(layout, names, &layout->breakdowns[i], err));
    }
    plan_estimands(layout, spec);
    for (size_t i = 0; i < spec->calibration.n_margins; i++) {
        layout->n_margins = i + 1;
        WB_TRY(key_list(layout, &spec->calibration.margins[i], &layout->margins[i], err));
    }
    plan_tracks(layout);
    plan_units(layout, spec);
done:
    if (st != WB_OK)
        wb_layout_free(layout);
    return st;
}

void wb_layout_free(wb_layout *layout)
{
    wb_release(layout->strata.keys);
    wb_release(layout->clusters.keys);
    for (size_t i = 0; i < layout->n_margins; i++)
        wb_release(layout->margins[i].keys);
    wb_release(layout->margins);
    wb_release(layout->tracks);
    for (size_t i = 0; i < layout->n_breakdowns; i++)
        wb_release(layout->breakdowns[i].keys);
    wb_release(layout->breakdowns);
    wb_release(layout->key_names);
    wb_release(layout->outcomes);
    wb_release(layout->estimand_outcome);
    wb_release(layout->variables);
    wb_release(layout->estimand_variable);
    *layout = (wb_layout){0};
}
