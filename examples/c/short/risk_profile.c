/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which risks go with most of the stress, in all and per sector, and how strongly their
 * themes weigh when a scan says what comes first. What goes together is associated, not
 * caused.
 *
 *   cc risk_profile.c $(pkg-config --cflags --libs werkbaar) -o risk_profile
 *   ./risk_profile
 */
#include <stdio.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

static const char answers[] =
    "sector,load,nights,stress\n"
    "care,high,true,1\ncare,high,true,1\ncare,high,false,1\ncare,low,true,1\n"
    "care,low,true,0\ncare,low,false,0\ncare,high,false,0\ncare,low,false,0\n"
    "trade,high,false,1\ntrade,high,false,1\ntrade,high,true,0\ntrade,high,false,0\n"
    "trade,low,false,1\ntrade,low,false,0\ntrade,low,true,0\ntrade,low,false,0\n";

static const char themes[] = "risk,theme\nload,workload\nnights,hours\n";

/* A table in memory can be read again and again, as a model needs. */
static wb_status read_table(const char *text, wb_frame **frame, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_status status = wb_reader_from_memory(text, strlen(text), "table", &reader, err);

    if (status == WB_OK)
        status = wb_csv_read(reader, NULL, &source, err);
    if (status != WB_OK)
        wb_reader_free(reader); /* else it is the source's */
    if (status == WB_OK)
        status = wb_source_collect(source, NULL, frame, err);
    wb_source_free(source);
    return status;
}

static wb_status fit(wb_source *source, wb_fit **out, wb_error *err)
{
    wb_model *model = NULL;
    wb_status status = wb_model_new(WB_FAMILY_LOGIT, "stress", &model, err);

    if (status == WB_OK)
        status = wb_model_add_term(model, "load", WB_TERM_AUTO, "low", err);
    if (status == WB_OK)
        status = wb_model_add_term(model, "nights", WB_TERM_AUTO, NULL, err);
    if (status == WB_OK)
        status = wb_model_fit_source(model, source, NULL, NULL, NULL, out, err);
    wb_model_free(model);
    return status;
}

static wb_status print_profile(const wb_fit *fitted, wb_source *source, wb_writer *writer,
                               wb_error *err)
{
    static const char *const groups[] = {"sector"};
    wb_frame *map = NULL;
    wb_frame *risks = NULL;
    wb_frame *weights = NULL;
    wb_status status =
        wb_fit_risks(fitted, source, NULL, 0, groups, 1, NULL, &risks, err);

    if (status == WB_OK)
        status = wb_table_print(writer, risks, NULL, err);
    if (status == WB_OK)
        status = read_table(themes, &map, err);
    if (status == WB_OK) /* one problem; profiles of several are given together */
        status = wb_risk_weights((const wb_frame *const *)&risks, 1, map, &weights, err);
    if (status == WB_OK) /* what wb_scan_findings() takes */
        status = wb_table_print(writer, weights, NULL, err);
    wb_frame_free(map);
    wb_frame_free(risks);
    wb_frame_free(weights);
    return status;
}

int main(void)
{
    wb_frame *frame = NULL;
    wb_source *source = NULL;
    wb_fit *fitted = NULL;
    wb_writer *writer = NULL;
    wb_error err;
    wb_status status = read_table(answers, &frame, &err);

    if (status == WB_OK)
        status = wb_source_from_frame(frame, 0, &source, &err);
    if (status == WB_OK)
        status = fit(source, &fitted, &err);
    if (status == WB_OK)
        status = wb_writer_to_memory(&writer, &err);
    if (status == WB_OK)
        status = print_profile(fitted, source, writer, &err);
    if (status == WB_OK)
        fputs(wb_writer_bytes(writer, NULL), stdout);
    else
        fprintf(stderr, "%s\n", err.message);
    wb_writer_free(writer);
    wb_fit_free(fitted);
    wb_source_free(source);
    wb_frame_free(frame);
    return status == WB_OK ? 0 : 1;
}
