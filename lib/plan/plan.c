/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a plan says of itself. */
#include "plan/record.h"

const char *wb_plan_id(const wb_plan *plan)
{
    return plan->root->id;
}

const char *wb_plan_version(const wb_plan *plan)
{
    return wb_record_text(plan->root, "version");
}

const char *wb_plan_hash(const wb_plan *plan)
{
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
