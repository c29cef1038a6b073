/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The low layer of the Python package: werkbaar._core. */
%module _core
%{
#include <string.h>

#include "options.h"
#include "python_port.h"
%}
%include <stdint.i>

/* ---- long calls let other threads run ---- */
%define WB_LONG(FUNCTION)
%exception FUNCTION {
    Py_BEGIN_ALLOW_THREADS
    $action
    Py_END_ALLOW_THREADS
}
%enddef
WB_LONG(wb_score)
WB_LONG(wb_score_source)
WB_LONG(wb_source_import_arrow)
WB_LONG(wb_source_schema)
WB_LONG(wb_source_rewind)
WB_LONG(wb_source_next)
WB_LONG(wb_source_collect)
WB_LONG(wb_csv_read)
WB_LONG(wb_csv_write)
WB_LONG(wb_statfile_read)
WB_LONG(wb_statfile_describe)
WB_LONG(wb_statfile_write)
WB_LONG(wb_xlsx_write)
WB_LONG(wb_frame_append)
WB_LONG(wb_tally_update)
WB_LONG(wb_tally_update_source)
WB_LONG(wb_tally_merge)
WB_LONG(wb_tally_write)
WB_LONG(wb_tally_read)
WB_LONG(wb_tally_estimate)
WB_LONG(wb_tally_second_pass)
WB_LONG(wb_estimate_source)
WB_LONG(wb_tally_covariances)
WB_LONG(wb_tally_contrasts)
WB_LONG(wb_tally_pairs)
WB_LONG(wb_tally_trend)
WB_LONG(wb_tally_equal)
WB_LONG(wb_tally_standardise)
WB_LONG(wb_tally_independence)
WB_LONG(wb_tally_fit)
WB_LONG(wb_reliability_source)
WB_LONG(wb_model_fit_source)
WB_LONG(wb_model_pass_update)
WB_LONG(wb_model_pass_update_source)
WB_LONG(wb_model_pass_merge)
WB_LONG(wb_model_pass_step)
WB_LONG(wb_model_pass_write)
WB_LONG(wb_model_pass_read)
WB_LONG(wb_fit_table)
WB_LONG(wb_fit_risks)
WB_LONG(wb_fit_margins)
WB_LONG(wb_fit_predict)
WB_LONG(wb_weighting_apply)
WB_LONG(wb_support_assess)
WB_LONG(wb_plan_apply)
WB_LONG(wb_plan_diff)
WB_LONG(wb_plan_merge)
WB_LONG(wb_changes_frame)
WB_LONG(wb_store_open)
WB_LONG(wb_store_seq)
WB_LONG(wb_store_plan)
WB_LONG(wb_store_history)
WB_LONG(wb_store_verify)
WB_LONG(wb_store_import)
WB_LONG(wb_store_apply)
WB_LONG(wb_store_undo)
WB_LONG(wb_store_set_name)
WB_LONG(wb_store_erase_name)
WB_LONG(wb_disclose)
WB_LONG(wb_compose)
WB_LONG(wb_questionnaire_export)
WB_LONG(wb_questionnaire_import)
WB_LONG(wb_scan_export)
WB_LONG(wb_roc)
WB_LONG(wb_cutoff_moves)
WB_LONG(wb_scan_import)
WB_LONG(wb_scan_run)
WB_LONG(wb_scan_add_records)
WB_LONG(wb_scan_read)
WB_LONG(wb_scan_table)
WB_LONG(wb_scan_reference)
WB_LONG(wb_scan_compare)
WB_LONG(wb_scan_findings)
WB_LONG(wb_pool_add)
WB_LONG(wb_pool_benchmark)
WB_LONG(wb_pool_measures)
WB_LONG(wb_monitor_add)
WB_LONG(wb_monitor_results_make)
WB_LONG(wb_monitor_results_table)
WB_LONG(wb_monitor_explore)
WB_LONG(wb_writer_finish)

/* ---- columns ---- */
%typemap(in) const wb_column *column (column_reading reading = COLUMN_READING_INIT) {
    if (column_read($input, arg2 == NULL ? "" : arg2, wb_frame_row_count(arg1), &reading))
        SWIG_fail;
    $1 = &reading.column;
}
%typemap(argout) const wb_column *column {
    if (result == WB_OK)
        column_done(&reading$argnum, 1);
}
%typemap(freearg) const wb_column *column { column_done(&reading$argnum, 0); }

%define WB_BUFFER_OUT(TYPE, FORMATS)
%typemap(in) TYPE *out (Py_buffer view, int held = 0) {
    if (buffer_to_write($input, "out", FORMATS, sizeof(TYPE), arg4, &view)) SWIG_fail;
    held = 1;
    $1 = (TYPE *)view.buf;
}
%typemap(freearg) TYPE *out { if (held$argnum) PyBuffer_Release(&view$argnum); }
%enddef
WB_BUFFER_OUT(double, "d")
WB_BUFFER_OUT(int32_t, "il")
WB_BUFFER_OUT(int64_t, "lq")

/* ---- bytes ---- */
%typemap(in) (const void *bytes, size_t n_bytes) (Py_buffer view, int held = 0) {
    if (PyObject_GetBuffer($input, &view, PyBUF_SIMPLE) != 0) SWIG_fail;
    held = 1;
    $1 = view.buf;
    $2 = (size_t)view.len;
}
%typemap(freearg) (const void *bytes, size_t n_bytes) { if (held$argnum) PyBuffer_Release(&view$argnum); }
/* Asked for by number, given as bytes. */
%typemap(in) (void *buffer, size_t capacity, size_t *n_read) (PyObject *bytes = NULL, size_t n = 0) {
    if (port_size($input, "capacity", &$2)) SWIG_fail;
    bytes = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)$2);
    if (bytes == NULL) SWIG_fail;
    $1 = PyBytes_AsString(bytes);
    $3 = &n;
}
%typemap(argout) (void *buffer, size_t capacity, size_t *n_read) {
    if (result == WB_OK)
        $result = PyBytes_FromStringAndSize(PyBytes_AsString(bytes$argnum), (Py_ssize_t)n$argnum);
    if (PyErr_Occurred()) SWIG_fail;
}
%typemap(freearg) (void *buffer, size_t capacity, size_t *n_read) { Py_XDECREF(bytes$argnum); }
%typemap(in, numinputs=0) size_t *n_bytes (size_t n) { n = 0; $1 = &n; }
%typemap(out) const char *wb_writer_bytes {
    $result = result == NULL ? Py_NewRef(Py_None)
                             : PyBytes_FromStringAndSize(result, (Py_ssize_t)*arg2);
}

/* ---- Arrow ---- */
%typemap(in) struct ArrowArrayStream *stream {
    $1 = (struct ArrowArrayStream *)PyCapsule_GetPointer($input, "arrow_array_stream");
    if ($1 == NULL) SWIG_fail;
}
%typemap(in) struct ArrowSchema *schema {
    $1 = (struct ArrowSchema *)PyCapsule_GetPointer($input, "arrow_schema");
    if ($1 == NULL) SWIG_fail;
}
%typemap(in) struct ArrowArray *array {
    $1 = (struct ArrowArray *)PyCapsule_GetPointer($input, "arrow_array");
    if ($1 == NULL) SWIG_fail;
}
%typemap(in) (const wb_frame *frame, struct ArrowArray *array, struct ArrowSchema *schema)
    (struct ArrowArray batch, struct ArrowSchema type) {
    if (port_handle($input, "wb_frame", "frame", (void **)&$1)) SWIG_fail;
    $2 = &batch;
    $3 = &type;
}
%typemap(argout) (const wb_frame *frame, struct ArrowArray *array, struct ArrowSchema *schema) {
    if (result == WB_OK) {
        $result = arrow_batch_capsules($3, $2);
        if ($result == NULL) SWIG_fail;
    }
}
%typemap(in) (wb_source *source, struct ArrowArrayStream *stream)
    (struct ArrowArrayStream made, PyObject *given) {
    given = $input;
    if (port_handle(given, "wb_source", "source", (void **)&$1)) SWIG_fail;
    $2 = &made;
}
%typemap(argout) (wb_source *source, struct ArrowArrayStream *stream) {
    if (result == WB_OK) {
        port_taken(given$argnum, "wb_source");
        $result = arrow_stream_capsule($2);
        if ($result == NULL) SWIG_fail;
    }
}

%include "werkbaar.i"

/* ---- what the header has in another form ---- */
%inline %{
PyObject *set_error_maker(PyObject *maker)
{
    set_exception_maker(maker);
    return Py_NewRef(Py_None);
}
%}
%rename(wb_reader_of) reader_of;
wb_status reader_of(PyObject *x, const char *name, wb_reader **out, wb_error *err);
PyObject *column_values(const wb_frame *frame, size_t column, int64_t first, int64_t n_rows);
PyObject *column_pack(const wb_frame *frame, size_t column);
%rename(wb_frame_add_texts) add_texts;
%inline %{
/* A text column of a list of str and None. */
wb_status add_texts(wb_frame *frame, const char *name, PyObject *list, wb_error *err)
{
    column_reading reading = COLUMN_READING_INIT;
    wb_status st = WB_E_ARG;

    if (texts_read(list, name, wb_frame_row_count(frame), &reading) == 0)
        st = wb_frame_add_column(frame, name, &reading.column, err);
    column_done(&reading, st == WB_OK);
    return st;
}
%}
