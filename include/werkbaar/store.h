/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file store.h
 * @brief A plan in a file that keeps every change: who, when, why, before and after.
 *
 * A wb_store is one SQLite file with one plan (docs/formats/store.md). It is changed by
 * lists of operations (plan.h), each list as a whole or not at all, and on disk before the
 * call returns. History only grows: entries are numbered from 1 on (the sequence number
 * `seq`), chained by SHA-256, and never changed; undoing is a new entry. Editors stand in
 * it under a pseudonym; the name that belongs to one is kept apart and can be erased.
 *
 * Any number of processes and threads may have the file open, each through a handle of its
 * own. Readers never wait and see the plan as it was when their call began; writers wait
 * for one another. Who changes what another changed meanwhile is refused (WB_E_CONFLICT).
 *
 * Functions that write take `now`, microseconds since 1970 in UTC (-2^53 to 2^53), the
 * pseudonym of the `editor` (1 to 127 bytes) and `why` (up to 10,000 bytes; NULL: not said).
 * They fail with WB_E_ARG for a store that was opened to read, WB_E_IO (the disk is full or
 * broken, err->where: the file), WB_E_LIMIT (others kept the file locked for longer than
 * `wait_ms`), WB_E_DATA (the file is damaged or was changed by something else, or a text is
 * not UTF-8) or WB_E_NOMEM; those that read with the last four but for waiting. The file is
 * then as it was.
 *
 * A build without SQLite has these functions too: what opens gives WB_E_UNSUPPORTED.
 */
#ifndef WERKBAAR_STORE_H
#define WERKBAAR_STORE_H

#include <werkbaar/plan.h>

WB_BEGIN_DECLS

/** A store that is open. One thread at a time. Opaque. */
typedef struct wb_store wb_store;

/** What may be done with a store. */
enum {
    WB_STORE_CREATE = 0,   /**< read and write; a file that is not there is made */
    WB_STORE_EXISTING = 1, /**< read and write; the file must be there */
    WB_STORE_READ = 2      /**< read alone; the file must be there */
};

/** Options of wb_store_open(). Start from WB_STORE_OPTIONS_INIT. */
typedef struct wb_store_options {
    uint32_t struct_size; /**< sizeof(wb_store_options) */
    uint32_t reserved;    /**< zero */
    int32_t mode;         /**< WB_STORE_CREATE (default), WB_STORE_EXISTING, WB_STORE_READ */
    /** How long to wait for other writers; 0: 5000; -1: not at all. With WB_STORE_READ nothing
     *  waits for writers, but up to 5000 while another process opens the file. */
    int32_t wait_ms;
} wb_store_options;

/** A wb_store_options in which nothing is chosen. */
#define WB_STORE_OPTIONS_INIT {sizeof(wb_store_options), 0, 0, 0}

/**
 * Open a store. A file of an earlier version is brought to this one when it is opened for
 * writing, and kept as it was beside it, as `<path>.v<version>.bak`.
 * @param path    of an ordinary file; `<path>-wal` and `<path>-shm` stand beside it while it
 *                is open.
 * @param options NULL for the defaults.
 * @return WB_OK; WB_E_ARG; WB_E_DATA (another kind of file); WB_E_VERSION (made by a newer
 *         libwerkbaar: err->message names both); WB_E_IO; WB_E_LIMIT; WB_E_UNSUPPORTED;
 *         WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_store_open(const char *path,
                                          const wb_store_options *options, wb_store **out,
                                          wb_error *err);

/** Close and free. What was acknowledged is on disk already. */
WB_API void wb_store_free(wb_store *store);

/** @name Reading
 * @{ */

/**
 * The number of the last entry among those made up to a moment: those with smaller numbers
 * belong to it too, whatever the clocks of their editors said.
 * @param when microseconds since 1970 in UTC; INT64_MAX: the last of all.
 * @param seq  receives the number; 0 when there is none.
 */
WB_API WB_CHECKED wb_status wb_store_seq(wb_store *store, int64_t when, int64_t *seq,
                                         wb_error *err);

/**
 * The plan after entry `seq`.
 * @param seq 0: as it is now.
 * @return also WB_E_ARG (there is no such entry) and WB_E_DATA (the store holds no plan yet).
 */
WB_API WB_CHECKED wb_status wb_store_plan(wb_store *store, int64_t seq, wb_plan **out,
                                          wb_error *err);

/**
 * The history, an entry a row: `seq`; `edit`, the number of the first entry that was made
 * by the same call; `at`; `editor`; `name`, where one is known; `why`; the columns of
 * wb_changes_frame() (`operation` may be import, too); `hash`.
 * @param after    entries with a larger number; 0: all. With wb_store_seq(): since a date.
 * @param record   entries about this record alone; NULL: all.
 * @param language "nl" or "en", of the column `text`; NULL: "en".
 */
WB_API WB_CHECKED wb_status wb_store_history(wb_store *store, int64_t after,
                                             const char *record, const char *language,
                                             wb_frame **out, wb_error *err);

/**
 * Check everything: the file, that the chain of hashes holds, and that the plan as it is
 * now, with every entry undone, is the plan that was imported.
 * @return WB_OK, or WB_E_DATA, where err->row is the number of the entry that is wrong, when
 *         it is one. A store without a plan is fine.
 */
WB_API WB_CHECKED wb_status wb_store_verify(wb_store *store, wb_error *err);

/** @} */

/** @name Writing
 * @{ */

/**
 * Put a plan in an empty store.
 * @return also WB_E_CONFLICT: there is a plan already.
 */
WB_API WB_CHECKED wb_status wb_store_import(wb_store *store, const wb_plan *plan,
                                            int64_t now, const char *editor,
                                            const char *why, wb_error *err);

/**
 * Carry out operations, all or none. Each but an addition must say what it expects or the
 * version it was made for.
 * @param seq receives the number of the last entry; without operations nothing is written.
 * @return also WB_E_DATA for an operation that the schema does not allow and WB_E_CONFLICT for
 *         one that finds something else than it expects (err->where names the operation, and
 *         err->message shows what is there and what was expected).
 */
WB_API WB_CHECKED wb_status wb_store_apply(wb_store *store, const wb_changes *changes,
                                           int64_t now, const char *editor,
                                           const char *why, int64_t *seq, wb_error *err);

/**
 * Undo what one call did, by the reverse operations, as new entries; undoing that brings it
 * back.
 * @param edit the number of its first entry, column `edit` of the history; 0: the last.
 * @return also WB_E_ARG (no such edit, or the import) and WB_E_CONFLICT (what it changed was
 *         changed since).
 */
WB_API WB_CHECKED wb_status wb_store_undo(wb_store *store, int64_t edit, int64_t now,
                                          const char *editor, const char *why,
                                          int64_t *seq, wb_error *err);

/** Say what name (1 to 1000 bytes) belongs to a pseudonym; replaces an earlier one. Not part of
 * the history. */
WB_API WB_CHECKED wb_status wb_store_set_name(wb_store *store, const char *editor,
                                              const char *name, wb_error *err);

/**
 * Forget the name that belongs to a pseudonym: its bytes are overwritten in the file. Copies
 * and backups are the caller's. Nothing happens when there is none.
 * @return also WB_E_LIMIT: others read at the time, so that its bytes are still in
 *         `<path>-wal`; call again when they are done. So it is when memory or the disk fails
 *         between forgetting and overwriting: call again.
 */
WB_API WB_CHECKED wb_status wb_store_erase_name(wb_store *store, const char *editor,
                                                wb_error *err);

/** @} */

WB_END_DECLS
#endif
