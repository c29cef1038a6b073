/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The one metadata value of a frame: canonical JSON. */
#include "frame/column.h"

#include "base/json.h"

#include <string.h>

wb_status wb_frame_set_metadata(wb_frame *frame, const char *json, wb_error *err)
{
    wb_json file = {0};
    wb_text canonical = {0};
    wb_shared_text *shared = NULL;
    wb_status st = WB_OK;

    if (frame == NULL)
        return wb_fail(err, WB_E_ARG, "there is no frame");
    if (json != NULL) {
        WB_TRY(wb_json_parse(json, strlen(json), "metadata", &file, err));
        if (!json_is_object(file.root)) {
            st = wb_fail(err, WB_E_ARG, "the metadata are not a JSON object");
            goto done;
        }
        WB_TRY(wb_json_canonical(file.root, &canonical, err));
        shared = wb_shared_text_new(canonical.bytes, canonical.length);
        if (shared == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
    }
    wb_shared_text_drop(frame->metadata);
    frame->metadata = shared;
done:
    wb_json_close(&file);
    wb_text_free(&canonical);
    if (st == WB_E_DATA) {
        st = WB_E_ARG; /* the text is the caller's, not an answer in the data */
        if (err != NULL)
            err->status = st;
    }
    return st;
}

const char *wb_frame_metadata(const wb_frame *frame)
{
    return frame->metadata == NULL ? NULL : frame->metadata->text;
}

/* Canonical JSON has no spaces, and quotes within texts are escaped: what is looked for
 * is a member wherever it stands. */
bool wb_frame_is_synthetic(const wb_frame *frame)
{
    return frame->metadata != NULL &&
           strstr(frame->metadata->text, "\"synthetic\":true") != NULL;
}
