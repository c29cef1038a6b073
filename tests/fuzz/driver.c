/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Between the fuzzer and a target. Every block of the library goes through its gate for
 * memory, so blocks are counted exactly: what an input leaves behind is a leak of ours,
 * at once and whatever other libraries do. Some inputs run a second time with one
 * allocation failing, as what they make may be found on the way out only. */
#include "fuzz.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Nothing as small as an input of fuzzing is worth as much memory at once. */
static const size_t most_at_once = (size_t)1 << 28;

static struct {
    int64_t blocks;   /* that the library holds */
    int64_t requests; /* of the input so far */
    int64_t failing;  /* this request fails; 0: none */
    int64_t accepted;
    uint64_t input; /* hash of it */
} state;

static void *counting_resize(void *block, size_t bytes)
{
    state.requests++;
    if (bytes > most_at_once) {
        fuzz_fail("%zu bytes of memory are asked for at once", bytes);
    }
    if (state.requests == state.failing) {
        return NULL;
    }
    void *made = realloc(block, bytes);
    if (made != NULL && block == NULL) {
        state.blocks++;
    }
    return made;
}

static void counting_release(void *block)
{
    if (block != NULL) {
        state.blocks--;
    }
    free(block);
}

/* Past the streams: a target may have sent them elsewhere. */
void fuzz_fail(const char *format, ...)
{
    char text[4096];
    va_list list;
    va_start(list, format);
    vsnprintf(text, sizeof text, format, list);
    va_end(list);
    dprintf(STDERR_FILENO, "fuzzing found: %s\n", text);
    abort();
}

void fuzz_expect(bool holds, const char *what)
{
    if (!holds) {
        fuzz_fail("it does not hold that %s", what);
    }
}

void fuzz_accept(void)
{
    state.accepted++;
}

int64_t fuzz_accepted(void)
{
    return state.accepted;
}

/* How many blocks are left behind. */
static int64_t run_once(const uint8_t *bytes, size_t n, int64_t failing)
{
    int64_t before = state.blocks;
    state.requests = 0;
    state.failing = failing;
    fuzz_target(bytes, n);
    state.failing = 0;
    return state.blocks - before;
}

/* What a target made at its start may keep what it reads once; a leak comes back. */
static void run(const uint8_t *bytes, size_t n, int64_t failing)
{
    int64_t left = run_once(bytes, n, failing);
    if (left > 0) {
        left = run_once(bytes, n, failing);
    }
    if (left != 0) {
        fuzz_fail("%lld blocks are left behind%s", (long long)left,
                  failing != 0 ? " when memory runs out" : "");
    }
}

bool fuzz_one_in(unsigned n, unsigned what)
{
    uint64_t mixed = (state.input ^ what) * UINT64_C(0x9e3779b97f4a7c15);
    return (mixed >> 32) % n == 0;
}

static uint64_t hash(const uint8_t *bytes, size_t n)
{
    uint64_t h = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < n; i++) {
        h = (h ^ bytes[i]) * UINT64_C(1099511628211);
    }
    return h ^ h >> 29;
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    json_object_seed(1); /* else each run has an order of its own */
    wb_set_allocator(counting_resize, counting_release);
    fuzz_start();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    uint64_t h = hash(bytes, n);
    state.input = h;
    run(bytes, n, 0);
    if (h % 8 == 0 && state.requests > 0) {
        run(bytes, n, 1 + (int64_t)(h / 8 % (uint64_t)state.requests));
    }
    return 0;
}

/* ---- what errors say ---- */

static bool is_utf8(const char *text)
{
    json_t *value = json_string(text); /* refuses what is not */
    json_decref(value);
    return value != NULL;
}

/* NUL-terminated within its room, UTF-8, on one line. */
static void text_check(const char *text, size_t room, const char *what)
{
    if (memchr(text, '\0', room) == NULL) {
        fuzz_fail("the %s of an error has no end", what);
    }
    if (!is_utf8(text) || strchr(text, '\n') != NULL) {
        fuzz_fail("the %s of an error is no text on one line: %s", what, text);
    }
}

static void error_check(wb_status st, const wb_error *err)
{
    if (err->status != (int32_t)st) {
        fuzz_fail("%s was returned, the error says %s", wb_status_name(st),
                  wb_status_name(err->status));
    }
    text_check(err->message, sizeof err->message, "message");
    text_check(err->where, sizeof err->where, "place");
    text_check(err->item, sizeof err->item, "item");
    size_t length = strlen(err->message);
    fuzz_expect(length > 0, "an error says something");
    fuzz_expect(err->line >= 0 && err->column >= 0, "lines and columns count from 1");
    fuzz_expect(err->row >= -1 && err->offset >= -1, "rows and offsets count from 0");
}

bool fuzz_ok(wb_status st, const wb_error *err, const void *out, unsigned may)
{
    bool no_memory = st == WB_E_NOMEM && state.failing != 0;
    if (st == WB_OK) {
        return true;
    }
    error_check(st, err);
    fuzz_expect(out == NULL, "a failure writes nothing");
    if (!no_memory && (FUZZ_MAY(st) & may) == 0) {
        fuzz_fail("%s is no documented way to refuse this: %s", wb_status_name(st),
                  err->message);
    }
    return false;
}

bool fuzz_must(wb_status st, const wb_error *err, const void *out)
{
    return fuzz_ok(st, err, out, 0);
}
