/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A disk in memory that SQLite writes to, and that goes wrong when told: one operation
 * fails, or all from there on, the disk is full, or the power goes and what was never
 * synced is lost, torn or garbage. One process, one connection at a time. */
#ifndef WB_TEST_DISK_H
#define WB_TEST_DISK_H

#include <stdint.h>

typedef enum disk_fault {
    DISK_FINE = 0,
    DISK_ERROR = 1,  /* one operation fails, those after it do not */
    DISK_BROKEN = 2, /* from there on all fail */
    DISK_FULL = 3,   /* from there on no write grows a file */
    DISK_POWER = 4   /* as broken; disk_reboot() then loses what was not synced */
} disk_fault;

/* Make it the file system of every connection that SQLite opens from now on. */
void disk_install(void);

/* Keep the files as they are, all synced; and go back to that. */
void disk_keep(void);
void disk_restore(void);
/* Remove every file; what was kept stays. */
void disk_erase(void);

/* The operation that goes wrong, counted from 1 from now on. */
void disk_fail(disk_fault fault, int64_t operation);
/* Operations since disk_fail(). */
int64_t disk_operations(void);
/* The disk works again; after a power cut the seed decides what is left of it. */
void disk_reboot(uint64_t seed);
/* Whether some file holds these bytes. */
int disk_holds(const char *bytes);

#endif
