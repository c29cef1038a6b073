/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The comment lines of a data file are read ahead of the data. A regular file is opened a
 * second time for that; what can be read once only (a pipe) goes through a reader that
 * hands out the bytes looked at first. */
#include "input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define AHEAD_BYTES ((size_t)1 << 16)

typedef struct ahead {
    wb_reader *inner; /* NULL: file descriptor 0 */
    size_t used, filled;
    char bytes[AHEAD_BYTES];
} ahead;

static int64_t stdin_read(void *buffer, size_t capacity)
{
    for (;;) {
        ssize_t n = read(STDIN_FILENO, buffer, capacity);
        if (n >= 0 || errno != EINTR) {
            return (int64_t)n;
        }
    }
}

static int64_t inner_read(ahead *look, void *buffer, size_t capacity)
{
    size_t n = 0;
    if (look->inner == NULL) {
        return stdin_read(buffer, capacity);
    }
    return wb_reader_read(look->inner, buffer, capacity, &n, NULL) == WB_OK ? (int64_t)n
                                                                            : -1;
}

static int64_t ahead_read(void *user, void *buffer, size_t capacity)
{
    ahead *look = user;
    size_t left = look->filled - look->used;
    if (left == 0) {
        return inner_read(look, buffer, capacity);
    }
    size_t n = left < capacity ? left : capacity;
    memcpy(buffer, look->bytes + look->used, n);
    look->used += n;
    return (int64_t)n;
}

static void ahead_free(void *user)
{
    ahead *look = user;
    wb_reader_free(look->inner);
    free(look);
}

static int ahead_fill(ahead *look)
{
    int64_t n = 1;
    while (n > 0 && look->filled < AHEAD_BYTES) {
        n = inner_read(look, look->bytes + look->filled, AHEAD_BYTES - look->filled);
        look->filled += n > 0 ? (size_t)n : 0;
    }
    return n < 0 ? -1 : 0;
}

/* Length of the lines that start with '#', the line ends included. */
static size_t comment_length(const char *bytes, size_t n)
{
    size_t at = 0;
    while (at < n && bytes[at] == '#') {
        const char *end = memchr(bytes + at, '\n', n - at);
        if (end == NULL) {
            break;
        }
        at = (size_t)(end - bytes) + 1;
    }
    return at;
}

static wb_status preamble_read(const ahead *look, cli_preamble *preamble)
{
    const char *bytes = look->bytes;
    size_t n = look->filled;
    if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        n -= 3;
    }
    n = comment_length(bytes, n);
    if (n == 0) {
        return WB_OK;
    }
    char *text = malloc(n + 1);
    if (text == NULL) {
        return WB_E_NOMEM;
    }
    size_t used = 0;
    for (size_t at = 0; at < n;) {
        size_t end = at;
        while (bytes[end] != '\n') {
            end++;
        }
        size_t first = at + 1;
        first += first < end && bytes[first] == ' ';
        size_t last = end > first && bytes[end - 1] == '\r' ? end - 1 : end;
        memcpy(text + used, bytes + first, last - first);
        used += last - first;
        text[used++] = '\n';
        at = end + 1;
    }
    text[used - 1] = '\0';
    preamble->text = text;
    if (strncmp(text, "SYNTHETIC", 9) == 0) {
        preamble->note = strndup(text, strcspn(text, "\n"));
        return preamble->note != NULL ? WB_OK : WB_E_NOMEM;
    }
    return WB_OK;
}

static int is_regular(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode);
}

static wb_status failed(wb_error *err, wb_status status, const char *name,
                        const char *message)
{
    *err = (wb_error){.status = status, .row = -1, .offset = -1};
    snprintf(err->where, sizeof err->where, "%s", name);
    snprintf(err->message, sizeof err->message, "%s", message);
    return status;
}

wb_status cli_reader_open(const char *path, cli_preamble *preamble, wb_reader **out,
                          wb_error *err)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    wb_status st = WB_OK;
    ahead *look = calloc(1, sizeof *look);
    if (look == NULL) {
        return failed(err, WB_E_NOMEM, name, "out of memory");
    }
    if (strcmp(path, "-") != 0) {
        st = wb_reader_open(path, &look->inner, err);
    }
    if (st == WB_OK && ahead_fill(look) != 0) {
        st = failed(err, WB_E_IO, name, "reading it failed");
    }
    preamble->statfile = wb_statfile_detect(look->bytes, look->filled);
    if (st == WB_OK && preamble_read(look, preamble) != WB_OK) {
        st = failed(err, WB_E_NOMEM, name, "out of memory");
    }
    if (st == WB_OK && look->inner != NULL && is_regular(path)) {
        st = wb_reader_open(path, out, err);
        ahead_free(look);
        return st;
    }
    if (st == WB_OK) {
        st = wb_reader_new(ahead_read, NULL, ahead_free, look, name, out, err);
    }
    if (st != WB_OK) {
        ahead_free(look);
    }
    return st;
}

void cli_preamble_free(cli_preamble *preamble)
{
    free(preamble->note);
    free(preamble->text);
    *preamble = (cli_preamble){0};
}
