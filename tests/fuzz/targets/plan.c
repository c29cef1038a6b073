/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Plans: read, written, checked, shown, and compared with another. */
#include "fuzz.h"

#include <string.h>

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_plan *made = NULL;
    wb_status st = wb_plan_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_plan_write(document, writer, err);
}

static void release(void *document)
{
    wb_plan_free(document);
}

static wb_plan *other; /* that changes are made from */

/* The operations between two plans make the second of the first, byte for byte. */
static void diff(const wb_plan *plan)
{
    wb_changes *changes = NULL;
    wb_plan *again = NULL;
    wb_error err;
    unsigned may = FUZZ_MAY(WB_E_CONFLICT); /* plans with different ids */
    if (fuzz_ok(wb_plan_diff(other, plan, &changes, &err), &err, changes, may) &&
        fuzz_must(wb_plan_apply(other, changes, &again, &err), &err, again)) {
        fuzz_expect(strcmp(wb_plan_hash(again), wb_plan_hash(plan)) == 0,
                    "a plan is the other one with what they differ by");
    }
    wb_changes_free(changes);
    wb_plan_free(again);
}

static void use(void *document)
{
    wb_frame *findings = NULL;
    wb_frame *actions = NULL;
    wb_frame *records = NULL;
    wb_error err;
    (void)fuzz_must(wb_plan_check(document, NULL, &findings, &err), &err, findings);
    (void)fuzz_must(wb_plan_actions(document, "en", &actions, &err), &err, actions);
    (void)fuzz_must(wb_plan_table(document, "action", "nl", &records, &err), &err,
                    records);
    fuzz_frame(findings);
    fuzz_frame(actions);
    fuzz_frame(records);
    diff(document);
}

static const fuzz_format format = {"a plan", 0, read, write, release, use};

void fuzz_start(void)
{
    wb_error err;
    (void)fuzz_must(
        wb_plan_load(WB_TEST_SOURCE_DIR "/examples/c/bakery_plan.json", &other, &err),
        &err, other);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
