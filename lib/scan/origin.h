/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Metadata of frames that are made of others. */
#ifndef WB_LIB_SCAN_ORIGIN_H
#define WB_LIB_SCAN_ORIGIN_H

#include "base/json.h"
#include "frame/frame.h"

/* kind, library, what `words` says (an object, taken over; NULL when there was no memory
 * for it), and the metadata of the frames it was made of; reference may be NULL. So what
 * was made up says so however far it travels. */
wb_status wb_describe_origin(wb_frame *frame, const char *kind, json_t *words,
                             const wb_frame *source, const wb_frame *reference,
                             wb_error *err);

#endif
