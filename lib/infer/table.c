/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* From what a table was reduced to, to one of its tests. */
#include "infer/table.h"

#include "num/eigen.h"
#include "num/mixture.h"
#include "num/num.h"

#include <math.h>
#include <string.h>

const char *wb_table_status_name(wb_table_status status)
{
    static const char *const names[WB_TABLE_STATUSES] = {
        [WB_TABLE_OK] = "ok",
        [WB_TABLE_TOO_FEW] = "too_few",
        [WB_TABLE_TOO_LARGE] = "too_large",
        [WB_TABLE_MISSING] = "missing",
        [WB_TABLE_NO_DF] = "no_df",
        [WB_TABLE_CONSTANT] = "constant",
    };
    return names[status];
}

const char *wb_table_test_name(int32_t test)
{
    static const char *const names[] = {
        [WB_TABLE_TEST_RAO_SCOTT_F] = "rao_scott_f",
        [WB_TABLE_TEST_RAO_SCOTT_CHISQ] = "rao_scott_chisq",
        [WB_TABLE_TEST_WALD] = "wald",
        [WB_TABLE_TEST_ADJ_WALD] = "adj_wald",
        [WB_TABLE_TEST_LINCOM] = "lincom",
        [WB_TABLE_TEST_SADDLEPOINT] = "saddlepoint",
        [WB_TABLE_TEST_SATTERTHWAITE] = "satterthwaite",
    };
    return test >= 0 && test < (int32_t)(sizeof names / sizeof *names) ? names[test]
                                                                       : NULL;
}

void wb_table_free(wb_table *table)
{
    wb_release(table->lambda);
    wb_release(table->matrix);
    *table = (wb_table){0};
}

/* The eigenvalues of the matrix, which is used up; those that are rounding are 0. */
static wb_status find_weights(wb_table *table, wb_error *err)
{
    if (table->lambda != NULL)
        return WB_OK;
    table->lambda = wb_allocate(table->size, sizeof *table->lambda);
    if (table->lambda == NULL)
        return wb_fail_nomem(err);
    wb_eigen_symmetric(table->matrix, table->size, table->lambda);
    for (size_t i = 0; i < table->size; i++)
        if (!(table->lambda[i] > 1e-12 * table->lambda[0])) /* rounding, of either sign */
            table->lambda[i] = 0;
    return WB_OK;
}

static wb_table_result wald(const wb_table *table, bool adjusted)
{
    double q = (double)table->rank;
    wb_table_result r = {NAN, NAN, NAN, NAN, WB_TABLE_OK};

    if (table->rank == 0) {
        r.status = WB_TABLE_CONSTANT;
        return r;
    }
    double left = table->df - q + 1;
    if (adjusted && !(left > 0)) {
        r.status = WB_TABLE_NO_DF;
        return r;
    }
    r.df1 = q;
    r.df2 = adjusted ? left : table->df;
    r.value = table->wald / q;
    if (adjusted && isfinite(table->df))
        r.value *= left / table->df;
    r.p = wb_f_sf(r.value, r.df1, r.df2);
    return r;
}

wb_status wb_table_result_of(wb_table *table, int32_t test, wb_table_result *result,
                             wb_error *err)
{
    wb_status st = WB_OK;
    double d0 = table->sum * table->sum / table->squares;
    wb_table_result r = {NAN, NAN, NAN, NAN, table->status};

    if (table->status != WB_TABLE_OK)
        goto done;
    r = (wb_table_result){table->pearson, d0, d0 * table->df, NAN, WB_TABLE_OK};
    switch ((wb_table_test)test) {
    case WB_TABLE_TEST_RAO_SCOTT_F:
        r.value = table->pearson / table->sum;
        r.p = wb_f_sf(r.value, r.df1, r.df2);
        break;
    case WB_TABLE_TEST_RAO_SCOTT_CHISQ:
        r.df1 = (double)table->n_terms;
        r.df2 = NAN;
        r.value = table->pearson * r.df1 / table->sum;
        r.p = wb_chisq_sf(r.value, r.df1);
        break;
    case WB_TABLE_TEST_WALD:
    case WB_TABLE_TEST_ADJ_WALD:
        r = wald(table, test == WB_TABLE_TEST_ADJ_WALD);
        break;
    case WB_TABLE_TEST_LINCOM:
        WB_TRY(find_weights(table, err));
        r.p = wb_mixture_exact(r.value, table->lambda, table->size, r.df2);
        break;
    case WB_TABLE_TEST_SADDLEPOINT:
        WB_TRY(find_weights(table, err));
        r.p = wb_mixture_saddlepoint(r.value, table->lambda, table->size, r.df2);
        break;
    case WB_TABLE_TEST_SATTERTHWAITE:
        r.df2 = NAN;
        r.value = table->pearson * d0 / table->sum;
        r.p = wb_chisq_sf(r.value, d0);
        break;
    }
done:
    *result = r;
    return st;
}
