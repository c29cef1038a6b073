/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Disclosure control from counts to released frame. */
#include "disclose/ledger.h"

typedef struct disclosing {
    wb_rules rules;
    wb_headcounts counts;
    wb_relations relations;
    wb_frame *released, *audit;
    wb_ledger *ledger;
} disclosing;

static void disclosing_free(disclosing *d)
{
    wb_headcounts_free(&d->counts);
    wb_relations_free(&d->relations);
    wb_frame_free(d->released);
    wb_frame_free(d->audit);
    wb_ledger_free(d->ledger);
}

static wb_status decide(disclosing *d, const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_earlier_apply(&d->rules, &d->counts, &d->relations, err));
    wb_rules_apply(&d->rules, &d->counts);
    WB_TRY(wb_protect_counts(&d->rules, &d->counts, &d->relations, run, err));
done:
    return st;
}

wb_status wb_disclose(const wb_frame *counts, const wb_frame *relations,
                      const wb_disclose_options *options, const wb_run *run,
                      wb_frame **released, wb_frame **audit, wb_ledger **ledger,
                      wb_error *err)
{
    wb_status st = WB_OK;
    disclosing d = {0};
    wb_run ours;

    if (released != NULL)
        *released = NULL;
    if (audit != NULL)
        *audit = NULL;
    if (ledger != NULL)
        *ledger = NULL;
    if (counts == NULL || released == NULL)
        return wb_fail(err, WB_E_ARG,
                       "counts and a place for what is released are required");
    WB_TRY(wb_run_read(&ours, run, err));
    WB_TRY(wb_rules_read(options, ledger != NULL, &d.rules, err));
    WB_TRY(wb_headcounts_read(counts, &d.counts, err));
    WB_TRY(wb_relations_read(relations, &d.counts, &d.relations, err));
    WB_TRY(decide(&d, &ours, err));
    WB_TRY(wb_released_frame(&d.rules, &d.counts, &d.released, err));
    if (audit != NULL)
        WB_TRY(wb_audit_frame(&d.counts, &d.relations, &d.audit, err));
    if (ledger != NULL) {
        WB_TRY(wb_ledger_make(&d.rules, &d.counts, &d.ledger, err));
        *ledger = d.ledger;
        d.ledger = NULL;
    }
    *released = d.released;
    d.released = NULL;
    if (audit != NULL) {
        *audit = d.audit;
        d.audit = NULL;
    }
done:
    disclosing_free(&d);
    return st;
}
