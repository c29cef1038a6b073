/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Usage: montecarlo TRIALS [SETTING [NARROW]]
 *
 * Runs so many trials of a setting, or of all of them ("all"), and prints what became of
 * every interval and test as CSV (struct outcome, trials.h; "width" is the mean). With
 * NARROW all intervals are that part of what the library makes of them: what a variance
 * that is wrong would do. The same trials each time. */
#include "trials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint64_t seed = 20260101;

static void print_outcomes(const char *id, const trials *t, long n)
{
    for (size_t i = 0; i < t->n_outcomes; i++) {
        const outcome *o = &t->outcomes[i];
        long made = n - o->none;

        printf("%s,\"%s\",%s,%ld,%ld,%ld,%ld,%ld,%.6g\n", id, o->name,
               o->is_test ? "test" : "interval", n, o->hits, o->below, o->above, o->none,
               o->is_test || made == 0 ? 0 : o->width / (double)made);
    }
}

static void run(const setting *which, long n, double narrow)
{
    static trials t;

    memset(&t, 0, sizeof t);
    t.narrow = narrow;
    for (t.number = 0; t.number < n; t.number++) {
        t.random = draw_begin(seed, which->id, (uint64_t)t.number);
        which->run(&t);
    }
    print_outcomes(which->id, &t, n);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    static const setting *const all[] = {settings_of_shares,    settings_of_clusters,
                                         settings_of_weights,   settings_of_waves,
                                         settings_of_models,    settings_of_scales,
                                         settings_of_companies, settings_of_tests};
    const char *wanted = argc > 2 ? argv[2] : "all";
    double narrow = argc > 3 ? strtod(argv[3], NULL) : 1;
    long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    int n_run = 0;

    if (n <= 0 || argc > 4) {
        fprintf(stderr, "usage: montecarlo TRIALS [SETTING [NARROW]]\n");
        return 2;
    }
    printf("setting,name,kind,trials,hits,below,above,none,width\n");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        for (const setting *s = all[i]; s->id != NULL; s++) {
            if (strcmp(wanted, "all") != 0 && strcmp(wanted, s->id) != 0)
                continue;
            run(s, n, narrow);
            n_run++;
        }
    }
    if (n_run == 0)
        fprintf(stderr, "there is no setting '%s'\n", wanted);
    return n_run == 0;
}
