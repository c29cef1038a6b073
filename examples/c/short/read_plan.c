/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Who promised what? The actions of a plan as a table, and what the plan leaves open. A
 * file of your own is read by wb_plan_load().
 *
 *   cc read_plan.c $(pkg-config --cflags --libs werkbaar) -o read_plan
 *   ./read_plan
 */
#include <stdio.h>

#include <werkbaar/werkbaar.h>

/* The first rows of these columns. */
static wb_status show(const wb_frame *frame, const char *const *columns, size_t n,
                      wb_writer *writer, wb_error *err)
{
    wb_table_options options = WB_TABLE_OPTIONS_INIT;
    wb_frame *some = NULL;
    wb_status status = wb_frame_select(frame, columns, n, &some, err);

    options.max_rows = 8;
    if (status == WB_OK)
        status = wb_table_print(writer, some, &options, err);
    wb_frame_free(some);
    return status;
}

static wb_status tell(const wb_plan *plan, wb_writer *writer, wb_error *err)
{
    static const char *const of_actions[] = {"number", "title", "force", "to"};
    static const char *const of_findings[] = {"severity", "text"};
    wb_plan_check_options options = WB_PLAN_CHECK_OPTIONS_INIT;
    wb_frame *actions = NULL;
    wb_frame *findings = NULL;
    wb_status status = wb_plan_actions(plan, "en", &actions, err);

    options.language = "en";
    if (status == WB_OK)
        status = show(actions, of_actions, 4, writer, err);
    if (status == WB_OK)
        status = wb_plan_check(plan, &options, &findings, err);
    if (status == WB_OK)
        status = show(findings, of_findings, 2, writer, err);
    wb_frame_free(findings);
    wb_frame_free(actions);
    return status;
}

int main(void)
{
    wb_error err;
    wb_plan *plan = NULL;
    wb_writer *writer = NULL;
    wb_status status = wb_plan_builtin("actieplan-werkbaar-werk", &plan, &err);

    if (status == WB_OK)
        status = wb_writer_to_memory(&writer, &err);
    if (status == WB_OK)
        status = tell(plan, writer, &err);
    if (status == WB_OK)
        status = wb_writer_finish(writer, &err);
    if (status == WB_OK) {
        size_t length = 0;
        const char *text = wb_writer_bytes(writer, &length);

        printf("%s\n%.*s", wb_plan_title(plan, "en"), (int)length, text);
    } else {
        fprintf(stderr, "%s\n", err.message);
    }
    wb_writer_free(writer);
    wb_plan_free(plan);
    return status == WB_OK ? 0 : 1;
}
