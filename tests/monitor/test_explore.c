/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Explorer pages: what is refused, every allocation, and that a text of a file of answers
 * stays a text. What the pages say is held against the tables by tests/explorer. */
#include "monitoring.h"

#include "base/embedded.h"

#define RICH                                                                             \
    DEFINITION("\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"},{\"id\":"     \
               "\"2013\"}]},\"variables\":[{\"id\":\"sex\",\"label\":{\"nl\":\"</scr"    \
               "ipt><b>\",\"en\":\"\\\"sex\\\"\"}}],\"breakdowns\":[\"sex\"],"           \
               "\"topics\":[{\"id\":\"bully\",\"label\":{\"nl\":\"p\",\"en\":\"b\"},"    \
               "\"kind\":\"share\"}],\"design\":{\"weights\":\"weight\"},"               \
               "\"publication\":{\"min_n\":30,\"mode\":\"hide\"}")
#define PLAIN DEFINITION("\"waves\":{\"column\":\"year\",\"list\":[{\"id\":\"2010\"}]}")

static wb_monitor_results *results_from(const char *definition, int n_waves)
{
    wb_monitor *monitor = monitor_of(definition);
    wb_frame *answers = people(n_waves, 80);

    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame_free(answers);
    wb_monitor_free(monitor);
    return results;
}

static int cannot(void)
{
    return wb_embedded_charts_count == 0;
}

static wb_status page_try(const wb_monitor_results *const *results, size_t n,
                          const wb_explore_options *options, char **page, wb_error *err)
{
    wb_writer *writer = NULL;
    size_t n_bytes = 0;

    if (page != NULL)
        *page = NULL;
    wb_status st = wb_writer_to_memory(&writer, err);
    if (st == WB_OK)
        st = wb_monitor_explore(results, n, options, writer, err);
    if (st == WB_OK && page != NULL) {
        const char *bytes = wb_writer_bytes(writer, &n_bytes);
        *page = malloc(n_bytes + 1);
        assert_non_null(*page);
        memcpy(*page, bytes, n_bytes);
        (*page)[n_bytes] = '\0';
    }
    wb_writer_free(writer);
    return st;
}

/* ---- tests ---- */

static void test_monitor_explore__a_build_without_charts_says_so(void **state)
{
    (void)state;
    wb_monitor_results *results = results_from(PLAIN, 1);
    const wb_monitor_results *const one[] = {results};
    wb_error err = {0};

    if (cannot()) {
        assert_int_equal(page_try(one, 1, NULL, NULL, &err), WB_E_UNSUPPORTED);
        assert_non_null(strstr(err.message, "built without Vega"));
    } else {
        assert_int_equal(page_try(one, 1, NULL, NULL, &err), WB_OK);
    }
    wb_monitor_results_free(results);
}

static void test_monitor_explore__what_is_no_argument_is_refused(void **state)
{
    (void)state;
    wb_monitor_results *results = results_from(PLAIN, 1);
    const wb_monitor_results *const one[] = {results, NULL};
    wb_explore_options options = WB_EXPLORE_OPTIONS_INIT;
    wb_error err = {0};

    assert_int_equal(page_try(NULL, 1, NULL, NULL, &err), WB_E_ARG);
    assert_int_equal(page_try(one, 0, NULL, NULL, &err), WB_E_ARG);
    assert_int_equal(page_try(one, 2, NULL, NULL, &err), WB_E_ARG);
    assert_int_equal(wb_monitor_explore(one, 1, NULL, NULL, &err), WB_E_ARG);
    options.language = "fr";
    assert_int_equal(page_try(one, 1, &options, NULL, &err), WB_E_ARG);
    assert_string_equal(err.item, "fr");
    wb_monitor_results_free(results);
}

static void test_monitor_explore__texts_stay_texts(void **state)
{
    (void)state;
    wb_monitor_results *results = results_from(RICH, 2);
    const wb_monitor_results *const two[] = {results, results};
    wb_explore_options options = WB_EXPLORE_OPTIONS_INIT;
    wb_error err = {0};
    char *page = NULL;

    if (cannot())
        skip();
    options.title = "a \"title\" </script>";
    options.language = "en";
    assert_int_equal(page_try(two, 2, &options, &page, &err), WB_OK);
    char *data = strstr(page, "id=\"data\">");
    assert_non_null(data);
    char *end = strstr(data, "</script>");
    *end = '\0';
    assert_null(strchr(data + 10, '<'));
    assert_non_null(strstr(data, "\\u003c/script>\\u003cb>"));
    assert_non_null(strstr(data, "\"title\":\"a \\\"title\\\" \\u003c/script>\""));
    assert_non_null(strstr(data, "{\"id\":\"test\",\"title\""));
    assert_non_null(strstr(data, "{\"id\":\"test-2\",\"title\""));
    assert_null(strstr(data, "nan"));
    free(page);
    wb_monitor_results_free(results);
}

static void test_monitor_explore__the_same_results_are_the_same_bytes(void **state)
{
    (void)state;
    wb_monitor_results *results = results_from(RICH, 2);
    const wb_monitor_results *const one[] = {results};
    char *first = NULL;
    char *second = NULL;
    wb_error err = {0};

    if (cannot())
        skip();
    assert_int_equal(page_try(one, 1, NULL, &first, &err), WB_OK);
    assert_int_equal(page_try(one, 1, NULL, &second, &err), WB_OK);
    assert_string_equal(first, second);
    free(first);
    free(second);
    wb_monitor_results_free(results);
}

/* Takes so many bytes, and then no more. */
static int32_t stop_writing(void *user, const void *bytes, size_t n)
{
    size_t *left = user;

    (void)bytes;
    if (*left < n)
        return 5;
    *left -= n;
    return 0;
}

static void test_monitor_explore__a_full_disk_is_an_error(void **state)
{
    (void)state;
    wb_monitor_results *results = results_from(PLAIN, 1);
    const wb_monitor_results *const one[] = {results};
    wb_error err = {0};

    if (cannot())
        skip();
    for (size_t room = 0; room < 40000; room += 13000) {
        wb_writer *writer = NULL;
        size_t left = room;
        assert_ok(wb_writer_new(stop_writing, NULL, &left, "full", &writer, &err));
        wb_status st = wb_monitor_explore(one, 1, NULL, writer, &err);
        if (st == WB_OK)
            st = wb_writer_finish(writer, &err);
        assert_int_equal(st, WB_E_IO);
        wb_writer_free(writer);
    }
    wb_monitor_results_free(results);
}

static wb_monitor_results *shared;

static wb_status explore_once(void)
{
    const wb_monitor_results *const two[] = {shared, shared};
    return page_try(two, 2, NULL, NULL, NULL);
}

static void test_monitor_explore__every_allocation(void **state)
{
    (void)state;
    if (cannot())
        skip();
    shared = results_from(RICH, 2);
    wb_test_every_allocation(explore_once);
    wb_monitor_results_free(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_monitor_explore__a_build_without_charts_says_so),
        cmocka_unit_test(test_monitor_explore__what_is_no_argument_is_refused),
        cmocka_unit_test(test_monitor_explore__texts_stay_texts),
        cmocka_unit_test(test_monitor_explore__the_same_results_are_the_same_bytes),
        cmocka_unit_test(test_monitor_explore__a_full_disk_is_an_error),
        cmocka_unit_test(test_monitor_explore__every_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
