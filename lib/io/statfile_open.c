/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From a reader to what the file says. */
#include "io/sav.h"

#include <string.h>

enum { START_BYTES = 512, SAV_START = 176, XPT_RECORD = 80 };

const char *wb_statfile_name(int32_t format)
{
    static const char *const names[] = {"",    "SAV", "ZSAV",    "POR",
                                        "DTA", "XPT", "SAS7BDAT"};

    return format >= 0 && format <= WB_STATFILE_SAS7BDAT ? names[format] : "";
}

wb_status wb_stat_check_options(wb_statfile_options *ours,
                                const wb_statfile_options *options, wb_error *err)
{
    wb_status st = wb_options_read(ours, sizeof *ours, options, err);

    if (st != WB_OK)
        return st;
    if (ours->format < 0 || ours->format > WB_STATFILE_SAS7BDAT)
        return wb_fail(err, WB_E_ARG, "format %d is no wb_statfile", ours->format);
    if (ours->chunk_rows < 0)
        return wb_fail(err, WB_E_ARG, "chunk_rows %lld must not be negative",
                       (long long)ours->chunk_rows);
    if (ours->columns != NULL && ours->n_columns == 0)
        return wb_fail(err, WB_E_ARG, "of no variable at all nothing can be read");
    if (ours->columns == NULL && ours->n_columns > 0)
        return wb_fail(err, WB_E_ARG, "the names of the wanted variables are NULL");
    if (ours->encoding != NULL && strlen(ours->encoding) > 63)
        return wb_fail(err, WB_E_ARG, "the name of an encoding has at most 63 bytes");
    return WB_OK;
}

static wb_status fail_format(const wb_reader *reader, int32_t wanted, wb_error *err)
{
    const char *name = wb_reader_name(reader);

    if (wanted == 0)
        wb_fail(err, WB_E_DATA,
                "'%s' is no file of SPSS (SAV, ZSAV, POR), Stata (DTA) or SAS (XPT, "
                "SAS7BDAT)",
                name);
    else
        wb_fail(err, WB_E_DATA, "'%s' is no %s file", name, wb_statfile_name(wanted));
    wb_error_set_where(err, name);
    return WB_E_DATA;
}

/* The bytes that tell which file it is; of SAV no more than its header is taken. */
static wb_status read_start(wb_reader *reader, char start[START_BYTES], size_t *n,
                            wb_error *err)
{
    size_t more = 0;
    wb_status st = wb_reader_read(reader, start, SAV_START, n, err);

    if (st != WB_OK || memcmp(start, "$FL", 3) == 0 || *n < SAV_START)
        return st;
    st = wb_reader_read(reader, start + *n, START_BYTES - *n, &more, err);
    *n += more;
    return st;
}

static wb_status check_records(const wb_stat_dictionary *dictionary,
                               const wb_sav_head *head, wb_stat_variable *variables,
                               const char *name, wb_error *err)
{
    size_t record = 0, i = 0;

    for (; i < dictionary->n && record < head->n_records; i++) {
        variables[i].index = (int32_t)record;
        record += head->records[record].n_records;
    }
    if (i == dictionary->n && record == head->n_records)
        return WB_OK;
    wb_fail(err, WB_E_DATA, "'%s' contradicts itself about its variables", name);
    wb_error_set_where(err, name);
    return WB_E_DATA;
}

static wb_status open_sav(wb_stat_parse *parse, wb_reader *reader, wb_sav_head *head,
                          const char *start, size_t n_start, wb_error *err)
{
    const char *name = wb_reader_name(reader);
    wb_stat_dictionary *dictionary = parse->dictionary;
    wb_status st = WB_OK;

    if (n_start < SAV_START) {
        wb_fail(err, WB_E_DATA, "'%s' ends before its rows begin: it was cut off", name);
        wb_error_set_where(err, name);
        return WB_E_DATA;
    }
    WB_TRY(wb_sav_head_read(head, reader, start, n_start, err));
    parse->from = (wb_stat_bytes){.bytes = (const unsigned char *)head->bytes.bytes,
                                  .size = (int64_t)head->bytes.length};
    WB_TRY(wb_stat_run(parse, name, err));
    WB_TRY(check_records(dictionary, head, dictionary->variables, name, err));
    dictionary->n_rows = head->n_rows;
    dictionary->version = head->compression == 2 ? 3 : 2;
done:
    return st;
}

/* What files of one kind end with, of which ReadStat asks less. */
static wb_status check_end(wb_reader *reader, int32_t format, const char *start,
                           int64_t size, wb_error *err)
{
    static const char last[] = "</stata_dta>";
    char end[64] = {0};
    size_t n = 0;
    int64_t from = size > (int64_t)sizeof end ? size - (int64_t)sizeof end : 0;
    bool whole = format != WB_STATFILE_XPT || size % XPT_RECORD == 0;
    wb_status st = WB_OK;

    if (format == WB_STATFILE_DTA && start[0] == '<') {
        WB_TRY(wb_reader_seek(reader, from, err));
        WB_TRY(wb_reader_read(reader, end, sizeof end, &n, err));
        whole = false;
        for (size_t i = 0; i + sizeof last - 1 <= n; i++)
            whole = whole || memcmp(end + i, last, sizeof last - 1) == 0;
    }
    if (!whole) {
        st = wb_fail(err, WB_E_DATA, "'%s' was cut off: its end is not there",
                     wb_reader_name(reader));
        wb_error_set_where(err, wb_reader_name(reader));
    }
done:
    return st;
}

static wb_status open_other(wb_stat_parse *parse, wb_reader *reader, const char *start,
                            wb_error *err)
{
    const char *name = wb_reader_name(reader);
    int64_t size = 0;
    wb_status st = WB_OK;

    if (!wb_reader_can_rewind(reader)) {
        wb_fail(err, WB_E_UNSUPPORTED,
                "'%s' is a %s file, which is read back and forth: it cannot come from a "
                "stream",
                name, wb_statfile_name(parse->format));
        wb_error_set_where(err, name);
        return WB_E_UNSUPPORTED;
    }
    WB_TRY(wb_reader_size(reader, &size, err));
    WB_TRY(check_end(reader, parse->format, start, size, err));
    parse->from = (wb_stat_bytes){.reader = reader, .size = size};
    WB_TRY(wb_stat_run(parse, name, err));
done:
    return st;
}

wb_status wb_stat_open(wb_reader *reader, const wb_statfile_options *options,
                       wb_stat_dictionary *dictionary, wb_sav_head *head, wb_error *err)
{
    char start[START_BYTES] = {0};
    wb_stat_parse parse = {.dictionary = dictionary,
                           .encoding = options->encoding,
                           .no_tags = options->no_tags != 0};
    size_t n = 0;
    wb_status st = WB_OK;

    WB_TRY(read_start(reader, start, &n, err));
    dictionary->format = parse.format = wb_statfile_detect(start, n);
    if (parse.format == 0 || (options->format != 0 && options->format != parse.format))
        return fail_format(reader, options->format, err);
    if (parse.format == WB_STATFILE_SAV || parse.format == WB_STATFILE_ZSAV)
        WB_TRY(open_sav(&parse, reader, head, start, n, err));
    else
        WB_TRY(open_other(&parse, reader, start, err));
    if (dictionary->n == 0) {
        st = wb_fail(err, WB_E_DATA, "'%s' has no variables", wb_reader_name(reader));
        wb_error_set_where(err, wb_reader_name(reader));
    }
done:
    return st;
}
