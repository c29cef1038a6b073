/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "misuse/misuse.h"

static void csv_read(scene *s)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;

    options.chunk_rows = 40;

    refused(s, wb_csv_read(NULL, &options, &s->out.source, &s->err), WB_E_ARG, "reader");
    refused(s, wb_csv_read(s->mine.reader, &options, NULL, &s->err), WB_E_ARG, "out");
    options.delimiter = 65;
    refused(s, wb_csv_read(s->mine.reader, &options, &s->out.source, &s->err), WB_E_ARG,
            "delimiter");
    options.delimiter = 0;
    options.decimal = 65;
    refused(s, wb_csv_read(s->mine.reader, &options, &s->out.source, &s->err), WB_E_ARG,
            "decimal");
    options.decimal = 0;
    options.chunk_rows = -1;
    refused(s, wb_csv_read(s->mine.reader, &options, &s->out.source, &s->err), WB_E_ARG,
            "-1");
    options.chunk_rows = 40;
    options.infer_rows = -1;
    refused(s, wb_csv_read(s->mine.reader, &options, &s->out.source, &s->err), WB_E_ARG,
            "-1");
}

static void csv_write(scene *s)
{
    refused(s, wb_csv_write(NULL, s->mine.source, NULL, &s->run, &s->err), WB_E_ARG,
            "writer");
    refused(s, wb_csv_write(s->mine.writer, NULL, NULL, &s->run, &s->err), WB_E_ARG,
            "source");
}

static void statfile_read(scene *s)
{
    refused(s, wb_statfile_read(NULL, NULL, &s->out.source, &s->err), WB_E_ARG, "reader");
    refused(s, wb_statfile_read(s->mine.reader, NULL, NULL, &s->err), WB_E_ARG, "out");
}

static void statfile_describe(scene *s)
{
    refused(s, wb_statfile_describe(NULL, NULL, "variables", &s->out.frame, &s->err),
            WB_E_ARG, "reader");
    refused(s, wb_statfile_describe(s->mine.reader, NULL, NULL, &s->out.frame, &s->err),
            WB_E_ARG, "part");
    refused(s, wb_statfile_describe(s->mine.reader, NULL, "variables", NULL, &s->err),
            WB_E_ARG, "out");
    refused(s, wb_statfile_describe(s->mine.reader, NULL, "all", &s->out.frame, &s->err),
            WB_E_ARG, "all");
}

static void statfile_write(scene *s)
{
    refused(s, wb_statfile_write(NULL, s->mine.source, NULL, &s->run, &s->err), WB_E_ARG,
            "writer");
    refused(s, wb_statfile_write(s->mine.writer, NULL, NULL, &s->run, &s->err), WB_E_ARG,
            "source");
}

static void json_write(scene *s)
{
    refused(s, wb_json_write(NULL, s->world->estimates, &s->err), WB_E_ARG, "writer");
    refused(s, wb_json_write(s->mine.writer, NULL, &s->err), WB_E_ARG, "frame");
}

static void xlsx_write(scene *s)
{
    const wb_frame *frames[] = {s->world->estimates, s->world->people};
    static const char *const names[] = {"estimates", "people"};
    static const char *const same[] = {"One", "one"}, *const marks[] = {"a", "b/c"};

    refused(s, wb_xlsx_write(NULL, frames, 2, names, 2, "a note", &s->err), WB_E_ARG,
            "writer");
    refused(s, wb_xlsx_write(s->mine.writer, NULL, 2, names, 2, "a note", &s->err),
            WB_E_ARG, "frames");
    refused(s, wb_xlsx_write(s->mine.writer, frames, 0, NULL, 0, NULL, &s->err), WB_E_ARG,
            "frame");
    refused(s, wb_xlsx_write(s->mine.writer, frames, 2, names, 1, NULL, &s->err),
            WB_E_ARG, "names");
    refused(s, wb_xlsx_write(s->mine.writer, frames, 2, same, 2, NULL, &s->err), WB_E_ARG,
            "one");
    refused(s, wb_xlsx_write(s->mine.writer, frames, 2, marks, 2, NULL, &s->err),
            WB_E_ARG, "b/c");
}

static void table_print(scene *s)
{
    refused(s, wb_table_print(NULL, s->world->estimates, NULL, &s->err), WB_E_ARG,
            "writer");
    refused(s, wb_table_print(s->mine.writer, NULL, NULL, &s->err), WB_E_ARG, "frame");
}

int main(void)
{
    static const misuse all[] = {
        {"wb_csv_read", csv_read},
        {"wb_csv_write", csv_write},
        {"wb_statfile_read", statfile_read},
        {"wb_statfile_describe", statfile_describe},
        {"wb_statfile_write", statfile_write},
        {"wb_json_write", json_write},
        {"wb_xlsx_write", xlsx_write},
        {"wb_table_print", table_print},
    };

    return run_misuses("misuse/io", all, sizeof all / sizeof *all);
}
