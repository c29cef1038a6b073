/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* One run of ReadStat. Its allocations are its own; what it tells is copied with ours. */
#include "io/statfile.h"

#include <math.h>
#include <string.h>

/* ---- texts ---- */

static int stop(wb_stat_parse *parse, wb_status status)
{
    parse->failed = status;
    return READSTAT_HANDLER_ABORT;
}

/* A copy of a text of at most so many bytes; NULL of an empty one. A character that the
 * end cut is left out. */
static wb_status keep(wb_stat_parse *parse, const char *text, size_t limit,
                      const char *what, char **out)
{
    size_t length = text != NULL ? strnlen(text, limit) : 0;

    *out = NULL;
    if (length == 0)
        return WB_OK;
    if (!wb_stat_cut_utf8(text, &length))
        return wb_fail_at(&parse->failure, WB_E_DATA, -1, parse->place,
                          "%s%s%s%s is not in the encoding of the file (declare another)",
                          what, parse->place[0] != '\0' ? " of variable '" : "",
                          parse->place, parse->place[0] != '\0' ? "'" : "");
    if (length == 0)
        return WB_OK;
    *out = wb_copy_text(text, length);
    return *out != NULL ? WB_OK : wb_fail_nomem(&parse->failure);
}

static void remember_place(wb_stat_parse *parse, const char *name)
{
    size_t length = wb_utf8_cut(name, strlen(name), sizeof parse->place - 1);

    memcpy(parse->place, name, length);
    parse->place[length] = '\0';
}

/* ---- what the file says ---- */

static int on_metadata(readstat_metadata_t *metadata, void *user)
{
    wb_stat_parse *parse = user;
    wb_stat_dictionary *dictionary = parse->dictionary;
    wb_status st = WB_OK;

    dictionary->n_rows = metadata->row_count;
    dictionary->version = (int32_t)metadata->file_format_version;
    if (metadata->var_count > WB_STAT_MAX_VARIABLES)
        WB_TRY(wb_fail(&parse->failure, WB_E_LIMIT, /* not reached: no such file of SAS */
                       "the file has more than 65,536 variables"));
    dictionary->tags =
        !parse->no_tags &&
        (parse->format == WB_STATFILE_XPT || parse->format == WB_STATFILE_SAS7BDAT ||
         (parse->format == WB_STATFILE_DTA && dictionary->version >= 113));
    WB_TRY(keep(parse, metadata->file_label, 1024, "the label of the file",
                &dictionary->label));
    WB_TRY(
        keep(parse, metadata->file_encoding, 64, "the encoding", &dictionary->encoding));
done:
    return st == WB_OK ? READSTAT_HANDLER_OK : stop(parse, st);
}

static wb_status keep_missing(wb_stat_parse *parse, readstat_variable_t *from,
                              wb_stat_variable *to)
{
    int n = readstat_variable_get_missing_ranges_count(from);
    wb_status st = WB_OK;

    for (int i = 0; i < n && i < 3 && st == WB_OK; i++) {
        readstat_value_t low = readstat_variable_get_missing_range_lo(from, i);
        readstat_value_t high = readstat_variable_get_missing_range_hi(from, i);
        if (to->type == WB_TYPE_UTF8) {
            if (readstat_value_type_class(low) == READSTAT_TYPE_CLASS_STRING)
                st = keep(parse, readstat_string_value(low), 256, "a missing value",
                          &to->texts[to->n_texts]);
            to->n_texts += to->texts[to->n_texts] != NULL ? 1 : 0;
        } else if (!isnan(readstat_double_value(low)) &&
                   !isnan(readstat_double_value(high))) {
            to->range[to->n_ranges][0] = readstat_double_value(low);
            to->range[to->n_ranges++][1] = readstat_double_value(high);
        }
    }
    return st;
}

static wb_status keep_variable(wb_stat_parse *parse, readstat_variable_t *from,
                               const char *set, wb_stat_variable *to)
{
    wb_status st = WB_OK;

    to->index = readstat_variable_get_index(from);
    to->measure = (int32_t)readstat_variable_get_measure(from);
    to->width = readstat_variable_get_storage_width(from);
    WB_TRY(keep(parse, from->name, sizeof from->name, "the name", &to->name));
    if (to->name == NULL || strlen(to->name) > 127) {
        st = wb_fail_at(&parse->failure, WB_E_DATA, -1, "", "variable %d has %s name",
                        to->index + 1, to->name == NULL ? "no" : "too long a");
        goto done;
    }
    remember_place(parse, to->name);
    WB_TRY(keep(parse, from->label, sizeof from->label, "the label", &to->label));
    WB_TRY(keep(parse, from->format, sizeof from->format, "the format", &to->format));
    WB_TRY(keep(parse, set, 256, "the name of the value labels", &to->set));
    wb_stat_type(to, readstat_variable_get_type(from), parse->format);
    WB_TRY(keep_missing(parse, from, to));
done:
    return st;
}

static wb_stat_variable *next_variable(wb_stat_parse *parse)
{
    wb_stat_dictionary *dictionary = parse->dictionary;

    if (dictionary->n == dictionary->capacity) {
        size_t capacity = dictionary->capacity == 0 ? 64 : 2 * dictionary->capacity;
        wb_stat_variable *all = wb_resize(dictionary->variables, capacity, sizeof *all);
        if (all == NULL)
            return NULL;
        dictionary->variables = all;
        dictionary->capacity = capacity;
    }
    wb_stat_variable *variable = &dictionary->variables[dictionary->n++];
    *variable = (wb_stat_variable){.column = -1};
    return variable;
}

static int on_variable(int index, readstat_variable_t *from, const char *set, void *user)
{
    wb_stat_parse *parse = user;
    wb_stat_variable *variable;

    if (parse->dictionary == NULL) {
        bool wanted =
            (size_t)index < parse->known->n && parse->known->variables[index].column >= 0;
        return wanted ? READSTAT_HANDLER_OK : READSTAT_HANDLER_SKIP_VARIABLE;
    }
    if ((size_t)index != parse->dictionary->n)
        return stop(parse, /* not reached: ReadStat counts them up */
                    wb_fail(&parse->failure, WB_E_DATA, /* not reached: of this call */
                            "variable %d comes out of its order", index + 1));
    variable = next_variable(parse);
    if (variable == NULL)
        return stop(parse, wb_fail_nomem(&parse->failure));
    wb_status st = keep_variable(parse, from, set, variable);
    return st == WB_OK ? READSTAT_HANDLER_OK : stop(parse, st);
}

static int on_weight(readstat_variable_t *variable, void *user)
{
    wb_stat_parse *parse = user;
    wb_status st = keep(parse, variable->name, sizeof variable->name, "the name",
                        &parse->dictionary->weight);

    return st == WB_OK ? READSTAT_HANDLER_OK : stop(parse, st);
}

/* ---- value labels ---- */

static wb_stat_set *find_or_add_set(wb_stat_parse *parse, const char *name)
{
    wb_stat_dictionary *dictionary = parse->dictionary;
    size_t n = dictionary->n_sets;

    /* labels come set by set */
    if (n > 0 && strcmp(dictionary->sets[n - 1].name, name) == 0)
        return &dictionary->sets[n - 1];
    const wb_stat_set *found = wb_stat_find_set(dictionary, name);
    if (found != NULL)
        return &dictionary->sets[found - dictionary->sets];
    if (n == dictionary->sets_capacity) {
        size_t capacity = n == 0 ? 16 : 2 * n;
        wb_stat_set *sets = wb_resize(dictionary->sets, capacity, sizeof *sets);
        if (sets == NULL)
            return NULL;
        dictionary->sets = sets;
        dictionary->sets_capacity = capacity;
    }
    dictionary->sets[n] = (wb_stat_set){.name = wb_copy_string(name)};
    if (dictionary->sets[n].name == NULL)
        return NULL;
    dictionary->n_sets++;
    return &dictionary->sets[n];
}

static wb_stat_label *next_label(wb_stat_set *set)
{
    if (set->n == set->capacity) {
        size_t capacity = set->capacity == 0 ? 8 : 2 * set->capacity;
        wb_stat_label *labels = wb_resize(set->labels, capacity, sizeof *labels);
        if (labels == NULL)
            return NULL;
        set->labels = labels;
        set->capacity = capacity;
    }
    set->labels[set->n] = (wb_stat_label){.code = NAN};
    return &set->labels[set->n++];
}

static int on_label(const char *name, readstat_value_t value, const char *text,
                    void *user)
{
    wb_stat_parse *parse = user;
    wb_stat_set *set = find_or_add_set(parse, name);
    wb_stat_label *label = set != NULL ? next_label(set) : NULL;
    wb_status st = WB_OK;

    if (label == NULL)
        return stop(parse, wb_fail_nomem(&parse->failure));
    parse->place[0] = '\0';
    if (readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING)
        WB_TRY(keep(parse, readstat_string_value(value), 32768, "a labelled text",
                    &label->text));
    else if (value.is_tagged_missing)
        label->tag = wb_stat_tag(value.tag);
    else if (!value.is_system_missing)
        label->code = readstat_double_value(value);
    WB_TRY(keep(parse, text, 65536, "a value label", &label->label));
    if (label->label == NULL && (label->label = wb_copy_string("")) == NULL)
        st = wb_fail_nomem(&parse->failure);
done:
    return st == WB_OK ? READSTAT_HANDLER_OK : stop(parse, st);
}

/* ---- values ---- */

static wb_status put_value(wb_stat_parse *parse, wb_stat_column *column,
                           readstat_value_t value)
{
    bool text = readstat_value_type_class(value) == READSTAT_TYPE_CLASS_STRING;
    bool tagged = value.is_tagged_missing && parse->known->tags;
    int32_t tag = tagged ? wb_stat_tag(value.tag) : 0;
    const char *name = column->variable->name;
    wb_status st = wb_stat_column_reserve(column, 1, &parse->failure);

    if (st != WB_OK)
        return st;
    if (text != (column->variable->type == WB_TYPE_UTF8))
        return wb_fail_at(&parse->failure, WB_E_DATA, /* not reached: one type each */
                          parse->row, name,           /* not reached: of the same call */
                          "the file contradicts itself about variable '%s'", name);
    if (text) {
        const char *bytes = readstat_string_value(value);
        return wb_stat_column_text(column, bytes, bytes != NULL ? strlen(bytes) : 0,
                                   parse->row, &parse->failure);
    }
    if (tag != 0)
        wb_stat_column_tagged(column, tag);
    else if (value.is_tagged_missing || value.is_system_missing)
        wb_stat_column_missing(column);
    else
        return wb_stat_column_number(column, readstat_double_value(value), parse->row,
                                     &parse->failure);
    return WB_OK;
}

static int on_value(int row, readstat_variable_t *variable, readstat_value_t value,
                    void *user)
{
    wb_stat_parse *parse = user;
    int index = readstat_variable_get_index(variable);
    int64_t at =
        (size_t)index < parse->known->n ? parse->known->variables[index].column : -1;

    (void)row;
    if (at < 0)
        return READSTAT_HANDLER_OK; /* not reached: ReadStat passes over the unwanted */
    parse->row = parse->first_row + parse->columns[at].n;
    wb_status st = put_value(parse, &parse->columns[at], value);
    return st == WB_OK ? READSTAT_HANDLER_OK : stop(parse, st);
}

/* ---- running ---- */

static wb_status hand_on(const wb_error *failure, wb_status status, const char *name,
                         wb_error *err)
{
    if (err != NULL)
        *err = *failure;
    if (err != NULL && err->where[0] == '\0')
        wb_error_set_where(err, name);
    return status;
}

static readstat_error_t parse_format(readstat_parser_t *parser, wb_stat_parse *parse)
{
    switch (parse->format) {
    case WB_STATFILE_SAV:
    case WB_STATFILE_ZSAV:
        return readstat_parse_sav(parser, "", parse);
    case WB_STATFILE_POR:
        return readstat_parse_por(parser, "", parse);
    case WB_STATFILE_DTA:
        return readstat_parse_dta(parser, "", parse);
    case WB_STATFILE_XPT:
        return readstat_parse_xport(parser, "", parse);
    default:
        return readstat_parse_sas7bdat(parser, "", parse);
    }
}

static void set_handlers(readstat_parser_t *parser, wb_stat_parse *parse)
{
    wb_stat_read_from(parser, &parse->from);
    readstat_set_variable_handler(parser, on_variable);
    if (parse->encoding != NULL)
        readstat_set_file_character_encoding(parser, parse->encoding);
    if (parse->dictionary != NULL) {
        readstat_set_metadata_handler(parser, on_metadata);
        readstat_set_fweight_handler(parser, on_weight);
        readstat_set_value_label_handler(parser, on_label);
    } else {
        readstat_set_value_handler(parser, on_value);
        readstat_set_row_offset(parser, (long)parse->first_row);
        readstat_set_row_limit(parser, (long)parse->n_rows);
    }
}

wb_status wb_stat_run(wb_stat_parse *parse, const char *name, wb_error *err)
{
    readstat_parser_t *parser = readstat_parser_init();
    readstat_error_t error;

    if (parser == NULL)
        return wb_fail_nomem(err); /* not reached: ReadStat has a parser or crashes */
    parse->row = -1;
    set_handlers(parser, parse);
    error = parse_format(parser, parse);
    readstat_parser_free(parser);
    if (parse->from.failed != WB_OK)
        return hand_on(&parse->from.failure, parse->from.failed, name, err);
    if (parse->failed != WB_OK)
        return hand_on(&parse->failure, parse->failed, name, err);
    /* of value labels that break off ReadStat says nothing */
    if (error == READSTAT_OK && parse->from.cut && parse->format == WB_STATFILE_DTA)
        error = READSTAT_ERROR_READ;
    return error == READSTAT_OK ? WB_OK : wb_stat_explain(parse, error, name, err);
}
