/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "note.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int cli_note_is_synthetic(const char *note)
{
    return note != NULL && strncmp(note, "SYNTHETIC", 9) == 0;
}

int cli_note_is_line(const char *note)
{
    for (const char *c = note; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20) {
            return 0;
        }
    }
    json_t *text = json_string(note); /* refuses what is not UTF-8 */
    int is_text = text != NULL;
    json_decref(text);
    return is_text;
}

wb_status cli_note_set(wb_frame *frame, const char *note, wb_error *err)
{
    if (note == NULL) {
        return WB_OK;
    }
    const char *before = wb_frame_metadata(frame);
    json_t *metadata = before != NULL ? json_loads(before, 0, NULL) : json_object();
    char *text = NULL;
    wb_status st = WB_E_NOMEM;
    if (metadata != NULL &&
        json_object_set_new(metadata, "note", json_string(note)) == 0 &&
        json_object_set_new(metadata, "synthetic",
                            json_boolean(cli_note_is_synthetic(note))) == 0) {
        text = json_dumps(metadata, JSON_COMPACT);
    }
    if (text != NULL) {
        st = wb_frame_set_metadata(frame, text, err);
    } else {
        *err =
            (wb_error){.status = st, .row = -1, .message = "the note is not UTF-8 text"};
    }
    free(text);
    json_decref(metadata);
    return st;
}

const char *cli_note_of(const wb_frame *frame)
{
    const char *text = wb_frame_metadata(frame);
    json_t *metadata = text != NULL ? json_loads(text, 0, NULL) : NULL;
    const json_t *source = json_object_get(metadata, "source");
    int made_up = json_is_true(json_object_get(source, "synthetic"));
    json_decref(metadata);
    return made_up ? "SYNTHETIC data" : NULL;
}
