/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* werkbaar: the command line. Picks the command and hands it the words behind its name.
 */
#include "../streams.h"
#include "commands.h"
#include "output.h"

#include <werkbaar/werkbaar.h>

#include <stdio.h>
#include <string.h>

static const cli_command *const commands[] = {
    &cli_instruments_list,
    &cli_instruments_show,
    &cli_instruments_check,
    &cli_score,
    &cli_variables,
    &cli_weight,
    &cli_estimate,
    &cli_roc,
    &cli_cutoffs,
    &cli_quality,
    &cli_model,
    &cli_model_pass,
    &cli_model_merge,
    &cli_model_step,
    &cli_model_weights,
    &cli_jobs,
    &cli_monitor,
    &cli_tally_make,
    &cli_tally_merge,
    &cli_tally_estimate,
    &cli_plan_list,
    &cli_plan_show,
    &cli_plan_actions,
    &cli_plan_check,
    &cli_plan_status,
    &cli_plan_agenda,
    &cli_plan_duties,
    &cli_plan_budget,
    &cli_plan_answers,
    &cli_plan_sheet,
    &cli_plan_compare,
    &cli_plan_evaluate,
    &cli_plan_draft,
    &cli_plan_import,
    &cli_plan_export,
    &cli_plan_set,
    &cli_plan_undo,
    &cli_plan_history,
    &cli_plan_forget,
    &cli_plan_diff,
    &cli_plan_merge,
    &cli_support_list,
    &cli_support_show,
    &cli_support_assess,
    &cli_support_split,
    &cli_scan_modules,
    &cli_scan_compose,
    &cli_scan_export,
    &cli_scan_import,
    &cli_scan_run,
    &cli_scan_page,
    &cli_scan_show,
    &cli_scan_reference,
    &cli_scan_compare,
    &cli_scan_findings,
    &cli_scan_suggest,
    &cli_scan_draft,
    &cli_scan_tally,
    &cli_scan_pool,
    &cli_scan_selftest,
    &cli_scan_guide,
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

static void overview_print(void)
{
    printf("werkbaar %s: from answers about work to estimates with their uncertainty\n\n"
           "Usage: werkbaar COMMAND ...\n\nCommands:\n",
           wb_version());
    for (size_t i = 0; i < N_COMMANDS; i++) {
        printf("  %-18s %s\n", commands[i]->name, commands[i]->summary);
    }
    printf("  %-18s %s\n  %-18s %s\n", "help [COMMAND]",
           "this text, or that of a command", "--version", "the version of the program");
    printf("\nResults go to standard output or to --output, all else to standard error. "
           "Exit status: 0 done,\n1 failed, 2 wrong usage. 'werkbaar COMMAND --help' "
           "explains a command and gives an example.\n\nExample:\n"
           "  werkbaar monitor --instrument wbm-employees answers.csv --wave year\n");
}

/* How many of the words name this command: 0 when they name another. */
static int words_match(const cli_command *command, int n_words, char *const *words)
{
    const char *rest = command->name;
    int used = 0;
    while (*rest != '\0') {
        size_t length = strcspn(rest, " ");
        if (used >= n_words || strlen(words[used]) != length ||
            memcmp(words[used], rest, length) != 0) {
            return 0;
        }
        rest += length + (rest[length] == ' ');
        used++;
    }
    return used;
}

/* The command of the most words: 'model pass' is another than 'model' of a file. */
static const cli_command *command_find(int n_words, char *const *words, int *used)
{
    const cli_command *found = NULL;
    *used = 0;
    for (size_t i = 0; i < N_COMMANDS; i++) {
        int n = words_match(commands[i], n_words, words);
        if (n > *used) {
            found = commands[i];
            *used = n;
        }
    }
    return found;
}

static int is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
           strcmp(word, "help") == 0;
}

/* Words that begin several commands. */
static const struct {
    const char *word, *usage, *follows, *example;
} families[] = {
    {"instruments", "list | show ID | check FILE", "list, show ID or check FILE",
     "werkbaar instruments show wbm-employees --lang nl"},
    {"tally", "make DATA.csv ... | merge A.tally ... | estimate A.tally ...",
     "make DATA.csv, merge A.tally B.tally or estimate A.tally",
     "werkbaar tally merge north.tally south.tally --output all.tally"},
    {"plan",
     "list | show PLAN | actions PLAN | check PLAN | diff PLAN PLAN |\n"
     "       status PLAN | agenda PLAN | duties PLAN | budget PLAN | answers PLAN |\n"
     "       sheet PLAN | compare PLAN ... | evaluate PLAN ESTIMATES.csv |\n"
     "       draft PLAN DRAFTS.csv | merge BASE OURS THEIRS |\n"
     "       import STORE PLAN | export STORE | set STORE ... | undo STORE |\n"
     "       history STORE | forget STORE ID",
     "list, show, actions, check, status, agenda, duties, budget, answers, sheet, "
     "compare, evaluate, draft, diff, merge, import, export, set, undo, history or "
     "forget",
     "werkbaar plan actions actieplan-werkbaar-werk"},
    {"support", "list | show ID | assess ID ... | split --cost CENTS ...",
     "list, show ID, assess ID or split", "werkbaar support list --date 2022-06-15"},
    {"scan",
     "modules | compose RECIPE | export QUESTIONNAIRE | import QUESTIONNAIRE ANSWERS |\n"
     "       run QUESTIONNAIRE ORGANISATION ANSWERS --output DIR | page SCAN --output "
     "DIR |\n"
     "       show SCAN | reference SCAN | compare SCAN ... | findings SCAN |\n"
     "       suggest SCAN | draft SCAN | tally SCAN --company ID | pool POOL ... |\n"
     "       selftest QUESTIONNAIRE ANSWERS | guide QUESTIONNAIRE",
     "modules, compose, export, import, run, page, show, reference, compare, findings, "
     "suggest, draft, tally, pool, selftest or guide",
     "werkbaar scan modules --lang en"},
};
#define N_FAMILIES (sizeof families / sizeof *families)

static size_t family_find(const char *word)
{
    size_t f = 0;
    while (f < N_FAMILIES && strcmp(families[f].word, word) != 0) {
        f++;
    }
    return f;
}

static void family_help(size_t f)
{
    size_t length = strlen(families[f].word);
    printf("Usage: werkbaar %s %s\n\n", families[f].word, families[f].usage);
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strncmp(commands[i]->name, families[f].word, length) == 0 &&
            commands[i]->name[length] == ' ') {
            printf("  %-18s %s\n", commands[i]->name, commands[i]->summary);
        }
    }
    printf("\nExample:\n  %s\n", families[f].example);
}

static int command_unknown(int n_words, char *const *words)
{
    size_t family = family_find(words[0]);
    if (family < N_FAMILIES) {
        if (n_words > 1 && is_help(words[1])) {
            family_help(family);
            return CLI_OK;
        }
        return cli_usage_error(NULL, "'%s' is followed by %s%s%s%s", words[0],
                               families[family].follows, n_words > 1 ? ", not by '" : "",
                               n_words > 1 ? words[1] : "", n_words > 1 ? "'" : "");
    }
    const cli_command *nearest = commands[0];
    for (size_t i = 1; i < N_COMMANDS; i++) {
        if (cli_distance(commands[i]->name, words[0]) <
            cli_distance(nearest->name, words[0])) {
            nearest = commands[i];
        }
    }
    return cli_usage_error(NULL, "unknown %s '%s'; the nearest command is '%s'",
                           words[0][0] == '-' ? "option" : "command", words[0],
                           nearest->name);
}

static int command_run(const cli_command *command, int n_words, char *const *words)
{
    cli_args args = {0};
    int result = cli_args_read(command, n_words, words, &args);
    if (result == CLI_OK && args.help) {
        cli_help(command);
    } else if (result == CLI_OK) {
        result = cli_inputs_spared(&args);
        result = result == CLI_OK ? command->run(&args) : result;
    }
    cli_args_free(&args);
    return result;
}

static int words_run(int n_words, char *const *words)
{
    int used = 0;
    if (n_words == 0) {
        return cli_usage_error(NULL, "a command is missing, such as 'monitor'");
    }
    if (strcmp(words[0], "--version") == 0 || strcmp(words[0], "-V") == 0) {
        printf("werkbaar %s\n", wb_version());
        return CLI_OK;
    }
    if (!is_help(words[0])) {
        const cli_command *command = command_find(n_words, words, &used);
        return command != NULL ? command_run(command, n_words - used, words + used)
                               : command_unknown(n_words, words);
    }
    if (n_words == 1) {
        overview_print();
        return CLI_OK;
    }
    const cli_command *command = command_find(n_words - 1, words + 1, &used);
    if (command != NULL) {
        cli_help(command);
        return CLI_OK;
    }
    if (family_find(words[1]) < N_FAMILIES) {
        family_help(family_find(words[1]));
        return CLI_OK;
    }
    return command_unknown(n_words - 1, words + 1);
}

int main(int argc, char **argv)
{
    streams_hold();
    int result = words_run(argc - 1, argv + 1);
    if (fflush(stdout) != 0 && result == CLI_OK) {
        fputs("werkbaar: standard output could not be written\n", stderr);
        result = CLI_FAILED;
    }
    return result;
}
