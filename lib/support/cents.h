/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Whole cents, split exactly. */
#ifndef WB_LIB_SUPPORT_CENTS_H
#define WB_LIB_SUPPORT_CENTS_H

#include "base/base.h"

enum { WB_WHOLE_RATE = 10000 }; /* 100%: rates are in hundredths of a percent */

/* The rate of a percentage from 0 to 100 with at most two decimals; -1 for another. */
int64_t wb_rate_of_percent(double percent);

/* cost times rate to the nearest cent, exactly half a cent down, at most `available`.
 * cost and available at least 0, rate 0 to WB_WHOLE_RATE. */
int64_t wb_cents_support(int64_t cost, int64_t rate, int64_t available);

/* parts[i] = cost * shares[i] / their sum, by the largest remainder. cost and shares at
 * least 0. WB_E_LIMIT: the sum is beyond int64; WB_E_DATA: it is 0. */
wb_status wb_cents_divide(int64_t cost, const int64_t *shares, size_t n, int64_t *parts,
                          wb_error *err);

#endif
