/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* A row per case: does it fit, and how would its cost be split. */
#include "support/assess.h"

#include "support/cents.h"

#include <string.h>

wb_outcome wb_assessing_rate(const wb_assessing *a, const wb_rate **rate)
{
    const wb_support *support = a->support;

    *rate = NULL;
    for (size_t i = 0; i < support->n_rates; i++) {
        int64_t demand = support->rates[i].demand;
        wb_outcome outcome =
            demand == WB_NO_DEMAND ? WB_MET : wb_demand_ask(support, demand, a->values);

        if (outcome == WB_UNKNOWN)
            return WB_UNKNOWN;
        if (outcome == WB_MET) {
            *rate = &support->rates[i];
            return WB_MET;
        }
    }
    return WB_NOT_MET;
}

static const wb_fill_column verdict_columns[] = {{"case", WB_TYPE_INT64},
                                                 {"rule", WB_TYPE_DICTIONARY},
                                                 {"date", WB_TYPE_DATE32},
                                                 {"verdict", WB_TYPE_DICTIONARY},
                                                 {"sentence", WB_TYPE_DICTIONARY},
                                                 {"met", WB_TYPE_INT32},
                                                 {"not_met", WB_TYPE_INT32},
                                                 {"unknown", WB_TYPE_INT32},
                                                 {"percent", WB_TYPE_FLOAT64},
                                                 {"cost_cents", WB_TYPE_INT64},
                                                 {"support_cents", WB_TYPE_INT64},
                                                 {"own_cents", WB_TYPE_INT64},
                                                 {"ceiling_cents", WB_TYPE_INT64},
                                                 {"earlier_support_cents", WB_TYPE_INT64},
                                                 {"remaining_cents", WB_TYPE_INT64},
                                                 {"historical", WB_TYPE_BOOL},
                                                 {"verified", WB_TYPE_BOOL},
                                                 {"remark", WB_TYPE_DICTIONARY},
                                                 {NULL, WB_TYPE_NULL}};

static const char *const verdict_names[] = {"eligible", "not_eligible", "undecided"};

wb_status wb_verdicts_start(wb_fill *fill, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_columns(fill, verdict_columns, err));
    WB_TRY(wb_fill_declare(fill, verdict_columns, "verdict", verdict_names, 3, err));
done:
    return st;
}

/* How the cost is split; what is not known is missing. */
typedef struct money {
    bool support_known;
    int64_t support;
    bool room_known;
    int64_t room; /* under the ceiling, before this support */
} money;

static money split_case(const wb_assessing *a, wb_outcome verdict, const wb_rate *rate)
{
    const wb_ceiling *ceiling = &a->support->ceiling;
    const wb_value *cost = &a->values[WB_FACT_COST];
    const wb_value *earlier = &a->values[WB_FACT_EARLIER];
    money m = {false, 0, ceiling->given && earlier->known, INT64_MAX};

    if (m.room_known)
        m.room = earlier->whole < ceiling->cents ? ceiling->cents - earlier->whole : 0;
    if (verdict == WB_NOT_MET)
        m.support_known = cost->known;
    else if (cost->known && rate != NULL && (m.room_known || !ceiling->given)) {
        m.support_known = true;
        m.support = wb_cents_support(cost->whole, rate->rate, m.room);
    }
    return m;
}

static wb_status put_money(wb_assessing *a, wb_outcome verdict, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill *fill = &a->verdicts;
    const wb_value *cost = &a->values[WB_FACT_COST];
    const wb_value *earlier = &a->values[WB_FACT_EARLIER];
    const wb_rate *rate;
    money m;

    (void)wb_assessing_rate(a, &rate);
    m = split_case(a, verdict, rate);
    if (rate != NULL)
        WB_TRY(wb_fill_double(fill, (double)rate->rate / 100, err));
    else
        WB_TRY(wb_fill_missing(fill, err));
    WB_TRY(wb_fill_given(fill, cost->known, cost->whole, err));
    WB_TRY(wb_fill_given(fill, m.support_known, m.support, err));
    WB_TRY(wb_fill_given(fill, m.support_known, cost->whole - m.support, err));
    WB_TRY(
        wb_fill_given(fill, a->support->ceiling.given, a->support->ceiling.cents, err));
    WB_TRY(wb_fill_given(fill, earlier->known, earlier->whole, err));
    WB_TRY(wb_fill_given(fill, m.room_known && m.support_known, m.room - m.support, err));
done:
    return st;
}

static wb_outcome verdict_of(const wb_assessing *a)
{
    if (a->counts[WB_NOT_MET] > 0)
        return WB_NOT_MET;
    return a->counts[WB_UNKNOWN] > 0 ? WB_UNKNOWN : WB_MET;
}

wb_status wb_assessing_verdict(wb_assessing *a, wb_error *err)
{
    wb_status st = WB_OK;
    wb_fill *fill = &a->verdicts;
    wb_outcome verdict = verdict_of(a);

    WB_TRY(wb_say_verdict(&a->sentence, verdict, a->counts[WB_NOT_MET],
                          a->counts[WB_UNKNOWN], a->language, err));
    WB_TRY(wb_say_remark(&a->given, a->support, a->language, err));
    WB_TRY(wb_fill_int64(fill, a->row + 1, err));
    WB_TRY(wb_fill_text(fill, a->support->id, err));
    WB_TRY(wb_fill_given(fill, a->dated, a->day, err));
    WB_TRY(wb_fill_text(fill, verdict_names[verdict], err));
    WB_TRY(wb_fill_text(fill, wb_text_or_empty(&a->sentence), err));
    for (int i = 0; i < 3; i++)
        WB_TRY(wb_fill_int64(fill, a->counts[i], err));
    WB_TRY(put_money(a, verdict, err));
    WB_TRY(wb_fill_int64(fill, a->support->historical, err));
    WB_TRY(wb_fill_int64(fill, wb_support_verified(a->support), err));
    WB_TRY(wb_fill_text(fill, wb_text_or_empty(&a->given), err));
    wb_text_cut(&a->sentence, 0);
    wb_text_cut(&a->given, 0);
done:
    return st;
}
