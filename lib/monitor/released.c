/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What disclosure control released and why it hid the rest, and the ledger of that: cells
 * have names that mean the same in another report. */
#include "monitor/heads.h"

#include "disclose/ledger.h"
#include "monitor/table.h"

#include <string.h>

enum { LONGEST_NAME = 255 };

/* ---- names ---- */

static wb_status append_escaped(wb_text *out, const char *text, size_t length,
                                wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < length && st == WB_OK; i++) {
        if (strchr("%/=", text[i]) != NULL)
            st = wb_text_format(out, err, "%%%02X", (unsigned)text[i]);
        else
            st = wb_text_append(out, &text[i], 1, err);
    }
    return st;
}

/* Places of the breakdown's variables in order of their ids: a crossing is the same one
 * however it is written. */
static void order_variables(const wb_monitor_definition *d, const wb_breakdown *b,
                            size_t *order)
{
    for (size_t i = 0; i < b->n; i++) {
        const char *id = d->variables[b->variables[i]].id;
        size_t k = i;
        for (; k > 0 && strcmp(d->variables[b->variables[order[k - 1]]].id, id) > 0; k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
}

static wb_status append_level(const wb_heads *people, size_t variable, int32_t level,
                              wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const char *id = people->results->definition->variables[variable].id;
    wb_text column = {0};
    char room[WB_NUMBER_CHARS];
    size_t length;

    WB_TRY(wb_counted_column(id, &column, err));
    const char *text = wb_panel_level(people->panel, column.bytes, level, room, &length);
    WB_TRY(wb_text_format(out, err, "/%s=", id));
    WB_TRY(append_escaped(out, text, length, err));
done:
    wb_text_free(&column);
    return st;
}

static wb_status append_wave(const wb_heads *people, size_t wave, wb_text *out,
                             wb_error *err)
{
    const char *id = people->results->waves.items[wave];
    return append_escaped(out, id, strlen(id), err);
}

static wb_status shorten(const wb_heads *people, size_t wave, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    char hash[65];

    wb_sha256_hex(out->bytes, out->length, hash);
    wb_text_cut(out, 0);
    WB_TRY(append_wave(people, wave, out, err));
    WB_TRY(wb_text_format(out, err, "/#%s", hash));
done:
    return st;
}

wb_status wb_heads_name(const wb_heads *people, size_t wave, size_t part, size_t cell,
                        wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = people->results->definition;
    const wb_breakdown *b = &d->breakdowns[people->parts[part].breakdown];
    size_t order[WB_MAX_CROSSED];
    int32_t levels[WB_MAX_CROSSED];

    order_variables(d, b, order);
    wb_panel_cell(people->panel, part, (int64_t)cell, levels);
    WB_TRY(append_wave(people, wave, out, err));
    for (size_t i = 0; i < b->n; i++)
        WB_TRY(append_level(people, b->variables[order[i]], levels[order[i]], out, err));
    if (out->length > LONGEST_NAME)
        WB_TRY(shorten(people, wave, out, err));
done:
    return st;
}

/* ---- ledgers ---- */

wb_status wb_results_check_ledger(const wb_monitor_definition *definition,
                                  const wb_monitor_options *options, wb_error *err)
{
    const wb_publication *rule = &definition->publication;
    const char *item = options->earlier != NULL ? "earlier" : "release";

    if (options->earlier == NULL && options->release == NULL)
        return WB_OK;
    if (options->release == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, "release",
                          "option release is required where there is an earlier ledger");
    if (rule->protect == WB_PUBLISH_PROTECT_NONE || rule->mode != WB_PUBLISH_HIDE)
        return wb_fail_at(err, WB_E_ARG, -1, item,
                          "definition '%.60s' %s, so that no ledger can say what is "
                          "hidden",
                          definition->id,
                          rule->mode != WB_PUBLISH_HIDE ? "flags numbers and hides none"
                                                        : "has no publication.protect");
    return WB_OK;
}

/* The ledgers of waves that people were counted in stand first. */
static size_t gather_ledgers(wb_heads *people)
{
    size_t n = 0;

    for (size_t w = 0; w < people->results->waves.count; w++) {
        wb_ledger *ledger = people->ledgers[w];
        people->ledgers[w] = NULL;
        if (ledger != NULL)
            people->ledgers[n++] = ledger;
    }
    return n;
}

wb_status wb_heads_ledger(wb_heads *people, wb_ledger **out, wb_error *err)
{
    size_t n = gather_ledgers(people);
    return n == 0
               ? WB_OK
               : wb_ledger_join(people->options->earlier, people->ledgers, n, out, err);
}

wb_status wb_monitor_results_ledger(const wb_monitor_results *results, wb_ledger **out,
                                    wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (results == NULL)
        return wb_fail(err, WB_E_ARG, "results are required");
    if (results->ledger == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, "release",
                          "these results have no ledger: make them with a release");
    return wb_ledger_cut(results->ledger, NULL, out, err);
}

/* ---- tables ---- */

/* Behind a frame without rows, so that there is one when nothing is protected. */
static wb_status put_together(const wb_monitor_results *results, wb_frame *const *waves,
                              const wb_fill_column *columns, wb_frame **out,
                              wb_error *err)
{
    wb_status st = WB_OK;
    size_t n_waves = waves != NULL ? results->waves.count : 0;
    const wb_frame **frames = wb_allocate(n_waves + 1, sizeof *frames);
    wb_frame *none = NULL;
    wb_fill fill = {0};
    size_t n = 1;

    if (frames == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_fill_columns(&fill, columns, err));
    WB_TRY(wb_fill_finish(&fill, &none, err));
    frames[0] = none;
    for (size_t w = 0; w < n_waves; w++) {
        if (waves[w] != NULL)
            frames[n++] = waves[w];
    }
    st = wb_frame_append(frames, n, out, err);
done:
    wb_fill_close(&fill);
    wb_frame_free(none);
    wb_release(frames);
    return st;
}

static wb_status make_table(const wb_monitor_results *results, const char *part,
                            wb_frame *const *waves, const wb_fill_column *columns,
                            wb_frame **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *made = NULL;

    WB_TRY(put_together(results, waves, columns, &made, err));
    WB_TRY(wb_table_describe(results, part, made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    return st;
}

wb_status wb_table_released(const wb_monitor_results *results, const char *language,
                            wb_frame **out, wb_error *err)
{
    (void)language;
    return make_table(results, "released", results->released, wb_released_columns, out,
                      err);
}

wb_status wb_table_audit(const wb_monitor_results *results, const char *language,
                         wb_frame **out, wb_error *err)
{
    (void)language;
    return make_table(results, "audit", results->audit, wb_audit_columns, out, err);
}
