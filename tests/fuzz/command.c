/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#define _GNU_SOURCE /* streams that can be set */

#include "command.h"

#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* main() of a tool, `werkbaar` or `wb-synth`, compiled under this name. */
int command_main(int argc, char **argv);

enum { MOST_FILES = 16, MOST_BYTES = 1 << 20 };

/* A file that is there for every run. */
typedef struct fixture {
    char name[32];
    void *bytes;
    size_t n;
    struct stat status; /* as it was made */
} fixture;

static char folder[64];
static fixture fixtures[MOST_FILES];
static size_t n_fixtures;

static void folder_remove(const char *name)
{
    DIR *directory = opendir(name);
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        char path[512];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", name, entry->d_name);
        if (unlink(path) != 0) {
            folder_remove(path);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    rmdir(name);
}

static void at_end(void)
{
    if (chdir("/") == 0) {
        folder_remove(folder);
    }
}

void command_start(void)
{
    int nothing = open("/dev/null", O_RDWR);
    snprintf(folder, sizeof folder, "%s/werkbaar-fuzz-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || nothing < 0) {
        fuzz_fail("no folder can be made to work in");
    }
    atexit(at_end);
    dup2(nothing, STDIN_FILENO);
    close(nothing);
    stdout = fopen("/dev/null", "w");
    if (getenv("WB_FUZZ_LOUD") == NULL) { /* for who wants to know why it refuses */
        stderr = fopen("/dev/null", "w");
    }
}

/* Another file than the one before, whose time and size could be the same. */
void command_file_now(const char *name, const void *bytes, size_t n)
{
    unlink(name);
    FILE *out = fopen(name, "wb");
    if (out == NULL || fwrite(bytes, 1, n, out) != n || fclose(out) != 0) {
        fuzz_fail("'%s' cannot be written", name);
    }
}

static void fixture_write(fixture *file)
{
    command_file_now(file->name, file->bytes, file->n);
    if (stat(file->name, &file->status) != 0) {
        fuzz_fail("'%s' is not there", file->name);
    }
}

void command_file(const char *name, const void *bytes, size_t n)
{
    fixture *file = NULL;
    for (size_t i = 0; i < n_fixtures; i++) {
        file = strcmp(fixtures[i].name, name) == 0 ? &fixtures[i] : file;
    }
    if (file == NULL) {
        file = &fixtures[n_fixtures++];
        snprintf(file->name, sizeof file->name, "%s", name);
    }
    free(file->bytes);
    file->bytes = malloc(n > 0 ? n : 1);
    if (file->bytes == NULL || n_fixtures > MOST_FILES) {
        fuzz_fail("there is no room for '%s'", name);
    }
    memcpy(file->bytes, bytes, n);
    file->n = n;
    fixture_write(file);
}

/* What a file holds; freed by who asks. */
static char *file_read(const char *path, size_t *n)
{
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(MOST_BYTES);
    if (file == NULL || bytes == NULL) {
        fuzz_fail("'%s' cannot be read", path);
    }
    *n = fread(bytes, 1, MOST_BYTES, file);
    fclose(file);
    return bytes;
}

void command_file_copy(const char *name, const char *path)
{
    size_t n = 0;
    char *bytes = file_read(path, &n);
    command_file(name, bytes, n);
    free(bytes);
}

int command_run(char *const *words)
{
    char *copies[COMMAND_WORDS + 2] = {"werkbaar"};
    int n = 1, status;
    for (; words[n - 1] != NULL && n <= COMMAND_WORDS; n++) {
        copies[n] = strdup(words[n - 1]);
        for (char *c = copies[n]; c != NULL && *c != '\0'; c++) {
            *c = *c == '/' ? '_' : *c;
        }
        if (copies[n] != NULL && strcmp(copies[n], "..") == 0) {
            copies[n][0] = '_';
        }
    }
    status = command_main(n, copies);
    for (int i = 1; i < n; i++) {
        free(copies[i]);
    }
    fuzz_expect(status >= 0 && status <= 2, "the exit status is 0, 1 or 2");
    return status;
}

void command_files(const char *from, const char *ending,
                   void (*check)(const char *bytes, size_t n))
{
    DIR *directory = opendir(from);
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *end = strrchr(entry->d_name, '.');
        char path[512];
        size_t n = 0;
        if (end == NULL || strcmp(end, ending) != 0) {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", from, entry->d_name);
        char *bytes = file_read(path, &n);
        check(bytes, n);
        free(bytes);
    }
    if (directory != NULL) {
        closedir(directory);
    }
}

static bool is_fixture(const char *name)
{
    struct stat now;
    for (size_t i = 0; i < n_fixtures; i++) {
        const struct stat *then = &fixtures[i].status;
        if (strcmp(fixtures[i].name, name) == 0) {
            return stat(name, &now) == 0 && now.st_ino == then->st_ino &&
                   now.st_size == then->st_size &&
                   now.st_mtim.tv_nsec == then->st_mtim.tv_nsec;
        }
    }
    return false;
}

void command_clear(void)
{
    DIR *directory = opendir(".");
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        bool is_dot = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!is_dot && !is_fixture(entry->d_name) && unlink(entry->d_name) != 0) {
            folder_remove(entry->d_name);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    for (size_t i = 0; i < n_fixtures; i++) {
        if (!is_fixture(fixtures[i].name)) {
            fixture_write(&fixtures[i]);
        }
    }
}
