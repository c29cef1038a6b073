/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/base.h"

#include <string.h>

/* Whether the four bytes at an offset are anything but 0. */
static bool is_set(const void *options, size_t offset)
{
    uint32_t word;

    memcpy(&word, (const char *)options + offset, sizeof word);
    return word != 0;
}

static wb_status fail_reserved(wb_error *err)
{
    return wb_fail(err, WB_E_VERSION,
                   "a reserved field of the options is set, which asks for a newer "
                   "libwerkbaar than %s",
                   wb_version());
}

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
    if (is_set(theirs, sizeof(uint32_t)))
        return fail_reserved(err);
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

wb_status wb_options_read_whole(void *ours, size_t our_size, size_t reserved1,
                                const void *theirs, wb_error *err)
{
    wb_status st = wb_options_read(ours, our_size, theirs, err);

    if (st != WB_OK)
        return st;
    return is_set(ours, reserved1) ? fail_reserved(err) : WB_OK;
}
