/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "same_file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int is_same_file(const char *input, const char *output)
{
    struct stat from, to;
    int failed =
        strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &from) : stat(input, &from);
    return !failed && strcmp(output, "-") != 0 && stat(output, &to) == 0 &&
           S_ISREG(to.st_mode) && from.st_dev == to.st_dev && from.st_ino == to.st_ino;
}
