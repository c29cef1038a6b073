/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The kernels that run on every machine, and the choice between the sets. */
#define KERNEL
#define KERNEL_BYTES 16
#define KERNEL_SET   wb_kernels_plain
#include "score/kernel_loops.h"

const wb_kernels *wb_kernels_best(void)
{
    const wb_kernels *best = &wb_kernels_plain;

#ifdef WB_HAS_AVX2_KERNELS
    if (__builtin_cpu_supports("avx2"))
        best = &wb_kernels_avx2;
#endif
    return best;
}

wb_byte_item wb_byte_item_make(int32_t min, int32_t max, int reversed, int32_t missing,
                               size_t step)
{
    wb_byte_item item = {(uint8_t)min, (uint8_t)(max - min), (uint8_t)missing, 0, 0};

    /* ~x is -x - 1, so reversing needs no second loop: only another base. */
    item.flip = reversed ? 255 : 0;
    item.base = (uint8_t)(step + (size_t)(reversed ? max + 1 : -min));
    return item;
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
