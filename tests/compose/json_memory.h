/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Memory that jansson asks for, which does not ask the library's allocator. */
#ifndef WB_TEST_COMPOSE_JSON_MEMORY_H
#define WB_TEST_COMPOSE_JSON_MEMORY_H

#include "support.h"

#include <jansson.h>
#include <stdlib.h>

static long json_asked, json_refused;

static inline void *json_malloc_or_not(size_t n)
{
    return ++json_asked == json_refused ? NULL : malloc(n);
}

/* Each allocation of JSON fails alone, one after the other, until there is none left: the
 * call says so, or does without. Where it runs out while a text is read, the text may be
 * called wrong. */
static inline void every_json_allocation(wb_status (*call)(void))
{
    long n_failed = 0;

    for (json_refused = 1;; json_refused++) {
        json_asked = 0;
        json_set_alloc_funcs(json_malloc_or_not, free);
        wb_status st = call();
        json_set_alloc_funcs(malloc, free);
        if (json_asked < json_refused) {
            assert_ok(st);
            break;
        }
        if (st != WB_OK && st != WB_E_NOMEM && st != WB_E_DATA)
            fail_msg("allocation %ld: %s", json_refused, wb_status_name(st));
        n_failed += st != WB_OK;
    }
    assert_true(n_failed > 0);
}

#endif
