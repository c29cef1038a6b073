/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Changes as a table: each is applied to a copy, which shows what was there before. */
#include "plan/changes.h"

#include <string.h>

wb_status wb_language_check(const char *language, wb_error *err)
{
    if (language == NULL || strcmp(language, "nl") == 0 || strcmp(language, "en") == 0)
        return WB_OK;
    return wb_fail(err, WB_E_ARG, "language is '%.32s', where nl or en is expected",
                   language);
}

static wb_status add_row(wb_plan *plan, const wb_operation *operation,
                         const char *language, wb_fill *fill, wb_error *err)
{
    wb_telling telling = {.verb = operation->verb,
                          .language = language,
                          .record = operation->record,
                          .field = operation->field};
    wb_effect effect;
    wb_status st;

    WB_TRY(wb_operation_apply(plan, operation, &effect, err));
    wb_tell_about(&telling, plan, effect.before);
    telling.before = effect.before;
    telling.after = effect.after;
    st = wb_tell_row(fill, &telling, err);
    wb_effect_free(&effect);
done:
    return st;
}

wb_status wb_changes_frame(const wb_changes *changes, const wb_plan *plan,
                           const char *language, wb_frame **out, wb_error *err)
{
    wb_plan *copy = NULL;
    wb_fill fill = {0};
    wb_status st;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (changes == NULL || plan == NULL)
        return wb_fail(err, WB_E_ARG, "changes and the plan before them are required");
    WB_TRY(wb_language_check(language, err));
    WB_TRY(wb_plan_copy(plan, &copy, err));
    WB_TRY(wb_fill_columns(&fill, wb_tell_columns, err));
    for (size_t i = 0; i < (size_t)wb_changes_count(changes); i++) {
        wb_changes_at at;
        WB_TRY(wb_changes_get(changes, i, &at, err));
        WB_TRY(add_row(copy, &at.operation, language, &fill, err));
    }
    st = wb_fill_finish(&fill, out, err);
done:
    wb_fill_close(&fill);
    wb_plan_free(copy);
    return st;
}
