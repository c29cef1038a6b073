/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Answers in, a scan out: counted, then only what disclosure control lets through is
 * written down, and the scan is what was written. */
#include "scan/counting.h"
#include "scan/scan.h"

#include "compose/unasked.h"
#include "frame/frame.h"

#include <string.h>

/* ---- what is asked for ---- */

static wb_status read_options(wb_scan_options *ours, const wb_scan_options *theirs,
                              wb_error *err)
{
    static const wb_scan_options defaults = WB_SCAN_OPTIONS_INIT;
    wb_status st = WB_OK;

    *ours = defaults;
    if (theirs != NULL)
        WB_TRY(wb_options_read(ours, sizeof *ours, theirs, err));
    if (!(ours->level == 0 || (ours->level > 0 && ours->level < 1)))
        return wb_fail_at(err, WB_E_ARG, -1, "level",
                          "the level of intervals lies between 0 and 1");
    if (ours->no_fpc != 0 && ours->no_fpc != 1)
        return wb_fail_at(err, WB_E_ARG, -1, "no_fpc", "no_fpc is 0 or 1");
    if (ours->protect != WB_PROTECT_ALL && ours->protect != WB_PROTECT_RULES)
        return wb_fail_at(err, WB_E_ARG, -1, "protect", "protect is %d; it is 0 or 1",
                          (int)ours->protect);
    if (ours->release == NULL && ours->earlier != NULL)
        return wb_fail_at(
            err, WB_E_ARG, -1, "release",
            "a report after another needs a release of its own, such as '2'");
    if (ours->level == 0)
        ours->level = 0.95;
    if (ours->release == NULL)
        ours->release = "1";
done:
    return st;
}

/* ---- disclosure control ---- */

typedef struct disclosed {
    wb_frame *released;
    wb_frame *audit;
    wb_ledger *ledger;
} disclosed;

static void end_disclosed(disclosed *d)
{
    wb_frame_free(d->released);
    wb_frame_free(d->audit);
    wb_ledger_free(d->ledger);
}

static wb_status disclose(disclosed *d, const wb_counting *counting,
                          const wb_places *layout, const wb_measures *measures,
                          const wb_scan_options *options, const char *scope,
                          const wb_run *run, wb_error *err)
{
    wb_status st = WB_OK;
    wb_frame *counts = NULL;
    wb_frame *relations = NULL;
    wb_disclose_options how = WB_DISCLOSE_OPTIONS_INIT;

    how.min_n = (int32_t)layout->organisation->min_n;
    how.min_n_sensitive = (int32_t)layout->organisation->min_n_sensitive;
    how.extreme = (int32_t)layout->organisation->extreme;
    how.scope = scope;
    how.release = options->release;
    how.earlier = options->earlier;
    how.protect = options->protect;
    WB_TRY(wb_counting_frame(counting, layout, measures, &counts, err));
    WB_TRY(wb_relations_frame(layout, measures, &relations, err));
    WB_TRY(wb_disclose(counts, relations, &how, run, &d->released, &d->audit, &d->ledger,
                       err));
done:
    wb_frame_free(counts);
    wb_frame_free(relations);
    return st;
}

/* ---- writing it down ---- */

typedef struct writing {
    const wb_subject *subject;
    const wb_places *layout;
    const wb_measures *measures;
    const wb_scan_options *options;
    const char *id;
    bool too_small;
    bool synthetic;
} writing;

static wb_status put_heading(json_t *root, const writing *w, wb_error *err)
{
    wb_status st = WB_OK;
    bool all = w->options->protect == WB_PROTECT_ALL;

    WB_TRY(wb_json_put(root, "format", json_string("werkbaar-scan/1.0"), err));
    WB_TRY(wb_json_put(root, "id", json_string(w->id), err));
    WB_TRY(
        wb_json_put(root, "status", json_string(w->too_small ? "too_small" : "ok"), err));
    WB_TRY(wb_json_put(root, "release", json_string(w->options->release), err));
    WB_TRY(wb_json_put(root, "level", json_real(w->options->level), err));
    WB_TRY(wb_json_put(root, "protect", json_string(all ? "all" : "rules"), err));
    if (w->options->no_fpc != 0)
        WB_TRY(wb_json_put(root, "no_fpc", json_true(), err));
    if (w->synthetic)
        WB_TRY(wb_json_put(root, "synthetic", json_true(), err));
    WB_TRY(wb_json_put(root, "organisation",
                       wb_json_deep_copy(w->layout->organisation->json), err));
done:
    return st;
}

static wb_status put_about(json_t *root, const json_t *about, wb_error *err)
{
    wb_status st = WB_OK;
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)about, key, value)
    {
        WB_TRY(wb_json_put(root, key, json_incref(value), err));
    }
done:
    return st;
}

static wb_status put_ledger(json_t *root, const wb_ledger *ledger, wb_error *err)
{
    wb_status st = WB_OK;
    wb_writer *writer = NULL;
    wb_json json = {0};
    size_t n_bytes = 0;

    WB_TRY(wb_writer_to_memory(&writer, err));
    WB_TRY(wb_ledger_write(ledger, writer, err));
    (void)wb_writer_bytes(writer, &n_bytes);
    WB_TRY(wb_json_parse(wb_writer_bytes(writer, NULL), n_bytes, "ledger", &json, err));
    WB_TRY(wb_json_put(root, "ledger", json_incref(json.root), err));
done:
    wb_json_close(&json);
    wb_writer_free(writer);
    return st;
}

static wb_status write_down(const writing *w, disclosed *d, wb_scan **out, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *root = json_object();

    if (root == NULL)
        return wb_fail_nomem(err);
    WB_TRY(put_heading(root, w, err));
    WB_TRY(put_about(root, w->subject->about, err));
    if (!w->too_small)
        WB_TRY(wb_released_put(root, w->layout, w->measures, d->released, err));
    WB_TRY(put_ledger(root, d->ledger, err));
    WB_TRY(wb_scan_of(root, out, err));
    (*out)->audit = d->audit;
    d->audit = NULL;
done:
    json_decref(root);
    return st;
}

/* ---- all of it ---- */

static wb_status make(writing *w, const wb_frame *answers, const wb_run *run,
                      wb_scan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_counting counting = {0};
    disclosed d = {0};

    WB_TRY(wb_counting_init(&counting, w->layout, w->measures, w->subject->person,
                            answers, run, err));
    WB_TRY(disclose(&d, &counting, w->layout, w->measures, w->options, w->id, run, err));
    w->too_small = counting.counts[0].n < w->layout->organisation->min_n;
    WB_TRY(write_down(w, &d, out, err));
done:
    end_disclosed(&d);
    wb_counting_free(&counting);
    return st;
}

static wb_status check_answers(const wb_subject *subject,
                               const wb_organisation *organisation,
                               const wb_frame *answers, wb_error *err)
{
    wb_status st = WB_OK;

    if (subject->person == NULL)
        return wb_fail(err, WB_E_ARG, "this questionnaire asks nothing of persons");
    WB_TRY(wb_people_check_origin(answers, subject->about, "person", err));
    WB_TRY(wb_people_check_columns(answers, &subject->questions, organisation, err));
done:
    return st;
}

wb_status wb_scan_make(const wb_subject *subject, const wb_organisation *organisation,
                       const wb_frame *answers, const wb_scan_options *options,
                       const wb_run *run, wb_scan **out, wb_error *err)
{
    wb_status st = WB_OK;
    wb_scan_options ours;
    wb_places layout = {0};
    wb_measures measures = {0};
    wb_frame *ranged = NULL;
    wb_text id = {0};
    writing w = {.subject = subject,
                 .layout = &layout,
                 .measures = &measures,
                 .options = &ours,
                 .synthetic = organisation->synthetic || wb_frame_is_synthetic(answers)};

    WB_TRY(read_options(&ours, options, err));
    WB_TRY(check_answers(subject, organisation, answers, err));
    WB_TRY(wb_places_init(&layout, organisation, err));
    WB_TRY(wb_measures_init(&measures, subject->about, err));
    WB_TRY(wb_organisation_scope(organisation, &id, err));
    WB_TRY(wb_frame_apply_ranges(answers, &ranged, err));
    w.id = id.bytes;
    WB_TRY(make(&w, ranged != NULL ? ranged : answers, run, out, err));
done:
    wb_text_free(&id);
    wb_frame_free(ranged);
    wb_measures_free(&measures);
    wb_places_free(&layout);
    return st;
}

wb_status wb_scan_run(const wb_questionnaire *questionnaire,
                      const wb_organisation *organisation, const wb_frame *answers,
                      const wb_scan_options *options, const wb_run *run, wb_scan **out,
                      wb_error *err)
{
    wb_status st = WB_OK;
    wb_subject subject = {0};
    wb_frame *asked = NULL;

    if (out == NULL)
        return wb_fail(err, WB_E_ARG, "out is required");
    *out = NULL;
    if (questionnaire == NULL || organisation == NULL || answers == NULL)
        return wb_fail(err, WB_E_ARG,
                       "a questionnaire, an organisation and answers are required");
    WB_TRY(wb_subject_init(&subject, questionnaire, err));
    WB_TRY(wb_answers_asked(questionnaire, "person", answers, &asked, err));
    WB_TRY(wb_scan_make(&subject, organisation, asked != NULL ? asked : answers, options,
                        run, out, err));
done:
    wb_frame_free(asked);
    wb_subject_free(&subject);
    return st;
}
