/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Tallies: read, written, merged, and estimated from. */
#include "fuzz.h"

enum {
    /* Whatever sums stand in a tally, estimating may refuse them in these ways. */
    ESTIMATING = FUZZ_MAY(WB_E_DATA) | FUZZ_MAY(WB_E_DESIGN) | FUZZ_MAY(WB_E_LIMIT) |
                 FUZZ_MAY(WB_E_UNSUPPORTED) | FUZZ_MAY(WB_E_NUMERIC)
};

static wb_status read(wb_reader *reader, void **out, wb_error *err)
{
    wb_tally *made = NULL;
    wb_status st = wb_tally_read(reader, &made, err);
    *out = made;
    return st;
}

static wb_status write(void *document, wb_writer *writer, wb_error *err)
{
    return wb_tally_write(document, writer, err);
}

static void release(void *document)
{
    wb_tally_free(document);
}

static void estimate(const wb_tally *tally, int32_t lonely)
{
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *estimates = NULL;
    wb_frame *covariances = NULL;
    wb_error err;
    options.lonely = lonely;
    options.drop_empty = 1;
    options.precision = 1;
    if (fuzz_ok(wb_tally_estimate(tally, &options, NULL, &estimates, &err), &err,
                estimates, ESTIMATING)) {
        fuzz_look(estimates);
    }
    if (fuzz_ok(wb_tally_covariances(tally, &options, NULL, &covariances, &err), &err,
                covariances, ESTIMATING)) {
        fuzz_look(covariances);
    }
    wb_frame_free(estimates);
    wb_frame_free(covariances);
}

/* With what it was made of, of the same specification: an empty tally. */
static void merge(const wb_tally *tally)
{
    wb_spec *spec = NULL;
    wb_tally *empty = NULL;
    wb_error err;
    if (fuzz_must(wb_tally_spec(tally, &spec, &err), &err, spec) &&
        fuzz_must(wb_tally_new(spec, &empty, &err), &err, empty) &&
        fuzz_ok(wb_tally_merge(empty, tally, &err), &err, NULL,
                FUZZ_MAY(WB_E_CONFLICT) | FUZZ_MAY(WB_E_LIMIT))) {
        fuzz_expect(wb_tally_row_count(empty) == wb_tally_row_count(tally),
                    "nothing and a tally are that tally");
    }
    wb_tally_free(empty);
    wb_spec_free(spec);
}

static void second_pass(const wb_tally *tally)
{
    wb_tally *second = NULL;
    wb_error err;
    (void)fuzz_ok(wb_tally_second_pass(tally, &second, &err), &err, second,
                  FUZZ_MAY(WB_E_ARG) | ESTIMATING);
    wb_tally_free(second);
}

static void use(void *document)
{
    estimate(document, WB_LONELY_CERTAINTY);
    estimate(document, WB_LONELY_COLLAPSE);
    merge(document);
    second_pass(document);
}

static const fuzz_format format = {"a tally", 0, read, write, release, use};

void fuzz_start(void)
{
}

void fuzz_target(const uint8_t *bytes, size_t n)
{
    fuzz_document(&format, bytes, n);
}
