/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The metadata of an Arrow field, and our key in them. */
#include "frame/arrow.h"

#include <string.h>

/* A number of the metadata, which need not be aligned. */
static int32_t take_int32(const char **at)
{
    int32_t value;

    memcpy(&value, *at, sizeof value);
    *at += sizeof value;
    return value;
}

/* Metadata are a count, then for every key and value its length and its bytes. */
wb_status wb_arrow_find_metadata(const char *block, const char **value, int32_t *length,
                                 wb_error *err)
{
    static const char key[] = "werkbaar";
    const char *at = block;
    int32_t n = take_int32(&at);

    for (int32_t i = 0; i < n; i++) {
        int32_t key_length = take_int32(&at);
        const char *found = at;

        if (key_length < 0)
            return wb_fail(err, WB_E_DATA, "the Arrow metadata have a key of %d bytes",
                           (int)key_length);
        at += key_length;
        *length = take_int32(&at);
        if (*length < 0)
            return wb_fail(err, WB_E_DATA, "the Arrow metadata have a value of %d bytes",
                           (int)*length);
        *value = at;
        at += *length;
        if ((size_t)key_length == sizeof key - 1 &&
            memcmp(found, key, sizeof key - 1) == 0)
            return WB_OK;
    }
    *value = NULL;
    return WB_OK;
}
