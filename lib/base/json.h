/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* JSON files with places: jansson reads them; a fault in what they mean names its JSON
 * pointer, and the line and column are found by walking the text again, on error only. */
#ifndef WB_LIB_BASE_JSON_H
#define WB_LIB_BASE_JSON_H

#include "base/names.h"

#include <jansson.h>

/* A file being read: its text is kept for error places. Free with wb_json_close(). */
typedef struct wb_json {
    json_t *root;
    wb_text text;
    char *name; /* what errors call the file */
} wb_json;

/* Read and parse a whole file: UTF-8, unique keys, depth limited by jansson, at most
 * 64 MiB. WB_E_DATA with name, line and column for what is not JSON. */
wb_status wb_json_read(wb_reader *reader, wb_json *json, wb_error *err);
/* The same from memory (copied). */
wb_status wb_json_parse(const char *text, size_t length, const char *name, wb_json *json,
                        wb_error *err);
void wb_json_close(wb_json *json);

/* Short texts that were read, so that one that comes again is the same value: what is in
 * a document is never changed in place. Starts as {0}. */
enum { WB_JSON_SHARED = 512 };
typedef struct wb_json_shared {
    json_t *strings[WB_JSON_SHARED];
} wb_json_shared;
void wb_json_shared_free(wb_json_shared *shared);

/* What json_loadb() gives, sooner: the value that the text is, its keys unique; an object
 * or array unless the flags have JSON_DECODE_ANY. NULL: *error says why, as jansson does;
 * nothing (no text) when there is no memory, and then no character is ever lost. shared
 * may be NULL. */
json_t *wb_json_load(const char *text, size_t length, size_t flags,
                     wb_json_shared *shared, json_error_t *error);
/* Whether a text was not read for want of memory. Some failing allocations in jansson
 * leave no code and no text behind. */
bool wb_json_no_memory(const json_error_t *error);

/* Where we are in the document: a linked list on the C stack, outermost last. */
typedef struct wb_json_at {
    const struct wb_json *file;
    const struct wb_json_at *parent; /* NULL at the root */
    const char *key;                 /* member name, or NULL for an array element */
    size_t index;                    /* array element */
    const json_t *value;
} wb_json_at;

wb_json_at wb_json_root(const wb_json *file);
/* Member of an object (value NULL when absent) and element of an array. */
wb_json_at wb_json_member(const wb_json_at *parent, const char *key);
wb_json_at wb_json_element(const wb_json_at *parent, size_t index);

/* Fail at this place: err->where is `name#/json/pointer`, line and column of the value
 * (of the parent when the value is absent). */
WB_PRINTF(4, 5)
wb_status wb_json_fail(const wb_json_at *at, wb_status status, wb_error *err,
                       const char *format, ...);

/* What a function that builds something refused as an argument (WB_E_ARG) is a fault of
 * the file, at this place: WB_E_DATA with its message. Other statuses pass. err is
 * required. */
wb_status wb_json_refused(const wb_json_at *at, wb_status status, wb_error *err);

/* Append a name as a segment of a JSON pointer (RFC 6901), without the slash. */
wb_status wb_json_add_segment(wb_text *pointer, const char *name, wb_error *err);

/* Line and column (in bytes) of an offset, both from 1. */
void wb_json_line_column(const wb_text *text, size_t offset, int32_t *line,
                         int32_t *column);

/* `"format": "werkbaar-<kind>/<major>.<minor>"`: right kind, major not above ours. */
wb_status wb_json_check_format(const wb_json_at *root, const char *kind, int major,
                               wb_error *err);
/* Every key of the object is one of keys[] (NULL-terminated) or begins with "x_". */
wb_status wb_json_check_keys(const wb_json_at *object, const char *const *keys,
                             wb_error *err);

/* Typed getters. `required` false: an absent member leaves *out as it is. Wrong type, or
 * outside the range, is WB_E_DATA at the place. Strings are borrowed from the document.
 */
wb_status wb_json_string(const wb_json_at *object, const char *key, bool required,
                         const char **out, wb_error *err);
wb_status wb_json_int(const wb_json_at *object, const char *key, bool required,
                      int64_t low, int64_t high, int64_t *out, wb_error *err);
/* One that has a canonical form. */
wb_status wb_json_double(const wb_json_at *object, const char *key, bool required,
                         double *out, wb_error *err);
wb_status wb_json_bool(const wb_json_at *object, const char *key, bool required,
                       bool *out, wb_error *err);
/* A letter or underscore, then letters, digits, '_', '.' or '-', at most 64. */
bool wb_is_id(const char *text);
/* A SHA-256 as it is written: 64 hexadecimal digits in small letters. */
bool wb_is_hash(const char *text);
/* A required member that is an id. */
wb_status wb_json_id(const wb_json_at *object, const char *key, const char **out,
                     wb_error *err);
/* A short code of a language: 2 to 16 small letters and '-', such as "nl". */
bool wb_is_language(const char *text);
/* `"languages"`: at least one such code, none twice, and no more than this. */
enum { WB_MOST_LANGUAGES = 64 };
wb_status wb_json_languages(const wb_json_at *root, wb_error *err);
/* An object with a text in every one of these languages, and in no other: a member, or
 * what is at hand. */
wb_status wb_json_texts(const wb_json_at *object, const char *key, bool required,
                        const json_t *languages, wb_error *err);
wb_status wb_json_check_texts(const wb_json_at *texts, const json_t *languages,
                              wb_error *err);
/* The text of a member in `language` (may be NULL), else in the first of `languages`; ""
 * when there is none. */
const char *wb_json_text(const json_t *object, const char *key, const char *language,
                         const json_t *languages);
/* Position of a required text in a NULL-terminated list of words. */
wb_status wb_json_choice(const wb_json_at *object, const char *key,
                         const char *const *names, int32_t *choice, wb_error *err);
/* An array of at most `limit` elements (absent: empty, unless required). */
wb_status wb_json_list(const wb_json_at *object, const char *key, bool required,
                       size_t limit, wb_json_at *list, size_t *n, wb_error *err);
/* The name of a column: an element that must be text. */
wb_status wb_json_column_name(const wb_json_at *at, const char **name, wb_error *err);
/* WB_E_LIMIT when an array or object (or what is absent) has more than `longest` entries.
 */
wb_status wb_json_check_length(const wb_json_at *list, size_t longest, wb_error *err);
/* An array or object member that must have that type; *out has value NULL when absent. */
wb_status wb_json_array(const wb_json_at *object, const char *key, bool required,
                        wb_json_at *out, wb_error *err);
wb_status wb_json_object(const wb_json_at *object, const char *key, bool required,
                         wb_json_at *out, wb_error *err);

/* Copies that are whole: jansson's own may lack members when memory runs out, and do not
 * say so. The first shares what is inside an object or array. NULL: no memory. */
json_t *wb_json_copy(const json_t *value);
json_t *wb_json_deep_copy(const json_t *value);

/* ---- building: members that are put and elements that are pushed belong to what they
 * are in; what is handed out is borrowed ---- */

/* Takes value over, also when it fails; a NULL value is memory that was not there. */
wb_status wb_json_put(json_t *object, const char *key, json_t *value, wb_error *err);
wb_status wb_json_push(json_t *array, json_t *value, wb_error *err);
/* Something new and empty. */
wb_status wb_json_put_array(json_t *object, const char *key, json_t **array,
                            wb_error *err);
wb_status wb_json_put_object(json_t *object, const char *key, json_t **member,
                             wb_error *err);
wb_status wb_json_push_object(json_t *array, json_t **object, wb_error *err);
wb_status wb_json_push_array(json_t *array, json_t **inner, wb_error *err);
/* Names as texts: items first .. first + n - 1, or a list of all. */
wb_status wb_json_push_names(json_t *array, const wb_names *names, size_t first, size_t n,
                             wb_error *err);
wb_status wb_json_put_names(json_t *object, const char *key, const wb_names *names,
                            wb_error *err);

/* Canonical form (RFC 8785, JCS): keys sorted by UTF-16 code units, shortest numbers, no
 * space. Whole numbers beyond 2^53 are refused (WB_E_DATA), up to 1e21 however they were
 * written: their form would not read as what it was. */
wb_status wb_json_canonical(const json_t *value, wb_text *out, wb_error *err);
/* What cannot be written again is not taken in: a number that has no canonical form. */
wb_status wb_json_check_canonical(const wb_json_at *at, wb_error *err);
/* The same in a text of its own ({0} before), and the SHA-256 of it in hexadecimal. */
wb_status wb_json_hash(const json_t *value, wb_text *canonical, char hash[65],
                       wb_error *err);
/* Put structs of `size` bytes, 64 at most, in the order of keys in it; each begins with
 * its key. */
void wb_json_sort_keys(void *members, size_t n, size_t size);
/* Append text as a JSON string with quotes and escapes (RFC 8785 form). */
wb_status wb_json_quote(wb_text *out, const char *text, size_t length, wb_error *err);

#endif
