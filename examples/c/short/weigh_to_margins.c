/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Rake eight answers to two margins of the population, and print the report.
 *
 *   cc weigh_to_margins.c $(pkg-config --cflags --libs werkbaar) -o weigh_to_margins
 *   ./weigh_to_margins
 */
#include <stdio.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

static const char answers[] = "sex,size\n"
                              "f,small\nf,small\nf,large\nm,small\n"
                              "m,large\nm,large\nm,large\nf,large\n";

static const char weighting[] =
    "{\"format\": \"werkbaar-weighting/1.0\", \"steps\": [{\"step\": \"rake\", "
    "\"margins\": ["
    "{\"columns\": [\"sex\"], \"targets\": {\"f\": 520, \"m\": 480}},"
    "{\"columns\": [\"size\"], \"targets\": {\"small\": 610, \"large\": 390}}]}]}";

static wb_status read_answers(wb_frame **frame, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_status status =
        wb_reader_from_memory(answers, strlen(answers), "answers", &reader, err);

    if (status == WB_OK) {
        status = wb_csv_read(reader, NULL, &source, err);
        if (status == WB_OK)
            reader = NULL; /* now of the source */
    }
    if (status == WB_OK)
        status = wb_source_collect(source, NULL, frame, err);
    wb_reader_free(reader);
    wb_source_free(source);
    return status;
}

static wb_status read_weighting(wb_weighting **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status =
        wb_reader_from_memory(weighting, strlen(weighting), "weighting", &reader, err);

    if (status == WB_OK)
        status = wb_weighting_read(reader, out, err);
    wb_reader_free(reader);
    return status;
}

static void print_report(const wb_frame *report)
{
    size_t target = (size_t)wb_frame_find(report, "target");
    size_t before = (size_t)wb_frame_find(report, "before");
    size_t after = (size_t)wb_frame_find(report, "after");
    size_t category = (size_t)wb_frame_find(report, "category");

    for (int64_t row = 1; row < wb_frame_row_count(report); row++) {
        size_t length = 0;
        const char *text = wb_frame_text(report, category, row, &length);

        printf("%-6.*s %4.0f people: %.0f answers now weigh %.6f\n", (int)length, text,
               wb_frame_double(report, target, row), wb_frame_double(report, before, row),
               wb_frame_double(report, after, row));
    }
}

int main(void)
{
    wb_frame *frame = NULL;
    wb_frame *weighted = NULL;
    wb_frame *report = NULL;
    wb_weighting *steps = NULL;
    wb_error err;
    wb_status status = read_answers(&frame, &err);

    if (status == WB_OK)
        status = read_weighting(&steps, &err);
    if (status == WB_OK)
        status = wb_weighting_apply(steps, frame, NULL, &weighted, &report, &err);
    if (status == WB_OK)
        print_report(report);
    else
        fprintf(stderr, "%s\n", err.message);
    wb_frame_free(frame);
    wb_frame_free(weighted);
    wb_frame_free(report);
    wb_weighting_free(steps);
    return status == WB_OK ? 0 : 1;
}
