/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A ledger from its file: docs/formats/ledger.md. */
#include "disclose/ledger.h"

#include <string.h>

enum { MOST_RELEASES = 10000, MOST_ENTRIES = 1 << 22 };
static const int64_t LARGEST = 1000000000000; /* as in the counts */

/* A copy of a text of 1 to 255 bytes. */
static wb_status read_text(const wb_json_at *at, const char *key, char **out,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const char *text;
    wb_json_at place = wb_json_member(at, key);

    WB_TRY(wb_json_string(at, key, true, &text, err));
    if (strlen(text) < 1 || strlen(text) > WB_LEDGER_ID)
        return wb_json_fail(&place, WB_E_DATA, err, "'%s' is 1 to 255 bytes of text",
                            key);
    *out = wb_copy_string(text);
    if (*out == NULL)
        return wb_fail_nomem(err);
done:
    return st;
}

/* ---- releases ---- */

static wb_status read_release(wb_ledger *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {
        "id", "min_n", "min_n_sensitive", "extreme", "dominance", "protect", NULL};
    static const char *const protects[] = {"all", "rules", NULL};
    wb_status st = WB_OK;
    wb_ledger_release *release = &made->releases[made->n_releases++];
    int32_t protect;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(read_text(at, "id", &release->id, err));
    WB_TRY(wb_json_int(at, "min_n", true, 1, LARGEST, &release->min_n, err));
    WB_TRY(wb_json_int(at, "min_n_sensitive", true, 0, LARGEST, &release->min_n_sensitive,
                       err));
    WB_TRY(wb_json_int(at, "extreme", true, 0, LARGEST, &release->extreme, err));
    WB_TRY(wb_json_double(at, "dominance", true, &release->dominance, err));
    if (!(release->dominance > 0 && release->dominance <= 1)) {
        wb_json_at dominance = wb_json_member(at, "dominance");
        return wb_json_fail(&dominance, WB_E_DATA, err,
                            "'dominance' is a share, above 0 and up to 1");
    }
    WB_TRY(wb_json_choice(at, "protect", protects, &protect, err));
    release->only_rules = protect == 1;
    for (size_t i = 0; i + 1 < made->n_releases; i++) {
        if (strcmp(made->releases[i].id, release->id) == 0)
            return wb_json_fail(at, WB_E_DATA, err, "release '%.80s' is there twice",
                                release->id);
    }
done:
    return st;
}

static wb_status read_releases(wb_ledger *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_list(root, "releases", true, MOST_RELEASES, &list, &n, err));
    made->releases = wb_allocate(n, sizeof *made->releases);
    if (made->releases == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at release = wb_json_element(&list, i);
        WB_TRY(read_release(made, &release, err));
    }
done:
    return st;
}

/* ---- entries ---- */

static wb_status find_release(const wb_ledger *made, const wb_json_at *at,
                              int32_t *release, wb_error *err)
{
    wb_status st = WB_OK;
    const char *id;

    WB_TRY(wb_json_string(at, "release", true, &id, err));
    for (size_t i = 0; i < made->n_releases; i++) {
        if (strcmp(made->releases[i].id, id) == 0) {
            *release = (int32_t)i;
            return WB_OK;
        }
    }
    st = wb_json_fail(at, WB_E_DATA, err, "there is no release '%.80s'", id);
done:
    return st;
}

/* What is hidden has no number; what is shown is in order of size. */
static wb_status check_entry(const wb_ledger_entry *entry, const wb_json_at *at,
                             wb_error *err)
{
    const int64_t *counts = entry->counts;

    for (int k = 0; k < WB_COUNTS; k++) {
        bool hidden = entry->status == WB_ENTRY_HIDDEN ||
                      (k == WB_COUNT_ACUTE && entry->status == WB_ENTRY_NO_ACUTE);
        if (hidden && counts[k] >= 0)
            return wb_json_fail(at, WB_E_DATA, err, "'%s' is there, though it is hidden",
                                wb_count_names[k]);
    }
    if (entry->status != WB_ENTRY_HIDDEN && counts[WB_COUNT_N] < 0)
        return wb_json_fail(at, WB_E_DATA, err,
                            "'n' is missing, though the row is shown");
    if (counts[WB_COUNT_PROBLEM] > counts[WB_COUNT_N] ||
        counts[WB_COUNT_ACUTE] > counts[WB_COUNT_PROBLEM])
        return wb_json_fail(at, WB_E_DATA, err,
                            "n, problem and acute are not each at most the one before");
    return WB_OK;
}

static wb_status read_entry(wb_ledger *made, const wb_json_at *at, wb_error *err)
{
    static const char *const keys[] = {"cell", "measure", "release", "status",
                                       "n",    "problem", "acute",   NULL};
    wb_status st = WB_OK;
    wb_ledger_entry *entry = &made->entries[made->n_entries++];
    int32_t status;

    WB_TRY(wb_json_check_keys(at, keys, err));
    WB_TRY(read_text(at, "cell", &entry->cell, err));
    WB_TRY(read_text(at, "measure", &entry->measure, err));
    WB_TRY(find_release(made, at, &entry->release, err));
    WB_TRY(wb_json_choice(at, "status", wb_entry_names, &status, err));
    entry->status = (wb_entry_status)status;
    for (int k = 0; k < WB_COUNTS; k++) {
        entry->counts[k] = -1;
        WB_TRY(wb_json_int(at, wb_count_names[k], false, 0, LARGEST, &entry->counts[k],
                           err));
    }
    WB_TRY(check_entry(entry, at, err));
done:
    return st;
}

/* Entries are in order, which also says that none is there twice. */
static wb_status check_order(const wb_ledger *made, const wb_json_at *at, wb_error *err)
{
    const wb_ledger_entry *entry = &made->entries[made->n_entries - 1];
    int order;

    if (made->n_entries < 2)
        return WB_OK;
    order = wb_ledger_entry_compare(entry - 1, entry);
    if (order >= 0)
        return wb_json_fail(at, WB_E_DATA, err, "cell '%.80s' with measure '%.80s' is %s",
                            entry->cell, entry->measure,
                            order == 0 ? "there twice"
                                       : "not in the order of their bytes");
    return WB_OK;
}

static wb_status read_entries(wb_ledger *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at list;
    size_t n;

    WB_TRY(wb_json_array(root, "cells", true, &list, err)); /* may be empty */
    WB_TRY(wb_json_check_length(&list, MOST_ENTRIES, err));
    n = json_array_size(list.value);
    made->entries = wb_allocate(n, sizeof *made->entries);
    if (made->entries == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < n; i++) {
        wb_json_at entry = wb_json_element(&list, i);
        WB_TRY(read_entry(made, &entry, err));
        WB_TRY(check_order(made, &entry, err));
    }
done:
    return st;
}

/* ---- the file ---- */

static wb_status read_file(wb_ledger *made, const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"format",   "scope", "round_to",
                                       "releases", "cells", NULL};
    wb_status st = WB_OK;

    WB_TRY(wb_json_check_format(root, "ledger", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(read_text(root, "scope", &made->scope, err));
    WB_TRY(wb_json_int(root, "round_to", true, 1, 1000, &made->round_to, err));
    WB_TRY(read_releases(made, root, err));
    WB_TRY(read_entries(made, root, err));
done:
    return st;
}

wb_status wb_ledger_read(wb_reader *reader, wb_ledger **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json file = {0};
    wb_ledger *made = NULL;
    wb_json_at root;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &file, err));
    root = wb_json_root(&file);
    WB_TRY(read_file(made, &root, err));
    *out = made;
    made = NULL;
done:
    wb_ledger_free(made);
    wb_json_close(&file);
    return st;
}

wb_status wb_ledger_load(const char *path, wb_ledger **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);

    if (out != NULL)
        *out = NULL;
    if (st == WB_OK)
        st = wb_ledger_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}
