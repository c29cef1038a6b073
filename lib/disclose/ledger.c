/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of a ledger: made by a report, asked, freed. */
#include "disclose/ledger.h"

#include <string.h>

const char *const wb_entry_names[] = {"ok", "no_acute", "hidden", NULL};

void wb_ledger_free(wb_ledger *ledger)
{
    if (ledger == NULL)
        return;
    for (size_t i = 0; i < ledger->n_entries; i++) {
        wb_release(ledger->entries[i].cell);
        wb_release(ledger->entries[i].measure);
    }
    for (size_t i = 0; i < ledger->n_releases; i++)
        wb_release(ledger->releases[i].id);
    wb_release(ledger->entries);
    wb_release(ledger->releases);
    wb_release(ledger->scope);
    wb_release(ledger);
}

const char *wb_ledger_scope(const wb_ledger *ledger)
{
    return ledger->scope;
}

/* ---- making ---- */

wb_status wb_ledger_put(wb_ledger *ledger, const wb_ledger_entry *entry, wb_error *err)
{
    wb_ledger_entry *put = &ledger->entries[ledger->n_entries];

    *put = *entry;
    put->cell = wb_copy_string(entry->cell);
    put->measure = wb_copy_string(entry->measure);
    ledger->n_entries++; /* so that what is there is freed */
    return put->cell == NULL || put->measure == NULL ? wb_fail_nomem(err) : WB_OK;
}

/* What this report shows of a row. */
static wb_ledger_entry entry_of(const wb_rules *rules, const wb_headcounts *counts,
                                const wb_counted *row, int32_t release)
{
    wb_ledger_entry entry = {.cell = (char *)wb_headcounts_cell_id(counts, row->cell),
                             .measure =
                                 (char *)wb_headcounts_measure_id(counts, row->measure),
                             .release = release,
                             .status = wb_counted_status(row)};

    for (int k = 0; k < WB_COUNTS; k++)
        entry.counts[k] = row->counts[k].value >= 0 && row->counts[k].why == WB_SHOWN
                              ? wb_round_count(row->counts[k].value, rules->round_to)
                              : -1;
    return entry;
}

int wb_ledger_entry_compare(const wb_ledger_entry *a, const wb_ledger_entry *b)
{
    int order = strcmp(a->cell, b->cell);

    return order != 0 ? order : strcmp(a->measure, b->measure);
}

/* Once decided, a row stays as it is in the ledger; what it did not have then and has now
 * is added: a count, or that the acute one is hidden. */
static wb_ledger_entry keep_entry(const wb_ledger_entry *earlier,
                                  const wb_ledger_entry *now)
{
    wb_ledger_entry kept = *earlier;

    for (int k = 0; k < WB_COUNTS; k++) {
        if (kept.counts[k] < 0)
            kept.counts[k] = now->counts[k];
    }
    if (kept.status == WB_ENTRY_OK && kept.counts[WB_COUNT_ACUTE] < 0)
        kept.status = now->status == WB_ENTRY_NO_ACUTE ? now->status : kept.status;
    return kept;
}

/* Rows and earlier entries are both in order, and every entry has its row. */
static wb_status merge_entries(const wb_rules *rules, const wb_headcounts *counts,
                               wb_ledger *made, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_ledger *earlier = rules->earlier;
    size_t at = 0;

    made->entries = wb_allocate((size_t)counts->n_rows, sizeof *made->entries);
    if (made->entries == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < counts->n_rows; i++) {
        wb_ledger_entry entry =
            entry_of(rules, counts, &counts->rows[i], (int32_t)made->n_releases - 1);

        if (earlier != NULL && at < earlier->n_entries &&
            wb_ledger_entry_compare(&entry, &earlier->entries[at]) == 0)
            entry = keep_entry(&earlier->entries[at++], &entry);
        WB_TRY(wb_ledger_put(made, &entry, err));
    }
done:
    return st;
}

wb_status wb_ledger_put_release(wb_ledger *ledger, const wb_ledger_release *release,
                                wb_error *err)
{
    wb_ledger_release *put = &ledger->releases[ledger->n_releases];

    *put = *release;
    put->id = wb_copy_string(release->id);
    ledger->n_releases++;
    return put->id == NULL ? wb_fail_nomem(err) : WB_OK;
}

wb_ledger_release wb_release_of(const wb_rules *rules)
{
    return (wb_ledger_release){.id = (char *)rules->release,
                               .min_n = rules->min_n,
                               .min_n_sensitive = rules->min_n_sensitive,
                               .extreme = rules->extreme,
                               .dominance = rules->dominance,
                               .only_rules = rules->only_rules};
}

static wb_status put_releases(const wb_rules *rules, wb_ledger *made, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_ledger *earlier = rules->earlier;
    size_t n = earlier == NULL ? 0 : earlier->n_releases;
    const wb_ledger_release now = wb_release_of(rules);

    made->releases = wb_allocate(n + 1, sizeof *made->releases);
    if (made->releases == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++)
        WB_TRY(wb_ledger_put_release(made, &earlier->releases[i], err));
    WB_TRY(wb_ledger_put_release(made, &now, err));
done:
    return st;
}

wb_status wb_ledger_make(const wb_rules *rules, const wb_headcounts *counts,
                         wb_ledger **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_ledger *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    made->round_to = rules->round_to;
    made->scope = wb_copy_string(rules->scope);
    if (made->scope == NULL)
        WB_TRY(wb_fail_nomem(err));
    WB_TRY(put_releases(rules, made, err));
    WB_TRY(merge_entries(rules, counts, made, err));
    *out = made;
    made = NULL;
done:
    wb_ledger_free(made);
    return st;
}

/* ---- as a frame ---- */

static wb_status put_row(wb_fill *fill, const wb_ledger *ledger,
                         const wb_ledger_entry *entry, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(fill, entry->cell, err));
    WB_TRY(wb_fill_text(fill, entry->measure, err));
    for (int k = 0; k < WB_COUNTS; k++)
        WB_TRY(wb_fill_given(fill, entry->counts[k] >= 0, entry->counts[k], err));
    WB_TRY(wb_fill_text(fill, wb_entry_names[entry->status], err));
    WB_TRY(wb_fill_text(fill, ledger->releases[entry->release].id, err));
done:
    return st;
}

wb_status wb_ledger_frame(const wb_ledger *ledger, wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill fill = {0};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (ledger == NULL)
        return wb_fail(err, WB_E_ARG, "a ledger is required");
    WB_TRY(wb_fill_columns(&fill, wb_released_columns, err));
    for (size_t i = 0; i < ledger->n_entries; i++)
        WB_TRY(put_row(&fill, ledger, &ledger->entries[i], err));
    WB_TRY(wb_fill_finish(&fill, out, err));
done:
    wb_fill_close(&fill);
    return st;
}
