/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The modules, sectors and measures that are built in. */
#include "modules.h"

#include "compose/catalogue.h"

static void test_catalogue_new__every_built_in_file_is_valid(void **state)
{
    wb_catalogue *catalogue = new_catalogue();

    (void)state;
    for (size_t i = 0; i < catalogue->n; i++) {
        const wb_definition *file = NULL;
        wb_error err = {0};

        if (wb_entry_read(&catalogue->entries[i], &file, &err) != WB_OK)
            fail_msg("%s:%d:%d: %s", err.where, (int)err.line, (int)err.column,
                     err.message);
        assert_string_equal(file->id, catalogue->entries[i].builtin->name);
    }
    wb_catalogue_free(catalogue);
}

/* Within the newest files: what is shared between modules is the same in all. */
static void test_catalogue_new__an_item_is_defined_in_one_way(void **state)
{
    wb_catalogue *catalogue = new_catalogue();
    wb_frame *items = catalogue_table(catalogue, "items", "nl");
    static const char *const same[] = {"theme", "question", "answers", "missing"};

    (void)state;
    for (int64_t a = 0; a < wb_frame_row_count(items); a++) {
        for (int64_t b = 0; b < a; b++) {
            if (strcmp(text_at(items, "id", a), text_at(items, "id", b)) != 0)
                continue;
            for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
                assert_string_equal(text_at(items, same[i], a),
                                    text_at(items, same[i], b));
        }
    }
    wb_frame_free(items);
    wb_catalogue_free(catalogue);
}

static void test_catalogue_table__shows_all_that_is_built_in(void **state)
{
    static const char *const parts[] = {"modules", "items",      "scales",  "indicators",
                                        "themes",  "discussion", "sectors", "measures"};
    static const char *const languages[] = {"nl", "en", "fr"};
    wb_catalogue *catalogue = new_catalogue();

    (void)state;
    for (int i = 0; i < 8; i++) {
        for (int k = 0; k < 3; k++)
            wb_frame_free(catalogue_table(catalogue, parts[i], languages[k]));
    }
    wb_catalogue_free(catalogue);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_catalogue_new__every_built_in_file_is_valid),
        cmocka_unit_test(test_catalogue_new__an_item_is_defined_in_one_way),
        cmocka_unit_test(test_catalogue_table__shows_all_that_is_built_in),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
