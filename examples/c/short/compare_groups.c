/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Do two sectors differ? People of a company were asked together, so companies are the
 * units of the sample: a specification in JSON says so, and a contrast makes the
 * difference.
 *
 *   cc compare_groups.c $(pkg-config --cflags --libs werkbaar) -o compare_groups
 *   ./compare_groups
 */
#include <stdio.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

static const char answers[] =
    "region,company,sector,weight,score\n"
    "north,1,care,2,61\nnorth,1,care,2,54\nnorth,2,trade,3,48\n"
    "north,2,trade,3,55\nnorth,3,care,2,70\nnorth,3,trade,2,52\n"
    "south,4,care,4,66\nsouth,4,care,4,58\nsouth,5,trade,1,41\n"
    "south,5,trade,1,50\nsouth,6,trade,2,44\nsouth,6,care,2,63\n";

static const char specification[] =
    "{\"format\": \"werkbaar-spec/1.0\", \"weights\": \"weight\","
    " \"strata\": [\"region\"], \"clusters\": [\"company\"],"
    " \"estimands\": [{\"statistic\": \"mean\", \"variable\": \"score\"}],"
    " \"breakdowns\": [[\"sector\"]]}";

static wb_status read_answers(wb_source **source, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status =
        wb_reader_from_memory(answers, strlen(answers), "answers", &reader, err);

    if (status == WB_OK)
        status = wb_csv_read(reader, NULL, source, err);
    if (status != WB_OK)
        wb_reader_free(reader); /* else it is the source's */
    return status;
}

/* What one pass over the answers leaves behind: estimates, and how they vary together. */
static wb_status count(wb_source *source, wb_tally **tally, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;
    wb_status status = wb_reader_from_memory(specification, strlen(specification),
                                             "specification", &reader, err);

    if (status == WB_OK)
        status = wb_spec_read(reader, &spec, err);
    if (status == WB_OK)
        status = wb_tally_new(spec, tally, err);
    if (status == WB_OK)
        status = wb_tally_update_source(*tally, source, NULL, err);
    wb_spec_free(spec);
    wb_reader_free(reader);
    return status;
}

static wb_status compare(const wb_tally *tally, wb_writer *writer, wb_error *err)
{
    static const char *const difference[] = {
        "care less trade := mean(score)[sector = care] - mean(score)[sector = trade]"};
    wb_frame *means = NULL;
    wb_frame *contrast = NULL;
    wb_status status = wb_tally_estimate(tally, NULL, NULL, &means, err);

    if (status == WB_OK)
        status = wb_table_print(writer, means, NULL, err);
    if (status == WB_OK)
        status = wb_tally_contrasts(tally, difference, 1, NULL, NULL, &contrast, err);
    if (status == WB_OK)
        status = wb_table_print(writer, contrast, NULL, err);
    wb_frame_free(means);
    wb_frame_free(contrast);
    return status;
}

int main(void)
{
    wb_source *source = NULL;
    wb_tally *tally = NULL;
    wb_writer *writer = NULL;
    wb_error err;
    wb_status status = read_answers(&source, &err);

    if (status == WB_OK)
        status = count(source, &tally, &err);
    if (status == WB_OK)
        status = wb_writer_to_memory(&writer, &err);
    if (status == WB_OK)
        status = compare(tally, writer, &err);
    if (status == WB_OK)
        fputs(wb_writer_bytes(writer, NULL), stdout);
    else
        fprintf(stderr, "%s\n", err.message);
    wb_writer_free(writer);
    wb_tally_free(tally);
    wb_source_free(source);
    return status == WB_OK ? 0 : 1;
}
