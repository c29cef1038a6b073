/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Built-in instruments, and what a file says is what an instrument says. */
#include "support.h"

#include <string.h>

static void test_wb_instrument_builtin__every_one_can_be_read(void **state)
{
    (void)state;
    assert_true(wb_instrument_builtin_count() >= 2);
    for (size_t i = 0; i < wb_instrument_builtin_count(); i++) {
        wb_instrument *instrument = NULL;
        wb_error err = {0};
        wb_status st =
            wb_instrument_builtin(wb_instrument_builtin_id(i), &instrument, &err);

        if (st != WB_OK)
            print_error("%s: %s\n", err.where, err.message);
        assert_ok(st);
        assert_string_equal(wb_instrument_id(instrument), wb_instrument_builtin_id(i));
        assert_int_equal(strlen(wb_instrument_hash(instrument)), 64);
        assert_int_equal(wb_instrument_verified(instrument), 0);
        assert_non_null(strstr(wb_instrument_title(instrument, "en"),
                               "preset, not the official WBM definition"));
        assert_non_null(strstr(wb_instrument_title(instrument, "nl"),
                               "niet de officiële WBM-definitie"));
        wb_instrument_free(instrument);
    }
    assert_null(wb_instrument_builtin_id(wb_instrument_builtin_count()));
}

static void test_wb_instrument_builtin__unknown_id_names_those_there_are(void **state)
{
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(wb_instrument_builtin("wbm", &instrument, &err), WB_E_ARG);
    assert_null(instrument);
    assert_non_null(strstr(err.message, "wbm-employees, wbm-selfemployed"));
    assert_string_equal(err.item, "wbm");
    assert_fails(wb_instrument_builtin(NULL, &instrument, NULL), WB_E_ARG);
    assert_fails(wb_instrument_builtin("wbm-employees", NULL, NULL), WB_E_ARG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_instrument_builtin__every_one_can_be_read),
        cmocka_unit_test(test_wb_instrument_builtin__unknown_id_names_those_there_are),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
