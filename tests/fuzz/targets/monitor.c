/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Definitions of monitors: read, written, and a monitor made of them. */
#include "fuzz.h"

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_monitor_definition *made = NULL;
    wb_status st = wb_monitor_definition_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_monitor_definition_write(document, writer, err);
}

static void release(void *document)
{
    wb_monitor_definition_free(document);
}

static void use(void *document)
{
    wb_monitor *monitor = NULL;
    wb_error err;
    (void)fuzz_ok(wb_monitor_new(document, NULL, &monitor, &err), &err, monitor,
                  FUZZ_MAY(WB_E_ARG) | FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_DATA));
    fuzz_expect(wb_monitor_definition_title(document, "nl") != NULL, "it has a title");
    wb_monitor_free(monitor);
}

static const fuzz_format format = {"a definition", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
