/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "store/disk.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 16, MAX_REGIONS = 16, SECTOR = 512 };

typedef struct bytes {
    unsigned char *at;
    size_t length;
} bytes;

/* What was written, or a truncation (data NULL: to `offset`), since the last sync. */
typedef struct unsynced {
    int64_t offset, length;
    unsigned char *data;
} unsynced;

typedef struct disk_file {
    char name[128];
    bool exists, existed; /* now; as of the last sync of its folder */
    bytes now, synced;
    unsynced *waiting;
    int64_t n_waiting;
    void *regions[MAX_REGIONS]; /* memory that connections share */
} disk_file;

static disk_file files[MAX_FILES];
static bytes kept[MAX_FILES];
static bool kept_exists[MAX_FILES];
static disk_fault fault;
static int64_t fails_at, operations;
static uint64_t random_state = 1;

static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void *grow(void *block, size_t n)
{
    void *grown = realloc(block, n > 0 ? n : 1);

    assert(grown != NULL);
    return grown;
}

static void resize(bytes *content, size_t length)
{
    content->at = grow(content->at, length);
    if (length > content->length)
        memset(content->at + content->length, 0, length - content->length);
    content->length = length;
}

static void put(bytes *content, int64_t offset, const void *data, int64_t n)
{
    if ((size_t)(offset + n) > content->length)
        resize(content, (size_t)(offset + n));
    memcpy(content->at + offset, data, (size_t)n);
}

static void copy(bytes *to, const bytes *from)
{
    resize(to, from->length);
    if (from->length > 0)
        memcpy(to->at, from->at, from->length);
}

/* ---- going wrong ---- */

static bool goes_wrong(void)
{
    operations++;
    if (fault == DISK_FINE || fault == DISK_FULL || operations < fails_at)
        return false;
    return fault != DISK_ERROR || operations == fails_at;
}

static bool is_full(void)
{
    return fault == DISK_FULL && operations >= fails_at;
}

void disk_fail(disk_fault how, int64_t operation)
{
    fault = how;
    fails_at = operation;
    operations = 0;
}

int64_t disk_operations(void)
{
    return operations;
}

/* ---- files ---- */

static void forget_waiting(disk_file *file)
{
    for (int64_t i = 0; i < file->n_waiting; i++)
        free(file->waiting[i].data);
    free(file->waiting);
    file->waiting = NULL;
    file->n_waiting = 0;
}

static void forget_regions(disk_file *file)
{
    for (int i = 0; i < MAX_REGIONS; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
}

static void wait_for_sync(disk_file *file, int64_t offset, const void *data, int64_t n)
{
    file->waiting =
        grow(file->waiting, (size_t)(file->n_waiting + 1) * sizeof *file->waiting);
    unsynced *last = &file->waiting[file->n_waiting++];
    *last = (unsynced){offset, n, NULL};
    if (data != NULL)
        last->data = memcpy(grow(NULL, (size_t)n), data, (size_t)n);
}

static disk_file *find(const char *name)
{
    disk_file *unused = NULL;

    for (int i = 0; i < MAX_FILES; i++) {
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
        if (files[i].name[0] == '\0' && unused == NULL)
            unused = &files[i];
    }
    assert(unused != NULL && strlen(name) < sizeof unused->name);
    strcpy(unused->name, name);
    return unused;
}

void disk_keep(void)
{
    for (int i = 0; i < MAX_FILES; i++) {
        copy(&kept[i], &files[i].now);
        kept_exists[i] = files[i].exists;
    }
}

void disk_restore(void)
{
    disk_fail(DISK_FINE, 0);
    for (int i = 0; i < MAX_FILES; i++) {
        disk_file *file = &files[i];
        forget_waiting(file);
        forget_regions(file);
        copy(&file->now, &kept[i]);
        copy(&file->synced, &kept[i]);
        file->exists = file->existed = kept_exists[i];
    }
}

void disk_erase(void)
{
    disk_fail(DISK_FINE, 0);
    for (int i = 0; i < MAX_FILES; i++) {
        forget_waiting(&files[i]);
        forget_regions(&files[i]);
        resize(&files[i].now, 0);
        resize(&files[i].synced, 0);
        files[i].exists = files[i].existed = false;
    }
}

/* A write that never was synced is there, or not, or its first sectors are, or garbage.
 */
static void lose(bytes *content, const unsynced *write)
{
    uint64_t fate = next_random() % 8;
    int64_t n = write->length;

    if (fate < 3)
        return;
    if (write->data == NULL) {
        resize(content, (size_t)write->offset);
        return;
    }
    if (fate == 3)
        n = (int64_t)(next_random() % (uint64_t)(n / SECTOR + 1)) * SECTOR;
    put(content, write->offset, write->data, n);
    if (fate == 4) {
        for (int64_t i = 0; i < n; i++)
            content->at[write->offset + i] = (unsigned char)next_random();
    }
}

static void lose_power(disk_file *file)
{
    for (int64_t i = 0; i < file->n_waiting; i++)
        lose(&file->synced, &file->waiting[i]);
    forget_waiting(file);
    copy(&file->now, &file->synced);
    if (file->exists != file->existed && next_random() % 2 == 0)
        file->exists = file->existed;
    file->existed = file->exists;
    if (!file->exists) {
        resize(&file->now, 0);
        resize(&file->synced, 0);
    }
}

void disk_reboot(uint64_t seed)
{
    bool power = fault == DISK_POWER;

    random_state = seed * 2 + 1;
    disk_fail(DISK_FINE, 0);
    for (int i = 0; i < MAX_FILES; i++) {
        forget_regions(&files[i]);
        if (power)
            lose_power(&files[i]);
    }
}

int disk_holds(const char *what)
{
    size_t n = strlen(what);

    for (int i = 0; i < MAX_FILES; i++) {
        const bytes *content = &files[i].now;
        for (size_t at = 0; files[i].exists && at + n <= content->length; at++) {
            if (memcmp(content->at + at, what, n) == 0)
                return 1;
        }
    }
    return 0;
}

/* ---- what SQLite does with a file ---- */

typedef struct opened {
    sqlite3_file base;
    disk_file *file;
} opened;

static disk_file *of(sqlite3_file *file)
{
    return ((opened *)file)->file;
}

static int close_file(sqlite3_file *file)
{
    (void)file;
    return SQLITE_OK;
}

static int read_file(sqlite3_file *handle, void *buffer, int n, sqlite3_int64 offset)
{
    const bytes *content = &of(handle)->now;

    if (goes_wrong())
        return SQLITE_IOERR_READ;
    int64_t there = (int64_t)content->length - offset;
    if (there < 0)
        there = 0;
    if (there > n)
        there = n;
    if (there > 0)
        memcpy(buffer, content->at + offset, (size_t)there);
    memset((char *)buffer + there, 0, (size_t)(n - there));
    return there < n ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int write_file(sqlite3_file *handle, const void *data, int n, sqlite3_int64 offset)
{
    disk_file *file = of(handle);

    if (goes_wrong())
        return SQLITE_IOERR_WRITE;
    if (is_full() && (size_t)(offset + n) > file->now.length)
        return SQLITE_FULL;
    put(&file->now, offset, data, n);
    wait_for_sync(file, offset, data, n);
    return SQLITE_OK;
}

static int truncate_file(sqlite3_file *handle, sqlite3_int64 length)
{
    disk_file *file = of(handle);

    if (goes_wrong())
        return SQLITE_IOERR_TRUNCATE;
    resize(&file->now, (size_t)length);
    wait_for_sync(file, length, NULL, 0);
    return SQLITE_OK;
}

static int sync_file(sqlite3_file *handle, int flags)
{
    disk_file *file = of(handle);

    (void)flags;
    if (goes_wrong())
        return SQLITE_IOERR_FSYNC;
    forget_waiting(file);
    copy(&file->synced, &file->now);
    file->existed = file->exists;
    return SQLITE_OK;
}

static int file_size(sqlite3_file *handle, sqlite3_int64 *size)
{
    if (goes_wrong())
        return SQLITE_IOERR_FSTAT;
    *size = (sqlite3_int64)of(handle)->now.length;
    return SQLITE_OK;
}

static int lock_file(sqlite3_file *handle, int level)
{
    (void)handle, (void)level;
    return goes_wrong() ? SQLITE_IOERR_LOCK : SQLITE_OK;
}

static int unlock_file(sqlite3_file *handle, int level)
{
    (void)handle, (void)level;
    return SQLITE_OK;
}

static int is_reserved(sqlite3_file *handle, int *reserved)
{
    (void)handle;
    *reserved = 0;
    return goes_wrong() ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
}

static int control(sqlite3_file *handle, int operation, void *argument)
{
    (void)handle, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *handle)
{
    (void)handle;
    return SECTOR;
}

static int characteristics(sqlite3_file *handle)
{
    (void)handle;
    return 0; /* it promises nothing */
}

static int map_region(sqlite3_file *handle, int region, int size, int extend,
                      void volatile **at)
{
    disk_file *file = of(handle);

    assert(region < MAX_REGIONS);
    if (goes_wrong())
        return SQLITE_IOERR_SHMMAP;
    if (file->regions[region] == NULL && extend) {
        file->regions[region] = calloc(1, (size_t)size);
        assert(file->regions[region] != NULL);
    }
    *at = file->regions[region];
    return SQLITE_OK;
}

static int lock_region(sqlite3_file *handle, int offset, int n, int flags)
{
    (void)handle, (void)offset, (void)n;
    if ((flags & SQLITE_SHM_UNLOCK) != 0)
        return SQLITE_OK;
    return goes_wrong() ? SQLITE_IOERR_SHMLOCK : SQLITE_OK;
}

static void barrier(sqlite3_file *handle)
{
    (void)handle;
}

static int unmap_regions(sqlite3_file *handle, int remove)
{
    if (remove)
        forget_regions(of(handle));
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_region,
    .xShmLock = lock_region,
    .xShmBarrier = barrier,
    .xShmUnmap = unmap_regions,
};

/* ---- what SQLite does with the disk ---- */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *handle, int flags,
                     int *out_flags)
{
    opened *o = (opened *)handle;

    (void)vfs;
    o->base.pMethods = NULL;
    if (goes_wrong())
        return SQLITE_CANTOPEN;
    o->file = find(name != NULL ? name : "temporary");
    if (!o->file->exists && (flags & SQLITE_OPEN_CREATE) == 0)
        return SQLITE_CANTOPEN;
    if (!o->file->exists && is_full())
        return SQLITE_CANTOPEN;
    o->file->exists = true;
    o->base.pMethods = &methods;
    if (out_flags != NULL)
        *out_flags = flags;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    disk_file *file = find(name);

    (void)vfs;
    if (goes_wrong())
        return SQLITE_IOERR_DELETE;
    if (!file->exists)
        return SQLITE_IOERR_DELETE_NOENT;
    file->exists = false;
    resize(&file->now, 0);
    wait_for_sync(file, 0, NULL, 0);
    if (sync_folder)
        file->existed = false;
    return SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *there)
{
    (void)vfs, (void)flags;
    if (goes_wrong())
        return SQLITE_IOERR_ACCESS;
    *there = find(name)->exists;
    return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int n, char *out)
{
    (void)vfs;
    if ((int)strlen(name) >= n)
        return SQLITE_CANTOPEN;
    strcpy(out, name);
    return SQLITE_OK;
}

static int fill_random(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    for (int i = 0; i < n; i++)
        out[i] = (char)next_random();
    return n;
}

static int sleep_no_longer(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return microseconds;
}

static int current_time(sqlite3_vfs *vfs, double *julian_day)
{
    (void)vfs;
    *julian_day = 2460000.5;
    return SQLITE_OK;
}

static int last_error(sqlite3_vfs *vfs, int n, char *text)
{
    (void)vfs, (void)n, (void)text;
    return 0;
}

void disk_install(void)
{
    static sqlite3_vfs vfs = {
        .iVersion = 1,
        .szOsFile = (int)sizeof(opened),
        .mxPathname = 120,
        .zName = "disk",
        .xOpen = open_file,
        .xDelete = delete_file,
        .xAccess = access_file,
        .xFullPathname = full_name,
        .xRandomness = fill_random,
        .xSleep = sleep_no_longer,
        .xCurrentTime = current_time,
        .xGetLastError = last_error,
    };
    int rc = sqlite3_vfs_register(&vfs, 1);

    assert(rc == SQLITE_OK);
    (void)rc;
}
