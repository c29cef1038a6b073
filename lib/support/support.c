/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of a rule: built in or read, written, asked, freed. */
#include "support/assess.h"

#include "base/embedded.h"

#include <string.h>

size_t wb_support_builtin_count(void)
{
    return wb_embedded_support_count;
}

const char *wb_support_builtin_id(size_t index)
{
    return index < wb_embedded_support_count ? wb_embedded_support[index].name : NULL;
}

wb_status wb_support_builtin(const char *id, wb_support **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_reader *reader = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_embedded_open(wb_embedded_support, wb_embedded_support_count,
                            "rule for support", id, &reader, err));
    WB_TRY(wb_support_read(reader, out, err));

done:
    wb_reader_free(reader);
    return st;
}

/* ---- reading ---- */

static wb_status read_heading(wb_support *made, const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"format",     "id",         "measure", "version",
                                       "licence",    "title",      "note",    "sources",
                                       "valid",      "facts",      "rates",   "ceiling",
                                       "conditions", "historical", NULL};
    wb_status st = WB_OK;
    const char *licence;

    WB_TRY(wb_json_check_format(root, "support", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &made->id, err));
    WB_TRY(wb_json_id(root, "measure", &made->measure, err));
    WB_TRY(wb_json_string(root, "version", true, &made->version, err));
    WB_TRY(wb_json_string(root, "licence", true, &licence, err));
    WB_TRY(wb_json_bool(root, "historical", true, &made->historical, err));
    WB_TRY(wb_support_read_texts(root, "title", true, err));
    WB_TRY(wb_support_read_texts(root, "note", false, err));

done:
    return st;
}

static wb_status read_sources(const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {"title", "where", NULL};
    wb_status st = WB_OK;
    wb_json_at sources;
    const char *id;
    json_t *value;

    WB_TRY(wb_json_object(root, "sources", true, &sources, err));
    WB_TRY(wb_json_check_length(&sources, WB_MAX_SOURCES, err));
    json_object_foreach((json_t *)sources.value, id, value)
    {
        wb_json_at source = wb_json_member(&sources, id);
        const char *text;

        WB_TRY(wb_json_check_keys(&source, keys, err));
        WB_TRY(wb_json_string(&source, "title", true, &text, err));
        WB_TRY(wb_json_string(&source, "where", true, &text, err));
    }
done:
    return st;
}

wb_status wb_support_read(wb_reader *reader, wb_support **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_support *made = NULL;
    wb_json_at root;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(wb_json_read(reader, &made->document, err));
    root = wb_json_root(&made->document);
    WB_TRY(read_heading(made, &root, err));
    WB_TRY(read_sources(&root, err));
    WB_TRY(wb_support_read_period(made, &root, err));
    WB_TRY(wb_support_read_facts(made, &root, err));
    WB_TRY(wb_support_read_conditions(made, &root, err));
    WB_TRY(wb_support_read_rates(made, &root, err));
    WB_TRY(wb_support_read_ceiling(made, &root, err));
    WB_TRY(wb_json_hash(made->document.root, &made->canonical, made->hash, err));
    *out = made;
    made = NULL;

done:
    wb_support_free(made);
    return st;
}

wb_status wb_support_load(const char *path, wb_support **out, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);

    if (out != NULL)
        *out = NULL;
    if (st == WB_OK)
        st = wb_support_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

wb_status wb_support_write(const wb_support *support, wb_writer *writer, wb_error *err)
{
    if (support == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "a rule and a writer are required");
    return wb_writer_write(writer, support->canonical.bytes, support->canonical.length,
                           err);
}

void wb_support_free(wb_support *support)
{
    if (support == NULL)
        return;
    wb_release(support->demands);
    wb_release(support->conditions);
    wb_release(support->rates);
    wb_text_free(&support->canonical);
    wb_json_close(&support->document);
    wb_release(support);
}

/* ---- asking ---- */

const char *wb_support_id(const wb_support *support)
{
    return support->id;
}

const char *wb_support_version(const wb_support *support)
{
    return support->version;
}

const char *wb_support_hash(const wb_support *support)
{
    return support->hash;
}

const char *wb_support_title(const wb_support *support, const char *language)
{
    return wb_support_text(support->document.root, "title", language);
}

int32_t wb_support_historical(const wb_support *support)
{
    return support->historical;
}

wb_status wb_support_date(const char *text, bool *given, int32_t *day, wb_error *err)
{
    *given = text != NULL;
    *day = 0;
    if (*given && !wb_parse_date(text, strlen(text), day))
        return wb_fail_at(err, WB_E_ARG, -1, "date",
                          "the date '%.40s' is none such as 2020-12-31", text);
    return WB_OK;
}

wb_outcome wb_support_in_period(const wb_support *support, bool given, int32_t day)
{
    if (given && support->from.given && day < support->from.day)
        return WB_NOT_MET;
    if (given && support->until.given && day > support->until.day)
        return WB_NOT_MET;
    return given && support->from.given && support->until.given ? WB_MET : WB_UNKNOWN;
}
