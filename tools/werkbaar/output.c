/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Standard output is spooled to an unnamed temporary file first, so that a failure half
 * way leaves no half a result in a pipe, however long the result is. */
#include "output.h"

#include "../same_file.h"
#include "message.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPOOL_BYTES ((size_t)1 << 16)

static wb_status text_failed(wb_error *err, const char *message)
{
    *err = (wb_error){.status = WB_E_DATA, .row = -1, .offset = -1};
    snprintf(err->message, sizeof err->message, "%s", message);
    return WB_E_DATA;
}

static wb_status io_failed(wb_error *err, const char *message)
{
    *err = (wb_error){.status = WB_E_IO, .row = -1, .offset = -1};
    snprintf(err->where, sizeof err->where, "standard output");
    snprintf(err->message, sizeof err->message, "%s: %s", message, strerror(errno));
    return WB_E_IO;
}

static int32_t spool_write(void *user, const void *bytes, size_t n_bytes)
{
    return fwrite(bytes, 1, n_bytes, user) == n_bytes ? 0 : -1;
}

/* The file that a value names behind a word; NULL: none. */
static const char *file_behind(cli_file file, const char *value)
{
    const char *sign = file == CLI_READS_OF_COLUMN ? strchr(value, ':')
                       : file == CLI_READS_OF_WAVE ? strchr(value, '=')
                                                   : NULL;
    if (file == CLI_READS_TO_FIT && strncmp(value, "fit:", 4) == 0) {
        return value + 4;
    }
    return sign != NULL ? sign + 1 : NULL;
}

static int reads(cli_file file, const char *value, const char *path)
{
    const char *behind = value != NULL ? file_behind(file, value) : NULL;
    int is_whole = file == CLI_READS || file == CLI_READS_OF_WAVE || file == CLI_GOES_ON;
    return (is_whole && is_same_file(value, path)) ||
           (behind != NULL && is_same_file(behind, path));
}

/* With `unless` CLI_GOES_ON what goes on is left out. */
static int is_read(const cli_args *args, const char *path, cli_file unless)
{
    cli_file operands = args->command->operands;
    operands = operands == CLI_NO_FILE ? CLI_READS : operands;
    int found = 0;
    for (size_t i = 0; i < args->n_operands && operands != unless && !found; i++) {
        found = reads(operands, args->operands[i], path);
    }
    for (size_t i = 0; i < args->n_given && !found; i++) {
        cli_file file = args->given[i].option->file;
        found = file != unless && reads(file, args->given[i].value, path);
    }
    return found;
}

/* The option before this one that names the same file to write; NULL: none. */
static const cli_given *written_twice(const cli_args *args, const cli_given *to)
{
    for (const cli_given *at = args->given; at < to; at++) {
        if (at->option->file == CLI_WRITES && at->option != to->option &&
            is_same_place(at->value, to->value)) {
            return at;
        }
    }
    return NULL;
}

int cli_inputs_spared(const cli_args *args)
{
    for (size_t i = 0; i < args->n_given; i++) {
        const cli_given *to = &args->given[i];
        if (to->option->file == CLI_WRITES && is_read(args, to->value, CLI_NO_FILE)) {
            return cli_usage_error(args->command,
                                   "'--%s' cannot be '%s': that is a file to read, which "
                                   "would be lost",
                                   to->option->name, to->value);
        }
        const cli_given *twice =
            to->option->file == CLI_WRITES ? written_twice(args, to) : NULL;
        if (twice != NULL) {
            return cli_usage_error(args->command, "'--%s' and '--%s' are one file",
                                   twice->option->name, to->option->name);
        }
    }
    return CLI_OK;
}

int cli_would_be_lost(const cli_args *args, const char *path)
{
    return is_read(args, path, CLI_GOES_ON);
}

const char *cli_also_written(const cli_args *args, const char *path)
{
    for (size_t i = 0; i < args->n_given; i++) {
        const cli_given *to = &args->given[i];
        if (to->option->file == CLI_WRITES && is_same_place(to->value, path)) {
            return to->option->name;
        }
    }
    return NULL;
}

static wb_status file_open(const char *path, cli_output *output, wb_error *err)
{
    output->begun = unfinished_begin(path);
    if (output->begun == NULL) {
        return cli_no_memory(err);
    }
    wb_status st = wb_writer_open(path, &output->writer, err);
    if (st != WB_OK) {
        cli_output_close(output);
    }
    return st;
}

wb_status cli_output_open(const char *path, cli_output *output, wb_error *err)
{
    *output = (cli_output){0};
    if (path != NULL && strcmp(path, "-") != 0) {
        return file_open(path, output, err);
    }
    output->spool = tmpfile();
    if (output->spool == NULL) {
        return io_failed(err, "no temporary file could be made to hold the result");
    }
    return wb_writer_new(spool_write, NULL, output->spool, "standard output",
                         &output->writer, err);
}

/* A character of two bytes in which the block would end comes whole with the next: half
 * of a control is not known for one. */
static size_t block_read(FILE *spool, char *bytes)
{
    size_t n = fread(bytes, 1, SPOOL_BYTES, spool);
    if (n == SPOOL_BYTES && (unsigned char)bytes[n - 1] == 0xc2) {
        ungetc(0xc2, spool);
        n--;
    }
    return n;
}

static wb_status spool_copy(FILE *spool, wb_error *err)
{
    int is_screen = isatty(STDOUT_FILENO);
    char *bytes = malloc(SPOOL_BYTES);
    size_t n = 0;
    int good = bytes != NULL && fflush(spool) == 0 && fseek(spool, 0, SEEK_SET) == 0;
    while (good && (n = block_read(spool, bytes)) > 0) {
        if (is_screen) {
            cli_controls_blank(bytes, n);
        }
        good = fwrite(bytes, 1, n, stdout) == n;
    }
    good = good && !ferror(spool) && fflush(stdout) == 0;
    wb_status st = good ? WB_OK : io_failed(err, "the result could not be written");
    free(bytes);
    return st;
}

wb_status cli_output_finish(cli_output *output, wb_error *err)
{
    wb_status st = wb_writer_finish(output->writer, err);
    if (st == WB_OK && output->spool != NULL) {
        st = spool_copy(output->spool, err);
    }
    return st;
}

void cli_output_close(cli_output *output)
{
    wb_writer_free(output->writer);
    unfinished_end(output->begun);
    if (output->spool != NULL) {
        fclose(output->spool);
    }
    *output = (cli_output){0};
}

int cli_output_end(cli_output *output, wb_status st, wb_error *err)
{
    if (st == WB_OK) {
        st = cli_output_finish(output, err);
    }
    cli_output_close(output);
    return st == WB_OK ? CLI_OK : cli_failed(err, NULL);
}

wb_status cli_print(wb_writer *writer, wb_error *err, const char *format, ...)
{
    char fixed[512];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(fixed, sizeof fixed, format, list);
    va_end(list);
    if (n >= 0 && (size_t)n < sizeof fixed) {
        return wb_writer_write(writer, fixed, (size_t)n, err);
    }
    char *text = n >= 0 ? malloc((size_t)n + 1) : NULL;
    if (text == NULL) {
        return text_failed(err, "out of memory");
    }
    va_start(list, format);
    vsnprintf(text, (size_t)n + 1, format, list);
    va_end(list);
    wb_status st = wb_writer_write(writer, text, (size_t)n, err);
    free(text);
    return st;
}

wb_status cli_print_json_text(wb_writer *writer, const char *text, wb_error *err)
{
    if (text == NULL) {
        return wb_writer_write(writer, "null", 4, err);
    }
    json_t *value = json_string(text);
    char *written = value != NULL ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
    wb_status st = written != NULL
                       ? wb_writer_write(writer, written, strlen(written), err)
                       : text_failed(err, "a note or name is not valid UTF-8");
    free(written);
    json_decref(value);
    return st;
}
