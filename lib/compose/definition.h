/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of a catalogue: modules, sectors, measures. What is read stays the JSON document
 * it was, checked; it is asked by key. */
#ifndef WB_LIB_COMPOSE_DEFINITION_H
#define WB_LIB_COMPOSE_DEFINITION_H

#include "base/json.h"
#include "score/ids.h"

#include <werkbaar/compose.h>

enum {
    WB_MAX_THEMES = 64,       /* of a module */
    WB_MAX_DISCUSSION = 64,   /* questions of a theme */
    WB_MAX_ANSWER_SETS = 256, /* of a module */
    WB_MAX_ANSWERS = 64,      /* of a set */
    WB_MAX_TERMS = 64,        /* of a module */
    WB_MAX_QUESTIONS = 2048,  /* of a module: items, checklist */
    WB_MAX_LISTED = 256,      /* codes of a sector, themes of a measure, ... */
    WB_MAX_MEASURES = 4096,
    WB_MAX_MERGED = 4096, /* themes, terms, sets, discussion of a questionnaire */
    WB_MAX_TERM_CHARS = 40
};

typedef enum wb_definition_kind { WB_MODULE, WB_SECTOR, WB_MEASURES } wb_definition_kind;

typedef struct wb_definition {
    wb_definition_kind kind;
    bool builtin;
    json_t *root;
    char hash[65]; /* of its canonical JSON */
    const char *id;
    const char *version;
} wb_definition;

/* "module", "sector", "measures": as in `format`. */
extern const char *const wb_definition_kinds[];

/* Read and check a file of any of the kinds. */
wb_status wb_definition_read(wb_reader *reader, wb_definition **out, wb_error *err);
void wb_definition_free(wb_definition *definition);

/* The checks of each kind; `root` is the document. */
wb_status wb_check_module(const wb_json_at *root, wb_error *err);
wb_status wb_check_sector(const wb_json_at *root, wb_error *err);
wb_status wb_check_measures(const wb_json_at *root, wb_error *err);

/* How many of its parts a file may have. */
typedef struct wb_part_limits {
    size_t terms;
    size_t themes;
    size_t discussion; /* of a theme */
    size_t answer_sets;
} wb_part_limits;

/* Parts that modules and questionnaires have alike: their terms, themes (which have these
 * keys), answers. */
wb_status wb_check_terms(const wb_json_at *root, const wb_part_limits *limits,
                         wb_error *err);
wb_status wb_check_themes(const wb_json_at *root, const char *const *keys,
                          const wb_part_limits *limits, wb_error *err);
wb_status wb_check_answer_sets(const wb_json_at *root, const wb_part_limits *limits,
                               wb_error *err);

/* Where questions stand in a file, what their keys are, and what else is to be checked of
 * one (NULL: nothing). */
typedef struct wb_question_rules {
    const char *list;
    const char *const *keys;
    size_t limit;
    wb_status (*also)(const wb_json_at *root, const wb_json_at *question, wb_error *err);
} wb_question_rules;

/* All questions of a list; `ids` takes their ids. */
wb_status wb_check_question_list(const wb_json_at *root, const wb_question_rules *rules,
                                 wb_ids *ids, wb_error *err);

/* What a module asks: items, answers, show_if, checklist; what it scores; its terms. */
wb_status wb_check_questions(const wb_json_at *root, wb_error *err);
wb_status wb_check_scores(const wb_json_at *root, wb_error *err);

/* A version is numbers with dots, so that one is higher than another: below, at or above
 * 0. */
int wb_compare_versions(const char *a, const char *b);

/* The required version of a file. */
wb_status wb_check_version(const wb_json_at *root, const char **out, wb_error *err);

/* ---- texts: one line, not empty, in every language of the file ---- */

wb_status wb_check_texts(const wb_json_at *at, const char *key, bool required,
                         const json_t *languages, wb_error *err);
/* The same for a list element that is itself the object of texts. */
wb_status wb_check_text_element(const wb_json_at *at, const json_t *languages,
                                wb_error *err);
/* One line of a text that is not by language. */
wb_status wb_check_line(const wb_json_at *object, const char *key, bool required,
                        wb_error *err);
/* An array of ids (or lines, where `ids` is false), each once. */
wb_status wb_check_list(const wb_json_at *object, const char *key, bool required,
                        bool ids, wb_error *err);
/* An array of words of a closed list, each once, at least one. */
wb_status wb_check_words(const wb_json_at *object, const char *key,
                         const char *const *words, wb_error *err);

/* ---- asking a checked document ---- */

const char *wb_text_member(const json_t *object, const char *key);
int64_t wb_int_member(const json_t *object, const char *key);
bool wb_bool_member(const json_t *object, const char *key);
/* The element of an array of objects that has this id; NULL when none does. */
json_t *wb_find_id(const json_t *array, const char *id);
bool wb_is_word_in(const json_t *array, const char *word);
/* The theme of an item, a check or an indicator is one of the module. */
wb_status wb_check_theme_of(const wb_json_at *root, const wb_json_at *at, wb_error *err);

/* ---- placeholders: {term} in a question ---- */

/* Every placeholder of the texts is a key of `terms`, and no brace stands alone. */
wb_status wb_check_placeholders(const wb_json_at *texts, const json_t *terms,
                                wb_error *err);
/* The text with the terms filled in, in that language; with a capital where a sentence
 * begins. */
wb_status wb_fill_terms(const char *text, const json_t *terms, const char *language,
                        wb_text *out, wb_error *err);
/* Append a text that is not empty with a capital to begin it. */
wb_status wb_add_capital(wb_text *out, const char *text, size_t length, wb_error *err);
/* A term by language: at most WB_MAX_TERM_CHARS characters, without braces. */
wb_status wb_check_term(const wb_json_at *texts, const json_t *languages, wb_error *err);

extern const char *const wb_unit_names[];

/* Lowest and highest code of the answers that are no missing code; false when they are
 * fewer than two, or not all the whole numbers between. */
bool wb_answer_range(const json_t *answers, const json_t *missing, int64_t *min,
                     int64_t *max);

#endif
