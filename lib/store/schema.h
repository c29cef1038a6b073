/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The tables of a store, and how a file of an earlier version becomes one of this. */
#ifndef WB_LIB_STORE_SCHEMA_H
#define WB_LIB_STORE_SCHEMA_H

#include "store/sql.h"

enum { WB_STORE_APPLICATION_ID = 0x7762706c }; /* "wbpl" */

/* Statement list i makes version i + 1 of version i; version 0 is an empty file. */
typedef struct wb_migrations {
    const char *const *steps;
    int32_t n;
} wb_migrations;

extern const wb_migrations wb_store_migrations;

/* Bring the file of a connection to the newest version, in one transaction; an empty file
 * becomes a store. What was there before goes first to `<path>.v<version>.bak`.
 * WB_E_DATA: no plan store. WB_E_VERSION: newer than we know. */
wb_status wb_store_migrate(wb_sql *sql, const wb_migrations *migrations, wb_error *err);
/* The same refusals, for a file that is only read; also of one that should be migrated.
 */
wb_status wb_store_check_version(wb_sql *sql, const wb_migrations *migrations,
                                 wb_error *err);

#endif
