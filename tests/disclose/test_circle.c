/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "support.h"

#include "disclose/circle.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 8, COLUMNS = 26 }; /* a letter each */

/* Crosses as words of letters, "ab bc": those that are left in circles, in the same way.
 */
static const char *circle_of(const char *words)
{
    static char left[100];
    size_t columns[MOST][COLUMNS], n = 0;
    const char *names[MOST];
    wb_cross crosses[MOST] = {{NULL, 0}};
    bool in_circle[MOST];

    for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
        crosses[n] = (wb_cross){columns[n], strcspn(at, " ")};
        for (size_t k = 0; k < crosses[n].n; k++)
            columns[n][k] = (size_t)(at[k] - 'a');
        names[n] = at;
        at += crosses[n++].n;
    }
    assert_ok(wb_circle_find(crosses, n, COLUMNS, in_circle, NULL));
    left[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(left);
        if (in_circle[i])
            snprintf(left + length, sizeof left - length, "%s%.*s", length > 0 ? " " : "",
                     (int)crosses[i].n, names[i]);
    }
    return left;
}

static void test_wb_circle_find__names_what_is_left_of_circles(void **state)
{
    static const struct {
        const char *crosses, *left;
    } cases[] = {
        {"", ""},
        {"a", ""},
        {"ab", ""},
        {"ab ab", ""},
        {"ab bc", ""},
        {"ab bc cd de ef", ""},         /* a chain */
        {"ab ac ad ae", ""},            /* a star */
        {"a b c ab bc", ""},            /* what they have in common too */
        {"ab cd", ""},                  /* nothing in common */
        {"abc abd bcd", "abc abd bcd"}, /* three of three */
        {"ab bc ac", "ab bc ac"},
        {"a b c ab bc ac", "ab bc ac"},
        {"ab bc ac abc", ""}, /* all that they are of is there */
        {"ab bc cd da", "ab bc cd da"},
        {"ab bc cd da abc", "cd da abc"},
        {"ab bc cd da abc acd", ""},
        {"ab bc ac cd de", "ab bc ac"}, /* and what hangs on it */
        {"ab bc ac de ef df", "ab bc ac de ef df"},
        {"abx bcy acz", "abx bcy acz"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(circle_of(cases[i].crosses), cases[i].left);
}

static wb_status one_circle(void)
{
    static const size_t columns[] = {0, 1};
    static const wb_cross cross = {columns, 2};
    bool in_circle = false;
    wb_error err = {0};

    return wb_circle_find(&cross, 1, 2, &in_circle, &err);
}

static void test_wb_circle_find__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(one_circle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_circle_find__names_what_is_left_of_circles),
        cmocka_unit_test(test_wb_circle_find__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
