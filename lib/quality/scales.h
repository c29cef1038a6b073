/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scales as reliability sees them: columns of items and what their codes mean. */
#ifndef WB_LIB_QUALITY_SCALES_H
#define WB_LIB_QUALITY_SCALES_H

#include "base/base.h"

#include <werkbaar/quality.h>

enum {
    WB_QUALITY_ITEMS = 500, /* of a scale: matrices grow with their square */
    WB_QUALITY_CODES = 256  /* of an item that scalability tables hold */
};

typedef struct wb_scale_item {
    char *column;
    bool reversed;
    bool bounded; /* lowest and highest code are known */
    bool whole;   /* answers are whole numbers */
    double lowest, highest;
    int32_t *missing; /* codes that mean missing */
    size_t n_missing;
    double first_code; /* code i of the table is first_code + i */
    int32_t n_codes;   /* 0: no table, as its codes are too many or none */
} wb_scale_item;

typedef struct wb_item_scale {
    char *name;
    bool bounded;
    double lowest, highest; /* of its plain items */
    wb_scale_item *items;
    size_t n_items;
} wb_item_scale;

struct wb_scales {
    wb_item_scale *scales;
    size_t n_scales;
};

#endif
