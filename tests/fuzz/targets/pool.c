/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of a pool: added, and a benchmark made of several of them. */
#include "fuzz.h"

void fuzz_start(void)
{
}

static bool add(wb_pool *pool, const uint8_t *bytes, size_t n)
{
    wb_error err;
    int64_t before = wb_pool_company_count(pool);
    wb_reader *reader = fuzz_reader(bytes, n);
    bool good = reader != NULL && fuzz_ok(wb_pool_add(pool, reader, &err), &err, NULL,
                                          FUZZ_FILE | FUZZ_MAY(WB_E_CONFLICT));
    fuzz_expect(wb_pool_company_count(pool) == before + (good ? 1 : 0),
                "a company that is refused is not in the pool");
    wb_reader_free(reader);
    return good;
}

static void show(const wb_pool *pool)
{
    wb_frame *benchmark = NULL;
    wb_frame *measures = NULL;
    wb_error err;
    (void)fuzz_ok(wb_pool_benchmark(pool, NULL, NULL, &benchmark, &err), &err, benchmark,
                  FUZZ_MAY(WB_E_DATA));
    (void)fuzz_ok(wb_pool_measures(pool, NULL, &measures, &err), &err, measures,
                  FUZZ_MAY(WB_E_DATA));
    fuzz_frame(benchmark);
    fuzz_frame(measures);
}

/* Companies stand one on a line. */
void fuzz_target(const uint8_t *bytes, size_t n)
{
    wb_pool *pool = NULL;
    wb_error err;
    if (!fuzz_must(wb_pool_new(&pool, &err), &err, pool)) {
        return;
    }
    for (size_t at = 0; at < n;) {
        size_t end = at;
        while (end < n && bytes[end] != '\n') {
            end++;
        }
        if (add(pool, bytes + at, end - at)) {
            fuzz_accept();
        }
        at = end + 1;
    }
    show(pool);
    wb_pool_free(pool);
}
