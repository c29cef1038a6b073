/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A plan store: putting a plan in it, changing it, seeing what it was and who changed it.
 */
#include "action_plan.h"
#include "columns.h"
#include "commands.h"
#include "message.h"
#include "moment.h"
#include "output.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who edits which store, and when. */
typedef struct editing {
    wb_store *store;
    const char *editor, *why;
    int64_t now;
} editing;

static int store_open(const cli_args *args, int32_t mode, wb_store **store)
{
    wb_store_options options = WB_STORE_OPTIONS_INIT;
    wb_error err;
    options.mode = mode;
    return wb_store_open(args->operands[0], &options, store, &err) == WB_OK
               ? CLI_OK
               : cli_failed(&err, NULL);
}

static int editing_begin(const cli_args *args, int32_t mode, editing *e)
{
    int result = cli_now(args, &e->now);
    e->editor = cli_args_text(args, "editor", NULL);
    e->why = cli_args_text(args, "why", NULL);
    if (result == CLI_OK && e->editor == NULL) {
        result =
            cli_usage_error(args->command, "--editor says who makes the change: a "
                                           "pseudonym, which history keeps for ever");
    }
    if (result == CLI_OK) {
        result = store_open(args, mode, &e->store);
    }
    return result;
}

/* Close, after the name of the editor was written down. */
static int editing_end(const cli_args *args, editing *e, int result)
{
    const char *name = cli_args_text(args, "name", NULL);
    wb_error err;
    if (result == CLI_OK && name != NULL &&
        wb_store_set_name(e->store, e->editor, name, &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    wb_store_free(e->store);
    return result;
}

static void tell_seq(const cli_args *args, int64_t seq)
{
    if (!cli_args_has(args, "quiet")) {
        fprintf(stderr, "%s: entry %" PRId64 "\n", args->operands[0], seq);
    }
}

/* The plan of a store as the options --seq and --at ask for. */
static int plan_as_of(const cli_args *args, wb_store *store, wb_plan **plan)
{
    int64_t when = INT64_MAX;
    int64_t seq = 0;
    wb_error err;
    int32_t number = 0;
    int result = cli_args_count(args, "seq", 1, INT32_MAX, &number);
    seq = number;
    if (result == CLI_OK) {
        result = cli_moment(args, "at", 1, &when);
    }
    if (result != CLI_OK) {
        return result;
    }
    if (when != INT64_MAX && wb_store_seq(store, when, &seq, &err) != WB_OK) {
        return cli_failed(&err, NULL);
    }
    if (when != INT64_MAX && seq == 0) {
        fprintf(stderr, "werkbaar: '%s' has no plan yet on %s\n", args->operands[0],
                cli_args_text(args, "at", ""));
        return CLI_FAILED;
    }
    return wb_store_plan(store, seq, plan, &err) == WB_OK ? CLI_OK
                                                          : cli_failed(&err, NULL);
}

/* ---- import ---- */

/* What the file changed since entry `base` comes in beside what others changed. */
static int import_merged(const cli_args *args, const editing *e, const wb_plan *plan,
                         int64_t base_seq)
{
    wb_plan *base = NULL, *now = NULL, *merged = NULL;
    wb_frame *conflicts = NULL;
    wb_changes *changes = NULL;
    wb_error err;
    int64_t seq = 0;
    int result = CLI_OK;
    wb_status st = wb_store_plan(e->store, base_seq, &base, &err);
    if (st == WB_OK) {
        st = wb_store_plan(e->store, 0, &now, &err);
    }
    if (st == WB_OK) {
        st = wb_plan_merge(base, now, plan, "nl", &merged, &conflicts, &err);
    }
    if (st == WB_OK && wb_frame_row_count(conflicts) > 0) {
        result = cli_conflicts_tell(conflicts);
    } else if (st == WB_OK) {
        st = wb_plan_diff(now, merged, &changes, &err);
        if (st == WB_OK) {
            st = wb_store_apply(e->store, changes, e->now, e->editor, e->why, &seq, &err);
        }
        if (st == WB_OK) {
            tell_seq(args, seq);
        }
    }
    wb_changes_free(changes);
    wb_frame_free(conflicts);
    wb_plan_free(merged);
    wb_plan_free(now);
    wb_plan_free(base);
    return st == WB_OK ? result : cli_failed(&err, NULL);
}

static int run_import(const cli_args *args)
{
    editing e = {0};
    wb_plan *plan = NULL;
    wb_error err;
    int32_t base = 0;
    int result = cli_args_count(args, "base", 1, INT32_MAX, &base);
    if (result == CLI_OK) {
        result = cli_action_plan_open(args->operands[1], &plan);
    }
    if (result == CLI_OK) {
        result = editing_begin(args, base > 0 ? WB_STORE_EXISTING : WB_STORE_CREATE, &e);
    }
    if (result == CLI_OK && base > 0) {
        result = import_merged(args, &e, plan, base);
    } else if (result == CLI_OK) {
        if (wb_store_import(e.store, plan, e.now, e.editor, e.why, &err) == WB_OK) {
            tell_seq(args, 1);
        } else {
            result = cli_failed(&err, NULL);
        }
    }
    wb_plan_free(plan);
    return editing_end(args, &e, result);
}

/* ---- export ---- */

static int run_export(const cli_args *args)
{
    wb_store *store = NULL;
    wb_plan *plan = NULL;
    int result = cli_output_spares(args, args->operands[0]);
    if (result == CLI_OK) {
        result = store_open(args, WB_STORE_READ, &store);
    }
    if (result == CLI_OK) {
        result = plan_as_of(args, store, &plan);
    }
    if (result == CLI_OK) {
        result = cli_plan_file_write(args, plan);
    }
    wb_plan_free(plan);
    wb_store_free(store);
    return result;
}

/* ---- set ---- */

/* A text as a JSON string; free it. */
static char *quoted(const char *text)
{
    wb_writer *writer = NULL;
    char *copy = NULL;
    if (wb_writer_to_memory(&writer, NULL) == WB_OK &&
        cli_print_json_text(writer, text, NULL) == WB_OK) {
        copy = strdup(wb_writer_bytes(writer, NULL));
    }
    wb_writer_free(writer);
    return copy;
}

/* The value of an operand or option as JSON: as it stands with --json, else a text. */
static char *as_json(const cli_args *args, const char *text)
{
    return cli_args_has(args, "json") ? strdup(text) : quoted(text);
}

/* What was read when the command began is what it expects, or what --expected says. */
static wb_status changes_of_words(const cli_args *args, const editing *e,
                                  wb_changes **changes, wb_error *err)
{
    const char *expected = cli_args_text(args, "expected", NULL);
    char *wanted = expected != NULL ? as_json(args, expected) : NULL;
    char *value = args->n_operands > 3 ? as_json(args, args->operands[3]) : NULL;
    int64_t version = 0;
    wb_status st = wb_changes_new(changes, err);
    if (st == WB_OK && expected == NULL) {
        st = wb_store_seq(e->store, INT64_MAX, &version, err);
    }
    if (st == WB_OK) {
        st = wb_changes_set(*changes, args->operands[1], args->operands[2], value, wanted,
                            version, err);
    }
    free(wanted);
    free(value);
    return st;
}

static wb_status changes_of_file(const char *path, wb_changes **changes, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);
    if (st == WB_OK) {
        st = wb_changes_read(reader, changes, err);
    }
    wb_reader_free(reader);
    return st;
}

static int run_set(const cli_args *args)
{
    const char *file = cli_args_text(args, "changes", NULL);
    editing e = {0};
    wb_changes *changes = NULL;
    wb_error err;
    int64_t seq = 0;
    if ((file == NULL) != (args->n_operands >= 3)) {
        return cli_usage_error(args->command,
                               "either RECORD and FIELD are given, or a file "
                               "of changes");
    }
    int result = editing_begin(args, WB_STORE_EXISTING, &e);
    if (result == CLI_OK) {
        wb_status st = file != NULL ? changes_of_file(file, &changes, &err)
                                    : changes_of_words(args, &e, &changes, &err);
        if (st == WB_OK) {
            st = wb_store_apply(e.store, changes, e.now, e.editor, e.why, &seq, &err);
        }
        result = st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        tell_seq(args, seq);
    }
    wb_changes_free(changes);
    return editing_end(args, &e, result);
}

/* ---- undo ---- */

static int run_undo(const cli_args *args)
{
    editing e = {0};
    wb_error err;
    int64_t seq = 0;
    int32_t number = 0;
    int result = cli_args_count(args, "edit", 1, INT32_MAX, &number);
    if (result == CLI_OK) {
        result = editing_begin(args, WB_STORE_EXISTING, &e);
    }
    if (result == CLI_OK) {
        result =
            wb_store_undo(e.store, number, e.now, e.editor, e.why, &seq, &err) == WB_OK
                ? CLI_OK
                : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        tell_seq(args, seq);
    }
    return editing_end(args, &e, result);
}

/* ---- history ---- */

static int history_write(const cli_args *args, wb_store *store, const char *language,
                         int32_t format)
{
    static const char *const shown[] = {"seq", "at", "editor", "why", "text", NULL};
    wb_frame *history = NULL;
    wb_error err;
    int64_t since = INT64_MIN, after = 0;
    int result = cli_moment(args, "since", 0, &since);
    if (result != CLI_OK) {
        return result;
    }
    wb_status st = WB_OK;
    if (since != INT64_MIN) {
        st = wb_store_seq(store, since - 1, &after, &err);
    }
    if (st == WB_OK) {
        st = wb_store_history(store, after, cli_args_text(args, "record", NULL), language,
                              &history, &err);
    }
    result = st == WB_OK ? cli_frame_show(args, format, history, shown)
                         : cli_failed(&err, NULL);
    wb_frame_free(history);
    return result;
}

static int run_history(const cli_args *args)
{
    wb_store *store = NULL;
    wb_error err;
    const char *language = NULL;
    int32_t format = 0;
    int result = cli_args_choice(args, "format", cli_formats, &format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &language);
    }
    if (result == CLI_OK) {
        result = store_open(args, WB_STORE_READ, &store);
    }
    if (result == CLI_OK && cli_args_has(args, "verify")) {
        result = wb_store_verify(store, &err) == WB_OK ? CLI_OK : cli_failed(&err, NULL);
    }
    if (result == CLI_OK) {
        result = history_write(args, store, language, format);
    }
    wb_store_free(store);
    return result;
}

/* ---- forget ---- */

static int run_forget(const cli_args *args)
{
    wb_store *store = NULL;
    wb_error err;
    int result = store_open(args, WB_STORE_EXISTING, &store);
    if (result == CLI_OK &&
        wb_store_erase_name(store, args->operands[1], &err) != WB_OK) {
        result = cli_failed(&err, NULL);
    }
    wb_store_free(store);
    return result;
}

/* ---- descriptions ---- */

static const cli_option import_options[] = {
    {"base", "SEQ",
     "the store holds a plan already, and FILE was made of it as it was\n"
     "after this entry: bring in what FILE changed"},
    {"editor", "ID", "who does it: a pseudonym, kept in the history for ever"},
    {"name", "NAME", "the name that belongs to it, kept apart; 'plan forget' erases it"},
    {"why", "TEXT", "why, for the history"},
    {"now", "MOMENT", "in place of what the clock says (2027-03-31T12:00:00Z)"},
    {"quiet", NULL, "do not say the number of the entry"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_import = {
    .name = "plan import",
    .summary = "put a plan in a store, or bring in what changed in a file of it",
    .usage = "STORE ID|FILE --editor ID [--base SEQ] [--why TEXT] [--name NAME]",
    .about =
        "Puts a built-in plan or that of a plan file in a plan store, a file that is "
        "made\n"
        "when it is not there and keeps every change from then on. A store holds one "
        "plan;\n"
        "--base merges a file that was exported from it and edited elsewhere with what\n"
        "others changed meanwhile. Conflicts are shown, and then nothing is written.",
    .example = "werkbaar plan import actions.plan actieplan-werkbaar-werk --editor e1",
    .options = import_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_import,
};

static const cli_option export_options[] = {
    {"at", "DAY", "as it was at the end of that day (UTC), or at a moment"},
    {"seq", "SEQ", "as it was after that entry of the history"},
    {"output", "FILE", "write there, when all is done (default: standard output)"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_export = {
    .name = "plan export",
    .summary = "the plan of a store as a plan file, now or as of a day",
    .usage = "STORE [--at DAY | --seq SEQ] [--output FILE]",
    .about = "Writes the plan of a store as canonical JSON: the bytes that were "
             "imported, with\n"
             "what changed since.",
    .example = "werkbaar plan export actions.plan --at 2027-03-31 --output march.json",
    .options = export_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_export,
};

static const cli_option set_options[] = {
    {"json", NULL, "VALUE and --expected are JSON (numbers, lists), not text"},
    {"expected", "VALUE",
     "refuse when the field is not this (default: when the record was\n"
     "changed after this command began)"},
    {"changes", "FILE",
     "carry out a file of changes (werkbaar-changes/1.0), all or none"},
    {"editor", "ID", "who does it: a pseudonym, kept in the history for ever"},
    {"name", "NAME", "the name that belongs to it, kept apart; 'plan forget' erases it"},
    {"why", "TEXT", "why, for the history"},
    {"now", "MOMENT", "in place of what the clock says (2027-03-31T12:00:00Z)"},
    {"quiet", NULL, "do not say the number of the entry"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_set = {
    .name = "plan set",
    .summary = "change the plan of a store, and keep who did it, when and why",
    .usage = "STORE RECORD FIELD [VALUE] --editor ID [--why TEXT]\n"
             "       werkbaar plan set STORE --changes FILE --editor ID [--why TEXT]",
    .about =
        "Gives a field of a record another value, or none, or carries out a file of "
        "changes\n"
        "that add, change, move and remove records. A field of an object has a path:\n"
        "title/nl. What others changed first is not overwritten: the change is refused "
        "and\n"
        "shows both values.",
    .example = "werkbaar plan set actions.plan action-5 title/en Coaching --editor e1",
    .options = set_options,
    .min_operands = 1,
    .max_operands = 4,
    .run = run_set,
};

static const cli_option undo_options[] = {
    {"edit", "SEQ", "the edit that began with this entry (default: the last)"},
    {"editor", "ID", "who does it: a pseudonym, kept in the history for ever"},
    {"name", "NAME", "the name that belongs to it, kept apart; 'plan forget' erases it"},
    {"why", "TEXT", "why, for the history"},
    {"now", "MOMENT", "in place of what the clock says (2027-03-31T12:00:00Z)"},
    {"quiet", NULL, "do not say the number of the entry"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_undo = {
    .name = "plan undo",
    .summary = "undo an edit of a store by a new one",
    .usage = "STORE [--edit SEQ] --editor ID [--why TEXT]",
    .about =
        "Undoes all that one command changed, as a new edit, which can be undone, too. "
        "What\n"
        "was changed again since is left alone: then nothing is undone, and both values\n"
        "are shown.",
    .example =
        "werkbaar plan undo actions.plan --edit 12 --editor e1 --why 'wrong action'",
    .options = undo_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_undo,
};

static const cli_option history_options[] = {
    {"record", "ID", "what happened to one record"},
    {"since", "DAY", "since that day (UTC), or a moment"},
    {"verify", NULL, "first check that nothing was changed past the history"},
    {"lang", "nl|en", "language of the sentences (default nl)"},
    {"format", "F", "table (default: the columns that tell most), csv or json (all)"},
    {"output", "FILE", "write there, when all is done (default: standard output)"},
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_history = {
    .name = "plan history",
    .summary = "who changed what in a store, when and why",
    .usage = "STORE [--record ID] [--since DAY] [--verify] [--lang nl|en] [--format F]",
    .about =
        "A row for each entry of the history of a store: who, when, why, what was there\n"
        "before and after, as a sentence; in CSV and JSON also the hash that chains it "
        "to\n"
        "the entry before. --verify fails when the history or the plan was changed by\n"
        "anything else.",
    .example = "werkbaar plan history actions.plan --since 2027-01-01 --lang en",
    .options = history_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_history,
};

static const cli_option forget_options[] = {
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_plan_forget = {
    .name = "plan forget",
    .summary = "erase the name that belongs to a pseudonym in a store",
    .usage = "STORE ID",
    .about = "Overwrites the name of an editor in the file. The pseudonym stays in the "
             "history.\n"
             "Copies of the file, and backups, are not reached.",
    .example = "werkbaar plan forget actions.plan e1",
    .options = forget_options,
    .min_operands = 2,
    .max_operands = 2,
    .run = run_forget,
};
