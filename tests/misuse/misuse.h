/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Public functions called wrongly: what is documented as an error is one, the message
 * names what is wrong, nothing comes out, and the right call behind all wrong ones gives
 * what it always gives. The right calls and what they take are the deeds of tests/faults.
 */
#ifndef WB_TEST_MISUSE_H
#define WB_TEST_MISUSE_H

#include "faults/scene.h"

typedef struct misuse {
    const char *name;        /* of the public function */
    void (*wrong)(scene *s); /* calls it wrongly, in each way; begun as its deed */
} misuse;

/* A test per function. */
int run_misuses(const char *group, const misuse *list, size_t n);

/* What a wrong call with s->err and s->out gave: this status, and a message or err->item
 * with this word. */
void refused(scene *s, wb_status st, wb_status wanted, const char *word);

/* A call with these options, which may be shorter or longer than we know. */
typedef wb_status (*options_fn)(scene *s, const void *options);

/* Options whose size, reserved fields or tail are wrong. `plain` has nothing chosen (or
 * what is required); `reserved1` is where that field lies, 0 where there is none. */
void options_refused(scene *s, options_fn call, const void *plain, size_t size,
                     size_t reserved1);

#endif
