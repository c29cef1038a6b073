/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a file says of itself and its variables, as frames. */
#include "frame/fill.h"
#include "io/sav.h"

#include <math.h>
#include <string.h>

/* ---- the file ---- */

static wb_status put_pair(wb_fill *fill, const char *key, const char *value,
                          wb_error *err)
{
    wb_status st = wb_fill_text(fill, key, err);

    return st == WB_OK ? wb_fill_text(fill, value, err) : st;
}

static wb_status put_number(wb_fill *fill, const char *key, int64_t value, wb_error *err)
{
    char text[WB_NUMBER_CHARS];

    wb_format_int64(text, value);
    return put_pair(fill, key, value >= 0 ? text : NULL, err);
}

static wb_status fill_file(wb_fill *fill, const wb_stat_dictionary *dictionary,
                           wb_error *err)
{
    static const wb_fill_column columns[] = {
        {"key", WB_TYPE_UTF8}, {"value", WB_TYPE_UTF8}, {NULL, WB_TYPE_NULL}};
    wb_status st = WB_OK;

    WB_TRY(wb_fill_columns(fill, columns, err));
    WB_TRY(put_pair(fill, "format", wb_statfile_name(dictionary->format), err));
    WB_TRY(put_number(fill, "version", dictionary->version, err));
    WB_TRY(put_pair(fill, "encoding", dictionary->encoding, err));
    WB_TRY(put_number(fill, "rows", dictionary->n_rows, err));
    WB_TRY(put_number(fill, "variables", (int64_t)dictionary->n, err));
    WB_TRY(put_pair(fill, "label", dictionary->label, err));
    WB_TRY(put_pair(fill, "weight", dictionary->weight, err));
done:
    return st;
}

/* ---- variables ---- */

static wb_status add_bound(wb_text *text, double value, const char *infinite,
                           wb_error *err)
{
    char number[WB_NUMBER_CHARS];

    if (isinf(value))
        return wb_text_add(text, infinite, err);
    wb_format_double(number, value);
    return wb_text_add(text, number, err);
}

static wb_status add_range(wb_text *text, const double range[2], wb_error *err)
{
    wb_status st = add_bound(text, range[0], "LOWEST", err);

    if (st != WB_OK || range[0] == range[1])
        return st;
    WB_TRY(wb_text_add(text, " THRU ", err));
    WB_TRY(add_bound(text, range[1], "HIGHEST", err));
done:
    return st;
}

static wb_status describe_missing(const wb_stat_dictionary *dictionary,
                                  const wb_stat_variable *variable, wb_text *text,
                                  wb_error *err)
{
    wb_status st = WB_OK;

    wb_text_cut(text, 0);
    for (size_t i = 0; i < variable->n_ranges; i++) {
        WB_TRY(wb_text_add(text, i > 0 ? ", " : "", err));
        WB_TRY(add_range(text, variable->range[i], err));
    }
    for (size_t i = 0; i < variable->n_texts; i++) {
        WB_TRY(wb_text_add(text, i > 0 ? ", " : "", err));
        WB_TRY(wb_text_add(text, variable->texts[i], err));
    }
    if (dictionary->tags && variable->type != WB_TYPE_UTF8)
        st = wb_text_add(text, ".a-.z", err);
done:
    return st;
}

static wb_status fill_variable(wb_fill *fill, const wb_stat_dictionary *dictionary,
                               const wb_stat_variable *variable, wb_text *missing,
                               wb_error *err)
{
    static const char *const measures[] = {NULL, "nominal", "ordinal", "scale"};
    const wb_stat_set *set = wb_stat_find_set(dictionary, variable->set);
    int32_t measure = variable->measure;
    wb_status st = WB_OK;

    WB_TRY(describe_missing(dictionary, variable, missing, err));
    WB_TRY(wb_fill_text(fill, variable->name, err));
    WB_TRY(wb_fill_text(fill, variable->label, err));
    WB_TRY(wb_fill_text(fill, wb_type_name(variable->type), err));
    WB_TRY(wb_fill_text(fill, variable->format, err));
    WB_TRY(
        wb_fill_text(fill, measure > 0 && measure < 4 ? measures[measure] : NULL, err));
    WB_TRY(wb_fill_int64(fill, set != NULL ? (int64_t)set->n : 0, err));
    WB_TRY(wb_fill_text(fill, missing->length > 0 ? missing->bytes : NULL, err));
done:
    return st;
}

static wb_status fill_variables(wb_fill *fill, const wb_stat_dictionary *dictionary,
                                wb_error *err)
{
    static const wb_fill_column columns[] = {
        {"variable", WB_TYPE_UTF8}, {"label", WB_TYPE_UTF8},   {"type", WB_TYPE_UTF8},
        {"format", WB_TYPE_UTF8},   {"measure", WB_TYPE_UTF8}, {"labels", WB_TYPE_INT64},
        {"missing", WB_TYPE_UTF8},  {NULL, WB_TYPE_NULL}};
    wb_text missing = {0};
    wb_status st = WB_OK;

    WB_TRY(wb_fill_columns(fill, columns, err));
    for (size_t i = 0; i < dictionary->n; i++)
        WB_TRY(fill_variable(fill, dictionary, &dictionary->variables[i], &missing, err));
done:
    wb_text_free(&missing);
    return st;
}

/* ---- labels ---- */

static wb_status fill_label(wb_fill *fill, const char *variable,
                            const wb_stat_label *label, wb_error *err)
{
    char tag[2] = {label->tag == 27 ? '_' : (char)('a' + label->tag - 1), '\0'};
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, variable, err));
    WB_TRY(wb_fill_double(fill, label->code, err));
    WB_TRY(wb_fill_text(fill, label->tag != 0 ? tag : NULL, err));
    WB_TRY(wb_fill_text(fill, label->text, err));
    WB_TRY(wb_fill_text(fill, label->label, err));
done:
    return st;
}

static wb_status fill_labels(wb_fill *fill, const wb_stat_dictionary *dictionary,
                             wb_error *err)
{
    static const wb_fill_column columns[] = {
        {"variable", WB_TYPE_UTF8}, {"code", WB_TYPE_FLOAT64}, {"tag", WB_TYPE_UTF8},
        {"text", WB_TYPE_UTF8},     {"label", WB_TYPE_UTF8},   {NULL, WB_TYPE_NULL}};
    wb_status st = WB_OK;

    WB_TRY(wb_fill_columns(fill, columns, err));
    for (size_t i = 0; i < dictionary->n; i++) {
        const wb_stat_variable *variable = &dictionary->variables[i];
        const wb_stat_set *set = wb_stat_find_set(dictionary, variable->set);
        for (size_t k = 0; set != NULL && k < set->n; k++)
            WB_TRY(fill_label(fill, variable->name, &set->labels[k], err));
    }
done:
    return st;
}

/* ---- the parts ---- */

typedef wb_status (*part_fn)(wb_fill *fill, const wb_stat_dictionary *dictionary,
                             wb_error *err);

static part_fn find_part(const char *name)
{
    static const struct {
        const char *name;
        part_fn fill;
    } parts[] = {
        {"file", fill_file}, {"variables", fill_variables}, {"labels", fill_labels}};

    for (size_t i = 0; name != NULL && i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, name) == 0)
            return parts[i].fill;
    return NULL;
}

wb_status wb_statfile_describe(wb_reader *reader, const wb_statfile_options *options,
                               const char *part, wb_frame **out, wb_error *err)
{
    wb_statfile_options ours = WB_STATFILE_OPTIONS_INIT;
    wb_stat_dictionary dictionary = {0};
    wb_sav_head head = {0};
    part_fn fill_part = find_part(part);
    wb_fill fill = {0};
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out must not be NULL");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "reader must not be NULL");
    if (fill_part == NULL)
        return wb_fail(err, WB_E_ARG,
                       "part '%s' is none of 'file', 'variables' and 'labels'",
                       part != NULL ? part : "NULL");
    WB_TRY(wb_stat_check_options(&ours, options, err));
    WB_TRY(wb_stat_open(reader, &ours, &dictionary, &head, err));
    WB_TRY(fill_part(&fill, &dictionary, err));
    WB_TRY(wb_fill_finish(&fill, out, err));
done:
    if (st != WB_OK && st != WB_E_ARG && err != NULL && err->where[0] == '\0')
        wb_error_set_where(err, wb_reader_name(reader));
    wb_fill_close(&fill);
    wb_sav_head_free(&head);
    wb_stat_dictionary_free(&dictionary);
    return st;
}
