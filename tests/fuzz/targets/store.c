/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of stores: whatever is in one, it is opened, read and checked, or refused. The
 * file lies in memory where the machine has a place for that. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    OPENING = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_VERSION) | FUZZ_MAY(WB_E_IO) |
              FUZZ_MAY(WB_E_LIMIT),
    READING = OPENING | FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_CONFLICT)
};

static char path[64];

static void remove_files(void)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char name[80];
        snprintf(name, sizeof name, "%s%s", path, endings[i]);
        unlink(name);
    }
}

void fuzz_start(void)
{
    snprintf(path, sizeof path, "%s/werkbaar-fuzz-store-%ld",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp", (long)getpid());
    atexit(remove_files);
}

static void store_read(wb_store *store)
{
    wb_frame *history = NULL;
    wb_plan *plan = NULL;
    wb_error err;
    int64_t seq = 0;
    (void)fuzz_ok(wb_store_verify(store, &err), &err, NULL, READING);
    (void)fuzz_ok(wb_store_seq(store, INT64_MAX, &seq, &err), &err, NULL, READING);
    if (fuzz_ok(wb_store_history(store, 0, NULL, "nl", &history, &err), &err, history,
                READING)) {
        fuzz_look(history);
    }
    if (fuzz_ok(wb_store_plan(store, 0, &plan, &err), &err, plan, READING)) {
        fuzz_expect(wb_plan_id(plan)[0] != '\0', "a plan has an id");
    }
    wb_plan_free(plan);
    wb_frame_free(history);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_store *store = NULL;
    wb_error err;
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, n, file) != n || fclose(file) != 0) {
        fuzz_fail("'%s' cannot be written", path);
    }
    options.mode = n % 2 == 0 ? WB_STORE_READ : WB_STORE_EXISTING;
    options.wait_ms = -1;
    if (fuzz_ok(wb_store_open(path, &options, &store, &err), &err, store, OPENING)) {
        fuzz_accept();
        store_read(store);
    }
    wb_store_free(store);
    remove_files();
}
