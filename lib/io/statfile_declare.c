/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Columns as variables of a statistics package: how wide, of which type, with which
 * labels and missing values. */
#include "frame/column.h"
#include "io/statfile_out.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    SAV_TEXT = 32767,
    DTA_TEXT = 2045,
    SAV_LABEL = 255,
    DTA_LABEL = 80,
    DTA_NAME = 32
};

#define MOST_INT32  2147483620.0
#define LEAST_INT32 (-2147483647.0)

/* ---- the first reading ---- */

/* Of the tagged codes, and of nothing before them: 97 to the last of them is a range. */
static bool is_of_tags(const wb_frame *schema, size_t i, size_t range)
{
    int32_t type = wb_frame_column_type(schema, i);
    double high = wb_frame_missing_range_high(schema, i, range);

    return wb_frame_missing_range_low(schema, i, range) == wb_stat_tag_code(type, 1) &&
           (high == wb_stat_tag_code(type, 26) || high == wb_stat_tag_code(type, 27));
}

bool wb_stat_has_tags(const wb_frame *schema, size_t i)
{
    for (size_t k = 0; k < wb_frame_missing_range_count(schema, i); k++)
        if (is_of_tags(schema, i, k))
            return true;
    return false;
}

int32_t wb_stat_tag_of(int32_t type, double code)
{
    for (int32_t tag = 1; tag <= 27; tag++)
        if (code == wb_stat_tag_code(type, tag))
            return tag;
    return 0;
}

static bool same_texts(const wb_dictionary *a, const wb_dictionary *b)
{
    int64_t n = a != b ? wb_dictionary_count(a) : 0;

    if (a != b && wb_dictionary_count(b) != n)
        return false;
    for (int64_t k = 0; k < n; k++) {
        size_t length = 0, other = 0;
        const char *text = wb_dictionary_text(a, k, &length);
        const char *same = wb_dictionary_text(b, k, &other);
        if (length != other || memcmp(text, same, length) != 0)
            return false;
    }
    return true;
}

const char *wb_stat_other_categories(const wb_stat_out *out, const wb_frame *frame)
{
    for (size_t i = 0; i < out->n; i++)
        if (out->extents[i].type == WB_TYPE_DICTIONARY &&
            !same_texts(wb_frame_dictionary(out->schema, i),
                        wb_frame_dictionary(frame, i)))
            return wb_frame_column_name(frame, i);
    return NULL;
}

static void measure_text(wb_stat_extent *extent, const wb_frame *frame, size_t i)
{
    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        size_t length = 0;
        if (wb_frame_text(frame, i, row, &length) != NULL && length > extent->text)
            extent->text = length;
    }
}

static wb_status measure_integers(wb_stat_extent *extent, const wb_frame *frame, size_t i,
                                  wb_error *err)
{
    const char *name = wb_frame_column_name(frame, i);

    for (int64_t row = 0; row < wb_frame_row_count(frame); row++) {
        int64_t whole = wb_frame_int64(frame, i, row), limit = (int64_t)1 << 53;
        double value = (double)whole;
        if (whole > limit || whole < -limit)
            return wb_fail_at(err, WB_E_DATA, row, name,
                              "a whole number in column '%s' is beyond 2^53, which the "
                              "file would round",
                              name);
        bool is_tag = extent->tags && wb_stat_tag_of(extent->type, value) > 0;
        if ((value > MOST_INT32 || value < LEAST_INT32) && !is_tag &&
            wb_frame_is_missing(frame, i, row) == 0)
            extent->fits_int32 = false;
    }
    return WB_OK;
}

wb_status wb_stat_measure(wb_stat_out *out, const wb_frame *frame, wb_error *err)
{
    wb_status st = WB_OK;

    if (wb_stat_other_categories(out, frame) != NULL)
        out->other_categories = true;
    for (size_t i = 0; i < out->n && st == WB_OK; i++) {
        int32_t type = out->extents[i].type;
        if (type == WB_TYPE_UTF8)
            measure_text(&out->extents[i], frame, i);
        else if (type >= WB_TYPE_INT8 && type <= WB_TYPE_UINT64)
            st = measure_integers(&out->extents[i], frame, i, err);
    }
    return st;
}

/* ---- types ---- */

static readstat_type_t choose_type(const wb_stat_out *out, const wb_stat_extent *extent)
{
    if (extent->type == WB_TYPE_UTF8)
        return READSTAT_TYPE_STRING;
    if (out->format != WB_STATFILE_DTA)
        return READSTAT_TYPE_DOUBLE;
    if (extent->type == WB_TYPE_BOOL || extent->type == WB_TYPE_DICTIONARY ||
        extent->type == WB_TYPE_DATE32 || extent->type == WB_TYPE_NULL ||
        (extent->type <= WB_TYPE_UINT64 && extent->fits_int32))
        return READSTAT_TYPE_INT32;
    return READSTAT_TYPE_DOUBLE;
}

static const char *choose_format(const wb_stat_out *out, int32_t type)
{
    bool stata = out->format == WB_STATFILE_DTA;

    if (type == WB_TYPE_DATE32)
        return stata ? "%td" : "DATE11";
    if (type == WB_TYPE_TIMESTAMP)
        return stata ? "%tc" : "DATETIME20";
    if (stata || type == WB_TYPE_UTF8)
        return NULL;
    return type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64 ? "F12.4" : "F8.0";
}

/* ---- labels ---- */

/* As much of a label as the package holds. */
static void cut_label(const wb_stat_out *out, const char *label, char room[SAV_LABEL + 1])
{
    size_t n = wb_utf8_cut(label, strlen(label), SAV_LABEL), characters = 0, i = 0;

    for (; out->format == WB_STATFILE_DTA && i < n; i++) {
        characters += ((unsigned char)label[i] & 0xC0) != 0x80 ? 1 : 0;
        if (characters > DTA_LABEL)
            break;
    }
    n = out->format == WB_STATFILE_DTA ? i : n;
    memcpy(room, label, n);
    room[n] = '\0';
}

/* A code of the column as the file holds it; NaN: it cannot. */
static double file_code(const wb_stat_out *out, int32_t type, double code)
{
    bool stata = out->format == WB_STATFILE_DTA;

    if (type == WB_TYPE_DATE32)
        return stata ? code + 3653 : (code + 141428) * 86400;
    if (type == WB_TYPE_TIMESTAMP)
        return stata ? code / 1000 + 3653 * 86400e3 : code / 1e6 + 141428 * 86400.0;
    return type == WB_TYPE_DICTIONARY ? code + 1 : code;
}

static wb_status add_label(const wb_stat_out *out, readstat_label_set_t *set, size_t i,
                           double code, const char *label, wb_error *err)
{
    const char *name = wb_frame_column_name(out->schema, i);
    const wb_stat_extent *extent = &out->extents[i];
    int32_t tag = extent->tags ? wb_stat_tag_of(extent->type, code) : 0;
    char room[SAV_LABEL + 1];

    code = file_code(out, extent->type, code);
    if (out->format != WB_STATFILE_DTA) {
        cut_label(out, label, room);
        if (tag == 0)
            readstat_label_double_value(set, code, room);
        return WB_OK;
    }
    if (tag > 0 && tag <= 26) {
        readstat_label_tagged_value(set, (char)('a' + tag - 1), label);
        return WB_OK;
    }
    if (code != floor(code) || !(code >= LEAST_INT32 && code <= MOST_INT32))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "a value label of column '%s' is for a code that Stata cannot "
                          "label: whole numbers only",
                          name);
    readstat_label_int32_value(set, (int32_t)code, label);
    return WB_OK;
}

static wb_status add_labels(wb_stat_out *out, size_t i, wb_error *err)
{
    const wb_frame *schema = out->schema;
    int64_t n_categories = wb_frame_category_count(schema, i);
    size_t n = wb_frame_value_label_count(schema, i);
    readstat_label_set_t *set;
    char name[32];
    wb_status st = WB_OK;

    if ((n == 0 && n_categories == 0) || out->extents[i].type == WB_TYPE_UTF8)
        return WB_OK;
    snprintf(name, sizeof name, "labels%zu", i + 1);
    set = readstat_add_label_set(out->writer,
                                 out->format == WB_STATFILE_DTA ? READSTAT_TYPE_INT32
                                                                : READSTAT_TYPE_DOUBLE,
                                 name);
    for (int64_t k = 0; k < n_categories && st == WB_OK; k++)
        st = add_label(out, set, i, (double)k, wb_frame_category(schema, i, k), err);
    for (size_t k = 0; n_categories == 0 && k < n && st == WB_OK; k++)
        st = add_label(out, set, i, wb_frame_value_label_code(schema, i, k),
                       wb_frame_value_label_text(schema, i, k), err);
    readstat_variable_set_label_set(out->variables[i], set);
    return st;
}

/* ---- missing values ---- */

static wb_status add_ranges(wb_stat_out *out, size_t i, wb_error *err)
{
    const wb_frame *schema = out->schema;
    const char *name = wb_frame_column_name(schema, i);
    int32_t type = out->extents[i].type;
    size_t room = 3, n_ranges = 0;

    if (out->format == WB_STATFILE_DTA)
        return WB_OK;
    for (size_t k = 0; k < wb_frame_missing_range_count(schema, i); k++) {
        double low = wb_frame_missing_range_low(schema, i, k);
        double high = wb_frame_missing_range_high(schema, i, k);
        if (is_of_tags(schema, i, k))
            continue;
        size_t takes = low == high ? 1 : 2;
        n_ranges += takes - 1;
        if (takes > room || n_ranges > 1)
            return wb_fail_at(err, WB_E_DATA, -1, name,
                              "column '%s' has more missing values than SPSS allows: "
                              "three, or a range and one",
                              name);
        room -= takes;
        low = file_code(out, type, low);
        high = file_code(out, type, high);
        /* what follows the last day of a range is in it, too */
        if (type == WB_TYPE_DATE32 && takes == 2)
            high += 86399;
        if (takes == 1)
            readstat_variable_add_missing_double_value(out->variables[i], low);
        else
            readstat_variable_add_missing_double_range(out->variables[i], low, high);
    }
    return WB_OK;
}

/* ---- variables ---- */

static wb_status check_width(const wb_stat_out *out, size_t i, wb_error *err)
{
    size_t limit = out->format == WB_STATFILE_DTA ? DTA_TEXT : SAV_TEXT;
    const char *name = wb_frame_column_name(out->schema, i);

    if (out->extents[i].text <= limit)
        return WB_OK;
    return wb_fail_at(err, WB_E_LIMIT, -1, name,
                      "column '%s' has a text of %zu bytes: a %s file holds %zu", name,
                      out->extents[i].text, wb_statfile_name(out->format), limit);
}

/* SPSS knows names without regard to capitals. */
static wb_status check_names(const wb_stat_out *out, wb_error *err)
{
    char lower[128];
    wb_keys *keys = NULL;
    wb_status st = WB_OK;

    WB_TRY(wb_keys_new("names", &keys, err));
    for (size_t i = 0; i < out->n; i++) {
        const char *name = wb_frame_column_name(out->schema, i);
        size_t length = strlen(name);
        int32_t code = 0;
        for (size_t k = 0; k <= length; k++)
            lower[k] = name[k] >= 'A' && name[k] <= 'Z' ? (char)(name[k] + 32) : name[k];
        WB_TRY(wb_keys_add(keys, WB_KEY_TEXT, lower, length, 0, &code, err));
        if (code != (int32_t)i) {
            st = wb_fail_at(err, WB_E_DATA, -1, name,
                            "SPSS does not tell the name '%s' from '%s'", name,
                            wb_frame_column_name(out->schema, (size_t)code));
            goto done;
        }
    }
done:
    wb_keys_free(keys);
    return st;
}

static wb_status check_name_length(const wb_stat_out *out, const char *name,
                                   wb_error *err)
{
    size_t n = 0;

    for (const char *c = name; *c != '\0'; c++)
        n += ((unsigned char)*c & 0xC0) != 0x80 ? 1 : 0;
    if (out->format != WB_STATFILE_DTA || n <= DTA_NAME)
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, name,
                      "the name '%s' has %zu characters: Stata allows 32", name, n);
}

static wb_status declare_one(wb_stat_out *out, size_t i, wb_error *err)
{
    const char *name = wb_frame_column_name(out->schema, i);
    const char *label = wb_frame_label(out->schema, i);
    wb_stat_extent *extent = &out->extents[i];
    const char *format = choose_format(out, extent->type);
    char room[SAV_LABEL + 1];
    wb_status st = WB_OK;

    WB_TRY(check_width(out, i, err));
    WB_TRY(check_name_length(out, name, err));
    out->variables[i] = readstat_add_variable(out->writer, name, choose_type(out, extent),
                                              extent->text > 0 ? extent->text : 1);
    if (out->variables[i] == NULL)
        return wb_fail_nomem(err); /* not reached: ReadStat has one or crashes */
    if (format != NULL)
        readstat_variable_set_format(out->variables[i], format);
    if (label != NULL) {
        cut_label(out, label, room);
        readstat_variable_set_label(out->variables[i], room);
    }
    WB_TRY(add_labels(out, i, err));
    WB_TRY(add_ranges(out, i, err));
done:
    return st;
}

wb_status wb_stat_declare(wb_stat_out *out, wb_error *err)
{
    wb_status st = WB_OK;

    if (out->format != WB_STATFILE_DTA)
        WB_TRY(check_names(out, err));
    for (size_t i = 0; i < out->n; i++)
        WB_TRY(declare_one(out, i, err));
done:
    return st;
}
