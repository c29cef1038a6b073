/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the monitor leaves in a directory. */
#include "files.h"
#include "message.h"
#include "monitor.h"
#include "note.h"

#include <stdio.h>
#include <stdlib.h>

static wb_status page_write(cli_files *all, const monitor_group *groups, size_t n_groups,
                            const monitor_options *options, wb_error *err)
{
    wb_writer *writer = NULL;
    const wbr_model **models = calloc(n_groups + 1, sizeof *models);
    wb_status st;
    if (models != NULL) {
        for (size_t i = 0; i < n_groups; i++) {
            models[i] = groups[i].model;
        }
        st = cli_files_open(all, "monitor", ".html", &writer, err);
    } else {
        st = cli_no_memory(err);
    }
    if (st == WB_OK) {
        st = wbr_page_write(models, n_groups, options->language, writer, err);
    }
    free(models);
    return st;
}

static wb_status text_member(wb_writer *writer, const char *name, const char *text,
                             wb_error *err)
{
    wb_status st = cli_print(writer, err, "\"%s\": ", name);
    if (st == WB_OK) {
        st = cli_print_json_text(writer, text, err);
    }
    return st == WB_OK ? cli_print(writer, err, ",\n") : st;
}

static wb_status group_head(wb_writer *writer, const monitor_group *group,
                            const monitor_options *options, wb_error *err)
{
    const wb_instrument *instrument = group->instrument;
    const char *language = wbr_language_code(options->language);
    int verified = wb_instrument_verified(instrument) != 0;
    const struct {
        const char *name, *text;
    } members[] = {
        {"definition", wb_monitor_definition_id(group->definition)},
        {"definition_hash", wb_monitor_definition_hash(group->definition)},
        {"instrument", wb_instrument_id(instrument)},
        {"instrument_version", wb_instrument_version(instrument)},
        {"instrument_hash", wb_instrument_hash(instrument)},
        {"title", wb_monitor_definition_title(group->definition, language)},
        {"status", verified ? "verified" : "preset, not the official WBM definition"},
        {"note", group->note},
        {"data", group->data_name},
    };
    wb_status st = cli_print(writer, err, "{\n");
    for (size_t i = 0; i < sizeof members / sizeof *members && st == WB_OK; i++) {
        st = text_member(writer, members[i].name, members[i].text, err);
    }
    return st == WB_OK
               ? cli_print(writer, err,
                           "\"synthetic\": %s,\n\"rows\": %lld,\n\"level\": "
                           "%.17g,\n",
                           cli_note_is_synthetic(group->note) ? "true" : "false",
                           (long long)group->n_rows, wbr_model_group(group->model)->level)
               : st;
}

/* Which numbers of everyone in made-up data rest on no published figure. */
static wb_status invented_write(wb_writer *writer, const monitor_group *group,
                                wb_error *err)
{
    const wbr_figure *figure = NULL;
    int n = 0;
    wb_status st = cli_print(writer, err, "\"invented\": [");
    for (size_t wave = 0; wave < wbr_wave_count(group->model) && st == WB_OK; wave++) {
        for (size_t i = 0; i < wbr_measure_count(group->outline) && st == WB_OK; i++) {
            const wbr_measure *measure = wbr_measure_at(group->outline, i);
            if (!cli_note_is_synthetic(group->note) ||
                wbr_published(group->model, 0, 0, wave, (int)i, &figure) !=
                    WBR_INVENTED) {
                continue;
            }
            st = cli_print(writer, err, "%s\n{\"wave\": ", n++ > 0 ? "," : "");
            if (st == WB_OK) {
                st = cli_print_json_text(writer, wbr_wave_text(group->model, wave), err);
            }
            if (st == WB_OK) {
                st = cli_print(writer, err, ", \"variable\": \"%s\", \"category\": ",
                               measure->variable);
            }
            if (st == WB_OK) {
                st = cli_print_json_text(writer, measure->category, err);
            }
            if (st == WB_OK) {
                st = cli_print(writer, err, "}");
            }
        }
    }
    return st == WB_OK ? cli_print(writer, err, "],\n") : st;
}

static wb_status group_json(wb_writer *writer, const monitor_group *group,
                            const monitor_options *options, wb_error *err)
{
    wb_status st = group_head(writer, group, options, err);
    if (st == WB_OK) {
        st = invented_write(writer, group, err);
    }
    for (int i = 0, n = 0; i < WBR_PARTS && st == WB_OK; i++) {
        if (!options->is_chosen[i]) {
            continue;
        }
        st = cli_print(writer, err, "%s\"%s\": ", n++ > 0 ? ",\n" : "",
                       wbr_part_name((wbr_part)i));
        if (st == WB_OK) {
            st = wb_json_write(writer, group->parts[i], err);
        }
    }
    return st == WB_OK ? cli_print(writer, err, "}") : st;
}

static wb_status json_write(cli_files *all, const monitor_group *groups, size_t n_groups,
                            const monitor_options *options, wb_error *err)
{
    wb_writer *json = NULL;
    wb_status st = cli_files_open(all, "monitor", ".json", &json, err);
    if (st == WB_OK) {
        st = cli_print(json, err,
                       "{\"format\": \"werkbaar-monitor/1.0\",\n\"library\": \"%s\",\n"
                       "\"groups\": [",
                       wb_version());
    }
    for (size_t i = 0; i < n_groups && st == WB_OK; i++) {
        st = cli_print(json, err, i > 0 ? ",\n" : "\n");
        if (st == WB_OK) {
            st = group_json(json, &groups[i], options, err);
        }
    }
    return st == WB_OK ? cli_print(json, err, "\n]}\n") : st;
}

/* A group's parts, each as a CSV file, and all as a spreadsheet. */
static wb_status group_write(cli_files *all, const monitor_group *group,
                             const monitor_options *options, cli_run *run, wb_error *err)
{
    wb_writer *sheets = NULL;
    char suffix[40];
    wb_status st = WB_OK;
    for (int i = 0; i < WBR_PARTS && st == WB_OK; i++) {
        if (!options->is_chosen[i] || !options->is_written[MONITOR_CSV]) {
            continue;
        }
        snprintf(suffix, sizeof suffix, "-%s.csv", wbr_part_name((wbr_part)i));
        st = cli_files_csv(all, group->id, suffix, group->parts[i], group->note, err);
    }
    if (st == WB_OK) {
        st = monitor_release_write(all, group, err);
    }
    if (st != WB_OK || !options->is_written[MONITOR_XLSX]) {
        return st;
    }
    st = cli_files_open(all, group->id, ".xlsx", &sheets, err);
    return st == WB_OK ? monitor_sheets_write(group, options, run, sheets, err) : st;
}

int monitor_files_write(const cli_args *args, const monitor_group *groups,
                        size_t n_groups, const monitor_options *options, cli_run *run)
{
    cli_files all;
    wb_error err;
    int result = cli_files_begin(&all, args, "output");
    if (result == CLI_OK) {
        wb_status st = WB_OK;
        if (options->is_written[MONITOR_HTML]) {
            st = page_write(&all, groups, n_groups, options, &err);
        }
        if (st == WB_OK && options->is_written[MONITOR_JSON]) {
            st = json_write(&all, groups, n_groups, options, &err);
        }
        for (size_t i = 0; i < n_groups && st == WB_OK; i++) {
            st = group_write(&all, &groups[i], options, run, &err);
        }
        result = cli_files_end(&all, st, &err);
    }
    if (result == CLI_OK && options->is_written[MONITOR_HTML]) {
        cli_notice(run, "%zu files are in %s; open %s/monitor.html", all.n, all.directory,
                   all.directory);
    } else if (result == CLI_OK) {
        cli_notice(run, "%zu files are in %s", all.n, all.directory);
    }
    return result;
}
