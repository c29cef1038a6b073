/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of an instrument: built in or read, written, asked, freed. */
#include "score/instrument.h"

#include "base/embedded.h"
#include "score/tables.h"

#include <string.h>

size_t wb_instrument_builtin_count(void)
{
    return wb_embedded_instruments_count;
}

const char *wb_instrument_builtin_id(size_t index)
{
    return index < wb_embedded_instruments_count ? wb_embedded_instruments[index].name
                                                 : NULL;
}

wb_status wb_instrument_builtin(const char *id, wb_instrument **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_reader *reader = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    WB_TRY(wb_embedded_open(wb_embedded_instruments, wb_embedded_instruments_count,
                            "instrument", id, &reader, err));
    WB_TRY(wb_instrument_read(reader, out, err));

done:
    wb_reader_free(reader);
    return st;
}

static wb_status read_heading(wb_instrument *made, const wb_json_at *root, wb_error *err)
{
    static const char *const keys[] = {
        "format", "id",        "version", "licence", "title",      "note",       "source",
        "unit",   "languages", "items",   "scales",  "indicators", "composites", NULL};
    static const char *const units[] = {"person", "workpost", "organisation", NULL};
    wb_status st = WB_OK;
    const char *text = NULL;
    int32_t unit = 0;

    WB_TRY(wb_json_check_format(root, "instrument", 1, err));
    WB_TRY(wb_json_check_keys(root, keys, err));
    WB_TRY(wb_json_id(root, "id", &made->id, err));
    WB_TRY(wb_json_string(root, "version", true, &made->version, err));
    WB_TRY(wb_json_string(root, "licence", true, &text, err));
    WB_TRY(wb_json_string(root, "source", true, &text, err));
    WB_TRY(wb_json_choice(root, "unit", units, &unit, err));
    WB_TRY(wb_json_languages(root, err));
    WB_TRY(wb_read_texts(made, root, "title", true, err));
    WB_TRY(wb_read_texts(made, root, "note", false, err));

done:
    return st;
}

static wb_status fill(wb_instrument *made, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json_at root = wb_json_root(&made->document);

    WB_TRY(read_heading(made, &root, err));
    WB_TRY(wb_read_items(made, &root, err));
    WB_TRY(wb_read_scales(made, &root, err));
    WB_TRY(wb_read_indicators(made, &root, err));
    WB_TRY(wb_read_composites(made, &root, err));
    WB_TRY(wb_tables_build(made, err));
    WB_TRY(wb_json_hash(made->document.root, &made->canonical, made->hash, err));

done:
    return st;
}

wb_status wb_instrument_of(wb_json *document, wb_instrument **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_instrument *made = wb_allocate(1, sizeof *made);

    if (made == NULL)
        return wb_fail_nomem(err);
    atomic_init(&made->n_holders, 1);
    made->document = *document;
    *document = (wb_json){0};
    WB_TRY(fill(made, err));
    *out = made;
    made = NULL;

done:
    wb_instrument_free(made);
    return st;
}

wb_status wb_instrument_read(wb_reader *reader, wb_instrument **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_json document = {0};

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (reader == NULL)
        return wb_fail(err, WB_E_ARG, "a reader is required");
    WB_TRY(wb_json_read(reader, &document, err));
    WB_TRY(wb_instrument_of(&document, out, err));

done:
    wb_json_close(&document);
    return st;
}

wb_status wb_instrument_write(const wb_instrument *instrument, wb_writer *writer,
                              wb_error *err)
{
    if (instrument == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG, "an instrument and a writer are required");
    return wb_writer_write(writer, instrument->canonical.bytes,
                           instrument->canonical.length, err);
}

/* Counting holders is the only thing that ever changes in an instrument; it is made by
 * allocation, so writing through a pointer to const is sound. */
const wb_instrument *wb_instrument_hold(const wb_instrument *instrument)
{
    atomic_fetch_add_explicit(&((wb_instrument *)instrument)->n_holders, 1,
                              memory_order_relaxed);
    return instrument;
}

void wb_instrument_free(wb_instrument *instrument)
{
    if (instrument == NULL ||
        atomic_fetch_sub_explicit(&instrument->n_holders, 1, memory_order_acq_rel) > 1)
        return;
    for (size_t i = 0; i < instrument->n_items; i++)
        wb_release(instrument->items[i].missing);
    for (size_t i = 0; i < instrument->n_scales; i++) {
        wb_release(instrument->scales[i].items);
        wb_release(instrument->scales[i].lookup);
        wb_release(instrument->scales[i].scores);
        wb_release(instrument->scales[i].reasons);
    }
    for (size_t i = 0; i < instrument->n_indicators; i++) {
        wb_release(instrument->indicators[i].lights[WB_PROBLEM]);
        wb_release(instrument->indicators[i].lights[WB_ACUTE]);
    }
    for (size_t i = 0; i < instrument->n_composites; i++)
        wb_release(instrument->composites[i].parts);
    wb_release(instrument->items);
    wb_release(instrument->scales);
    wb_release(instrument->indicators);
    wb_release(instrument->composites);
    wb_release(instrument->order);
    wb_ids_free(&instrument->ids);
    wb_text_free(&instrument->canonical);
    wb_json_close(&instrument->document);
    wb_release(instrument);
}

const char *wb_instrument_id(const wb_instrument *instrument)
{
    return instrument->id;
}

const char *wb_instrument_version(const wb_instrument *instrument)
{
    return instrument->version;
}

const char *wb_instrument_hash(const wb_instrument *instrument)
{
    return instrument->hash;
}

const char *wb_instrument_text(const wb_instrument *instrument, const json_t *object,
                               const char *key, const char *language)
{
    return wb_json_text(object, key, language,
                        json_object_get(instrument->document.root, "languages"));
}

const char *wb_instrument_title(const wb_instrument *instrument, const char *language)
{
    return wb_instrument_text(instrument, instrument->document.root, "title", language);
}

int32_t wb_instrument_verified(const wb_instrument *instrument)
{
    for (size_t i = 0; i < instrument->n_scales; i++) {
        if (!instrument->scales[i].structure_verified)
            return 0;
    }
    for (size_t i = 0; i < instrument->n_indicators; i++) {
        const wb_indicator *indicator = &instrument->indicators[i];

        if (!indicator->problem.verified ||
            (indicator->acute.given && !indicator->acute.verified))
            return 0;
    }
    return 1;
}
