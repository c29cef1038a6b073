/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Changes: read, written, and carried out on a plan. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_changes *made = NULL;
    wb_status st = wb_changes_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_changes_write(document, writer, err);
}

static void release(void *document)
{
    wb_changes_free(document);
}

static wb_plan *plan; /* that things are changed in */

static void use(void *document)
{
    wb_plan *changed = NULL;
    wb_frame *told = NULL;
    wb_error err;
    unsigned may = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_LIMIT);
    fuzz_expect(wb_changes_count(document) >= 0, "operations can be counted");
    bool good =
        fuzz_ok(wb_plan_apply(plan, document, &changed, &err), &err, changed, may);
    bool tells = fuzz_ok(wb_changes_frame(document, plan, "nl", &told, &err), &err, told,
                         may | FUZZ_MAY(WB_E_ARG));
    (void)good;
    (void)tells;
    fuzz_frame(told);
    wb_plan_free(changed);
}

static const fuzz_format format = {"changes", 0, read, write, release, use};

void fuzz_start(void)
{
    wb_error err;
    (void)fuzz_must(
        wb_plan_load(WB_TEST_SOURCE_DIR "/examples/c/bakery_plan.json", &plan, &err),
        &err, plan);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
