/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Around the C of docs/cut-offs.md. */
#include "sample.h"

static int curve_make(const char *path)
{
    sample of;
    wb_error err;
    wb_frame *curve = NULL;
    wb_frame *auc = NULL;
    wb_status st = sample_open(&of, path, 1, &err);

    if (st == WB_OK) {
        wb_spec *spec = of.spec;
        wb_source *source = of.source;
#include "cut-offs-1.inc"
    }
    sample_close(&of);
    int result = sample_end(st, &err, "curve", curve);
    return sample_end(st, &err, "areas", auc) + result;
}

static int moves_make(const char *path)
{
    sample of;
    wb_error err;
    wb_frame *frame = NULL;
    wb_status st = sample_open(&of, path, 0, &err);

    if (st == WB_OK) {
        wb_instrument *instrument = of.instrument;
        wb_spec *spec = of.spec;
        wb_source *source = of.source;
#include "cut-offs-2.inc"
    }
    sample_close(&of);
    return sample_end(st, &err, "moves", frame);
}

int main(int argc, char **argv)
{
    return curve_make(argv[argc - 1]) + moves_make(argv[argc - 1]) > 0;
}
