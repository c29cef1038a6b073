/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* scan show, reference, compare, findings, suggest, draft: what a scan file says. */
#include "columns.h"
#include "commands.h"
#include "input.h"
#include "message.h"
#include "scan_tables.h"

#include <stdio.h>
#include <string.h>

typedef struct reading {
    wb_scan *scan;
    scan_beside beside;
    wb_frame *findings, *suggestions, *out;
    const char *language;
    int32_t format;
} reading;

static int reading_open(const cli_args *args, reading *r)
{
    int result = cli_args_choice(args, "format", cli_formats, &r->format);
    if (result == CLI_OK) {
        result = cli_language_read(args, &r->language);
    }
    return result == CLI_OK ? scan_beside_read(args, &r->beside) : result;
}

static int reading_end(const cli_args *args, reading *r, int result,
                       const char *const *shown)
{
    if (result == CLI_OK) {
        result = cli_frame_show(args, r->format, r->out, shown);
    }
    wb_frame_free(r->out);
    wb_frame_free(r->suggestions);
    wb_frame_free(r->findings);
    scan_beside_free(&r->beside);
    wb_scan_free(r->scan);
    return result;
}

static int told(const cli_args *args, wb_status st, const wb_error *err)
{
    return st == WB_OK ? CLI_OK : cli_refused(args, err, args->operands[0]);
}

/* ---- show ---- */

static int run_show(const cli_args *args)
{
    static const char *const parts[] = {"results", "response", "groups",
                                        "themes",  "records",  "checklists",
                                        "guide",   "method",   NULL};
    static const char *const results[] = {
        "group", "indicator", "status",      "n",           "share",
        "lower", "upper",     "bound_lower", "bound_upper", NULL};
    reading r = {0};
    wb_error err;
    int32_t part = 0;
    int result = reading_open(args, &r);
    if (result == CLI_OK) {
        result = cli_args_choice(args, "part", parts, &part);
    }
    if (result == CLI_OK) {
        result = cli_scan_open(args->operands[0], &r.scan);
    }
    if (result == CLI_OK) {
        result = told(args, wb_scan_table(r.scan, parts[part], r.language, &r.out, &err),
                      &err);
    }
    return reading_end(args, &r, result, part == 0 ? results : NULL);
}

/* ---- reference, compare ---- */

static int run_reference(const cli_args *args)
{
    reading r = {0};
    wb_error err;
    int result = reading_open(args, &r);
    if (result == CLI_OK) {
        result = cli_scan_open(args->operands[0], &r.scan);
    }
    if (result == CLI_OK) {
        result = told(args, wb_scan_reference(r.scan, &r.out, &err), &err);
    }
    return reading_end(args, &r, result, NULL);
}

static int run_compare(const cli_args *args)
{
    static const char *const shown[] = {"group",
                                        "indicator",
                                        "share",
                                        "reference",
                                        "difference",
                                        "difference_lower",
                                        "difference_upper",
                                        "colour",
                                        "status",
                                        NULL};
    reading r = {0};
    wb_error err;
    int result = reading_open(args, &r);
    if (result == CLI_OK && r.beside.reference == NULL) {
        result = cli_usage_error(args->command, "'--reference' or '--earlier-scan' is "
                                                "missing: what to hold the scan against");
    }
    if (result == CLI_OK) {
        result = cli_scan_open(args->operands[0], &r.scan);
    }
    if (result == CLI_OK) {
        result = told(
            args,
            wb_scan_compare(r.scan, r.beside.reference, &r.beside.compare, &r.out, &err),
            &err);
    }
    return reading_end(args, &r, result, shown);
}

/* ---- findings, suggest, draft ---- */

/* Findings of another instrument, as CSV. */
static int findings_read(const cli_args *args, wb_frame **out)
{
    static const char *const numbers[] = {"n",
                                          "people",
                                          "share",
                                          "lower",
                                          "upper",
                                          "reference",
                                          "difference",
                                          "difference_lower",
                                          "difference_upper",
                                          "p",
                                          "p_adjusted",
                                          "weight",
                                          "score",
                                          "rank"};
    static const char *const texts[] = {
        "id",        "scan",      "group",  "title",          "theme",
        "indicator", "direction", "status", "reference_kind", "reference_source"};
    const cli_roles roles = {.numbers = numbers,
                             .n_numbers = sizeof numbers / sizeof *numbers,
                             .texts = texts,
                             .n_texts = sizeof texts / sizeof *texts};
    return cli_table_read(args, args->operands[0], &roles, out);
}

/* Does the file begin as a scan file does, and not as a table? */
static int is_scan(const char *path)
{
    FILE *file = fopen(path, "rb");
    int first = file != NULL ? fgetc(file) : EOF;
    if (file != NULL) {
        fclose(file);
    }
    return first == '{';
}

/* Of the scan, or as the file has them. */
static int findings_make(const cli_args *args, reading *r)
{
    wb_error err;
    if (!is_scan(args->operands[0])) {
        int result = findings_read(args, &r->findings);
        if (result == CLI_OK) {
            result = cli_args_without(args, "reference earlier-scan weights level fdr",
                                      "goes with a scan: findings of a file are what "
                                      "they are");
        }
        return result == CLI_OK ? told(args, wb_findings_check(r->findings, &err), &err)
                                : result;
    }
    int result = cli_scan_open(args->operands[0], &r->scan);
    return result == CLI_OK
               ? told(args,
                      wb_scan_findings(r->scan, r->beside.reference, r->beside.weights,
                                       &r->beside.findings, &r->findings, &err),
                      &err)
               : result;
}

static int run_findings(const cli_args *args)
{
    static const char *const shown[] = {"direction",  "rank",       "group",  "theme",
                                        "people",     "n",          "share",  "reference",
                                        "difference", "p_adjusted", "status", NULL};
    reading r = {0};
    int result = reading_open(args, &r);
    if (result == CLI_OK) {
        result = findings_make(args, &r);
    }
    r.out = r.findings;
    r.findings = NULL;
    return reading_end(args, &r, result, shown);
}

static int suggestions_make(const cli_args *args, reading *r)
{
    wb_catalogue *catalogue = NULL;
    wb_error err;
    int result = findings_make(args, r);
    if (result == CLI_OK) {
        result = cli_catalogue_open(args, &catalogue);
    }
    if (result == CLI_OK) {
        result = told(args,
                      wb_scan_suggest(r->findings, catalogue, &r->beside.suggest,
                                      r->language, &r->suggestions, &err),
                      &err);
    }
    wb_catalogue_free(catalogue);
    return result;
}

static int run_suggest(const cli_args *args)
{
    static const char *const shown[] = {"finding_rank", "group_title", "theme", "title",
                                        "level",        "actions",     NULL};
    reading r = {0};
    int result = reading_open(args, &r);
    if (result == CLI_OK) {
        result = suggestions_make(args, &r);
    }
    r.out = r.suggestions;
    r.suggestions = NULL;
    return reading_end(args, &r, result, shown);
}

static int run_draft(const cli_args *args)
{
    reading r = {0};
    wb_error err;
    int result = reading_open(args, &r);
    if (result == CLI_OK) {
        result = suggestions_make(args, &r);
    }
    if (result == CLI_OK) {
        result = told(
            args, wb_scan_draft_actions(r.findings, r.suggestions, NULL, &r.out, &err),
            &err);
    }
    if (!cli_args_has(args, "format")) {
        r.format = 1; /* 'plan draft' reads CSV */
    }
    return reading_end(args, &r, result, NULL);
}

/* ---- descriptions ---- */

static const cli_option show_options[] = {
    {"part", "P",
     "results (default), response, groups, themes, records, checklists, guide\n"
     "or method"},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_show = {
    .name = "scan show",
    .summary = "what a scan file says, part by part",
    .usage = "SCAN.json [--part P] [--lang nl|en] [--format F]",
    .about =
        "Prints a part of the scan file that 'scan run' wrote. All of it may be shown: "
        "what is\nhidden has no number in the file.",
    .example = "werkbaar scan show report/scan.json --part response --lang en",
    .options = show_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_show,
};

static const cli_option reference_options[] = {
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_reference = {
    .name = "scan reference",
    .summary = "what a later scan of the same company is held against",
    .usage = "SCAN.json [--format F] [--output FILE]",
    .about =
        "Writes the reference frame of a scan, of kind 'earlier': a row per group and "
        "indicator.\n'--earlier-scan' of other commands makes it by itself.",
    .example = "werkbaar scan reference 2026/scan.json --format csv --output 2026.csv",
    .options = reference_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_reference,
};

static const cli_option compare_options[] = {
    CLI_REFERENCE_OPTIONS,
    {"level", "X", "of intervals (default 0.95)"},
    {"margin", "X",
     "of colours, as a share: below it a difference is orange (default 0.05)"},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_compare = {
    .name = "scan compare",
    .summary = "every group beside a declared reference, with a colour",
    .usage = "SCAN.json --reference FILE|--earlier-scan FILE [--format F]",
    .about =
        "Differences of shares of problem with the uncertainty of both. The colour comes "
        "from\n"
        "the interval of the difference alone; grey is undecided. Refused where items, "
        "scales\n"
        "or cut-offs differ.",
    .example = "werkbaar scan compare 2028/scan.json --earlier-scan 2026/scan.json",
    .options = compare_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_compare,
};

static const cli_option findings_options[] = {
    CLI_REFERENCE_OPTIONS,
    {"weights", "FILE",
     "CSV with theme and weight: how strongly a theme goes with problems of\n"
     "workability (default: all 1)",
     CLI_READS},
    {"level", "X", "of intervals (default 0.95)"},
    {"fdr", "X", "a finding has an adjusted p of at most this (default 0.05)"},
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_findings = {
    .name = "scan findings",
    .summary = "what stands out: problems and strengths, in order",
    .usage = "SCAN.json|FINDINGS.csv [--reference FILE] [--weights FILE] [--format F]",
    .about =
        "Holds every group against a reference, without one against the rest of the\n"
        "organisation. Rank 1 is what touches the most people, differs most and weighs "
        "most;\n"
        "p is adjusted over groups and themes. A row for each of these; those without a "
        "rank\n"
        "come last. It says what goes together, never why. Findings of another "
        "instrument "
        "(CSV)\n"
        "are checked and printed.",
    .example = "werkbaar scan findings report/scan.json --lang en",
    .options = findings_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_findings,
};

static const cli_option suggest_options[] = {
    CLI_REFERENCE_OPTIONS,
    {"weights", "FILE", "CSV with theme and weight (default: all 1)", CLI_READS},
    {"fdr", "X", "a finding has an adjusted p of at most this (default 0.05)"},
    {"most", "N", "measures suggested for a finding (default 3)"},
    CLI_ADD_OPTION,
    CLI_FRAME_OPTIONS,
    {"help", NULL, "show this text"},
    {NULL, NULL, NULL},
};

const cli_command cli_scan_suggest = {
    .name = "scan suggest",
    .summary = "measures that go with what was found",
    .usage = "SCAN.json|FINDINGS.csv [--most N] [--add FILE] [--format F]",
    .about =
        "Lays measures of the inspiration menu, and your own, beside the problems that "
        "were\n"
        "found: about the theme, and for a level that can act on the group. Ideas for "
        "the\n"
        "social dialogue, no prescriptions.",
    .example = "werkbaar scan suggest report/scan.json --most 2 --lang en",
    .options = suggest_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_suggest,
};

const cli_command cli_scan_draft = {
    .name = "scan draft",
    .summary = "suggested measures as draft actions of a plan",
    .usage = "SCAN.json|FINDINGS.csv [--most N] [--output FILE]",
    .about =
        "Makes the table that 'plan draft' takes in (default: CSV): a row per measure, "
        "who,\n"
        "when and with what money open, and nothing discussed yet.",
    .example = "werkbaar scan draft report/scan.json --output drafts.csv",
    .options = suggest_options,
    .min_operands = 1,
    .max_operands = 1,
    .run = run_draft,
};
