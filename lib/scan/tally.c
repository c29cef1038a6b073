/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* wb_scan_tally(): the pool file of a scan. */
#include "scan/pool.h"
#include "scan/scan.h"

static wb_status read_options(wb_scan_tally_options *ours,
                              const wb_scan_tally_options *theirs, wb_error *err)
{
    wb_status st = wb_options_read(ours, sizeof *ours, theirs, err);

    if (st == WB_OK && ours->company == NULL)
        return wb_fail_at(err, WB_E_ARG, -1, "company",
                          "a company needs a pseudonym to be in a pool");
    return st;
}

/* The ids of hierarchies that the organisation's file declares for pools. */
static wb_status read_breakdowns(const wb_organisation *organisation, wb_names *names,
                                 wb_error *err)
{
    const json_t *list =
        json_object_get(json_object_get(organisation->json, "pool"), "breakdowns");
    wb_status st = WB_OK;

    for (size_t i = 0; i < json_array_size(list); i++)
        WB_TRY(wb_names_add(names, json_string_value(json_array_get(list, i)), err));
done:
    return st;
}

wb_status wb_scan_tally(const wb_scan *scan, const wb_scan_tally_options *options,
                        wb_writer *writer, wb_error *err)
{
    wb_scan_tally_options ours = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_frame *results = NULL;
    wb_cells cells = {0};
    wb_names breakdowns = {0};
    wb_pooled_company of;
    wb_status st;

    if (scan == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "scan and writer are required");
    WB_TRY(read_options(&ours, options, err));
    WB_TRY(read_breakdowns(scan->organisation, &breakdowns, err));
    WB_TRY(wb_scan_table(scan, "results", NULL, &results, err));
    WB_TRY(wb_cells_init(&cells, results, err));
    of = (wb_pooled_company){ours.company,
                             wb_subject_hash(scan->document.root),
                             wb_organisation_staff(scan->organisation),
                             wb_organisation_min_n(scan->organisation),
                             scan->synthetic,
                             &breakdowns,
                             ours.measures};
    st = wb_pool_tell(&cells, &of, writer, err);
done:
    wb_cells_free(&cells);
    wb_frame_free(results);
    wb_names_free(&breakdowns);
    return st;
}
