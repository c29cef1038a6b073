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
 * Formats: docs/formats/module.md, docs/formats/sector.md, docs/formats/recipe.md,
 * docs/formats/questionnaire.md, docs/formats/exchange.md.
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

/** A questionnaire, composed or read. Opaque, immutable. */
typedef struct wb_questionnaire wb_questionnaire;

/**
 * Compose the questionnaire that a recipe (JSON, "werkbaar-recipe/1.x") asks for.
 *
 * Modules come in the recipe's order, or that of its `order`; within one, items come in
 * the order of its file. A module named without version is taken in its highest one.
 * @return WB_OK; WB_E_DATA with place and names: unknown module or version (names those
 *         there are), modules for different publics, a language that a module has not, two
 *         modules that define one item, scale, theme or term differently, an item left out
 *         that is not optional or that a scale or another question needs, a term that is
 *         too long, a replaced module that nothing names, and what is wrong in the file;
 *         WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_compose(const wb_catalogue *catalogue, wb_reader *recipe,
                                       wb_questionnaire **out, wb_error *err);

/**
 * Read a questionnaire file ("werkbaar-questionnaire/1.x"). Everything in it is checked,
 * also that its instruments are those its questions make.
 * @return WB_OK; WB_E_DATA (err->line, column, where); WB_E_VERSION; WB_E_LIMIT; WB_E_IO;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_questionnaire_read(wb_reader *reader,
                                                  wb_questionnaire **out, wb_error *err);

/** The same from a path. */
WB_API WB_CHECKED wb_status wb_questionnaire_load(const char *path,
                                                  wb_questionnaire **out, wb_error *err);

/** Write it as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status wb_questionnaire_write(const wb_questionnaire *questionnaire,
                                                   wb_writer *writer, wb_error *err);

/** Free a questionnaire; instruments taken from it stay. NULL is allowed. */
WB_API void wb_questionnaire_free(wb_questionnaire *questionnaire);

/** Its id. */
WB_API const char *wb_questionnaire_id(const wb_questionnaire *questionnaire);
/** Its version. */
WB_API const char *wb_questionnaire_version(const wb_questionnaire *questionnaire);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_questionnaire_hash(const wb_questionnaire *questionnaire);
/** Its title in `language`, else in its first language. */
WB_API const char *wb_questionnaire_title(const wb_questionnaire *questionnaire,
                                          const char *language);

/**
 * About how many minutes a person needs for the questions to persons, in `language` (else
 * in its first), rounded up; 0 when there are none. All questions count, also those that
 * are shown to some only. 68 ms for every character that is no space, of the information, the
 * questions and the answers where these differ from those before, as measured for reading
 * aloud (Trauzettel-Klosinski and Dietz 2012, https://doi.org/10.1167/iovs.11-8284), and,
 * which is an assumption, 4 seconds for every answer.
 */
WB_API int32_t wb_questionnaire_minutes(const wb_questionnaire *questionnaire,
                                        const char *language);

/**
 * The instrument that scores the answers of one unit; its id is that of the questionnaire,
 * a dot and the unit. A question that was not asked (show_if) is a missing answer for it.
 * @param unit "person", "workpost" or "organisation".
 * @return WB_OK; WB_E_ARG: nothing is scored for this unit (names those there are).
 */
WB_API WB_CHECKED wb_status
wb_questionnaire_instrument(const wb_questionnaire *questionnaire, const char *unit,
                            wb_instrument **out, wb_error *err);

/**
 * Part of the questionnaire as a frame, texts in `language` (NULL: "nl"), else in its first
 * language; lists are comma-separated.
 * @param part "modules": id, version, hash, title, unit, base, validated, licence,
 *             source, replaces;
 *             "questions": in order: number (from 1), id, module, unit, kind (item |
 *             check), theme, label, text (own | licensed | none), question ("" where text
 *             is not own), answers (id of a set), min, max, reversed, missing, show_item,
 *             show_in (missing: always asked), scored, comparable_from;
 *             "answers": set, code, label: a row per answer offered;
 *             "scales": id, label, unit, rule, items (ids), n_items, min_answered;
 *             "indicators": id, label, theme, module, unit, kind, scale, direction, acute
 *             (has such a light), sensitive, conditional (some of its questions are not
 *             asked of everybody), verified, fingerprint;
 *             "composites": id, label, unit, rule, level, of (ids), min_known, sensitive and
 *             conditional (some part is), verified (all parts are), fingerprint;
 *             "themes": theme, title, kind, sensitive, indicator, module, unit: a row per
 *             indicator, or one without for a theme that has none;
 *             "notices": id, kind, unit (missing: for all), text: in order; kind
 *             `information` opens the questionnaire, kind `reading` is for whoever reads
 *             its results;
 *             "discussion": theme, number, text: what to talk about without figures;
 *             "terms": term, text, own (the recipe's, not the module's), in order of the
 *             terms.
 *
 * A fingerprint is the SHA-256 of what decides the figures of an indicator: rule, items
 * with their codes, minimum answered, lookup, direction and cut-offs; of a composite: rule,
 * level, parts that must be known, and the fingerprints of its parts. Two figures compare
 * only when it is the same.
 * @return WB_OK, WB_E_ARG (unknown part), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status
wb_questionnaire_table(const wb_questionnaire *questionnaire, const char *part,
                       const char *language, wb_frame **out, wb_error *err);

/**
 * Write the questions to one unit in the form that another tool takes. It opens with the
 * information (notices of kind `information`), then come the questions, theme by theme,
 * each of which may be skipped; rules of skipping are the tool's own, on paper words.
 * The same questionnaire gives the same bytes.
 *
 * Nothing in it asks for who answers, when, from where or how long it took; what a tool
 * keeps by itself all the same, wb_questionnaire_import() drops (docs/formats/exchange.md).
 * @param format   "html": a page to print, without script, that loads nothing;
 *                 "limesurvey": the tab-separated survey structure (.txt) that LimeSurvey
 *                 imports; "xlsform": a workbook (XLSX) for ODK and KoboToolbox.
 * @param unit     "person" (NULL), "workpost" or "organisation".
 * @param language NULL: all languages of the questionnaire, for html its first.
 * @return WB_OK; WB_E_ARG: unknown format, unit or language; WB_E_DATA: questions whose
 *         text is licensed or not there (names them); WB_E_LIMIT: a code that the tool
 *         cannot hold; WB_E_NOMEM; what the writer returns. Does not finish the writer.
 */
WB_API WB_CHECKED wb_status wb_questionnaire_export(const wb_questionnaire *questionnaire,
                                                    const char *format, const char *unit,
                                                    const char *language,
                                                    wb_writer *writer, wb_error *err);

/**
 * Read answers to the questions to one unit, as CSV: the file that a tool exports, or one
 * with item ids as names of columns. Answers are codes, or the texts of the answers in any
 * language of the questionnaire. Empty is missing, and so is an answer to a question that
 * its rule does not ask. Metadata of the frame: {"questionnaire": hash, "unit": unit}.
 *
 * Columns that a tool adds by itself (id, times, address, device, ...) are dropped; a column
 * that is neither one of these, nor a question, nor in `keep` is refused. A row without any
 * answer is left out. Rows come out in the order of what stands in them, not in that of the
 * file, which may tell who answered.
 * @param format "csv", "limesurvey" (headings: question codes) or "xlsform" (headings: XML
 *               names, with or without groups before them).
 * @param unit   "person" (NULL), "workpost" or "organisation".
 * @param reader CSV, read to its end (256 MiB at most); stays the caller's.
 * @param keep   columns to keep as text, such as those of groups (department, team); they
 *               come first. NULL with n_keep 0: none.
 * @param out    the kept columns, then one of int32 per question, in order.
 * @return WB_OK; WB_E_ARG: unknown format or unit, a column to keep that tells who answered;
 *         WB_E_DATA: a column that has no place, a question or column to keep that is not
 *         there or there twice (err->item), an answer that is none (err->row, err->item),
 *         what is wrong with the CSV (err->line); WB_E_CONFLICT: answers of another
 *         questionnaire, by the hash that exports carry in column `questionnaire`
 *         (err->row); WB_E_LIMIT; WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status
wb_questionnaire_import(const wb_questionnaire *questionnaire, const char *format,
                        const char *unit, wb_reader *reader, const char *const *keep,
                        size_t n_keep, wb_frame **out, wb_error *err);

WB_END_DECLS
#endif
