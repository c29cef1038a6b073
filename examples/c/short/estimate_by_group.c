/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The share of people without a bottleneck (werkbaar) and the mean number of bottlenecks
 * (knelpunten), by sector and for everyone, in one pass.
 *
 *   cc estimate_by_group.c $(pkg-config --cflags --libs werkbaar) -o estimate_by_group
 *   ./estimate_by_group answers.csv
 *
 * The answers need the items of the built-in instrument wbm-employees and the columns
 * sector, stratum and weight, as those in data/sample/wbm-employees.csv. */
#include <stdio.h>

#include <werkbaar/werkbaar.h>

/* The scored answers of a CSV file, block by block as they are read. */
static wb_status scored_answers(const char *path, wb_source **scores, wb_error *err)
{
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_source *answers = NULL;
    wb_status status;

    status = wb_instrument_builtin("wbm-employees", &instrument, err);
    if (status == WB_OK)
        status = wb_reader_open(path, &reader, err);
    if (status == WB_OK)
        status = wb_csv_read(reader, NULL, &answers, err);
    if (status == WB_OK) {
        reader = NULL; /* the source has taken it over */
        status = wb_score_source(instrument, answers, NULL, scores, err);
    }
    if (status == WB_OK)
        answers = NULL; /* the scores have taken it over */
    wb_source_free(answers);
    wb_reader_free(reader);
    wb_instrument_free(instrument);
    return status;
}

/* What to estimate, for whom, and how the sample was drawn. */
static wb_status specification(wb_spec **spec, wb_error *err)
{
    const char *by[] = {"sector"};
    wb_status status = wb_spec_new(spec, err);

    if (status == WB_OK)
        status = wb_spec_set_weights(*spec, "weight", err);
    if (status == WB_OK)
        status = wb_spec_add_stratum(*spec, "stratum", err);
    if (status == WB_OK)
        status = wb_spec_add_estimand(*spec, WB_STATISTIC_MEAN, "werkbaar", err);
    if (status == WB_OK)
        status = wb_spec_add_estimand(*spec, WB_STATISTIC_MEAN, "knelpunten", err);
    if (status == WB_OK)
        status = wb_spec_add_breakdown(*spec, by, 1, err);
    if (status == WB_OK)
        status = wb_spec_add_breakdown(*spec, NULL, 0, err);
    return status;
}

static wb_status estimate(wb_source *scores, const wb_spec *spec, wb_frame **estimates,
                          wb_error *err)
{
    wb_tally *tally = NULL;
    wb_status status = wb_tally_new(spec, &tally, err);

    if (status == WB_OK)
        status = wb_tally_update_source(tally, scores, NULL, err);
    if (status == WB_OK)
        status = wb_tally_estimate(tally, NULL, NULL, estimates, err);
    wb_tally_free(tally);
    return status;
}

static wb_status print(const wb_frame *frame, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status status = wb_writer_to_memory(&writer, err);

    if (status == WB_OK)
        status = wb_table_print(writer, frame, NULL, err);
    if (status == WB_OK)
        fputs(wb_writer_bytes(writer, NULL), stdout);
    wb_writer_free(writer);
    return status;
}

int main(int argc, char **argv)
{
    wb_source *scores = NULL;
    wb_spec *spec = NULL;
    wb_frame *estimates = NULL;
    wb_error err;
    wb_status status;

    if (argc != 2) {
        fprintf(stderr, "usage: %s ANSWERS.csv\n", argv[0]);
        return 2;
    }
    status = scored_answers(argv[1], &scores, &err);
    if (status == WB_OK)
        status = specification(&spec, &err);
    if (status == WB_OK)
        status = estimate(scores, spec, &estimates, &err);
    if (status == WB_OK)
        status = print(estimates, &err);
    if (status != WB_OK)
        fprintf(stderr, "%s\n", err.message);
    wb_frame_free(estimates);
    wb_spec_free(spec);
    wb_source_free(scores);
    return status == WB_OK ? 0 : 1;
}
