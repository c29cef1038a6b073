/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the options of the monitor command say, the same for every group. */
#include "message.h"
#include "monitor.h"
#include "note.h"
#include "results.h"

#include <string.h>

static const char *const languages[] = {"nl", "en", NULL};

static int is_in(const cli_list *list, size_t n, const char *text)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list->items[i], text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* No list names anything twice, nor the wave, which is a breakdown and a stratum anyway.
 */
static int list_check(const cli_args *args, const char *name, const cli_list *list,
                      const char *wave)
{
    for (size_t i = 0; i < list->n; i++) {
        if (strcmp(list->items[i], wave) == 0) {
            return cli_usage_error(args->command,
                                   "'--%s' need not name the wave column '%s': it is "
                                   "there already",
                                   name, wave);
        }
        if (is_in(list, i, list->items[i])) {
            return cli_usage_error(args->command, "'--%s' names '%s' twice", name,
                                   list->items[i]);
        }
    }
    return CLI_OK;
}

/* Without --definition these options make one. */
static int makes_definition(const cli_args *args)
{
    static const char *const names[] = {"wave", "by", "weights", "strata", "ci"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (cli_args_has(args, names[i])) {
            return 1;
        }
    }
    return 0;
}

static int columns_read(const cli_args *args, monitor_options *o)
{
    o->wave = cli_args_text(args, "wave", NULL);
    o->weights = cli_args_text(args, "weights", NULL);
    o->is_own = makes_definition(args);
    if (o->is_own && cli_args_has(args, "definition")) {
        return cli_usage_error(
            args->command, "waves, breakdowns, weights, strata and intervals are those "
                           "of '--definition': leave out '--wave', '--by', "
                           "'--weights', '--strata' and '--ci'");
    }
    int result = cli_args_list(args, "by", &o->by);
    if (result == CLI_OK) {
        result = cli_args_list(args, "strata", &o->strata);
    }
    if (result == CLI_OK && o->wave != NULL) {
        result = list_check(args, "by", &o->by, o->wave);
    }
    if (result == CLI_OK && o->wave != NULL) {
        result = list_check(args, "strata", &o->strata, o->wave);
    }
    return result;
}

/* Which of some names a list has; all of them when it has "all". */
static int choices_read(const cli_args *args, const char *option,
                        const char *const *names, size_t n, int *is_in_list)
{
    cli_list list = {0};
    int result = cli_args_list(args, option, &list);
    for (size_t i = 0; i < list.n && result == CLI_OK; i++) {
        int is_all = strcmp(list.items[i], "all") == 0, is_known = is_all;
        for (size_t k = 0; k < n; k++) {
            int is_it = strcmp(list.items[i], names[k]) == 0;
            is_in_list[k] = is_in_list[k] || is_all || is_it;
            is_known = is_known || is_it;
        }
        if (!is_known) {
            result = cli_usage_error(args->command, "'--%s' has no '%s'", option,
                                     list.items[i]);
        }
    }
    cli_list_free(&list);
    return result;
}

/* What --output writes: JSON, which is large and says what CSV says, when it is asked
 * for. */
static int files_read(const cli_args *args, monitor_options *o)
{
    static const char *const formats[] = {"html", "xlsx", "csv", "json"};
    const char *parts[WBR_PARTS];
    int of_files = cli_args_has(args, "formats") || cli_args_has(args, "parts");
    if (of_files && !cli_args_has(args, "output")) {
        return cli_usage_error(args->command,
                               "'--formats' and '--parts' are about the files of "
                               "'--output', which is missing");
    }
    for (int i = 0; i < WBR_PARTS; i++) {
        parts[i] = wbr_part_name((wbr_part)i);
        o->is_chosen[i] = !cli_args_has(args, "parts");
    }
    for (int i = 0; i < MONITOR_FORMATS; i++) {
        o->is_written[i] = !cli_args_has(args, "formats") && i != MONITOR_JSON;
    }
    int result = choices_read(args, "formats", formats, MONITOR_FORMATS, o->is_written);
    return result == CLI_OK ? choices_read(args, "parts", parts, WBR_PARTS, o->is_chosen)
                            : result;
}

int monitor_options_read(const cli_args *args, cli_run *run, monitor_options *o)
{
    int32_t language = 0;
    o->note = cli_args_text(args, "note", NULL);
    int result = cli_run_read(args, run);
    if (result == CLI_OK && o->note != NULL && !cli_note_is_line(o->note)) {
        result = cli_usage_error(args->command, "'--note' is one line of UTF-8 text");
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "ci", cli_intervals, &o->interval);
    }
    if (result == CLI_OK) {
        result = cli_args_choice(args, "lang", languages, &language);
    }
    if (result == CLI_OK) {
        result = cli_level_read(args, &o->level);
    }
    o->language = language == 0 ? WBR_NL : WBR_EN;
    if (result == CLI_OK) {
        result = files_read(args, o);
    }
    return result == CLI_OK ? columns_read(args, o) : result;
}
