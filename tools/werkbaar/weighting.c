/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "weighting.h"

#include "columns.h"
#include "message.h"

#include <stdlib.h>
#include <string.h>

int cli_weighting_open(const char *path, wb_weighting **out)
{
    wb_reader *reader = NULL;
    wb_error err;
    wb_status st = wb_reader_open(path, &reader, &err);
    if (st == WB_OK) {
        st = wb_weighting_read(reader, out, &err);
    }
    wb_reader_free(reader);
    return st == WB_OK ? CLI_OK : cli_failed(&err, path);
}

static int numbers_find(const wb_frame *columns, cli_list *numbers)
{
    int result = CLI_OK;
    for (int64_t i = 0; i < wb_frame_row_count(columns) && result == CLI_OK; i++) {
        char *use = cli_cell_text(columns, "use", i);
        if (use == NULL) {
            result = cli_out_of_memory();
        } else if (strcmp(use, "weights") == 0 || strcmp(use, "auxiliary") == 0) {
            result = cli_list_take(numbers, cli_cell_text(columns, "column", i));
        }
        free(use);
    }
    return result;
}

int cli_weighting_numbers(const wb_weighting *weighting, cli_list *numbers)
{
    wb_frame *columns = NULL;
    wb_error err;
    if (wb_weighting_columns(weighting, &columns, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    int result = numbers_find(columns, numbers);
    wb_frame_free(columns);
    return result;
}

static wb_status margin_declare(const wb_weighting *weighting, size_t margin,
                                wb_spec *spec, wb_error *err)
{
    size_t n = wb_weighting_margin_column_count(weighting, margin);
    const char **columns = calloc(n + 1, sizeof *columns);
    if (columns == NULL) {
        return cli_no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        columns[i] = wb_weighting_margin_column(weighting, margin, i);
    }
    wb_status st = wb_spec_add_margin(spec, columns, n, err);
    free(columns);
    return st;
}

wb_status cli_weighting_declare(const wb_weighting *weighting, wb_spec *spec,
                                wb_error *err)
{
    const char *result = wb_weighting_result(weighting);
    size_t n_margins = wb_weighting_margin_count(weighting);
    size_t n_auxiliaries = wb_weighting_auxiliary_count(weighting);
    char before[160] = "";
    strncat(before, result, 120); /* as long as it may be */
    strncat(before, "_before", 8);
    wb_status st = wb_spec_set_weights(spec, result, err);
    if (st == WB_OK && n_margins + n_auxiliaries > 0) {
        st = wb_spec_set_initial_weights(spec, before, err);
    }
    for (size_t i = 0; i < n_margins && st == WB_OK; i++) {
        st = margin_declare(weighting, i, spec, err);
    }
    for (size_t i = 0; i < n_auxiliaries && st == WB_OK; i++) {
        st = wb_spec_add_auxiliary(spec, wb_weighting_auxiliary(weighting, i), err);
    }
    return st;
}
