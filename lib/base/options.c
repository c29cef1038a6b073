/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/base.h"

#include <string.h>

wb_status wb_options_read(void *ours, size_t our_size, const void *theirs, wb_error *err)
{
    uint32_t their_size;
    uint32_t size = (uint32_t)our_size;

    if (theirs == NULL)
        return WB_OK;
    memcpy(&their_size, theirs, sizeof their_size);
    if (their_size < 2 * sizeof(uint32_t))
        return wb_fail(err, WB_E_ARG, "options were not initialised: struct_size is %u",
                       (unsigned)their_size);
    for (size_t i = our_size; i < their_size; i++) {
        if (((const unsigned char *)theirs)[i] != 0)
            return wb_fail(
                err, WB_E_VERSION,
                "options of %u bytes ask for a newer libwerkbaar than %s, which "
                "knows %zu bytes",
                (unsigned)their_size, wb_version(), our_size);
    }
    memcpy(ours, theirs, their_size < our_size ? their_size : our_size);
    memcpy(ours, &size, sizeof size);
    return WB_OK;
}
