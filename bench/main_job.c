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
#include "people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_ROWS = 16384, MOST_REPEATS = 101 };

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

typedef struct job_of_run {
    const people *input;
    const wb_instrument *instrument;
    const wb_spec *spec;
    wb_run run;
    int64_t chunk_rows;
} job_of_run;

static wb_frame *run_job(const job_of_run *job)
{
    wb_error err = {0};
    wb_source *scores = people_lights(job->input, job->instrument, job->chunk_rows);
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
    wb_source *scores = people_lights(job->input, job->instrument, job->chunk_rows);
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
    /* Of one thread time of the processor, which the machine's other work moves little.
     */
    clockid_t clock = job->run.threads <= 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC;
    double read[MOST_REPEATS], whole[MOST_REPEATS], score[MOST_REPEATS];
    volatile uint64_t sum = add_up(job->input);
    wb_frame *estimates = NULL;

    for (int i = 0; i < repeats; i++) {
        double start = milliseconds(clock);

        sum = add_up(job->input);
        read[i] = milliseconds(clock) - start;
        wb_frame_free(estimates);
        start = milliseconds(clock);
        estimates = run_job(job);
        whole[i] = milliseconds(clock) - start;
        start = milliseconds(clock);
        run_scoring(job);
        score[i] = milliseconds(clock) - start;
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
        input = people_invent(argc > 3 ? atoll(argv[3]) : 1200000);
        people_write(&input, argv[2]);
        people_free(&input);
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
    input = people_load(argv[2]);
    instrument = people_instrument(argv[3]);
    spec = people_spec("cell");
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
    people_free(&input);
    return 0;
}
