/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Telling the files of statistics packages apart. */
#include "base/base.h"

#include <werkbaar/io.h>

#include <string.h>

static bool begins(const unsigned char *bytes, size_t n, const char *with)
{
    size_t length = strlen(with);

    return n >= length && memcmp(bytes, with, length) == 0;
}

static bool is_sas7bdat(const unsigned char *bytes, size_t n)
{
    static const unsigned char magic[32] = {
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,
        0,    0xc2, 0xea, 0x81, 0x60, 0xb3, 0x14, 0x11, 0xcf, 0xbd, 0x92,
        0x08, 0x00, 0x09, 0xc7, 0x31, 0x8c, 0x18, 0x1f, 0x10, 0x11};

    return n >= sizeof magic && memcmp(bytes, magic, sizeof magic) == 0;
}

/* Versions 104 to 115 begin with their number and the byte order, 1 or 2, then file
 * type 1. */
static bool is_dta(const unsigned char *bytes, size_t n)
{
    return begins(bytes, n, "<stata_dta>") ||
           (n >= 4 && bytes[0] >= 104 && bytes[0] <= 115 &&
            (bytes[1] == 1 || bytes[1] == 2) && bytes[2] == 1 && bytes[3] == 0);
}

/* Five splash lines of 40 characters, a table of 256 and "SPSSPORT", with line ends. */
static bool is_por(const unsigned char *bytes, size_t n)
{
    static const char word[] = "SPSSPORT";

    for (size_t i = 440; i + sizeof word - 1 <= n && i < 500; i++)
        if (memcmp(bytes + i, word, sizeof word - 1) == 0)
            return true;
    return false;
}

int32_t wb_statfile_detect(const void *bytes_, size_t n)
{
    const unsigned char *bytes = bytes_;

    if (bytes == NULL)
        return 0;
    if (begins(bytes, n, "$FL2"))
        return WB_STATFILE_SAV;
    if (begins(bytes, n, "$FL3"))
        return WB_STATFILE_ZSAV;
    if (is_dta(bytes, n))
        return WB_STATFILE_DTA;
    if (begins(bytes, n, "HEADER RECORD*******LIB"))
        return WB_STATFILE_XPT;
    if (is_sas7bdat(bytes, n))
        return WB_STATFILE_SAS7BDAT;
    return is_por(bytes, n) ? WB_STATFILE_POR : 0;
}
