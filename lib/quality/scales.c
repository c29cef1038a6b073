/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "quality/scales.h"

#include "base/names.h"
#include "score/instrument.h"

#include <math.h>
#include <string.h>

wb_status wb_scales_new(wb_scales **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = wb_allocate(1, sizeof **out);
    return *out != NULL ? WB_OK : wb_fail_nomem(err);
}

static void clear_scale(wb_item_scale *scale)
{
    for (size_t i = 0; i < scale->n_items; i++) {
        wb_release(scale->items[i].column);
        wb_release(scale->items[i].missing);
    }
    wb_release(scale->items);
    wb_release(scale->name);
}

void wb_scales_free(wb_scales *scales)
{
    if (scales == NULL)
        return;
    for (size_t s = 0; s < scales->n_scales; s++)
        clear_scale(&scales->scales[s]);
    wb_release(scales->scales);
    wb_release(scales);
}

/* A last scale without items. */
static wb_status add_scale(wb_scales *scales, const char *name, wb_item_scale **out,
                           wb_error *err)
{
    wb_item_scale *grown;
    char *copy;

    for (size_t s = 0; s < scales->n_scales; s++) {
        if (strcmp(scales->scales[s].name, name) == 0)
            return wb_fail_at(err, WB_E_ARG, -1, name, "scale '%s' is there already",
                              name);
    }
    grown = wb_resize(scales->scales, scales->n_scales + 1, sizeof *grown);
    if (grown == NULL)
        return wb_fail_nomem(err);
    scales->scales = grown;
    copy = wb_copy_string(name);
    if (copy == NULL)
        return wb_fail_nomem(err);
    *out = &grown[scales->n_scales++];
    **out = (wb_item_scale){.name = copy};
    return WB_OK;
}

static void drop_last_scale(wb_scales *scales)
{
    clear_scale(&scales->scales[--scales->n_scales]);
}

/* Codes that are not declared are expected around 0, as those of int8 are. */
static void find_codes(wb_scale_item *item)
{
    double n = item->highest - item->lowest + 1;
    bool whole = floor(item->lowest) == item->lowest && floor(n) == n;

    item->first_code = item->bounded ? item->lowest : INT8_MIN;
    item->n_codes = !item->bounded                   ? WB_QUALITY_CODES
                    : whole && n <= WB_QUALITY_CODES ? (int32_t)n
                                                     : 0;
}

static wb_status add_item(wb_item_scale *scale, const wb_scale_item *made, wb_error *err)
{
    wb_status st = WB_OK;
    wb_scale_item item = *made;
    bool failed = false;
    wb_scale_item *grown;

    for (size_t i = 0; i < scale->n_items; i++) {
        if (strcmp(scale->items[i].column, made->column) == 0)
            return wb_fail_at(err, WB_E_ARG, -1, made->column,
                              "item '%s' is in scale '%s' already", made->column,
                              scale->name);
    }
    if (scale->n_items == WB_QUALITY_ITEMS)
        return wb_fail_at(err, WB_E_LIMIT, -1, made->column,
                          "scale '%s' has more than %d items", scale->name,
                          (int)WB_QUALITY_ITEMS);
    item.column = wb_copy_string(made->column);
    item.missing =
        wb_copy_array(made->missing, made->n_missing, sizeof *made->missing, &failed);
    grown = wb_resize(scale->items, scale->n_items + 1, sizeof *grown);
    if (grown != NULL)
        scale->items = grown;
    if (item.column == NULL || failed || grown == NULL) {
        st = wb_fail_nomem(err);
        goto done;
    }
    find_codes(&item);
    grown[scale->n_items++] = item;
    return WB_OK;
done:
    wb_release(item.column);
    wb_release(item.missing);
    return st;
}

wb_status wb_scales_add(wb_scales *scales, const char *name, double lowest,
                        double highest, wb_error *err)
{
    wb_status st = WB_OK;
    wb_item_scale *scale;

    if (scales == NULL || name == NULL)
        return wb_fail(err, WB_E_ARG, "scales and name are required");
    WB_TRY(wb_check_column_name(name, "scale", WB_COLUMN_NAME, err));
    if (!(lowest <= highest) || !isfinite(highest - lowest))
        return wb_fail_at(err, WB_E_ARG, -1, name,
                          "the lowest code of scale '%s' is above its highest, or one of "
                          "them is no number",
                          name);
    WB_TRY(add_scale(scales, name, &scale, err));
    scale->bounded = lowest < highest;
    scale->lowest = lowest;
    scale->highest = highest;
done:
    return st;
}

wb_status wb_scales_add_item(wb_scales *scales, const char *column, int32_t reversed,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_item_scale *scale;
    wb_scale_item item = {0};

    if (scales == NULL || column == NULL)
        return wb_fail(err, WB_E_ARG, "scales and column are required");
    if (scales->n_scales == 0)
        return wb_fail(err, WB_E_ARG, "add a scale before its item '%s'", column);
    WB_TRY(wb_check_column_name(column, "item", WB_COLUMN_NAME, err));
    scale = &scales->scales[scales->n_scales - 1];
    if (reversed != 0 && reversed != 1)
        return wb_fail(err, WB_E_ARG, "reversed is 0 or 1, not %d", (int)reversed);
    if (reversed == 1 && !scale->bounded)
        return wb_fail_at(err, WB_E_ARG, -1, column,
                          "item '%s' of scale '%s' is reversed, which takes the lowest "
                          "and highest code of the scale",
                          column, scale->name);
    item.column = (char *)column;
    item.reversed = reversed == 1;
    item.bounded = scale->bounded;
    item.lowest = scale->lowest;
    item.highest = scale->highest;
    st = add_item(scale, &item, err);
done:
    return st;
}

static wb_status add_declared(wb_scales *scales, const wb_instrument *instrument,
                              const wb_scale *from, wb_error *err)
{
    wb_status st = WB_OK;
    wb_item_scale *scale;

    WB_TRY(add_scale(scales, from->id, &scale, err));
    for (size_t i = 0; i < from->n_items && st == WB_OK; i++) {
        const wb_item *item = &instrument->items[from->items[i]];
        wb_scale_item made = {.column = (char *)item->id,
                              .reversed = item->reversed,
                              .bounded = true,
                              .whole = true,
                              .lowest = item->min,
                              .highest = item->max,
                              .missing = item->missing,
                              .n_missing = item->n_missing};
        st = add_item(scale, &made, err);
    }
    if (st != WB_OK)
        drop_last_scale(scales);
done:
    return st;
}

static const wb_scale *find_declared(const wb_instrument *instrument, const char *name)
{
    for (size_t s = 0; s < instrument->n_scales; s++) {
        if (strcmp(instrument->scales[s].id, name) == 0)
            return &instrument->scales[s];
    }
    return NULL;
}

static wb_status add_named(wb_scales *scales, const wb_instrument *instrument,
                           const char *name, wb_error *err)
{
    const wb_scale *from = name != NULL ? find_declared(instrument, name) : NULL;

    if (from == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, name != NULL ? name : "",
                          "instrument '%s' has no scale '%s'", instrument->id,
                          name != NULL ? name : "");
    return add_declared(scales, instrument, from, err);
}

wb_status wb_scales_add_instrument(wb_scales *scales, const wb_instrument *instrument,
                                   const char *const *names, size_t n_names,
                                   wb_error *err)
{
    wb_status st = WB_OK;
    size_t before;

    if (scales == NULL || instrument == NULL || (names == NULL && n_names > 0))
        return wb_fail(err, WB_E_ARG, "scales, instrument and names are required");
    before = scales->n_scales;
    for (size_t s = 0; n_names == 0 && s < instrument->n_scales; s++)
        WB_TRY(add_declared(scales, instrument, &instrument->scales[s], err));
    for (size_t j = 0; j < n_names; j++)
        WB_TRY(add_named(scales, instrument, names[j], err));
done:
    while (st != WB_OK && scales->n_scales > before)
        drop_last_scale(scales);
    return st;
}
