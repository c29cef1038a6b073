/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "sample.h"

#include <stdio.h>

static wb_status answers_open(const char *path, wb_source **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);

    if (st == WB_OK)
        st = wb_csv_read(reader, NULL, out, err);
    if (st != WB_OK)
        wb_reader_free(reader);
    return st;
}

static wb_status rows_read(sample *of, const char *path, int scored, wb_error *err)
{
    wb_source *answers = NULL;
    wb_source *scores = NULL;
    wb_status st = answers_open(path, &answers, err);

    if (st == WB_OK && scored) {
        st = wb_score_source(of->instrument, answers, NULL, &scores, err);
        answers = st == WB_OK ? NULL : answers; /* it is of the scores now */
    }
    if (st == WB_OK)
        st = wb_source_collect(scored ? scores : answers, NULL, &of->rows, err);
    wb_source_free(scores);
    wb_source_free(answers);
    return st;
}

wb_status sample_open(sample *of, const char *path, int scored, wb_error *err)
{
    *of = (sample){NULL, NULL, NULL, NULL};
    wb_status st = wb_instrument_builtin("wbm-employees", &of->instrument, err);

    if (st == WB_OK)
        st = wb_spec_new(&of->spec, err);
    if (st == WB_OK)
        st = wb_spec_set_weights(of->spec, "weight", err);
    if (st == WB_OK)
        st = wb_spec_add_stratum(of->spec, "stratum", err);
    if (st == WB_OK)
        st = rows_read(of, path, scored, err);
    return st == WB_OK ? wb_source_from_frame(of->rows, 0, &of->source, err) : st;
}

void sample_close(sample *of)
{
    wb_source_free(of->source);
    wb_frame_free(of->rows);
    wb_spec_free(of->spec);
    wb_instrument_free(of->instrument);
}

int sample_end(wb_status st, const wb_error *err, const char *name, wb_frame *table)
{
    int good = st == WB_OK && (table == NULL || wb_frame_row_count(table) > 0);

    if (!good)
        fprintf(stderr, "%s: %s\n", name, st == WB_OK ? "no rows" : err->message);
    else if (table != NULL)
        printf("%s: %lld rows of '%s' ...\n", name, (long long)wb_frame_row_count(table),
               wb_frame_column_name(table, 0));
    wb_frame_free(table);
    return good ? 0 : 1;
}
