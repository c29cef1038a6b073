/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tally file, docs/formats/tally.md: all numbers little-endian, doubles as their
 * bits.
 *
 *   magic "WBTALLY\n", u16 major, u16 minor, u32 flags, 32 bytes of spec hash,
 *   sections: 4 letters, u64 length, payload; the last is "END ", of length 0,
 *   u32 CRC-32C of all bytes before it. */
#ifndef WB_LIB_SURVEY_TALLY_FILE_H
#define WB_LIB_SURVEY_TALLY_FILE_H

#include "survey/tally.h"

enum {
    WB_TALLY_MAJOR = 1,
    WB_TALLY_MINOR_OPEN = 1,    /* what stays open, distributions */
    WB_TALLY_MINOR_ORDERED = 2, /* ordered clusters that close */
    WB_TALLY_CONFIDENTIAL =
        1 << 0, /* holds uncoarsened cells: as secret as the answers */
    WB_TALLY_MAGIC_BYTES = 8,
    WB_TALLY_HEAD_BYTES = 48
};

#define WB_TALLY_MAGIC "WBTALLY\n"

/* Sections in the order they are written. */
#define WB_SECTION_SPEC   "SPEC" /* canonical JSON of the specification */
#define WB_SECTION_ORIGIN "ORIG" /* metadata of the frames taken in; may be empty */
#define WB_SECTION_ROWS   "ROWS" /* i64 rows, u8 any weight above 0 */
#define WB_SECTION_KEYS   "KEYS" /* distinct values of each key column */
#define WB_SECTION_STRATA "STRA" /* codes and sampled units of each stratum */
#define WB_SECTION_CELLS  "CELL" /* per breakdown: cells and groups */
#define WB_SECTION_CLOSED "CLOS" /* per breakdown and outcome: sums over closed units */
/* These are there when the specification asks for what they hold. */
#define WB_SECTION_UNITS      "UNIT" /* units of each stage, fpc of each parent */
#define WB_SECTION_EDGES      "EDGE" /* ordered clusters that are open */
#define WB_SECTION_OPEN       "OPEN" /* totals of open units */
#define WB_SECTION_REPLICATES "REPL" /* totals by replicate */
#define WB_SECTION_AUXILIARY  "AUXI" /* what the variance of calibrated weights needs */
#define WB_SECTION_VALUES     "VALU" /* the distributions of a first pass */
#define WB_SECTION_FIRST                                                                 \
    "FIRS" /* behind SPEC, in a second pass: what the first found                        \
            */
#define WB_SECTION_END "END "

#endif
