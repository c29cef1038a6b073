/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/*
 * What the Python and the R binding share: how a wb_status becomes an error, a handle an
 * object, options a dict or a named list. SWIG makes one C file of it; the Python and R code
 * above calls that file directly, so no proxies are generated (docs/decisions).
 *
 * Each language gives the functions of port.h and, in its core.i, what is its own: columns,
 * bytes, Arrow. A function port_x() returns 0, or -1 with the language's error set (in R it
 * does not return then).
 */

/* ---- errors: every wb_error is supplied here, every failure raised here ---- */
%typemap(in, numinputs=0) wb_error *err (wb_error details) {
    memset(&details, 0, sizeof details);
    $1 = &details;
}
%typemap(argout) wb_error *err {
    if (result != WB_OK) {
        port_raise($1);
        SWIG_fail;
    }
    PORT_DONE
}
%typemap(freearg) wb_error *err ""
%typemap(out) wb_status ""

/* ---- scalars and text ---- */
%typemap(in) int32_t { if (port_int32($input, "$1_name", &$1)) SWIG_fail; }
%typemap(in) int64_t { if (port_int64($input, "$1_name", &$1)) SWIG_fail; }
%typemap(in) size_t { if (port_size($input, "$1_name", &$1)) SWIG_fail; }
%typemap(in) double { if (port_double($input, "$1_name", &$1)) SWIG_fail; }
%typemap(in) const char * { if (port_text($input, "$1_name", (const char **)&$1)) SWIG_fail; }
%typemap(freearg) const char * ""
%typemap(out) int32_t { $result = port_from_int32($1); }
%typemap(out) int64_t { $result = port_from_int64($1); }
%typemap(out) size_t { $result = port_from_size($1); }
%typemap(out) double { $result = port_from_double($1); }
%typemap(out) const char * { $result = port_from_text($1); }

/* Getters trust their indices; callers from another language get an error instead. The
 * frame is the first argument wherever `column` and `row` are. */
%typemap(in) size_t column {
    if (port_size($input, "column", &$1) ||
        port_check_below((int64_t)$1, (int64_t)wb_frame_column_count(arg1), "column")) SWIG_fail;
}
%typemap(in) int64_t row {
    if (port_int64($input, "row", &$1) ||
        port_check_below($1, wb_frame_row_count(arg1), "row")) SWIG_fail;
}

/* Lists of names. */
%typemap(in) (const char *const *names, size_t n_names) (port_scratch scratch = PORT_SCRATCH_INIT) {
    if (port_texts($input, "$1_name", (const char *const **)&$1, &$2, &scratch)) SWIG_fail;
}
%typemap(freearg) (const char *const *names, size_t n_names) { port_scratch_free(&scratch$argnum); }
%apply (const char *const *names, size_t n_names) {
    (const char *const *columns, size_t n_columns),
    (const char *const *keep, size_t n_keep),
    (const char *const *expressions, size_t n_expressions),
    (const char *const *categories, size_t n_categories),
    (const char *const *risks, size_t n_risks),
    (const char *const *terms, size_t n_terms),
    (const char *const *groups, size_t n_groups)
}

/* A text that is not NUL-terminated: the length says where it ends. */
%typemap(in, numinputs=0) size_t *length (size_t n) { n = 0; $1 = &n; }
%typemap(argout) size_t *length { PORT_RESULT }
%typemap(freearg) size_t *length ""
%typemap(out) const char *wb_frame_text { $result = port_from_bytes_of_text($1, *arg4); }

/* ---- handles: the language's own opaque pointer, with the name of the type ---- */
%define WB_HANDLE(TYPE)
%typemap(in) const TYPE *, TYPE * {
    if (port_handle($input, #TYPE, "$1_name", (void **)&$1)) SWIG_fail;
}
%typemap(freearg) const TYPE *, TYPE * ""
%typemap(in, numinputs=0) TYPE **out (TYPE *made, port_object kept) {
    made = NULL;
    kept = port_prepare(#TYPE);
    PORT_PROTECT(kept);
    $1 = &made;
}
%typemap(argout) TYPE **out {
    if (*$1 != NULL) {
        $result = port_deliver(kept$argnum, *$1, #TYPE);
        if (PORT_FAILED($result)) SWIG_fail;
    }
}
%typemap(freearg) TYPE **out ""
/* A handle that the function takes over: on success the object is used up. */
%typemap(in) TYPE *TAKEN (port_object given) {
    given = $input;
    if (port_handle(given, #TYPE, "$1_name", (void **)&$1)) SWIG_fail;
}
%typemap(argout) TYPE *TAKEN { if (result == WB_OK) port_taken(given$argnum, #TYPE); }
%enddef
WB_HANDLE(wb_reader)
WB_HANDLE(wb_writer)
WB_HANDLE(wb_frame)
WB_HANDLE(wb_source)
WB_HANDLE(wb_instrument)
WB_HANDLE(wb_spec)
WB_HANDLE(wb_tally)
WB_HANDLE(wb_scales)
WB_HANDLE(wb_weighting)
WB_HANDLE(wb_model)
WB_HANDLE(wb_model_pass)
WB_HANDLE(wb_fit)
WB_HANDLE(wb_support)
WB_HANDLE(wb_plan)
WB_HANDLE(wb_changes)
WB_HANDLE(wb_store)
WB_HANDLE(wb_ledger)
WB_HANDLE(wb_catalogue)
WB_HANDLE(wb_questionnaire)
WB_HANDLE(wb_organisation)
WB_HANDLE(wb_scan)
WB_HANDLE(wb_pool)
WB_HANDLE(wb_monitor_definition)
WB_HANDLE(wb_monitor)
WB_HANDLE(wb_monitor_results)

/* One that may be nothing. */
%define WB_OPTIONAL(TYPE, name)
%typemap(in) const TYPE *name {
    $1 = NULL;
    if (!port_is_nothing($input) && port_handle($input, #TYPE, "$1_name", (void **)&$1)) SWIG_fail;
}
%typemap(freearg) const TYPE *name ""
%enddef
WB_OPTIONAL(wb_frame, relations)
WB_OPTIONAL(wb_frame, reference)
WB_OPTIONAL(wb_frame, weights)
WB_OPTIONAL(wb_frame, themes)
WB_OPTIONAL(wb_instrument, scoring)

%typemap(in) (const wb_frame *const *frames, size_t n_frames) (port_scratch scratch = PORT_SCRATCH_INIT) {
    if (port_handles($input, "wb_frame", "$1_name", (void ***)&$1, &$2, &scratch)) SWIG_fail;
}
%typemap(freearg) (const wb_frame *const *frames, size_t n_frames) { port_scratch_free(&scratch$argnum); }
%typemap(in) (const wb_plan *const *plans, size_t n_plans) (port_scratch scratch = PORT_SCRATCH_INIT) {
    if (port_handles($input, "wb_plan", "$1_name", (void ***)&$1, &$2, &scratch)) SWIG_fail;
}
%typemap(freearg) (const wb_plan *const *plans, size_t n_plans) { port_scratch_free(&scratch$argnum); }
%typemap(in) (const wb_monitor_results *const *results, size_t n_results) (port_scratch scratch = PORT_SCRATCH_INIT) {
    if (port_handles($input, "wb_monitor_results", "$1_name", (void ***)&$1, &$2, &scratch)) SWIG_fail;
}
%typemap(freearg) (const wb_monitor_results *const *results, size_t n_results) { port_scratch_free(&scratch$argnum); }

/* Two results at once. */
%define WB_PAIR(FIRST, first_name, SECOND, second_name)
%typemap(in, numinputs=0) (FIRST **first_name, SECOND **second_name)
    (FIRST *first, SECOND *second, port_object kept, port_object other) {
    first = NULL;
    second = NULL;
    kept = port_prepare(#FIRST);
    PORT_PROTECT(kept);
    other = port_prepare(#SECOND);
    PORT_PROTECT(other);
    $1 = &first;
    $2 = &second;
}
%typemap(argout) (FIRST **first_name, SECOND **second_name) {
    if (result == WB_OK) {
        port_object both[2];

        both[0] = port_deliver(kept$argnum, *$1, #FIRST);
        both[1] = port_deliver(other$argnum, *$2, #SECOND);
        $result = port_several(both, 2);
        if (PORT_FAILED($result)) SWIG_fail;
    }
}
%typemap(freearg) (FIRST **first_name, SECOND **second_name) ""
%enddef
WB_PAIR(wb_frame, weighted, wb_frame, report)
WB_PAIR(wb_plan, merged, wb_frame, conflicts)
WB_PAIR(wb_frame, verdicts, wb_frame, conditions)
WB_PAIR(wb_changes, changes, wb_frame, report)
WB_PAIR(wb_frame, curve, wb_frame, auc)

/* What may be shown, why not the rest, and the ledger, or nothing where none is wanted. */
%typemap(in, numinputs=0) (wb_frame **released, wb_frame **audit, wb_ledger **ledger)
    (wb_frame *shown, wb_frame *reasons, wb_ledger *kept, port_object places[3]) {
    shown = NULL;
    reasons = NULL;
    kept = NULL;
    for (int i = 0; i < 3; i++) {
        places[i] = port_prepare(i < 2 ? "wb_frame" : "wb_ledger");
        PORT_PROTECT(places[i]);
    }
    $1 = &shown;
    $2 = &reasons;
    $3 = &kept;
}
%typemap(argout) (wb_frame **released, wb_frame **audit, wb_ledger **ledger) {
    if (result == WB_OK) {
        port_object three[3];

        three[0] = port_deliver(places$argnum[0], shown$argnum, "wb_frame");
        three[1] = port_deliver(places$argnum[1], reasons$argnum, "wb_frame");
        three[2] = $3 == NULL ? port_nothing()
                              : port_deliver(places$argnum[2], kept$argnum, "wb_ledger");
        $result = port_several(three, 3);
        if (PORT_FAILED($result)) SWIG_fail;
    }
}
%typemap(freearg) (wb_frame **released, wb_frame **audit, wb_ledger **ledger) ""

/* ---- options: a dict or a named list of what differs from the defaults; or nothing ---- */
%define WB_OPTIONS(TYPE, READ)
%typemap(in) const TYPE *options (TYPE chosen, port_scratch scratch = PORT_SCRATCH_INIT) {
    $1 = NULL;
    if (!port_is_nothing($input)) {
        if (READ($input, &chosen, &scratch)) SWIG_fail;
        $1 = &chosen;
    }
}
%typemap(freearg) const TYPE *options { port_scratch_free(&scratch$argnum); }
%enddef
WB_OPTIONS(wb_csv_options, options_csv)
WB_OPTIONS(wb_csv_write_options, options_csv_write)
WB_OPTIONS(wb_statfile_options, options_statfile)
WB_OPTIONS(wb_statfile_write_options, options_statfile_write)
WB_OPTIONS(wb_table_options, options_table)
WB_OPTIONS(wb_score_options, options_score)
WB_OPTIONS(wb_replicate_options, options_replicates)
WB_OPTIONS(wb_estimate_options, options_estimate)
WB_OPTIONS(wb_change_options, options_change)
WB_OPTIONS(wb_pairs_options, options_pairs)
WB_OPTIONS(wb_trend_options, options_trend)
WB_OPTIONS(wb_test_options, options_test)
WB_OPTIONS(wb_reliability_options, options_reliability)
%apply const wb_estimate_options *options { const wb_estimate_options *estimating }
WB_OPTIONS(wb_roc_options, options_roc)
WB_OPTIONS(wb_cutoff_options, options_cutoff)
WB_OPTIONS(wb_fit_options, options_fit)
WB_OPTIONS(wb_calibration_options, options_calibration)
WB_OPTIONS(wb_trim_options, options_trim)
WB_OPTIONS(wb_store_options, options_store)
WB_OPTIONS(wb_plan_check_options, options_plan_check)
WB_OPTIONS(wb_plan_evaluate_options, options_plan_evaluate)
WB_OPTIONS(wb_plan_draft_options, options_plan_draft)
WB_OPTIONS(wb_scan_options, options_scan)
WB_OPTIONS(wb_compare_options, options_compare)
WB_OPTIONS(wb_findings_options, options_findings)
WB_OPTIONS(wb_suggest_options, options_suggest)
WB_OPTIONS(wb_scan_tally_options, options_scan_tally)
WB_OPTIONS(wb_pool_options, options_pool)
WB_OPTIONS(wb_monitor_options, options_monitor)
WB_OPTIONS(wb_explore_options, options_explore)
WB_OPTIONS(wb_disclose_options, options_disclose)
/* Without a scope no ledger is wanted, whose place is the seventh argument. */
%typemap(in) const wb_disclose_options *options (wb_disclose_options chosen,
                                                 port_scratch scratch = PORT_SCRATCH_INIT) {
    if (options_disclose($input, &chosen, &scratch)) SWIG_fail;
    $1 = &chosen;
    if (chosen.scope == NULL) arg7 = NULL;
}

/* The number of an entry of a store. */
%typemap(in, numinputs=0) int64_t *seq (int64_t number) { number = 0; $1 = &number; }
%typemap(argout) int64_t *seq {
    if (result == WB_OK)
        $result = port_from_int64(*$1);
}
%typemap(freearg) int64_t *seq ""

/* How a long call runs: {threads, progress, memory_limit}. Without a progress callback the
 * user's interrupt is looked for all the same. */
%typemap(in) const wb_run *run (wb_run how, port_progress progress) {
    if (options_run($input, &how, &progress)) SWIG_fail;
    $1 = &how;
}
%typemap(freearg) const wb_run *run ""

/* ---- the functions ---- */
/* Reasons stand in ignored.txt. */
%ignore wb_set_allocator;
%ignore wb_reader_new;
%ignore wb_reader_from_memory;
%ignore wb_statfile_detect;
%ignore wb_writer_new;
%ignore wb_source_new;
%ignore wb_reader_free;
%ignore wb_writer_free;
%ignore wb_frame_free;
%ignore wb_source_free;
%ignore wb_instrument_free;
%ignore wb_spec_free;
%ignore wb_tally_free;
%ignore wb_scales_free;
%ignore wb_weighting_free;
%ignore wb_model_free;
%ignore wb_model_pass_free;
%ignore wb_fit_free;
%ignore wb_support_free;
%ignore wb_plan_free;
%ignore wb_plan_load;
%ignore wb_changes_free;
%ignore wb_store_free;
%ignore wb_support_load;
%ignore wb_ledger_free;
%ignore wb_ledger_load;
%ignore wb_catalogue_free;
%ignore wb_catalogue_load;
%ignore wb_questionnaire_free;
%ignore wb_questionnaire_load;
%ignore wb_scan_free;
%ignore wb_scan_load;
%ignore wb_pool_free;
%ignore wb_pool_load;
%ignore wb_monitor_definition_free;
%ignore wb_monitor_definition_load;
%ignore wb_monitor_free;
%ignore wb_monitor_results_free;
%ignore wb_organisation_free;
%ignore wb_organisation_load;
/* Types of C functions: none crosses. */
%ignore wb_progress_fn;
%ignore wb_read_fn;
%ignore wb_write_fn;
%ignore wb_rewind_fn;
%ignore wb_close_fn;
%ignore wb_source_next_fn;
/* Structs never cross: options are read by options.c, columns and Arrow by the port. */
%ignore wb_error;
%ignore wb_run;
%ignore wb_column;
%ignore wb_csv_options;
%ignore wb_csv_write_options;
%ignore wb_statfile_options;
%ignore wb_statfile_write_options;
%ignore wb_table_options;
%ignore wb_score_options;
%ignore wb_estimate_options;
%ignore wb_replicate_options;
%ignore wb_change_options;
%ignore wb_pairs_options;
%ignore wb_trend_options;
%ignore wb_test_options;
%ignore wb_roc_options;
%ignore wb_cutoff_options;
%ignore wb_reliability_options;
%ignore wb_fit_options;
%ignore wb_calibration_options;
%ignore wb_trim_options;
%ignore wb_store_options;
%ignore wb_plan_check_options;
%ignore wb_plan_evaluate_options;
%ignore wb_plan_draft_options;
%ignore wb_disclose_options;
%ignore wb_scan_options;
%ignore wb_compare_options;
%ignore wb_findings_options;
%ignore wb_suggest_options;
%ignore wb_scan_tally_options;
%ignore wb_pool_options;
%ignore wb_explore_options;
%ignore wb_monitor_options;
#define ARROW_C_DATA_INTERFACE
#define ARROW_C_STREAM_INTERFACE

%include <werkbaar/base.h>
%include <werkbaar/frame.h>
%apply wb_reader *TAKEN { wb_reader *reader };
%include <werkbaar/io.h>
%clear wb_reader *reader;
%apply wb_source *TAKEN { wb_source *answers };
%include <werkbaar/score.h>
%include <werkbaar/survey.h>
%include <werkbaar/infer.h>
%include <werkbaar/model.h>
%include <werkbaar/quality.h>
%include <werkbaar/weight.h>
%include <werkbaar/support.h>
%include <werkbaar/plan.h>
%include <werkbaar/store.h>
%include <werkbaar/disclose.h>
%include <werkbaar/monitor.h>
%include <werkbaar/compose.h>
%include <werkbaar/scan.h>
