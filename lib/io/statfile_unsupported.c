/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The same functions in a build without ReadStat. */
#include "base/base.h"

#include <werkbaar/io.h>

#ifndef WB_WITH_READSTAT

static wb_status unsupported(wb_error *err)
{
    return wb_fail(err, WB_E_UNSUPPORTED,
                   "this libwerkbaar was built without ReadStat, which files of SPSS, "
                   "Stata and SAS need");
}

wb_status wb_statfile_read(wb_reader *reader, const wb_statfile_options *options,
                           wb_source **out, wb_error *err)
{
    (void)reader, (void)options;
    if (out != NULL)
        *out = NULL;
    return unsupported(err);
}

wb_status wb_statfile_describe(wb_reader *reader, const wb_statfile_options *options,
                               const char *part, wb_frame **out, wb_error *err)
{
    (void)reader, (void)options, (void)part;
    if (out != NULL)
        *out = NULL;
    return unsupported(err);
}

wb_status wb_statfile_write(wb_writer *writer, wb_source *source,
                            const wb_statfile_write_options *options, const wb_run *run,
                            wb_error *err)
{
    (void)writer, (void)source, (void)options, (void)run;
    return unsupported(err);
}

#endif
