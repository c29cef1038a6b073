/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Which changes reports of the monitor call significant, again by this monitor: answers
 * that have the published share of the published number of people. z is that of two
 * proportions with one variance for both, which gives all published claims; the monitor
 * has the variance of each wave, which is checked by its formula. */
#include "monitoring.h"

#include <math.h>

typedef struct claim {
    const char *what;
    int then_n, now_n;
    double then, now; /* percent */
    double z;
    int significant; /* as published */
} claim;

static const claim claims[] = {
    {"employees, workable 2013-2016", 17214, 12000, 54.6, 51.0, -6.1, 1},
    {"employees, workable 2019-2023", 13000, 8900, 49.6, 51.8, 3.2, 1},
    {"employees, stress 2019-2023", 13000, 8900, 36.8, 36.1, -1.06, 0},
    /* of the self-employed the n of 2007 and 2013 are assumed */
    {"self-employed, workable 2007-2019", 2400, 3000, 47.7, 50.1, 1.75, 0},
    {"self-employed, balance 2007-2019", 2400, 3000, 34.5, 30.4, -3.2, 1},
    {"self-employed, learning 2007-2019", 2400, 3000, 5.6, 3.5, -3.7, 1},
    {"self-employed, stress 2013-2016", 3000, 2700, 33.4, 36.2, 2.2, 1},
    {"self-employed, workable 2016-2019", 2700, 3000, 50.7, 50.1, -0.45, 0},
    {"employees, bullied 2019-2023", 13000, 8900, 11.0, 9.7, -3.1, 1},
    {"employees, violence 2019-2023", 13000, 8900, 6.3, 6.8, 1.47, 0},
    {"employees, threatened 2019-2023", 13000, 8900, 18.6, 17.9, -1.32, 0},
    {"employees, harassed 2019-2023", 13000, 8900, 3.8, 3.6, -0.77, 0},
};

static size_t put_wave(char *csv, size_t room, const char *year, int n, double percent)
{
    int with = (int)lround(percent * n / 100);
    size_t at = 0;

    for (int i = 0; i < n; i++)
        at += (size_t)snprintf(csv + at, room - at, "%s,%d,0,0,0\n", year, i < with);
    return at;
}

static wb_frame *changes_of(const claim *c)
{
    static char csv[1 << 20];
    size_t at = (size_t)snprintf(csv, sizeof csv, "year,a1,a2,b1,b2\n");
    wb_monitor *monitor = monitor_of(DEFINITION("\"waves\":{\"column\":\"year\"}"));

    at += put_wave(csv + at, sizeof csv - at, "1", c->then_n, c->then);
    (void)put_wave(csv + at, sizeof csv - at, "2", c->now_n, c->now);
    wb_frame *answers = frame_of(csv);
    add(monitor, NULL, answers);
    wb_monitor_results *results = results_of(monitor);
    wb_frame *changes = part_of(results, "changes");
    wb_frame_free(answers);
    wb_monitor_results_free(results);
    wb_monitor_free(monitor);
    return changes;
}

/* Shares of whole people. */
static double share_of(int n, double percent)
{
    return (double)lround(percent * n / 100) / n;
}

static double square_of_se(int n, double share, double df)
{
    return share * (1 - share) / n * (n / df);
}

static void check_claim(const claim *c)
{
    const char *const where[][2] = {{"variable", "ia_problem"},
                                    {"compared_with", "previous"}};
    wb_frame *changes = changes_of(c);
    int64_t row = row_where(changes, where, 2);
    double change = number_at(changes, "difference", row);
    double se = number_at(changes, "se", row);

    double n = c->then_n + c->now_n;
    double then = share_of(c->then_n, c->then);
    double now = share_of(c->now_n, c->now);
    double both = (then * c->then_n + now * c->now_n) / n;
    double z = change / sqrt(both * (1 - both) * (1.0 / c->then_n + 1.0 / c->now_n));

    assert_close(change, now - then, 1e-12);
    assert_close(se,
                 sqrt(square_of_se(c->then_n, then, c->then_n - 1) +
                      square_of_se(c->now_n, now, c->now_n - 1)),
                 1e-12);
    if (fabs(z - c->z) > 0.06)
        fail_msg("%s: %.3f is not %.2f", c->what, z, c->z);
    assert_int_equal(number_at(changes, "p", row) < 0.05, c->significant);
    assert_int_equal(number_at(changes, "lower", row) > 0 ||
                         number_at(changes, "upper", row) < 0,
                     c->significant);
    wb_frame_free(changes);
}

static void test_changes__are_significant_where_reports_say_so(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++)
        check_claim(&claims[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes__are_significant_where_reports_say_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
