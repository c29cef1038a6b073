/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "port.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include "r_port.h"

/* Whole numbers up to here are exact as doubles. */
#define EXACT 9007199254740992.0

/* ---- errors ---- */

/* Signals the error of the details it is given; set once by the package. */
static SEXP error_function = NULL;
/* Where R was on its way to when it left a progress function, by an error, an interrupt
 * or a restart: it goes on from there once the library has cleaned up. R runs on one
 * thread. */
static SEXP pending = NULL;

void set_error_function(SEXP maker)
{
    R_PreserveObject(maker);
    if (error_function != NULL)
        R_ReleaseObject(error_function);
    error_function = maker;
}

void port_raise(const wb_error *err)
{
    SEXP call;
    SEXP onward = pending;

    pending = NULL;
    if (onward != NULL) {
        Rf_protect(onward);
        R_ReleaseObject(onward);
        if (err->status == WB_E_CANCELLED)
            R_ContinueUnwind(onward);
        Rf_unprotect(1);
    }
    if (error_function == NULL)
        Rf_error("%s", err->message);
    call = Rf_protect(Rf_allocVector(LANGSXP, 9));
    SETCAR(call, error_function);
    SETCAR(Rf_nthcdr(call, 1), Rf_ScalarInteger(err->status));
    SETCAR(Rf_nthcdr(call, 2), port_from_text(err->message));
    SETCAR(Rf_nthcdr(call, 3), port_from_text(err->item));
    SETCAR(Rf_nthcdr(call, 4), Rf_ScalarReal((double)err->row));
    SETCAR(Rf_nthcdr(call, 5), port_from_text(err->where));
    SETCAR(Rf_nthcdr(call, 6), Rf_ScalarInteger(err->line));
    SETCAR(Rf_nthcdr(call, 7), Rf_ScalarInteger(err->column));
    SETCAR(Rf_nthcdr(call, 8), Rf_ScalarReal((double)err->offset));
    Rf_eval(call, R_BaseEnv);
    Rf_error("%s", err->message); /* the function is not to return */
}

void r_fail(wb_status status, const char *item, int64_t row, const char *format, ...)
{
    wb_error e;
    va_list words;

    va_start(words, format);
    port_describe(&e, status, item, row, format, words);
    va_end(words);
    port_raise(&e);
    Rf_error("%s", e.message);
}

int port_refuse(const char *what, const char *expected, port_object got)
{
    r_fail(WB_E_ARG, what, -1, "%s must be %s, not %s of length %.0f", what, expected,
           Rf_type2char((SEXPTYPE)TYPEOF(got)), (double)Rf_xlength(got));
}

int port_check_below(int64_t index, int64_t count, const char *what)
{
    if (index < 0 || index >= count)
        r_fail(WB_E_ARG, what, -1, "%s %.0f is outside the frame, which has %.0f", what,
               (double)index + 1, (double)count);
    return 0;
}

/* ---- scalars and text ---- */

int port_is_nothing(port_object x)
{
    return x == R_NilValue;
}

int port_double(port_object x, const char *what, double *out)
{
    if (Rf_xlength(x) == 1 && TYPEOF(x) == REALSXP)
        *out = REAL(x)[0];
    else if (Rf_xlength(x) == 1 && TYPEOF(x) == INTSXP && INTEGER(x)[0] != NA_INTEGER)
        *out = INTEGER(x)[0];
    else
        port_refuse(what, "one number", x);
    return 0;
}

int port_int64(port_object x, const char *what, int64_t *out)
{
    double value = 0;

    if (Rf_xlength(x) == 1 && TYPEOF(x) == LGLSXP && LOGICAL(x)[0] != NA_LOGICAL)
        value = LOGICAL(x)[0];
    else
        port_double(x, what, &value);
    if (!(fabs(value) <= EXACT) || value != floor(value))
        r_fail(WB_E_ARG, what, -1, "%s must be a whole number, not %g", what, value);
    *out = (int64_t)value;
    return 0;
}

/* As UTF-8. Of bytes that are declared to be no text in any encoding R makes none. */
static const char *utf8_of(SEXP text, const char *what)
{
    if (Rf_getCharCE(text) == CE_BYTES)
        r_fail(WB_E_ARG, what, -1, "%s must be text, not bytes of no known encoding",
               what);
    return Rf_translateCharUTF8(text);
}

int port_text(port_object x, const char *what, const char **out)
{
    *out = NULL;
    if (x == R_NilValue)
        return 0;
    if (TYPEOF(x) != STRSXP || Rf_xlength(x) != 1 || STRING_ELT(x, 0) == NA_STRING)
        port_refuse(what, "one text", x);
    *out = utf8_of(STRING_ELT(x, 0), what);
    return 0;
}

int port_texts(port_object x, const char *what, const char *const **out, size_t *n,
               port_scratch *scratch)
{
    const char **texts;

    (void)scratch;
    *out = NULL;
    *n = 0;
    if (x == R_NilValue)
        return 0;
    if (TYPEOF(x) != STRSXP)
        port_refuse(what, "a character vector", x);
    *n = (size_t)Rf_xlength(x);
    texts = (const char **)R_alloc(*n + 1, sizeof *texts);
    for (size_t i = 0; i < *n; i++) {
        if (STRING_ELT(x, (R_xlen_t)i) == NA_STRING)
            r_fail(WB_E_ARG, what, -1, "%s must be texts, and text %zu is NA", what,
                   i + 1);
        texts[i] = utf8_of(STRING_ELT(x, (R_xlen_t)i), what);
    }
    *out = texts;
    return 0;
}

port_object port_from_int32(int32_t value)
{
    return Rf_ScalarInteger(value);
}

port_object port_from_int64(int64_t value)
{
    if ((double)value > EXACT || (double)value < -EXACT)
        r_fail(WB_E_DATA, "", -1, "a whole number beyond 2^53 has no exact double");
    return Rf_ScalarReal((double)value);
}

port_object port_from_size(size_t value)
{
    return Rf_ScalarReal((double)value);
}

port_object port_from_double(double value)
{
    return Rf_ScalarReal(value);
}

port_object port_from_text(const char *text)
{
    return text == NULL ? R_NilValue : Rf_ScalarString(Rf_mkCharCE(text, CE_UTF8));
}

port_object port_from_bytes_of_text(const char *text, size_t length)
{
    return text == NULL ? Rf_ScalarString(NA_STRING)
                        : Rf_ScalarString(Rf_mkCharLenCE(text, (int)length, CE_UTF8));
}

void port_scratch_free(port_scratch *scratch)
{
    (void)scratch;
}

/* ---- handles: external pointers whose tag is the type ---- */

static void finalize(SEXP x)
{
    handle_destroy(CHAR(PRINTNAME(R_ExternalPtrTag(x))), R_ExternalPtrAddr(x));
    R_ClearExternalPtr(x);
}

void close_handle(SEXP x)
{
    SEXP tag = TYPEOF(x) == EXTPTRSXP ? R_ExternalPtrTag(x) : R_NilValue;

    if (TYPEOF(tag) == SYMSXP && strncmp(CHAR(PRINTNAME(tag)), "wb_", 3) == 0)
        finalize(x);
}

SEXP is_open(SEXP x)
{
    return Rf_ScalarLogical(TYPEOF(x) == EXTPTRSXP && R_ExternalPtrAddr(x) != NULL);
}

int port_handle(port_object x, const char *type, const char *what, void **out)
{
    if (TYPEOF(x) != EXTPTRSXP || R_ExternalPtrTag(x) != Rf_install(type))
        port_refuse(what, type, x);
    *out = R_ExternalPtrAddr(x);
    if (*out == NULL)
        r_fail(
            WB_E_ARG, what, -1,
            "this %s is used up or comes from another R session (handles do not survive "
            "saveRDS)",
            type);
    return 0;
}

int port_handles(port_object x, const char *type, const char *what, void ***out,
                 size_t *n, port_scratch *scratch)
{
    (void)scratch;
    if (TYPEOF(x) != VECSXP)
        port_refuse(what, "a list of handles", x);
    *n = (size_t)Rf_xlength(x);
    *out = (void **)R_alloc(*n + 1, sizeof **out);
    for (size_t i = 0; i < *n; i++)
        port_handle(VECTOR_ELT(x, (R_xlen_t)i), type, what, &(*out)[i]);
    return 0;
}

port_object port_prepare(const char *type)
{
    SEXP tag = Rf_install(type);
    SEXP x = Rf_protect(R_MakeExternalPtr(NULL, tag, R_NilValue));

    R_RegisterCFinalizerEx(x, finalize, TRUE);
    Rf_unprotect(1);
    return x;
}

port_object port_deliver(port_object kept, void *handle, const char *type)
{
    (void)type;
    R_SetExternalPtrAddr(kept, handle);
    return kept;
}

port_object port_nothing(void)
{
    return R_NilValue;
}

port_object port_several(const port_object *objects, size_t n)
{
    SEXP list = Rf_allocVector(VECSXP, (R_xlen_t)n);

    for (size_t i = 0; i < n; i++)
        SET_VECTOR_ELT(list, (R_xlen_t)i, objects[i]);
    return list;
}

void port_taken(port_object x, const char *type)
{
    (void)type;
    R_ClearExternalPtr(x);
}

/* ---- options and runs ---- */

port_object port_option(port_object options, const char *key, int *found)
{
    SEXP names = Rf_getAttrib(options, R_NamesSymbol);

    if (TYPEOF(options) != VECSXP || TYPEOF(names) != STRSXP)
        return NULL;
    for (R_xlen_t i = 0; i < Rf_xlength(names); i++) {
        if (strcmp(CHAR(STRING_ELT(names, i)), key) == 0) {
            ++*found;
            return VECTOR_ELT(options, i) == R_NilValue ? NULL : VECTOR_ELT(options, i);
        }
    }
    return NULL;
}

int port_options_done(port_object options, int found, const char *what)
{
    if (TYPEOF(options) != VECSXP)
        port_refuse(what, "a named list", options);
    if (Rf_xlength(options) != found)
        r_fail(WB_E_ARG, what, -1, "%s have a name that is not known, or one twice",
               what);
    return 0;
}

typedef struct report {
    SEXP call; /* the user's function, or NULL */
    double fraction;
    jmp_buf left; /* where to go when R leaves the function */
} report;

static SEXP call_user(void *data)
{
    const report *r = data;
    SEXP call;
    SEXP answer;

    R_CheckUserInterrupt();
    if (r->call == NULL)
        return R_NilValue;
    call = Rf_protect(Rf_lang2(r->call, Rf_protect(Rf_ScalarReal(r->fraction))));
    answer = Rf_eval(call, R_GlobalEnv);
    Rf_unprotect(2);
    return answer;
}

static void leave(void *data, Rboolean jumps)
{
    report *r = data;

    if (jumps)
        longjmp(r->left, 1);
}

/* R may want to leave the user's function for a place far above; the library's calls lie
 * between and must end first. */
static int32_t report_progress(void *user, double fraction)
{
    const port_progress *state = user;
    SEXP token = Rf_protect(R_MakeUnwindCont());
    report r = {.call = state->call, .fraction = fraction};
    int32_t stop;
    SEXP answer;

    if (setjmp(r.left)) {
        R_PreserveObject(token);
        pending = token;
        Rf_unprotect(1);
        return 1;
    }
    answer = R_UnwindProtect(call_user, &r, leave, &r, token);
    stop = TYPEOF(answer) == LGLSXP && Rf_xlength(answer) == 1 && !LOGICAL(answer)[0];
    Rf_unprotect(1);
    return stop;
}

int port_progress_start(port_object progress, port_progress *state, wb_run *run)
{
    if (progress != NULL && !Rf_isFunction(progress))
        port_refuse("progress", "a function of one number", progress);
    if (pending != NULL)
        R_ReleaseObject(pending);
    pending = NULL;
    state->call = progress;
    run->progress = report_progress;
    run->user = state;
    return 0;
}
