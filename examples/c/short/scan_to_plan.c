/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From answers to a plan: a questionnaire is composed, made-up people of a made-up bakery
 * answer it, and what stands out becomes draft actions of an empty plan, which is printed
 * (examples/c/short/scan_to_plan.json is that plan). Who does what, when and with what
 * money is for people to fill in, after they discussed it.
 *
 *   cc scan_to_plan.c $(pkg-config --cflags --libs werkbaar) -o scan_to_plan
 *   ./scan_to_plan > plan.json
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <werkbaar/werkbaar.h>

static const char recipe[] =
    "{\"format\":\"werkbaar-recipe/1.0\",\"id\":\"bakery\",\"version\":\"1.0\","
    "\"title\":{\"nl\":\"Bakkerij\",\"en\":\"Bakery\"},\"languages\":[\"nl\",\"en\"],"
    "\"modules\":[{\"id\":\"base-employees\"}]}";

static const char company[] =
    "{\"format\":\"werkbaar-organisation/1.0\",\"id\":\"bakery\",\"synthetic\":true,"
    "\"title\":{\"nl\":\"Bakkerij (verzonnen)\",\"en\":\"Bakery (made up)\"},"
    "\"fieldwork\":{\"id\":\"2030\",\"from\":\"2030-03-01\",\"until\":\"2030-03-31\"},"
    "\"staff\":300,\"min_n\":10,\"hierarchies\":[{\"id\":\"department\","
    "\"title\":{\"nl\":\"Afdeling\",\"en\":\"Department\"},\"columns\":[\"department\"],"
    "\"groups\":["
    "{\"id\":\"night\",\"staff\":90,\"title\":{\"nl\":\"Nacht\",\"en\":\"Night\"}},"
    "{\"id\":\"day\",\"staff\":110,\"title\":{\"nl\":\"Dag\",\"en\":\"Day\"}},"
    "{\"id\":\"shops\",\"staff\":100,\"title\":{\"nl\":\"Winkels\",\"en\":\"Shops\"}}]}]"
    "}";

static const char empty_plan[] =
    "{\"format\":\"werkbaar-plan/1.0\",\"id\":\"bakery\",\"version\":\"1\","
    "\"languages\":[\"nl\",\"en\"],\"scope\":\"organisation\",\"x_synthetic\":true,"
    "\"title\":{\"nl\":\"Actieplan bakkerij (SYNTHETIC: verzonnen)\","
    "\"en\":\"Action plan bakery (SYNTHETIC: made "
    "up)\"},\"objectives\":[{\"id\":\"scan\","
    "\"title\":{\"nl\":\"Na de scan\",\"en\":\"After the scan\"},\"sections\":[{\"id\":"
    "\"proposals\",\"title\":{\"nl\":\"Voorstellen\",\"en\":\"Proposals\"},"
    "\"actions\":[]}]}]}";

/* All that is made on the way; freed together. */
typedef struct work {
    wb_catalogue *catalogue;
    wb_questionnaire *questionnaire;
    wb_organisation *organisation;
    wb_frame *questions, *answers, *findings, *suggestions, *drafts, *report;
    wb_scan *scan;
    wb_plan *empty, *plan;
    wb_changes *changes;
} work;

/* ---- what is read ---- */

static wb_status compose(work *w, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status = wb_catalogue_new(&w->catalogue, err);

    if (status == WB_OK)
        status = wb_reader_from_memory(recipe, strlen(recipe), "recipe", &reader, err);
    if (status == WB_OK)
        status = wb_compose(w->catalogue, reader, &w->questionnaire, err);
    wb_reader_free(reader);
    return status;
}

static wb_status read_company(work *w, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status =
        wb_reader_from_memory(company, strlen(company), "company", &reader, err);

    if (status == WB_OK)
        status = wb_organisation_read(reader, &w->organisation, err);
    wb_reader_free(reader);
    return status;
}

static wb_status read_plan(work *w, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status status =
        wb_reader_from_memory(empty_plan, strlen(empty_plan), "plan", &reader, err);

    if (status == WB_OK)
        status = wb_plan_read(reader, &w->empty, err);
    wb_reader_free(reader);
    return status;
}

/* ---- people, made up ---- */

static uint64_t state = 2030;

/* From 0 to 1, the same every time. */
static double draw(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) / 9007199254740992.0;
}

static int64_t number_at(const wb_frame *frame, const char *name, int64_t row)
{
    int64_t column = wb_frame_find(frame, name);

    return column < 0 ? 0 : wb_frame_int64(frame, (size_t)column, row);
}

/* At night people answer more often at the far end of what a question is about: of two
 * draws the higher. */
static int64_t answer(const wb_frame *questions, int64_t row, int at_night)
{
    int64_t low = number_at(questions, "min", row);
    int64_t high = number_at(questions, "max", row);
    double one = draw(), two = draw();
    double far = at_night && two > one ? two : one;
    int64_t step = (int64_t)(far * (double)(high - low + 1));

    return number_at(questions, "reversed", row) ? high - step : low + step;
}

static wb_status say(wb_writer *writer, const char *text, size_t length, wb_error *err)
{
    return wb_writer_write(writer, text, length, err);
}

static wb_status write_names(const work *w, wb_writer *writer, wb_error *err)
{
    int64_t id = wb_frame_find(w->questions, "id");
    wb_status status = say(writer, "department", 10, err);

    for (int64_t row = 0; row < wb_frame_row_count(w->questions) && status == WB_OK;
         row++) {
        size_t length;
        const char *name = wb_frame_text(w->questions, (size_t)id, row, &length);

        status = say(writer, ",", 1, err);
        if (status == WB_OK)
            status = say(writer, name, length, err);
    }
    return status == WB_OK ? say(writer, "\n", 1, err) : status;
}

static wb_status write_person(const work *w, const char *department, wb_writer *writer,
                              wb_error *err)
{
    int at_night = strcmp(department, "night") == 0;
    wb_status status = say(writer, department, strlen(department), err);

    for (int64_t row = 0; row < wb_frame_row_count(w->questions) && status == WB_OK;
         row++) {
        char text[32];
        int n = snprintf(text, sizeof text, ",%lld",
                         (long long)answer(w->questions, row, at_night));

        status = say(writer, text, (size_t)n, err);
    }
    return status == WB_OK ? say(writer, "\n", 1, err) : status;
}

static wb_status write_people(const work *w, wb_writer *writer, wb_error *err)
{
    static const struct {
        const char *id;
        int n;
    } departments[] = {{"night", 70}, {"day", 80}, {"shops", 75}};
    wb_status status = write_names(w, writer, err);

    for (int d = 0; d < 3; d++) {
        for (int i = 0; i < departments[d].n && status == WB_OK; i++)
            status = write_person(w, departments[d].id, writer, err);
    }
    return status;
}

/* By way of CSV, as a survey tool would give them. */
static wb_status read_answers(work *w, const char *csv, size_t length, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_status status = wb_reader_from_memory(csv, length, "answers", &reader, err);

    if (status != WB_OK)
        return status;
    status = wb_csv_read(reader, NULL, &source, err); /* takes the reader over */
    if (status != WB_OK)
        wb_reader_free(reader);
    else
        status = wb_source_collect(source, NULL, &w->answers, err);
    wb_source_free(source);
    return status;
}

static wb_status make_answers(work *w, wb_error *err)
{
    wb_writer *writer = NULL;
    size_t length = 0;
    wb_status status =
        wb_questionnaire_table(w->questionnaire, "questions", "en", &w->questions, err);

    if (status == WB_OK)
        status = wb_writer_to_memory(&writer, err);
    if (status == WB_OK)
        status = write_people(w, writer, err);
    if (status == WB_OK) {
        const char *csv = wb_writer_bytes(writer, &length);

        status = read_answers(w, csv, length, err);
    }
    wb_writer_free(writer);
    return status;
}

/* ---- from answers to a plan ---- */

static wb_status propose(work *w, wb_error *err)
{
    wb_suggest_options options = WB_SUGGEST_OPTIONS_INIT;
    wb_status status = wb_scan_run(w->questionnaire, w->organisation, w->answers, NULL,
                                   NULL, &w->scan, err);

    options.most = 2;
    if (status == WB_OK)
        status = wb_scan_findings(w->scan, NULL, NULL, NULL, &w->findings, err);
    if (status == WB_OK)
        status = wb_scan_suggest(w->findings, w->catalogue, &options, "en",
                                 &w->suggestions, err);
    if (status == WB_OK)
        status =
            wb_scan_draft_actions(w->findings, w->suggestions, NULL, &w->drafts, err);
    return status;
}

static wb_status take_in(work *w, wb_error *err)
{
    wb_status status =
        wb_plan_draft(w->empty, w->drafts, NULL, &w->changes, &w->report, err);

    if (status == WB_OK)
        status = wb_plan_apply(w->empty, w->changes, &w->plan, err);
    return status;
}

static wb_status print(const work *w, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status status = wb_writer_to_memory(&writer, err);

    if (status == WB_OK)
        status = wb_plan_write(w->plan, writer, err);
    if (status == WB_OK)
        puts(wb_writer_bytes(writer, NULL));
    wb_writer_free(writer);
    return status;
}

static void free_all(work *w)
{
    wb_catalogue_free(w->catalogue);
    wb_questionnaire_free(w->questionnaire);
    wb_organisation_free(w->organisation);
    wb_frame_free(w->questions);
    wb_frame_free(w->answers);
    wb_frame_free(w->findings);
    wb_frame_free(w->suggestions);
    wb_frame_free(w->drafts);
    wb_frame_free(w->report);
    wb_scan_free(w->scan);
    wb_plan_free(w->empty);
    wb_plan_free(w->plan);
    wb_changes_free(w->changes);
}

int main(void)
{
    wb_error err = {0};
    work w = {0};
    wb_status status = compose(&w, &err);

    if (status == WB_OK)
        status = read_company(&w, &err);
    if (status == WB_OK)
        status = read_plan(&w, &err);
    if (status == WB_OK)
        status = make_answers(&w, &err);
    if (status == WB_OK)
        status = propose(&w, &err);
    if (status == WB_OK)
        status = take_in(&w, &err);
    if (status == WB_OK)
        status = print(&w, &err);
    if (status != WB_OK)
        fprintf(stderr, "%s: %s %s\n", wb_status_name(status), err.message, err.item);
    free_all(&w);
    return status != WB_OK;
}
