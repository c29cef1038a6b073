/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A specification as JSON. Its canonical bytes are what the hash of a tally is taken of,
 * so members that are at their default are left out: a later member cannot change old
 * hashes. */
#include "base/json.h"
#include "survey/spec.h"

#include <string.h>

enum { SPEC_MAJOR = 1, MAX_LIST = 65536 };

static wb_status names_array(const wb_names *names, json_t **out, wb_error *err)
{
    json_t *array = json_array();
    if (array == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < names->count; i++) {
        if (json_array_append_new(array, json_string(names->items[i])) != 0) {
            json_decref(array);
            return wb_fail_nomem(err);
        }
    }
    *out = array;
    return WB_OK;
}

/* json_object_set_new and json_array_append_new take NULL for a failed allocation. */
static wb_status put(json_t *object, const char *key, json_t *value, wb_error *err)
{
    return json_object_set_new(object, key, value) == 0 ? WB_OK : wb_fail_nomem(err);
}

static wb_status put_names(json_t *object, const char *key, const wb_names *names,
                           wb_error *err)
{
    json_t *array = NULL;
    wb_status st = names_array(names, &array, err);
    return st == WB_OK ? put(object, key, array, err) : st;
}

static wb_status put_estimands(json_t *root, const wb_spec *spec, wb_error *err)
{
    wb_status st = put(root, "estimands", json_array(), err);
    json_t *array = json_object_get(root, "estimands");
    for (size_t i = 0; st == WB_OK && i < spec->n_estimands; i++) {
        const wb_estimand *estimand = &spec->estimands[i];
        json_t *object = json_object();
        if (json_array_append_new(array, object) != 0)
            return wb_fail_nomem(err);
        st = put(object, "statistic", json_string(wb_statistic_name(estimand->statistic)),
                 err);
        if (st == WB_OK)
            st = put(object, "variable", json_string(estimand->variable), err);
    }
    return st;
}

static wb_status put_breakdowns(json_t *root, const wb_spec *spec, wb_error *err)
{
    wb_status st = put(root, "breakdowns", json_array(), err);
    json_t *array = json_object_get(root, "breakdowns");
    for (size_t i = 0; st == WB_OK && i < spec->n_breakdowns; i++) {
        json_t *names = NULL;
        st = names_array(&spec->breakdowns[i], &names, err);
        if (st == WB_OK && json_array_append_new(array, names) != 0)
            st = wb_fail_nomem(err);
    }
    return st;
}

static wb_status put_categories(json_t *root, const wb_spec *spec, wb_error *err)
{
    wb_status st = put(root, "categories", json_array(), err);
    json_t *array = json_object_get(root, "categories");
    for (size_t i = 0; st == WB_OK && i < spec->n_categories; i++) {
        json_t *object = json_object();
        if (json_array_append_new(array, object) != 0)
            return wb_fail_nomem(err);
        st = put(object, "column", json_string(spec->categories[i].column), err);
        if (st == WB_OK)
            st = put_names(object, "categories", &spec->categories[i].names, err);
    }
    return st;
}

wb_status wb_spec_canonical(const wb_spec *spec, wb_text *json, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_object();

    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put(root, "format", json_string("werkbaar-spec/1.0"), err));
    if (spec->weights != NULL)
        WB_TRY(put(root, "weights", json_string(spec->weights), err));
    if (spec->strata.count > 0)
        WB_TRY(put_names(root, "strata", &spec->strata, err));
    WB_TRY(put_estimands(root, spec, err));
    if (spec->n_breakdowns > 0)
        WB_TRY(put_breakdowns(root, spec, err));
    if (spec->n_categories > 0)
        WB_TRY(put_categories(root, spec, err));
    WB_TRY(wb_json_canonical(root, json, err));
done:
    json_decref(root);
    return st;
}

wb_status wb_spec_hash(const wb_spec *spec, char hash[WB_HASH_CHARS], wb_error *err)
{
    wb_text json = {0};
    uint8_t digest[32];
    wb_status st = wb_spec_canonical(spec, &json, err);
    if (st == WB_OK) {
        wb_sha256(json.bytes, json.length, digest);
        wb_hex(digest, sizeof digest, hash);
    }
    wb_text_free(&json);
    return st;
}

wb_status wb_spec_write(const wb_spec *spec, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text json = {0};

    if (spec == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "spec and writer are required");
    WB_TRY(wb_spec_canonical(spec, &json, err));
    WB_TRY(wb_writer_write(writer, json.bytes, json.length, err));
done:
    wb_text_free(&json);
    return st;
}

/* Give an error of a spec builder call the place in the file, as a fault of the data. */
static wb_status at_place(const wb_json_at *at, wb_status st, wb_error *err)
{
    char message[sizeof err->message];
    if (st != WB_E_ARG || err == NULL)
        return st == WB_E_ARG ? WB_E_DATA : st;
    memcpy(message, err->message, sizeof message);
    return wb_json_fail(at, WB_E_DATA, err, "%s", message);
}

static wb_status text_element(const wb_json_at *element, const char **text, wb_error *err)
{
    if (!json_is_string(element->value))
        return wb_json_fail(element, WB_E_DATA, err, "a column name (text) is expected");
    *text = json_string_value(element->value);
    return WB_OK;
}

static wb_status check_length(const wb_json_at *array, wb_error *err)
{
    if (json_array_size(array->value) > MAX_LIST)
        return wb_json_fail(array, WB_E_LIMIT, err, "a list has at most %d entries",
                            (int)MAX_LIST);
    return WB_OK;
}

static wb_status read_strata(wb_spec *spec, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at array;
    const char *text = NULL;

    WB_TRY(wb_json_array(root, "strata", false, &array, err));
    WB_TRY(check_length(&array, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at element = wb_json_element(&array, i);
        WB_TRY(text_element(&element, &text, err));
        WB_TRY(at_place(&element, wb_spec_add_stratum(spec, text, err), err));
    }
done:
    return st;
}

static wb_status read_estimand(wb_spec *spec, const wb_json_at *element, wb_error *err)
{
    static const char *const keys[] = {"statistic", "variable", NULL};
    wb_status st = WB_OK;
    const char *name = NULL;
    const char *variable = NULL;
    int32_t statistic = WB_STATISTIC_MEAN;

    WB_TRY(wb_json_check_keys(element, keys, err));
    WB_TRY(wb_json_string(element, "statistic", true, &name, err));
    WB_TRY(wb_json_string(element, "variable", true, &variable, err));
    while (wb_statistic_name(statistic) != NULL &&
           strcmp(wb_statistic_name(statistic), name) != 0)
        statistic++;
    if (wb_statistic_name(statistic) == NULL) {
        wb_json_at at = wb_json_member(element, "statistic");
        return wb_json_fail(&at, WB_E_DATA, err,
                            "'%s' is not a statistic: mean, total or proportion", name);
    }
    st = at_place(element, wb_spec_add_estimand(spec, statistic, variable, err), err);
done:
    return st;
}

static wb_status read_breakdown(wb_spec *spec, const wb_json_at *element, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = json_array_size(element->value);
    const char **columns = NULL;

    if (!json_is_array(element->value))
        return wb_json_fail(element, WB_E_DATA, err,
                            "a list of column names is expected");
    WB_TRY(check_length(element, err));
    columns = wb_allocate(n, sizeof *columns);
    if (columns == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at column = wb_json_element(element, i);
        WB_TRY(text_element(&column, &columns[i], err));
    }
    WB_TRY(at_place(element, wb_spec_add_breakdown(spec, columns, n, err), err));
done:
    wb_release(columns);
    return st;
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
    WB_TRY(check_length(&array, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at category = wb_json_element(&array, i);
        WB_TRY(text_element(&category, &text, err));
        WB_TRY(at_place(&category, wb_spec_add_category(spec, column, text, err), err));
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
    WB_TRY(check_length(&array, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at element = wb_json_element(&array, i);
        WB_TRY(read(spec, &element, err));
    }
done:
    return st;
}

static wb_status read_spec(wb_spec *spec, const wb_json *file, wb_error *err)
{
    static const char *const keys[] = {"format",     "weights",    "strata", "estimands",
                                       "breakdowns", "categories", NULL};
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(file);
    const char *weights = NULL;

    WB_TRY(wb_json_check_format(&root, "spec", SPEC_MAJOR, err));
    WB_TRY(wb_json_check_keys(&root, keys, err));
    WB_TRY(wb_json_string(&root, "weights", false, &weights, err));
    if (weights != NULL) {
        wb_json_at at = wb_json_member(&root, "weights");
        WB_TRY(at_place(&at, wb_spec_set_weights(spec, weights, err), err));
    }
    WB_TRY(read_strata(spec, &root, err));
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
        err = &local; /* at_place needs the message */
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
