/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The dictionary of a SAV file, record by record. Every length is checked here before
 * ReadStat sees it, and records that it does not need (multiple response sets, documents,
 * what other programs add) never reach it: its readers of those have had faults in
 * memory. */
#include "io/sav.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum {
    HEADER_BYTES = 176,
    AT_LAYOUT = 64,
    AT_COMPRESSION = 72,
    AT_CASES = 80,
    AT_BIAS = 84,
    AT_DATE = 92,
    MAX_BYTES = 64 << 20,
    MAX_LABELS = 1 << 16,
    MAX_LONG_TEXTS = 1 << 14,
    MAX_TEXT = 32767,
    SEGMENT_TEXT = 252
};

/* Of records of type 7. */
enum {
    INTEGER_INFO = 3,
    FLOAT_INFO = 4,
    DISPLAY = 11,
    LONG_NAMES = 13,
    LONG_TEXTS = 14,
    LONG_TEXT_LABELS = 21,
    LONG_TEXT_MISSING = 22
};

typedef struct walk {
    wb_sav_head *head;
    wb_reader *reader;
    size_t seen; /* bytes taken, also those that were left out again */
    wb_error *err;
} walk;

static wb_status fail_file(const walk *w, wb_status status, const char *what)
{
    wb_fail(w->err, status, "'%s' %s", wb_reader_name(w->reader), what);
    wb_error_set_where(w->err, wb_reader_name(w->reader));
    wb_error_set_place(w->err, 0, 0, (int64_t)w->seen);
    return status;
}

/* Of the last n bytes. The header counts as one piece, however it was read. */
static void add_to_fingerprint(walk *w, size_t n)
{
    wb_sav_head *head = w->head;
    uint64_t hash = wb_hash_bytes(head->bytes.bytes + head->bytes.length - n, n);

    head->fingerprint = (head->fingerprint ^ hash) * 1099511628211u;
}

/* Take n bytes more, behind those that are there. */
static wb_status take(walk *w, size_t n)
{
    wb_text *bytes = &w->head->bytes;
    size_t count = 0;
    wb_status st = WB_OK;

    if (n > MAX_BYTES || w->seen + n > MAX_BYTES)
        return fail_file(w, WB_E_LIMIT, "says more than 64 MiB before its rows begin");
    WB_TRY(wb_text_reserve(bytes, n, w->err));
    WB_TRY(wb_reader_read(w->reader, bytes->bytes + bytes->length, n, &count, w->err));
    if (count < n)
        return fail_file(w, WB_E_DATA, "ends before its rows begin: it was cut off");
    bytes->length += n;
    w->seen += n;
    if (bytes->length > HEADER_BYTES)
        add_to_fingerprint(w, n);
done:
    return st;
}

static const unsigned char *at(const walk *w, size_t back)
{
    return (const unsigned char *)w->head->bytes.bytes + w->head->bytes.length - back;
}

static uint32_t u32(const walk *w, const unsigned char *bytes)
{
    uint32_t value;

    memcpy(&value, bytes, 4);
    return w->head->swapped ? __builtin_bswap32(value) : value;
}

static uint64_t u64(const walk *w, const unsigned char *bytes)
{
    uint64_t value;

    memcpy(&value, bytes, 8);
    return w->head->swapped ? __builtin_bswap64(value) : value;
}

static wb_status take_u32(walk *w, uint32_t *value)
{
    wb_status st = take(w, 4);

    if (st == WB_OK)
        *value = u32(w, at(w, 4));
    return st;
}

/* ---- the header ---- */

static uint64_t bits_of(double value)
{
    uint64_t bits;

    memcpy(&bits, &value, 8);
    return bits;
}

static void put_u32(const walk *w, size_t where, uint32_t value)
{
    value = w->head->swapped ? __builtin_bswap32(value) : value;
    memcpy(w->head->bytes.bytes + where, &value, 4);
}

/* ReadStat gets a file without rows, and a day of making that it can read: it refuses
 * months of other languages. */
static wb_status read_header(walk *w)
{
    wb_sav_head *head = w->head;
    const unsigned char *start;
    uint32_t layout;

    wb_status st = take(w, HEADER_BYTES - w->head->bytes.length);
    if (st != WB_OK)
        return st;
    start = at(w, HEADER_BYTES);
    add_to_fingerprint(w, HEADER_BYTES);
    memcpy(&layout, start + AT_LAYOUT, 4);
    head->swapped = layout != 2 && layout != 3;
    layout = u32(w, start + AT_LAYOUT);
    if (layout != 2 && layout != 3)
        return fail_file(w, WB_E_DATA,
                         "has the first bytes of a SAV file, but no layout "
                         "code 2 or 3");
    head->compression = (int32_t)u32(w, start + AT_COMPRESSION);
    if (head->compression < 0 || head->compression > 2)
        return fail_file(w, WB_E_UNSUPPORTED, "is compressed in a way that is not known");
    head->n_rows = (int32_t)u32(w, start + AT_CASES);
    head->n_rows = head->n_rows < 0 ? -1 : head->n_rows;
    uint64_t bias = u64(w, start + AT_BIAS);
    memcpy(&head->bias, &bias, 8);
    if (head->compression != 0 && !isfinite(head->bias))
        return fail_file(w, WB_E_DATA, "has a compression bias that is no number");
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

static void copy_name(char name[9], const unsigned char *from, size_t length)
{
    memcpy(name, from, length);
    while (length > 0 && name[length - 1] == ' ')
        length--;
    name[length] = '\0';
}

static wb_status add_record(walk *w)
{
    wb_sav_head *head = w->head;

    if (head->n_records == WB_STAT_MAX_VARIABLES)
        return fail_file(w, WB_E_LIMIT, "has more than 65,536 variables");
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
    copy_name(record->name, at(w, 8), 8);
    return WB_OK;
}

static wb_status count_slot(walk *w, int32_t type)
{
    wb_sav_head *head = w->head;

    if (type >= 0 && type <= 255)
        return add_record(w);
    if (type != -1 || head->n_records == 0)
        return fail_file(w, WB_E_DATA, "has a variable of a type that is not known");
    if (head->records[head->n_records - 1].n_slots++ == 32)
        return fail_file(w, WB_E_DATA, "has a text variable that goes on too long");
    head->n_slots++;
    return WB_OK;
}

static wb_status read_variable(walk *w)
{
    uint32_t has_label, n_missing, length = 0;
    int32_t type, missing;
    wb_status st = WB_OK;

    WB_TRY(take(w, 28));
    type = (int32_t)u32(w, at(w, 28));
    has_label = u32(w, at(w, 24));
    missing = (int32_t)u32(w, at(w, 20));
    WB_TRY(count_slot(w, type));
    if (has_label > 1 || missing < -3 || missing > 3 || missing == -1 ||
        (type == -1 && (has_label != 0 || missing != 0)))
        return fail_file(w, WB_E_DATA, "has a variable record that contradicts itself");
    n_missing = (uint32_t)(missing < 0 ? -missing : missing);
    if (has_label == 1) {
        WB_TRY(take_u32(w, &length));
        if (length > 65535)
            return fail_file(w, WB_E_DATA, "has a label of a variable that is too long");
        WB_TRY(take(w, (length + 3) / 4 * 4));
    }
    WB_TRY(take(w, 8 * (size_t)n_missing));
done:
    return st;
}

/* ---- value labels ---- */

static wb_status read_value_labels(walk *w)
{
    uint32_t n = 0, type = 0;
    wb_status st = WB_OK;

    WB_TRY(take_u32(w, &n));
    if (n > MAX_LABELS)
        return fail_file(w, WB_E_LIMIT, "has more than 65,536 labels in one set");
    for (uint32_t i = 0; i < n; i++) {
        WB_TRY(take(w, 9));
        size_t length = *at(w, 1);
        WB_TRY(take(w, (length + 8) / 8 * 8 - 1));
    }
    WB_TRY(take_u32(w, &type));
    if (type != 4)
        return fail_file(w, WB_E_DATA, "has value labels that are of no variable");
    WB_TRY(take_u32(w, &n));
    if (n == 0 || n > w->head->n_slots)
        return fail_file(w, WB_E_DATA, "has value labels that are of no variable");
    WB_TRY(take(w, 4 * (size_t)n));
    for (uint32_t i = 0; i < n; i++) {
        uint32_t slot = u32(w, at(w, 4 * (size_t)(n - i)));
        if (slot == 0 || slot > w->head->n_slots)
            return fail_file(w, WB_E_DATA, "has value labels that are of no variable");
    }
done:
    return st;
}

/* ---- other records ---- */

static wb_status check_integers(const walk *w, const unsigned char *data, size_t n)
{
    if (n != 32)
        return fail_file(w, WB_E_DATA, "has machine information of the wrong length");
    return u32(w, data + 16) == 1
               ? WB_OK
               : fail_file(w, WB_E_UNSUPPORTED,
                           "holds numbers that are not IEEE 754 doubles");
}

static wb_status read_missing(const walk *w, const unsigned char *data, size_t n)
{
    if (n != 24)
        return fail_file(w, WB_E_DATA, "has number information of the wrong length");
    w->head->missing[0] = u64(w, data);
    w->head->missing[1] = u64(w, data + 16);
    w->head->missing[2] = u64(w, data + 8);
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

static wb_status add_long_text(walk *w, const unsigned char *key, size_t length,
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
        return fail_file(w, WB_E_DATA, "has a text variable of an impossible length");
    wb_sav_long_text *text = &head->long_texts[head->n_long_texts++];
    copy_name(text->name, key, length);
    text->length = (uint32_t)number;
    return WB_OK;
}

/* KEY=length, each followed by NUL and tab. */
static wb_status read_long_texts(walk *w, size_t n)
{
    size_t i = 0;

    while (i < n) {
        const unsigned char *data = at(w, n); /* of no record that is left out */
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
               : fail_file(w, WB_E_DATA, "has lengths of texts that cannot be read");
}

/* Is the record one that ReadStat is to see? What is wrong with it is refused. */
static wb_status judge_record(walk *w, uint32_t subtype, size_t n, uint32_t size,
                              bool *needed)
{
    const unsigned char *data = at(w, n);

    *needed = n > 0;
    switch (subtype) {
    case INTEGER_INFO:
        return check_integers(w, data, n);
    case FLOAT_INFO:
        return read_missing(w, data, n);
    case LONG_NAMES:
        return are_names(data, n) && size == 1
                   ? WB_OK
                   : fail_file(w, WB_E_DATA, "has long names that cannot be read");
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

static wb_status read_extension(walk *w)
{
    size_t before = w->head->bytes.length - 4;
    uint32_t subtype, size, count;
    bool needed = false;
    wb_status st = WB_OK;

    WB_TRY(take(w, 12));
    subtype = u32(w, at(w, 12));
    size = u32(w, at(w, 8));
    count = u32(w, at(w, 4));
    if (size != 0 && count > MAX_BYTES / size)
        return fail_file(w, WB_E_LIMIT, "says more than 64 MiB before its rows begin");
    WB_TRY(take(w, (size_t)size * count));
    WB_TRY(judge_record(w, subtype, (size_t)size * count, size, &needed));
    if (!needed)
        wb_text_cut(&w->head->bytes, before);
done:
    return st;
}

static wb_status pass_documents(walk *w)
{
    size_t before = w->head->bytes.length - 4;
    uint32_t n = 0;
    wb_status st = WB_OK;

    WB_TRY(take_u32(w, &n));
    if (n > MAX_BYTES / 80)
        return fail_file(w, WB_E_LIMIT, "says more than 64 MiB before its rows begin");
    WB_TRY(take(w, 80 * (size_t)n));
    wb_text_cut(&w->head->bytes, before);
done:
    return st;
}

static wb_status read_record(walk *w, uint32_t type)
{
    switch (type) {
    case 2:
        return read_variable(w);
    case 3:
        return read_value_labels(w);
    case 6:
        return pass_documents(w);
    case 7:
        return read_extension(w);
    default:
        return fail_file(w, WB_E_DATA,
                         "has a record of a type that is not known before "
                         "its rows begin");
    }
}

/* A very long text takes several records: they must be there. */
static wb_status join_records(walk *w)
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
            return fail_file(w, WB_E_DATA, "lacks a part of a very long text variable");
        head->records[k].n_records = (uint32_t)n;
    }
    return WB_OK;
}

wb_status wb_sav_head_read(wb_sav_head *head, wb_reader *reader, const char *start,
                           size_t n_start, wb_error *err)
{
    walk w = {head, reader, n_start, err};
    uint32_t type = 0;
    wb_status st = WB_OK;

    WB_TRY(wb_text_append(&head->bytes, start, n_start, err));
    WB_TRY(read_header(&w));
    WB_TRY(take_u32(&w, &type));
    while (type != 999) {
        WB_TRY(read_record(&w, type));
        WB_TRY(take_u32(&w, &type));
    }
    WB_TRY(take(&w, 4));
    if (head->n_records == 0)
        st = fail_file(&w, WB_E_DATA, "has no variables");
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
