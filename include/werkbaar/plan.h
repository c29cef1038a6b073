/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file plan.h
 * @brief Action plans: who promised what, by when, with what money, and what became of it.
 *
 * A wb_plan is a tree of records read from a plan file (docs/formats/plan.md): a plan has
 * objectives, these have sections, these have actions, and an action has sub-actions,
 * actors, funding, statuses, targets and more. Every record has an id that is unique in
 * its plan. A plan of the social partners, of a sector and of one organisation have the
 * same form.
 *
 * What a source leaves empty stays empty: a field that is not known is not there. Amounts
 * are whole cents; an amount that is still to be determined is not a zero.
 *
 * A plan never changes once read, so threads may share it.
 */
#ifndef WERKBAAR_PLAN_H
#define WERKBAAR_PLAN_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** An action plan. Opaque. */
typedef struct wb_plan wb_plan;

/**
 * Read a plan file (JSON, "werkbaar-plan/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, unknown key, a field of
 *         the wrong type, a word that is not in its list, an id that is there twice
 *         (err->line, column, where: the JSON pointer). A reference to what is not there
 *         is a finding of wb_plan_check(). WB_E_VERSION; WB_E_LIMIT (records nested more
 *         than 16 deep, a file above 64 MiB); WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_plan_read(wb_reader *reader, wb_plan **out, wb_error *err);

/** wb_plan_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_plan_load(const char *path, wb_plan **out, wb_error *err);

/** Write the plan as canonical JSON (RFC 8785), the bytes its hash is taken of. Lists
 * without anything in them are left out. Reading these bytes and writing again gives the
 * same bytes. */
WB_API WB_CHECKED wb_status wb_plan_write(const wb_plan *plan, wb_writer *writer,
                                          wb_error *err);

/** Free a plan. */
WB_API void wb_plan_free(wb_plan *plan);

WB_API const char *wb_plan_id(const wb_plan *plan);
WB_API const char *wb_plan_version(const wb_plan *plan);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_plan_hash(const wb_plan *plan);
/** Its title in `language` ("nl", "en"), else in the first of the plan's languages that
 * has one. */
WB_API const char *wb_plan_title(const wb_plan *plan, const char *language);
/** "flemish", "sector" or "organisation". */
WB_API const char *wb_plan_scope(const wb_plan *plan);

WB_END_DECLS
#endif
