/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Labels of columns. Frames share them by count; whoever changes them makes a copy first
 * when another frame has them too. */
#include "frame/column.h"

#include "base/text.h"

#include <math.h>
#include <string.h>

typedef struct value_label {
    double code;
    char *text;
} value_label;

typedef struct missing_range {
    double low, high;
} missing_range;

struct wb_labels {
    atomic_size_t count;
    char *label; /* NULL: none */
    value_label *values;
    size_t n_values;
    missing_range *ranges;
    size_t n_ranges;
};

wb_labels *wb_labels_share(wb_labels *labels)
{
    if (labels != NULL)
        atomic_fetch_add_explicit(&labels->count, 1, memory_order_relaxed);
    return labels;
}

void wb_labels_drop(wb_labels *labels)
{
    if (labels == NULL ||
        atomic_fetch_sub_explicit(&labels->count, 1, memory_order_acq_rel) != 1)
        return;
    for (size_t i = 0; i < labels->n_values; i++)
        wb_release(labels->values[i].text);
    wb_release(labels->values);
    wb_release(labels->ranges);
    wb_release(labels->label);
    wb_release(labels);
}

static wb_status copy_values(const wb_labels *from, wb_labels *to, wb_error *err)
{
    if (from->n_values == 0)
        return WB_OK;
    to->values = wb_resize(NULL, from->n_values, sizeof *to->values);
    if (to->values == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < from->n_values; i++) {
        to->values[i].code = from->values[i].code;
        to->values[i].text = wb_copy_string(from->values[i].text);
        if (to->values[i].text == NULL)
            return wb_fail_nomem(err);
        to->n_values++;
    }
    return WB_OK;
}

static wb_status copy_ranges(const wb_labels *from, wb_labels *to, wb_error *err)
{
    if (from->n_ranges == 0)
        return WB_OK;
    to->ranges = wb_resize(NULL, from->n_ranges, sizeof *to->ranges);
    if (to->ranges == NULL)
        return wb_fail_nomem(err);
    memcpy(to->ranges, from->ranges, from->n_ranges * sizeof *to->ranges);
    to->n_ranges = from->n_ranges;
    return WB_OK;
}

/* from may be NULL. */
static wb_status copy_labels(const wb_labels *from, wb_labels **out, wb_error *err)
{
    wb_labels *copy = wb_allocate(1, sizeof *copy);
    wb_status st = WB_OK;

    if (copy == NULL)
        return wb_fail_nomem(err);
    atomic_init(&copy->count, 1);
    if (from != NULL) {
        WB_TRY(copy_values(from, copy, err));
        WB_TRY(copy_ranges(from, copy, err));
        if (from->label != NULL && (copy->label = wb_copy_string(from->label)) == NULL) {
            st = wb_fail_nomem(err);
            goto done;
        }
    }
    *out = copy;
    copy = NULL;
done:
    wb_labels_drop(copy);
    return st;
}

/* The labels of a column for this frame alone. */
static wb_status own_labels(wb_frame *frame, size_t column, wb_labels **out,
                            wb_error *err)
{
    wb_slot *slot = frame->columns + column;
    wb_labels *copy = NULL;
    wb_status st = WB_OK;

    if (slot->labels == NULL ||
        atomic_load_explicit(&slot->labels->count, memory_order_acquire) != 1) {
        WB_TRY(copy_labels(slot->labels, &copy, err));
        wb_labels_drop(slot->labels);
        slot->labels = copy;
    }
    *out = slot->labels;
done:
    return st;
}

static wb_status check_label(const wb_frame *frame, size_t column, const char *label,
                             wb_error *err)
{
    const char *name = frame->columns[column].name;

    if (wb_utf8_valid(label, strlen(label)) != strlen(label))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "a label of column '%s' is not valid UTF-8", name);
    return WB_OK;
}

wb_status wb_frame_set_label(wb_frame *frame, size_t column, const char *label,
                             wb_error *err)
{
    wb_labels *labels = NULL;
    char *copy = NULL;
    wb_status st;

    WB_TRY(wb_frame_check_column(frame, column, err));
    if (label != NULL) {
        WB_TRY(check_label(frame, column, label, err));
        copy = wb_copy_string(label);
        if (copy == NULL)
            return wb_fail_nomem(err);
    }
    WB_TRY(own_labels(frame, column, &labels, err));
    wb_release(labels->label);
    labels->label = copy;
    copy = NULL;
done:
    wb_release(copy);
    return st;
}

const char *wb_frame_label(const wb_frame *frame, size_t column)
{
    const wb_labels *labels = frame->columns[column].labels;

    return labels == NULL ? NULL : labels->label;
}

/* The label of this code, or a new one without text. */
static wb_status find_value(wb_labels *labels, double code, value_label **out,
                            wb_error *err)
{
    value_label *values;

    for (size_t i = 0; i < labels->n_values; i++)
        if (labels->values[i].code == code) {
            *out = labels->values + i;
            return WB_OK;
        }
    values = wb_resize(labels->values, labels->n_values + 1, sizeof *values);
    if (values == NULL)
        return wb_fail_nomem(err);
    labels->values = values;
    *out = values + labels->n_values++;
    **out = (value_label){code, NULL};
    return WB_OK;
}

wb_status wb_frame_set_value_label(wb_frame *frame, size_t column, double code,
                                   const char *label, wb_error *err)
{
    wb_labels *labels = NULL;
    value_label *value = NULL;
    char *copy = NULL;
    wb_status st;

    WB_TRY(wb_frame_check_column(frame, column, err));
    if (label == NULL || isnan(code))
        return wb_fail_at(err, WB_E_ARG, -1, frame->columns[column].name,
                          "a value label of column '%s' needs a number and a text",
                          frame->columns[column].name);
    WB_TRY(check_label(frame, column, label, err));
    copy = wb_copy_string(label);
    if (copy == NULL)
        return wb_fail_nomem(err);
    WB_TRY(own_labels(frame, column, &labels, err));
    WB_TRY(find_value(labels, code, &value, err));
    wb_release(value->text);
    value->text = copy;
    copy = NULL;
done:
    wb_release(copy);
    return st;
}

size_t wb_frame_value_label_count(const wb_frame *frame, size_t column)
{
    const wb_labels *labels = frame->columns[column].labels;

    return labels == NULL ? 0 : labels->n_values;
}

double wb_frame_value_label_code(const wb_frame *frame, size_t column, size_t index)
{
    if (index >= wb_frame_value_label_count(frame, column))
        return NAN;
    return frame->columns[column].labels->values[index].code;
}

const char *wb_frame_value_label_text(const wb_frame *frame, size_t column, size_t index)
{
    if (index >= wb_frame_value_label_count(frame, column))
        return NULL;
    return frame->columns[column].labels->values[index].text;
}

wb_status wb_frame_add_missing_range(wb_frame *frame, size_t column, double low,
                                     double high, wb_error *err)
{
    const char *name;
    missing_range *ranges;
    wb_labels *labels = NULL;
    wb_status st;

    WB_TRY(wb_frame_check_column(frame, column, err));
    name = frame->columns[column].name;
    if (frame->columns[column].data->type == WB_TYPE_UTF8)
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "text column '%s' cannot have codes that mean missing", name);
    if (!(low <= high))
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "the missing codes of column '%s' end before they begin", name);
    WB_TRY(own_labels(frame, column, &labels, err));
    ranges = wb_resize(labels->ranges, labels->n_ranges + 1, sizeof *ranges);
    if (ranges == NULL)
        return wb_fail_nomem(err);
    labels->ranges = ranges;
    ranges[labels->n_ranges++] = (missing_range){low, high};
done:
    return st;
}

size_t wb_frame_missing_range_count(const wb_frame *frame, size_t column)
{
    const wb_labels *labels = frame->columns[column].labels;

    return labels == NULL ? 0 : labels->n_ranges;
}

bool wb_labels_have_ranges(const wb_labels *labels)
{
    return labels != NULL && labels->n_ranges > 0;
}

void wb_labels_mark_missing(const wb_labels *labels, const double *values, int32_t n,
                            uint8_t *present)
{
    for (size_t r = 0; r < labels->n_ranges; r++) {
        double low = labels->ranges[r].low, high = labels->ranges[r].high;

        for (int32_t i = 0; i < n; i++)
            present[i] &= values[i] >= low && values[i] <= high ? 0 : 1;
    }
}

double wb_frame_missing_range_low(const wb_frame *frame, size_t column, size_t index)
{
    if (index >= wb_frame_missing_range_count(frame, column))
        return NAN;
    return frame->columns[column].labels->ranges[index].low;
}

double wb_frame_missing_range_high(const wb_frame *frame, size_t column, size_t index)
{
    if (index >= wb_frame_missing_range_count(frame, column))
        return NAN;
    return frame->columns[column].labels->ranges[index].high;
}

wb_status wb_frame_copy_labels(wb_frame *to, size_t to_column, const wb_frame *from,
                               size_t from_column, wb_error *err)
{
    wb_slot *slot;
    wb_status st;

    WB_TRY(wb_frame_check_column(to, to_column, err));
    WB_TRY(wb_frame_check_column(from, from_column, err));
    slot = to->columns + to_column;
    /* Sharing first keeps the labels alive when both are the same column. */
    wb_labels *shared = wb_labels_share(from->columns[from_column].labels);
    wb_labels_drop(slot->labels);
    slot->labels = shared;
done:
    return st;
}
