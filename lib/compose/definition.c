/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A file of the catalogue, whichever kind it is of. */
#include "compose/definition.h"

#include "base/text.h"

#include <string.h>

const char *const wb_definition_kinds[] = {"module", "sector", "measures", NULL};

static wb_status (*const checks[])(const wb_json_at *root, wb_error *err) = {
    wb_check_module, wb_check_sector, wb_check_measures};

/* The kind that the format names; its version is checked with it. */
static wb_status read_kind(const wb_json_at *root, wb_definition_kind *kind,
                           wb_error *err)
{
    static const char family[] = "werkbaar-";
    const char *format = NULL;
    wb_status st = wb_json_string(root, "format", true, &format, err);
    wb_json_at at = wb_json_member(root, "format");

    if (st != WB_OK)
        return st;
    for (int i = 0; wb_definition_kinds[i] != NULL; i++) {
        size_t length = strlen(wb_definition_kinds[i]);

        if (strncmp(format, family, sizeof family - 1) == 0 &&
            strncmp(format + sizeof family - 1, wb_definition_kinds[i], length) == 0 &&
            format[sizeof family - 1 + length] == '/') {
            *kind = (wb_definition_kind)i;
            return wb_json_check_format(root, wb_definition_kinds[i], 1, err);
        }
    }
    return wb_json_fail(&at, WB_E_DATA, err,
                        "the format is '%.60s', where 'werkbaar-module/1.0', "
                        "'werkbaar-sector/1.0' or 'werkbaar-measures/1.0' is expected",
                        format);
}

static wb_status fill(wb_definition *made, wb_json *document, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(document);
    wb_text canonical = {0};

    WB_TRY(read_kind(&root, &made->kind, err));
    WB_TRY(checks[made->kind](&root, err));
    WB_TRY(wb_json_hash(document->root, &canonical, made->hash, err));
    made->root = json_incref(document->root);
    made->id = wb_text_member(made->root, "id");
    made->version = wb_text_member(made->root, "version");

done:
    wb_text_free(&canonical);
    return st;
}

wb_status wb_definition_read(wb_reader *reader, wb_definition **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json document = {0};
    wb_definition *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &document, err));
    WB_TRY(fill(made, &document, err));
    *out = made;
    made = NULL;

done:
    wb_definition_free(made);
    wb_json_close(&document);
    return st;
}

void wb_definition_free(wb_definition *definition)
{
    if (definition == NULL)
        return;
    json_decref(definition->root);
    wb_release(definition);
}

/* ---- versions ---- */

enum { MAX_VERSION = 32 };

/* Digits, and dots between them. */
static bool is_version(const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (!digit && (text[i] != '.' || i == 0 || i == length - 1 || text[i - 1] == '.'))
            return false;
    }
    return length > 0 && length <= MAX_VERSION;
}

wb_status wb_check_version(const wb_json_at *root, const char **out, wb_error *err)
{
    wb_json_at at = wb_json_member(root, "version");
    wb_status st = wb_json_string(root, "version", true, out, err);

    if (st == WB_OK && !is_version(*out))
        st = wb_json_fail(&at, WB_E_DATA, err,
                          "version '%.40s' is not numbers with dots between, such as "
                          "\"1.0\"",
                          *out);
    return st;
}

/* Without leading zeros the longer number is the higher one. */
static int compare_numbers(const char *a, size_t n_a, const char *b, size_t n_b)
{
    for (; n_a > 0 && *a == '0'; n_a--)
        a++;
    for (; n_b > 0 && *b == '0'; n_b--)
        b++;
    if (n_a != n_b)
        return n_a < n_b ? -1 : 1;
    return memcmp(a, b, n_a);
}

int wb_compare_versions(const char *a, const char *b)
{
    for (;;) {
        size_t n_a = strcspn(a, ".");
        size_t n_b = strcspn(b, ".");
        int order = compare_numbers(a, n_a, b, n_b);

        if (order != 0 || (a[n_a] == '\0' && b[n_b] == '\0'))
            return order;
        a += n_a + (a[n_a] == '.');
        b += n_b + (b[n_b] == '.');
    }
}

/* ---- asking ---- */

const char *wb_text_member(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* Readers take 5.0 for 5, so it may be written either way. */
int64_t wb_int_member(const json_t *object, const char *key)
{
    return (int64_t)json_number_value(json_object_get(object, key));
}

bool wb_bool_member(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

json_t *wb_find_id(const json_t *array, const char *id)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *other = wb_text_member(json_array_get(array, i), "id");

        if (other != NULL && strcmp(other, id) == 0)
            return json_array_get(array, i);
    }
    return NULL;
}

bool wb_is_word_in(const json_t *array, const char *word)
{
    for (size_t i = 0; i < json_array_size(array); i++) {
        const char *other = json_string_value(json_array_get(array, i));

        if (other != NULL && strcmp(other, word) == 0)
            return true;
    }
    return false;
}
