/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A questionnaire as it is kept: its document, composed or checked, and the instruments
 * that this embeds. */
#ifndef WB_LIB_COMPOSE_QUESTIONNAIRE_H
#define WB_LIB_COMPOSE_QUESTIONNAIRE_H

#include "compose/derive.h"

enum { WB_N_UNITS = 3, WB_MAX_ALL_QUESTIONS = 8192 };

/*
 * The document (docs/formats/questionnaire.md):
 *   format, id, version, title, languages, for, sector
 *   modules      id, version, hash, title, unit, base, validated, licence, source,
 * replaces terms        by name: a text by language; own_terms: those of the recipe, true
 * by name themes       id, title, kind, sensitive, module, discussion answer_sets  by
 * name: code, label questions    id, module, unit, kind, theme, label, text, question,
 * answers, min, max, reversed, missing, optional, show_if, comparable_from; in order
 *   instruments  by unit: an instrument file
 *   indicators   id, theme, module, unit, conditional, verified, fingerprint
 *   notices      id, kind, unit, text
 *   minutes      by language
 * Every text is in all languages, with the terms filled in.
 */
struct wb_questionnaire {
    json_t *root;
    wb_text canonical;
    char hash[65];
    wb_instrument *instruments[WB_N_UNITS]; /* as wb_unit_names; NULL: nothing scored */
};

/* No more parts than reading takes back and a scan file holds: WB_E_LIMIT. */
wb_status wb_questionnaire_check_size(const json_t *root, wb_error *err);

/* Make the instruments that the document embeds. */
wb_status wb_questionnaire_instruments(wb_questionnaire *made, wb_error *err);

/* conditional, verified and fingerprint of every entry of `indicators`. */
wb_status wb_put_fingerprints(json_t *root, wb_instrument *const *instruments,
                              wb_error *err);
/* `minutes`: by language what a person needs. */
wb_status wb_put_minutes(json_t *root, wb_error *err);

/* Reading a file: its instruments, which are what its questions make of their scales; its
 * indicators, which are those of the instruments, with what follows from these. */
wb_status wb_questionnaire_read_instruments(wb_questionnaire *made,
                                            const wb_json_at *root, wb_error *err);
wb_status wb_questionnaire_check_indicators(wb_questionnaire *made,
                                            const wb_json_at *root, wb_error *err);
/* The module that a part of the document names; NULL when there is none such. */
const json_t *wb_home_of(const wb_json_at *root, const wb_json_at *at);
/* A question or an indicator is of one of the modules, and of that one's unit. */
wb_status wb_check_home(const wb_json_at *root, const wb_json_at *at, wb_error *err);

/* The bytes and the hash. */
wb_status wb_questionnaire_seal(wb_questionnaire *made, wb_error *err);

#endif
