/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Around the C of docs/monitor.md. */
#include "sample.h"

int main(int argc, char **argv)
{
    sample of;
    wb_error err;
    wb_monitor_definition *definition = NULL;
    wb_monitor *monitor = NULL;
    wb_monitor_results *results = NULL;
    wb_frame *frame = NULL;
    wb_status st = sample_open(&of, argv[argc - 1], 0, &err);

    if (st == WB_OK) {
        wb_source *source = of.source;
#include "monitor-1.inc"
    }
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    wb_monitor_definition_free(definition);
    sample_close(&of);
    return sample_end(st, &err, "cells", frame);
}
