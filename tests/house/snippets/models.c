/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Around the C of docs/models.md. */
#include "sample.h"

int main(int argc, char **argv)
{
    sample of;
    wb_error err;
    wb_model *model = NULL;
    wb_fit *fit = NULL;
    wb_frame *frame = NULL;
    wb_status st = sample_open(&of, argv[argc - 1], 1, &err);

    if (st == WB_OK) {
        wb_spec *spec = of.spec;
        wb_source *source = of.source;
#include "models-1.inc"
    }
    wb_fit_free(fit);
    wb_model_free(model);
    sample_close(&of);
    return sample_end(st, &err, "coefficients", frame);
}
