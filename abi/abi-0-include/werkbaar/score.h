/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file score.h
 * @brief Instruments, and turning questionnaire answers into scores, lights and bottlenecks.
 *
 * A wb_instrument is read from an instrument file (docs/formats/instrument.md): items with
 * declared lowest and highest code, scales over items, indicators with cut-offs over
 * scales, and composites over indicators. It never changes once made, so threads share it.
 *
 * The definition decides, never the data: reversal and range come from the declared codes,
 * and cut-offs are exact fractions compared in whole numbers. A score that may not be given
 * (too few answers) is missing with a reason; an answer outside its item's codes is an
 * error, since it contradicts the definition.
 *
 * The built-in instruments are presets with the structure of the Vlaamse werkbaarheids-
 * monitor, not its official definition: wb_instrument_table() says what is verified.
 */
#ifndef WERKBAAR_SCORE_H
#define WERKBAAR_SCORE_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** The definition of a questionnaire and its scores. Opaque, immutable. */
typedef struct wb_instrument wb_instrument;

/** How many instruments are built in. */
WB_API size_t wb_instrument_builtin_count(void);

/** The id of built-in instrument `index`, such as "wbm-employees"; NULL outside. */
WB_API const char *wb_instrument_builtin_id(size_t index);

/** A built-in instrument. @return WB_OK, WB_E_ARG (unknown id: names those there are). */
WB_API WB_CHECKED wb_status wb_instrument_builtin(const char *id, wb_instrument **out,
                                                  wb_error *err);

/**
 * Read an instrument file (JSON, "werkbaar-instrument/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, unknown key, duplicate
 *         id, an item in no scale, a scale with unknown items, a cut-off outside the score's
 *         range, a composite of unknown parts, a cycle (err->line, column, where: the JSON
 *         pointer); WB_E_VERSION; WB_E_LIMIT; WB_E_IO; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_instrument_read(wb_reader *reader, wb_instrument **out,
                                               wb_error *err);

/** Write the definition as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status wb_instrument_write(const wb_instrument *instrument,
                                                wb_writer *writer, wb_error *err);

/** Free an instrument. */
WB_API void wb_instrument_free(wb_instrument *instrument);

WB_API const char *wb_instrument_id(const wb_instrument *instrument);
WB_API const char *wb_instrument_version(const wb_instrument *instrument);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_instrument_hash(const wb_instrument *instrument);
/** Its title in `language` ("nl", "en"), else in the file's first language. */
WB_API const char *wb_instrument_title(const wb_instrument *instrument,
                                       const char *language);
/** 1 when every cut-off and scale structure is verified; 0: results say "preset". */
WB_API int32_t wb_instrument_verified(const wb_instrument *instrument);

/**
 * Part of the definition as a frame, texts in `language` (as for the title).
 * @param part "items": id, label, text, min, max, reversed, missing, scale, comparable_from;
 *             "scales": id, label, rule, items (count), min_answered, structure_verified,
 *             source;
 *             "indicators": id, label, kind, scale, level (problem | acute), comparison,
 *             cutoff (as written), verified, source: a row per cut-off;
 *             "composites": id, label, rule, of (ids, comma-separated), level (problem |
 *             acute), min_known.
 * @return WB_OK, WB_E_ARG (unknown part), WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_instrument_table(const wb_instrument *instrument,
                                                const char *part, const char *language,
                                                wb_frame **out, wb_error *err);

/** Which columns of the answers a scored frame carries along. */
typedef enum wb_keep {
    WB_KEEP_OTHERS = 0, /**< those that are not items of the instrument */
    WB_KEEP_ALL = 1,
    WB_KEEP_NONE = 2
} wb_keep;

/** What is scored. Start from WB_SCORE_OPTIONS_INIT. */
typedef struct wb_score_options {
    uint32_t struct_size;      /**< sizeof(wb_score_options) */
    uint32_t reserved;         /**< zero */
    int32_t keep;              /**< a wb_keep */
    int32_t reserved1;         /**< zero */
    const char *const *select; /**< score columns wanted, in this order; NULL: all of them */
    size_t n_select;           /**< how many */
} wb_score_options;

#define WB_SCORE_OPTIONS_INIT {sizeof(wb_score_options), 0, 0, 0, NULL, 0}

/**
 * Score every row of `answers`.
 *
 * Adds, in the instrument's order:
 * - per scale S: `S` float64, the score; `S_reason` dictionary (missing when there is a
 *   score): `too_few_answers`;
 * - per indicator I: `I_problem` bool; `I_acute` bool when it has an acute cut-off (acute
 *   implies problem); missing when the scale's score is;
 * - per composite C: `none_of` bool, `count_of` int32; `C_reason` dictionary:
 *   `missing_part`. A composite needs all its parts unless the file says otherwise.
 *
 * Missing answers are null, NaN, the item's user-missing codes, and the column's declared
 * missing ranges. Items may be of any numeric or bool type; a number that is not whole, or
 * outside lowest..highest, is refused.
 *
 * @param answers one column per item that the selected columns need (same name), and any
 *                others.
 * @param options NULL for the defaults.
 * @param out     a new frame; carried columns share their buffers.
 * @return WB_OK; WB_E_ARG (unknown column in select); WB_E_DATA: an item is not there or is
 *         text (err->item), an answer outside its codes (err->row, err->item), a score
 *         column's name already in use; WB_E_LIMIT (run->memory_limit); WB_E_CANCELLED;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_score(const wb_instrument *instrument,
                                     const wb_frame *answers,
                                     const wb_score_options *options, const wb_run *run,
                                     wb_frame **out, wb_error *err);

/**
 * Score a source as it is read: block by block, so that scores never stand in memory whole
 * and a tally can take them while they are in cache.
 * @param answers taken over on success: it belongs to the new source; on failure it stays
 *                the caller's. Rewinds as `answers` does.
 * @param options copied.
 * @return as wb_score(); faults in answers come from wb_source_next(), with err->row counted
 *         from the start of the source.
 */
WB_API WB_CHECKED wb_status wb_score_source(const wb_instrument *instrument,
                                            wb_source *answers,
                                            const wb_score_options *options,
                                            wb_source **out, wb_error *err);

WB_END_DECLS
#endif
