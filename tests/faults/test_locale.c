/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Every deed in a locale that writes numbers with a comma: the same bytes and numbers. */
#include "faults/failing.h"

#include <ctype.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char made[60]; /* a folder with a locale of our own, "" : none */
static char name[40];

static bool has_comma(void)
{
    char text[20];

    snprintf(text, sizeof text, "%.1f", 1.5);
    return strcmp(text, "1,5") == 0;
}

static bool use(const char *locale)
{
    bool there = setlocale(LC_ALL, locale) != NULL && has_comma();

    (void)setlocale(LC_ALL, "C");
    if (there)
        snprintf(name, sizeof name, "%s", locale);
    return there;
}

/* Systems come without locales, but often with what makes one. */
static bool make_locale(void)
{
    char command[300];

    strcpy(made, "/tmp/wb-locale-XXXXXX");
    if (mkdtemp(made) == NULL)
        return false;
    snprintf(command, sizeof command,
             "localedef -i de_DE -f UTF-8 %s/de_DE.UTF-8 >%s/log 2>&1", made, made);
    (void)!system(command);
    return setenv("LOCPATH", made, 1) == 0 && use("de_DE.UTF-8");
}

static void forget_locale(void)
{
    char command[100];

    if (made[0] == '\0')
        return;
    snprintf(command, sizeof command, "rm -rf %s", made);
    (void)!system(command);
}

static bool find_locale(void)
{
    static const char *const names[] = {"nl_BE.UTF-8", "nl_BE.utf8",  "nl_NL.UTF-8",
                                        "fr_BE.UTF-8", "fr_FR.UTF-8", "de_DE.UTF-8",
                                        "de_DE.utf8"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (use(names[i]))
            return true;
    }
    return make_locale();
}

static void check_deed(void **state)
{
    const deed *d = *state;
    uint64_t plain = scene_play(d, world_make()), with_comma;

    assert_non_null(setlocale(LC_ALL, name));
    assert_true(has_comma());
    with_comma = scene_play(d, world_make());
    assert_true(has_comma()); /* it is left as it was */
    (void)setlocale(LC_ALL, "C");
    assert_true(with_comma == plain);
}

static void say_why_not(void **state)
{
    (void)state;
    print_message("# there is no locale with a decimal comma, and none could be made\n");
    skip();
}

int main(void)
{
    int failed;

    if (find_locale())
        add_deeds(0, 0, check_deed);
    else
        add_test("a decimal comma", say_why_not, NULL, NULL);
    failed = run_added("faults/locale");
    forget_locale();
    return failed;
}
