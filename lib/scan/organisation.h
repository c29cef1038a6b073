/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* An organisation as a scan sees it. Texts are borrowed from the JSON document it was
 * read from, which it keeps; paths are its own.
 *
 * Groups stand in the order of the file, a group before those in it. The groups of one
 * level of a hierarchy are told apart by one column of the answers. */
#ifndef WB_LIB_SCAN_ORGANISATION_H
#define WB_LIB_SCAN_ORGANISATION_H

#include "base/json.h"

#include <werkbaar/scan.h>

enum {
    WB_MAX_HIERARCHIES = 16,
    WB_MAX_GROUP_LEVELS = 8,
    WB_MAX_GROUPS = 10000,
    WB_MAX_CROSSES = 64,
    WB_MAX_CELLS = 20000, /* crossed ones included */
    WB_MAX_PATH = 255,    /* bytes; crossed ones too */
    WB_LEAST_MIN_N = 5
};

enum { WB_NO_GROUP = -1 };

/* The path of the whole organisation. */
#define WB_WHOLE "all"

typedef struct wb_hierarchy {
    const char *id;
    const json_t *json;
    const char *columns[WB_MAX_GROUP_LEVELS];
    size_t n_levels;
    size_t first_group; /* of the organisation's groups; they stand together */
    size_t n_groups;
} wb_hierarchy;

typedef struct wb_group {
    const char *id;
    const json_t *json;
    char *path;
    size_t hierarchy;
    int64_t parent; /* WB_NO_GROUP at the first level */
    size_t level;   /* from 0 */
    int64_t staff;
} wb_group;

/* What it is called, else its id. */
const char *wb_group_title(const wb_group *group, const char *language);

/* Which level of each hierarchy tells cells apart, counted from 1; 0: none does. The
 * whole organisation is all 0, the groups of a level have one that is not. */
typedef struct wb_grid {
    uint8_t level[WB_MAX_HIERARCHIES];
} wb_grid;

struct wb_organisation {
    wb_json document;   /* empty when it is a part of another */
    const json_t *json; /* its object */
    wb_text canonical;
    char hash[65];
    const char *id;
    const char *fieldwork;
    int64_t staff;
    int64_t min_n;
    int64_t min_n_sensitive; /* 0: not given */
    int64_t extreme;         /* 0: not given */
    bool synthetic;
    wb_hierarchy hierarchies[WB_MAX_HIERARCHIES];
    size_t n_hierarchies;
    wb_group *groups;
    size_t n_groups;
    wb_grid crosses[WB_MAX_CROSSES];
    size_t n_crosses;
    int64_t calibrate; /* a hierarchy, or -1 */
};

/* The organisation at a place of a document, which must outlive it. */
wb_status wb_organisation_of(const wb_json_at *at, wb_organisation **out, wb_error *err);

/* ---- reading, part by part; `root` is the object of the organisation ---- */

wb_status wb_organisation_read_groups(wb_organisation *made, const wb_json_at *root,
                                      wb_error *err);
wb_status wb_organisation_read_uses(wb_organisation *made, const wb_json_at *root,
                                    wb_error *err);

/* What its answers are called: its id, ':' and that of its fieldwork. */
wb_status wb_organisation_scope(const wb_organisation *organisation, wb_text *out,
                                wb_error *err);
/* How many groups a hierarchy has at a level, from 1; at level 0 there is the whole. */
size_t wb_organisation_width(const wb_organisation *organisation, size_t hierarchy,
                             size_t level);

/* A required `id` that is a code as survey tools have them: digits may come first. */
wb_status wb_organisation_read_code(const wb_json_at *at, const char **id, wb_error *err);

/* The hierarchy with this id, or n_hierarchies. */
size_t wb_organisation_find(const wb_organisation *organisation, const char *id);
/* The hierarchy and level (from 0) that a column tells; false when none does. */
bool wb_organisation_find_column(const wb_organisation *organisation, const char *column,
                                 size_t *hierarchy, size_t *level);

#endif
