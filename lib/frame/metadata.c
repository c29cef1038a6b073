/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The one metadata value of a frame: canonical JSON. */
#include "frame/column.h"

#include "base/json.h"

#include <string.h>

/* The canonical form of an object, to be shared by frames. */
static wb_status share(const json_t *root, wb_shared_text **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text canonical = {0};

    WB_TRY(wb_json_canonical(root, &canonical, err));
    *out = wb_shared_text_new(canonical.bytes, canonical.length);
    if (*out == NULL)
        st = wb_fail_nomem(err);
done:
    wb_text_free(&canonical);
    return st;
}

wb_status wb_frame_describe(wb_frame *frame, const json_t *root, wb_error *err)
{
    wb_shared_text *shared = NULL;

    if (root == NULL)
        return wb_fail_nomem(err);
    wb_status st = share(root, &shared, err);
    if (st != WB_OK)
        return st;
    wb_shared_text_drop(frame->metadata);
    frame->metadata = shared;
    return WB_OK;
}

wb_status wb_frame_set_metadata(wb_frame *frame, const char *json, wb_error *err)
{
    wb_json file = {0};
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
        WB_TRY(share(file.root, &shared, err));
    }
    wb_shared_text_drop(frame->metadata);
    frame->metadata = shared;
done:
    wb_json_close(&file);
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

/* They were parsed before they were kept: only memory can fail. */
wb_status wb_frame_origin(const wb_frame *frame, json_t **origin, wb_error *err)
{
    const char *text = wb_frame_metadata(frame);
    json_error_t error;

    *origin = text != NULL ? wb_json_load(text, strlen(text), 0, NULL, &error) : NULL;
    return text == NULL || *origin != NULL ? WB_OK : wb_fail_nomem(err);
}

/* Canonical JSON has no spaces, and quotes within texts are escaped: what is looked for
 * is a member wherever it stands. */
bool wb_frame_is_synthetic(const wb_frame *frame)
{
    return frame->metadata != NULL &&
           strstr(frame->metadata->text, "\"synthetic\":true") != NULL;
}
