/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan_tables.h"

#include "columns.h"
#include "files.h"
#include "message.h"
#include "output.h"

#include <stdlib.h>
#include <string.h>

static const char *const part_names[SCAN_PARTS] = {"groups",  "themes",  "response",
                                                   "results", "records", "checklists",
                                                   "guide",   "method"};
enum { GROUPS, THEMES, RESPONSE, RESULTS, RECORDS, CHECKLISTS, GUIDE, METHOD };

/* ---- facts: what the scan file says ---- */

static wb_status document_read(const wb_scan *scan, json_t **document, wb_error *err)
{
    wb_writer *writer = NULL;
    size_t n = 0;
    wb_status st = wb_writer_to_memory(&writer, err);
    if (st == WB_OK) {
        st = wb_scan_write(scan, writer, err);
    }
    if (st == WB_OK) {
        st = wb_writer_finish(writer, err);
    }
    if (st == WB_OK) {
        const char *bytes = wb_writer_bytes(writer, &n);
        *document = json_loadb(bytes, n, 0, NULL);
    }
    wb_writer_free(writer);
    if (st == WB_OK && *document == NULL) {
        st = cli_no_memory(err);
    }
    return st;
}

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* In the language, else in Dutch, English or the first there is. */
static const char *title_of(const json_t *object, const char *language)
{
    json_t *titles = json_object_get(object, "title");
    const char *const order[] = {language, "nl", "en"};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *title = text_of(titles, order[i]);
        if (title != NULL) {
            return title;
        }
    }
    const char *first =
        json_string_value(json_object_iter_value(json_object_iter(titles)));
    return first != NULL ? first : "";
}

/* Was something in the ledger decided by another report than this one? */
static int has_earlier(const json_t *document)
{
    const char *release = text_of(document, "release");
    const json_t *rows = json_object_get(json_object_get(document, "ledger"), "cells");
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const char *of = text_of(json_array_get(rows, i), "release");
        if (of != NULL && strcmp(of, release) != 0) {
            return 1;
        }
    }
    return 0;
}

static wbr_scan_facts facts_of(const wb_scan *scan, const json_t *document,
                               const char *language)
{
    const json_t *organisation = json_object_get(document, "organisation");
    const json_t *fieldwork = json_object_get(organisation, "fieldwork");
    return (wbr_scan_facts){
        .title = title_of(organisation, language),
        .questionnaire = title_of(json_object_get(document, "questionnaire"), language),
        .from = text_of(fieldwork, "from"),
        .until = text_of(fieldwork, "until"),
        .id = wb_scan_id(scan),
        .hash = wb_scan_hash(scan),
        .release = text_of(document, "release"),
        .staff = json_integer_value(json_object_get(organisation, "staff")),
        .min_n = json_integer_value(json_object_get(organisation, "min_n")),
        .level = json_number_value(json_object_get(document, "level")),
        .earlier = has_earlier(document),
        .rules_only = strcmp(text_of(document, "protect"), "rules") == 0,
        .synthetic = json_is_true(json_object_get(document, "synthetic")),
        .too_small = strcmp(wb_scan_status(scan), "too_small") == 0};
}

enum { MOST_HIERARCHIES = 16 }; /* docs/formats/organisation.md */

/* What the hierarchies are called: the tables of a scan have their ids alone. */
static wb_status hierarchies_make(const json_t *document, const char *language,
                                  wb_frame **out, wb_error *err)
{
    const json_t *list =
        json_object_get(json_object_get(document, "organisation"), "hierarchies");
    const char *ids[MOST_HIERARCHIES], *titles[MOST_HIERARCHIES];
    size_t n = 0;
    for (; n < json_array_size(list) && n < MOST_HIERARCHIES; n++) {
        const json_t *hierarchy = json_array_get(list, n);
        const char *title = title_of(hierarchy, language);
        ids[n] = text_of(hierarchy, "id");
        titles[n] = title[0] != '\0' ? title : ids[n];
    }
    wb_status st = wb_frame_new((int64_t)n, out, err);
    if (st == WB_OK) {
        st = cli_columns_add(*out, "hierarchy", ids, err);
    }
    return st == WB_OK ? cli_columns_add(*out, "title", titles, err) : st;
}

/* ---- tables ---- */

static wb_status parts_make(const wb_scan *scan, const char *language,
                            scan_tables *tables, wb_error *err)
{
    wb_status st = WB_OK;
    for (size_t i = 0; i < SCAN_PARTS && st == WB_OK; i++) {
        st = wb_scan_table(scan, part_names[i], language, &tables->parts[i], err);
    }
    return st;
}

static wb_status findings_make(const wb_scan *scan, const scan_beside *beside,
                               scan_tables *tables, wb_error *err)
{
    wb_status st = WB_OK;
    if (beside->reference != NULL) {
        st = wb_scan_compare(scan, beside->reference, &beside->compare,
                             &tables->differences, err);
        if (st == WB_OK) {
            st = wb_scan_findings(scan, NULL, beside->weights, &beside->findings,
                                  &tables->inside, err);
        }
    }
    if (st == WB_OK) {
        st = wb_scan_findings(scan, beside->reference, beside->weights, &beside->findings,
                              &tables->findings, err);
    }
    return st;
}

static wb_status suggestions_make(const wb_catalogue *catalogue,
                                  const scan_beside *beside, const char *language,
                                  scan_tables *tables, wb_error *err)
{
    wb_plan *plan = NULL;
    wb_status st = wb_scan_suggest(tables->findings, catalogue, &beside->suggest,
                                   language, &tables->suggestions, err);
    if (st == WB_OK) {
        st = wb_scan_draft_actions(tables->findings, tables->suggestions, NULL,
                                   &tables->drafts, err);
    }
    if (st == WB_OK) {
        st = wb_plan_builtin("actieplan-werkbaar-werk", &plan, err);
    }
    if (st == WB_OK) {
        st = wb_plan_actions(plan, language, &tables->actions, err);
    }
    wb_plan_free(plan);
    return st;
}

static void page_fill_in(const wb_scan *scan, const scan_beside *beside,
                         const char *language, scan_tables *tables)
{
    tables->page = (wbr_scan){.facts = facts_of(scan, tables->document, language),
                              .groups = tables->parts[GROUPS],
                              .themes = tables->parts[THEMES],
                              .response = tables->parts[RESPONSE],
                              .results = tables->parts[RESULTS],
                              .records = tables->parts[RECORDS],
                              .checklists = tables->parts[CHECKLISTS],
                              .guide = tables->parts[GUIDE],
                              .method = tables->parts[METHOD],
                              .hierarchies = tables->hierarchies,
                              .differences = tables->differences,
                              .findings = tables->findings,
                              .inside = tables->inside,
                              .suggestions = tables->suggestions,
                              .actions = tables->actions,
                              .benchmark = beside->benchmark,
                              .language = strcmp(language, "en") == 0 ? WBR_EN : WBR_NL};
}

int scan_tables_make(const cli_args *args, const wb_scan *scan, const scan_beside *beside,
                     const char *language, scan_tables *tables)
{
    wb_catalogue *catalogue = NULL;
    wb_error err;
    int result = cli_catalogue_open(args, &catalogue);
    if (result == CLI_OK) {
        wb_status st = document_read(scan, &tables->document, &err);
        if (st == WB_OK) {
            st = parts_make(scan, language, tables, &err);
        }
        if (st == WB_OK) {
            st = hierarchies_make(tables->document, language, &tables->hierarchies, &err);
        }
        if (st == WB_OK && strcmp(wb_scan_status(scan), "too_small") != 0) {
            st = findings_make(scan, beside, tables, &err);
            if (st == WB_OK) {
                st = suggestions_make(catalogue, beside, language, tables, &err);
            }
        }
        result = st == WB_OK ? CLI_OK : cli_refused(args, &err, NULL);
    }
    if (result == CLI_OK) {
        page_fill_in(scan, beside, language, tables);
    }
    wb_catalogue_free(catalogue);
    return result;
}

void scan_tables_free(scan_tables *tables)
{
    for (size_t i = 0; i < SCAN_PARTS; i++) {
        wb_frame_free(tables->parts[i]);
    }
    wb_frame_free(tables->differences);
    wb_frame_free(tables->findings);
    wb_frame_free(tables->inside);
    wb_frame_free(tables->suggestions);
    wb_frame_free(tables->drafts);
    wb_frame_free(tables->hierarchies);
    wb_frame_free(tables->actions);
    json_decref(tables->document);
    *tables = (scan_tables){0};
}

/* ---- files ---- */

int scan_tables_spare(const cli_args *args)
{
    static const char *const names[] = {
        "scan.html",    "floor.html",          "scan.json",       "ledger.json",
        "response.csv", "results.csv",         "records.csv",     "checklists.csv",
        "findings.csv", "findings-inside.csv", "suggestions.csv", "differences.csv",
        "drafts.csv"};
    const char *directory = cli_args_text(args, "output", "");
    size_t room = strlen(directory) + 32;
    char *path = malloc(room);
    int result = path != NULL ? CLI_OK : cli_out_of_memory();
    for (size_t i = 0; path != NULL && i < sizeof names / sizeof *names; i++) {
        snprintf(path, room, "%s/%s", directory, names[i]);
        if (result == CLI_OK && cli_would_be_lost(args, path)) {
            result = cli_usage_error(args->command,
                                     "'--output' cannot be '%s': '%s' in it is a file to "
                                     "read, which would be lost",
                                     directory, names[i]);
        }
    }
    free(path);
    return result;
}

/* A file ends with a line, as what the other commands write does. */
static wb_status scan_write(const wb_scan *scan, cli_files *files, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_ledger *ledger = NULL;
    wb_status st = cli_files_open(files, "scan", ".json", &writer, err);
    if (st == WB_OK) {
        st = wb_scan_write(scan, writer, err);
    }
    if (st == WB_OK) {
        st = cli_print(writer, err, "\n");
    }
    if (st == WB_OK) {
        st = wb_scan_ledger(scan, &ledger, err);
    }
    if (st == WB_OK) {
        st = cli_files_open(files, "ledger", ".json", &writer, err);
    }
    if (st == WB_OK) {
        st = wb_ledger_write(ledger, writer, err);
    }
    if (st == WB_OK) {
        st = cli_print(writer, err, "\n");
    }
    wb_ledger_free(ledger);
    return st;
}

static wb_status pages_write(const scan_tables *tables, cli_files *files, wb_error *err)
{
    wb_writer *writer = NULL;
    wb_status st = cli_files_open(files, "scan", ".html", &writer, err);
    if (st == WB_OK) {
        st = wbr_scan_write(&tables->page, writer, err);
    }
    if (st == WB_OK) {
        st = cli_files_open(files, "floor", ".html", &writer, err);
    }
    if (st == WB_OK) {
        st = wbr_floor_write(&tables->page, writer, err);
    }
    return st;
}

static const wb_frame *some(const wb_frame *frame)
{
    return frame != NULL && wb_frame_row_count(frame) > 0 ? frame : NULL;
}

static wb_status frames_write(const scan_tables *tables, cli_files *files, wb_error *err)
{
    const struct {
        const char *name;
        const wb_frame *frame;
    } frames[] = {{"response", tables->parts[RESPONSE]},
                  {"results", tables->parts[RESULTS]},
                  {"records", some(tables->parts[RECORDS])},
                  {"checklists", some(tables->parts[CHECKLISTS])},
                  {"differences", tables->differences},
                  {"findings", tables->findings},
                  {"findings-inside", tables->inside},
                  {"suggestions", tables->suggestions},
                  {"drafts", tables->drafts}};
    wb_status st = WB_OK;
    for (size_t i = 0; i < sizeof frames / sizeof *frames && st == WB_OK; i++) {
        if (frames[i].frame != NULL) {
            st = cli_files_csv(files, frames[i].name, ".csv", frames[i].frame, NULL, err);
        }
    }
    return st;
}

int scan_tables_write(const cli_args *args, const wb_scan *scan,
                      const scan_tables *tables)
{
    cli_files files;
    wb_error err;
    if (cli_files_begin(&files, args, "output") != CLI_OK) {
        return CLI_FAILED;
    }
    wb_status st = pages_write(tables, &files, &err);
    if (st == WB_OK) {
        st = scan_write(scan, &files, &err);
    }
    if (st == WB_OK) {
        st = frames_write(tables, &files, &err);
    }
    const char *directory = files.directory;
    size_t n = files.n;
    int result = cli_files_end(&files, st, &err);
    if (result == CLI_OK) {
        fprintf(stderr, "%zu files are in %s; open %s/scan.html, print %s/floor.html\n",
                n, directory, directory, directory);
    }
    return result;
}
