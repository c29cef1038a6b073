/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Whether a table is a witness: looked at afresh, so that a mistake in the search hides
 * more and never shows more. */
#include "disclose/system.h"

static bool value_agrees(const wb_system *system, int32_t v)
{
    return system->there[v] && system->value[v] >= 0 &&
           system->value[v] <= system->most[v] &&
           (!system->fixed[v] || system->value[v] == system->truth[v]);
}

static bool demand_agrees(const wb_system *system, int32_t d)
{
    int64_t sum = 0;

    for (int32_t t = system->first[d]; t < system->first[d + 1]; t++)
        sum += system->terms[t].sign * system->value[system->terms[t].value];
    return system->exact[d] ? sum == 0 : sum >= 0;
}

bool wb_system_is_witness(const wb_system *system, const int32_t *moved, int32_t n_moved)
{
    for (int32_t i = 0; i < n_moved; i++) {
        int32_t v = moved[i];

        if (!value_agrees(system, v))
            return false;
        for (int32_t u = system->used[v]; u < system->used[v + 1]; u++) {
            if (!demand_agrees(system, system->uses[u].demand))
                return false;
        }
    }
    return true;
}
