/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Estimates of random small designs, held against the formulas of naive.c: rows in one
 * go, or, with one input in four, in two tallies of which one went through a file. */
#include "design_bytes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFUSALS = FUZZ_MAY(WB_E_DESIGN) | FUZZ_MAY(WB_E_DATA) };

static const double close_to = 1e-9;  /* of what is estimated */
static const double rounding = 1e-13; /* of Σu², which may cancel */

void fuzz_start(void)
{
}

/* ---- the two sides ---- */

/* What a row of the result is about. */
typedef struct subject {
    const char *statistic;
    int category, group; /* MISSING: none, everybody */
} subject;

static bool is(const wb_frame *frame, const char *column, int64_t row, const char *word)
{
    size_t n = 0;
    const char *text =
        wb_frame_text(frame, (size_t)wb_frame_find(frame, column), row, &n);
    return text != NULL && n == strlen(word) && memcmp(text, word, n) == 0;
}

static subject about_row(const wb_frame *frame, int64_t row)
{
    static const char *const statistics[] = {"mean", "total", "ratio", "proportion"};
    size_t g = (size_t)wb_frame_find(frame, "g"),
           category = (size_t)wb_frame_find(frame, "category"), n = 0;
    subject about = {"", MISSING, MISSING};
    for (size_t i = 0; i < 4; i++) {
        if (is(frame, "statistic", row, statistics[i])) {
            about.statistic = statistics[i];
        }
    }
    const char *text = wb_frame_text(frame, category, row, &n);
    if (text != NULL) {
        about.category = text[0] - '0';
    }
    if (!wb_frame_is_missing(frame, g, row)) {
        about.group = (int)wb_frame_int64(frame, g, row);
    }
    return about;
}

static void outcome_make(const survey *s, const subject *about, naive_outcome *out)
{
    bool is_share = strcmp(about->statistic, "proportion") == 0;
    bool is_ratio = strcmp(about->statistic, "ratio") == 0;
    *out = (naive_outcome){.is_total = strcmp(about->statistic, "total") == 0};
    for (int i = 0; i < s->design.n; i++) {
        bool observed = is_share ? s->c[i] != MISSING
                                 : !isnan(s->y[i]) && (!is_ratio || !isnan(s->x[i]));
        out->member[i] = observed && (about->group == MISSING || s->g[i] == about->group);
        out->y[i] = is_share ? s->c[i] == about->category : s->y[i];
        out->x[i] = is_ratio ? s->x[i] : 1;
    }
}

static double number(const wb_frame *frame, const char *column, int64_t row)
{
    return wb_frame_double(frame, (size_t)wb_frame_find(frame, column), row);
}

static void differ(const survey *s, const subject *about, const char *what, double ours,
                   double theirs)
{
    fuzz_fail("%s of %s (category %d, group %d) of %d rows, %d stages, fpc %d %d, lonely "
              "%d, units %d: %.17g, by the formula %.17g",
              what, about->statistic, about->category, about->group, s->design.n,
              s->design.stages, s->design.has_size[0], s->design.has_size[1],
              (int)s->design.lonely, (int)s->units, ours, theirs);
}

static void numbers_compare(const survey *s, const wb_frame *frame, int64_t row,
                            const subject *about, const naive_estimate *naive)
{
    double estimate = number(frame, "estimate", row), se = number(frame, "se", row);
    if (!(fabs(estimate - naive->estimate) <=
          close_to * fmax(fabs(naive->estimate), 1e-3))) {
        differ(s, about, "the estimate", estimate, naive->estimate);
    }
    if (number(frame, "df", row) != naive->df) {
        differ(s, about, "df", number(frame, "df", row), naive->df);
    }
    if (isnan(se) != !naive->varies) {
        differ(s, about, "se", se, naive->varies ? sqrt(naive->variance) : (double)NAN);
    }
    if (naive->varies && !(fabs(se * se - naive->variance) <=
                           close_to * naive->variance + rounding * naive->scale)) {
        differ(s, about, "se", se, sqrt(naive->variance));
    }
}

static void row_compare(const survey *s, const wb_frame *frame, int64_t row)
{
    subject about = about_row(frame, row);
    naive_outcome outcome;
    naive_estimate naive;
    outcome_make(s, &about, &outcome);
    naive_estimate_make(&s->design, &outcome, &naive);
    if (number(frame, "n", row) != naive.n) {
        differ(s, &about, "n", number(frame, "n", row), naive.n);
    }
    fuzz_expect(is(frame, "status", row, "empty") == (naive.n == 0),
                "empty is what has no rows");
    fuzz_expect(naive.n == 0 || is(frame, "status", row, "undefined") == !naive.defined,
                "undefined is what is divided by 0");
    if (naive.n > 0 && naive.defined) {
        numbers_compare(s, frame, row, &about, &naive);
    } else if (!outcome.is_total) {
        fuzz_expect(isnan(number(frame, "estimate", row)),
                    "there is no number where there is nothing");
    }
}

/* ---- the library ---- */

static bool rows_add(wb_tally *tally, const wb_frame *rows, int64_t first, int64_t n)
{
    wb_frame *slice = NULL;
    wb_error err;
    bool good = fuzz_must(wb_frame_slice(rows, first, n, &slice, &err), &err, slice) &&
                fuzz_must(wb_tally_update(tally, slice, NULL, &err), &err, NULL);
    wb_frame_free(slice);
    return good;
}

static wb_tally *tally_of(const wb_spec *spec, const wb_frame *rows, int64_t first,
                          int64_t n)
{
    wb_tally *tally = NULL;
    wb_error err;
    if (fuzz_must(wb_tally_new(spec, &tally, &err), &err, tally) &&
        rows_add(tally, rows, first, n)) {
        return tally;
    }
    wb_tally_free(tally);
    return NULL;
}

static wb_tally *through_a_file(const wb_tally *tally)
{
    wb_writer *writer = NULL;
    wb_tally *back = NULL;
    wb_error err;
    if (fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
        fuzz_must(wb_tally_write(tally, writer, &err), &err, NULL)) {
        size_t n = 0;
        const char *bytes = wb_writer_bytes(writer, &n);
        wb_reader *reader = fuzz_reader(bytes, n);
        if (reader != NULL) {
            (void)fuzz_must(wb_tally_read(reader, &back, &err), &err, back);
        }
        wb_reader_free(reader);
    }
    wb_writer_free(writer);
    return back;
}

/* Two parts, the second through a file, merged. */
static wb_tally *tally_of_parts(const wb_spec *spec, const wb_frame *rows, int64_t split)
{
    int64_t n = wb_frame_row_count(rows);
    wb_error err;
    wb_tally *tally = tally_of(spec, rows, 0, split);
    wb_tally *rest = tally_of(spec, rows, split, n - split);
    wb_tally *file = rest != NULL ? through_a_file(rest) : NULL;
    bool good = tally != NULL && file != NULL &&
                fuzz_must(wb_tally_merge(tally, file, &err), &err, NULL);
    wb_tally_free(rest);
    wb_tally_free(file);
    if (good) {
        return tally;
    }
    wb_tally_free(tally);
    return NULL;
}

static bool any_weight(const survey *s)
{
    double sum = 0;
    for (int i = 0; i < s->design.n; i++) {
        sum += s->design.weight[i];
    }
    return sum > 0;
}

/* A stratum may find no other to join, or to take the average of. */
static bool may_fail(const survey *s)
{
    const naive_design *d = &s->design;
    return d->lonely == NAIVE_AVERAGE
               ? naive_all_lonely(d)
               : naive_is_lonely(d) &&
                     (d->lonely == NAIVE_FAIL || d->lonely == NAIVE_COLLAPSE);
}

static void tally_compare(const survey *s, const wb_tally *tally)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *estimates = NULL;
    wb_error err;
    options.lonely = (int32_t)s->design.lonely;
    if (fuzz_ok(wb_tally_estimate(tally, &options, NULL, &estimates, &err), &err,
                estimates, REFUSALS)) {
        fuzz_accept();
        fuzz_expect(!may_fail(s) || s->design.lonely == NAIVE_COLLAPSE,
                    "a lonely unit is refused where nothing can be done");
        for (int64_t row = 0; row < wb_frame_row_count(estimates); row++) {
            row_compare(s, estimates, row);
        }
    } else if (err.status != WB_E_NOMEM) {
        fuzz_expect(err.status == WB_E_DATA ? !any_weight(s) : may_fail(s),
                    "what is refused has no weight, or a lonely unit");
    }
    wb_frame_free(estimates);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    static survey s;
    fuzz_bytes from = {bytes, n};
    survey_make(&s, &from);
    wb_spec *spec = survey_spec(&s);
    wb_frame *rows = spec != NULL ? survey_rows(&s) : NULL;
    wb_tally *tally = NULL;
    if (rows != NULL) {
        tally = fuzz_one_in(4, 0) ? tally_of_parts(spec, rows, s.split)
                                  : tally_of(spec, rows, 0, wb_frame_row_count(rows));
    }
    if (tally != NULL) {
        tally_compare(&s, tally);
    }
    wb_tally_free(tally);
    wb_frame_free(rows);
    wb_spec_free(spec);
}
