/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Values compared, and shown to people. */
#include "base/text.h"
#include "plan/operation.h"

#include <string.h>

wb_status wb_same_value(const json_t *a, const json_t *b, bool *same, wb_error *err)
{
    wb_text first = {0}, second = {0};
    wb_status st = WB_OK;
    bool no_a = a == NULL || json_is_null(a), no_b = b == NULL || json_is_null(b);

    *same = no_a && no_b;
    if (no_a || no_b)
        return WB_OK;
    *same = json_equal(a, b);
    if (*same)
        return WB_OK;
    WB_TRY(wb_json_canonical(a, &first, err));
    WB_TRY(wb_json_canonical(b, &second, err));
    *same = first.length == second.length &&
            memcmp(first.bytes, second.bytes, first.length) == 0;
done:
    wb_text_free(&first);
    wb_text_free(&second);
    return st;
}

wb_status wb_show_value(const json_t *value, size_t limit, wb_text *out, wb_error *err)
{
    size_t before = out->length;
    wb_status st;

    if (value == NULL || json_is_null(value))
        return wb_text_add(out, "empty", err);
    WB_TRY(wb_json_canonical(value, out, err));
    if (out->length - before > limit) {
        wb_text_cut(
            out, before + wb_utf8_cut(out->bytes + before, out->length - before, limit));
        st = wb_text_add(out, "…", err);
    }
done:
    return st;
}
