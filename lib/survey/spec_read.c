/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification from JSON. */
#include "survey/spec_json.h"

#include <string.h>

enum { SPEC_MAJOR = 1, MAX_LIST = 65536 };

typedef wb_status (*column_adder)(wb_spec *, const char *, wb_error *);

/* A list of column names, added one by one. */
static wb_status read_columns(wb_spec *spec, const wb_json_at *parent, const char *key,
                              column_adder add, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at array;
    const char *text = NULL;

    WB_TRY(wb_json_array(parent, key, false, &array, err));
    WB_TRY(wb_json_check_length(&array, MAX_LIST, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at element = wb_json_element(&array, i);
        WB_TRY(wb_json_column_name(&element, &text, err));
        WB_TRY(wb_json_refused(&element, add(spec, text, err), err));
    }
done:
    return st;
}

/* One of a list of words, or `otherwise` when it is not there. */
static wb_status read_word(const wb_json_at *parent, const char *key,
                           const char *const *words, int32_t otherwise, int32_t *out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const char *text = NULL;

    *out = otherwise;
    WB_TRY(wb_json_string(parent, key, false, &text, err));
    if (text == NULL)
        goto done;
    *out = 0;
    while (words[*out] != NULL && strcmp(words[*out], text) != 0)
        ++*out;
    if (words[*out] == NULL) {
        wb_json_at at = wb_json_member(parent, key);
        return wb_json_fail(&at, WB_E_DATA, err, "'%s' is not known here", text);
    }
done:
    return st;
}

static wb_status add_estimand(wb_spec *spec, const wb_asked *asked, wb_error *err)
{
    if (asked->statistic == WB_STATISTIC_RATIO)
        return wb_spec_add_ratio(spec, asked->variable, asked->other, err);
    if (asked->statistic == WB_STATISTIC_QUANTILE)
        return wb_spec_add_quantile(spec, asked->variable, asked->probability, err);
    if (asked->statistic == WB_STATISTIC_RANK)
        return wb_spec_add_rank(spec, asked->variable, asked->score, err);
    if (asked->other != NULL)
        return wb_spec_add_pair(spec, asked->statistic, asked->variable, asked->other,
                                err);
    return wb_spec_add_estimand(spec, asked->statistic, asked->variable, err);
}

/* The probability of a quantile, the score of a rank. */
static wb_status read_more(const wb_json_at *element, wb_asked *asked, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;

    if (asked->statistic == WB_STATISTIC_QUANTILE)
        return wb_json_double(element, "probability", true, &asked->probability, err);
    if (asked->statistic != WB_STATISTIC_RANK)
        return WB_OK;
    WB_TRY(wb_json_string(element, "score", true, &name, err));
    while (wb_rank_score_name(asked->score) != NULL &&
           strcmp(wb_rank_score_name(asked->score), name) != 0)
        asked->score++;
    if (wb_rank_score_name(asked->score) == NULL) {
        wb_json_at at = wb_json_member(element, "score");
        return wb_json_fail(&at, WB_E_DATA, err, "'%s' is not a score of ranks", name);
    }
done:
    return st;
}

static wb_status read_estimand(wb_spec *spec, const wb_json_at *element, wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;
    const char *variable = NULL;
    const char *other = NULL;
    int32_t statistic = WB_STATISTIC_MEAN;

    WB_TRY(wb_json_string(element, "statistic", true, &name, err));
    while (wb_statistic_name(statistic) != NULL &&
           strcmp(wb_statistic_name(statistic), name) != 0)
        statistic++;
    if (wb_statistic_name(statistic) == NULL) {
        wb_json_at at = wb_json_member(element, "statistic");
        return wb_json_fail(&at, WB_E_DATA, err, "'%s' is not a statistic", name);
    }
    const wb_estimand_member *member = &wb_estimand_members[statistic];
    const char *second = member->other != NULL ? member->other : member->more;
    const char *keys[] = {"statistic", member->variable, second, NULL};
    WB_TRY(wb_json_check_keys(element, keys, err));
    WB_TRY(wb_json_string(element, member->variable, true, &variable, err));
    if (member->other != NULL)
        WB_TRY(wb_json_string(element, member->other, true, &other, err));
    wb_asked asked = {.statistic = statistic, .variable = variable, .other = other};
    WB_TRY(read_more(element, &asked, err));
    st = wb_json_refused(element, add_estimand(spec, &asked, err), err);
done:
    return st;
}

typedef wb_status (*list_adder)(wb_spec *, const char *const *, size_t, wb_error *);

static wb_status read_list(wb_spec *spec, const wb_json_at *element, list_adder add,
                           wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = json_array_size(element->value);
    const char **columns = NULL;

    if (!json_is_array(element->value))
        return wb_json_fail(element, WB_E_DATA, err,
                            "a list of column names is expected");
    WB_TRY(wb_json_check_length(element, MAX_LIST, err));
    columns = wb_allocate(n, sizeof *columns);
    if (columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at column = wb_json_element(element, i);
        WB_TRY(wb_json_column_name(&column, &columns[i], err));
    }
    WB_TRY(wb_json_refused(element, add(spec, columns, n, err), err));
done:
    wb_release(columns);
    return st;
}

static wb_status read_breakdown(wb_spec *spec, const wb_json_at *element, wb_error *err)
{
    return read_list(spec, element, wb_spec_add_breakdown, err);
}

static wb_status read_margin(wb_spec *spec, const wb_json_at *element, wb_error *err)
{
    return read_list(spec, element, wb_spec_add_margin, err);
}

static wb_status read_category(wb_spec *spec, const wb_json_at *element, wb_error *err)
{
    static const char *const keys[] = {"column", "categories", NULL};
    wb_status st = WB_OK;
    const char *column = NULL;
    const char *text = NULL;
    wb_json_at array;

    WB_TRY(wb_json_check_keys(element, keys, err));
    WB_TRY(wb_json_string(element, "column", true, &column, err));
    WB_TRY(wb_json_array(element, "categories", true, &array, err));
    WB_TRY(wb_json_check_length(&array, MAX_LIST, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at category = wb_json_element(&array, i);
        WB_TRY(wb_json_column_name(&category, &text, err));
        WB_TRY(wb_json_refused(&category, wb_spec_add_category(spec, column, text, err),
                               err));
    }
done:
    return st;
}

typedef wb_status (*element_reader)(wb_spec *, const wb_json_at *, wb_error *);

static wb_status read_each(wb_spec *spec, const wb_json_at *root, const char *key,
                           bool required, element_reader read, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at array;

    WB_TRY(wb_json_array(root, key, required, &array, err));
    WB_TRY(wb_json_check_length(&array, MAX_LIST, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at element = wb_json_element(&array, i);
        WB_TRY(read(spec, &element, err));
    }
done:
    return st;
}

static wb_status read_rscale(const wb_json_at *array, size_t i, double *rscale,
                             wb_error *err)
{
    *rscale = 0;
    if (array->value == NULL || i >= json_array_size(array->value))
        return WB_OK;
    wb_json_at element = wb_json_element(array, i);
    if (!json_is_number(element.value))
        return wb_json_fail(&element, WB_E_DATA, err, "a number is expected");
    *rscale = json_number_value(element.value);
    return wb_json_check_canonical(&element, err);
}

static wb_status read_replicate_columns(wb_spec *spec, const wb_json_at *object,
                                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at columns;
    wb_json_at rscales;
    const char *text = NULL;
    double rscale;

    WB_TRY(wb_json_array(object, "columns", true, &columns, err));
    WB_TRY(wb_json_check_length(&columns, MAX_LIST, err));
    WB_TRY(wb_json_array(object, "rscales", false, &rscales, err));
    size_t n = json_array_size(columns.value);
    if (json_array_size(rscales.value) != 0 && json_array_size(rscales.value) != n)
        return wb_json_fail(&rscales, WB_E_DATA, err,
                            "there are %zu rscales for %zu columns",
                            json_array_size(rscales.value), n);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&columns, i);
        WB_TRY(wb_json_column_name(&element, &text, err));
        WB_TRY(read_rscale(&rscales, i, &rscale, err));
        WB_TRY(wb_json_refused(&element, wb_spec_add_replicate(spec, text, rscale, err),
                               err));
    }
done:
    return st;
}

static wb_status read_replicates(wb_spec *spec, const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"columns", "type",    "mse", "scale",
                                       "rho",     "rscales", NULL};
    wb_status st = WB_OK;
    wb_json_at object;
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    const char *type = NULL;
    bool mse = false;

    WB_TRY(wb_json_object(root, "replicates", false, &object, err));
    if (object.value == NULL)
        goto done;
    WB_TRY(wb_json_check_keys(&object, keys, err));
    WB_TRY(wb_json_string(&object, "type", true, &type, err));
    options.type = WB_REPLICATE_JK1;
    while (wb_replicate_type_name(options.type) != NULL &&
           strcmp(wb_replicate_type_name(options.type), type) != 0)
        options.type++;
    WB_TRY(wb_json_bool(&object, "mse", false, &mse, err));
    WB_TRY(wb_json_double(&object, "scale", false, &options.scale, err));
    WB_TRY(wb_json_double(&object, "rho", false, &options.rho, err));
    options.mse = mse;
    if (wb_replicate_type_name(options.type) == NULL) {
        wb_json_at at = wb_json_member(&object, "type");
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%s' is not a type of replicate weights", type);
    }
    WB_TRY(wb_json_refused(&object, wb_spec_set_replicates(spec, &options, err), err));
    WB_TRY(read_replicate_columns(spec, &object, err));
done:
    return st;
}

static wb_status read_calibration(wb_spec *spec, const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"initial", "margins", "auxiliaries", NULL};
    wb_status st = WB_OK;
    wb_json_at object;
    const char *initial = NULL;

    WB_TRY(wb_json_object(root, "calibration", false, &object, err));
    if (object.value == NULL)
        goto done;
    WB_TRY(wb_json_check_keys(&object, keys, err));
    WB_TRY(wb_json_string(&object, "initial", true, &initial, err));
    wb_json_at at = wb_json_member(&object, "initial");
    WB_TRY(wb_json_refused(&at, wb_spec_set_initial_weights(spec, initial, err), err));
    WB_TRY(read_each(spec, &object, "margins", false, read_margin, err));
    WB_TRY(read_columns(spec, &object, "auxiliaries", wb_spec_add_auxiliary, err));
done:
    return st;
}

static wb_status read_design(wb_spec *spec, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    const char *weights = NULL;
    bool nested = false;

    WB_TRY(wb_json_string(root, "weights", false, &weights, err));
    if (weights != NULL) {
        wb_json_at at = wb_json_member(root, "weights");
        WB_TRY(wb_json_refused(&at, wb_spec_set_weights(spec, weights, err), err));
    }
    WB_TRY(read_columns(spec, root, "strata", wb_spec_add_stratum, err));
    WB_TRY(read_columns(spec, root, "clusters", wb_spec_add_cluster, err));
    WB_TRY(read_columns(spec, root, "fpc", wb_spec_add_fpc, err));
    WB_TRY(wb_json_bool(root, "nested", false, &nested, err));
    spec->nested = nested;
    WB_TRY(read_word(root, "units", wb_units_names, WB_UNITS_AUTO, &spec->units, err));
    WB_TRY(read_word(root, "design_effect", wb_deff_names, WB_DEFF_NONE,
                     &spec->design_effect, err));
    WB_TRY(read_replicates(spec, root, err));
    WB_TRY(read_calibration(spec, root, err));
done:
    return st;
}

static wb_status read_spec(wb_spec *spec, const wb_json *file, wb_error *err)
{
    static const char *const keys[] = {
        "format",    "weights",    "strata",     "clusters",    "fpc",
        "nested",    "units",      "replicates", "calibration", "design_effect",
        "estimands", "breakdowns", "categories", NULL};
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(file);

    WB_TRY(wb_json_check_format(&root, "spec", SPEC_MAJOR, err));
    WB_TRY(wb_json_check_keys(&root, keys, err));
    WB_TRY(read_design(spec, &root, err));
    WB_TRY(read_each(spec, &root, "estimands", true, read_estimand, err));
    WB_TRY(read_each(spec, &root, "breakdowns", false, read_breakdown, err));
    WB_TRY(read_each(spec, &root, "categories", false, read_category, err));
done:
    return st;
}

wb_status wb_spec_read(wb_reader *reader, wb_spec **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json file = {0};
    wb_spec *spec = NULL;
    wb_error local;

    if (out != NULL)
        *out = NULL;
    if (reader == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "reader and out are required");
    if (err == NULL)
        err = &local; /* wb_json_refused() needs the message */
    WB_TRY(wb_json_read(reader, &file, err));
    WB_TRY(wb_spec_new(&spec, err));
    WB_TRY(read_spec(spec, &file, err));
    *out = spec;
    spec = NULL;
done:
    wb_spec_free(spec);
    wb_json_close(&file);
    return st;
}
