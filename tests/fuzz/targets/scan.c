/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Scans: read, written, shown, compared, and what is made of their findings. */
#include "fuzz.h"

static wb_catalogue *catalogue; /* of measures, for suggestions */

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_scan *made = NULL;
    wb_status st = wb_scan_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_scan_write(document, writer, err);
}

static void release(void *document)
{
    wb_scan_free(document);
}

static void show(const wb_scan *scan)
{
    static const char *const parts[] = {"groups",  "themes",     "response", "results",
                                        "records", "checklists", "guide",    "method"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        wb_frame *table = NULL;
        wb_error err;
        (void)fuzz_must(wb_scan_table(scan, parts[i], i % 2 ? "en" : NULL, &table, &err),
                        &err, table);
        fuzz_frame(table);
    }
}

/* A scan is compared with itself: its own reference is one. */
static void compare(const wb_scan *scan)
{
    wb_frame *reference = NULL;
    wb_frame *compared = NULL;
    wb_error err;
    if (fuzz_must(wb_scan_reference(scan, &reference, &err), &err, reference) &&
        fuzz_ok(wb_scan_compare(scan, reference, NULL, &compared, &err), &err, compared,
                FUZZ_MAY(WB_E_CONFLICT))) { /* no indicator in both: no figures */
        fuzz_look(compared);
    }
    wb_frame_free(compared);
    fuzz_frame(reference);
}

/* What is suggested is looked up in all that is built in, which takes long. */
static void findings(const wb_scan *scan)
{
    wb_frame *found = NULL;
    wb_frame *suggested = NULL;
    wb_frame *drafts = NULL;
    wb_error err;
    if (fuzz_must(wb_scan_findings(scan, NULL, NULL, NULL, &found, &err), &err, found) &&
        fuzz_must(wb_findings_check(found, &err), &err, NULL) && fuzz_one_in(8, 0) &&
        fuzz_must(wb_scan_suggest(found, catalogue, NULL, NULL, &suggested, &err), &err,
                  suggested)) {
        (void)fuzz_must(wb_scan_draft_actions(found, suggested, NULL, &drafts, &err),
                        &err, drafts);
    }
    fuzz_frame(found);
    fuzz_frame(suggested);
    fuzz_frame(drafts);
}

/* What a company leaves a pool is a file that pools take. */
static void pool(const wb_scan *scan)
{
    wb_scan_tally_options options = WB_SCAN_TALLY_OPTIONS_INIT;
    wb_writer *writer = NULL;
    wb_pool *pool = NULL;
    wb_error err;
    options.company = "c-1";
    if (fuzz_must(wb_pool_new(&pool, &err), &err, pool) &&
        fuzz_must(wb_writer_to_memory(&writer, &err), &err, writer) &&
        fuzz_ok(wb_scan_tally(scan, &options, writer, &err), &err, NULL,
                FUZZ_MAY(WB_E_DATA))) {
        size_t n = 0;
        const char *bytes = wb_writer_bytes(writer, &n);
        wb_reader *reader = fuzz_reader(bytes, n);
        if (reader != NULL) {
            (void)fuzz_must(wb_pool_add(pool, reader, &err), &err, NULL);
        }
        wb_reader_free(reader);
    }
    wb_writer_free(writer);
    wb_pool_free(pool);
}

static void use(void *document)
{
    wb_ledger *ledger = NULL;
    wb_error err;
    show(document);
    compare(document);
    findings(document);
    pool(document);
    (void)fuzz_must(wb_scan_ledger(document, &ledger, &err), &err, ledger);
    wb_ledger_free(ledger);
}

static const fuzz_format format = {"a scan", 0, read, write, release, use};

void fuzz_start(void)
{
    wb_error err;
    (void)fuzz_must(wb_catalogue_new(&catalogue, &err), &err, catalogue);
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
