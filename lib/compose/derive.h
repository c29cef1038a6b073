/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Ordinary instruments, made of what modules and questionnaires say. */
#ifndef WB_LIB_COMPOSE_DERIVE_H
#define WB_LIB_COMPOSE_DERIVE_H

#include "compose/definition.h"
#include "score/instrument.h"

/* The ids of all items that scales are over, as far as they are ids. */
wb_status wb_scored_items(const json_t *scales, wb_ids *out, wb_error *err);
/* Put the items of an instrument: those questions of this unit that its scales are over.
 */
wb_status wb_derive_items(const json_t *questions, const char *unit, json_t *instrument,
                          wb_error *err);

/* The instrument that a checked module's own scores are; NULL where it has none. */
wb_status wb_instrument_of_module(const json_t *module, wb_instrument **out,
                                  wb_error *err);
/* The same of a document, with a text and a name that serve no place; takes the document
 * over, also when it fails. */
wb_status wb_instrument_of_parts(json_t *document, wb_instrument **out, wb_error *err);

/* The SHA-256 of what decides the figures of an indicator: see wb_questionnaire_table().
 */
wb_status wb_fingerprint(const wb_instrument *instrument, const wb_indicator *indicator,
                         char out[65], wb_error *err);
/* Whether its scale's structure and its cut-offs are verified. */
bool wb_indicator_verified(const wb_instrument *instrument,
                           const wb_indicator *indicator);

#endif
