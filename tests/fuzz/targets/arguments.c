/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The words of a command line, one on a line, in a folder with a file of each kind. */
#include "command.h"
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static const char rows[] = "year,g,w,y,x,s,u\n2019,a,1,1,0.5,1,1\n2019,b,2,0,1.5,1,2\n"
                           "2023,a,1,1,2.5,2,3\n2023,b,2,0,,2,4\n";

#define ROOT WB_TEST_SOURCE_DIR

void fuzz_start(void)
{
    command_start();
    command_file("a.csv", rows, sizeof rows - 1);
    command_file_copy("plan.json", ROOT "/examples/c/bakery_plan.json");
    command_file_copy("scan.json", ROOT "/tests/vectors/scan_file.json");
    command_file_copy("org.json", ROOT "/examples/c/bakery_organisation.json");
    command_file_copy("recipe.json", ROOT "/examples/c/bakery_recipe.json");
    command_file_copy("module.json", ROOT "/tests/vectors/scan_module.json");
    command_file_copy("i.json", ROOT "/tests/data/bfi.json");
    command_file_copy("pool.json", ROOT "/tests/data/pool_company.json");
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    char *text = malloc(n + 1);
    char *words[COMMAND_WORDS + 1];
    int n_words = 0;
    if (text == NULL) {
        return;
    }
    memcpy(text, bytes, n);
    text[n] = '\0';
    for (char *at = text; n_words < COMMAND_WORDS && at != NULL;) {
        char *end = strchr(at, '\n');
        words[n_words++] = at;
        if (end != NULL) {
            *end++ = '\0';
        }
        at = end;
    }
    words[n_words] = NULL;
    if (command_run(words) == 0) {
        fuzz_accept();
    }
    command_clear();
    free(text);
}
