/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "handles.h"

#include <string.h>
#include <werkbaar/werkbaar.h>

void handle_destroy(const char *type, void *handle)
{
    if (strcmp(type, "wb_frame") == 0)
        wb_frame_free(handle);
    else if (strcmp(type, "wb_source") == 0)
        wb_source_free(handle);
    else if (strcmp(type, "wb_tally") == 0)
        wb_tally_free(handle);
    else if (strcmp(type, "wb_scales") == 0)
        wb_scales_free(handle);
    else if (strcmp(type, "wb_spec") == 0)
        wb_spec_free(handle);
    else if (strcmp(type, "wb_instrument") == 0)
        wb_instrument_free(handle);
    else if (strcmp(type, "wb_weighting") == 0)
        wb_weighting_free(handle);
    else if (strcmp(type, "wb_model") == 0)
        wb_model_free(handle);
    else if (strcmp(type, "wb_model_pass") == 0)
        wb_model_pass_free(handle);
    else if (strcmp(type, "wb_fit") == 0)
        wb_fit_free(handle);
    else if (strcmp(type, "wb_support") == 0)
        wb_support_free(handle);
    else if (strcmp(type, "wb_plan") == 0)
        wb_plan_free(handle);
    else if (strcmp(type, "wb_changes") == 0)
        wb_changes_free(handle);
    else if (strcmp(type, "wb_store") == 0)
        wb_store_free(handle);
    else if (strcmp(type, "wb_ledger") == 0)
        wb_ledger_free(handle);
    else if (strcmp(type, "wb_catalogue") == 0)
        wb_catalogue_free(handle);
    else if (strcmp(type, "wb_questionnaire") == 0)
        wb_questionnaire_free(handle);
    else if (strcmp(type, "wb_scan") == 0)
        wb_scan_free(handle);
    else if (strcmp(type, "wb_pool") == 0)
        wb_pool_free(handle);
    else if (strcmp(type, "wb_monitor_definition") == 0)
        wb_monitor_definition_free(handle);
    else if (strcmp(type, "wb_monitor") == 0)
        wb_monitor_free(handle);
    else if (strcmp(type, "wb_monitor_results") == 0)
        wb_monitor_results_free(handle);
    else if (strcmp(type, "wb_organisation") == 0)
        wb_organisation_free(handle);
    else if (strcmp(type, "wb_reader") == 0)
        wb_reader_free(handle);
    else if (strcmp(type, "wb_writer") == 0)
        wb_writer_free(handle);
}
