/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Arrow arrays without children become column data that point into them. Lengths of
 * buffers are not part of the interface, so what a buffer holds is believed; everything
 * else is checked. */
#include "frame/arrow.h"

wb_status wb_arrow_contradiction(const char *name, const char *what, int64_t value,
                                 wb_error *err)
{
    return wb_fail_at(err, WB_E_DATA, -1, name, "the Arrow array of column '%s' %s %lld",
                      name, what, (long long)value);
}

/* Counts that hold for every array. */
wb_status wb_arrow_check_counts(const struct ArrowArray *array, const char *name,
                                wb_error *err)
{
    if (array->length < 0)
        return wb_arrow_contradiction(name, "has a length of", array->length, err);
    if (array->offset < 0 || array->offset > INT64_MAX / 16 - array->length)
        return wb_arrow_contradiction(name, "has an offset of", array->offset, err);
    if (array->null_count < -1 || array->null_count > array->length)
        return wb_arrow_contradiction(name, "has a null count of", array->null_count,
                                      err);
    if (array->n_buffers > 0 && array->buffers == NULL)
        return wb_arrow_contradiction(name, "has no buffers, expected", array->n_buffers,
                                      err);
    return WB_OK;
}

static int64_t expected_buffers(wb_storage storage)
{
    if (storage == WB_STORE_NONE)
        return 0;
    return storage == WB_STORE_TEXT32 || storage == WB_STORE_TEXT64 ||
                   storage == WB_STORE_VIEWS
               ? 3
               : 2;
}

static wb_status check_flat_array(const struct ArrowArray *array, wb_storage storage,
                                  const char *name, wb_error *err)
{
    int64_t expected = expected_buffers(storage);
    /* Before Arrow 1.0 the null type had a validity buffer, and Polars still gives one.
     */
    bool enough = storage == WB_STORE_VIEWS  ? array->n_buffers >= expected
                  : storage == WB_STORE_NONE ? array->n_buffers <= 1
                                             : array->n_buffers == expected;
    wb_status st;

    if (array->release == NULL)
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "the Arrow array of column '%s' has been released", name);
    WB_TRY(wb_arrow_check_counts(array, name, err));
    if (array->n_children != 0)
        return wb_arrow_contradiction(name, "has children, expected 0, not",
                                      array->n_children, err);
    if (!enough)
        return wb_arrow_contradiction(
            name, "has the wrong number of buffers:", array->n_buffers, err);
done:
    return st;
}

wb_status wb_arrow_find_validity(const struct ArrowArray *array, const char *name,
                                 const uint8_t **out, wb_error *err)
{
    const uint8_t *validity = array->buffers[0];

    if (array->null_count > 0 && validity == NULL)
        return wb_arrow_contradiction(
            name, "has no validity bitmap for its nulls:", array->null_count, err);
    *out = array->null_count == 0 ? NULL : validity;
    return WB_OK;
}

static void find_variadic(const struct ArrowArray *array, wb_column_data *data)
{
    data->variadic = (const void *const *)array->buffers + 2;
    data->n_variadic = array->n_buffers - 3;
    data->variadic_sizes = array->buffers[array->n_buffers - 1];
    if (data->variadic_sizes == NULL)
        data->n_variadic = 0;
}

static bool misaligned(const void *buffer, size_t width)
{
    return width > 1 && (uintptr_t)buffer % width != 0;
}

static wb_status check_buffers(const struct ArrowArray *array, wb_storage storage,
                               const char *name, wb_error *err)
{
    bool text = storage == WB_STORE_TEXT32 || storage == WB_STORE_TEXT64;
    size_t width = storage == WB_STORE_TEXT32 ? 4 : wb_storage_width(storage);

    if (storage == WB_STORE_TEXT64)
        width = 8;
    if (storage == WB_STORE_VIEWS)
        width = 1; /* read by memcpy */
    if (array->length == 0)
        return WB_OK;
    if (array->buffers[1] == NULL)
        return wb_arrow_contradiction(
            name, text ? "has no offsets for its rows:" : "has no values for its rows:",
            array->length, err);
    if (misaligned(array->buffers[1], width))
        return wb_arrow_contradiction(name, "is not aligned to bytes:", (int64_t)width,
                                      err);
    return WB_OK;
}

/* Column data that point into an array of this storage. */
wb_status wb_arrow_describe(const struct ArrowArray *array, wb_type type,
                            wb_storage storage, const char *name, wb_column_data **out,
                            wb_error *err)
{
    wb_column_data *data = NULL;
    wb_status st;

    WB_TRY(check_flat_array(array, storage, name, err));
    data = wb_column_data_new(type, storage);
    if (data == NULL)
        return wb_fail_nomem(err);
    if (storage != WB_STORE_NONE) {
        WB_TRY(wb_arrow_find_validity(array, name, &data->validity, err));
        WB_TRY(check_buffers(array, storage, name, err));
        data->values = array->buffers[1];
    }
    if (storage == WB_STORE_TEXT32 || storage == WB_STORE_TEXT64) {
        data->offsets = array->buffers[1];
        data->values = array->buffers[2];
    }
    if (storage == WB_STORE_VIEWS)
        find_variadic(array, data);
    *out = data;
    data = NULL;
done:
    wb_column_data_drop(data);
    return st;
}
