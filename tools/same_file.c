/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "same_file.h"

#include <stdlib.h>
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

/* The name behind the folders of a path. */
static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* What folder a path is in; 0 when there is none, or no memory. */
static int folder_find(const char *path, struct stat *info)
{
    size_t length = (size_t)(name_of(path) - path);
    char *folder = malloc(length + sizeof ".");
    int found = 0;
    if (folder != NULL) {
        memcpy(folder, path, length);
        strcpy(folder + length, ".");
        found = stat(folder, info) == 0;
    }
    free(folder);
    return found;
}

int is_same_place(const char *one, const char *other)
{
    struct stat a, b;
    if (strcmp(one, "-") == 0 || strcmp(other, "-") == 0) {
        return 0;
    }
    if (stat(one, &a) == 0 && stat(other, &b) == 0) {
        return S_ISREG(a.st_mode) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
    }
    return strcmp(name_of(one), name_of(other)) == 0 && folder_find(one, &a) &&
           folder_find(other, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}
