/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A command in this process, in a folder of its own that is made anew, from which it is
 * not let out: words lose their slashes. */
#ifndef WB_FUZZ_COMMAND_H
#define WB_FUZZ_COMMAND_H

#include <stddef.h>

enum { COMMAND_WORDS = 32 };

/* Make the folder and go there. What is printed goes nowhere. */
void command_start(void);
/* A file that every run finds as it is now. */
void command_file(const char *name, const void *bytes, size_t n);
void command_file_copy(const char *name, const char *path);
/* A file that the next run finds, in place of the one of that name. */
void command_file_now(const char *name, const void *bytes, size_t n);
/* Run it. Words: those behind its name, up to a NULL. @return its exit status. */
int command_run(char *const *words);
/* For each file that a run left in a folder and whose name ends so: check it. */
void command_files(const char *folder, const char *ending,
                   void (*check)(const char *bytes, size_t n));
/* Remove what runs left. */
void command_clear(void);

#endif
