/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#ifndef WERKBAAR_TOOLS_SAME_FILE_H
#define WERKBAAR_TOOLS_SAME_FILE_H

/* Are these paths of one regular file, so that writing the one loses the other? "-" is
 * standard input, and standard output, which is never a file that is lost. */
int is_same_file(const char *input, const char *output);

/* Are these paths of one file, whether it is there already or is about to be made? "-" is
 * none. */
int is_same_place(const char *one, const char *other);

#endif
