/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A ledger as canonical JSON. */
#include "disclose/ledger.h"

wb_status wb_release_put(json_t *to, const wb_ledger_release *release, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_json_put(to, "min_n", json_integer(release->min_n), err));
    WB_TRY(
        wb_json_put(to, "min_n_sensitive", json_integer(release->min_n_sensitive), err));
    WB_TRY(wb_json_put(to, "extreme", json_integer(release->extreme), err));
    WB_TRY(wb_json_put(to, "dominance", json_real(release->dominance), err));
    st = wb_json_put(to, "protect", json_string(release->only_rules ? "rules" : "all"),
                     err);
done:
    return st;
}

static wb_status write_release(json_t *list, const wb_ledger_release *release,
                               wb_error *err)
{
    wb_status st = WB_OK;
    json_t *to = NULL;

    WB_TRY(wb_json_push_object(list, &to, err));
    WB_TRY(wb_json_put(to, "id", json_string(release->id), err));
    WB_TRY(wb_release_put(to, release, err));
done:
    return st;
}

static wb_status write_entry(json_t *list, const wb_ledger *ledger,
                             const wb_ledger_entry *entry, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *to = NULL;

    WB_TRY(wb_json_push_object(list, &to, err));
    WB_TRY(wb_json_put(to, "cell", json_string(entry->cell), err));
    WB_TRY(wb_json_put(to, "measure", json_string(entry->measure), err));
    WB_TRY(wb_json_put(to, "release", json_string(ledger->releases[entry->release].id),
                       err));
    WB_TRY(wb_json_put(to, "status", json_string(wb_entry_names[entry->status]), err));
    for (int k = 0; k < WB_COUNTS; k++) {
        if (entry->counts[k] >= 0)
            WB_TRY(
                wb_json_put(to, wb_count_names[k], json_integer(entry->counts[k]), err));
    }
done:
    return st;
}

static wb_status fill(json_t *root, const wb_ledger *ledger, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list = NULL;

    WB_TRY(wb_json_put(root, "format", json_string("werkbaar-ledger/1.0"), err));
    WB_TRY(wb_json_put(root, "scope", json_string(ledger->scope), err));
    WB_TRY(wb_json_put(root, "round_to", json_integer(ledger->round_to), err));
    WB_TRY(wb_json_put_array(root, "releases", &list, err));
    for (size_t i = 0; i < ledger->n_releases; i++)
        WB_TRY(write_release(list, &ledger->releases[i], err));
    WB_TRY(wb_json_put_array(root, "cells", &list, err));
    for (size_t i = 0; i < ledger->n_entries; i++)
        WB_TRY(write_entry(list, ledger, &ledger->entries[i], err));
done:
    return st;
}

wb_status wb_ledger_write(const wb_ledger *ledger, wb_writer *writer, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = NULL;
    wb_text text = {0};

    if (ledger == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a ledger and a writer are required");
    root = json_object();
    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(fill(root, ledger, err));
    WB_TRY(wb_json_canonical(root, &text, err));
    WB_TRY(wb_writer_write(writer, text.bytes, text.length, err));
done:
    wb_text_free(&text);
    json_decref(root);
    return st;
}
