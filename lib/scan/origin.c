/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/origin.h"

static wb_status put_origin(json_t *root, const char *key, const wb_frame *frame,
                            wb_error *err)
{
    json_t *origin = NULL;
    wb_status st = frame != NULL ? wb_frame_origin(frame, &origin, err) : WB_OK;

    return st == WB_OK && origin != NULL ? wb_json_put(root, key, origin, err) : st;
}

wb_status wb_describe_origin(wb_frame *frame, const char *kind, json_t *words,
                             const wb_frame *source, const wb_frame *reference,
                             wb_error *err)
{
    wb_status st;

    if (words == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_put(words, "kind", json_string(kind), err));
    WB_TRY(wb_json_put(words, "library", json_string(wb_version()), err));
    WB_TRY(put_origin(words, "source", source, err));
    WB_TRY(put_origin(words, "reference", reference, err));
    st = wb_frame_describe(frame, words, err);
done:
    json_decref(words);
    return st;
}
