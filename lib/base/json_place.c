/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Places in a document. Only a fault needs its line and column, so they are not kept: the
 * text is walked again. It was parsed, so the walk may trust that it is JSON. */
#include "base/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

wb_json_at wb_json_root(const wb_json *file)
{
    return (wb_json_at){.file = file, .value = file->root};
}

wb_json_at wb_json_member(const wb_json_at *parent, const char *key)
{
    return (wb_json_at){.file = parent->file,
                        .parent = parent,
                        .key = key,
                        .value = json_object_get(parent->value, key)};
}

wb_json_at wb_json_element(const wb_json_at *parent, size_t index)
{
    return (wb_json_at){.file = parent->file,
                        .parent = parent,
                        .index = index,
                        .value = json_array_get(parent->value, index)};
}

void wb_json_line_column(const wb_text *text, size_t offset, int32_t *line,
                         int32_t *column)
{
    size_t line_start = 0;

    *line = 1;
    for (size_t i = 0; i < offset; i++) {
        if (text->bytes[i] == '\n') {
            ++*line;
            line_start = i + 1;
        }
    }
    *column = (int32_t)(offset - line_start) + 1;
}

/* ---- walking ---- */

static size_t skip_space(const char *text, size_t at)
{
    return at + strspn(text + at, " \t\r\n");
}

/* From the opening quote to behind the closing one. */
static size_t skip_string(const char *text, size_t at)
{
    for (at++; text[at] != '"'; at++)
        at += text[at] == '\\';
    return at + 1;
}

static size_t skip_value(const char *text, size_t at)
{
    size_t depth = 0;

    do {
        at = skip_space(text, at);
        if (text[at] == '"') {
            at = skip_string(text, at);
        } else if (strchr("{[", text[at]) != NULL) {
            depth++;
            at++;
        } else if (strchr("}]", text[at]) != NULL) {
            depth--;
            at++;
        } else if (strchr(",:", text[at]) != NULL) {
            at++;
        } else {
            at += strcspn(text + at, ",:]} \t\r\n");
        }
    } while (depth > 0);
    return at;
}

/* Is the string token at text[0..length), quotes included, this key? */
static bool is_key(const char *text, size_t length, const char *key)
{
    if (memchr(text, '\\', length) == NULL)
        return strlen(key) == length - 2 && memcmp(text + 1, key, length - 2) == 0;
    json_error_t error;
    json_t *decoded = wb_json_load(text, length, JSON_DECODE_ANY, NULL, &error);
    bool same = decoded != NULL && strcmp(json_string_value(decoded), key) == 0;
    json_decref(decoded);
    return same;
}

/* From the value at `at` to its member or element; false when there is none. */
static bool step(const char *text, const wb_json_at *to, size_t *at)
{
    size_t next = skip_space(text, *at + 1);

    for (size_t index = 0; strchr("]}", text[next]) == NULL; index++) {
        bool found = to->key == NULL && index == to->index;
        if (to->key != NULL) {
            size_t end = skip_string(text, next);
            found = is_key(text + next, end - next, to->key);
            next = skip_space(text, skip_space(text, end) + 1);
        }
        if (found) {
            *at = next;
            return true;
        }
        next = skip_space(text, skip_value(text, next));
        next = skip_space(text, next + (text[next] == ','));
    }
    return false;
}

static size_t depth_of(const wb_json_at *at)
{
    size_t depth = 0;

    for (; at->parent != NULL; at = at->parent)
        depth++;
    return depth;
}

/* The place that is `depth` steps below the root on the way to `at`. */
static const wb_json_at *ancestor(const wb_json_at *at, size_t depth)
{
    for (size_t steps = depth_of(at) - depth; steps > 0; steps--)
        at = at->parent;
    return at;
}

static size_t offset_of(const wb_json_at *at)
{
    const char *text = at->file->text.bytes;
    size_t offset = skip_space(text, 0);
    size_t depth = depth_of(at);

    for (size_t level = 1; level <= depth; level++) {
        const wb_json_at *to = ancestor(at, level);
        bool inside = to->key != NULL ? text[offset] == '{' : text[offset] == '[';
        if (!inside || !step(text, to, &offset))
            break;
    }
    return offset;
}

/* ---- naming ---- */

wb_status wb_json_add_segment(wb_text *pointer, const char *name, wb_error *err)
{
    wb_status st = WB_OK;

    for (; *name != '\0'; name++) {
        if (*name == '~' || *name == '/')
            WB_TRY(wb_text_add(pointer, *name == '~' ? "~0" : "~1", err));
        else
            WB_TRY(wb_text_append(pointer, name, 1, err));
    }
done:
    return st;
}

static wb_status add_step(const wb_json_at *at, wb_text *where, wb_error *err)
{
    wb_status st;

    if (at->key == NULL)
        return wb_text_format(where, err, "/%zu", at->index);
    WB_TRY(wb_text_add(where, "/", err));
    st = wb_json_add_segment(where, at->key, err);
done:
    return st;
}

/* With too little memory for the whole pointer the place is named as far as it goes. */
static void set_where(const wb_json_at *at, wb_error *err)
{
    wb_text where = {0};
    size_t depth = depth_of(at);
    wb_status st = wb_text_format(&where, NULL, "%s#", at->file->name);

    for (size_t level = 1; level <= depth && st == WB_OK; level++)
        st = add_step(ancestor(at, level), &where, NULL);
    wb_error_set_where(err, where.bytes != NULL ? where.bytes : at->file->name);
    wb_text_free(&where);
}

wb_status wb_json_fail(const wb_json_at *at, wb_status status, wb_error *err,
                       const char *format, ...)
{
    char message[sizeof err->message + 4];
    int32_t line, column;
    va_list args;

    if (err == NULL)
        return status;
    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    (void)wb_fail(err, status, "%s", message);
    set_where(at, err);
    size_t offset = offset_of(at);
    wb_json_line_column(&at->file->text, offset, &line, &column);
    wb_error_set_place(err, line, column, (int64_t)offset);
    return status;
}

wb_status wb_json_refused(const wb_json_at *at, wb_status status, wb_error *err)
{
    char message[sizeof err->message];

    if (status != WB_E_ARG)
        return status;
    memcpy(message, err->message, sizeof message);
    return wb_json_fail(at, WB_E_DATA, err, "%s", message);
}

wb_status wb_json_check_canonical(const wb_json_at *at, wb_error *err)
{
    wb_text text = {0};
    wb_error inner;
    wb_status st = wb_json_canonical(at->value, &text, &inner);

    wb_text_free(&text);
    if (st == WB_E_NOMEM)
        return wb_fail_nomem(err);
    return st == WB_OK ? st : wb_json_fail(at, st, err, "%s", inner.message);
}
