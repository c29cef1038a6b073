/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A ledger in parts: reports of answers that are worked on part by part, such as wave by
 * wave, have one ledger together. */
#include "disclose/ledger.h"

#include <stdlib.h>
#include <string.h>

/* Without entries, of which there will be at most n. */
static wb_status copy_head(const wb_ledger *ledger, size_t n, wb_ledger **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    wb_ledger *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    made->round_to = ledger->round_to;
    made->scope = wb_copy_string(ledger->scope);
    made->releases = wb_allocate(ledger->n_releases, sizeof *made->releases);
    made->entries = wb_allocate(n, sizeof *made->entries);
    if (made->scope == NULL || made->releases == NULL || made->entries == NULL)
        WB_TRY(wb_fail_nomem(err));
    for (size_t i = 0; i < ledger->n_releases; i++)
        WB_TRY(wb_ledger_put_release(made, &ledger->releases[i], err));
    *out = made;
    made = NULL;
done:
    wb_ledger_free(made);
    return st;
}

static bool is_inside(const char *cell, const char *whole)
{
    size_t n = strlen(whole);
    return strncmp(cell, whole, n) == 0 && (cell[n] == '\0' || cell[n] == '/');
}

wb_status wb_ledger_cut(const wb_ledger *ledger, const char *cell, wb_ledger **out,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_ledger *made = NULL;

    WB_TRY(copy_head(ledger, ledger->n_entries, &made, err));
    for (size_t i = 0; i < ledger->n_entries; i++) {
        if (cell == NULL || is_inside(ledger->entries[i].cell, cell))
            WB_TRY(wb_ledger_put(made, &ledger->entries[i], err));
    }
    *out = made;
    made = NULL;
done:
    wb_ledger_free(made);
    return st;
}

static int compare(const void *a, const void *b)
{
    return wb_ledger_entry_compare(a, b);
}

static bool has_entry(const wb_ledger *ledger, size_t n, const wb_ledger_entry *entry)
{
    return n > 0 &&
           bsearch(entry, ledger->entries, n, sizeof *ledger->entries, compare) != NULL;
}

static void sort_entries(wb_ledger *ledger)
{
    if (ledger->n_entries > 1)
        qsort(ledger->entries, ledger->n_entries, sizeof *ledger->entries, compare);
}

wb_status wb_ledger_join(const wb_ledger *earlier, wb_ledger *const *parts, size_t n,
                         wb_ledger **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_ledger *made = NULL;
    size_t n_earlier = earlier != NULL ? earlier->n_entries : 0;
    size_t n_parts = 0;

    for (size_t i = 0; i < n; i++)
        n_parts += parts[i]->n_entries;
    WB_TRY(copy_head(parts[0], n_parts + n_earlier, &made, err));
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < parts[i]->n_entries; k++)
            WB_TRY(wb_ledger_put(made, &parts[i]->entries[k], err));
    }
    sort_entries(made);
    for (size_t i = 0; i < n_earlier; i++) {
        if (!has_entry(made, n_parts, &earlier->entries[i]))
            WB_TRY(wb_ledger_put(made, &earlier->entries[i], err));
    }
    sort_entries(made);
    *out = made;
    made = NULL;
done:
    wb_ledger_free(made);
    return st;
}
