/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What a rule says, asked by others than its reader: facts by id, values of a choice, and
 * whether all of it is verified. */
#include "support/support.h"

#include <string.h>

size_t wb_support_find_fact(const wb_support *support, const char *id)
{
    size_t fact = 0;

    while (fact < support->n_facts && strcmp(support->facts[fact].id, id) != 0)
        fact++;
    return fact;
}

size_t wb_fact_find_value(const wb_fact *fact, const char *text, size_t length)
{
    for (size_t i = 0; i < json_array_size(fact->values); i++) {
        const char *id =
            json_string_value(json_object_get(json_array_get(fact->values, i), "id"));

        if (strlen(id) == length && memcmp(id, text, length) == 0)
            return i;
    }
    return WB_MAX_VALUES;
}

int32_t wb_support_verified(const wb_support *support)
{
    bool verified = support->from.given && support->from.claim.verified &&
                    support->until.given && support->until.claim.verified &&
                    (!support->ceiling.given || support->ceiling.claim.verified);

    for (size_t i = 0; i < support->n_conditions; i++)
        verified = verified && support->conditions[i].claim.verified;
    for (size_t i = 0; i < support->n_rates; i++)
        verified = verified && support->rates[i].claim.verified;
    return verified;
}
