/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How the numbers of a part are shown in a spreadsheet (io.h says how metadata tell). */
#include "monitor/table.h"

#include <string.h>

/* Shares and scores stand in one column: which is which goes by the variable. */
static json_t *by_variable(const wb_monitor_results *r, const char *share,
                           const char *score)
{
    json_t *of = json_object();

    for (size_t i = 0; of != NULL && i < r->measures.n; i++) {
        const wb_measure *measure = &r->measures.items[i];
        if (!measure->share &&
            json_object_set_new(of, measure->variable, json_string(score)) != 0) {
            json_decref(of);
            of = NULL;
        }
    }
    return of == NULL
               ? NULL
               : json_pack("{s:s, s:o, s:s}", "by", "variable", "of", of, "else", share);
}

static bool is_in(const char *name, const char *const *names)
{
    while (*names != NULL && strcmp(*names, name) != 0)
        names++;
    return *names != NULL;
}

/* Bounds are of a difference in parts that have one, and none of an estimate's own. */
static bool has_differences(const char *part)
{
    static const char *const parts[] = {"changes", "groups", "trend", "targets", NULL};
    return is_in(part, parts);
}

/* NULL without *told: nothing is told of the column. */
static json_t *format_of(const wb_monitor_results *r, const char *part, const char *name,
                         bool *told)
{
    static const char *const levels[] = {"estimate", "se", "target", "published", NULL};
    static const char *const bounds[] = {"lower", "upper", NULL};
    static const char *const counts[] = {"n",           "df",       "waves", "rows",
                                         "sent",        "answered", "total", "count",
                                         "published_n", NULL};
    static const char *const tests[] = {"p", "p_adjusted", NULL};
    bool trend = strcmp(part, "trend") == 0;

    *told = true;
    if (is_in(name, counts) || (is_in(name, bounds) && strcmp(part, "counts") == 0))
        return json_string("count");
    if (is_in(name, tests))
        return json_string("p");
    if (strcmp(name, "published_se") == 0 || (trend && strcmp(name, "se") == 0))
        return by_variable(r, "percent2", "score");
    if (is_in(name, levels) || (is_in(name, bounds) && !has_differences(part)))
        return by_variable(r, "percent", "score");
    if (strcmp(name, "difference") == 0 || strcmp(name, "slope") == 0 ||
        is_in(name, bounds))
        return by_variable(r, trend ? "points2" : "points", "difference");
    if (strcmp(name, "rows_per_sent") == 0 || strcmp(name, "response") == 0)
        return json_string(name[1] == 'o' ? "percent" : "tenth");
    *told = false;
    return NULL;
}

wb_status wb_table_sheet(const wb_monitor_results *results, const char *part,
                         const wb_frame *frame, json_t *root, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *sheet = NULL;
    json_t *formats = NULL;

    WB_TRY(wb_json_put_object(root, "sheet", &sheet, err));
    WB_TRY(wb_json_put_object(sheet, "formats", &formats, err));
    for (size_t i = 0; i < wb_frame_column_count(frame); i++) {
        const char *name = wb_frame_column_name(frame, i);
        bool told;
        json_t *format = format_of(results, part, name, &told);
        if (told)
            WB_TRY(wb_json_put(formats, name, format, err));
    }
    if (wb_frame_find(frame, "status") >= 0)
        WB_TRY(wb_json_put(sheet, "hidden", json_string("status"), err));
done:
    return st;
}
