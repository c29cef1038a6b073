/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The lines of money as a table. */
#include "plan/budget.h"

static const wb_fill_column columns[] = {{"line", WB_TYPE_UTF8},
                                         {"title", WB_TYPE_UTF8},
                                         {"text", WB_TYPE_UTF8},
                                         {"year", WB_TYPE_INT64},
                                         {"source", WB_TYPE_UTF8},
                                         {"source_name", WB_TYPE_UTF8},
                                         {"action", WB_TYPE_UTF8},
                                         {"number", WB_TYPE_UTF8},
                                         {"link", WB_TYPE_DICTIONARY},
                                         {"status", WB_TYPE_DICTIONARY},
                                         {"certainty", WB_TYPE_DICTIONARY},
                                         {"counted", WB_TYPE_DICTIONARY},
                                         {"original", WB_TYPE_INT64},
                                         {"revised", WB_TYPE_INT64},
                                         {"current", WB_TYPE_INT64},
                                         {"spent", WB_TYPE_INT64},
                                         {"conditions", WB_TYPE_UTF8},
                                         {NULL, WB_TYPE_NULL}};

/* What a line is for. */
static const char *title_of(const wb_following *following, const wb_budget_line *line)
{
    const char *title =
        wb_record_say(following->plan, line->record, "title", following->language);

    if (title == NULL && line->funding != NULL)
        title =
            wb_record_say(following->plan, line->funding, "purpose", following->language);
    if (title == NULL)
        title = wb_record_text(line->record, "heading");
    if (title == NULL && line->funding != NULL)
        title = wb_record_text(line->funding, "programme");
    return title;
}

static wb_status add_what(wb_following *following, const wb_budget_line *line,
                          wb_error *err)
{
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(wb_fill_text(sheet, line->record->id, err));
    WB_TRY(wb_fill_text(sheet, title_of(following, line), err));
    WB_TRY(wb_fill_text(sheet, wb_record_text(line->record, "text"), err));
    WB_TRY(wb_fill_json_whole(sheet, json_object_get(line->record->body, "year"), err));
    WB_TRY(wb_following_actor(following, line->source, err));
    WB_TRY(wb_fill_text(sheet, line->actions.bytes, err));
    WB_TRY(wb_fill_text(sheet, line->numbers.bytes, err));
    WB_TRY(wb_fill_text(sheet, line->link, err));
    WB_TRY(wb_fill_text(
        sheet, line->action != NULL ? wb_action_status(line->action, NULL) : NULL, err));
    WB_TRY(wb_fill_text(sheet, line->certainty, err));
    WB_TRY(wb_fill_text(sheet, line->counted, err));
done:
    return st;
}

static wb_status add_line(wb_following *following, const wb_budget_line *line,
                          wb_error *err)
{
    static const wb_money last[] = {WB_MONEY_CURRENT, WB_MONEY_SPENT};
    const json_t *body = line->record->body;
    wb_fill *sheet = &following->sheet;
    wb_status st;

    WB_TRY(add_what(following, line, err));
    WB_TRY(wb_fill_json_whole(sheet, json_object_get(body, "amount"), err));
    WB_TRY(wb_fill_json_whole(sheet, json_object_get(body, "revised"), err));
    for (size_t i = 0; i < 2; i++) {
        const wb_amount *amount = &line->money[last[i]];
        WB_TRY(wb_fill_given(sheet, amount->is_known, amount->cents, err));
    }
    WB_TRY(wb_following_say(following, line->record, "conditions", err));
done:
    return st;
}

wb_status wb_plan_budget(const wb_plan *plan, const char *language, wb_frame **out,
                         wb_error *err)
{
    wb_following following = {0};
    wb_budget_lines lines = {0};
    wb_status st;

    WB_TRY(wb_following_open(&following, plan, language, columns, out, err));
    WB_TRY(wb_budget_collect(plan, &lines, err));
    for (size_t i = 0; i < lines.n; i++)
        WB_TRY(add_line(&following, &lines.items[i], err));
    WB_TRY(wb_fill_finish(&following.sheet, out, err));
done:
    wb_fill_close(&following.sheet);
    wb_budget_lines_free(&lines);
    return st;
}
