/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A program of the time of abi-0: it is compiled with the headers of then
 * (abi/abi-0-include) and runs with the library of today. Its options structs are as
 * short as they were; behind each there are other bytes of the program, which the library
 * must not take for options. Expected values are counted by hand. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

static int n_checks, n_bad;

static void check(int good, const char *what)
{
    n_checks++;
    n_bad += !good;
    printf("%sok %d - %s\n", good ? "" : "not ", n_checks, what);
}

static int near(double value, double expected)
{
    return fabs(value - expected) <= 1e-12 * fmax(1, fabs(expected));
}

/* Two regions of two companies of two people; means of score: 15 in care, 35 in trade. */
static const char answers[] = "region,company,sector,weight,score,happy\n"
                              "n,1,care,1,10,true\nn,1,trade,1,30,false\n"
                              "n,2,care,1,20,true\nn,2,trade,1,40,true\n"
                              "s,3,care,1,10,true\ns,3,trade,1,30,false\n"
                              "s,4,care,1,20,false\ns,4,trade,1,40,true\n";

static wb_source *rows_of(const char *csv)
{
    /* what follows an options struct in memory is none of the library's business */
    struct {
        wb_csv_options options;
        unsigned char others[64];
    } place = {WB_CSV_OPTIONS_INIT, {0}};
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    memset(place.others, 0xa5, sizeof place.others);
    place.options.delimiter = ',';
    place.options.chunk_rows = 3;
    if (wb_reader_from_memory(csv, strlen(csv), "answers", &reader, NULL) != WB_OK ||
        wb_csv_read(reader, &place.options, &source, NULL) != WB_OK)
        wb_reader_free(reader);
    return source;
}

static wb_frame *frame_of(const char *csv)
{
    wb_source *source = rows_of(csv);
    wb_frame *frame = NULL;

    if (source == NULL || wb_source_collect(source, NULL, &frame, NULL) != WB_OK)
        check(0, "rows of a text");
    wb_source_free(source);
    return frame;
}

static double number(const wb_frame *frame, const char *column, int64_t row)
{
    int64_t at = frame != NULL ? wb_frame_find(frame, column) : -1;

    return at >= 0 && row < wb_frame_row_count(frame)
               ? wb_frame_double(frame, (size_t)at, row)
               : NAN;
}

/* ---- base ---- */

static int32_t count_calls(void *user, double fraction)
{
    (void)fraction;
    ++*(int *)user;
    return 1;
}

static void use_errors(void)
{
    wb_error err;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_reader *reader = NULL;
    static const char bad[] = "a,b\n1,2\n3\n";

    check(wb_reader_from_memory(bad, strlen(bad), "bad", &reader, &err) == WB_OK &&
              wb_csv_read(reader, NULL, &source, &err) == WB_E_DATA && source == NULL,
          "a ragged file is refused");
    check(err.status == WB_E_DATA && err.line == 3 && err.row == 1 &&
              strlen(err.message) > 10 && strlen(err.where) < 312,
          "wb_error says where, in the places it had");
    wb_reader_free(reader);
    check(wb_source_collect(NULL, NULL, &frame, &err) == WB_E_ARG, "NULL is refused");
    check(strcmp(wb_status_name(WB_E_LIMIT), "WB_E_LIMIT") == 0, "names of statuses");
    check(strlen(wb_version()) >= 5, "the version of the library that runs");
}

static void use_longer_options(void)
{
    struct {
        wb_table_options options;
        uint64_t more[2];
    } later = {WB_TABLE_OPTIONS_INIT, {0, 0}};
    wb_frame *frame = frame_of(answers);
    wb_writer *writer = NULL;

    later.options.struct_size = sizeof later;
    check(wb_writer_to_memory(&writer, NULL) == WB_OK &&
              wb_table_print(writer, frame, &later.options, NULL) == WB_OK,
          "longer options of which the end is zero are taken");
    later.more[1] = 1;
    check(wb_table_print(writer, frame, &later.options, NULL) == WB_E_VERSION,
          "longer options that ask for something are refused");
    wb_writer_free(writer);
    wb_frame_free(frame);
}

/* ---- frames ---- */

static void use_frames(void)
{
    static const int32_t codes[] = {1, 2, 9, 2};
    static const char *const categories[] = {"no", "yes"};
    static const int8_t choice[] = {1, 2, 1, 2};
    wb_column whole = WB_COLUMN_INIT, text = WB_COLUMN_INIT;
    wb_frame *frame = NULL, *slice = NULL, *back = NULL;
    struct ArrowArray array;
    struct ArrowSchema schema;

    whole.type = WB_TYPE_INT32;
    whole.flags = WB_COLUMN_SENTINEL;
    whole.sentinel = 9;
    whole.values = codes;
    text.type = WB_TYPE_DICTIONARY;
    text.index_type = WB_TYPE_INT8;
    text.code_base = 1;
    text.values = choice;
    text.categories = categories;
    text.n_categories = 2;
    check(wb_frame_new(4, &frame, NULL) == WB_OK &&
              wb_frame_add_column(frame, "code", &whole, NULL) == WB_OK &&
              wb_frame_add_column(frame, "choice", &text, NULL) == WB_OK,
          "columns of the caller's memory");
    check(wb_frame_slice(frame, 1, 3, &slice, NULL) == WB_OK &&
              number(slice, "code", 0) == 2 && wb_frame_is_missing(slice, 0, 1) == 1,
          "a slice, and a missing value");
    check(wb_frame_export_arrow(slice, &array, &schema, NULL) == WB_OK &&
              wb_frame_import_arrow(&array, &schema, &back, NULL) == WB_OK &&
              wb_frame_row_count(back) == 3 && number(back, "choice", 0) == 1,
          "through Arrow and back");
    wb_frame_free(back);
    wb_frame_free(slice);
    wb_frame_free(frame);
}

/* The struct that is longer today, and what lies behind it here: taken for an option, it
 * would put the label in the place of the code. */
static void use_csv_out(void)
{
    struct {
        wb_csv_write_options options;
        unsigned char others[64];
    } place = {WB_CSV_WRITE_OPTIONS_INIT, {0}};
    wb_frame *frame = frame_of("a,b\n1,x\n");
    wb_source *source = NULL;
    wb_writer *writer = NULL;

    memset(place.others, 0xa5, sizeof place.others);
    place.options.delimiter = ';';
    place.options.crlf = 1;
    check(sizeof(wb_csv_write_options) == 32, "wb_csv_write_options had 32 bytes");
    check(wb_frame_set_value_label(frame, 0, 1, "one", NULL) == WB_OK &&
              wb_source_from_frame(frame, 0, &source, NULL) == WB_OK &&
              wb_writer_to_memory(&writer, NULL) == WB_OK &&
              wb_csv_write(writer, source, &place.options, NULL, NULL) == WB_OK &&
              strcmp(wb_writer_bytes(writer, NULL), "a;b\r\n1;x\r\n") == 0,
          "CSV by options as short as they were");
    wb_writer_free(writer);
    wb_source_free(source);
    wb_frame_free(frame);
}

/* ---- estimates ---- */

static wb_spec *design(void)
{
    static const char *const by[] = {"sector"};
    wb_spec *spec = NULL;

    check(wb_spec_new(&spec, NULL) == WB_OK &&
              wb_spec_set_weights(spec, "weight", NULL) == WB_OK &&
              wb_spec_add_stratum(spec, "region", NULL) == WB_OK &&
              wb_spec_add_cluster(spec, "company", NULL) == WB_OK &&
              wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "score", NULL) == WB_OK &&
              wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "happy", NULL) ==
                  WB_OK &&
              wb_spec_add_breakdown(spec, by, 1, NULL) == WB_OK,
          "a specification");
    return spec;
}

static void use_estimates(const wb_tally *tally)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *means = NULL, *pairs = NULL, *trend = NULL;
    wb_pairs_options adjusting = WB_PAIRS_OPTIONS_INIT;

    options.interval = WB_INTERVAL_WILSON;
    options.level = 0.9;
    check(wb_tally_estimate(tally, &options, NULL, &means, NULL) == WB_OK,
          "estimates with options");
    /* rows of a sector: its mean, then its two proportions */
    check(near(number(means, "estimate", 0), 15) &&
              near(number(means, "estimate", 3), 35),
          "means of 15 and 35");
    /* in each of two strata two companies at 5/4 from their mean: V = 2 * 2/1 * 2 (5/4)^2
     */
    check(near(number(means, "se", 0), sqrt(12.5)), "with their standard error");
    check(number(means, "df", 0) == 2 && number(means, "n", 0) == 4, "df 2 of n 4");
    adjusting.adjust = WB_ADJUST_HOLM;
    check(wb_tally_pairs(tally, "sector", &adjusting, &options, NULL, &pairs, NULL) ==
                  WB_OK &&
              near(number(pairs, "difference", 0), 20),
          "pairs differ by 20");
    check(wb_tally_trend(tally, "sector", NULL, NULL, NULL, &trend, NULL) == WB_OK &&
              near(number(trend, "estimate", 0), 20),
          "and so does the trend");
    wb_frame_free(trend);
    wb_frame_free(pairs);
    wb_frame_free(means);
}

static void use_survey(void)
{
    wb_run run = WB_RUN_INIT;
    wb_source *source = rows_of(answers);
    wb_spec *spec = design();
    wb_tally *tally = NULL, *copy = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n = 0;
    int calls = 0;

    run.threads = 2;
    run.memory_limit = 1 << 24;
    check(wb_tally_new(spec, &tally, NULL) == WB_OK &&
              wb_tally_update_source(tally, source, &run, NULL) == WB_OK &&
              wb_tally_row_count(tally) == 8,
          "a tally of a source");
    check(wb_writer_to_memory(&writer, NULL) == WB_OK &&
              wb_tally_write(tally, writer, NULL) == WB_OK &&
              wb_reader_from_memory(wb_writer_bytes(writer, NULL), 0, NULL, &reader,
                                    NULL) == WB_OK,
          "written");
    wb_reader_free(reader);
    reader = NULL;
    const char *bytes = wb_writer_bytes(writer, &n);
    check(wb_reader_from_memory(bytes, n, "tally", &reader, NULL) == WB_OK &&
              wb_tally_read(reader, &copy, NULL) == WB_OK,
          "and read again");
    use_estimates(copy);
    run.progress = count_calls;
    run.user = &calls;
    wb_source_free(source);
    source = rows_of(answers);
    check(wb_tally_update_source(copy, source, &run, NULL) == WB_E_CANCELLED &&
              calls == 1 && wb_tally_row_count(copy) == 8,
          "cancelled, it is as it was");
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_tally_free(copy);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_source_free(source);
}

/* ---- scores and weights ---- */

static void use_scores(const char *sample)
{
    static const char *const wanted[] = {"none_of"};
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_source *answers_of_sample = NULL, *scores = NULL;
    wb_frame *frame = NULL;

    check(wb_instrument_builtin("wbm-employees", &instrument, NULL) == WB_OK &&
              wb_reader_open(sample, &reader, NULL) == WB_OK &&
              wb_csv_read(reader, NULL, &answers_of_sample, NULL) == WB_OK,
          "the sample and its instrument");
    options.keep = WB_KEEP_NONE;
    check(wb_score_source(instrument, answers_of_sample, &options, &scores, NULL) ==
                  WB_OK &&
              wb_source_collect(scores, NULL, &frame, NULL) == WB_OK &&
              wb_frame_row_count(frame) > 100 && wb_frame_column_count(frame) > 10,
          "scored as it is read");
    wb_frame_free(frame);
    wb_source_free(scores);
    options.select = wanted;
    options.n_select = 1;
    frame = frame_of(answers);
    wb_frame *none = NULL;
    check(wb_score(instrument, frame, &options, NULL, &none, NULL) == WB_E_ARG,
          "a score that the instrument does not have is refused");
    wb_frame_free(frame);
    wb_instrument_free(instrument);
}

static void use_weights(void)
{
    wb_calibration_options calibrating = WB_CALIBRATION_OPTIONS_INIT;
    wb_trim_options trimming = WB_TRIM_OPTIONS_INIT;
    wb_weighting *weighting = NULL;
    wb_frame *rows = frame_of(answers), *weighted = NULL, *report = NULL;
    wb_frame *targets = frame_of("sector,total\ncare,8\ntrade,24\n");

    calibrating.max_iterations = 50;
    trimming.upper = 10;
    check(wb_weighting_new(&weighting, NULL) == WB_OK &&
              wb_weighting_set_weights(weighting, "weight", NULL) == WB_OK &&
              wb_weighting_set_result(weighting, "w", NULL) == WB_OK &&
              wb_weighting_add_calibration(weighting, WB_WEIGHT_RAKE, &calibrating,
                                           NULL) == WB_OK &&
              wb_weighting_add_margin(weighting, targets, "total", NULL) == WB_OK &&
              wb_weighting_add_trim(weighting, &trimming, NULL) == WB_OK,
          "steps of weights");
    check(wb_weighting_apply(weighting, rows, NULL, &weighted, &report, NULL) == WB_OK &&
              near(number(weighted, "w", 0), 2) && near(number(weighted, "w", 1), 6),
          "weights of 2 and 6");
    wb_frame_free(report);
    wb_frame_free(weighted);
    wb_frame_free(targets);
    wb_frame_free(rows);
    wb_weighting_free(weighting);
}

int main(int n_words, char **words)
{
    if (n_words != 2)
        return 2;
    use_errors();
    use_longer_options();
    use_frames();
    use_csv_out();
    use_survey();
    use_scores(words[1]);
    use_weights();
    printf("1..%d\n", n_checks);
    return n_bad > 0;
}
