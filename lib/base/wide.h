/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* WB_WIDE before a static function: where the compiler can, it is also made for wider
 * registers and the version is chosen when the program starts. For loops of whole-number
 * or exact operations only: the same operations in the same order give the same bits.
 * Static, for the function that chooses would be exported with an exported one. */
#ifndef WB_LIB_BASE_WIDE_H
#define WB_LIB_BASE_WIDE_H

#include <limits.h> /* __GLIBC__ is known from here on */

/* Which one is chosen before ThreadSanitizer is there, whose builds therefore have one.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                   \
    defined(__GLIBC__) && !defined(__SANITIZE_THREAD__)
#define WB_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WB_WIDE
#endif

#endif
