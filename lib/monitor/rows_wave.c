/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which wave each row of the answers is of. */
#include "base/text.h"
#include "monitor/batch.h"
#include "monitor/calling.h"

#include <math.h>
#include <string.h>

/* ---- how many ---- */

wb_status wb_wave_rows_add(wb_wave_rows *counted, const char *wave, int64_t count,
                           wb_error *err)
{
    size_t at = wb_names_find(&counted->waves, wave);

    if (at == WB_MAX_WAVES)
        return wb_fail(err, WB_E_LIMIT, "more than %d waves", (int)WB_MAX_WAVES);
    if (at == counted->waves.count) {
        wb_status st = wb_names_add(&counted->waves, wave, err);
        if (st != WB_OK)
            return st;
    }
    counted->counts[at] += count;
    return WB_OK;
}

int64_t wb_wave_rows_of(const wb_wave_rows *counted, const char *wave)
{
    size_t at = wb_names_find(&counted->waves, wave);
    return at < counted->waves.count ? counted->counts[at] : 0;
}

static wb_status count_rows(const wb_batch *b, const wb_grouping *waves, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t *counts = wb_allocate(waves->names.count, sizeof *counts);

    if (counts == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < b->n; i++)
        counts[waves->codes[i]]++;
    for (size_t k = 0; k < waves->names.count; k++) {
        if (counts[k] > 0)
            WB_TRY(wb_wave_rows_add(b->plan->counted, waves->names.items[k], counts[k],
                                    err));
    }
done:
    wb_release(counts);
    return st;
}

/* ---- where a row is ---- */

void wb_row_place_free(wb_row_place *place)
{
    wb_grouping_free(&place->waves);
    *place = (wb_row_place){0};
}

const char *wb_row_place_wave(const wb_row_place *place, int64_t row)
{
    if (row < place->first || row >= place->first + place->n)
        return NULL;
    int32_t code = place->waves.codes[row - place->first];
    return code < 0 ? NULL : place->waves.names.items[code];
}

/* ---- a file that is said to be a wave ---- */

typedef enum verdict { SAME_WAVE, OTHER_WAVE, UNKNOWN_WAVE } verdict;

/* Whether a value of a column for the wave says what the caller says. */
static verdict judge(const wb_batch *b, size_t column, const char *text)
{
    const wb_monitor_definition *d = b->plan->definition;
    const char *wave = b->plan->wave;
    size_t length = strlen(text);
    double said = NAN, meant = NAN;

    (void)wb_parse_double(text, length, '.', &said);
    size_t at = wb_category_of(&d->wave_groups, b->answers, column, text, length, said);
    if (at != WB_NOWHERE)
        return strcmp(d->waves[at].id, wave) == 0 ? SAME_WAVE : OTHER_WAVE;
    const char *label = wb_code_label(b->answers, column, said);
    bool is_number = wb_parse_double(wave, strlen(wave), '.', &meant);
    if (strcmp(text, wave) == 0 || (label != NULL && strcmp(label, wave) == 0) ||
        (is_number && said == meant))
        return SAME_WAVE;
    return d->n_waves == 0 && is_number && !isnan(said) ? OTHER_WAVE : UNKNOWN_WAVE;
}

/* The first value that does not say the wave; its verdict, or SAME_WAVE: there is none.
 */
static verdict first_other(const wb_batch *b, size_t column, const wb_grouping *found,
                           size_t *value)
{
    verdict worst = SAME_WAVE;

    for (size_t k = 0; k < found->names.count && worst != OTHER_WAVE; k++) {
        verdict now = judge(b, column, found->names.items[k]);
        if (now == SAME_WAVE || now == worst)
            continue;
        worst = now;
        *value = k;
    }
    return worst;
}

static wb_status refuse(const wb_batch *b, const char *column, const wb_grouping *found,
                        size_t value, wb_error *err)
{
    int64_t row = 0;

    while (found->codes[row] != (int32_t)value)
        row++;
    return wb_fail_at(err, WB_E_DATA, row, column,
                      "column '%s' has the wave '%.60s', and these answers are said to "
                      "be of wave '%.60s'",
                      column, found->names.items[value], b->plan->wave);
}

/* One note for a column of a file. */
static wb_status note_other(const wb_batch *b, const char *column, const char *value,
                            wb_error *err)
{
    wb_notes *notes = b->plan->notes;
    wb_note note = {WB_NOTE_OTHER_WAVE, (char *)b->plan->wave, (char *)b->plan->name,
                    (char *)column, (char *)value};

    for (size_t i = b->plan->n_notes; i < notes->n; i++) {
        if (notes->items[i].kind == WB_NOTE_OTHER_WAVE &&
            strcmp(notes->items[i].variable, column) == 0)
            return WB_OK;
    }
    return wb_notes_add(notes, &note, err);
}

static wb_status check_column(const wb_batch *b, size_t at, bool is_declared,
                              wb_error *err)
{
    wb_status st = WB_OK;
    const char *column = wb_frame_column_name(b->answers, at);
    wb_variable variable = {.id = "wave", .column = column};
    wb_grouping found = {0};
    size_t value = 0;

    WB_TRY(wb_grouping_make(b->answers, &variable, &found, err));
    verdict said = first_other(b, at, &found, &value);
    if (said == OTHER_WAVE && is_declared)
        st = refuse(b, column, &found, value, err);
    else if (said == OTHER_WAVE || (said == UNKNOWN_WAVE && is_declared))
        st = note_other(b, column, found.names.items[value], err);
done:
    wb_grouping_free(&found);
    return st;
}

/* A column that the definition does not name may be about something else: what it says
 * is no error, and neither is a column that cannot be read as waves. */
static wb_status check_usual_columns(const wb_batch *b, wb_error *err)
{
    static const char *const names[] = {"wave", "golf", "year", "jaar"};
    wb_status st = WB_OK;

    for (size_t c = 0; c < wb_frame_column_count(b->answers); c++) {
        const char *name = wb_frame_column_name(b->answers, c);
        bool is_usual = false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            is_usual =
                is_usual || wb_utf8_alike(name, strlen(name), names[i], strlen(names[i]));
        st = is_usual ? check_column(b, c, false, NULL) : WB_OK;
        if (st == WB_E_NOMEM)
            return wb_fail_nomem(err);
    }
    return WB_OK;
}

static wb_status check_given(const wb_batch *b, wb_error *err)
{
    const char *column = b->plan->definition->wave_column;
    int64_t at = column != NULL ? wb_frame_find(b->answers, column) : -1;

    if (column == NULL)
        return check_usual_columns(b, err);
    return at >= 0 ? check_column(b, (size_t)at, true, err) : WB_OK;
}

/* ---- of every row ---- */

static wb_status check_all_told(const wb_batch *b, const wb_grouping *waves,
                                wb_error *err)
{
    const char *column = b->plan->definition->wave_column;

    for (int64_t i = 0; i < b->n; i++) {
        if (waves->codes[i] < 0)
            return wb_fail_at(err, WB_E_DATA, i, column,
                              "the wave is missing in column '%s'", column);
    }
    return WB_OK;
}

static wb_status find_waves(const wb_batch *b, wb_grouping *waves, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_monitor_definition *d = b->plan->definition;
    size_t at;

    if (b->plan->wave == NULL) {
        WB_TRY(wb_frame_require(b->answers, d->wave_column,
                                "the wave, since none is given", &at, err));
        WB_TRY(wb_grouping_make(b->answers, &d->wave_groups, waves, err));
        return check_all_told(b, waves, err);
    }
    WB_TRY(check_given(b, err));
    WB_TRY(wb_names_add(&waves->names, b->plan->wave, err));
    waves->codes = wb_allocate((size_t)b->n, sizeof *waves->codes);
    if (waves->codes == NULL)
        st = wb_fail_nomem(err);
done:
    return st;
}

wb_status wb_batch_put_wave(wb_batch *b, wb_error *err)
{
    wb_status st = WB_OK;
    wb_row_place *place = b->plan->place;
    bool failed = false;

    wb_row_place_free(place);
    WB_TRY(find_waves(b, &place->waves, err));
    place->first = b->first;
    place->n = b->n;
    WB_TRY(count_rows(b, &place->waves, err));
    int32_t *codes =
        wb_copy_array(place->waves.codes, (size_t)b->n, sizeof *codes, &failed);
    st = failed ? wb_fail_nomem(err)
                : wb_batch_add_groups(b->ready, WB_WAVE_COLUMN, &place->waves.names,
                                      codes, err);
done:
    return st;
}
