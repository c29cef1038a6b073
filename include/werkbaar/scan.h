/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/**
 * @file scan.h
 * @brief Company scans: an organisation, its groups and staff; answers in, released figures
 * out.
 *
 * A wb_organisation says who works where: hierarchies of groups (department and team,
 * function, age band), each with the number of people on its staff, and below how many
 * answers nothing is shown (docs/formats/organisation.md).
 *
 * A group is named by its path: the hierarchy's id and the ids of the groups from the top
 * down, with '/' between: `department/production/line1`. The whole organisation is `all`. A
 * cell where hierarchies cross is the paths with '*' between, in the order of the
 * hierarchies: `department/production*age/young`.
 *
 * Texts are in `language` ("nl", "en", ...); what is not there in it is in Dutch, else in
 * English, else in the first language there is. NULL is "nl".
 */
#ifndef WERKBAAR_SCAN_H
#define WERKBAAR_SCAN_H

#include <werkbaar/frame.h>

WB_BEGIN_DECLS

/** @name The organisation @{ */

/** An organisation, its groups and their staff. Opaque, immutable. */
typedef struct wb_organisation wb_organisation;

/**
 * Read an organisation file (JSON, "werkbaar-organisation/1.x").
 * @return WB_OK; WB_E_DATA for what is wrong in the file: syntax, unknown key, `min_n` missing
 *         or below 5, a group or column that is there twice, groups with more staff together
 *         than what they are in, a cross of unknown columns (err->line, column, where: the JSON
 *         pointer); WB_E_LIMIT (more than 16 hierarchies, 8 levels, 10,000 groups, or cells);
 *         WB_E_VERSION; WB_E_IO; WB_E_ARG; WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_organisation_read(wb_reader *reader, wb_organisation **out,
                                                 wb_error *err);

/** wb_organisation_read() of the file at `path`. */
WB_API WB_CHECKED wb_status wb_organisation_load(const char *path, wb_organisation **out,
                                                 wb_error *err);

/** Write the organisation as canonical JSON (RFC 8785), the bytes its hash is taken of. */
WB_API WB_CHECKED wb_status wb_organisation_write(const wb_organisation *organisation,
                                                  wb_writer *writer, wb_error *err);

/** Free an organisation. */
WB_API void wb_organisation_free(wb_organisation *organisation);

WB_API const char *wb_organisation_id(const wb_organisation *organisation);
/** SHA-256 of the canonical JSON, 64 hexadecimal digits. */
WB_API const char *wb_organisation_hash(const wb_organisation *organisation);
WB_API const char *wb_organisation_title(const wb_organisation *organisation,
                                         const char *language);
/** How many people work there. */
WB_API int64_t wb_organisation_staff(const wb_organisation *organisation);
/** Fewest answers of which a figure is shown, at least 5. */
WB_API int32_t wb_organisation_min_n(const wb_organisation *organisation);

/**
 * The groups, a row each, in the order of the file, a group before those in it: `hierarchy`
 * (id), `group` (path), `parent` (path; missing at the first level), `title` text; `column`
 * text: of the answers, that names it; `staff` int64; `level` int32, from 1.
 * @return WB_OK, WB_E_ARG, WB_E_NOMEM.
 */
WB_API WB_CHECKED wb_status wb_organisation_groups(const wb_organisation *organisation,
                                                   const char *language, wb_frame **out,
                                                   wb_error *err);

/** @} */

WB_END_DECLS
#endif
