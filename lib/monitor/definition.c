/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of a monitor's definition: built in or read, written, asked, freed. */
#include "monitor/definition.h"

#include "base/embedded.h"
#include "survey/interval.h"

#include <string.h>

size_t wb_monitor_builtin_count(void)
{
    return wb_embedded_monitors_count;
}

const char *wb_monitor_builtin_id(size_t index)
{
    return index < wb_embedded_monitors_count ? wb_embedded_monitors[index].name : NULL;
}

wb_status wb_monitor_builtin(const char *id, wb_monitor_definition **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_reader *reader = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_embedded_open(wb_embedded_monitors, wb_embedded_monitors_count, "monitor",
                            id, &reader, err));
    WB_TRY(wb_monitor_definition_read(reader, out, err));
done:
    wb_reader_free(reader);
    return st;
}

/* ---- reading ---- */

static wb_status read_interval(wb_monitor_definition *made, const wb_json_at *root,
                               wb_error *err)
{
    wb_status st = WB_OK;
    const char *name = NULL;
    wb_json_at at = wb_json_member(root, "interval");

    WB_TRY(wb_json_string(root, "interval", false, &name, err));
    while (name != NULL && wb_interval_name(made->interval) != NULL) {
        if (strcmp(wb_interval_name(made->interval), name) == 0)
            return WB_OK;
        made->interval++;
    }
    if (name != NULL)
        return wb_json_fail(&at, WB_E_DATA, err, "'%.40s' is no method for intervals",
                            name);
done:
    return st;
}

static wb_status read_heading(wb_monitor_definition *made, const wb_json_at *root,
                              wb_error *err)
{
    static const char *const keys[] = {
        "format",  "id",          "version",     "licence",     "title",     "note",
        "source",  "languages",   "instrument",  "published",   "level",     "interval",
        "waves",   "design",      "variables",   "breakdowns",  "all_pairs", "topics",
        "targets", "publication", "comparisons", "head_counts", "synthetic", NULL};
    wb_status st = WB_OK;
    const char *text = NULL;

    WB_TRY(wb_json_check_format(root, "monitor-definition", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &made->id, err));
    WB_TRY(wb_json_string(root, "version", true, &made->version, err));
    WB_TRY(wb_json_string(root, "licence", false, &text, err));
    WB_TRY(wb_json_string(root, "source", false, &text, err));
    WB_TRY(wb_json_languages(root, err));
    WB_TRY(wb_json_texts(root, "title", true, wb_definition_languages(made), err));
    WB_TRY(wb_json_texts(root, "note", false, wb_definition_languages(made), err));
    WB_TRY(wb_json_id(root, "instrument", &made->instrument, err));
    WB_TRY(wb_figures_read(&made->figures, root, "published", made->instrument, err));
    WB_TRY(wb_json_double(root, "level", false, &made->level, err));
    if (!(made->level > 0 && made->level < 1)) {
        wb_json_at at = wb_json_member(root, "level");
        return wb_json_fail(&at, WB_E_DATA, err, "the level is between 0 and 1");
    }
    WB_TRY(read_interval(made, root, err));
done:
    return st;
}

static wb_status fill(wb_monitor_definition *made, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(&made->document);

    made->level = 0.95;
    made->round_to = 1;
    WB_TRY(read_heading(made, &root, err));
    WB_TRY(wb_definition_read_waves(made, &root, err));
    WB_TRY(wb_definition_read_variables(made, &root, err));
    WB_TRY(wb_definition_read_breakdowns(made, &root, err));
    WB_TRY(wb_definition_read_populations(made, &root, err));
    WB_TRY(wb_definition_read_topics(made, &root, err));
    WB_TRY(wb_definition_read_rules(made, &root, err));
    WB_TRY(wb_json_hash(made->document.root, &made->canonical, made->hash, err));
done:
    return st;
}

wb_status wb_monitor_definition_read(wb_reader *reader, wb_monitor_definition **out,
                                     wb_error *err)
{
    wb_status st = WB_OK;
    wb_monitor_definition *made = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    atomic_init(&made->n_holders, 1);
    WB_TRY(wb_json_read(reader, &made->document, err));
    WB_TRY(fill(made, err));
    *out = made;
    made = NULL;
done:
    wb_monitor_definition_free(made);
    return st;
}

wb_status wb_monitor_definition_load(const char *path, wb_monitor_definition **out,
                                     wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    st = wb_reader_open(path, &reader, err);
    if (st == WB_OK)
        st = wb_monitor_definition_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

wb_status wb_monitor_definition_write(const wb_monitor_definition *definition,
                                      wb_writer *writer, wb_error *err)
{
    if (definition == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a definition and a writer are required");
    return wb_writer_write(writer, definition->canonical.bytes,
                           definition->canonical.length, err);
}

/* ---- freeing ---- */

static void free_variable(wb_variable *variable)
{
    wb_release(variable->categories);
}

static void free_lists(wb_monitor_definition *d)
{
    for (size_t i = 0; i < d->n_waves; i++)
        wb_release(d->waves[i].populations);
    for (size_t i = 0; i < d->n_variables; i++)
        free_variable(&d->variables[i]);
    free_variable(&d->wave_groups);
    for (size_t i = 0; i < d->n_topics; i++) {
        free_variable(&d->topics[i].variable);
        wb_release(d->topics[i].any_of);
    }
    wb_release(d->waves);
    wb_release(d->variables);
    wb_release(d->breakdowns);
    wb_release(d->topics);
    wb_release(d->targets);
    wb_names_free(&d->strata);
    wb_names_free(&d->clusters);
    wb_names_free(&d->fpc);
    wb_names_free(&d->named);
    wb_figures_free(&d->figures);
}

void wb_monitor_definition_free(wb_monitor_definition *definition)
{
    if (definition == NULL || atomic_fetch_sub(&definition->n_holders, 1) != 1)
        return;
    free_lists(definition);
    wb_text_free(&definition->canonical);
    wb_json_close(&definition->document);
    wb_release(definition);
}

/* ---- asking ---- */

const wb_monitor_definition *wb_definition_hold(const wb_monitor_definition *definition)
{
    wb_monitor_definition *ours = (wb_monitor_definition *)definition;
    atomic_fetch_add(&ours->n_holders, 1);
    return definition;
}

const char *wb_monitor_definition_id(const wb_monitor_definition *definition)
{
    return definition->id;
}

const char *wb_monitor_definition_hash(const wb_monitor_definition *definition)
{
    return definition->hash;
}

const char *wb_monitor_definition_instrument(const wb_monitor_definition *definition)
{
    return definition->instrument;
}

const char *wb_monitor_definition_title(const wb_monitor_definition *definition,
                                        const char *language)
{
    return wb_json_text(definition->document.root, "title", language,
                        wb_definition_languages(definition));
}
