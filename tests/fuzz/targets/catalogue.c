/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Files of a catalogue (modules, sectors, measures): read, written, read again, and
 * questionnaires composed of a module. Tables of a catalogue would read all that is built
 * in, which takes too long here. */
#include "fuzz.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

/* Which of a catalogue's files the bytes are; what the catalogue took says so. */
typedef struct identity {
    char kind[32], id[128], version[64];
} identity;

void fuzz_start(void)
{
}

static bool read(wb_catalogue *catalogue, const void *bytes, size_t n)
{
    wb_error err;
    wb_reader *reader = fuzz_reader(bytes, n);
    bool good =
        reader != NULL && fuzz_ok(wb_catalogue_read(catalogue, reader, &err), &err, NULL,
                                  FUZZ_FILE | FUZZ_MAY(WB_E_CONFLICT));
    wb_reader_free(reader);
    return good;
}

static void identify(const void *bytes, size_t n, identity *out)
{
    json_t *root = json_loadb(bytes, n, 0, NULL);
    const char *format = json_string_value(json_object_get(root, "format")),
               *id = json_string_value(json_object_get(root, "id")),
               *version = json_string_value(json_object_get(root, "version"));
    fuzz_expect(format != NULL && strlen(format) > strlen("werkbaar-"),
                "what was read has a format");
    const char *kind = format + strlen("werkbaar-");
    snprintf(out->kind, sizeof out->kind, "%.*s", (int)strcspn(kind, "/"), kind);
    snprintf(out->id, sizeof out->id, "%s", id != NULL ? id : "");
    snprintf(out->version, sizeof out->version, "%s", version != NULL ? version : "");
    json_decref(root);
}

static bool write(const wb_catalogue *catalogue, const identity *which, wb_writer *writer)
{
    wb_error err;
    return fuzz_must(wb_catalogue_write(catalogue, which->kind, which->id,
                                        which->version[0] != '\0' ? which->version : NULL,
                                        writer, &err),
                     &err, NULL);
}

/* Written, read by another catalogue, and written again: the same bytes. */
static void again(const wb_catalogue *catalogue, const identity *which)
{
    wb_catalogue *other = NULL;
    wb_writer *first = NULL;
    wb_writer *second = NULL;
    wb_error err;
    size_t n = 0, m = 0;
    if (fuzz_must(wb_catalogue_new(&other, &err), &err, other) &&
        fuzz_must(wb_writer_to_memory(&first, &err), &err, first) &&
        fuzz_must(wb_writer_to_memory(&second, &err), &err, second) &&
        write(catalogue, which, first) &&
        read(other, wb_writer_bytes(first, NULL), strlen(wb_writer_bytes(first, &n))) &&
        write(other, which, second)) {
        const char *bytes = wb_writer_bytes(second, &m);
        fuzz_expect(n == m && memcmp(bytes, wb_writer_bytes(first, NULL), n) == 0,
                    "a file of a catalogue is written in one way");
    }
    wb_writer_free(first);
    wb_writer_free(second);
    wb_catalogue_free(other);
}

static void compose(const wb_catalogue *catalogue, const char *module)
{
    char recipe[512];
    wb_questionnaire *asked = NULL;
    wb_error err;
    snprintf(recipe, sizeof recipe,
             "{\"format\":\"werkbaar-recipe/1.0\",\"id\":\"r\",\"version\":\"1.0\","
             "\"languages\":[\"nl\"],\"title\":{\"nl\":\"t\"},"
             "\"modules\":[{\"id\":\"%s\"}]}",
             module);
    wb_reader *reader = fuzz_reader(recipe, strlen(recipe));
    if (reader != NULL &&
        fuzz_ok(wb_compose(catalogue, reader, &asked, &err), &err, asked, FUZZ_FILE)) {
        fuzz_expect(wb_questionnaire_minutes(asked, "nl") >= 0, "answering takes time");
    }
    wb_questionnaire_free(asked);
    wb_reader_free(reader);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    wb_catalogue *catalogue = NULL;
    wb_error err;
    if (fuzz_must(wb_catalogue_new(&catalogue, &err), &err, catalogue) &&
        read(catalogue, bytes, n)) {
        identity which;
        fuzz_accept();
        (void)read(catalogue, bytes, n); /* there already: left as it is */
        identify(bytes, n, &which);
        again(catalogue, &which);
        if (strcmp(which.kind, "module") == 0) {
            compose(catalogue, which.id);
        }
    }
    wb_catalogue_free(catalogue);
}
