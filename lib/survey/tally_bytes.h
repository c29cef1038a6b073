/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The bytes of a tally file, little-endian, written and read with care. */
#ifndef WB_LIB_SURVEY_TALLY_BYTES_H
#define WB_LIB_SURVEY_TALLY_BYTES_H

#include "survey/tally_file.h"

/* ---- writing ---- */
wb_status wb_put_u64(wb_text *to, uint64_t value, size_t bytes, wb_error *err);
wb_status wb_put_i32(wb_text *to, int32_t value, wb_error *err);
wb_status wb_put_double(wb_text *to, double value, wb_error *err);
wb_status wb_put_pair(wb_text *to, wb_pair pair, wb_error *err);
/* The codes of a tuple. codes: room for them. */
wb_status wb_put_tuple(wb_text *to, const wb_tuples *tuples, int32_t id, int32_t *codes,
                       wb_error *err);
/* A section is put together in `to`; its length is filled in when it ends. */
wb_status wb_section_begin(wb_text *to, const char *tag, size_t *start, wb_error *err);
void wb_section_end(wb_text *to, size_t start);
wb_status wb_section_put_text(wb_text *to, const char *tag, const char *text,
                              size_t length, wb_error *err);

/* ---- reading: WB_E_DATA with err->offset for what cannot be ---- */
typedef struct wb_bytes {
    const unsigned char *at;
    size_t length; /* of the file, or up to the end of the section */
    size_t place;
    const char *name;
    uint64_t minor;   /* version of the format */
    const char *what; /* "tally": what it is called when it is damaged */
} wb_bytes;

/* What a file begins with: magic, u16 major, u16 minor, u32 flags, the hash of what it
 * was asked for. It ends with a CRC-32C of all before it. */
typedef struct wb_file_kind {
    const char *magic; /* of WB_TALLY_MAGIC_BYTES */
    const char *what;  /* "tally" */
    int32_t major;     /* the highest that is read */
} wb_file_kind;
extern const wb_file_kind wb_tally_file;

wb_status wb_file_begin(wb_text *to, const wb_file_kind *kind, uint64_t minor,
                        const uint8_t hash[32], wb_error *err);
wb_status wb_file_end(wb_text *to, wb_error *err);
/* Check both ends; what is left are the sections. */
wb_status wb_file_enter(wb_bytes *file, const wb_file_kind *kind, uint8_t hash[32],
                        wb_error *err);
/* Nothing follows behind the last section. */
wb_status wb_file_leave(wb_bytes *file, wb_error *err);

wb_status wb_bytes_bad(const wb_bytes *from, wb_error *err, const char *what);
/* What a caller may not ask for, or no design can be, is a fault of the file that asks.
 */
wb_status wb_bytes_refused(const wb_bytes *from, wb_status st, wb_error *err);
wb_status wb_get_u64(wb_bytes *from, size_t bytes, uint64_t *value, wb_error *err);
/* A count of things that take at least `each` bytes, so that it cannot be absurd. */
wb_status wb_get_count(wb_bytes *from, size_t each, int32_t *count, wb_error *err);
wb_status wb_get_code(wb_bytes *from, int32_t below, int32_t *code, wb_error *err);
wb_status wb_get_size(wb_bytes *from, int64_t *size, wb_error *err);
wb_status wb_get_pair(wb_bytes *from, wb_pair *pair, wb_error *err);
/* Enter the next section, which must have this tag; `section` covers its payload. */
wb_status wb_section_enter(wb_bytes *file, const char *tag, wb_bytes *section,
                           wb_error *err);
wb_status wb_section_leave(const wb_bytes *section, wb_error *err);
/* The codes of a tuple of these keys, and its id. */
wb_status wb_get_tuple(wb_bytes *section, const wb_index *index, const wb_key_list *list,
                       wb_tuples *tuples, int32_t *codes, int32_t *id, wb_error *err);

/* ---- sections of what stays open (tally_open.c) ---- */
wb_status wb_put_open_sections(wb_text *to, const wb_state *state,
                               const wb_layout *layout, int32_t *codes, wb_error *err);
wb_status wb_get_open_sections(wb_bytes *file, wb_state *state, const wb_layout *layout,
                               int32_t *codes, wb_error *err);

/* ---- distributions (tally_values.c); nothing is written where there are none ---- */
wb_status wb_put_values_section(wb_text *to, const wb_state *state,
                                const wb_layout *layout, int32_t *codes, wb_error *err);
wb_status wb_get_values_section(wb_bytes *file, wb_state *state, const wb_layout *layout,
                                int32_t *codes, wb_error *err);
wb_status wb_put_first_section(wb_text *to, const wb_layout *layout, int32_t *codes,
                               wb_error *err);
/* NULL when the next section is another. */
wb_status wb_get_first_section(wb_bytes *file, const wb_spec *spec, wb_first **out,
                               wb_error *err);

/* ---- keys ---- */
wb_status wb_put_key(wb_text *to, const wb_keys *keys, wb_error *err);
wb_status wb_get_key(wb_bytes *section, wb_keys *keys, wb_error *err);
wb_status wb_put_keys(wb_text *to, const wb_index *index, wb_error *err);
wb_status wb_get_keys(wb_bytes *file, wb_index *index, wb_error *err);

#endif
