/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/base.h"

const char *wb_status_name(int32_t status)
{
    /* Index: minus the status. */
    static const char *const names[] = {
        "WB_OK",       "WB_E_NOMEM",       "WB_E_ARG",         "WB_E_DATA",
        "WB_E_DESIGN", "WB_E_NUMERIC",     "WB_E_CONVERGENCE", "WB_E_VERSION",
        "WB_E_IO",     "WB_E_UNSUPPORTED", "WB_E_CANCELLED",   "WB_E_CONFLICT",
        "WB_E_LIMIT",
    };

    if (status > 0 || status <= -(int32_t)(sizeof names / sizeof names[0]))
        return "unknown status";
    return names[-status];
}

const char *wb_version(void)
{
    return WB_VERSION;
}
