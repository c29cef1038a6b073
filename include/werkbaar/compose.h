/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file compose.h
 * @brief Questionnaires put together from scan modules.
 *
 * A wb_catalogue holds scan modules (themes, items, answers, scales, indicators), sectors
 * (which modules a sector usually takes) and measures (what may be done about a theme):
 * those built in, and files of your own beside them. A recipe names modules; wb_compose()
 * makes one questionnaire of it. The same recipe and the same modules give the same bytes,
 * hence the same hash, on every machine.
 *
 * A wb_questionnaire stands alone: all it needs is in its file. It is asked, printed and
 * exported; the answers are scored with the instrument of each unit in it (persons, work
 * posts, the organisation), an ordinary wb_instrument.
 *
 * Formats: docs/formats/module.md, docs/formats/sector.md.
 *
 * Reading into a catalogue changes it: one thread at a time. All else takes catalogues and
 * questionnaires as they are, from any number of threads.
 */
#ifndef WERKBAAR_COMPOSE_H
#define WERKBAAR_COMPOSE_H

#include <werkbaar/score.h>

WB_BEGIN_DECLS

/** Modules, sectors and measures, found by id and version. Opaque. */
typedef struct wb_catalogue wb_catalogue;

/**
 * All that is built in. A built-in file is read when it is first needed.
 * @return WB_OK, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_catalogue_new(wb_catalogue **out, wb_error *err);

/**
 * Add a file of modules, sectors or measures: the key `format` says which it is. What is
 * there already, the same id and version with the same content, is left as it is.
 * @return WB_OK; WB_E_DATA for what is wrong in the file (err->line, column, where: the
 *         JSON pointer); WB_E_CONFLICT: this id and version is there with other content;
 *         WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_NOMEM. The catalogue is as it was after
 *         a failure.
 */
WB_API WB_CHECKED wb_status wb_catalogue_read(wb_catalogue *catalogue, wb_reader *reader,
                                              wb_error *err);

/** The same from a path. */
WB_API WB_CHECKED wb_status wb_catalogue_load(wb_catalogue *catalogue, const char *path,
                                              wb_error *err);

/** Free a catalogue; questionnaires made with it stay. NULL is allowed. */
WB_API void wb_catalogue_free(wb_catalogue *catalogue);

/**
 * Part of the catalogue as a frame: every version, in order of addition (those built in
 * first). Texts in `language` (NULL: "nl"), else in the file's first language; lists are
 * comma-separated.
 * @param part "modules": id, version, hash, title, unit, base, validated, for, languages,
 *             items (asked, with the checklist), scales, indicators (counts), licence,
 *             source, validation_source, note, builtin;
 *             "items": module, version, id, kind (item | check), theme, label, question,
 *             text, answers (the codes offered), min, max, reversed, missing, optional,
 *             show_item, show_in, scored, comparable_from;
 *             "scales": module, version, id, label, rule, items (ids), n_items,
 *             min_answered, verified, source;
 *             "indicators": module, version, id, label, theme, kind, scale, direction,
 *             verified, fingerprint;
 *             "themes": module, version, theme, title, kind, sensitive;
 *             "discussion": module, version, theme, number, text;
 *             "sectors": id, version, title, nace, committees, modules, source, note,
 *             builtin;
 *             "measures": file, version, id, title, text, kind, themes, levels, actions,
 *             support, tools (title and source, separated by "; "), source.
 * @return WB_OK, WB_E_ARG (unknown part), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_catalogue_table(const wb_catalogue *catalogue,
                                               const char *part, const char *language,
                                               wb_frame **out, wb_error *err);

/**
 * Write one file of the catalogue as canonical JSON (RFC 8785).
 * @param kind    "module", "sector" or "measures".
 * @param version NULL: the highest there is.
 * @return WB_OK; WB_E_ARG: unknown kind, id or version (names those there are); WB_E_IO;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_catalogue_write(const wb_catalogue *catalogue,
                                               const char *kind, const char *id,
                                               const char *version, wb_writer *writer,
                                               wb_error *err);

WB_END_DECLS
#endif
