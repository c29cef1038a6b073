/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/base.h"

void wb_hex(const uint8_t *bytes, size_t n_bytes, char *hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < n_bytes; i++) {
        *hex++ = digits[bytes[i] >> 4];
        *hex++ = digits[bytes[i] & 15];
    }
    *hex = '\0';
}

void wb_sha256_hex(const void *bytes, size_t n_bytes, char hex[65])
{
    uint8_t digest[32];

    wb_sha256(bytes, n_bytes, digest);
    wb_hex(digest, sizeof digest, hex);
}

/* Fowler, Noll and Vo, http://www.isthe.com/chongo/tech/comp/fnv/ */
uint64_t wb_hash_bytes(const void *bytes, size_t n_bytes)
{
    const unsigned char *at = bytes;
    uint64_t hash = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < n_bytes; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}
