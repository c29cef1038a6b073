/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A column as bytes, for pickles and for comparing: what is missing is 0 (NaN in floating
 * columns) and no text, so that equal columns have equal bytes however they came in. */
#include "python_port.h"

#include <string.h>

enum { BLOCK = 4096 }; /* rows at a time; divisible by 8 */

/* How many bytes a value of a column of whole numbers takes. */
static size_t width_of(int32_t type)
{
    switch (type) {
    case WB_TYPE_BOOL:
    case WB_TYPE_INT8:
    case WB_TYPE_UINT8:
        return 1;
    case WB_TYPE_INT16:
    case WB_TYPE_UINT16:
        return 2;
    case WB_TYPE_INT64:
    case WB_TYPE_UINT64:
    case WB_TYPE_TIMESTAMP:
        return 8;
    default:
        return 4;
    }
}

/* The low `width` bytes of each number. */
static void narrow(const int64_t *from, size_t n, size_t width, char *out)
{
    switch (width) {
    case 1:
        for (size_t i = 0; i < n; i++)
            ((int8_t *)out)[i] = (int8_t)from[i];
        break;
    case 2:
        for (size_t i = 0; i < n; i++)
            ((int16_t *)(void *)out)[i] = (int16_t)from[i];
        break;
    case 4:
        for (size_t i = 0; i < n; i++)
            ((int32_t *)(void *)out)[i] = (int32_t)from[i];
        break;
    default:
        memcpy(out, from, n * sizeof *from);
    }
}

/* Copy a block, with what is missing as a mark that none of its values is: of n + 1 marks
 * one is free. */
static wb_status copy_block(const wb_frame *frame, size_t column, int64_t row, int64_t n,
                            int64_t *out, int64_t *mark, wb_error *err)
{
    wb_status st = WB_E_DATA;

    for (int64_t i = 0; st == WB_E_DATA && i <= n; i++) {
        *mark = INT64_MIN + i;
        st = wb_frame_copy_int64(frame, column, row, n, *mark, out, err);
    }
    return st;
}

/* Say what is there, and put 0 where nothing is. @return how many are missing. */
static size_t take_mark(int64_t *values, int64_t n, int64_t mark, uint8_t *bits)
{
    size_t missing = 0;

    for (int64_t i = 0; i < n; i++) {
        const int there = values[i] != mark;

        missing += !there;
        bits[i / 8] |= (uint8_t)(there << (i % 8));
        values[i] = there ? values[i] : 0;
    }
    return missing;
}

static wb_status copy_whole(const wb_frame *frame, size_t column, size_t width,
                            char *values, uint8_t *bits, size_t *missing, wb_error *err)
{
    int64_t block[BLOCK];
    const int64_t n_rows = wb_frame_row_count(frame);

    for (int64_t row = 0; row < n_rows; row += BLOCK) {
        const int64_t n = n_rows - row < BLOCK ? n_rows - row : BLOCK;
        int64_t mark;
        wb_status st = copy_block(frame, column, row, n, block, &mark, err);

        if (st != WB_OK)
            return st;
        *missing += take_mark(block, n, mark, bits + row / 8);
        narrow(block, (size_t)n, width, values + (size_t)row * width);
    }
    return WB_OK;
}

static wb_status copy_floating(const wb_frame *frame, size_t column, char *values,
                               wb_error *err)
{
    const int64_t n_rows = wb_frame_row_count(frame);
    float *singles = (float *)(void *)values;
    double block[BLOCK];
    wb_status st = WB_OK;

    if (wb_frame_column_type(frame, column) == WB_TYPE_FLOAT64)
        return wb_frame_copy_doubles(frame, column, 0, n_rows, Py_NAN,
                                     (double *)(void *)values, err);
    for (int64_t row = 0; st == WB_OK && row < n_rows; row += BLOCK) {
        int64_t n = n_rows - row < BLOCK ? n_rows - row : BLOCK;

        st = wb_frame_copy_doubles(frame, column, row, n, Py_NAN, block, err);
        for (int64_t i = 0; st == WB_OK && i < n; i++)
            singles[row + i] = (float)block[i];
    }
    return st;
}

/* Where texts begin and what is there. @return how many are missing. */
static size_t measure(const wb_frame *frame, size_t column, int64_t *offsets,
                      uint8_t *bits)
{
    const int64_t n_rows = wb_frame_row_count(frame);
    size_t missing = 0;

    offsets[0] = 0;
    for (int64_t row = 0; row < n_rows; row++) {
        size_t length = 0;
        const char *text = wb_frame_text(frame, column, row, &length);

        missing += text == NULL;
        bits[row / 8] |= (uint8_t)((text != NULL) << (row % 8));
        offsets[row + 1] = offsets[row] + (text == NULL ? 0 : (int64_t)length);
    }
    return missing;
}

/* New bytes under a key of a dict; NULL with an exception set. */
static char *room(PyObject *dict, const char *key, int64_t n_bytes)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)n_bytes);
    char *start = bytes == NULL ? NULL : PyBytes_AsString(bytes);

    if (start != NULL && PyDict_SetItemString(dict, key, bytes) != 0)
        start = NULL;
    Py_XDECREF(bytes);
    return start;
}

static int pack_texts(const wb_frame *frame, size_t column, uint8_t *bits,
                      size_t *missing, PyObject *dict)
{
    const int64_t n_rows = wb_frame_row_count(frame);
    int64_t *offsets = (int64_t *)(void *)room(dict, "offsets", (n_rows + 1) * 8);
    char *values;

    if (offsets == NULL)
        return -1;
    *missing = measure(frame, column, offsets, bits);
    values = room(dict, "values", offsets[n_rows]);
    if (values == NULL)
        return -1;
    for (int64_t row = 0; row < n_rows; row++) {
        size_t length = 0;
        const char *text = wb_frame_text(frame, column, row, &length);

        if (text != NULL && length > 0)
            memcpy(values + offsets[row], text, length);
    }
    return 0;
}

static int pack_numbers(const wb_frame *frame, size_t column, uint8_t *bits,
                        size_t *missing, PyObject *dict)
{
    const int32_t type = wb_frame_column_type(frame, column);
    const int is_floating = type == WB_TYPE_FLOAT32 || type == WB_TYPE_FLOAT64;
    const size_t width = type == WB_TYPE_FLOAT64 ? 8 : width_of(type);
    char *values = room(dict, "values", wb_frame_row_count(frame) * (int64_t)width);
    wb_error err;

    if (values == NULL)
        return -1;
    memset(&err, 0, sizeof err);
    if ((is_floating
             ? copy_floating(frame, column, values, &err)
             : copy_whole(frame, column, width, values, bits, missing, &err)) == WB_OK)
        return 0;
    port_raise(&err);
    return -1;
}

PyObject *column_pack(const wb_frame *frame, size_t column)
{
    const int64_t n_bits = wb_frame_row_count(frame) / 8 + 1;
    PyObject *dict;
    uint8_t *bits;
    size_t missing = 0;
    int failed = 0;

    if (port_check_below((int64_t)column, (int64_t)wb_frame_column_count(frame),
                         "column") != 0)
        return NULL;
    dict = PyDict_New();
    bits = dict == NULL ? NULL : (uint8_t *)room(dict, "validity", n_bits);
    if (bits == NULL) {
        Py_XDECREF(dict);
        return NULL;
    }
    memset(bits, 0, (size_t)n_bits);
    if (wb_frame_column_type(frame, column) == WB_TYPE_UTF8)
        failed = pack_texts(frame, column, bits, &missing, dict);
    else if (wb_frame_column_type(frame, column) != WB_TYPE_NULL)
        failed = pack_numbers(frame, column, bits, &missing, dict);
    if (!failed && missing == 0)
        failed = PyDict_DelItemString(dict, "validity");
    if (failed)
        Py_CLEAR(dict);
    return dict;
}
