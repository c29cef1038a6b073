/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Changes for the tests. */
#ifndef WB_TEST_CHANGES_SUPPORT_H
#define WB_TEST_CHANGES_SUPPORT_H

#include "plan/plan_support.h"

#define OPERATIONS(list) "{\"format\":\"werkbaar-changes/1.0\",\"operations\":[" list "]}"

static inline wb_status try_changes(const char *text, wb_changes **changes, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    assert_ok(wb_reader_from_memory(text, strlen(text), "changes.json", &reader, NULL));
    st = wb_changes_read(reader, changes, err);
    wb_reader_free(reader);
    return st;
}

static inline wb_changes *read_changes(const char *text)
{
    wb_changes *changes = NULL;
    wb_error err = {0};

    if (try_changes(text, &changes, &err) != WB_OK)
        fail_msg("%s: %s", err.where, err.message);
    return changes;
}

/* The plan after the operations, written; or what went wrong. */
static inline wb_status try_apply(const char *plan, const char *operations, wb_plan **out,
                                  wb_error *err)
{
    wb_plan *before = read_plan(plan);
    wb_changes *changes = read_changes(operations);
    wb_status st = wb_plan_apply(before, changes, out, err);

    wb_changes_free(changes);
    wb_plan_free(before);
    return st;
}

static inline void assert_same_plan(const wb_plan *plan, const wb_plan *wanted)
{
    wb_writer *a, *b;

    assert_string_equal(written(plan, &a), written(wanted, &b));
    assert_string_equal(wb_plan_hash(plan), wb_plan_hash(wanted));
    wb_writer_free(a);
    wb_writer_free(b);
}

#endif
