/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Objects that the library holds on to. R's own list of such objects is searched from its
 * start to let one go, which takes seconds for a very wide frame. Here each stands in a
 * cell that knows its neighbours: CAR is the one before, CDR the one behind. */
#include "r_port.h"

static SEXP head = NULL;

static void make_head(void)
{
    SEXP made = Rf_protect(Rf_cons(R_NilValue, R_NilValue));

    R_PreserveObject(made);
    Rf_unprotect(1);
    head = made;
}

SEXP r_keep(SEXP x)
{
    SEXP cell;

    Rf_protect(x);
    if (head == NULL)
        make_head();
    cell = Rf_cons(head, CDR(head));
    SET_TAG(cell, x);
    if (CDR(cell) != R_NilValue)
        SETCAR(CDR(cell), cell);
    SETCDR(head, cell);
    Rf_unprotect(1);
    return cell;
}

void r_let_go(SEXP cell)
{
    SETCDR(CAR(cell), CDR(cell));
    if (CDR(cell) != R_NilValue)
        SETCAR(CDR(cell), CAR(cell));
}
