/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How many actions stand how, by objective. */
#include "plan/follow.h"

#include <string.h>

static const wb_fill_column columns[] = {
    {"objective", WB_TYPE_UTF8},   {"number", WB_TYPE_UTF8},
    {"title", WB_TYPE_UTF8},       {"actions", WB_TYPE_INT64},
    {"planned", WB_TYPE_INT64},    {"running", WB_TYPE_INT64},
    {"done", WB_TYPE_INT64},       {"stopped", WB_TYPE_INT64},
    {"unknown", WB_TYPE_INT64},    {"late", WB_TYPE_INT64},
    {"past", WB_TYPE_INT64},       {"share_done", WB_TYPE_FLOAT64},
    {"known", WB_TYPE_DICTIONARY}, {NULL, WB_TYPE_NULL}};

static const char *known_word(const wb_counts *counts)
{
    if (counts->actions == 0)
        return "no_actions";
    if (counts->unknown == 0)
        return "all";
    return counts->unknown == counts->actions ? "none" : "some";
}

wb_status wb_counts_add(wb_counts *counts, const wb_following *following,
                        const wb_record *action, wb_error *err)
{
    const char *status = wb_action_status(action, NULL);
    const struct {
        const char *word;
        int64_t *count;
    } words[] = {{"planned", &counts->planned},
                 {"running", &counts->running},
                 {"done", &counts->done},
                 {"stopped", &counts->stopped},
                 {"unknown", &counts->unknown}};
    wb_entry entry;
    wb_status st;

    WB_TRY(wb_action_standing(following, action, &entry, err));
    counts->actions++;
    counts->late += entry.standing == WB_STANDING_LATE;
    counts->past += entry.standing == WB_STANDING_PAST;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        *words[i].count += strcmp(status, words[i].word) == 0;
done:
    return st;
}

wb_status wb_following_counts(wb_following *following, const wb_counts *counts,
                              wb_error *err)
{
    const int64_t numbers[] = {counts->actions, counts->planned, counts->running,
                               counts->done,    counts->stopped, counts->unknown,
                               counts->late,    counts->past};
    wb_status st = WB_OK;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        WB_TRY(wb_fill_int64(&following->sheet, numbers[i], err));
done:
    return st;
}

/* A share of all actions while it is known of one: those that are unknown are not done,
 * as far as is known. */
static wb_status add_progress(wb_following *following, const wb_record *objective,
                              const wb_counts *counts, wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    bool is_known = counts->unknown < counts->actions;
    wb_status st;

    WB_TRY(wb_following_action(following, objective, err));
    WB_TRY(wb_following_counts(following, counts, err));
    WB_TRY(is_known ? wb_fill_double(sheet,
                                     (double)counts->done / (double)counts->actions, err)
                    : wb_fill_missing(sheet, err));
    WB_TRY(wb_fill_text(sheet, known_word(counts), err));
done:
    return st;
}

static void add_up(wb_counts *sum, const wb_counts *one)
{
    sum->actions += one->actions;
    sum->planned += one->planned;
    sum->running += one->running;
    sum->done += one->done;
    sum->stopped += one->stopped;
    sum->unknown += one->unknown;
    sum->late += one->late;
    sum->past += one->past;
}

static wb_status add_objective(wb_following *following, const wb_record *objective,
                               wb_counts *sum, wb_error *err)
{
    wb_counts counts = {0};
    wb_status st = WB_OK;

    for (const wb_record *r = wb_record_walk(objective, objective); r != NULL;
         r = wb_record_walk(objective, r)) {
        if (wb_record_is(r, "action") && !wb_is_subaction(r))
            WB_TRY(wb_counts_add(&counts, following, r, err));
    }
    add_up(sum, &counts);
    WB_TRY(add_progress(following, objective, &counts, err));
done:
    return st;
}

wb_status wb_plan_progress(const wb_plan *plan, const char *today, const char *language,
                           wb_frame **out, wb_error *err)
{
    wb_following following = {0};
    wb_counts sum = {0};
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    WB_TRY(wb_following_set_today(&following, today, err));
    for (const wb_record *o = wb_record_first(plan->root, "objectives"); o != NULL;
         o = wb_record_next(o))
        WB_TRY(add_objective(&following, o, &sum, err));
    WB_TRY(add_progress(&following, NULL, &sum, err));
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    return st;
}
