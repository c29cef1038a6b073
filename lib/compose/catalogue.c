/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The life of a catalogue: built in, added to, searched, written, freed. */
#include "compose/catalogue.h"

#include "base/names.h"

#include <stdlib.h>
#include <string.h>

static void add_builtin(wb_catalogue *made, wb_definition_kind kind,
                        const wb_embedded *files, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        wb_entry *entry = &made->entries[made->n++];

        entry->kind = kind;
        entry->builtin = &files[i];
        atomic_init(&entry->definition, NULL);
    }
}

wb_status wb_catalogue_new(wb_catalogue **out, wb_error *err)
{
    wb_catalogue *made;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    made = wb_allocate(1, sizeof *made);
    if (made == NULL)
        return wb_fail_nomem(err);
    made->entries = wb_allocate(wb_embedded_modules_count + wb_embedded_sectors_count +
                                    wb_embedded_measures_count,
                                sizeof *made->entries);
    if (made->entries == NULL) {
        wb_release(made);
        return wb_fail_nomem(err);
    }
    add_builtin(made, WB_MODULE, wb_embedded_modules, wb_embedded_modules_count);
    add_builtin(made, WB_SECTOR, wb_embedded_sectors, wb_embedded_sectors_count);
    add_builtin(made, WB_MEASURES, wb_embedded_measures, wb_embedded_measures_count);
    *out = made;
    return WB_OK;
}

void wb_catalogue_free(wb_catalogue *catalogue)
{
    if (catalogue == NULL)
        return;
    for (size_t i = 0; i < catalogue->n; i++)
        wb_definition_free(atomic_load(&catalogue->entries[i].definition));
    wb_release(catalogue->entries);
    wb_release(catalogue);
}

/* ---- finding ---- */

/* A catalogue is made by allocation, so keeping what was read in one that is const to its
 * reader is sound. */
wb_status wb_entry_read(const wb_entry *entry, const wb_definition **out, wb_error *err)
{
    wb_status st = WB_OK;
    _Atomic(wb_definition *) *place = &((wb_entry *)entry)->definition;
    wb_definition *before = atomic_load_explicit(place, memory_order_acquire);
    wb_definition *made = NULL;
    wb_reader *reader = NULL;

    if (before == NULL) {
        WB_TRY(wb_reader_from_memory(entry->builtin->bytes, entry->builtin->n_bytes,
                                     entry->builtin->name, &reader, err));
        WB_TRY(wb_definition_read(reader, &made, err));
        made->builtin = true;
        if (atomic_compare_exchange_strong(place, &before, made)) {
            before = made;
            made = NULL;
        }
    }
    *out = before;

done:
    wb_definition_free(made);
    wb_reader_free(reader);
    return st;
}

/* Of what is built in the name tells the id, without reading the file. */
static const char *id_of(const wb_entry *entry)
{
    return entry->builtin != NULL ? entry->builtin->name
                                  : atomic_load(&entry->definition)->id;
}

static bool has_id(const wb_entry *entry, wb_definition_kind kind, const char *id)
{
    return entry->kind == kind && strcmp(id_of(entry), id) == 0;
}

wb_status wb_catalogue_find(const wb_catalogue *catalogue, wb_definition_kind kind,
                            const char *id, const char *version,
                            const wb_definition **out, wb_error *err)
{
    wb_status st = WB_OK;

    *out = NULL;
    for (size_t i = 0; i < catalogue->n; i++) {
        const wb_definition *found;

        if (!has_id(&catalogue->entries[i], kind, id))
            continue;
        WB_TRY(wb_entry_read(&catalogue->entries[i], &found, err));
        if (version != NULL ? strcmp(found->version, version) == 0
                            : *out == NULL || wb_compare_versions(found->version,
                                                                  (*out)->version) > 0)
            *out = found;
    }
done:
    return st;
}

/* Whether an entry before this one has its id. */
static bool is_repeated(const wb_catalogue *catalogue, size_t index)
{
    const wb_entry *entry = &catalogue->entries[index];
    const char *id = id_of(entry);

    for (size_t i = 0; i < index; i++) {
        if (has_id(&catalogue->entries[i], entry->kind, id))
            return true;
    }
    return false;
}

static wb_status list_versions(const wb_catalogue *catalogue, wb_definition_kind kind,
                               const char *id, wb_text *out, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_definition *found;

    for (size_t i = 0; i < catalogue->n; i++) {
        if (!has_id(&catalogue->entries[i], kind, id))
            continue;
        WB_TRY(wb_entry_read(&catalogue->entries[i], &found, err));
        WB_TRY(wb_text_format(out, err, "%s%s", out->length == 0 ? "" : ", ",
                              found->version));
    }
done:
    return st;
}

typedef struct likeness {
    const char *id;
    size_t distance, place;
} likeness;

static int compare_likeness(const void *a, const void *b)
{
    const likeness *one = a, *two = b;

    if (one->distance != two->distance)
        return one->distance > two->distance ? 1 : -1;
    return (one->place > two->place) - (one->place < two->place);
}

static wb_status list_nearest(const likeness *likes, size_t n, wb_text *out,
                              wb_error *err)
{
    enum { FEW = 5, NEAREST = 3 };
    size_t shown = n <= FEW ? n : NEAREST;
    wb_status st = WB_OK;

    if (n == 0)
        return wb_text_add(out, "none", err);
    if (shown < n)
        WB_TRY(wb_text_format(out, err, "%zu, of which ", n));
    for (size_t i = 0; i < shown; i++) {
        const char *between = shown < n && i + 1 == shown ? " and " : ", ";

        WB_TRY(wb_text_format(out, err, "%s%s", i == 0 ? "" : between, likes[i].id));
    }
    if (shown < n)
        st = wb_text_add(out, " are the nearest", err);
done:
    return st;
}

static wb_status list_like(const wb_catalogue *catalogue, wb_definition_kind kind,
                           const char *id, wb_text *out, wb_error *err)
{
    likeness *likes = wb_resize(NULL, catalogue->n, sizeof *likes);
    size_t n = 0;
    wb_status st;

    if (likes == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < catalogue->n; i++) {
        const char *other = id_of(&catalogue->entries[i]);

        if (catalogue->entries[i].kind == kind && !is_repeated(catalogue, i))
            likes[n++] = (likeness){other, wb_name_distance(other, id), i};
    }
    qsort(likes, n, sizeof *likes, compare_likeness);
    st = list_nearest(likes, n, out, err);
    wb_release(likes);
    return st;
}

wb_status wb_catalogue_lacks(const wb_catalogue *catalogue, wb_definition_kind kind,
                             const char *id, const char *version, wb_text *out,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_text names = {0};
    const wb_definition *other;

    WB_TRY(wb_catalogue_find(catalogue, kind, id, NULL, &other, err));
    if (other == NULL) {
        WB_TRY(list_like(catalogue, kind, id, &names, err));
        st = wb_text_format(out, err, "the catalogue has no %s '%.64s'; it has %.360s",
                            wb_definition_kinds[kind], id, names.bytes);
    } else {
        WB_TRY(list_versions(catalogue, kind, id, &names, err));
        st = wb_text_format(
            out, err, "the catalogue has no version %.40s of %s '%s'; it has %.300s",
            version, wb_definition_kinds[kind], id, names.bytes);
    }
done:
    wb_text_free(&names);
    return st;
}

/* ---- adding ---- */

static wb_status add(wb_catalogue *catalogue, wb_definition *made, wb_error *err)
{
    wb_entry *wider =
        wb_resize(catalogue->entries, catalogue->n + 1, sizeof *catalogue->entries);

    if (wider == NULL)
        return wb_fail_nomem(err);
    catalogue->entries = wider;
    wider[catalogue->n].kind = made->kind;
    wider[catalogue->n].builtin = NULL;
    atomic_init(&wider[catalogue->n].definition, made);
    catalogue->n++;
    return WB_OK;
}

wb_status wb_catalogue_read(wb_catalogue *catalogue, wb_reader *reader, wb_error *err)
{
    wb_status st = WB_OK;
    wb_definition *made = NULL;
    const wb_definition *there;

    if (catalogue == NULL || reader == NULL)
        return wb_fail(err, WB_E_ARG, "a catalogue and a reader are required");
    WB_TRY(wb_definition_read(reader, &made, err));
    WB_TRY(
        wb_catalogue_find(catalogue, made->kind, made->id, made->version, &there, err));
    if (there == NULL) {
        WB_TRY(add(catalogue, made, err));
        made = NULL;
    } else if (strcmp(there->hash, made->hash) != 0) {
        st = wb_fail_at(err, WB_E_CONFLICT, -1, made->id,
                        "%s '%s' %s is in the catalogue with other content; a changed "
                        "file needs a new version",
                        wb_definition_kinds[made->kind], made->id, made->version);
        wb_error_set_where(err, wb_reader_name(reader));
    }
done:
    wb_definition_free(made);
    return st;
}

wb_status wb_catalogue_load(wb_catalogue *catalogue, const char *path, wb_error *err)
{
    wb_reader *reader = NULL;
    wb_status st = wb_reader_open(path, &reader, err);

    if (st == WB_OK)
        st = wb_catalogue_read(catalogue, reader, err);
    wb_reader_free(reader);
    return st;
}

/* ---- writing ---- */

static wb_status find_kind(const char *name, wb_definition_kind *kind, wb_error *err)
{
    for (int i = 0; wb_definition_kinds[i] != NULL; i++) {
        if (strcmp(wb_definition_kinds[i], name) == 0) {
            *kind = (wb_definition_kind)i;
            return WB_OK;
        }
    }
    return wb_fail_at(err, WB_E_ARG, -1, name,
                      "a catalogue has no kind '%.80s'; it has module, sector and "
                      "measures",
                      name);
}

static wb_status fail_unknown(const wb_catalogue *catalogue, wb_definition_kind kind,
                              const char *id, const char *version, wb_error *err)
{
    wb_status st = WB_OK;
    wb_text lacks = {0};

    WB_TRY(wb_catalogue_lacks(catalogue, kind, id, version, &lacks, err));
    st = wb_fail_at(err, WB_E_ARG, -1, id, "%s", lacks.bytes);
done:
    wb_text_free(&lacks);
    return st;
}

wb_status wb_catalogue_write(const wb_catalogue *catalogue, const char *kind,
                             const char *id, const char *version, wb_writer *writer,
                             wb_error *err)
{
    wb_status st = WB_OK;
    wb_definition_kind which = WB_MODULE;
    const wb_definition *found = NULL;
    wb_text canonical = {0};

    if (catalogue == NULL || kind == NULL || id == NULL || writer == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a catalogue, a kind, an id and a writer are required");
    WB_TRY(find_kind(kind, &which, err));
    WB_TRY(wb_catalogue_find(catalogue, which, id, version, &found, err));
    if (found == NULL)
        return fail_unknown(catalogue, which, id, version, err);
    WB_TRY(wb_json_canonical(found->root, &canonical, err));
    WB_TRY(wb_writer_write(writer, canonical.bytes, canonical.length, err));

done:
    wb_text_free(&canonical);
    return st;
}
