/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Making, reading, writing and applying lists of operations. */
#include "plan/changes.h"

#include <string.h>

enum { MAJOR = 1, MAX_OPERATIONS = 1000000 };

void wb_changes_free(wb_changes *changes)
{
    if (changes == NULL)
        return;
    wb_json_close(&changes->file);
    wb_release(changes);
}

static json_t *operations_of(const wb_changes *changes)
{
    return json_object_get(changes->file.root, "operations");
}

int64_t wb_changes_count(const wb_changes *changes)
{
    return changes != NULL ? (int64_t)json_array_size(operations_of(changes)) : 0;
}

wb_status wb_changes_get(const wb_changes *changes, size_t index, wb_changes_at *at,
                         wb_error *err)
{
    at->root = wb_json_root(&changes->file);
    at->list = wb_json_member(&at->root, "operations");
    at->element = wb_json_element(&at->list, index);
    return wb_operation_read(&at->element, &at->operation, err);
}

/* ---- making ---- */

wb_status wb_changes_new(wb_changes **out, wb_error *err)
{
    wb_changes *made;
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    made->file.name = wb_copy_string("changes");
    made->file.root =
        json_pack("{s:s, s:[]}", "format", "werkbaar-changes/1.0", "operations");
    if (made->file.name == NULL || made->file.root == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_text_add(&made->file.text, "{}", err));
    *out = made;
    made = NULL;
done:
    wb_changes_free(made);
    return st;
}

wb_status wb_changes_push(wb_changes *changes, json_t *operation, wb_error *err)
{
    return wb_json_push(operations_of(changes), operation, err);
}

/* A caller's operation is read back before it stays. */
static wb_status push_checked(wb_changes *changes, json_t *operation, wb_error *err)
{
    size_t n = json_array_size(operations_of(changes));
    wb_changes_at at;
    wb_status st;

    if (n == MAX_OPERATIONS) {
        json_decref(operation);
        return wb_fail(err, WB_E_LIMIT, "these are %d changes already", MAX_OPERATIONS);
    }
    WB_TRY(wb_changes_push(changes, operation, err));
    st = wb_changes_get(changes, n, &at, err);
    if (st != WB_OK)
        (void)json_array_remove(operations_of(changes), n);
done:
    return st;
}

/* Put a member in an operation: parsed JSON, or nothing for NULL. */
static wb_status put_json(json_t *operation, const char *key, const char *text,
                          wb_error *err)
{
    wb_json parsed = {0};
    wb_text wrapped = {0};
    wb_status st = WB_OK;

    if (text == NULL)
        return WB_OK;
    /* A document may be a number or null here, so it is read inside a list. */
    WB_TRY(wb_text_format(&wrapped, err, "[%s\n]", text));
    WB_TRY(wb_json_parse(wrapped.bytes, wrapped.length, key, &parsed, err));
    if (json_array_size(parsed.root) != 1)
        st = wb_fail(err, WB_E_DATA, "'%s' is not one JSON value", key);
    else
        st =
            wb_json_put(operation, key, json_incref(json_array_get(parsed.root, 0)), err);
done:
    wb_json_close(&parsed);
    wb_text_free(&wrapped);
    return st;
}

static wb_status put_text(json_t *operation, const char *key, const char *text,
                          wb_error *err)
{
    json_t *value;

    if (text == NULL)
        return wb_fail(err, WB_E_ARG, "%s is required", key);
    value = json_string(text);
    if (value == NULL && wb_utf8_valid(text, strlen(text)) < strlen(text))
        return wb_fail(err, WB_E_DATA, "%s is not UTF-8", key);
    return wb_json_put(operation, key, value, err);
}

static wb_status put_place(json_t *operation, const char *parent, const char *list,
                           const char *follows, wb_error *err)
{
    wb_status st;

    WB_TRY(put_text(operation, "parent", parent, err));
    WB_TRY(put_text(operation, "list", list, err));
    if (follows != NULL && follows[0] != '\0')
        WB_TRY(put_text(operation, "follows", follows, err));
    else if (follows != NULL)
        st = wb_json_put(operation, "follows", json_null(), err);
done:
    return st;
}

static wb_status put_proof(json_t *operation, const char *expected, int64_t version,
                           wb_error *err)
{
    wb_status st;

    WB_TRY(put_json(operation, "expected", expected, err));
    if (version != 0)
        st = wb_json_put(operation, "version", json_integer(version), err);
done:
    return st;
}

static wb_status begin(wb_changes *changes, wb_verb verb, json_t **operation,
                       wb_error *err)
{
    if (changes == NULL)
        return wb_fail(err, WB_E_ARG, "changes are required");
    *operation = json_pack("{s:s}", "op", wb_verb_name(verb));
    return *operation != NULL ? WB_OK : wb_fail_nomem(err);
}

wb_status wb_changes_add(wb_changes *changes, const char *parent, const char *list,
                         const char *follows, const char *value, wb_error *err)
{
    json_t *operation = NULL;
    wb_status st;

    WB_TRY(begin(changes, WB_VERB_ADD, &operation, err));
    WB_TRY(put_place(operation, parent, list, follows, err));
    WB_TRY(put_json(operation, "value", value, err));
    st = push_checked(changes, json_incref(operation), err);
done:
    json_decref(operation);
    return st;
}

wb_status wb_changes_set(wb_changes *changes, const char *record, const char *field,
                         const char *value, const char *expected, int64_t version,
                         wb_error *err)
{
    json_t *operation = NULL;
    wb_status st;

    WB_TRY(begin(changes, WB_VERB_CHANGE, &operation, err));
    WB_TRY(put_text(operation, "record", record, err));
    WB_TRY(put_text(operation, "field", field, err));
    WB_TRY(put_json(operation, "value", value != NULL ? value : "null", err));
    WB_TRY(put_proof(operation, expected, version, err));
    st = push_checked(changes, json_incref(operation), err);
done:
    json_decref(operation);
    return st;
}

wb_status wb_changes_move(wb_changes *changes, const char *record, const char *parent,
                          const char *list, const char *follows, const char *expected,
                          int64_t version, wb_error *err)
{
    json_t *operation = NULL;
    wb_status st;

    WB_TRY(begin(changes, WB_VERB_MOVE, &operation, err));
    WB_TRY(put_text(operation, "record", record, err));
    WB_TRY(put_place(operation, parent, list, follows, err));
    WB_TRY(put_proof(operation, expected, version, err));
    st = push_checked(changes, json_incref(operation), err);
done:
    json_decref(operation);
    return st;
}

wb_status wb_changes_remove(wb_changes *changes, const char *record, const char *expected,
                            int64_t version, wb_error *err)
{
    json_t *operation = NULL;
    wb_status st;

    WB_TRY(begin(changes, WB_VERB_REMOVE, &operation, err));
    WB_TRY(put_text(operation, "record", record, err));
    WB_TRY(put_proof(operation, expected, version, err));
    st = push_checked(changes, json_incref(operation), err);
done:
    json_decref(operation);
    return st;
}

/* ---- files ---- */

static wb_status check_document(const wb_changes *changes, wb_error *err)
{
    static const char *const keys[] = {"format", "operations", NULL};
    wb_json_at root = wb_json_root(&changes->file);
    wb_json_at list;
    wb_changes_at at;
    wb_status st;

    WB_TRY(wb_json_check_format(&root, "changes", MAJOR, err));
    WB_TRY(wb_json_check_keys(&root, keys, err));
    WB_TRY(wb_json_array(&root, "operations", true, &list, err));
    WB_TRY(wb_json_check_length(&list, MAX_OPERATIONS, err));
    for (size_t i = 0; i < json_array_size(list.value); i++)
        WB_TRY(wb_changes_get(changes, i, &at, err));
done:
    return st;
}

wb_status wb_changes_read(wb_reader *reader, wb_changes **out, wb_error *err)
{
    wb_changes *made = NULL;
    wb_json_at root;
    wb_status st = WB_OK;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &made->file, err));
    WB_TRY(check_document(made, err));
    root = wb_json_root(&made->file);
    WB_TRY(wb_json_check_canonical(&root, err));
    *out = made;
    made = NULL;
done:
    wb_changes_free(made);
    return st;
}

wb_status wb_changes_write(const wb_changes *changes, wb_writer *writer, wb_error *err)
{
    wb_text text = {0};
    wb_status st;

    if (changes == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "changes and a writer are required");
    WB_TRY(wb_json_canonical(changes->file.root, &text, err));
    st = wb_writer_write(writer, text.bytes, text.length, err);
done:
    wb_text_free(&text);
    return st;
}

/* ---- applying ---- */

wb_status wb_plan_copy(const wb_plan *plan, wb_plan **out, wb_error *err)
{
    wb_plan *made = NULL;
    json_t *body = wb_json_deep_copy(plan->root->body);
    wb_status st;

    if (body == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_plan_new(body, &made, err));
    body = NULL;
    for (wb_record *r = wb_record_walk(plan->root, plan->root); r != NULL;
         r = wb_record_walk(plan->root, r)) {
        wb_record *parent = wb_plan_find(made, r->parent->id);
        body = wb_json_deep_copy(r->body);
        if (body == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
        WB_TRY(wb_plan_insert(made, parent, r->list, SIZE_MAX, body, NULL, err));
        body = NULL;
    }
    *out = made;
    made = NULL;
done:
    json_decref(body);
    wb_plan_free(made);
    return st;
}

/* An edit that does not say what it was made for could undo somebody's. */
static wb_status check_proof(const wb_operation *operation, wb_error *err)
{
    if (operation->verb == WB_VERB_ADD || operation->expected != NULL)
        return WB_OK;
    return wb_json_fail(
        operation->at, WB_E_DATA, err,
        "the value that is expected is missing; a plan outside a store has "
        "no versions");
}

wb_status wb_plan_apply(const wb_plan *plan, const wb_changes *changes, wb_plan **out,
                        wb_error *err)
{
    wb_plan *made = NULL;
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (plan == NULL || changes == NULL)
        return wb_fail(err, WB_E_ARG, "a plan and changes are required");
    WB_TRY(wb_plan_copy(plan, &made, err));
    for (size_t i = 0; i < (size_t)wb_changes_count(changes); i++) {
        wb_changes_at at;
        wb_effect effect;

        WB_TRY(wb_changes_get(changes, i, &at, err));
        WB_TRY(check_proof(&at.operation, err));
        WB_TRY(wb_operation_apply(made, &at.operation, &effect, err));
        wb_effect_free(&effect);
    }
    WB_TRY(wb_plan_seal(made, err));
    *out = made;
    made = NULL;
done:
    wb_plan_free(made);
    return st;
}
