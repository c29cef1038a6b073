/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "survey/tally.h"

#include "survey/edges.h"

#include <string.h>

wb_status wb_tally_make(const wb_spec *spec, wb_first *first, wb_tally **out,
                        wb_error *err)
{
    wb_status st = WB_OK;
    wb_tally *tally = wb_allocate(1, sizeof *tally);

    if (tally == NULL) {
        wb_first_free(first);
        return wb_fail_nomem(err);
    }
    tally->first = first;
    WB_TRY(wb_spec_copy(spec, &tally->spec, err));
    WB_TRY(wb_spec_hash(tally->spec, tally->hash, err));
    WB_TRY(wb_layout_init(&tally->layout, tally->spec, first, err));
    if (first != NULL && first->derived == NULL)
        WB_TRY(wb_first_derive(first, &tally->layout, err));
    WB_TRY(wb_state_init(&tally->state, &tally->layout, tally->spec, err));
    *out = tally;
    tally = NULL;
done:
    wb_tally_free(tally);
    return st;
}

wb_status wb_tally_new(const wb_spec *spec, wb_tally **out, wb_error *err)
{
    wb_status st = WB_OK;

    if (out != NULL)
        *out = NULL;
    if (spec == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "spec and out are required");
    WB_TRY(wb_spec_check(spec, err));
    WB_TRY(wb_tally_make(spec, NULL, out, err));
done:
    return st;
}

void wb_tally_free(wb_tally *tally)
{
    if (tally == NULL)
        return;
    if (tally->has_part)
        wb_part_free(&tally->part);
    wb_state_free(&tally->state);
    wb_layout_free(&tally->layout);
    wb_first_free(tally->first);
    wb_spec_free(tally->spec);
    wb_release(tally->origin);
    wb_release(tally);
}

int64_t wb_tally_row_count(const wb_tally *tally)
{
    return tally->state.n_rows + (tally->has_part ? tally->part.n_rows : 0);
}

const char *wb_tally_spec_hash(const wb_tally *tally)
{
    return tally->hash;
}

wb_status wb_tally_spec(const wb_tally *tally, wb_spec **out, wb_error *err)
{
    if (out != NULL)
        *out = NULL;
    if (tally == NULL || out == NULL)
        return wb_fail(err, WB_E_ARG, "tally and out are required");
    return wb_spec_copy(tally->spec, out, err);
}

/* All rows in a state of their own, which the caller frees also after a failure. */
static wb_status copy_whole(const wb_tally *tally, wb_state *out, wb_error *err)
{
    wb_status st = wb_state_copy(&tally->state, &tally->layout, out, err);
    if (st == WB_OK && tally->has_part)
        st = wb_part_flush(&tally->part, &tally->layout, out, err);
    return st;
}

wb_status wb_tally_finish(wb_tally *tally, wb_error *err)
{
    wb_status st = WB_OK;

    if (tally->has_part) {
        st = wb_part_flush(&tally->part, &tally->layout, &tally->state, err);
        wb_part_free(&tally->part);
        tally->has_part = false;
    }
    if (st == WB_OK && tally->layout.ordered)
        st = wb_edges_close(&tally->state, &tally->layout, err);
    return st;
}

wb_status wb_tally_whole(const wb_tally *tally, wb_state *room, const wb_state **out,
                         wb_error *err)
{
    wb_status st = WB_OK;

    *out = &tally->state;
    if (!tally->has_part || tally->part.n_rows == 0)
        return WB_OK;
    WB_TRY(copy_whole(tally, room, err));
    *out = room;
done:
    return st;
}

wb_status wb_tally_closed(const wb_tally *tally, wb_state *room, const wb_state **out,
                          wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_tally_whole(tally, room, out, err));
    if (!tally->layout.ordered || wb_edges_are_closed(*out))
        goto done;
    if (*out != room)
        WB_TRY(wb_state_copy(&tally->state, &tally->layout, room, err));
    *out = room;
    WB_TRY(wb_edges_close(room, &tally->layout, err));
done:
    return st;
}

static wb_status conflict(const wb_tally *tally, const wb_tally *other, wb_error *err)
{
    return wb_fail(err, WB_E_CONFLICT,
                   "the tallies are of different specifications: %.16s… and %.16s…",
                   tally->hash, other->hash);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

wb_status wb_tally_merge(wb_tally *tally, const wb_tally *other, wb_error *err)
{
    wb_status st = WB_OK;
    wb_state room = {0};
    wb_state merged = {0};
    const wb_state *whole = NULL;
    char *origin = NULL;

    if (tally == NULL || other == NULL)
        return wb_fail(err, WB_E_ARG, "both tallies are required");
    if (tally == other)
        return wb_fail(err, WB_E_ARG,
                       "a tally merged with itself would count rows twice");
    if (strcmp(tally->hash, other->hash) != 0)
        return conflict(tally, other, err);
    if (!wb_first_same(tally->first, other->first))
        return wb_fail(err, WB_E_CONFLICT,
                       "the tallies are not of one second pass: what their first passes "
                       "found differs, or one of them is a first pass");
    if (tally->origin != NULL && other->origin != NULL &&
        !same_text(tally->origin, other->origin))
        return wb_fail(err, WB_E_CONFLICT,
                       "the rows of the two tallies were made in different ways: another "
                       "instrument, version or options");
    if (tally->origin == NULL && other->origin != NULL) {
        origin = wb_copy_string(other->origin);
        if (origin == NULL)
            return wb_fail_nomem(err);
    }
    WB_TRY(wb_tally_whole(other, &room, &whole, err));
    WB_TRY(copy_whole(tally, &merged, err));
    WB_TRY(wb_state_merge(&merged, whole, &tally->layout, err));
    wb_state_free(&tally->state);
    tally->state = merged;
    merged = (wb_state){0};
    if (tally->has_part) /* it keeps outcomes known to it, and now there may be more */
        wb_part_free(&tally->part);
    tally->has_part = false;
    if (origin != NULL) {
        tally->origin = origin;
        origin = NULL;
    }
done:
    wb_release(origin);
    wb_state_free(&merged);
    wb_state_free(&room);
    return st;
}
