/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "engine_rows.h"

#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

int32_t *key_of(const rows *input, int key)
{
    return (int32_t *)(void *)(input->bytes + 4 * key * input->count);
}

/* Doubles first: what they stand at is then a multiple of 8 for an even count. */
double *number_of(const rows *input, int number)
{
    return (double *)(void *)(input->bytes + (4 * KEYS + 8 * number) * input->count);
}

int8_t *answer_of(const rows *input, int answer)
{
    return (int8_t *)input->bytes +
           (4 * KEYS + 8 * (1 + OUTCOMES) + answer) * input->count;
}

/* Outcomes differ between PSUs and groups, so that clustering matters. */
void rows_invent(rows *into, int64_t first)
{
    for (int64_t i = 0; i < into->count; i++) {
        uint64_t state = mix((uint64_t)(first + i) + 0x5eed);
        uint64_t draw = next_random(&state);
        int32_t psu = (int32_t)(draw % PSUS);
        int32_t grp = (int32_t)((draw >> 16) % GROUPS);
        double effect = (double)(mix((uint64_t)psu + 77) >> 11) * 0x1p-53;

        key_of(into, 0)[i] = psu / (PSUS / STRATA) + 1;
        key_of(into, 1)[i] = psu + 1;
        key_of(into, 2)[i] = grp + 1;
        key_of(into, 3)[i] = (int32_t)((draw >> 32) % CODES) + 1;
        number_of(into, 0)[i] = 0.5 + 2.5 * next_share(&state);
        for (int j = 1; j <= OUTCOMES; j++) {
            number_of(into, j)[i] = 10 * effect + j + 0.1 * grp + 20 * next_share(&state);
        }
        draw = next_random(&state);
        for (int j = 0; j < ANSWERS; j++, draw >>= 12) {
            answer_of(into, j)[i] =
                (double)(draw & 4095) < 4096 * (0.2 + 0.3 * effect + 0.005 * grp);
        }
    }
}

rows rows_new(int64_t count)
{
    rows made = {malloc((size_t)count * ROW_BYTES), count};

    if (made.bytes == NULL || count < 2 || count % 2 != 0)
        stop("no memory, or not an even number of rows");
    return made;
}

void rows_free(rows *input)
{
    free(input->bytes);
}

void rows_write(const rows *input, const char *path)
{
    FILE *file = fopen(path, "wb");

    if (file == NULL ||
        fwrite(input->bytes, ROW_BYTES, (size_t)input->count, file) !=
            (size_t)input->count ||
        fclose(file) != 0)
        stop("the file of rows cannot be written");
}

rows rows_load(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = 0;
    rows input;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) <= 0)
        stop("the file of rows cannot be read");
    rewind(file);
    input = rows_new(size / ROW_BYTES);
    if (fread(input.bytes, ROW_BYTES, (size_t)input.count, file) != (size_t)input.count)
        stop("the file of rows cannot be read");
    fclose(file);
    return input;
}

rows rows_by_psu(const rows *input)
{
    rows sorted = rows_new(input->count);
    int64_t place[PSUS + 1] = {0};

    for (int64_t i = 0; i < input->count; i++)
        place[key_of(input, 1)[i]]++;
    for (int psu = 1; psu <= PSUS; psu++)
        place[psu] += place[psu - 1];
    for (int64_t i = input->count - 1; i >= 0; i--) {
        int64_t to = --place[key_of(input, 1)[i]];

        for (int j = 0; j < KEYS; j++)
            key_of(&sorted, j)[to] = key_of(input, j)[i];
        for (int j = 0; j <= OUTCOMES; j++)
            number_of(&sorted, j)[to] = number_of(input, j)[i];
        for (int j = 0; j < ANSWERS; j++)
            answer_of(&sorted, j)[to] = answer_of(input, j)[i];
    }
    return sorted;
}

wb_frame *rows_frame(const rows *input, int64_t count)
{
    static const char *const keys[] = {"stratum", "psu", "grp", "code"};
    wb_error err = {0};
    wb_frame *frame = NULL;
    char name[16];

    demand(wb_frame_new(count, &frame, &err), &err);
    for (int j = 0; j < KEYS; j++)
        add_column(frame, keys[j], WB_TYPE_INT32, 0, key_of(input, j));
    add_column(frame, "weight", WB_TYPE_FLOAT64, 0, number_of(input, 0));
    for (int j = 1; j <= OUTCOMES; j++) {
        snprintf(name, sizeof name, "y%d", j);
        add_column(frame, name, WB_TYPE_FLOAT64, 0, number_of(input, j));
    }
    for (int j = 0; j < ANSWERS; j++) {
        snprintf(name, sizeof name, "b%d", j + 1);
        add_column(frame, name, WB_TYPE_BOOL, WB_COLUMN_BOOL_BYTES, answer_of(input, j));
    }
    return frame;
}
