/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "people.h"

#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

enum { STRATA = 12, CELLS = 24, NO_ANSWER = 9, LIGHTS = 5 };

static const char *const lights[LIGHTS] = {"fatigue_problem", "wellbeing_problem",
                                           "growth_problem", "home_problem", "werkbaar"};

/* ---- the rows ---- */

static int8_t *column_of(const people *input, int column)
{
    return (int8_t *)input->bytes + column * input->count;
}

static double *weights_of(const people *input)
{
    return (double *)(void *)(input->bytes + (PERSON_ITEMS + 2) * input->count);
}

const int8_t *people_cells(const people *input)
{
    return column_of(input, PERSON_ITEMS + 1);
}

static people people_new(int64_t count)
{
    people made = {malloc((size_t)count * PERSON_BYTES), count};

    if (made.bytes == NULL || count < 4 || count % 4 != 0)
        stop("no memory, or not a multiple of 4 people");
    return made;
}

void people_free(people *input)
{
    free(input->bytes);
    input->bytes = NULL;
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

people people_invent(int64_t count)
{
    people made = people_new(count);
    uint64_t state = 2004;

    for (int64_t i = 0; i < count; i++) {
        int cell = (int)(next_random(&state) % CELLS);
        int stratum = (int)(next_random(&state) % STRATA);
        double burden = 0.7 * next_share(&state) + 0.3 * cell / CELLS;

        for (int item = 0; item < PERSON_ITEMS; item++)
            column_of(&made, item)[i] = invent_answer(item, burden, &state);
        column_of(&made, PERSON_ITEMS)[i] = (int8_t)stratum;
        column_of(&made, PERSON_ITEMS + 1)[i] = (int8_t)cell;
        weights_of(&made)[i] = 0.5 + 2.5 * next_share(&state);
    }
    return made;
}

void people_write(const people *input, const char *path)
{
    size_t count = (size_t)input->count;
    FILE *file = fopen(path, "wb");

    if (file == NULL || fwrite(input->bytes, PERSON_BYTES, count, file) != count ||
        fclose(file) != 0)
        stop("the file of people cannot be written");
}

people people_load(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = 0;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) <= 0)
        stop("the file of people cannot be read");
    rewind(file);
    people input = people_new(size / PERSON_BYTES);
    size_t count = (size_t)input.count;
    if (fread(input.bytes, PERSON_BYTES, count, file) != count)
        stop("the file of people cannot be read");
    fclose(file);
    return input;
}

/* ---- what is asked of them ---- */

wb_frame *people_frame(const people *input)
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
            add_column(frame, name, WB_TYPE_INT8, 0, column_of(input, column++));
        }
    }
    add_column(frame, "stratum", WB_TYPE_INT8, 0, column_of(input, PERSON_ITEMS));
    add_column(frame, "cell", WB_TYPE_INT8, 0, people_cells(input));
    add_column(frame, "weight", WB_TYPE_FLOAT64, 0, weights_of(input));
    return frame;
}

wb_instrument *people_instrument(const char *path)
{
    wb_error err = {0};
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;

    demand(wb_reader_open(path, &reader, &err), &err);
    demand(wb_instrument_read(reader, &instrument, &err), &err);
    wb_reader_free(reader);
    return instrument;
}

wb_source *people_lights(const people *input, const wb_instrument *instrument,
                         int64_t chunk_rows)
{
    wb_error err = {0};
    wb_score_options options = WB_SCORE_OPTIONS_INIT;
    wb_frame *frame = people_frame(input);
    wb_source *answers = NULL, *scores = NULL;

    options.select = lights;
    options.n_select = LIGHTS;
    demand(wb_source_from_frame(frame, chunk_rows, &answers, &err), &err);
    wb_frame_free(frame);
    demand(wb_score_source(instrument, answers, &options, &scores, &err), &err);
    return scores;
}

wb_spec *people_spec(const char *by)
{
    wb_error err = {0};
    wb_spec *spec = NULL;

    demand(wb_spec_new(&spec, &err), &err);
    demand(wb_spec_set_weights(spec, "weight", &err), &err);
    demand(wb_spec_add_stratum(spec, "stratum", &err), &err);
    for (int i = 0; i < LIGHTS; i++)
        demand(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, lights[i], &err), &err);
    demand(wb_spec_add_breakdown(spec, &by, 1, &err), &err);
    return spec;
}
