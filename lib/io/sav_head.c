/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The dictionary of a SAV file, record by record. Every length is checked here before
 * ReadStat sees it, and records that it does not need (multiple response sets, documents,
 * what other programs add) never reach it: its readers of those have had faults in
 * memory. */
#include "io/sav_walk.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum {
    AT_LAYOUT = 64,
    AT_COMPRESSION = 72,
    AT_CASES = 80,
    AT_BIAS = 84,
    AT_DATE = 92,
    MAX_LABELS = 1 << 16,
    SEGMENT_TEXT = 252
};

/* ---- the header ---- */

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, 8);
    return bits;
}

static void put_u32(const wb_sav_walk *w, size_t where, uint32_t value)
{
    value = w->head->swapped ? __builtin_bswap32(value) : value;
    memcpy(w->head->bytes.bytes + where, &value, 4);
}

/* ReadStat gets a file without rows, and a day of making that it can read: it refuses
 * months of other languages. */
static wb_status read_header(wb_sav_walk *w)
{
    wb_sav_head *head = w->head;
    const unsigned char *start;
    uint32_t layout;

    wb_status st = wb_sav_take(w, WB_SAV_HEADER_BYTES - w->head->bytes.length);
    if (st != WB_OK)
        return st;
    start = wb_sav_at(w, WB_SAV_HEADER_BYTES);
    wb_sav_add_to_fingerprint(w, WB_SAV_HEADER_BYTES);
    memcpy(&layout, start + AT_LAYOUT, 4);
    head->swapped = layout != 2 && layout != 3;
    layout = wb_sav_u32(w, start + AT_LAYOUT);
    if (layout != 2 && layout != 3)
        return wb_sav_fail(w, WB_E_DATA,
                           "has the first bytes of a SAV file, but no layout "
                           "code 2 or 3");
    head->compression = (int32_t)wb_sav_u32(w, start + AT_COMPRESSION);
    if (head->compression < 0 || head->compression > 2)
        return wb_sav_fail(w, WB_E_UNSUPPORTED,
                           "is compressed in a way that is not known");
    head->n_rows = (int32_t)wb_sav_u32(w, start + AT_CASES);
    head->n_rows = head->n_rows < 0 ? -1 : head->n_rows;
    uint64_t bias = wb_sav_u64(w, start + AT_BIAS);
    memcpy(&head->bias, &bias, 8);
    if (head->compression != 0 && !isfinite(head->bias))
        return wb_sav_fail(w, WB_E_DATA, "has a compression bias that is no number");
    memcpy(head->bytes.bytes, "$FL2", 4);
    put_u32(w, AT_COMPRESSION, 0);
    put_u32(w, AT_CASES, 0);
    memcpy(head->bytes.bytes + AT_DATE, "01 Jan 7000:00:00", 17);
    head->missing[0] = bits_of(-DBL_MAX);
    head->missing[1] = bits_of(nextafter(-DBL_MAX, 0));
    head->missing[2] = bits_of(DBL_MAX);
    return WB_OK;
}

/* ---- variables ---- */

static wb_status add_record(wb_sav_walk *w)
{
    wb_sav_head *head = w->head;

    if (head->n_records == WB_STAT_MAX_VARIABLES)
        return wb_sav_fail(w, WB_E_LIMIT, "has more than 65,536 variables");
    if (head->n_records == head->capacity) {
        size_t capacity = head->capacity == 0 ? 64 : 2 * head->capacity;
        wb_sav_record *records = wb_resize(head->records, capacity, sizeof *records);
        if (records == NULL)
            return wb_fail_nomem(w->err);
        head->records = records;
        head->capacity = capacity;
    }
    wb_sav_record *record = &head->records[head->n_records++];
    *record =
        (wb_sav_record){.n_records = 1, .slot = (uint32_t)head->n_slots++, .n_slots = 1};
    wb_sav_copy_name(record->name, wb_sav_at(w, 8), 8);
    return WB_OK;
}

static wb_status count_slot(wb_sav_walk *w, int32_t type)
{
    wb_sav_head *head = w->head;

    if (type >= 0 && type <= 255)
        return add_record(w);
    if (type != -1 || head->n_records == 0)
        return wb_sav_fail(w, WB_E_DATA, "has a variable of a type that is not known");
    if (head->records[head->n_records - 1].n_slots++ == 32)
        return wb_sav_fail(w, WB_E_DATA, "has a text variable that goes on too long");
    head->n_slots++;
    return WB_OK;
}

static wb_status read_variable(wb_sav_walk *w)
{
    uint32_t has_label, n_missing, length = 0;
    int32_t type, missing;
    wb_status st = WB_OK;

    WB_TRY(wb_sav_take(w, 28));
    type = (int32_t)wb_sav_u32(w, wb_sav_at(w, 28));
    has_label = wb_sav_u32(w, wb_sav_at(w, 24));
    missing = (int32_t)wb_sav_u32(w, wb_sav_at(w, 20));
    WB_TRY(count_slot(w, type));
    if (has_label > 1 || missing < -3 || missing > 3 || missing == -1 ||
        (type == -1 && (has_label != 0 || missing != 0)))
        return wb_sav_fail(w, WB_E_DATA, "has a variable record that contradicts itself");
    n_missing = (uint32_t)(missing < 0 ? -missing : missing);
    if (has_label == 1) {
        WB_TRY(wb_sav_take_u32(w, &length));
        if (length > 65535)
            return wb_sav_fail(w, WB_E_DATA,
                               "has a label of a variable that is too long");
        WB_TRY(wb_sav_take(w, (length + 3) / 4 * 4));
    }
    WB_TRY(wb_sav_take(w, 8 * (size_t)n_missing));
done:
    return st;
}

/* ---- value labels ---- */

static wb_status read_value_labels(wb_sav_walk *w)
{
    uint32_t n = 0, type = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_sav_take_u32(w, &n));
    if (n > MAX_LABELS)
        return wb_sav_fail(w, WB_E_LIMIT, "has more than 65,536 labels in one set");
    for (uint32_t i = 0; i < n; i++) {
        WB_TRY(wb_sav_take(w, 9));
        size_t length = *wb_sav_at(w, 1);
        WB_TRY(wb_sav_take(w, (length + 8) / 8 * 8 - 1));
    }
    WB_TRY(wb_sav_take_u32(w, &type));
    if (type != 4)
        return wb_sav_fail(w, WB_E_DATA, "has value labels that are of no variable");
    WB_TRY(wb_sav_take_u32(w, &n));
    if (n == 0 || n > w->head->n_slots)
        return wb_sav_fail(w, WB_E_DATA, "has value labels that are of no variable");
    WB_TRY(wb_sav_take(w, 4 * (size_t)n));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = wb_sav_u32(w, wb_sav_at(w, 4 * (size_t)(n - i)));
        if (slot == 0 || slot > w->head->n_slots)
            return wb_sav_fail(w, WB_E_DATA, "has value labels that are of no variable");
    }
done:
    return st;
}

/* ---- other records ---- */

static wb_status pass_documents(wb_sav_walk *w)
{
    size_t before = w->head->bytes.length - 4;
    uint32_t n = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_sav_take_u32(w, &n));
    if (n > WB_SAV_MAX_BYTES / 80)
        return wb_sav_fail(w, WB_E_LIMIT, "says more than 64 MiB before its rows begin");
    WB_TRY(wb_sav_take(w, 80 * (size_t)n));
    wb_text_cut(&w->head->bytes, before);
done:
    return st;
}

static wb_status read_record(wb_sav_walk *w, uint32_t type)
{
    switch (type) {
    case 2:
        return read_variable(w);
    case 3:
        return read_value_labels(w);
    case 6:
        return pass_documents(w);
    case 7:
        return wb_sav_read_extension(w);
    default:
        return wb_sav_fail(w, WB_E_DATA,
                           "has a record of a type that is not known before "
                           "its rows begin");
    }
}

/* A very long text takes several records: they must be there. */
static wb_status join_records(wb_sav_walk *w)
{
    wb_sav_head *head = w->head;

    for (size_t i = 0; i < head->n_long_texts; i++) {
        const wb_sav_long_text *text = &head->long_texts[i];
        size_t k = 0, n = (text->length + SEGMENT_TEXT - 1) / SEGMENT_TEXT;
        while (k < head->n_records && strcasecmp(head->records[k].name, text->name) != 0)
            k++;
        if (k == head->n_records)
            continue;
        if (n > head->n_records - k)
            return wb_sav_fail(w, WB_E_DATA, "lacks a part of a very long text variable");
        head->records[k].n_records = (uint32_t)n;
    }
    return WB_OK;
}

wb_status wb_sav_head_read(wb_sav_head *head, wb_reader *reader, const char *start,
                           size_t n_start, wb_error *err)
{
    wb_sav_walk w = {head, reader, n_start, err};
    uint32_t type = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_text_append(&head->bytes, start, n_start, err));
    WB_TRY(read_header(&w));
    WB_TRY(wb_sav_take_u32(&w, &type));
    while (type != 999) {
        WB_TRY(read_record(&w, type));
        WB_TRY(wb_sav_take_u32(&w, &type));
    }
    WB_TRY(wb_sav_take(&w, 4));
    if (head->n_records == 0)
        st = wb_sav_fail(&w, WB_E_DATA, "has no variables");
    else
        st = join_records(&w);
done:
    return st;
}

void wb_sav_head_free(wb_sav_head *head)
{
    wb_text_free(&head->bytes);
    wb_release(head->records);
    wb_release(head->long_texts);
    *head = (wb_sav_head){0};
}
