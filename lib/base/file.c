/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* All or nothing: bytes go to a temporary file in the folder of the target, which is
 * synced and then renamed, so that a reader sees the old file or the new one. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct wb_file {
    int descriptor;  /* -1: none */
    int error_code;  /* errno of the last failure */
    bool is_regular; /* can be rewound, can be synced */
    char *path;      /* the target of a file being written */
    char *temporary; /* what is written until the commit; NULL when there is none */
};

/* strerror() follows the locale and is not safe between threads. */
static const char *reason(int error_code)
{
    static const struct {
        int code;
        const char *text;
    } reasons[] = {
        {ENOENT, "no such file or folder"},
        {EACCES, "permission denied"},
        {EPERM, "the operation is not permitted"},
        {EEXIST, "a file of that name exists"},
        {EISDIR, "it is a folder"},
        {ENOTDIR, "a part of the path is not a folder"},
        {ENOSPC, "no space left on the device"},
        {EDQUOT, "the disk quota is used up"},
        {EROFS, "the file system is read-only"},
        {EFBIG, "the file is too large"},
        {EIO, "the device reports an input or output error"},
        {EMFILE, "too many open files in this process"},
        {ENFILE, "too many open files on this system"},
        {ENAMETOOLONG, "the name is too long"},
        {ELOOP, "too many symbolic links"},
        {EPIPE, "the reader of the pipe has gone"},
        {ETXTBSY, "the file is being executed"},
        {ESPIPE, "it cannot be read twice"},
    };

    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].code == error_code)
            return reasons[i].text;
    }
    return "the operating system refuses it";
}

static wb_status fail_path(wb_error *err, const char *verb, const char *path,
                           int error_code)
{
    (void)wb_fail(err, WB_E_IO, "cannot %s '%s': %s", verb, path, reason(error_code));
    wb_error_set_where(err, path);
    return WB_E_IO;
}

static int open_retrying(const char *path, int flags, mode_t mode)
{
    int descriptor;

    do
        descriptor = open(path, flags | O_CLOEXEC, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

static wb_file *new_file(void)
{
    wb_file *file = wb_allocate(1, sizeof *file);

    if (file != NULL)
        file->descriptor = -1;
    return file;
}

/* ---- reading ---- */

wb_status wb_file_open(const char *path, wb_file **out, wb_error *err)
{
    struct stat info;
    wb_status st = WB_OK;
    int saved = errno;
    wb_file *file = new_file();

    if (file == NULL)
        return wb_fail_nomem(err);
    file->descriptor = open_retrying(path, O_RDONLY, 0);
    if (file->descriptor < 0 || fstat(file->descriptor, &info) != 0)
        st = fail_path(err, "open", path, errno);
    else if (S_ISDIR(info.st_mode))
        st = fail_path(err, "open", path, EISDIR);
    errno = saved;
    if (st != WB_OK) {
        wb_file_close(file);
        return st;
    }
    file->is_regular = S_ISREG(info.st_mode);
    *out = file;
    return WB_OK;
}

int64_t wb_file_read(void *file_, void *buffer, size_t capacity)
{
    wb_file *file = file_;
    int saved = errno;
    ssize_t count;

    do
        count = read(file->descriptor, buffer, capacity);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        file->error_code = errno;
    errno = saved;
    return count;
}

int32_t wb_file_seek(void *file_, int64_t offset)
{
    wb_file *file = file_;
    int saved = errno;

    if (lseek(file->descriptor, (off_t)offset, SEEK_SET) == (off_t)offset)
        return 0;
    file->error_code = errno;
    errno = saved;
    return -1;
}

int32_t wb_file_rewind(void *file)
{
    return wb_file_seek(file, 0);
}

int64_t wb_file_size(void *file_)
{
    wb_file *file = file_;
    struct stat info;
    int saved = errno;

    if (fstat(file->descriptor, &info) == 0)
        return (int64_t)info.st_size;
    file->error_code = errno;
    errno = saved;
    return -1;
}

bool wb_file_can_rewind(const wb_file *file)
{
    return file->is_regular;
}

/* ---- writing ---- */

/* A name that nobody has; like the file it replaces it gets the mode of the target, or
 * what the umask leaves. */
static wb_status open_temporary(wb_file *file, wb_error *err)
{
    size_t room = strlen(file->path) + 40;

    file->temporary = wb_resize(NULL, room, 1);
    if (file->temporary == NULL)
        return wb_fail_nomem(err);
    for (unsigned attempt = 0; file->descriptor < 0; attempt++) {
        (void)snprintf(file->temporary, room, "%s.%ld-%u.tmp", file->path, (long)getpid(),
                       attempt);
        file->descriptor =
            open_retrying(file->temporary, O_WRONLY | O_CREAT | O_EXCL, 0666);
        if (file->descriptor < 0 && (errno != EEXIST || attempt == 1000)) {
            wb_release(file->temporary);
            file->temporary = NULL;
            return fail_path(err, "write", file->path, errno);
        }
    }
    file->is_regular = true;
    return WB_OK;
}

/* Through a symbolic link what it points to is replaced, never the link. A link may point
 * to what has no path of its own: /dev/stdout and /dev/fd/9 when they are a pipe. */
static wb_status open_target(wb_file *file, const char *path, wb_error *err)
{
    char resolved[PATH_MAX];
    struct stat info;
    bool exists = stat(path, &info) == 0;
    int error_code = errno;

    if (exists && S_ISDIR(info.st_mode))
        return fail_path(err, "write", path, EISDIR);
    if (!exists && lstat(path, &info) == 0)
        return fail_path(err, "follow the symbolic link", path, error_code);
    bool is_file = exists && S_ISREG(info.st_mode);
    if (is_file && realpath(path, resolved) == NULL)
        return fail_path(err, "write", path, errno);
    file->path = wb_copy_string(is_file ? resolved : path);
    if (file->path == NULL)
        return wb_fail_nomem(err);
    if (!exists || is_file) {
        wb_status st = open_temporary(file, err);
        if (st == WB_OK && exists)
            (void)fchmod(file->descriptor, info.st_mode & 0777);
        return st;
    }
    file->descriptor = open_retrying(file->path, O_WRONLY, 0);
    return file->descriptor >= 0 ? WB_OK : fail_path(err, "write", path, errno);
}

wb_status wb_file_create(const char *path, wb_file **out, wb_error *err)
{
    int saved = errno;
    wb_file *file = new_file();

    if (file == NULL)
        return wb_fail_nomem(err);
    wb_status st = open_target(file, path, err);
    errno = saved;
    if (st != WB_OK) {
        wb_file_close(file);
        return st;
    }
    *out = file;
    return WB_OK;
}

int32_t wb_file_write(void *file_, const void *bytes, size_t n_bytes)
{
    wb_file *file = file_;
    const char *at = bytes;
    int saved = errno;
    int32_t result = 0;

    while (n_bytes > 0) {
        ssize_t count =
            write(file->descriptor, at, n_bytes < SSIZE_MAX ? n_bytes : SSIZE_MAX);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            file->error_code = errno;
            result = -1;
            break;
        }
        at += count;
        n_bytes -= (size_t)count;
    }
    errno = saved;
    return result;
}

/* The name itself is safe on disk once its folder is synced; not every file system can.
 */
static void sync_folder(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);

    if (length >= sizeof folder)
        return;
    memcpy(folder, length > 0 ? path : ".", length > 0 ? length : 1);
    folder[length > 0 ? length : 1] = '\0';
    int descriptor = open_retrying(folder, O_RDONLY | O_DIRECTORY, 0);
    if (descriptor < 0)
        return;
    (void)fsync(descriptor);
    (void)close(descriptor);
}

static int commit(wb_file *file)
{
    if (file->is_regular && fsync(file->descriptor) != 0)
        return -1;
    int descriptor = file->descriptor;
    file->descriptor = -1;
    if (close(descriptor) != 0 && errno != EINTR)
        return -1;
    if (file->temporary == NULL)
        return 0;
    if (rename(file->temporary, file->path) != 0)
        return -1;
    wb_release(file->temporary);
    file->temporary = NULL;
    sync_folder(file->path);
    return 0;
}

int32_t wb_file_commit(wb_file *file)
{
    int saved = errno;
    int32_t result = commit(file);

    if (result != 0)
        file->error_code = errno;
    errno = saved;
    return result;
}

const char *wb_file_reason(const wb_file *file)
{
    return reason(file->error_code);
}

void wb_file_close(void *file_)
{
    wb_file *file = file_;
    int saved = errno;

    if (file->descriptor >= 0)
        (void)close(file->descriptor);
    if (file->temporary != NULL)
        (void)unlink(file->temporary);
    wb_release(file->temporary);
    wb_release(file->path);
    wb_release(file);
    errno = saved;
}
