/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What disclosure control says of the counts of a wave. */
#include "monitor/protect.h"

#include "infer/names.h"

/* The name is one of those that went in. */
static wb_status number_at(wb_keys *names, const wb_frame *frame, const char *column,
                           int64_t row, size_t *number, wb_error *err)
{
    size_t length;
    int64_t at = wb_frame_find(frame, column);
    const char *text = wb_frame_text(frame, (size_t)at, row, &length);
    int32_t code = 0;
    wb_status st = wb_keys_add(names, WB_KEY_TEXT, text, length, 0, &code, err);

    *number = (size_t)code;
    return st;
}

/* Where the verdict is of a row of what wb_disclose() made. */
static wb_status place_of(const wb_protecting *p, const wb_frame *frame, int64_t row,
                          size_t *place, wb_error *err)
{
    wb_status st = WB_OK;
    size_t cell;
    size_t measure;

    WB_TRY(number_at(p->cells, frame, "cell", row, &cell, err));
    WB_TRY(number_at(p->measures, frame, "measure", row, &measure, err));
    *place = (p->wave * p->people->n_cells + cell) * p->people->n_measures + measure;
done:
    return st;
}

static bool audit_has(const wb_protecting *p, const char *column, int64_t row,
                      const char *word)
{
    return wb_cell_is(p->audit, (size_t)wb_frame_find(p->audit, column), row, word);
}

static bool is_few(const wb_protecting *p, int64_t row)
{
    return audit_has(p, "rule", row, "too_few") || audit_has(p, "rule", row, "dominance");
}

static uint8_t verdict_of(const wb_protecting *p, int64_t row)
{
    return is_few(p, row)                         ? WB_PUBLISH_TOO_FEW
           : audit_has(p, "rule", row, "extreme") ? WB_PUBLISH_EXTREME
                                                  : WB_PUBLISH_PROTECTS;
}

static wb_status take_hidden(const wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;
    size_t place;

    for (int64_t i = 0; i < wb_frame_row_count(p->audit); i++) {
        if (!audit_has(p, "count", i, "n"))
            continue;
        WB_TRY(place_of(p, p->audit, i, &place, err));
        p->people->hidden[place] = verdict_of(p, i);
    }
done:
    return st;
}

/* A count that is shown is another one now. */
static bool is_other(const wb_frame *released, const char *column, int64_t row,
                     int64_t now)
{
    size_t at = (size_t)wb_frame_find(released, column);
    return !wb_frame_is_missing(released, at, row) &&
           wb_frame_int64(released, at, row) != now;
}

/* What was shown before, and is no longer what it was: the difference would tell of those
 * who answered late. */
static wb_status take_changed(const wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;
    size_t per_wave = p->people->n_cells * p->people->n_measures;
    size_t place;

    for (int64_t i = 0; p->earlier != NULL && i < wb_frame_row_count(p->released); i++) {
        WB_TRY(place_of(p, p->released, i, &place, err));
        const int64_t *now = p->counts + place % per_wave * WB_HEADS_COUNTS;
        if (is_other(p->released, "n", i, now[WB_HEADS_N]) ||
            is_other(p->released, "problem", i, now[WB_HEADS_PROBLEM]))
            p->people->hidden[place] = WB_PUBLISH_PROTECTS;
    }
done:
    return st;
}

static wb_status cut_earlier(wb_protecting *p, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_ledger *earlier = p->people->options->earlier;
    wb_text wave = {0};

    if (earlier == NULL)
        return WB_OK;
    WB_TRY(wb_heads_name(p->people, p->wave, 0, 0, &wave, err));
    WB_TRY(wb_ledger_cut(earlier, wave.bytes, &p->earlier, err));
done:
    wb_text_free(&wave);
    return st;
}

static wb_status disclose(wb_protecting *p, wb_error *err)
{
    const wb_monitor_definition *definition = p->people->results->definition;
    const wb_publication *rule = &definition->publication;
    const wb_monitor_options *asked = p->people->options;
    wb_disclose_options options = WB_DISCLOSE_OPTIONS_INIT;

    options.min_n = (int32_t)rule->min_n;
    options.extreme = rule->extreme > 0 ? (int32_t)rule->extreme : -1;
    options.protect =
        rule->protect == WB_PUBLISH_PROTECT_RULES ? WB_PROTECT_RULES : WB_PROTECT_ALL;
    options.scope = asked->scope != NULL ? asked->scope : definition->id;
    options.release = asked->release;
    options.earlier = p->earlier;
    return wb_disclose(p->frame, p->relations, &options, NULL, &p->released, &p->audit,
                       asked->release != NULL ? &p->ledger : NULL, err);
}

/* What is kept of a wave. */
static void give_wave(wb_protecting *p)
{
    p->people->released[p->wave] = p->released;
    p->people->audit[p->wave] = p->audit;
    p->people->ledgers[p->wave] = p->ledger;
    p->released = p->audit = NULL;
    p->ledger = NULL;
}

static void free_protecting(wb_protecting *p)
{
    wb_release(p->largest);
    wb_release(p->folded);
    wb_release(p->counts);
    wb_keys_free(p->cells);
    wb_keys_free(p->measures);
    wb_ledger_free(p->earlier);
    wb_ledger_free(p->ledger);
    wb_frame_free(p->frame);
    wb_frame_free(p->relations);
    wb_frame_free(p->released);
    wb_frame_free(p->audit);
}

static wb_status protect_wave(void *user, size_t wave, wb_error *err)
{
    wb_status st = WB_OK;
    wb_heads *people = user;
    wb_protecting p = {.people = people, .wave = wave};

    p.largest = wb_allocate(people->results->definition->n_variables, sizeof *p.largest);
    p.folded = wb_allocate(people->n_cells, sizeof *p.folded);
    p.counts = wb_allocate(people->n_cells * people->n_measures * WB_HEADS_COUNTS,
                           sizeof *p.counts);
    if (p.largest == NULL || p.folded == NULL || p.counts == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    WB_TRY(wb_protecting_count(&p, err));
    WB_TRY(wb_protecting_frames(&p, err));
    if (p.relations == NULL)
        goto done; /* nobody of this wave came in */
    WB_TRY(cut_earlier(&p, err));
    WB_TRY(disclose(&p, err));
    WB_TRY(take_hidden(&p, err));
    WB_TRY(take_changed(&p, err));
    give_wave(&p);
done:
    free_protecting(&p);
    return st;
}

wb_status wb_heads_protect(wb_heads *people, const wb_run *run, wb_error *err)
{
    size_t n_waves = wb_panel_wave_count(people->panel);
    size_t n = n_waves * people->n_cells * people->n_measures;
    wb_run ours;
    wb_status st = wb_run_read(&ours, run, err);

    if (st != WB_OK)
        return st; /* not reached: the results read this run before */
    people->hidden = wb_allocate(n, 1);
    if (people->hidden == NULL)
        return wb_fail_nomem(err);
    return wb_run_parts_asking(&ours, ours.threads, n_waves, protect_wave, people, err);
}
