/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "score/kernel.h"

#include <stdbool.h>

wb_byte_item wb_byte_item_make(int32_t min, int32_t max, int reversed, int32_t missing,
                               size_t step)
{
    wb_byte_item item = {(uint8_t)min, (uint8_t)(max - min), (uint8_t)missing, 0, 0};

    /* ~x is -x - 1, so reversing needs no second loop: only another base. */
    item.flip = reversed ? 255 : 0;
    item.base = (uint8_t)(step + (size_t)(reversed ? max + 1 : -min));
    return item;
}

static inline uint8_t add_index(wb_byte_item item, const int8_t *restrict answers,
                                const uint8_t *restrict present, size_t n,
                                uint8_t *restrict index, bool masked)
{
    uint8_t fault = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t answer = (uint8_t)answers[i];
        uint8_t offset = (uint8_t)(answer - item.min);
        uint8_t value = (uint8_t)((answer ^ item.flip) + item.base);
        uint8_t in = offset <= item.range ? 255 : 0;
        uint8_t known = answer == item.missing ? 255 : in;

        if (masked) {
            in = present[i] != 0 ? in : 0;
            known = present[i] != 0 ? known : 255;
        }
        index[i] = (uint8_t)(index[i] + (value & in));
        fault |= (uint8_t)~known;
    }
    return fault;
}

uint8_t wb_add_index(const wb_byte_item *item, const int8_t *answers,
                     const uint8_t *present, size_t n, uint8_t *index)
{
    return present == NULL ? add_index(*item, answers, present, n, index, false)
                           : add_index(*item, answers, present, n, index, true);
}

static inline uint8_t add_sum(wb_byte_item item, const int8_t *restrict answers,
                              const uint8_t *restrict present, size_t n,
                              uint8_t *restrict sum, uint8_t *restrict count, bool masked)
{
    uint8_t fault = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t answer = (uint8_t)answers[i];
        uint8_t offset = (uint8_t)(answer - item.min);
        uint8_t value = (uint8_t)((answer ^ item.flip) + item.base);
        uint8_t in = offset <= item.range ? 255 : 0;
        uint8_t known = answer == item.missing ? 255 : in;

        if (masked) {
            in = present[i] != 0 ? in : 0;
            known = present[i] != 0 ? known : 255;
        }
        sum[i] = (uint8_t)(sum[i] + (value & in));
        count[i] = (uint8_t)(count[i] - in);
        fault |= (uint8_t)~known;
    }
    return fault;
}

uint8_t wb_add_sum(const wb_byte_item *item, const int8_t *answers,
                   const uint8_t *present, size_t n, uint8_t *sum, uint8_t *count)
{
    return present == NULL ? add_sum(*item, answers, present, n, sum, count, false)
                           : add_sum(*item, answers, present, n, sum, count, true);
}

void wb_join_index(const uint8_t *count, const uint8_t *sum, size_t step, size_t n,
                   uint16_t *restrict index)
{
    for (size_t i = 0; i < n; i++)
        index[i] = (uint16_t)(count[i] * (uint16_t)step + sum[i]);
}

void wb_widen_index(const uint8_t *narrow, size_t n, uint16_t *restrict index)
{
    for (size_t i = 0; i < n; i++)
        index[i] = narrow[i];
}

void wb_look_up_bytes(const int8_t *restrict table, const uint16_t *restrict index,
                      size_t n, int8_t *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = table[index[i]];
}

void wb_look_up_doubles(const double *restrict table, const uint16_t *restrict index,
                        size_t n, double *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = table[index[i]];
}

void wb_add_light(const int8_t *restrict light, size_t n, uint8_t *restrict known,
                  uint8_t *restrict on)
{
    for (size_t i = 0; i < n; i++) {
        known[i] = (uint8_t)(known[i] + (light[i] >= 0));
        on[i] = (uint8_t)(on[i] + (light[i] > 0));
    }
}

void wb_none_of(const uint8_t *restrict known, const uint8_t *restrict on,
                uint8_t min_known, size_t n, int8_t *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)(known[i] >= min_known ? on[i] == 0 : WB_NO_LIGHT);
}

void wb_count_of(const uint8_t *restrict known, const uint8_t *restrict on,
                 uint8_t min_known, size_t n, int32_t *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = known[i] >= min_known ? on[i] : WB_NO_COUNT;
}

void wb_reason_of(const uint8_t *restrict known, uint8_t min_known, size_t n,
                  int8_t *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = (int8_t)(known[i] >= min_known ? WB_NO_LIGHT : 0);
}
