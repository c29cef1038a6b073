/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What earlier reports of the same answers have shown and hidden.
 *
 * Where nothing that was shown has changed in rows that hang together, the table of today
 * is one that agrees with the earlier reports, so tables that agree with what is shown
 * now and was shown then are witnesses for both. Where something has, answers came in
 * that the ledger does not know by cell. Then the earlier report stands: its numbers are
 * shown again, which tells nothing that it did not tell, and nothing else is. */
#include "disclose/ledger.h"

#include <string.h>

static wb_status fail_entry(const wb_ledger_entry *entry, const char *what, wb_error *err)
{
    return wb_fail_at(err, WB_E_CONFLICT, -1, entry->cell,
                      "the ledger has cell '%.80s' of measure '%.80s', %s", entry->cell,
                      entry->measure, what);
}

static wb_status find_row(const wb_headcounts *counts, const wb_ledger_entry *entry,
                          wb_counted **row, wb_error *err)
{
    int32_t cell = wb_headcounts_cell(counts, entry->cell, strlen(entry->cell));
    int32_t measure =
        wb_headcounts_measure(counts, entry->measure, strlen(entry->measure));

    *row = cell < 0 || measure < 0 ? NULL : wb_headcounts_find(counts, cell, measure);
    if (*row == NULL)
        return fail_entry(entry, "which is not among the counts", err);
    for (int k = 0; k < WB_COUNTS; k++) {
        if (entry->counts[k] >= 0 && (*row)->counts[k].value < 0)
            return fail_entry(entry, "with a count that is not there now", err);
    }
    return WB_OK;
}

/* Whether all that was shown of a row would look the same now. */
static wb_status compare(const wb_rules *rules, const wb_ledger_entry *entry,
                         const wb_counted *row, bool *same, wb_error *err)
{
    *same = true;
    for (int k = 0; k < WB_COUNTS; k++) {
        int64_t now = wb_round_count(row->counts[k].value, rules->round_to);

        if (entry->counts[k] < 0)
            continue;
        if (now < entry->counts[k])
            return fail_entry(entry, "with more answers than there are now", err);
        *same = *same && now == entry->counts[k];
    }
    return WB_OK;
}

static void know(const wb_ledger *ledger, const wb_ledger_entry *entry, wb_counted *row)
{
    row->release = ledger->releases[entry->release].id;
    for (int k = 0; k < WB_COUNTS; k++) {
        row->counts[k].known = entry->counts[k] >= 0;
        row->counts[k].then = entry->counts[k];
    }
    if (entry->status == WB_ENTRY_HIDDEN)
        wb_counted_hide(row, WB_WHY_EARLIER, -1);
    if (entry->status == WB_ENTRY_NO_ACUTE)
        wb_counted_hide_acute(row, WB_WHY_EARLIER, -1);
}

static bool is_new(const wb_counted *row, int count)
{
    return row->counts[count].value >= 0 && !row->counts[count].known;
}

/* Even the largest number that was rounded to the one that was shown is below min_n. */
static bool is_too_few(const wb_rules *rules, const wb_counted *row)
{
    return row->counts[WB_COUNT_N].then + rules->round_to / 2 < rules->min_n;
}

/* A row that stays as it was then: without what no earlier report has shown, and not at
 * all where the rules are stricter now. */
static void freeze_row(const wb_rules *rules, wb_counted *row)
{
    row->frozen = true;
    if (is_new(row, WB_COUNT_N) || is_new(row, WB_COUNT_PROBLEM) ||
        is_too_few(rules, row))
        wb_counted_hide(row, WB_WHY_EARLIER, -1);
    else if (is_new(row, WB_COUNT_ACUTE))
        wb_counted_hide_acute(row, WB_WHY_EARLIER, -1);
}

/* Groups in which something has changed show what was known, as it was. */
static void freeze(const wb_rules *rules, wb_headcounts *counts, const int64_t *groups,
                   const uint8_t *changed)
{
    for (int64_t i = 0; i < counts->n_rows; i++) {
        if (changed[groups[i]])
            freeze_row(rules, &counts->rows[i]);
    }
}

static wb_status apply_entry(const wb_rules *rules, wb_headcounts *counts,
                             const wb_ledger_entry *entry, const int64_t *groups,
                             uint8_t *changed, wb_error *err)
{
    wb_status st = WB_OK;
    wb_counted *row = NULL;
    bool same;

    WB_TRY(find_row(counts, entry, &row, err));
    WB_TRY(compare(rules, entry, row, &same, err));
    know(rules->earlier, entry, row);
    if (!same)
        changed[groups[row - counts->rows]] = 1;
done:
    return st;
}

wb_status wb_earlier_apply(const wb_rules *rules, wb_headcounts *counts,
                           const wb_relations *relations, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_ledger *ledger = rules->earlier;
    int64_t *groups = NULL;
    uint8_t *changed = NULL;

    if (ledger == NULL)
        return WB_OK;
    groups = wb_allocate((size_t)counts->n_rows, sizeof *groups);
    changed = wb_allocate((size_t)counts->n_rows, sizeof *changed);
    if (groups == NULL || changed == NULL)
        WB_TRY(wb_fail_nomem(err));
    wb_groups_find(counts, relations, groups);
    for (size_t i = 0; i < ledger->n_entries; i++)
        WB_TRY(apply_entry(rules, counts, &ledger->entries[i], groups, changed, err));
    freeze(rules, counts, groups, changed);
done:
    wb_release(groups);
    wb_release(changed);
    return st;
}
