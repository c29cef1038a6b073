/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Composites: what they have of their parts, and their table. Nothing of it is written in
 * the questionnaire, for all of it follows. */
#include "compose/questionnaire_tables.h"

#include <stdlib.h>
#include <string.h>

/* What a composite has of its parts, and an indicator of itself. */
typedef struct traits {
    char fingerprint[65];
    bool sensitive;   /* some part is */
    bool conditional; /* some part is */
    bool verified;    /* all parts are */
} traits;

typedef struct working {
    const wb_questionnaire *of;
    const wb_instrument *instrument;
    traits *composites; /* those whose parts were there */
} working;

static traits of_indicator(const working *w, const wb_indicator *indicator)
{
    const json_t *entry =
        wb_find_id(json_object_get(w->of->root, "indicators"), indicator->id);
    traits made = {.sensitive = json_is_true(
                       json_object_get(wb_theme_of(w->of, entry), "sensitive")),
                   .conditional = json_is_true(json_object_get(entry, "conditional")),
                   .verified = json_is_true(json_object_get(entry, "verified"))};

    memcpy(made.fingerprint, wb_text_member(entry, "fingerprint"), 65);
    return made;
}

static traits of_part(const working *w, const wb_composite_part *part)
{
    return part->is_composite ? w->composites[part->index]
                              : of_indicator(w, &w->instrument->indicators[part->index]);
}

/* ---- fingerprints ---- */

static int by_bytes(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* In order of their bytes: that of the parts decides nothing. */
static wb_status put_parts(json_t *made, const working *w, const wb_composite *composite,
                           wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;
    char(*parts)[65] = wb_allocate(composite->n_parts, sizeof *parts);

    if (parts == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < composite->n_parts; i++)
        memcpy(parts[i], of_part(w, &composite->parts[i]).fingerprint, sizeof *parts);
    qsort(parts, composite->n_parts, sizeof *parts, by_bytes);
    WB_TRY(wb_json_put_array(made, "of", &list, err));
    for (size_t i = 0; i < composite->n_parts; i++)
        WB_TRY(wb_json_push(list, json_string(parts[i]), err));
done:
    wb_release(parts);
    return st;
}

static const char *rule_of(const wb_composite *composite)
{
    return composite->counts ? "count_of" : "none_of";
}

static const char *level_of(const wb_composite *composite)
{
    return composite->acute ? "acute" : "problem";
}

static wb_status find_fingerprint(const working *w, const wb_composite *composite,
                                  char out[65], wb_error *err)
{
    wb_status st = WB_OK;
    wb_text canonical = {0};
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(made, "rule", json_string(rule_of(composite)), err));
    WB_TRY(wb_json_put(made, "level", json_string(level_of(composite)), err));
    WB_TRY(wb_json_put(made, "min_known", json_integer((json_int_t)composite->min_known),
                       err));
    WB_TRY(put_parts(made, w, composite, err));
    WB_TRY(wb_json_hash(made, &canonical, out, err));
done:
    wb_text_free(&canonical);
    json_decref(made);
    return st;
}

/* ---- traits ---- */

static wb_status find_traits(working *w, const wb_composite *composite, traits *out,
                             wb_error *err)
{
    *out = (traits){.verified = true};
    for (size_t i = 0; i < composite->n_parts; i++) {
        traits part = of_part(w, &composite->parts[i]);

        out->sensitive = out->sensitive || part.sensitive;
        out->conditional = out->conditional || part.conditional;
        out->verified = out->verified && part.verified;
    }
    return find_fingerprint(w, composite, out->fingerprint, err);
}

/* Parts come before what is made of them, so none is worked out twice. */
static wb_status find_all(working *w, wb_error *err)
{
    const wb_instrument *instrument = w->instrument;
    wb_status st = WB_OK;

    w->composites = wb_allocate(instrument->n_composites, sizeof *w->composites);
    if (w->composites == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < instrument->n_composites; i++) {
        uint32_t at = instrument->order[i];

        WB_TRY(find_traits(w, &instrument->composites[at], &w->composites[at], err));
    }
done:
    return st;
}

/* ---- the table ---- */

const wb_fill_column wb_composite_columns[] = {
    {"id", WB_TYPE_UTF8},          {"label", WB_TYPE_UTF8},
    {"unit", WB_TYPE_UTF8},        {"rule", WB_TYPE_UTF8},
    {"level", WB_TYPE_UTF8},       {"of", WB_TYPE_UTF8},
    {"min_known", WB_TYPE_INT32},  {"sensitive", WB_TYPE_BOOL},
    {"conditional", WB_TYPE_BOOL}, {"verified", WB_TYPE_BOOL},
    {"fingerprint", WB_TYPE_UTF8}, {NULL, WB_TYPE_NULL}};

static wb_status put_composite(wb_show *show, const char *unit,
                               const wb_composite *composite, const traits *of,
                               wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_text(&show->fill, composite->id, err));
    WB_TRY(wb_show_text(show, composite->json, "label", err));
    WB_TRY(wb_fill_text(&show->fill, unit, err));
    WB_TRY(wb_fill_text(&show->fill, rule_of(composite), err));
    WB_TRY(wb_fill_text(&show->fill, level_of(composite), err));
    WB_TRY(wb_show_list(show, json_object_get(composite->json, "of"), err));
    WB_TRY(wb_fill_int64(&show->fill, (int64_t)composite->min_known, err));
    WB_TRY(wb_fill_int64(&show->fill, of->sensitive, err));
    WB_TRY(wb_fill_int64(&show->fill, of->conditional, err));
    WB_TRY(wb_fill_int64(&show->fill, of->verified, err));
    WB_TRY(wb_fill_text(&show->fill, of->fingerprint, err));
done:
    return st;
}

static wb_status put_unit(wb_show *show, const wb_questionnaire *of, int unit,
                          wb_error *err)
{
    working w = {.of = of, .instrument = of->instruments[unit]};
    wb_status st = WB_OK;

    if (w.instrument == NULL)
        return WB_OK;
    WB_TRY(find_all(&w, err));
    for (size_t i = 0; i < w.instrument->n_composites; i++)
        WB_TRY(put_composite(show, wb_unit_names[unit], &w.instrument->composites[i],
                             &w.composites[i], err));
done:
    wb_release(w.composites);
    return st;
}

wb_status wb_show_composites(wb_show *show, const void *what, wb_error *err)
{
    const wb_questionnaire *of = what;
    wb_status st = WB_OK;

    show->languages = json_object_get(of->root, "languages");
    for (int unit = 0; unit < WB_N_UNITS; unit++)
        WB_TRY(put_unit(show, of, unit, err));
done:
    return st;
}
