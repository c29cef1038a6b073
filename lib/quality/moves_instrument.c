/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/moves.h"

#include <stdio.h>
#include <string.h>

/* What is added to the document of the instrument. */
typedef struct additions {
    wb_moves *moves;
    json_t *root;
    json_t *indicators; /* borrowed */
    json_t *composites;
    char (*replaced)[WB_MOVE_NAME]; /* per composite: what stands for it in the move at
                                       hand; "" where it is not touched */
    size_t n_names;
} additions;

/* A name that nothing of the instrument has, nor a column that scoring makes of it. */
static void new_name(additions *to, char name[WB_MOVE_NAME])
{
    char light[WB_MOVE_NAME + 8];

    do {
        snprintf(name, WB_MOVE_NAME, "moved_%zu", to->n_names++);
        snprintf(light, sizeof light, "%s_problem", name);
    } while (wb_ids_find(&to->moves->instrument->ids, name).kind != WB_ID_NONE ||
             wb_ids_find(&to->moves->instrument->ids, light).kind != WB_ID_NONE);
}

static wb_status add_measure(additions *to, size_t move, const char *base,
                             const char *moved, wb_error *err)
{
    wb_moves *moves = to->moves;

    if (moves->n_measures == moves->room) {
        size_t room = moves->room * 2 + 16;
        wb_moved_measure *wider = wb_resize(moves->measures, room, sizeof *wider);
        if (wider == NULL)
            return wb_fail_nomem(err);
        moves->measures = wider;
        moves->room = room;
    }
    wb_moved_measure *measure = &moves->measures[moves->n_measures];
    *measure = (wb_moved_measure){.move = move};
    snprintf(measure->base, WB_MOVE_NAME, "%s", base);
    snprintf(measure->moved, WB_MOVE_NAME, "%s", moved);
    if (moves->moves[move].step != 0)
        snprintf(measure->change, WB_MOVE_NAME, "change_%zu", moves->n_measures);
    moves->n_measures++;
    return WB_OK;
}

/* ---- the moved indicator ---- */

static json_t *moved_indicator(const additions *to, const wb_move *move, const char *name)
{
    const wb_instrument *instrument = to->moves->instrument;
    const wb_indicator *indicator = &instrument->indicators[move->indicator];
    char value[WB_NUMBER_CHARS];
    json_t *made = json_deep_copy(indicator->json);
    json_t *cutoff;

    wb_moves_write(move->value, value);
    cutoff = json_pack("{s:s, s:s, s:s, s:b}", "comparison",
                       wb_comparison_names[move->cutoff->comparison], "value", value,
                       "source", "moved", "verified", 0);
    /* Both lights are the moved one: composites of either level can be made of it. */
    if (made == NULL || cutoff == NULL ||
        json_object_set_new(made, "id", json_string(name)) != 0 ||
        json_object_set(made, "problem", cutoff) != 0 ||
        json_object_set(made, "acute", cutoff) != 0) {
        json_decref(made);
        made = NULL;
    }
    json_decref(cutoff);
    return made;
}

/* ---- the composites that hang on it ---- */

static const char *replacement(const additions *to, const wb_composite *composite,
                               const wb_move *move, const char *name, size_t part)
{
    wb_composite_part at = composite->parts[part];

    if (at.is_composite)
        return to->replaced[at.index][0] != '\0' ? to->replaced[at.index] : NULL;
    return at.index == move->indicator && composite->acute == (move->level == WB_ACUTE)
               ? name
               : NULL;
}

static bool hangs_on(const additions *to, const wb_composite *composite,
                     const wb_move *move, const char *name)
{
    for (size_t i = 0; i < composite->n_parts; i++) {
        if (replacement(to, composite, move, name, i) != NULL)
            return true;
    }
    return false;
}

static json_t *moved_composite(const additions *to, const wb_composite *composite,
                               const wb_move *move, const char *name, const char *own)
{
    json_t *made = json_deep_copy(composite->json);
    json_t *parts = made != NULL ? json_object_get(made, "of") : NULL;
    bool failed = made == NULL || json_object_set_new(made, "id", json_string(own)) != 0;

    for (size_t i = 0; i < composite->n_parts && !failed; i++) {
        const char *instead = replacement(to, composite, move, name, i);
        if (instead != NULL)
            failed = json_array_set_new(parts, i, json_string(instead)) != 0;
    }
    if (failed) {
        json_decref(made);
        made = NULL;
    }
    return made;
}

static wb_status append(json_t *list, json_t *made, wb_error *err)
{
    return made == NULL || json_array_append_new(list, made) != 0 ? wb_fail_nomem(err)
                                                                  : WB_OK;
}

/* Parts come before what is made of them. `name`: the moved indicator; of step 0 the
 * composites are as they are. */
static wb_status add_composites(additions *to, size_t m, const char *name, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *instrument = to->moves->instrument;
    const wb_move *move = &to->moves->moves[m];

    memset(to->replaced, 0, (instrument->n_composites + 1) * sizeof *to->replaced);
    for (size_t i = 0; i < instrument->n_composites; i++) {
        size_t c = instrument->order[i];
        const wb_composite *composite = &instrument->composites[c];

        if (!hangs_on(to, composite, move, name))
            continue;
        if (move->step == 0) {
            snprintf(to->replaced[c], WB_MOVE_NAME, "%s", composite->id);
        } else {
            new_name(to, to->replaced[c]);
            WB_TRY(append(to->composites,
                          moved_composite(to, composite, move, name, to->replaced[c]),
                          err));
        }
        WB_TRY(add_measure(to, m, composite->id, to->replaced[c], err));
    }
done:
    return st;
}

static wb_status add_move(additions *to, size_t m, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_move *move = &to->moves->moves[m];
    const char *id = to->moves->instrument->indicators[move->indicator].id;
    char name[WB_MOVE_NAME], base[WB_MOVE_NAME + 16], light[WB_MOVE_NAME + 16];

    snprintf(base, sizeof base, "%s%s", id,
             move->level == WB_PROBLEM ? "_problem" : "_acute");
    if (move->off_lattice)
        return add_measure(to, m, base, "", err);
    snprintf(name, sizeof name, "%s", id);
    if (move->step != 0) {
        new_name(to, name);
        WB_TRY(append(to->indicators, moved_indicator(to, move, name), err));
    }
    snprintf(light, sizeof light, "%s_problem", name);
    WB_TRY(add_measure(to, m, base, move->step == 0 ? base : light, err));
    WB_TRY(add_composites(to, m, name, err));
done:
    return st;
}

/* ---- all of it ---- */

static wb_status read_back(const json_t *root, wb_instrument **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    wb_reader *reader = NULL;

    WB_TRY(wb_json_canonical(root, &text, err));
    WB_TRY(wb_reader_from_memory(text.bytes, text.length, "moved", &reader, err));
    WB_TRY(wb_instrument_read(reader, out, err));
done:
    wb_reader_free(reader);
    wb_text_free(&text);
    return st;
}

/* The list of this key, which is made where there is none; NULL without memory, also for
 * the copy of the root. */
static json_t *list_of(json_t *root, const char *key)
{
    json_t *list = json_object_get(root, key);

    if (list != NULL)
        return list;
    list = json_array();
    return list != NULL && json_object_set_new(root, key, list) == 0 ? list : NULL;
}

wb_status wb_moves_instrument(wb_moves *moves, wb_instrument **out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_instrument *instrument = moves->instrument;
    additions to = {.moves = moves};

    to.root = json_deep_copy(instrument->document.root);
    to.replaced = wb_allocate(instrument->n_composites + 1, sizeof *to.replaced);
    to.indicators = list_of(to.root, "indicators");
    to.composites = list_of(to.root, "composites");
    if (to.replaced == NULL || to.indicators == NULL || to.composites == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    for (size_t m = 0; m < moves->n_moves; m++)
        WB_TRY(add_move(&to, m, err));
    WB_TRY(read_back(to.root, out, err));
done:
    json_decref(to.root);
    wb_release(to.replaced);
    return st;
}
