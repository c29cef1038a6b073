/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A scan file, read and checked; and the life of a scan. */
#include "scan/scan.h"

#include <string.h>

/* ---- the heading ---- */

static wb_status read_status(wb_scan *made, const wb_json_at *root, wb_error *err)
{
    static const char *const words[] = {"ok", "too_small", NULL};
    static const char *const protections[] = {"all", "rules", NULL};
    wb_status st = WB_OK;
    int32_t status = 0;
    int32_t protect = 0;

    WB_TRY(wb_json_choice(root, "status", words, &status, err));
    WB_TRY(wb_json_choice(root, "protect", protections, &protect, err));
    made->too_small = status == 1;
    made->rules_only = protect == 1;
    WB_TRY(wb_json_bool(root, "synthetic", false, &made->synthetic, err));
    WB_TRY(wb_json_bool(root, "no_fpc", false, &made->no_fpc, err));
done:
    return st;
}

static wb_status read_heading(wb_scan *made, const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {
        "format", "id",        "status",       "release",       "level",   "protect",
        "no_fpc", "synthetic", "organisation", "questionnaire", "themes",  "indicators",
        "checks", "notices",   "released",     "ledger",        "records", "checklists",
        NULL};
    wb_status st = WB_OK;
    wb_json_at level = wb_json_member(root, "level");

    WB_TRY(wb_json_check_format(root, "scan", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_string(root, "id", true, &made->id, err));
    WB_TRY(wb_json_string(root, "release", true, &made->release, err));
    WB_TRY(wb_json_double(root, "level", true, &made->level, err));
    if (!(made->level > 0 && made->level < 1))
        return wb_json_fail(&level, WB_E_DATA, err,
                            "the level of intervals lies between 0 and 1");
    WB_TRY(read_status(made, root, err));
done:
    return st;
}

/* ---- what it is about ---- */

static wb_status read_organisation(wb_scan *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text id = {0};
    wb_json_at at;
    wb_json_at place = wb_json_member(root, "id");

    WB_TRY(wb_json_object(root, "organisation", true, &at, err));
    WB_TRY(wb_organisation_of(&at, &made->organisation, err));
    WB_TRY(wb_places_init(&made->layout, made->organisation, err));
    WB_TRY(wb_organisation_scope(made->organisation, &id, err));
    if (strcmp(id.bytes, made->id) != 0)
        st = wb_json_fail(&place, WB_E_DATA, err,
                          "the id is '%.140s', where the organisation and its fieldwork "
                          "make '%s'",
                          made->id, id.bytes);
done:
    wb_text_free(&id);
    return st;
}

/* A fault of the ledger is told where the ledger is: places inside it are of its text
 * alone. */
static wb_status parse_ledger(wb_scan *made, const wb_json_at *at, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    wb_reader *reader = NULL;
    wb_error fault = {0};

    WB_TRY(wb_json_canonical(at->value, &text, err));
    WB_TRY(wb_reader_from_memory(text.bytes, text.length, "ledger", &reader, err));
    st = wb_ledger_read(reader, &made->ledger, &fault);
    if (st == WB_E_NOMEM)
        st = wb_fail_nomem(err);
    else if (st != WB_OK)
        st = wb_json_fail(at, st, err, "%s", fault.message);
done:
    wb_reader_free(reader);
    wb_text_free(&text);
    return st;
}

static wb_status read_ledger(wb_scan *made, const wb_json_at *root, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at at;

    WB_TRY(wb_json_object(root, "ledger", true, &at, err));
    WB_TRY(parse_ledger(made, &at, err));
    if (strcmp(wb_ledger_scope(made->ledger), made->id) != 0)
        return wb_json_fail(&at, WB_E_DATA, err,
                            "the ledger is of '%s', not of this scan",
                            wb_ledger_scope(made->ledger));
    if (!made->too_small)
        WB_TRY(wb_released_check_ledger(made, root, err));
done:
    return st;
}

/* All that the document of `made` says. */
static wb_status fill(wb_scan *made, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(&made->document);

    WB_TRY(read_heading(made, &root, err));
    WB_TRY(read_organisation(made, &root, err));
    WB_TRY(wb_subject_check(&root, err));
    WB_TRY(wb_measures_init(&made->measures, root.value, err));
    WB_TRY(wb_released_read(made, &root, err));
    WB_TRY(read_ledger(made, &root, err));
    WB_TRY(wb_records_check(&root, err));
    WB_TRY(wb_json_hash(root.value, &made->canonical, made->hash, err));
done:
    return st;
}

wb_status wb_scan_read(wb_reader *reader, wb_scan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_scan *made = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &made->document, err));
    WB_TRY(fill(made, err));
    *out = made;
    made = NULL;
done:
    wb_scan_free(made);
    return st;
}

wb_status wb_scan_load(const char *path, wb_scan **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st;

    if (out != NULL)
        *out = NULL;
    st = wb_reader_open(path, &reader, err);
    if (st == WB_OK)
        st = wb_scan_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

wb_status wb_scan_of(const json_t *root, wb_scan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text text = {0};
    wb_reader *reader = NULL;

    WB_TRY(wb_json_canonical(root, &text, err));
    WB_TRY(wb_reader_from_memory(text.bytes, text.length, "scan", &reader, err));
    WB_TRY(wb_scan_read(reader, out, err));
done:
    wb_reader_free(reader);
    wb_text_free(&text);
    return st;
}

/* ---- written, asked, freed ---- */

wb_status wb_scan_write(const wb_scan *scan, wb_writer *writer, wb_error *err)
{
    if (scan == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a scan and a writer are required");
    return wb_writer_write(writer, scan->canonical.bytes, scan->canonical.length, err);
}

void wb_scan_free(wb_scan *scan)
{
    if (scan == NULL)
        return;
    wb_frame_free(scan->audit);
    wb_ledger_free(scan->ledger);
    wb_release(scan->released);
    wb_measures_free(&scan->measures);
    wb_places_free(&scan->layout);
    wb_organisation_free(scan->organisation);
    wb_text_free(&scan->canonical);
    wb_json_close(&scan->document);
    wb_release(scan);
}

const char *wb_scan_id(const wb_scan *scan)
{
    return scan->id;
}

const char *wb_scan_hash(const wb_scan *scan)
{
    return scan->hash;
}

const char *wb_scan_status(const wb_scan *scan)
{
    return scan->too_small ? "too_small" : "ok";
}

wb_status wb_scan_ledger(const wb_scan *scan, wb_ledger **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    size_t n_bytes = 0;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (scan == NULL)
        return wb_fail(err, WB_E_ARG, "a scan is required");
    WB_TRY(wb_writer_to_memory(&writer, err));
    WB_TRY(wb_ledger_write(scan->ledger, writer, err));
    (void)wb_writer_bytes(writer, &n_bytes);
    WB_TRY(wb_reader_from_memory(wb_writer_bytes(writer, NULL), n_bytes, "ledger",
                                 &reader, err));
    WB_TRY(wb_ledger_read(reader, out, err));
done:
    wb_reader_free(reader);
    wb_writer_free(writer);
    return st;
}
