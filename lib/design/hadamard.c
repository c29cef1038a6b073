/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "design/hadamard.h"

/* Of q above 1. */
static bool is_prime(int32_t q)
{
    for (int32_t d = 2; (int64_t)d * d <= q; d++) {
        if (q % d == 0)
            return false;
    }
    return true;
}

/* The prime that a core of order m is made of; -1 when there is none. */
static int32_t prime_of(int32_t m)
{
    if ((m - 1) % 4 == 3 && is_prime(m - 1))
        return m - 1;
    if (m % 4 == 0 && (m / 2 - 1) % 4 == 1 && is_prime(m / 2 - 1))
        return m / 2 - 1;
    return -1;
}

static bool find_core(int32_t order, wb_hadamard *h)
{
    for (int32_t m = order;; m /= 2) {
        int32_t prime = prime_of(m);
        if (prime > 0) {
            h->order = order;
            h->core = m;
            h->prime = prime;
            return true;
        }
        if (m % 2 != 0)
            return false;
    }
}

wb_status wb_hadamard_init(wb_hadamard *h, int32_t n, wb_error *err)
{
    *h = (wb_hadamard){0};
    if (n >= INT32_MAX / 2)
        return wb_fail(err, WB_E_LIMIT,
                       "half-samples can be balanced for at most %d strata, not %d",
                       INT32_MAX / 2 - 1, n);
    int32_t order = n - n % 4 + 4;
    while (!find_core(order, h)) /* ends at a power of two, at the latest */
        order += 4;
    h->residue = wb_allocate((size_t)h->prime + 1, sizeof *h->residue);
    if (h->residue == NULL)
        return wb_fail_nomem(err);
    for (int64_t x = 1; x < h->prime; x++)
        h->residue[x] = -1;
    for (int64_t x = 1; x < h->prime; x++)
        h->residue[x * x % h->prime] = 1;
    return WB_OK;
}

void wb_hadamard_free(wb_hadamard *h)
{
    wb_release(h->residue);
    *h = (wb_hadamard){0};
}

/* Of the conference matrix of order q + 1: 0 on the diagonal, 1 in the rest of row 0, the
 * residue of row - column inside; column 0 makes it symmetric for q = 1 mod 4 and skew
 * for q = 3 mod 4. */
static int conference(const wb_hadamard *h, int32_t row, int32_t column)
{
    if (row == column)
        return 0;
    if (row == 0)
        return 1;
    if (column == 0)
        return h->prime % 4 == 1 ? 1 : -1;
    int32_t difference = row - column;
    return h->residue[difference < 0 ? difference + h->prime : difference];
}

/* Paley I: C + 1. Paley II: (C + 1, C - 1; C - 1, -C - 1). */
static int core_entry(const wb_hadamard *h, int32_t row, int32_t column)
{
    int32_t half = h->prime + 1;

    int c = conference(h, row % half, column % half);
    int one = row % half == column % half;
    if (h->core == half)
        return c + one;
    if (row < half && column < half)
        return c + one;
    return row < half || column < half ? c - one : -c - one;
}

static bool odd_bits(uint32_t x)
{
    for (int shift = 16; shift > 0; shift /= 2)
        x ^= x >> shift;
    return x & 1;
}

int wb_hadamard_entry(const wb_hadamard *h, int32_t row, int32_t column)
{
    int32_t r = row % h->core;
    int32_t c = column % h->core;
    int entry = core_entry(h, r, c) * core_entry(h, 0, c);
    return odd_bits((uint32_t)(row / h->core & column / h->core)) ? -entry : entry;
}
