/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/embedded.h"

#include <string.h>

/* "no plan 'x' is built in, there are: a, b" */
static wb_status fail_unknown(const wb_embedded *files, size_t n, const char *what,
                              const char *id, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text list = {0};

    for (size_t i = 0; i < n; i++) {
        WB_TRY(wb_text_add(&list, i == 0 ? "" : ", ", err));
        WB_TRY(wb_text_add(&list, files[i].name, err));
    }
    st = wb_fail_at(err, WB_E_ARG, -1, id, "no %s '%.80s' is built in, there are: %s",
                    what, id, list.bytes);
done:
    wb_text_free(&list);
    return st;
}

wb_status wb_embedded_open(const wb_embedded *files, size_t n, const char *what,
                           const char *id, wb_reader **out, wb_error *err)
{
    if (id == NULL)
        return wb_fail(err, WB_E_ARG, "the id of a built-in %s is required", what);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(files[i].name, id) == 0)
            return wb_reader_from_memory(files[i].bytes, files[i].n_bytes, files[i].name,
                                         out, err);
    }
    return fail_unknown(files, n, what, id, err);
}
