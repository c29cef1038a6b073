/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Models of small tables. Every helper asserts. */
#ifndef WB_TEST_MODEL_SUPPORT_H
#define WB_TEST_MODEL_SUPPORT_H

#include "frames.h"

#include <math.h>
#include <stdlib.h>

/* A model of terms given by name. */
static inline wb_model *model_of(int32_t family, const char *outcome,
                                 const char *const *terms, size_t n_terms)
{
    wb_model *model = NULL;

    assert_ok(wb_model_new(family, outcome, &model, NULL));
    for (size_t i = 0; i < n_terms; i++)
        assert_ok(wb_model_add_term(model, terms[i], WB_TERM_AUTO, NULL, NULL));
    return model;
}

static inline wb_status try_fit(const wb_model *model, const wb_frame *frame,
                                int64_t chunk, int32_t threads, wb_fit **fit,
                                wb_error *err)
{
    wb_source *source = NULL;
    wb_run run = WB_RUN_INIT;

    run.threads = threads;
    assert_ok(wb_source_from_frame(frame, chunk, &source, NULL));
    wb_status st = wb_model_fit_source(model, source, NULL, NULL, &run, fit, err);
    wb_source_free(source);
    return st;
}

static inline wb_frame *table_of(const wb_fit *fit, int32_t part)
{
    wb_frame *table = NULL;
    assert_ok(wb_fit_table(fit, part, &table, NULL));
    return table;
}

/* One table of a fit to a frame. */
static inline wb_frame *fit_table(const wb_model *model, const wb_frame *frame,
                                  int32_t part)
{
    wb_fit *fit = NULL;
    wb_error err = {0};

    if (try_fit(model, frame, 0, 1, &fit, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame *table = table_of(fit, part);
    wb_fit_free(fit);
    return table;
}

/* The row of a coefficient; -1: there is none. */
static inline int64_t coefficient(const wb_frame *table, const char *term,
                                  const char *level)
{
    for (int64_t row = 0; row < wb_frame_row_count(table); row++) {
        if (strcmp(text_at(table, "term", row), term) == 0 &&
            strcmp(text_at(table, "level", row), level) == 0)
            return row;
    }
    return -1;
}

static inline double value_at(const wb_frame *table, const char *column, int64_t row)
{
    return wb_frame_double(table, column_of(table, column), row);
}

#endif
