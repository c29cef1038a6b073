/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A recipe: which modules, in which order, with what left out. */
#ifndef WB_LIB_COMPOSE_RECIPE_H
#define WB_LIB_COMPOSE_RECIPE_H

#include "compose/catalogue.h"

enum {
    WB_MAX_PICKS = 256,
    WB_MAX_QUESTIONNAIRE_ID = 48 /* with ".organisation" it is the id of an instrument */
};

typedef struct wb_pick {
    const wb_definition *module;
    const char *replaces; /* id of a module, or NULL */
    size_t place;         /* where `modules` names it, or the sector does */
    bool placed;          /* while ordering */
} wb_pick;

/* Starts as {0}; wb_recipe_clear() when done. */
typedef struct wb_recipe {
    const wb_catalogue *catalogue;
    wb_json document;
    const wb_definition *sector; /* NULL: none is named */
    wb_pick *picks;              /* in the order they are asked */
    size_t n_picks;
    const json_t *languages;
} wb_recipe;

/* Read it, check it, and find its modules. */
wb_status wb_recipe_read(wb_recipe *recipe, const wb_catalogue *catalogue,
                         wb_reader *reader, wb_error *err);
void wb_recipe_clear(wb_recipe *recipe);

/* Find the modules that it names, replaces and puts in order. */
wb_status wb_recipe_pick(wb_recipe *recipe, const wb_json_at *root, wb_error *err);

/* Fail at the place where the recipe, or its sector, names a module. */
WB_PRINTF(4, 5)
wb_status wb_fail_pick(const wb_recipe *recipe, const wb_pick *pick, wb_error *err,
                       const char *format, ...);

#endif
