/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The parts of the results: names, and what makes each. */
#include "monitor/publish.h"
#include "monitor/table.h"

#include <string.h>

static const struct {
    const char *name;
    wb_status (*make)(const wb_monitor_results *results, const char *language,
                      wb_frame **out, wb_error *err);
} parts[] = {
    {"cells", wb_table_cells},       {"changes", wb_table_changes},
    {"groups", wb_table_groups},     {"trend", wb_table_trend},
    {"targets", wb_table_targets},   {"published", wb_table_published},
    {"counts", wb_table_counts},     {"response", wb_table_response},
    {"notes", wb_table_notes},       {"labels", wb_table_labels},
    {"released", wb_table_released}, {"audit", wb_table_audit},
};
enum { N_PARTS = sizeof parts / sizeof *parts };

size_t wb_monitor_part_count(void)
{
    return N_PARTS;
}

const char *wb_monitor_part_name(size_t index)
{
    return index < N_PARTS ? parts[index].name : NULL;
}

static wb_status no_part(const char *part, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text names = {0};

    for (size_t i = 0; i < N_PARTS; i++)
        WB_TRY(wb_text_format(&names, err, "%s%s",
                              i == 0             ? ""
                              : i + 1 == N_PARTS ? " and "
                                                 : ", ",
                              parts[i].name));
    st = wb_fail_at(err, WB_E_ARG, -1, part, "a monitor has no part '%.60s'; it has %s",
                    part, names.bytes);
done:
    wb_text_free(&names);
    return st;
}

wb_status wb_monitor_results_table(const wb_monitor_results *results, const char *part,
                                   const char *language, wb_frame **out, wb_error *err)
{
    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (results == NULL || part == NULL)
        return wb_fail(err, WB_E_ARG, "results and a part are required");
    for (size_t i = 0; i < N_PARTS; i++) {
        if (strcmp(parts[i].name, part) == 0)
            return parts[i].make(results, language, out, err);
    }
    return no_part(part, err);
}
