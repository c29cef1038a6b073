/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The plans that are built in, and what a plan says of itself. */
#include "base/embedded.h"
#include "plan/record.h"

size_t wb_plan_builtin_count(void)
{
    return wb_embedded_plans_count;
}

const char *wb_plan_builtin_id(size_t index)
{
    return index < wb_embedded_plans_count ? wb_embedded_plans[index].name : NULL;
}

wb_status wb_plan_builtin(const char *id, wb_plan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_reader *reader = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_embedded_open(wb_embedded_plans, wb_embedded_plans_count, "plan", id,
                            &reader, err));
    WB_TRY(wb_plan_read(reader, out, err));
done:
    wb_reader_free(reader);
    return st;
}

const char *wb_plan_id(const wb_plan *plan)
{
    return plan->root->id;
}

const char *wb_plan_version(const wb_plan *plan)
{
    return wb_record_text(plan->root, "version");
}

/* Most plans are read, changed and shown without anybody asking for the hash, and a large
 * one takes long. Threads that share a plan may ask at once: one of them makes it. */
const char *wb_plan_hash(const wb_plan *plan)
{
    wb_plan *shared = (wb_plan *)plan;
    int state = WB_HASH_NOT;
    uint8_t digest[32];

    if (atomic_load_explicit(&shared->hashed, memory_order_acquire) == WB_HASH_MADE)
        return plan->hash;
    wb_sha256(plan->canonical.bytes, plan->canonical.length, digest);
    if (atomic_compare_exchange_strong(&shared->hashed, &state, WB_HASH_BUSY)) {
        wb_hex(digest, sizeof digest, shared->hash);
        atomic_store_explicit(&shared->hashed, WB_HASH_MADE, memory_order_release);
    }
    while (atomic_load_explicit(&shared->hashed, memory_order_acquire) != WB_HASH_MADE)
        ; /* as long as another thread writes 65 bytes */
    return plan->hash;
}

const char *wb_plan_title(const wb_plan *plan, const char *language)
{
    return wb_record_say(plan, plan->root, "title", language);
}

const char *wb_plan_scope(const wb_plan *plan)
{
    return wb_record_text(plan->root, "scope");
}
