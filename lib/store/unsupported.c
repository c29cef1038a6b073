/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The same functions in a build without SQLite. */
#include "base/base.h"

#include <werkbaar/store.h>

#ifndef WB_WITH_SQLITE

static wb_status unsupported(wb_error *err)
{
    return wb_fail(err, WB_E_UNSUPPORTED,
                   "this libwerkbaar was built without SQLite, "
                   "which plan stores need");
}

wb_status wb_store_open(const char *path, const wb_store_options *options, wb_store **out,
                        wb_error *err)
{
    (void)path, (void)options;
    if (out != NULL)
        *out = NULL;
    return unsupported(err);
}

void wb_store_free(wb_store *store)
{
    (void)store;
}

wb_status wb_store_seq(wb_store *store, int64_t when, int64_t *seq, wb_error *err)
{
    (void)store, (void)when, (void)seq;
    return unsupported(err);
}

wb_status wb_store_plan(wb_store *store, int64_t seq, wb_plan **out, wb_error *err)
{
    (void)store, (void)seq;
    if (out != NULL)
        *out = NULL;
    return unsupported(err);
}

wb_status wb_store_history(wb_store *store, int64_t after, const char *record,
                           const char *language, wb_frame **out, wb_error *err)
{
    (void)store, (void)after, (void)record, (void)language;
    if (out != NULL)
        *out = NULL;
    return unsupported(err);
}

wb_status wb_store_verify(wb_store *store, wb_error *err)
{
    (void)store;
    return unsupported(err);
}

wb_status wb_store_import(wb_store *store, const wb_plan *plan, int64_t now,
                          const char *editor, const char *why, wb_error *err)
{
    (void)store, (void)plan, (void)now, (void)editor, (void)why;
    return unsupported(err);
}

wb_status wb_store_apply(wb_store *store, const wb_changes *changes, int64_t now,
                         const char *editor, const char *why, int64_t *seq, wb_error *err)
{
    (void)store, (void)changes, (void)now, (void)editor, (void)why, (void)seq;
    return unsupported(err);
}

wb_status wb_store_undo(wb_store *store, int64_t edit, int64_t now, const char *editor,
                        const char *why, int64_t *seq, wb_error *err)
{
    (void)store, (void)edit, (void)now, (void)editor, (void)why, (void)seq;
    return unsupported(err);
}

wb_status wb_store_set_name(wb_store *store, const char *editor, const char *name,
                            wb_error *err)
{
    (void)store, (void)editor, (void)name;
    return unsupported(err);
}

wb_status wb_store_erase_name(wb_store *store, const char *editor, wb_error *err)
{
    (void)store, (void)editor;
    return unsupported(err);
}

#endif
