/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Calls inside the library that fail: what refusals.py puts before each of its functions
 * that can asks here, each time, whether to. A call is told from others by where it is
 * called from, and where that was called from: a *site*. */
#ifndef WB_TEST_FAULTS_REFUSALS_H
#define WB_TEST_FAULTS_REFUSALS_H

#include <stdbool.h>
#include <stdint.h>
#include <werkbaar/base.h>

/* Forget all sites, and find those of what comes. */
void refusals_find(void);
/* The first call from site `number`, from 1, is refused, or all calls from then on. */
void refusals_arm(int64_t number, bool and_all_after);
/* No more of it. How many sites there are. */
int64_t refusals_end(void);

/* For the functions that are put before: whether to refuse; never where it is the program
 * that calls, and not the library. */
bool refusals_next(void);
/* What comes until leaving is called by the library; leaving hands the status on. `from`
 * is where the function that is put before was called. */
void refusals_enter(const void *from);
wb_status refusals_leave(wb_status status);

#endif
