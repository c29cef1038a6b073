/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the generator of synthetic answers is told: bytes are an organisation, a
 * questionnaire, or else declared shares; the other two files are good ones. What it
 * writes is a table with a column for each question, of no more people than there are. */
#include "command.h"
#include "fuzz.h"

#include <jansson.h>
#include <string.h>

#define ROOT WB_TEST_SOURCE_DIR

enum { MOST_STAFF = 200 }; /* more takes long, and shows nothing more */

static const char recipe[] =
    "{\"format\":\"werkbaar-recipe/1.0\",\"id\":\"three\",\"version\":\"1.0\","
    "\"languages\":[\"nl\"],\"title\":{\"nl\":\"Drie\"},"
    "\"modules\":[{\"id\":\"three-questions\"}]}";

/* A good questionnaire, as a file. */
static void questionnaire_file(void)
{
    wb_catalogue *catalogue = NULL;
    wb_questionnaire *asked = NULL;
    wb_writer *writer = NULL;
    wb_error err;
    size_t n = 0;
    wb_reader *reader = fuzz_reader(recipe, sizeof recipe - 1);
    (void)fuzz_must(wb_catalogue_new(&catalogue, &err), &err, catalogue);
    (void)fuzz_must(
        wb_catalogue_load(catalogue, ROOT "/tests/vectors/scan_module.json", &err), &err,
        NULL);
    (void)fuzz_must(wb_compose(catalogue, reader, &asked, &err), &err, asked);
    (void)fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer);
    (void)fuzz_must(wb_questionnaire_write(asked, writer, &err), &err, NULL);
    const char *text = wb_writer_bytes(writer, &n);
    command_file("asked.json", text, n);
    wb_writer_free(writer);
    wb_questionnaire_free(asked);
    wb_catalogue_free(catalogue);
    wb_reader_free(reader);
}

void fuzz_start(void)
{
    static const char shares[] = "group,theme,share\nall,response,0.9\n";
    command_start();
    questionnaire_file();
    command_file_copy("organisation.json", ROOT "/examples/c/bakery_organisation.json");
    command_file("shares.csv", shares, sizeof shares - 1);
}

/* Which of its files the bytes are. */
static const char *file_of(const uint8_t *bytes, size_t n)
{
    json_t *root = json_loadb((const char *)bytes, n, 0, NULL);
    const char *format = json_string_value(json_object_get(root, "format"));
    const char *name = "shares.csv";
    if (format != NULL && strncmp(format, "werkbaar-organisation/", 22) == 0) {
        name = "organisation.json";
    } else if (format != NULL && strncmp(format, "werkbaar-questionnaire/", 23) == 0) {
        name = "asked.json";
    }
    json_decref(root);
    return name;
}

/* The people of the organisation; -1: it is none, or there was no memory to read it. */
static int64_t staff_count(void)
{
    wb_organisation *organisation = NULL;
    wb_error err;
    int64_t n = -1;
    if (fuzz_ok(wb_organisation_load("organisation.json", &organisation, &err), &err,
                organisation, FUZZ_FILE)) {
        n = wb_organisation_staff(organisation);
    }
    wb_organisation_free(organisation);
    return n;
}

static void answers_check(const char *name, int64_t staff)
{
    wb_source *source = NULL;
    wb_frame *answers = NULL;
    wb_reader *reader = NULL;
    wb_error err;
    if (!fuzz_must(wb_reader_open(name, &reader, &err), &err, reader)) {
        return;
    }
    if (!fuzz_must(wb_csv_read(reader, NULL, &source, &err), &err, source)) {
        wb_reader_free(reader);
        return;
    }
    if (fuzz_must(wb_source_collect(source, NULL, &answers, &err), &err, answers)) {
        fuzz_expect(staff < 0 || wb_frame_row_count(answers) <= staff,
                    "no more people answer than there are");
    }
    wb_frame_free(answers);
    wb_source_free(source);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    char words[][24] = {"--scan",   "asked.json", "--organisation", "organisation.json",
                        "--shares", "shares.csv", "--output",       "answers.csv"};
    char *list[sizeof words / sizeof *words + 1] = {NULL};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        list[i] = words[i];
    }
    command_file_now(file_of(bytes, n), bytes, n);
    int64_t staff = staff_count();
    if (staff <= MOST_STAFF && command_run(list) == 0) {
        fuzz_accept();
        answers_check("answers.csv", staff);
    }
    command_clear();
}
