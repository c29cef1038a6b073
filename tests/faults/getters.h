/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every public function that cannot fail, called on the world's handles. */
#ifndef WB_TEST_FAULTS_GETTERS_H
#define WB_TEST_FAULTS_GETTERS_H

#include "faults/scene.h"

/* All of them; what they give, as a number. */
double look_at_all(const world *w);
/* The same, and after each function's calls `after` hears its name. */
double look_at_each(const world *w, void (*after)(const char *name));

#endif
