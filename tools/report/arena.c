/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena_block {
    struct arena_block *next;
    max_align_t bytes[];
};

void *arena_new(arena *a, size_t n, size_t size)
{
    if (size != 0 && n > (SIZE_MAX - sizeof(struct arena_block)) / size) {
        return NULL;
    }
    struct arena_block *block = calloc(1, sizeof *block + n * size);
    if (block == NULL) {
        return NULL;
    }
    block->next = a->first;
    a->first = block;
    return block->bytes;
}

char *arena_text(arena *a, const char *text, size_t length)
{
    char *copy = arena_new(a, length + 1, 1);
    if (copy != NULL && length > 0) {
        memcpy(copy, text, length);
    }
    return copy;
}

void arena_free(arena *a)
{
    while (a->first != NULL) {
        struct arena_block *next = a->first->next;
        free(a->first);
        a->first = next;
    }
}

wb_status arena_failed(wb_error *err)
{
    if (err != NULL) {
        *err = (wb_error){.status = WB_E_NOMEM,
                          .row = -1,
                          .offset = -1,
                          .message = "there is not enough memory for the report"};
    }
    return WB_E_NOMEM;
}

/* Days since 1970-01-01 as YYYY-MM-DD (Howard Hinnant, chrono-compatible date algorithms:
 * years start in March, eras of 400 years have 146,097 days). */
static void date_text(int64_t days, char text[32])
{
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    snprintf(text, 32, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
}

char *arena_cell(arena *a, const wb_frame *frame, size_t column, int64_t row)
{
    char text[32] = "";
    size_t length = 0;
    int32_t type = wb_frame_column_type(frame, column);
    if (type == WB_TYPE_UTF8 || type == WB_TYPE_DICTIONARY) {
        const char *bytes = wb_frame_text(frame, column, row, &length);
        return arena_text(a, bytes, bytes != NULL ? length : 0);
    }
    if (wb_frame_is_missing(frame, column, row)) {
        return arena_text(a, "", 0);
    }
    if (type == WB_TYPE_DATE32) {
        date_text(wb_frame_int64(frame, column, row), text);
    } else if (type == WB_TYPE_BOOL) {
        snprintf(text, sizeof text, "%s",
                 wb_frame_int64(frame, column, row) != 0 ? "true" : "false");
    } else if (type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64) {
        snprintf(text, sizeof text, "%.17g", wb_frame_double(frame, column, row));
    } else {
        snprintf(text, sizeof text, "%" PRId64, wb_frame_int64(frame, column, row));
    }
    return arena_text(a, text, strlen(text));
}
