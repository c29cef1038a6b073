/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers as survey tools export them: taken in, and, to persons of an organisation, made
 * a scan of, in which no small group shows. */
#include "fuzz.h"

static wb_questionnaire *asked;
static wb_organisation *organisation;

static const char recipe[] =
    "{\"format\":\"werkbaar-recipe/1.0\",\"id\":\"three\",\"version\":\"1.0\","
    "\"languages\":[\"nl\"],\"title\":{\"nl\":\"Drie\"},"
    "\"modules\":[{\"id\":\"three-questions\"}]}";
void fuzz_start(void)
{
    wb_catalogue *catalogue = NULL;
    wb_error err;
    wb_reader *reader = fuzz_reader(recipe, sizeof recipe - 1);
    (void)fuzz_must(wb_catalogue_new(&catalogue, &err), &err, catalogue);
    (void)fuzz_must(
        wb_catalogue_load(catalogue, WB_TEST_SOURCE_DIR "/tests/vectors/scan_module.json",
                          &err),
        &err, NULL);
    (void)fuzz_must(wb_compose(catalogue, reader, &asked, &err), &err, asked);
    wb_reader_free(reader);
    wb_catalogue_free(catalogue);
    (void)fuzz_must(wb_organisation_load(WB_TEST_SOURCE_DIR
                                         "/examples/c/bakery_organisation.json",
                                         &organisation, &err),
                    &err, organisation);
}

/* Of fewer people than the organisation says there is no number. */
static void numbers_check(const wb_frame *results)
{
    size_t n = (size_t)wb_frame_find(results, "n");
    for (int64_t row = 0; row < wb_frame_row_count(results); row++) {
        fuzz_expect(wb_frame_is_missing(results, n, row) ||
                        wb_frame_int64(results, n, row) >=
                            wb_organisation_min_n(organisation),
                    "a figure is of enough people");
    }
}

static void scan(const wb_frame *answers)
{
    wb_scan *scan = NULL;
    wb_frame *results = NULL;
    wb_error err;
    if (fuzz_ok(wb_scan_run(asked, organisation, answers, NULL, NULL, &scan, &err), &err,
                scan, FUZZ_MAY(WB_E_DATA)) &&
        fuzz_must(wb_scan_table(scan, "results", NULL, &results, &err), &err, results)) {
        fuzz_look(results);
        numbers_check(results);
    }
    wb_frame_free(results);
    wb_scan_free(scan);
}

/* A first byte says in which form, and for what. */
void fuzz_target(const uint8_t *bytes, size_t n)
{
    static const char *const forms[] = {"csv", "limesurvey", "xlsform"};
    unsigned may = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_LIMIT);
    const char *form = forms[n > 0 ? bytes[0] % 3 : 0];
    wb_frame *answers = NULL;
    wb_error err;
    wb_reader *reader = fuzz_reader(bytes + (n > 0), n > 0 ? n - 1 : 0);
    if (reader == NULL) {
        return;
    }
    bool of_scan = n > 0 && bytes[0] / 3 % 2 == 0;
    wb_status st =
        of_scan
            ? wb_scan_import(asked, organisation, form, NULL, reader, &answers, &err)
            : wb_questionnaire_import(asked, form, NULL, reader, NULL, 0, &answers, &err);
    if (fuzz_ok(st, &err, answers, may)) {
        fuzz_accept();
        fuzz_look(answers);
        if (of_scan) {
            scan(answers);
        }
    }
    wb_frame_free(answers);
    wb_reader_free(reader);
}
