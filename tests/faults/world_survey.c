/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "faults/world.h"
#include "monitor/monitoring.h"

static const char definition[] = DEFINITION(
    "\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\",\"populations\":[{\"id\":"
    "\"all\",\"total\":1000,\"source\":\"us\"}]},{\"id\":\"2013\"}]},"
    "\"variables\":[{\"id\":\"sex\",\"categories\":[{\"id\":\"man\",\"codes\":[1]},"
    "{\"id\":\"woman\",\"codes\":[2]}]}],\"breakdowns\":[\"sex\"],"
    "\"topics\":[{\"id\":\"pesten\",\"column\":\"bully\",\"label\":{\"nl\":\"p\",\"en\":"
    "\"p\"},\"kind\":\"share\"}],"
    "\"targets\":[{\"measure\":\"werkbaar\",\"value\":0.6,\"date\":\"2030-12-31\","
    "\"direction\":\"at_least\",\"source\":\"us\"}],"
    "\"design\":{\"weights\":\"weight\",\"strata\":[\"stratum\"]},"
    "\"publication\":{\"min_n\":8,\"mode\":\"hide\",\"protect\":\"all\"}");

static wb_error err;

static wb_writer *memory(void)
{
    wb_writer *writer = NULL;

    must(wb_writer_to_memory(&writer, &err), &err);
    return writer;
}

/* Of strata, which estimates call by texts. */
static wb_frame *even_shares(void)
{
    static const char *const names[] = {"category", "weight"}, *const codes[] = {"0", "1",
                                                                                 "2"};
    static const int32_t index[] = {0, 1, 2};
    static const double weights[] = {1, 1, 1};
    wb_column columns[] = {WB_COLUMN_INIT, WB_COLUMN_INIT};

    columns[0].type = WB_TYPE_DICTIONARY;
    columns[0].values = index;
    columns[0].categories = codes;
    columns[0].n_categories = 3;
    columns[1].type = WB_TYPE_FLOAT64;
    columns[1].values = weights;
    return frame_of_columns(3, names, columns, 2);
}

/* Decimals are rounded to what a file holds, so that the rows are the same everywhere. */
static void make_people(world *w)
{
    static const char *const columns[] = {"year",   "weight", "stratum", "age",
                                          "person", "a1",     "a2",      "b1"};
    wb_writer *writer = memory();
    wb_source *source = NULL;

    w->people = people(2, 30);
    must(wb_frame_select(w->people, columns, 8, &w->whole, &err), &err);
    must(wb_source_from_frame(w->people, 0, &source, &err), &err);
    must(wb_csv_write(writer, source, NULL, NULL, &err), &err);
    keep_written(w, FILE_CSV, writer);
    wb_source_free(source);
    w->targets = frame_of("stratum,total\n0,100\n1,120\n2,80\n");
    w->shares = even_shares();
    w->standard = frame_of("stratum,weight\n0,2\n1,1\n2,1\n");
}

static void make_sav(world *w)
{
    wb_writer *writer = memory();
    wb_source *source = NULL;

    must(wb_source_from_frame(w->people, 0, &source, &err), &err);
    wb_status st = wb_statfile_write(writer, source, NULL, NULL, &err);
    if (st == WB_E_UNSUPPORTED)
        wb_writer_free(writer);
    else
        keep_written(w, FILE_SAV, writer);
    wb_source_free(source);
}

static wb_spec *spec_of(int32_t units)
{
    const char *const wave[] = {"year"}, *const stratum[] = {"stratum"};
    wb_spec *spec = NULL;

    must(wb_spec_new(&spec, &err), &err);
    must(wb_spec_set_weights(spec, "weight", &err), &err);
    must(wb_spec_set_units(spec, units, &err), &err);
    must(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "age", &err), &err);
    must(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "stratum", &err), &err);
    must(wb_spec_add_breakdown(spec, NULL, 0, &err), &err);
    must(wb_spec_add_breakdown(spec, wave, 1, &err), &err);
    must(wb_spec_add_breakdown(spec, stratum, 1, &err), &err);
    return spec;
}

static wb_tally *tally_of(const wb_spec *spec, const wb_frame *rows)
{
    wb_tally *tally = NULL;

    must(wb_tally_new(spec, &tally, &err), &err);
    must(wb_tally_update(tally, rows, NULL, &err), &err);
    return tally;
}

static void make_tallies(world *w)
{
    wb_spec *open = spec_of(WB_UNITS_OPEN), *quantile = spec_of(WB_UNITS_AUTO);
    wb_writer *writer = memory();

    must(wb_spec_add_quantile(quantile, "age", 0.5, &err), &err);
    w->has.spec = spec_of(WB_UNITS_AUTO);
    w->has.tally = tally_of(w->has.spec, w->people);
    w->open = tally_of(open, w->people);
    w->two_passes = tally_of(quantile, w->people);
    must(wb_tally_estimate(w->has.tally, NULL, NULL, &w->estimates, &err), &err);
    must(wb_spec_write(w->has.spec, writer, &err), &err);
    keep_written(w, FILE_SPEC, writer);
    writer = memory();
    must(wb_tally_write(w->has.tally, writer, &err), &err);
    keep_written(w, FILE_TALLY, writer);
    wb_spec_free(open);
    wb_spec_free(quantile);
}

static void make_model(world *w)
{
    wb_writer *writer = memory();
    wb_source *source = NULL;

    must(wb_model_new(WB_FAMILY_LOGIT, "a1", &w->has.model, &err), &err);
    must(wb_model_set_design(w->has.model, w->has.spec, &err), &err);
    must(wb_model_add_term(w->has.model, "stratum", WB_TERM_CATEGORICAL, "1", &err),
         &err);
    must(wb_model_add_term(w->has.model, "age", WB_TERM_NUMERIC, NULL, &err), &err);
    must(wb_source_from_frame(w->people, 20, &source, &err), &err);
    must(wb_model_fit_source(w->has.model, source, NULL, NULL, NULL, &w->has.fit, &err),
         &err);
    wb_source_free(source);
    must(wb_model_write(w->has.model, writer, &err), &err);
    keep_written(w, FILE_MODEL, writer);
    must(wb_model_pass_new(w->has.model, NULL, NULL, &w->has.pass, &err), &err);
    must(wb_model_pass_update(w->has.pass, w->people, NULL, &err), &err);
    writer = memory();
    must(wb_model_pass_write(w->has.pass, writer, &err), &err);
    keep_written(w, FILE_PASS, writer);
}

static void make_weighting(world *w)
{
    wb_writer *writer = memory();

    must(wb_weighting_new(&w->has.weighting, &err), &err);
    must(wb_weighting_set_weights(w->has.weighting, "weight", &err), &err);
    must(wb_weighting_set_result(w->has.weighting, "calibrated", &err), &err);
    must(wb_weighting_add_calibration(w->has.weighting, WB_WEIGHT_RAKE, NULL, &err),
         &err);
    must(wb_weighting_add_margin(w->has.weighting, w->targets, "total", &err), &err);
    must(wb_weighting_add_auxiliary(w->has.weighting, "age", 12600, &err), &err);
    must(wb_weighting_write(w->has.weighting, writer, &err), &err);
    keep_written(w, FILE_WEIGHTING, writer);
}

static void make_monitor(world *w)
{
    wb_monitor_options options = WB_MONITOR_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_writer *writer = memory();

    options.release = "one";
    keep_file(w, FILE_DEFINITION, definition, strlen(definition));
    must(definition_try(definition, &w->has.definition, &err), &err);
    must(wb_monitor_new(w->has.definition, w->has.instrument, &w->has.monitor, &err),
         &err);
    must(wb_source_from_frame(w->people, 0, &source, &err), &err);
    must(wb_monitor_add(w->has.monitor, NULL, NULL, source, NULL, &err), &err);
    wb_source_free(source);
    must(wb_monitor_results_make(w->has.monitor, &options, NULL, &w->has.results, &err),
         &err);
    must(wb_monitor_results_ledger(w->has.results, &w->has.ledger, &err), &err);
    must(wb_ledger_write(w->has.ledger, writer, &err), &err);
    keep_written(w, FILE_LEDGER, writer);
}

void make_survey(world *w)
{
    make_people(w);
    make_sav(w);
    keep_file(w, FILE_INSTRUMENT, small_instrument, strlen(small_instrument));
    w->has.instrument = small();
    must(wb_scales_new(&w->has.scales, &err), &err);
    must(wb_scales_add_instrument(w->has.scales, w->has.instrument, NULL, 0, &err), &err);
    make_tallies(w);
    make_model(w);
    make_weighting(w);
    make_monitor(w);
}
