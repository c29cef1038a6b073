/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Score a CSV file of answers and write the scores as CSV, block by block: memory stays
 * small however long the file is.
 *
 *   cc score_csv.c $(pkg-config --cflags --libs werkbaar) -o score_csv
 *   ./score_csv answers.csv [instrument.json] > scores.csv
 */
#include <stdio.h>

#include <werkbaar/werkbaar.h>

/* The instrument in a file, or without one the built-in preset for employees. */
static wb_status read_instrument(const char *path, wb_instrument **instrument,
                                 wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status;

    if (path == NULL)
        return wb_instrument_builtin("wbm-employees", instrument, err);
    status = wb_reader_open(path, &reader, err);
    if (status == WB_OK)
        status = wb_instrument_read(reader, instrument, err);
    wb_reader_free(reader);
    return status;
}

static int32_t write_to_stdout(void *user, const void *bytes, size_t n_bytes)
{
    (void)user;
    return fwrite(bytes, 1, n_bytes, stdout) == n_bytes ? 0 : 1;
}

static wb_status write_csv(wb_source *source, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status status = wb_writer_new(write_to_stdout, NULL, NULL, "stdout", &writer, err);

    if (status == WB_OK)
        status = wb_csv_write(writer, source, NULL, NULL, err);
    if (status == WB_OK)
        status = wb_writer_finish(writer, err);
    wb_writer_free(writer);
    return status;
}

int main(int argc, char **argv)
{
    wb_instrument *instrument = NULL;
    wb_reader *reader = NULL;
    wb_source *answers = NULL;
    wb_source *scores = NULL;
    wb_error err;
    wb_status status;

    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s ANSWERS.csv [INSTRUMENT.json]\n", argv[0]);
        return 2;
    }
    status = read_instrument(argc == 3 ? argv[2] : NULL, &instrument, &err);
    if (status == WB_OK)
        status = wb_reader_open(argv[1], &reader, &err);
    if (status == WB_OK)
        status = wb_csv_read(reader, NULL, &answers, &err);
    if (status == WB_OK) {
        reader = NULL; /* the source has taken it over */
        status = wb_score_source(instrument, answers, NULL, &scores, &err);
    }
    if (status == WB_OK) {
        answers = NULL; /* the scores have taken it over */
        status = write_csv(scores, &err);
    }
    if (status != WB_OK)
        fprintf(stderr, "%s %s\n", err.where, err.message);
    wb_source_free(scores);
    wb_source_free(answers);
    wb_reader_free(reader);
    wb_instrument_free(instrument);
    return status == WB_OK ? 0 : 1;
}
