/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Around the C of docs/quality.md. */
#include "sample.h"

int main(int argc, char **argv)
{
    sample of;
    wb_error err;
    wb_frame *frame = NULL;
    wb_status st = sample_open(&of, argv[argc - 1], 0, &err);

    if (st == WB_OK) {
        wb_instrument *instrument = of.instrument;
        wb_spec *spec = of.spec;
        wb_source *source = of.source;
#include "quality-1.inc"
    }
    sample_close(&of);
    return sample_end(st, &err, "figures", frame);
}
