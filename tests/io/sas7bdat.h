/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A file of SAS, as ReadStat writes it: of SAS itself there is none here. */
#ifndef WB_TEST_SAS7BDAT_H
#define WB_TEST_SAS7BDAT_H

#include <readstat.h>

#include <stdbool.h>
#include <string.h>

typedef struct sas_file {
    unsigned char bytes[1 << 16];
    size_t n;
} sas_file;

static inline ssize_t sas_take(const void *bytes, size_t n, void *user)
{
    sas_file *file = user;

    if (n > sizeof file->bytes - file->n)
        return -1;
    memcpy(file->bytes + file->n, bytes, n);
    file->n += n;
    return (ssize_t)n;
}

/* Three people: id 1 to 3; name "Jan", "" and "Zoë"; load 0.1, .a and missing; day and at
 * 2024-02-29 and 12:34:56 of it in UTC, then one day and one second less each. */
static inline bool sas_people(readstat_writer_t *writer, sas_file *file)
{
    static const char *const names[] = {"Jan", "", "Zo\xc3\xab"};
    readstat_variable_t *id, *name, *load, *day, *at;
    bool good = readstat_set_data_writer(writer, sas_take) == READSTAT_OK;

    file->n = 0;
    id = readstat_add_variable(writer, "id", READSTAT_TYPE_DOUBLE, 0);
    name = readstat_add_variable(writer, "name", READSTAT_TYPE_STRING, 8);
    load = readstat_add_variable(writer, "load", READSTAT_TYPE_DOUBLE, 0);
    day = readstat_add_variable(writer, "day", READSTAT_TYPE_DOUBLE, 0);
    at = readstat_add_variable(writer, "at", READSTAT_TYPE_DOUBLE, 0);
    readstat_variable_set_label(load, "Belasting");
    readstat_variable_set_format(day, "DATE9");
    readstat_variable_set_format(at, "DATETIME20");
    good = good && readstat_begin_writing_sas7bdat(writer, file, 3) == READSTAT_OK;
    for (int row = 0; row < 3 && good; row++) {
        good =
            readstat_begin_row(writer) == READSTAT_OK &&
            readstat_insert_double_value(writer, id, row + 1) == READSTAT_OK &&
            readstat_insert_string_value(writer, name, names[row]) == READSTAT_OK &&
            (row == 0   ? readstat_insert_double_value(writer, load, 0.1)
             : row == 1 ? readstat_insert_tagged_missing_value(writer, load, 'A')
                        : readstat_insert_missing_value(writer, load)) == READSTAT_OK &&
            readstat_insert_double_value(writer, day, 23435 - row) == READSTAT_OK &&
            readstat_insert_double_value(writer, at, 2024829296.0 - row) == READSTAT_OK &&
            readstat_end_row(writer) == READSTAT_OK;
    }
    return good && readstat_end_writing(writer) == READSTAT_OK;
}

/* Rows compressed or not. False: ReadStat would not. */
static inline bool sas_file_make(readstat_compress_t compression, sas_file *file)
{
    readstat_writer_t *writer = readstat_writer_init();
    bool good = writer != NULL &&
                readstat_writer_set_compression(writer, compression) == READSTAT_OK &&
                sas_people(writer, file);

    if (writer != NULL)
        readstat_writer_free(writer);
    return good;
}

#endif
