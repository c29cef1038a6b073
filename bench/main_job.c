/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The main job, measured: answers to five indicators to 24 cells with standard errors.
 *
 *   main_job generate FILE [PEOPLE]       invented answers, one column after another
 *   main_job run FILE INSTRUMENT ESTIMATES.csv [REPEAT [THREADS [CHUNK_ROWS]]]
 *   main_job memory FILE INSTRUMENT
 *
 * `run` prints medians and bests in milliseconds: `read`, to add up every byte of the
 * input once; `job`, from columns in memory to the estimates frame; `score`, the scoring
 * alone. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ITEMS = 28,
    STRATA = 12,
    CELLS = 24,
    NO_ANSWER = 9,
    PERSON_BYTES = ITEMS + 2 + 8, /* answers, stratum, cell, weight */
    CHUNK_ROWS = 16384,
    MOST_REPEATS = 101
};

static const char *const indicators[] = {"fatigue", "wellbeing", "growth", "home",
                                         "werkbaar"};
enum { INDICATORS = 5 };

/* ---- the input: columns of one block of bytes ---- */

typedef struct people {
    uint8_t *bytes;
    int64_t count;
} people;

static int8_t *column_bytes(const people *input, int column)
{
    return (int8_t *)input->bytes + column * input->count;
}

static double *weights_of(const people *input)
{
    return (double *)(void *)(input->bytes + (ITEMS + 2) * input->count);
}

/* Answers hang together through one burden per person, that differs by cell. */
static int8_t invent_answer(int item, double burden, uint64_t *state)
{
    double noise = next_share(state);

    if (next_share(state) < 0.02)
        return NO_ANSWER;
    if (item < 20)
        return noise < 0.15 + 0.6 * burden;
    return (int8_t)(4 * (0.6 * noise + 0.3999 * burden));
}

static void generate(const char *path, int64_t count)
{
    people input = {calloc((size_t)count, PERSON_BYTES), count};
    uint64_t state = 2004;
    FILE *file = fopen(path, "wb");

    if (input.bytes == NULL || file == NULL)
        stop("no memory, or the file cannot be written");
    for (int64_t i = 0; i < count; i++) {
        int cell = (int)(next_random(&state) % CELLS);
        int stratum = (int)(next_random(&state) % STRATA);
        double burden = 0.7 * next_share(&state) + 0.3 * cell / CELLS;

        for (int item = 0; item < ITEMS; item++)
            column_bytes(&input, item)[i] = invent_answer(item, burden, &state);
        column_bytes(&input, ITEMS)[i] = (int8_t)stratum;
        column_bytes(&input, ITEMS + 1)[i] = (int8_t)cell;
        weights_of(&input)[i] = 0.5 + 2.5 * next_share(&state);
    }
    if (fwrite(input.bytes, PERSON_BYTES, (size_t)count, file) != (size_t)count ||
        fclose(file) != 0)
        stop("writing failed");
    free(input.bytes);
}

static people load(const char *path)
{
    people input = {NULL, 0};
    FILE *file = fopen(path, "rb");
    long size = 0;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) <= 0)
        stop("the file of people cannot be read");
    rewind(file);
    input.count = size / PERSON_BYTES;
    input.bytes = malloc((size_t)size);
    if (input.bytes == NULL || fread(input.bytes, 1, (size_t)size, file) != (size_t)size)
        stop("the file of people cannot be read");
    fclose(file);
    return input;
}

/* ---- what is measured ---- */

/* The floor: no job that looks at every byte takes less. */
static uint64_t add_up(const people *input)
{
    const uint64_t *words = (const uint64_t *)(const void *)input->bytes;
    size_t n_words = (size_t)input->count * PERSON_BYTES / 8;
    uint64_t sums[4] = {0};
    size_t i = 0;

    for (; i + 4 <= n_words; i += 4) {
        sums[0] += words[i];
        sums[1] += words[i + 1];
        sums[2] += words[i + 2];
        sums[3] += words[i + 3];
    }
    for (; i < n_words; i++)
        sums[0] += words[i];
    return sums[0] + sums[1] + sums[2] + sums[3];
}

static void add_column(wb_frame *frame, const char *name, int32_t type,
                       const void *values)
{
    wb_error err = {0};
    wb_column column = WB_COLUMN_INIT;

    column.type = type;
    column.values = values;
    demand(wb_frame_add_column(frame, name, &column, &err), &err);
}

/* The input as a frame that borrows every column. */
static wb_frame *frame_of(const people *input)
{
    static const int sizes[] = {11, 9, 4, 4};
    wb_error err = {0};
    wb_frame *frame = NULL;
    int column = 0;

    demand(wb_frame_new(input->count, &frame, &err), &err);
    for (int scale = 0; scale < 4; scale++) {
        for (int item = 1; item <= sizes[scale]; item++) {
            char name[16];

            snprintf(name, sizeof name, "w%d_%02d", scale + 1, item);
            add_column(frame, name, WB_TYPE_INT8, column_bytes(input, column++));
        }
    }
    add_column(frame, "stratum", WB_TYPE_INT8, column_bytes(input, ITEMS));
    add_column(frame, "cell", WB_TYPE_INT8, column_bytes(input, ITEMS + 1));
    add_column(frame, "weight", WB_TYPE_FLOAT64, weights_of(input));
    return frame;
}

static wb_instrument *read_instrument(const char *path)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;

    demand(wb_reader_open(path, &reader, &err), &err);
    demand(wb_instrument_read(reader, &instrument, &err), &err);
    wb_reader_free(reader);
    return instrument;
}

static wb_spec *make_spec(void)
{
    static const char *const by[] = {"cell"};
    wb_error err = {0};
    wb_spec *spec = NULL;

    demand(wb_spec_new(&spec, &err), &err);
    demand(wb_spec_set_weights(spec, "weight", &err), &err);
    demand(wb_spec_add_stratum(spec, "stratum", &err), &err);
    for (int i = 0; i < INDICATORS; i++) {
        char name[32];

        snprintf(name, sizeof name, i < 4 ? "%s_problem" : "%s", indicators[i]);
        demand(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, name, &err), &err);
    }
    demand(wb_spec_add_breakdown(spec, by, 1, &err), &err);
    return spec;
}

typedef struct job_of_run {
    const people *input;
    const wb_instrument *instrument;
    const wb_spec *spec;
    wb_run run;
    int64_t chunk_rows;
} job_of_run;

/* A source of scored rows, borrowed from the input. */
static wb_source *scored(const job_of_run *job)
{
    static const char *const select[] = {"fatigue_problem", "wellbeing_problem",
                                         "growth_problem", "home_problem", "werkbaar"};
    wb_error err = {0};
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *frame = frame_of(job->input);
    wb_source *answers = NULL, *scores = NULL;

    options.select = select;
    options.n_select = INDICATORS;
    demand(wb_source_from_frame(frame, job->chunk_rows, &answers, &err), &err);
    wb_frame_free(frame);
    demand(wb_score_source(job->instrument, answers, &options, &scores, &err), &err);
    return scores;
}

static wb_frame *run_job(const job_of_run *job)
{
    wb_error err = {0};
    wb_source *scores = scored(job);
    wb_tally *tally = NULL;
    wb_frame *estimates = NULL;

    demand(wb_tally_new(job->spec, &tally, &err), &err);
    demand(wb_tally_update_source(tally, scores, &job->run, &err), &err);
    demand(wb_tally_estimate(tally, NULL, &job->run, &estimates, &err), &err);
    wb_tally_free(tally);
    wb_source_free(scores);
    return estimates;
}

static void run_scoring(const job_of_run *job)
{
    wb_error err = {0};
    wb_source *scores = scored(job);
    wb_frame *frame = NULL;

    do {
        wb_frame_free(frame);
        demand(wb_source_next(scores, &frame, &err), &err);
    } while (frame != NULL);
    wb_source_free(scores);
}

static void report(const char *what, double *times, int n)
{
    printf("%s %.4f\n", what, median(times, n));
    printf("%s_best %.4f\n", what, times[0]); /* the median has sorted them */
}

static void write_estimates(const wb_frame *estimates, const char *path)
{
    wb_error err = {0};
    wb_source *source = NULL;
    wb_writer *writer = NULL;

    demand(wb_source_from_frame(estimates, 0, &source, &err), &err);
    demand(wb_writer_open(path, &writer, &err), &err);
    demand(wb_csv_write(writer, source, NULL, NULL, &err), &err);
    demand(wb_writer_finish(writer, &err), &err);
    wb_writer_free(writer);
    wb_source_free(source);
}

/* Reading and the job in turn, so that both meet the same state of the machine. */
static void measure(const job_of_run *job, int repeats, const char *path)
{
    double read[MOST_REPEATS], whole[MOST_REPEATS], score[MOST_REPEATS];
    volatile uint64_t sum = add_up(job->input);
    wb_frame *estimates = NULL;

    for (int i = 0; i < repeats; i++) {
        double start = milliseconds(CLOCK_MONOTONIC);

        sum = add_up(job->input);
        read[i] = milliseconds(CLOCK_MONOTONIC) - start;
        wb_frame_free(estimates);
        start = milliseconds(CLOCK_MONOTONIC);
        estimates = run_job(job);
        whole[i] = milliseconds(CLOCK_MONOTONIC) - start;
        start = milliseconds(CLOCK_MONOTONIC);
        run_scoring(job);
        score[i] = milliseconds(CLOCK_MONOTONIC) - start;
    }
    (void)sum;
    printf("people %lld\n", (long long)job->input->count);
    report("read", read, repeats);
    report("job", whole, repeats);
    report("score", score, repeats);
    write_estimates(estimates, path);
    wb_frame_free(estimates);
}

int main(int argc, char **argv)
{
    wb_run run = WB_RUN_INIT;
    job_of_run job = {NULL, NULL, NULL, run, CHUNK_ROWS};
    wb_instrument *instrument;
    wb_spec *spec;
    people input;
    int repeats = 5, memory;

    if (argc >= 3 && strcmp(argv[1], "generate") == 0) {
        generate(argv[2], argc > 3 ? atoll(argv[3]) : 1200000);
        return 0;
    }
    memory = argc == 4 && strcmp(argv[1], "memory") == 0;
    if (!memory && (argc < 5 || strcmp(argv[1], "run") != 0)) {
        fprintf(stderr, "usage: main_job generate FILE [PEOPLE]\n"
                        "       main_job run FILE INSTRUMENT ESTIMATES.csv "
                        "[REPEAT [THREADS [CHUNK_ROWS]]]\n"
                        "       main_job memory FILE INSTRUMENT\n");
        return 2;
    }
    if (memory)
        memory_count();
    if (argc > 5)
        repeats = atoi(argv[5]);
    if (argc > 6)
        job.run.threads = atoi(argv[6]);
    if (argc > 7)
        job.chunk_rows = atoll(argv[7]);
    if (repeats < 1 || repeats > MOST_REPEATS)
        stop("REPEAT is from 1 to 101");
    input = load(argv[2]);
    instrument = read_instrument(argv[3]);
    spec = make_spec();
    job.input = &input;
    job.instrument = instrument;
    job.spec = spec;
    if (memory) {
        wb_frame_free(run_job(&job));
        printf("peak_bytes %zu\n", memory_peak());
    } else {
        measure(&job, repeats, argv[4]);
    }
    wb_spec_free(spec);
    wb_instrument_free(instrument);
    free(input.bytes);
    return 0;
}
