/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Changing a plan store: a plan comes in, fields change, an edit is undone. */
#include "action_plan.h"
#include "commands.h"
#include "message.h"
#include "moment.h"
#include "output.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- texts ---- */

/* A text as a JSON string; free it. */
static wb_status quoted(const char *text, char **json, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status st = wb_writer_to_memory(&writer, err);
    if (st == WB_OK) {
        st = cli_print_json_text(writer, text, err);
    }
    if (st == WB_OK) {
        *json = strdup(wb_writer_bytes(writer, NULL));
        st = *json != NULL ? WB_OK : cli_no_memory(err);
    }
    wb_writer_free(writer);
    return st;
}

/* The same of what an option or operand gives. Prints what is wrong. */
static int text_read(const cli_args *args, const char *name, const char *text,
                     char **json)
{
    wb_error err;
    wb_status st = quoted(text, json, &err);
    return st == WB_OK ? CLI_OK
           : st == WB_E_DATA
               ? cli_usage_error(args->command, "%s is not valid UTF-8", name)
               : cli_failed(&err, NULL);
}

/* ---- an edit ---- */

/* Who edits which store, and when. */
typedef struct editing {
    wb_store *store;
    const char *editor, *why;
    int64_t now;
} editing;

/* What the store would refuse is refused before it is opened, which may make it; the name
 * is even written down after the edit. */
static int text_check(const cli_args *args, const char *option, size_t least, size_t most)
{
    const char *text = cli_args_text(args, option, NULL);
    char name[16], *json = NULL;
    if (text == NULL) {
        return CLI_OK;
    }
    if (strlen(text) < least || strlen(text) > most) {
        return cli_usage_error(args->command, "'--%s' takes %zu to %zu bytes", option,
                               least, most);
    }
    snprintf(name, sizeof name, "'--%s'", option);
    int result = text_read(args, name, text, &json);
    free(json);
    return result;
}

static int editing_begin(const cli_args *args, int32_t mode, editing *e)
{
    int result = text_check(args, "name", 1, 1000);
    if (result == CLI_OK) {
        result = text_check(args, "editor", 1, 127);
    }
    if (result == CLI_OK) {
        result = text_check(args, "why", 0, 10000);
    }
    if (result == CLI_OK) {
        result = cli_now(args, &e->now);
    }
    e->editor = cli_args_text(args, "editor", NULL);
    e->why = cli_args_text(args, "why", NULL);
    if (result == CLI_OK && e->editor == NULL) {
        result =
            cli_usage_error(args->command, "--editor says who makes the change: a "
                                           "pseudonym, which history keeps for ever");
    }
    if (result == CLI_OK) {
        result = cli_store_open(args, mode, &e->store);
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

/* ---- set ---- */

/* What VALUE or --expected gives, as JSON: as it stands with --json, else a text. NULL,
 * which means something else, when nothing is given. Prints what is wrong. */
static int json_read(const cli_args *args, const char *name, const char *text,
                     char **json)
{
    if (text == NULL) {
        return CLI_OK;
    }
    if (cli_args_has(args, "json")) {
        *json = strdup(text);
        return *json != NULL ? CLI_OK : cli_out_of_memory();
    }
    return text_read(args, name, text, json);
}

/* The value of a field (NULL: none), and the one it has now (NULL: not said). */
typedef struct field_change {
    char *value, *expected;
} field_change;

static int field_read(const cli_args *args, field_change *change)
{
    int result = json_read(args, "VALUE", args->n_operands > 3 ? args->operands[3] : NULL,
                           &change->value);
    return result == CLI_OK
               ? json_read(args, "'--expected'", cli_args_text(args, "expected", NULL),
                           &change->expected)
               : result;
}

/* What was read when the command began is what it expects, or what --expected says. */
static wb_status changes_of_field(const cli_args *args, const editing *e,
                                  const field_change *change, wb_changes **changes,
                                  wb_error *err)
{
    int64_t version = 0;
    wb_status st = wb_changes_new(changes, err);
    if (st == WB_OK && change->expected == NULL) {
        st = wb_store_seq(e->store, INT64_MAX, &version, err);
    }
    return st == WB_OK ? wb_changes_set(*changes, args->operands[1], args->operands[2],
                                        change->value, change->expected, version, err)
                       : st;
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

/* RECORD, FIELD and what goes with them, or a file of changes. */
static int set_check(const cli_args *args)
{
    int is_file = cli_args_has(args, "changes");
    if (is_file ? args->n_operands > 1 : args->n_operands < 3) {
        return cli_usage_error(args->command,
                               "either RECORD and FIELD are given, or a file "
                               "of changes");
    }
    return is_file ? cli_args_without(args, "json expected",
                                      "is of one FIELD: a file of changes says it itself")
                   : CLI_OK;
}

static int set_apply(const cli_args *args, const editing *e, const field_change *change)
{
    const char *file = cli_args_text(args, "changes", NULL);
    wb_changes *changes = NULL;
    wb_error err;
    int64_t seq = 0;
    wb_status st = file != NULL ? changes_of_file(file, &changes, &err)
                                : changes_of_field(args, e, change, &changes, &err);
    if (st == WB_OK) {
        st = wb_store_apply(e->store, changes, e->now, e->editor, e->why, &seq, &err);
    }
    if (st == WB_OK) {
        tell_seq(args, seq);
    }
    wb_changes_free(changes);
    return st == WB_OK ? CLI_OK : cli_failed(&err, NULL);
}

static int run_set(const cli_args *args)
{
    editing e = {0};
    field_change change = {0};
    int result = set_check(args);
    if (result == CLI_OK) {
        result = field_read(args, &change);
    }
    if (result == CLI_OK) {
        result = editing_begin(args, WB_STORE_EXISTING, &e);
    }
    if (result == CLI_OK) {
        result = set_apply(args, &e, &change);
    }
    free(change.value);
    free(change.expected);
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

/* ---- descriptions ---- */

#define EDITING_OPTIONS                                                                  \
    {"editor", "ID", "who does it: a pseudonym, kept in the history for ever"},          \
        {"name", "NAME",                                                                 \
         "the name that belongs to it, kept apart; 'plan forget' erases it"},            \
        {"why", "TEXT", "why, for the history"},                                         \
        {"now", "MOMENT", "in place of what the clock says (2027-03-31T12:00:00Z)"},     \
        {"quiet", NULL, "do not say the number of the entry"},                           \
        {"help", NULL, "show this text"},                                                \
    {                                                                                    \
        NULL, NULL, NULL                                                                 \
    }

static const cli_option import_options[] = {
    {"base", "SEQ",
     "the store holds a plan already, and FILE was made of it as it was\n"
     "after this entry: bring in what FILE changed"},
    EDITING_OPTIONS,
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

static const cli_option set_options[] = {
    {"json", NULL, "VALUE and --expected are JSON (numbers, lists), not text"},
    {"expected", "VALUE",
     "refuse when the field is not this (default: when the record was\n"
     "changed after this command began)"},
    {"changes", "FILE", "carry out a file of changes (werkbaar-changes/1.0), all or none",
     CLI_READS},
    EDITING_OPTIONS,
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
    EDITING_OPTIONS,
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
