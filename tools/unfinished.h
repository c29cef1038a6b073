/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Outputs that are being written. A signal that ends the program (Ctrl-C, kill, a
 * terminal that is closed, a pipe that nobody reads) takes their temporary files along;
 * only SIGKILL and a fault of the program leave them. */
#ifndef WERKBAAR_TOOLS_UNFINISHED_H
#define WERKBAAR_TOOLS_UNFINISHED_H

typedef struct unfinished unfinished;

/* Before wb_writer_open() of this path; NULL when memory ran out. */
unfinished *unfinished_begin(const char *path);
/* Once its writer is freed. NULL is fine. */
void unfinished_end(unfinished *begun);

#endif
