/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A questionnaire in the making: modules are laid into it one after another. */
#ifndef WB_LIB_COMPOSE_COMPOSING_H
#define WB_LIB_COMPOSE_COMPOSING_H

#include "compose/questionnaire.h"
#include "compose/recipe.h"

/* Starts as {0}. */
typedef struct wb_composing {
    wb_recipe recipe;
    json_t *made; /* the document */
    wb_ids named; /* of questions, scores and their columns; index: of the pick */
} wb_composing;

/* Terms, themes and discussion of all modules. */
wb_status wb_compose_terms(wb_composing *c, wb_error *err);
wb_status wb_compose_themes(wb_composing *c, wb_error *err);
/* Questions and their answers. */
wb_status wb_compose_questions(wb_composing *c, wb_error *err);
/* Scales, indicators and composites, in one instrument per unit. */
wb_status wb_compose_scores(wb_composing *c, wb_error *err);
/* What the questionnaire says to those who answer, and to those who read its results. */
wb_status wb_compose_notices(wb_composing *c, wb_error *err);

/* ---- helpers ---- */

/* The texts in the recipe's languages, with terms filled in where `terms` is given. New;
 * NULL without memory. */
json_t *wb_cut_texts(const json_t *languages, const json_t *texts, const json_t *terms);
/* A copy of an object whose member `key`, texts by language, is cut. */
json_t *wb_cut_member(const json_t *languages, const json_t *object, const char *key);

/* Give a name to something of a module. *other: the pick that gave it before, to
 * something of the same kind, or NULL; given to something else is a fault. */
wb_status wb_give_name(wb_composing *c, const wb_pick *pick, const char *name,
                       wb_id_kind kind, const wb_pick **other, wb_error *err);
/* Two modules define one thing in two ways. */
wb_status wb_fail_conflict(const wb_composing *c, const wb_pick *pick, const char *other,
                           const char *what, const char *name, wb_error *err);
/* Where the recipe leaves this item out; a number above its list when it does not. */
size_t wb_left_out(const wb_composing *c, const char *item);

#endif
