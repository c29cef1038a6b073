/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A model as JSON ("werkbaar-model/1.0"), canonical; members at their default are left
 * out. */
#include "base/json.h"
#include "model/family.h"

#include <string.h>

enum { MODEL_MAJOR = 1, MAX_LIST = 65536 };

static const char *const kinds[] = {"auto", "numeric", "categorical", NULL};

/* ---- writing ---- */

static wb_status put_terms(json_t *root, const wb_model *model, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *array = NULL;
    json_t *object = NULL;

    WB_TRY(wb_json_put_array(root, "terms", &array, err));
    for (size_t i = 0; i < model->n_terms; i++) {
        const wb_model_term *term = &model->terms[i];
        WB_TRY(wb_json_push_object(array, &object, err));
        WB_TRY(wb_json_put(object, "column", json_string(term->column), err));
        if (term->kind != WB_TERM_AUTO)
            WB_TRY(wb_json_put(object, "kind", json_string(kinds[term->kind]), err));
        if (term->reference != NULL)
            WB_TRY(wb_json_put(object, "reference", json_string(term->reference), err));
    }
done:
    return st;
}

static wb_status put_categories(json_t *root, const wb_model *model, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *names = NULL;

    if (model->categories.count == 0)
        return WB_OK;
    WB_TRY(wb_json_put_array(root, "categories", &names, err));
    WB_TRY(
        wb_json_push_names(names, &model->categories, 0, model->categories.count, err));
done:
    return st;
}

static wb_status put_interactions(json_t *root, const wb_model *model, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *array = NULL;
    json_t *names = NULL;

    if (model->n_interactions == 0)
        return WB_OK;
    WB_TRY(wb_json_put_array(root, "interactions", &array, err));
    for (size_t i = 0; i < model->n_interactions; i++) {
        const wb_names *of = &model->interactions[i];
        WB_TRY(wb_json_push_array(array, &names, err));
        WB_TRY(wb_json_push_names(names, of, 0, of->count, err));
    }
done:
    return st;
}

static wb_status put_design(json_t *root, const wb_spec *design, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    json_error_t error;

    WB_TRY(wb_spec_canonical(design, &text, err));
    WB_TRY(wb_json_put(root, "design",
                       wb_json_load(text.bytes, text.length, 0, NULL, &error), err));
done:
    wb_text_free(&text);
    return st;
}

static wb_status put_model(json_t *root, const wb_model *model, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_json_put(root, "format", json_string("werkbaar-model/1.0"), err));
    WB_TRY(wb_json_put(root, "family", json_string(wb_family_find(model->family)->name),
                       err));
    WB_TRY(wb_json_put(root, "outcome", json_string(model->outcome), err));
    if (model->event != NULL)
        WB_TRY(wb_json_put(root, "event", json_string(model->event), err));
    WB_TRY(put_categories(root, model, err));
    if (model->domain != NULL)
        WB_TRY(wb_json_put(root, "domain", json_string(model->domain), err));
    if (!model->intercept)
        WB_TRY(wb_json_put(root, "intercept", json_false(), err));
    WB_TRY(put_terms(root, model, err));
    WB_TRY(put_interactions(root, model, err));
    WB_TRY(put_design(root, model->design, err));
done:
    return st;
}

wb_status wb_model_canonical(const wb_model *model, wb_text *text, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_object();

    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put_model(root, model, err));
    WB_TRY(wb_json_canonical(root, text, err));
done:
    json_decref(root);
    return st;
}

wb_status wb_model_write(const wb_model *model, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};

    if (model == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "model and writer are required");
    WB_TRY(wb_model_canonical(model, &text, err));
    WB_TRY(wb_writer_write(writer, text.bytes, text.length, err));
done:
    wb_text_free(&text);
    return st;
}

/* ---- reading ---- */

static wb_status find_word(const wb_json_at *parent, const char *key, const char *word,
                           int32_t *out, wb_error *err)
{
    for (*out = 0; kinds[*out] != NULL; ++*out) {
        if (strcmp(kinds[*out], word) == 0)
            return WB_OK;
    }
    wb_json_at at = wb_json_member(parent, key);
    return wb_json_fail(&at, WB_E_DATA, err, "'%s' is not known here", word);
}

static wb_status read_term(wb_model *model, const wb_json_at *element, wb_error *err)
{
    static const char *const keys[] = {"column", "kind", "reference", NULL};
    wb_status st = WB_OK;
    const char *column = NULL;
    const char *kind = kinds[0];
    const char *reference = NULL;
    int32_t number = 0;

    WB_TRY(wb_json_check_keys(element, keys, err));
    WB_TRY(wb_json_string(element, "column", true, &column, err));
    WB_TRY(wb_json_string(element, "kind", false, &kind, err));
    WB_TRY(wb_json_string(element, "reference", false, &reference, err));
    WB_TRY(find_word(element, "kind", kind, &number, err));
    WB_TRY(wb_json_refused(
        element, wb_model_add_term(model, column, number, reference, err), err));
done:
    return st;
}

static wb_status read_interaction(wb_model *model, const wb_json_at *element,
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
    WB_TRY(
        wb_json_refused(element, wb_model_add_interaction(model, columns, n, err), err));
done:
    wb_release(columns);
    return st;
}

static wb_status read_categories(wb_model *model, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at array;
    const char **names = NULL;

    WB_TRY(wb_json_array(root, "categories", false, &array, err));
    size_t n = json_array_size(array.value);
    if (n == 0)
        return WB_OK;
    WB_TRY(wb_json_check_length(&array, MAX_LIST, err));
    names = wb_allocate(n, sizeof *names);
    if (names == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at element = wb_json_element(&array, i);
        names[i] = json_string_value(element.value);
        if (names[i] == NULL) {
            st = wb_json_fail(&element, WB_E_DATA, err, "a text is expected");
            goto done;
        }
    }
    WB_TRY(wb_json_refused(&array, wb_model_set_categories(model, names, n, err), err));
done:
    wb_release(names);
    return st;
}

typedef wb_status (*element_reader)(wb_model *, const wb_json_at *, wb_error *);

static wb_status read_each(wb_model *model, const wb_json_at *root, const char *key,
                           element_reader read, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at array;

    WB_TRY(wb_json_array(root, key, false, &array, err));
    WB_TRY(wb_json_check_length(&array, MAX_LIST, err));
    for (size_t i = 0; i < json_array_size(array.value); i++) {
        wb_json_at element = wb_json_element(&array, i);
        WB_TRY(read(model, &element, err));
    }
done:
    return st;
}

/* What is wrong within the design is said of the design, without its place. */
static wb_status read_design(wb_model *model, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at at = wb_json_member(root, "design");
    wb_reader *reader = NULL;
    wb_spec *spec = NULL;
    wb_text text = {0};

    if (at.value == NULL)
        return WB_OK;
    if (!json_is_object(at.value))
        return wb_json_fail(&at, WB_E_DATA, err, "a specification is expected");
    WB_TRY(wb_json_canonical(at.value, &text, err));
    WB_TRY(wb_reader_from_memory(text.bytes, text.length, "design", &reader, err));
    WB_TRY(wb_spec_read(reader, &spec, err));
    WB_TRY(wb_model_set_design(model, spec, err));
done:
    wb_reader_free(reader);
    wb_spec_free(spec);
    wb_text_free(&text);
    return st;
}

static wb_status read_model(const wb_json_at *root, wb_model **out, wb_error *err)
{
    static const char *const keys[] = {"format",       "family", "outcome",   "event",
                                       "categories",   "domain", "intercept", "terms",
                                       "interactions", "design", NULL};
    wb_status st = WB_OK;
    const char *family = NULL;
    const char *outcome = NULL;
    const char *event = NULL;
    const char *domain = NULL;
    bool intercept = true;

    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_string(root, "family", true, &family, err));
    WB_TRY(wb_json_string(root, "outcome", true, &outcome, err));
    WB_TRY(wb_json_string(root, "event", false, &event, err));
    WB_TRY(wb_json_string(root, "domain", false, &domain, err));
    WB_TRY(wb_json_bool(root, "intercept", false, &intercept, err));
    WB_TRY(wb_json_refused(root, wb_model_new(wb_family_of(family), outcome, out, err),
                           err));
    if (event != NULL)
        WB_TRY(wb_json_refused(root, wb_model_set_event(*out, event, err), err));
    WB_TRY(read_categories(*out, root, err));
    WB_TRY(wb_json_refused(root, wb_model_set_domain(*out, domain, err), err));
    WB_TRY(wb_json_refused(root, wb_model_set_intercept(*out, intercept, err), err));
    WB_TRY(read_each(*out, root, "terms", read_term, err));
    WB_TRY(read_each(*out, root, "interactions", read_interaction, err));
    WB_TRY(read_design(*out, root, err));
done:
    return st;
}

wb_status wb_model_read(wb_reader *reader, wb_model **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json json = {0};
    wb_model *model = NULL;
    wb_error local = {0};
    wb_error *e = err != NULL ? err : &local; /* what was refused is said of the place */

    if (out != NULL)
        *out = NULL;
    if (reader == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "reader and out are required");
    WB_TRY(wb_json_read(reader, &json, e));
    wb_json_at root = wb_json_root(&json);
    WB_TRY(wb_json_check_format(&root, "model", MODEL_MAJOR, e));
    WB_TRY(read_model(&root, &model, e));
    *out = model;
    model = NULL;
done:
    wb_model_free(model);
    wb_json_close(&json);
    return st;
}
