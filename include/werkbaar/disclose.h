/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file disclose.h
 * @brief Which counts of groups may be shown, so that nobody in a group is recognised.
 *
 * Counts of people (how many answered, how many have a problem, how many an acute one) come
 * in for cells (groups, their totals, crossings of them) and measures; what may be shown
 * comes out. Rules hide what tells of a few people, and further counts are hidden until
 * what is left cannot be subtracted to get at them (docs/formats/disclosure.md).
 *
 * **Protected** means: every hidden count has two witnesses. A witness is a whole table of
 * counts that agrees with every count that is shown, with earlier reports in the ledger, with
 * the numbers of staff, with the sums and with what measures have to do with each other; so
 * who knows all of these exactly cannot tell it from the truth. In the two witnesses of a
 * count it differs by at least `min_n`, or by all that was possible before this report (a
 * group of three has no interval of ten). An acute count that is hidden alone, beside a
 * problem count that is shown, differs by at least the smaller of `min_n` and that problem
 * count. The same holds for those who answered and do not have the problem. Witnesses are
 * found by explicit moves in whole numbers and each is checked against all that it must agree
 * with; where none is found more is hidden. What is printed rounded, or as a share or an
 * interval computed of shown counts, tells less than the counts.
 *
 * Outside of this are: what somebody knows of the answers of colleagues; guesses from which
 * counts were chosen to be hidden; a second report of the same answers that was made without
 * the ledger of the first; crossings that close a circle (a by b, b by c, c by a) without the
 * cells of all that they are of. Decision 0018 tells why.
 *
 * The frames that go in and the audit are as confidential as the answers. Released frames
 * and ledgers hold nothing that is hidden.
 *
 * Results do not hang on the order of rows, on the number of threads or on the machine.
 */
#ifndef WERKBAAR_DISCLOSE_H
#define WERKBAAR_DISCLOSE_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** @name Ledgers
 * What earlier reports of the same answers have shown (docs/formats/ledger.md). @{ */

/** What was shown so far. Opaque, immutable. */
typedef struct wb_ledger wb_ledger;

/**
 * Read a ledger (JSON, "werkbaar-ledger/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, an unknown key, a cell and
 *         measure twice, a hidden row with a number, counts that contradict each other
 *         (err->line, column, where: the JSON pointer); WB_E_VERSION; WB_E_LIMIT; WB_E_IO;
 *         WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_ledger_read(wb_reader *reader, wb_ledger **out,
                                           wb_error *err);

/** wb_ledger_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_ledger_load(const char *path, wb_ledger **out,
                                           wb_error *err);

/** Write a ledger as canonical JSON (RFC 8785). */
WB_API WB_CHECKED wb_status wb_ledger_write(const wb_ledger *ledger, wb_writer *writer,
                                            wb_error *err);

/** Free a ledger. */
WB_API void wb_ledger_free(wb_ledger *ledger);

/** The id of the answers it is about: a scan, or a wave. */
WB_API const char *wb_ledger_scope(const wb_ledger *ledger);

/**
 * A ledger as a frame, in order of cell and measure: cell, measure, n, problem, acute
 * (whole; missing: not shown), status (as in the released frame), release (the first report
 * that decided on the row). @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_ledger_frame(const wb_ledger *ledger, wb_frame **out,
                                            wb_error *err);

/** @} */

/** @name Disclosure control
 * @{ */

/** Which hidden counts must have two witnesses. */
typedef enum wb_protect {
    WB_PROTECT_ALL = 0,  /**< every hidden count, as said above */
    WB_PROTECT_RULES = 1 /**< those that a rule hides, not those that are hidden for the sake
                              of others and could have been shown; and a published count of
                              a cell above is taken as known (whoever may see 6 of 100 may
                              know that a team has at most 6) */
} wb_protect;

/** How to protect. Start from WB_DISCLOSE_OPTIONS_INIT. */
typedef struct wb_disclose_options {
    uint32_t struct_size;       /**< sizeof(wb_disclose_options) */
    uint32_t reserved;          /**< zero */
    int32_t min_n;              /**< required, at least 5, advice 10: fewer answers are hidden */
    int32_t min_n_sensitive;    /**< of sensitive measures, at least min_n; 0: these are shown
                                     only for cells that are part of no other */
    int32_t extreme;            /**< a problem count below it, or that leaves fewer than it
                                     without the problem, is hidden, an acute count below it
                                     too; 0: 2 (1: only nobody and everybody); -1: off */
    int32_t round_to;           /**< counts are shown as multiples of it; 0 or 1: as they are */
    double dominance;           /**< the largest share that one contributor may have in a cell,
                                     above 0 and up to 1; 0: 0.5. Needs column `largest` */
    const char *scope;          /**< id of the answers; required with a ledger */
    const char *release;        /**< id of this report; required with a ledger */
    const wb_ledger *earlier;   /**< what was shown of these answers before; NULL: the result
                                     says that it is not protected against earlier reports */
    int32_t protect;            /**< a wb_protect */
    int32_t reserved1;          /**< zero */
} wb_disclose_options;

/** A wb_disclose_options in which nothing is chosen. */
#define WB_DISCLOSE_OPTIONS_INIT                                                         \
    {sizeof(wb_disclose_options), 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 0, 0}

/**
 * Decide what may be shown.
 *
 * Rules, in this order; the first that holds is the one in the audit:
 * `earlier` (hidden before, or new beside late answers), `sensitive` (of a
 * measure that is, in a cell that is part of another, or with n below min_n_sensitive),
 * `too_few` (n below min_n, 0 included: that nobody answered tells of each), `dominance` (one
 * contributor has more than the share `dominance` of n), `extreme`. Then `left_over`: what
 * shown parts leave of a shown total, together, is not shown when one of these rules would
 * hide it, and neither is a nameless remainder; so a part or the total is hidden. Last
 * `protects`: hidden so that a hidden count keeps its witnesses. A row is shown or hidden
 * whole; but where only the acute count may not be shown, it is hidden alone.
 *
 * Late answers: what an earlier report showed is shown as it was then. Where it would look the
 * same now, in all rows that hang together (by sums and measures), new rows may be shown
 * beside it. Where answers have come in, the earlier report stands: nothing new is shown, so
 * that no difference of two reports tells of those who answered late.
 *
 * @param counts    a row per cell and measure, in any order. Columns cell and measure (text,
 *                  1 to 255 bytes), n (answered); and where there are such: problem, acute
 *                  (of those with the problem), staff (the most that n can be, as everybody
 *                  may know it; the same in all rows of a cell), largest (answers of the
 *                  largest contributor, such as one company in a pool), sensitive (bool; the
 *                  same in all rows of a measure). Whole and not negative. problem, acute
 *                  and largest are there in all cells of a measure, or in none. Other columns
 *                  are left alone.
 * @param relations columns kind, partition, total, part (text); NULL: there are none.
 *                  `sum`: cells `part` of one `partition` of cell `total` share out its
 *                  people, nobody twice; whom no part has is a nameless remainder. A cell may
 *                  have many partitions and be part of many. Staff that adds up to the
 *                  staff of the total, and a remainder that is empty in all measures, are
 *                  taken as known.
 *                  `within`: who has the problem of measure `part` has that of measure
 *                  `total`; when several parts have one `partition` (not empty), nobody has
 *                  the problem of `total` without that of a part. Not used in cells whose
 *                  counts contradict it.
 *                  `base`: who answered measure `part` answered measure `total`.
 *                  `without`: who answered measure `total` and is without its problem
 *                  answered measure `part` and is without its problem, as with a composite
 *                  that needs all of its parts.
 * @param released  in order of cell and measure, bytewise: cell, measure, n, problem, acute
 *                  (rounded if asked; missing: hidden or not there), status: `ok`, `no_acute`
 *                  (the acute count is hidden, nothing else), `hidden` (no number at all);
 *                  release: the first report that decided on the row. Its metadata hold the options and which reports it is protected against.
 * @param audit     confidential, for who keeps the answers; NULL: not wanted. A row per
 *                  hidden count: cell, measure, count (n | problem | acute), rule, and of
 *                  left_over and protects what it protects: for_cell, for_measure, for_count
 *                  (for_cell of a remainder: "total/partition").
 * @param ledger    what was shown up to and with this report; NULL: not wanted.
 * @return WB_OK; WB_E_ARG (min_n below 5 or other options: err->item); WB_E_DATA (a column, a
 *         value, counts that contradict each other, more answers than staff, parts that
 *         exceed their total, groups that do not nest, an unknown cell, measure or kind:
 *         err->row, err->item); WB_E_CONFLICT (the ledger is of another scope, another
 *         rounding, or knows this release; it has a cell and measure that is not in the
 *         counts, or more answers than there are); WB_E_LIMIT; WB_E_CANCELLED; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_disclose(const wb_frame *counts, const wb_frame *relations,
                                        const wb_disclose_options *options,
                                        const wb_run *run, wb_frame **released,
                                        wb_frame **audit, wb_ledger **ledger,
                                        wb_error *err);

/**
 * Take the numbers of hidden rows out of another frame.
 *
 * Columns of numbers and bools become missing in rows whose cell and measure are hidden, and
 * in rows that are not in `released` at all; a column named `acute` also where the status is
 * no_acute. The text column `status` becomes "hidden" (or "no_acute") there, and is added
 * behind the others, "ok" elsewhere, if there is none. Texts and dates stay: they are the
 * caller's to judge.
 * @param cell_column    name of the column of `frame` that has the cell.
 * @param measure_column the same of the measure; NULL: a cell is shown if all its rows are.
 * @param released       a frame with columns cell, measure and status.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (a column that is not there or has no texts: err->item);
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_disclose_mask(const wb_frame *frame,
                                             const char *cell_column,
                                             const char *measure_column,
                                             const wb_frame *released, wb_frame **out,
                                             wb_error *err);

/** @} */

WB_END_DECLS
#endif
