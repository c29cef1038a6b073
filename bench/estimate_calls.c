/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* estimate_calls TALLY CALLS: read a tally, estimate of it again and again, and print the
 * nanoseconds of a call: what a binding's call is compared with. */
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>

static wb_tally *read_tally(const char *path, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_tally *tally = NULL;

    if (wb_reader_open(path, &reader, err) == WB_OK &&
        wb_tally_read(reader, &tally, err) != WB_OK)
        tally = NULL;
    wb_reader_free(reader);
    return tally;
}

int main(int argc, char **argv)
{
    wb_error err = {0};
    wb_tally *tally = argc == 3 ? read_tally(argv[1], &err) : NULL;
    long calls = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    double start = milliseconds(CLOCK_MONOTONIC);

    for (long i = 0; tally != NULL && i < calls; i++) {
        wb_frame *estimates = NULL;

        if (wb_tally_estimate(tally, NULL, NULL, &estimates, &err) != WB_OK)
            break;
        wb_frame_free(estimates);
    }
    if (tally == NULL || calls < 1 || err.status != WB_OK) {
        fprintf(stderr, "estimate_calls: %s\n",
                argc == 3 ? err.message : "usage: estimate_calls TALLY CALLS");
        return 1;
    }
    printf("%.1f\n", 1e6 * (milliseconds(CLOCK_MONOTONIC) - start) / (double)calls);
    wb_tally_free(tally);
    return 0;
}
