/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The schema of a plan as tables: the kinds of record, what fields each has, and which
 * lists of further records. Reading, checking, the JSON Schema and the documentation all
 * follow these tables (schema.c); nothing else knows a field by heart unless it computes
 * with it. */
#ifndef WB_LIB_PLAN_SCHEMA_H
#define WB_LIB_PLAN_SCHEMA_H

#include "base/json.h"

enum { WB_PLAN_MAJOR = 1 };
/* Records inside records, the plan itself counted. */
enum { WB_PLAN_MAX_DEPTH = 16 };

typedef enum wb_field_type {
    WB_FIELD_TEXT =
        1, /* text as it is: literal wording, a web address, a number as printed */
    WB_FIELD_TEXTS,  /* own words by language: {"nl": "..", "en": ".."} */
    WB_FIELD_SLUG,   /* an id of something outside the plan: an indicator, a hash */
    WB_FIELD_WORD,   /* one of `words` */
    WB_FIELD_WORDS,  /* a list of different words, any slugs where `words` is NULL */
    WB_FIELD_DATE,   /* YYYY-MM-DD, YYYY-MM or YYYY: no more precise than is known */
    WB_FIELD_CENTS,  /* a whole number of cents, not negative */
    WB_FIELD_WHOLE,  /* a whole number, not negative */
    WB_FIELD_NUMBER, /* any number */
    WB_FIELD_BOOL,   /* true or false */
    WB_FIELD_REF,    /* id of a record of kind `target` in this plan */
    WB_FIELD_REFS,   /* a list of different ones */
    WB_FIELD_OBJECT  /* a small object with fields of its own */
} wb_field_type;

typedef struct wb_field {
    const char *name; /* NULL ends the table */
    wb_field_type type;
    bool required;
    const char *const *words;      /* WORD and WORDS, ends with NULL */
    const char *target;            /* REF and REFS: name of a kind; NULL: of any kind */
    const struct wb_field *fields; /* OBJECT */
} wb_field;

typedef struct wb_list {
    const char *name; /* NULL ends the table */
    const struct wb_kind *kind;
} wb_list;

/* A kind of record. Every kind also has `id` (required) and wb_common_fields. */
typedef struct wb_kind {
    const char *name;
    const wb_field *fields;
    const wb_list *lists;
} wb_kind;

/* All kinds, the plan first; NULL ends. */
extern const wb_kind *const wb_kinds[];
extern const wb_kind wb_kind_plan;
/* note, cited: fields that every record may have. */
extern const wb_field wb_common_fields[];

/* NULL when there is none of that name. */
const wb_kind *wb_kind_find(const char *name);
const wb_list *wb_kind_list(const wb_kind *kind, const char *list);
const wb_field *wb_kind_field(const wb_kind *kind, const char *field);

/* [a-z0-9][a-z0-9._-]{0,63} */
bool wb_record_id_valid(const char *id);

/* First (or last) day, since 1970, of a date of any precision; false when it is none. */
bool wb_plan_date(const char *text, bool last, int32_t *days);

/* Is the object at this place a body that a record of this kind may have? Fields must be
 * known, of their type and there when required; `id` must be valid. Lists of records are
 * not looked into when `with_lists`, and refused as unknown keys when not. What a field
 * refers to is not looked up. WB_E_DATA at the place of the fault. */
wb_status wb_body_check(const wb_json_at *at, const wb_kind *kind, bool with_lists,
                        wb_error *err);

#endif
