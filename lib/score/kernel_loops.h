/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The bodies of the kernels, for files that say which machine (KERNEL, a function
 * attribute), how many bytes it does at a time (KERNEL_BYTES) and what the set is called
 * (KERNEL_SET). Vectors are written out, for compilers differ in what they find. */
#include "score/kernel.h"

#include <stdbool.h>
#include <string.h>

typedef uint8_t bytes __attribute__((vector_size(KERNEL_BYTES)));

KERNEL static inline bytes load(const void *from)
{
    bytes value;

    memcpy(&value, from, sizeof value);
    return value;
}

KERNEL static inline void store(void *to, bytes value)
{
    memcpy(to, &value, sizeof value);
}

/* What is left at the end of a column, behind it `fill`. */
KERNEL static inline bytes load_part(const void *from, size_t n, uint8_t fill)
{
    uint8_t part[KERNEL_BYTES];

    memset(part, fill, sizeof part);
    memcpy(part, from, n);
    return load(part);
}

KERNEL static inline uint8_t any_of(bytes value)
{
    uint8_t any = 0;

    for (size_t i = 0; i < KERNEL_BYTES; i++)
        any |= value[i];
    return any;
}

/* ---- items ---- */

/* What an item gives at KERNEL_BYTES rows: all bits where it is answered, and its value
 * there. Adds to wrong: x ^ missing is 0 for the missing code, so what is left of it
 * outside the answers is wrong. */
KERNEL static inline bytes judge(wb_byte_item item, bytes answer, bytes there,
                                 bytes *value, bytes *wrong)
{
    bytes in = (bytes)((bytes)(answer - item.min) <= item.range);

    *wrong |= (answer ^ item.missing) & ~in & there;
    in &= there;
    *value = ((answer ^ item.flip) + item.base) & in;
    return in;
}

KERNEL static inline bytes load_there(const uint8_t *present, size_t i, size_t n)
{
    if (present == NULL)
        return (bytes){0} == 0;
    return (bytes)((n - i < KERNEL_BYTES ? load_part(present + i, n - i, 0)
                                         : load(present + i)) != 0);
}

/* Ask for the rows of the next block while this one is worked on: columns are long, and
 * the hardware does not see beyond the page that a column's block is in. The address may
 * lie behind the column, where asking does nothing. */
KERNEL static inline void ask_ahead(const int8_t *answers, size_t i)
{
    enum { AHEAD = 2048 };

    __builtin_prefetch((const void *)((uintptr_t)answers + i + AHEAD));
}

/* With count: sums and counts apart; NULL: the step of the item counts. */
KERNEL static inline uint8_t add_item(wb_byte_item item, const int8_t *answers,
                                      const uint8_t *present, size_t n, uint8_t *sum,
                                      uint8_t *count)
{
    bytes wrong = {0};

    for (size_t i = 0; i < n; i += KERNEL_BYTES) {
        bytes answer = n - i < KERNEL_BYTES ? load_part(answers + i, n - i, item.min)
                                            : load(answers + i);
        bytes value;

        ask_ahead(answers, i);
        bytes in = judge(item, answer, load_there(present, i, n), &value, &wrong);

        store(sum + i, load(sum + i) + value);
        if (count != NULL)
            store(count + i, load(count + i) - in);
    }
    return any_of(wrong);
}

KERNEL static uint8_t add_index(const wb_byte_item *item, const int8_t *answers,
                                const uint8_t *present, size_t n, uint8_t *index)
{
    return present == NULL ? add_item(*item, answers, NULL, n, index, NULL)
                           : add_item(*item, answers, present, n, index, NULL);
}

KERNEL static uint8_t add_sum(const wb_byte_item *item, const int8_t *answers,
                              const uint8_t *present, size_t n, uint8_t *sum,
                              uint8_t *count)
{
    return present == NULL ? add_item(*item, answers, NULL, n, sum, count)
                           : add_item(*item, answers, present, n, sum, count);
}

KERNEL static void join_index(const uint8_t *restrict count, const uint8_t *restrict sum,
                              size_t step, size_t n, uint16_t *restrict index)
{
    for (size_t i = 0; i < n; i++)
        index[i] = (uint16_t)(count[i] * (uint16_t)step + sum[i]);
}

KERNEL static void widen_index(const uint8_t *restrict narrow, size_t n,
                               uint16_t *restrict index)
{
    for (size_t i = 0; i < n; i++)
        index[i] = narrow[i];
}

/* ---- lights ---- */

/* Columns end where their rows do. */
KERNEL static inline void store_up_to(int8_t *to, bytes value, size_t left)
{
    if (left < KERNEL_BYTES)
        memcpy(to, &value, left);
    else
        store(to, value);
}

KERNEL static void find_runs(const wb_light_runs *runs, const uint8_t *index, size_t n,
                             int8_t *out)
{
    for (size_t i = 0; i < n; i += KERNEL_BYTES) {
        bytes at = load(index + i);
        bytes on = {0};

        for (size_t run = 0; run < runs->n; run++)
            on |= (bytes)((bytes)(at - runs->from[run]) <= runs->width[run]);
        on = (on & 1) | ((bytes)(at < runs->known_from) & (uint8_t)WB_NO_LIGHT);
        store_up_to(out + i, on, n - i);
    }
}

KERNEL static void add_light(const int8_t *light, size_t n, uint8_t *known, uint8_t *on)
{
    for (size_t i = 0; i < n; i += KERNEL_BYTES) {
        bytes at =
            n - i < KERNEL_BYTES ? load_part(light + i, n - i, 0) : load(light + i);

        store(known + i, load(known + i) - (bytes)(at <= 1));
        store(on + i, load(on + i) - (bytes)(at == 1));
    }
}

KERNEL static void none_of(const uint8_t *known, const uint8_t *on, uint8_t min_known,
                           size_t n, int8_t *out)
{
    for (size_t i = 0; i < n; i += KERNEL_BYTES) {
        bytes is_known = (bytes)(load(known + i) >= min_known);
        bytes none = (bytes)(load(on + i) == 0) & 1;

        store_up_to(out + i, (none & is_known) | (~is_known & (uint8_t)WB_NO_LIGHT),
                    n - i);
    }
}

KERNEL static void count_of(const uint8_t *restrict known, const uint8_t *restrict on,
                            uint8_t min_known, size_t n, int32_t *restrict out)
{
    for (size_t i = 0; i < n; i++)
        out[i] = known[i] >= min_known ? on[i] : WB_NO_COUNT;
}

KERNEL static void reason_of(const uint8_t *known, uint8_t min_known, size_t n,
                             int8_t *out)
{
    for (size_t i = 0; i < n; i += KERNEL_BYTES)
        store_up_to(out + i, (bytes)(load(known + i) >= min_known) & (uint8_t)WB_NO_LIGHT,
                    n - i);
}

const wb_kernels KERNEL_SET = {
    add_index, add_sum, join_index, widen_index, find_runs,
    add_light, none_of, count_of,   reason_of,
};
