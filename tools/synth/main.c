/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* wb-synth: SYNTHETIC microdata of any size, from published figures and stated
 * inventions. */
#include "../same_file.h"
#include "../streams.h"
#include "../unfinished.h"
#include "fault.h"
#include "rows.h"
#include "scan.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_WAVES = 32 };

static const int64_t max_number = INT64_C(1000000000000000); /* sums of a few fit */

typedef struct request {
    const char *group; /* "employees" or "selfemployed"; NULL: a scan */
    scan_request scan;
    const char *output;
    const char *waves; /* "2019,2023"; NULL: all */
    uint64_t seed;
    int64_t rows; /* per wave; -1: the default */
    double rows_scale;
    int64_t skip, take; /* rows of the whole file; take -1: all */
    int targets;        /* print what is reproduced instead */
} request;

static const char help[] =
    "wb-synth: SYNTHETIC microdata for the built-in instruments, answer by answer\n"
    "\n"
    "usage: wb-synth --group employees|selfemployed [options] [--output FILE.csv]\n"
    "       wb-synth --scan FILE --organisation FILE [--shares FILE] [--seed N] "
    "[--output "
    "FILE.csv]\n"
    "\n"
    "  --group G        employees (waves 2004-2023) or selfemployed (2007-2023)\n"
    "  --seed N         whole number, 0 to 10^15 (default 1); the same seed gives the "
    "same\n"
    "                   bytes on every machine\n"
    "  --waves Y,Y,...  these waves only\n"
    "  --rows N         rows per wave (default: the published number of respondents, or "
    "a\n"
    "                   stated invented one)\n"
    "  --rows-scale X   that default times X, above 0\n"
    "  --skip N         leave out the first N rows of the file\n"
    "  --take N         at most N rows: parts made apart are the whole cut in pieces\n"
    "  --targets        print, as CSV, what the waves are made to reproduce and whether "
    "it\n"
    "                   is anchored (published) or invented\n"
    "  --scan FILE      answers to this questionnaire (of 'werkbaar scan compose') "
    "instead,\n"
    "                   of those of the organisation's staff who answer\n"
    "  --organisation FILE  the organisation file: groups and their staff\n"
    "  --shares FILE    CSV with group, theme, share: how many have a problem with the "
    "theme,\n"
    "                   for theme 'response' how many answer; the last row that fits "
    "holds\n"
    "                   (default: 0.3, and 0.7 answer)\n"
    "  --output FILE    write here; it appears when it is complete (default: standard\n"
    "                   output)\n"
    "  --help           this text\n"
    "\n"
    "Nobody gave these answers. What they reproduce in expectation, and what is "
    "invented,\n"
    "is in docs/microdata.md. Exit: 0 done, 1 failure, 2 wrong use.\n";

/* ---- the command line ---- */

static int whole_number(const char *text, int64_t *value)
{
    char *end = NULL;

    errno = 0;
    *value = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *value >= 0 &&
           *value <= max_number;
}

static int read_value(request *r, const char *name, const char *value)
{
    int64_t number = 0;
    int is_number = whole_number(value, &number);
    char *end = NULL;

    if (strcmp(name, "--group") == 0) {
        r->group = value;
        return strcmp(value, "employees") == 0 || strcmp(value, "selfemployed") == 0;
    }
    if (strcmp(name, "--output") == 0) {
        r->output = value;
        return *value != '\0';
    }
    if (strcmp(name, "--scan") == 0) {
        r->scan.questionnaire = value;
        return *value != '\0';
    }
    if (strcmp(name, "--organisation") == 0) {
        r->scan.organisation = value;
        return *value != '\0';
    }
    if (strcmp(name, "--shares") == 0) {
        r->scan.shares = value;
        return *value != '\0';
    }
    if (strcmp(name, "--waves") == 0) {
        r->waves = value;
        return *value != '\0';
    }
    if (strcmp(name, "--rows-scale") == 0) {
        r->rows_scale = strtod(value, &end);
        return *end == '\0' && r->rows_scale > 0 && r->rows_scale < 1e9;
    }
    if (strcmp(name, "--seed") == 0) {
        r->seed = (uint64_t)number;
    } else if (strcmp(name, "--rows") == 0) {
        r->rows = number;
    } else if (strcmp(name, "--skip") == 0) {
        r->skip = number;
    } else {
        r->take = number;
    }
    return is_number;
}

static int has_value(const char *name)
{
    static const char *const names[] = {
        "--group", "--seed",   "--waves", "--rows",         "--rows-scale", "--skip",
        "--take",  "--output", "--scan",  "--organisation", "--shares"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static int is_read(const request *r, const char *path)
{
    const char *const inputs[] = {r->scan.questionnaire, r->scan.organisation,
                                  r->scan.shares};

    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        if (inputs[i] != NULL && is_same_file(inputs[i], path)) {
            return 1;
        }
    }
    return 0;
}

/* NULL: nothing. */
static const char *what_is_wrong(const request *r)
{
    int is_scan = r->scan.questionnaire != NULL;

    if (r->group == NULL && !is_scan) {
        return "--group is needed, or --scan";
    }
    if (is_scan != (r->scan.organisation != NULL) ||
        (!is_scan && r->scan.shares != NULL)) {
        return "--scan and --organisation go together, and --shares with them";
    }
    if (is_scan && (r->group != NULL || r->waves != NULL || r->rows >= 0 ||
                    r->rows_scale > 0 || r->skip > 0 || r->take >= 0 || r->targets)) {
        return "of the other options --scan takes --seed and --output only";
    }
    if (r->output != NULL && is_read(r, r->output)) {
        return "--output is a file to read, which would be lost";
    }
    return r->rows >= 0 && r->rows_scale > 0
               ? "--rows and --rows-scale exclude each other"
               : NULL;
}

/* @return -1 to go on, else the exit code. */
static int read_arguments(request *r, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            fputs(help, stdout);
            return 0;
        }
        if (strcmp(argv[i], "--targets") == 0) {
            r->targets = 1;
        } else if (!has_value(argv[i])) {
            fprintf(stderr, "wb-synth: '%s' is not an option; see --help\n", argv[i]);
            return 2;
        } else if (i + 1 == argc) {
            fprintf(stderr, "wb-synth: %s needs a value\n", argv[i]);
            return 2;
        } else if (!read_value(r, argv[i], argv[i + 1])) {
            fprintf(stderr, "wb-synth: %s cannot be '%s'; see --help\n", argv[i],
                    argv[i + 1]);
            return 2;
        } else {
            i++;
        }
    }
    const char *wrong = what_is_wrong(r);
    if (wrong != NULL) {
        fprintf(stderr, "wb-synth: %s; see --help\n", wrong);
        return 2;
    }
    return -1;
}

/* ---- which waves, how many rows ---- */

static wb_status all_years(const definition *d, int *years, size_t *n_years,
                           wb_error *err)
{
    const json_t *waves = json_object_get(d->parameters, "waves");

    if (json_array_size(waves) > MAX_WAVES) {
        return fault(err, WB_E_LIMIT, "more than %d waves", MAX_WAVES);
    }
    *n_years = json_array_size(waves);
    for (size_t i = 0; i < *n_years; i++) {
        years[i] =
            (int)json_integer_value(json_object_get(json_array_get(waves, i), "wave"));
    }
    return WB_OK;
}

static wb_status listed_years(const char *list, int *years, size_t *n_years,
                              wb_error *err)
{
    const char *at = list;

    *n_years = 0;
    do {
        char *end = NULL;
        long year = strtol(at, &end, 10);

        if (end == at || (*end != ',' && *end != '\0') || year < 0 || year > 9999 ||
            *n_years == MAX_WAVES) {
            return fault(err, WB_E_ARG, "--waves '%s' should be years, as in 2019,2023",
                         list);
        }
        for (size_t i = 0; i < *n_years; i++) {
            if (years[i] == year) {
                return fault(err, WB_E_ARG, "--waves names %ld twice", year);
            }
        }
        years[(*n_years)++] = (int)year;
        at = *end == ',' ? end + 1 : end;
    } while (*at != '\0');
    return WB_OK;
}

static wb_status rows_of_wave(const request *r, const definition *d, int year,
                              int64_t *n_rows, wb_error *err)
{
    wb_status st = wave_default_rows(d, year, n_rows, err);

    if (st == WB_OK && r->rows >= 0) {
        *n_rows = r->rows;
    } else if (st == WB_OK && r->rows_scale > 0) {
        *n_rows = (int64_t)((double)*n_rows * r->rows_scale + 0.5);
    }
    return st;
}

/* ---- writing ---- */

static wb_status print_targets(const wave *w, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < w->n_targets && st == WB_OK; i++) {
        const wave_target *t = &w->targets[i];
        char line[256];
        int n = snprintf(line, sizeof line, "%d,%s,%s,%s,%.10g\n", w->year, t->variable,
                         t->overall ? "all" : "group",
                         t->anchored ? "anchored" : "invented", t->fit.share);

        st = wb_writer_write(writer, line, (size_t)n, err);
    }
    return st;
}

static wb_status write_waves(const request *r, const definition *d, const scale *scales,
                             wb_writer *writer, wb_error *err)
{
    int years[MAX_WAVES];
    size_t n_years = 0;
    int64_t before = 0, end = r->take < 0 ? INT64_MAX : r->skip + r->take;
    rows *made = NULL;
    wave w = {0};
    wb_status st;

    TRY(r->waves == NULL ? all_years(d, years, &n_years, err)
                         : listed_years(r->waves, years, &n_years, err));
    TRY(rows_new(d, scales, r->seed, writer, &made, err));
    TRY(r->targets ? WB_OK : rows_header(made, err));
    for (size_t i = 0; i < n_years; i++) {
        int64_t n_rows = 0, first, last;

        TRY(rows_of_wave(r, d, years[i], &n_rows, err));
        first = r->skip > before ? r->skip - before : 0;
        last = end - before < n_rows ? end - before : n_rows;
        if (first < last) {
            TRY(wave_make(&w, d, years[i], n_rows, err));
            TRY(r->targets ? print_targets(&w, writer, err)
                           : rows_write(made, &w, first, last, before + 1, err));
            wave_clear(&w);
        }
        before += n_rows;
    }
    TRY(r->targets ? WB_OK : rows_flush(made, err));
done:
    wave_clear(&w);
    rows_free(made);
    return st;
}

static int32_t write_standard(void *user, const void *bytes, size_t n_bytes)
{
    return fwrite(bytes, 1, n_bytes, user) == n_bytes && fflush(user) == 0 ? 0 : 1;
}

static wb_status write_monitor(const request *r, wb_writer *writer, wb_error *err)
{
    definition d = {0};
    scale *scales = NULL;
    char id[64];
    wb_status st;

    snprintf(id, sizeof id, "wbm-%s", r->group);
    TRY(fault_new(MAX_SCALES, sizeof *scales, &scales, err));
    TRY(definition_read(&d, id, err));
    TRY(scale_read_all(scales, &d, err));
    TRY(write_waves(r, &d, scales, writer, err));
done:
    free(scales);
    definition_clear(&d);
    return st;
}

static wb_status run(const request *r, wb_error *err)
{
    scan_request scan = r->scan;
    wb_writer *writer = NULL;
    unfinished *begun = NULL;
    wb_status st;

    scan.seed = r->seed;
    if (r->output == NULL) {
        TRY(wb_writer_new(write_standard, NULL, stdout, "standard output", &writer, err));
    } else {
        begun = unfinished_begin(r->output);
        if (begun == NULL) {
            TRY(fault(err, WB_E_NOMEM, "no memory for the name of the output"));
        }
        TRY(wb_writer_open(r->output, &writer, err));
    }
    TRY(r->group != NULL ? write_monitor(r, writer, err)
                         : scan_write(&scan, writer, err));
    TRY(wb_writer_finish(writer, err));
done:
    wb_writer_free(writer);
    unfinished_end(begun);
    return st;
}

int main(int argc, char **argv)
{
    request r = {.seed = 1, .rows = -1, .take = -1};
    wb_error err;

    streams_hold();
    int code = read_arguments(&r, argc, argv);
    if (code == 0 && fflush(stdout) != 0) {
        fputs("wb-synth: standard output could not be written\n", stderr);
        return 1;
    }
    if (code >= 0) {
        return code;
    }
    if (run(&r, &err) != WB_OK) {
        fprintf(stderr, "wb-synth: %s%s%s\n", err.message, err.where[0] ? ": " : "",
                err.where);
        return 1;
    }
    return 0;
}
