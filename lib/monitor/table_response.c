/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Part "response": what was sent, what came back, what is in. */
#include "monitor/table.h"

#include <math.h>

static const wb_fill_column columns[] = {{"wave", WB_TYPE_DICTIONARY},
                                         {"rows", WB_TYPE_INT64},
                                         {"sent", WB_TYPE_FLOAT64},
                                         {"sent_status", WB_TYPE_DICTIONARY},
                                         {"sent_source", WB_TYPE_UTF8},
                                         {"response", WB_TYPE_FLOAT64},
                                         {"response_status", WB_TYPE_DICTIONARY},
                                         {"response_source", WB_TYPE_UTF8},
                                         {"answered", WB_TYPE_FLOAT64},
                                         {"answered_status", WB_TYPE_DICTIONARY},
                                         {"answered_source", WB_TYPE_UTF8},
                                         {"rows_per_sent", WB_TYPE_FLOAT64},
                                         {NULL, WB_TYPE_NULL}};

static wb_status put_stated(wb_fill *fill, const wb_stated *stated, wb_error *err)
{
    wb_status st = WB_OK;

    WB_TRY(wb_fill_double(fill, stated->given ? stated->value : NAN, err));
    WB_TRY(wb_fill_text(fill, stated->status, err));
    WB_TRY(wb_fill_text(fill, stated->source, err));
done:
    return st;
}

wb_status wb_table_response(const wb_monitor_results *results, const char *language,
                            wb_frame **out, wb_error *err)
{
    static const wb_wave nothing = {0};
    wb_status st = WB_OK;
    wb_fill fill = {0};
    wb_frame *made = NULL;

    (void)language;
    WB_TRY(wb_fill_columns(&fill, columns, err));
    for (size_t w = 0; w < results->waves.count; w++) {
        const wb_wave *wave =
            w < results->definition->n_waves ? &results->definition->waves[w] : &nothing;
        int64_t rows = results->rows[w];
        WB_TRY(wb_fill_text(&fill, results->waves.items[w], err));
        WB_TRY(wb_fill_int64(&fill, rows, err));
        WB_TRY(put_stated(&fill, &wave->sent, err));
        WB_TRY(put_stated(&fill, &wave->response, err));
        WB_TRY(put_stated(&fill, &wave->answered, err));
        WB_TRY(wb_fill_double(
            &fill, wave->sent.given ? (double)rows / wave->sent.value : NAN, err));
    }
    WB_TRY(wb_fill_finish(&fill, &made, err));
    WB_TRY(wb_table_describe(results, "response", made, err));
    *out = made;
    made = NULL;
done:
    wb_frame_free(made);
    wb_fill_close(&fill);
    return st;
}
