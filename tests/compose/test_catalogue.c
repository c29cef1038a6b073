/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Catalogues: files added, found, refused, shown and written. */
#include "modules.h"

static wb_status refuse(const char *text, wb_error *err)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_status st;

    *err = (wb_error){0};
    st = add_file(catalogue, text, err);
    wb_catalogue_free(catalogue);
    return st;
}

static void test_catalogue_read__adds_a_module(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *modules;
    int64_t row;

    (void)state;
    must_add(catalogue, MODULE_A);
    modules = catalogue_table(catalogue, "modules", "en");
    row = row_of(modules, "id", "a");
    assert_string_equal(text_at(modules, "version", row), "1.0");
    assert_string_equal(text_at(modules, "title", row), "Module A");
    assert_string_equal(text_at(modules, "for", row), "employees,selfemployed");
    assert_int_equal(whole_at(modules, "items", row), 3);
    assert_int_equal(whole_at(modules, "scales", row), 1);
    assert_int_equal(whole_at(modules, "builtin", row), 0);
    assert_int_equal(strlen(text_at(modules, "hash", row)), 64);
    wb_frame_free(modules);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_table__shows_what_a_module_asks_and_scores(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *items;
    wb_frame *scales;
    wb_frame *indicators;
    int64_t row;

    (void)state;
    must_add(catalogue, MODULE_A);
    items = catalogue_table(catalogue, "items", "en");
    row = row_of(items, "id", "a3");
    assert_string_equal(text_at(items, "question", row), "Does that bother you?");
    assert_string_equal(text_at(items, "answers", row), "0,1,2,9");
    assert_int_equal(whole_at(items, "min", row), 0);
    assert_int_equal(whole_at(items, "max", row), 2);
    assert_string_equal(text_at(items, "show_item", row), "a2");
    assert_string_equal(text_at(items, "show_in", row), "1,2");
    assert_true(is_missing(items, "show_item", row - 1));
    assert_int_equal(whole_at(items, "optional", row), 1);
    assert_int_equal(whole_at(items, "scored", row), 1);
    scales = catalogue_table(catalogue, "scales", "en");
    row = row_of(scales, "id", "pace_score");
    assert_string_equal(text_at(scales, "items", row), "a1,a2,a3");
    assert_int_equal(whole_at(scales, "min_answered", row), 2);
    indicators = catalogue_table(catalogue, "indicators", "en");
    row = row_of(indicators, "id", "pace");
    assert_string_equal(text_at(indicators, "theme", row), "pace");
    assert_int_equal(strlen(text_at(indicators, "fingerprint", row)), 64);
    wb_frame_free(indicators);
    wb_frame_free(scales);
    wb_frame_free(items);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_table__shows_sectors_and_measures(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *sectors;
    wb_frame *measures;
    int64_t row;

    (void)state;
    must_add(catalogue, SECTOR);
    must_add(catalogue, MEASURES);
    sectors = catalogue_table(catalogue, "sectors", "fr");
    row = row_of(sectors, "id", "bakers");
    assert_string_equal(text_at(sectors, "title", row), "bakkers");
    assert_string_equal(text_at(sectors, "modules", row), "b,a");
    assert_string_equal(text_at(sectors, "committees", row), "118.03");
    measures = catalogue_table(catalogue, "measures", "en");
    row = row_of(measures, "id", "slower");
    assert_string_equal(text_at(measures, "file", row), "ideas");
    assert_string_equal(text_at(measures, "levels", row), "team,leader");
    assert_string_equal(text_at(measures, "actions", row), "8.2,15");
    assert_string_equal(text_at(measures, "tools", row), "clock (shop)");
    wb_frame_free(measures);
    wb_frame_free(sectors);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_table__refuses_an_unknown_part(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *frame = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_catalogue_table(catalogue, "pages", "nl", &frame, &err), WB_E_ARG);
    assert_says(err.message, "it has modules, items");
    assert_null(frame);
    assert_fails(wb_catalogue_table(catalogue, NULL, "nl", &frame, &err), WB_E_ARG);
    assert_fails(wb_catalogue_table(NULL, "items", "nl", &frame, &err), WB_E_ARG);
    assert_fails(wb_catalogue_table(catalogue, "items", "nl", NULL, &err), WB_E_ARG);
    wb_catalogue_free(catalogue);
    wb_catalogue_free(NULL);
    assert_fails(wb_catalogue_new(NULL, &err), WB_E_ARG);
}

/* ---- ids and versions ---- */

static void test_catalogue_read__knows_what_is_there(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *before;
    wb_frame *after;
    wb_error err = {0};

    (void)state;
    must_add(catalogue, MODULE_A);
    before = catalogue_table(catalogue, "modules", "nl");
    must_add(catalogue, MODULE_A);
    assert_fails(
        add_file(catalogue, "{" MODULE_HEAD("a") "'x_remark':'other'," A_BODY "}", &err),
        WB_E_CONFLICT);
    assert_says(err.message, "module 'a' 1.0 is in the catalogue with other content");
    after = catalogue_table(catalogue, "modules", "nl");
    assert_int_equal(wb_frame_row_count(before), wb_frame_row_count(after));
    wb_frame_free(after);
    wb_frame_free(before);
    wb_catalogue_free(catalogue);
}

static const char *written(const wb_catalogue *catalogue, const char *kind,
                           const char *id, const char *version)
{
    static char text[20000];
    wb_writer *writer = NULL;
    const char *bytes = NULL;
    size_t length = 0;
    wb_error err = {0};

    assert_ok(wb_writer_to_memory(&writer, NULL));
    if (wb_catalogue_write(catalogue, kind, id, version, writer, &err) != WB_OK)
        snprintf(text, sizeof text, "%s", err.message);
    else {
        bytes = wb_writer_bytes(writer, &length);
        assert_true(length < sizeof text);
        memcpy(text, bytes, length);
        text[length] = '\0';
    }
    wb_writer_free(writer);
    return text;
}

static void test_catalogue_write__takes_the_highest_version(void **state)
{
    wb_catalogue *catalogue = new_catalogue();

    (void)state;
    must_add(catalogue, MEASURES);
    assert_says(written(catalogue, "measures", "ideas", NULL), "\"version\":\"2.10\"");
    must_add(catalogue,
             "{'format':'werkbaar-measures/1.0','id':'ideas','version':'2.9','licence':"
             "'MIT','source':'hand','languages':['nl'],'measures':[{'id':'slower',"
             "'title':{'nl':'t'},'text':{'nl':'t'},'themes':['pace'],'levels':['team'],"
             "'kind':'measure','source':'hand'}]}");
    assert_says(written(catalogue, "measures", "ideas", NULL), "\"version\":\"2.10\"");
    assert_says(written(catalogue, "measures", "ideas", "2.9"), "\"version\":\"2.9\"");
    assert_says(written(catalogue, "measures", "ideas", "2.8"),
                "no version 2.8 of measures 'ideas'; it has 2.10, 2.9");
    assert_says(written(catalogue, "sector", "smiths", NULL),
                "no sector 'smiths'; it has");
    assert_says(written(catalogue, "pages", "a", NULL), "no kind 'pages'");
    wb_catalogue_free(catalogue);
}

static void test_catalogue_write__reads_back(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_catalogue *other = new_catalogue();
    wb_reader *reader = NULL;
    char *text;

    (void)state;
    must_add(catalogue, MODULE_A);
    text = strdup(written(catalogue, "module", "a", "1.0"));
    assert_non_null(text);
    assert_ok(wb_reader_from_memory(text, strlen(text), "a", &reader, NULL));
    assert_ok(wb_catalogue_read(other, reader, NULL));
    assert_string_equal(written(other, "module", "a", NULL), text);
    wb_reader_free(reader);
    free(text);
    wb_catalogue_free(other);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_load__reads_a_path(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_error err = {0};

    (void)state;
    assert_ok(wb_catalogue_load(
        catalogue, WB_TEST_SOURCE_DIR "/data/modules/work-pressure.json", &err));
    assert_fails(wb_catalogue_load(catalogue, "/no/such/file", &err), WB_E_IO);
    assert_fails(wb_catalogue_read(NULL, NULL, &err), WB_E_ARG);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_read__names_the_formats_it_knows(void **state)
{
    wb_error err;

    (void)state;
    assert_fails(refuse("{'format':'werkbaar-plan/1.0'}", &err), WB_E_DATA);
    assert_says(err.message, "'werkbaar-module/1.0', 'werkbaar-sector/1.0'");
    assert_fails(refuse("{'format':'werkbaar-module/2.0'}", &err), WB_E_VERSION);
    assert_fails(refuse("[]", &err), WB_E_DATA);
    assert_fails(refuse("{'format':'werkbaar-module/1.0','format':'x'}", &err),
                 WB_E_DATA);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_read__adds_a_module),
        cmocka_unit_test(test_catalogue_table__shows_what_a_module_asks_and_scores),
        cmocka_unit_test(test_catalogue_table__shows_sectors_and_measures),
        cmocka_unit_test(test_catalogue_table__refuses_an_unknown_part),
        cmocka_unit_test(test_catalogue_read__knows_what_is_there),
        cmocka_unit_test(test_catalogue_write__takes_the_highest_version),
        cmocka_unit_test(test_catalogue_write__reads_back),
        cmocka_unit_test(test_catalogue_load__reads_a_path),
        cmocka_unit_test(test_catalogue_read__names_the_formats_it_knows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
