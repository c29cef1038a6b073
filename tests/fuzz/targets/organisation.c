/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Organisations: read, written and shown. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_organisation *made = NULL;
    wb_status st = wb_organisation_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_organisation_write(document, writer, err);
}

static void release(void *document)
{
    wb_organisation_free(document);
}

static void use(void *document)
{
    wb_frame *groups = NULL;
    wb_error err;
    (void)fuzz_must(wb_organisation_groups(document, "en", &groups, &err), &err, groups);
    fuzz_expect(wb_organisation_min_n(document) >= 5, "groups below 5 are never shown");
    fuzz_expect(wb_organisation_staff(document) >= 0, "nobody is less than nobody");
    fuzz_expect(wb_organisation_title(document, "nl") != NULL, "it has a title");
    fuzz_frame(groups);
}

static const fuzz_format format = {"an organisation", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
