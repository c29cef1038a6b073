/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Records of type 7, of which ReadStat sees those that it needs. */
#include "io/sav_walk.h"

/* Subtypes. */
enum {
    INTEGER_INFO = 3,
    FLOAT_INFO = 4,
    DISPLAY = 11,
    LONG_NAMES = 13,
    LONG_TEXTS = 14,
    LONG_TEXT_LABELS = 21,
    LONG_TEXT_MISSING = 22
};

enum { MAX_LONG_TEXTS = 1 << 14, MAX_TEXT = 32767 };

static wb_status check_integers(const wb_sav_walk *w, const unsigned char *data, size_t n)
{
    if (n != 32)
        return wb_sav_fail(w, WB_E_DATA, "has machine information of the wrong length");
    return wb_sav_u32(w, data + 16) == 1
               ? WB_OK
               : wb_sav_fail(w, WB_E_UNSUPPORTED,
                             "holds numbers that are not IEEE 754 doubles");
}

static wb_status read_missing(const wb_sav_walk *w, const unsigned char *data, size_t n)
{
    if (n != 24)
        return wb_sav_fail(w, WB_E_DATA, "has number information of the wrong length");
    w->head->missing[0] = wb_sav_u64(w, data);
    w->head->missing[1] = wb_sav_u64(w, data + 16);
    w->head->missing[2] = wb_sav_u64(w, data + 8);
    return WB_OK;
}

/* KEY=value, tabs between: keys of 1 to 8 bytes, values of 1 to 64. */
static bool are_names(const unsigned char *data, size_t n)
{
    size_t from = 0;

    while (from < n) {
        size_t key = from, end;
        while (key < n && data[key] != '=' && data[key] > ' ')
            key++;
        if (key == n || data[key] != '=' || key == from || key - from > 8)
            return false;
        for (end = key + 1; end < n && data[end] != '\t'; end++)
            if (data[end] < ' ' || data[end] == 127)
                return false;
        if (end == key + 1 || end - key - 1 > 64)
            return false;
        from = end + 1;
    }
    return n > 0;
}

static wb_status add_long_text(wb_sav_walk *w, const unsigned char *key, size_t length,
                               const unsigned char *digits, size_t n_digits)
{
    wb_sav_head *head = w->head;
    int64_t number = 0;

    if (head->n_long_texts == head->long_capacity) {
        size_t capacity = head->long_capacity == 0 ? 16 : 2 * head->long_capacity;
        wb_sav_long_text *texts = wb_resize(head->long_texts, capacity, sizeof *texts);
        if (texts == NULL)
            return wb_fail_nomem(w->err);
        head->long_texts = texts;
        head->long_capacity = capacity;
    }
    if (!wb_parse_int64((const char *)digits, n_digits, &number) || number < 1 ||
        number > MAX_TEXT || head->n_long_texts == MAX_LONG_TEXTS)
        return wb_sav_fail(w, WB_E_DATA, "has a text variable of an impossible length");
    wb_sav_long_text *text = &head->long_texts[head->n_long_texts++];
    wb_sav_copy_name(text->name, key, length);
    text->length = (uint32_t)number;
    return WB_OK;
}

/* KEY=length, each followed by NUL and tab. */
static wb_status read_long_texts(wb_sav_walk *w, size_t n)
{
    size_t i = 0;

    while (i < n) {
        const unsigned char *data = wb_sav_at(w, n); /* of no record that is left out */
        size_t key = i, digits;
        while (i < n && data[i] != '=' && data[i] > ' ')
            i++;
        digits = i + 1;
        if (i == n || data[i] != '=' || i == key || i - key > 8)
            break;
        for (i = digits; i < n && data[i] >= '0' && data[i] <= '9';)
            i++;
        wb_status st =
            add_long_text(w, data + key, digits - 1 - key, data + digits, i - digits);
        if (st != WB_OK)
            return st;
        if (i == n || data[i] != '\0')
            break;
        while (i < n && (data[i] == '\0' || data[i] == '\t'))
            i++;
    }
    return i == n && n > 0
               ? WB_OK
               : wb_sav_fail(w, WB_E_DATA, "has lengths of texts that cannot be read");
}

/* Is the record one that ReadStat is to see? What is wrong with it is refused. */
static wb_status judge_record(wb_sav_walk *w, uint32_t subtype, size_t n, uint32_t size,
                              bool *needed)
{
    const unsigned char *data = wb_sav_at(w, n);

    *needed = n > 0;
    switch (subtype) {
    case INTEGER_INFO:
        return check_integers(w, data, n);
    case FLOAT_INFO:
        return read_missing(w, data, n);
    case LONG_NAMES:
        return are_names(data, n) && size == 1
                   ? WB_OK
                   : wb_sav_fail(w, WB_E_DATA, "has long names that cannot be read");
    case LONG_TEXTS:
        return read_long_texts(w, n);
    case DISPLAY:
    case LONG_TEXT_LABELS:
    case LONG_TEXT_MISSING:
        return WB_OK;
    default:
        *needed = false;
        return WB_OK;
    }
}

wb_status wb_sav_read_extension(wb_sav_walk *w)
{
    size_t before = w->head->bytes.length - 4;
    uint32_t subtype, size, count;
    bool needed = false;
    wb_status st = WB_OK;

    WB_TRY(wb_sav_take(w, 12));
    subtype = wb_sav_u32(w, wb_sav_at(w, 12));
    size = wb_sav_u32(w, wb_sav_at(w, 8));
    count = wb_sav_u32(w, wb_sav_at(w, 4));
    if (size != 0 && count > WB_SAV_MAX_BYTES / size)
        return wb_sav_fail(w, WB_E_LIMIT, "says more than 64 MiB before its rows begin");
    WB_TRY(wb_sav_take(w, (size_t)size * count));
    WB_TRY(judge_record(w, subtype, (size_t)size * count, size, &needed));
    if (!needed)
        wb_text_cut(&w->head->bytes, before);
done:
    return st;
}
