/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Around the C of docs/statfiles.md: what is written there is read again. */
#include "sample.h"

static int write_rows(const char *path)
{
    sample of;
    wb_error err;
    wb_writer *writer = NULL;
    wb_status st = sample_open(&of, path, 0, &err);

    if (st == WB_OK) {
        wb_source *source = of.source;
#include "statfiles-2.inc"
    }
    sample_close(&of);
    return sample_end(st, &err, "written", NULL);
}

static int read_rows(void)
{
    wb_error err;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_status st = WB_OK;
#include "statfiles-1.inc"
    if (st == WB_OK)
        st = wb_source_collect(source, NULL, &frame, &err);
    wb_source_free(source);
    return sample_end(st, &err, "read", frame);
}

int main(int argc, char **argv)
{
    return write_rows(argv[argc - 1]) + read_rows() > 0;
}
