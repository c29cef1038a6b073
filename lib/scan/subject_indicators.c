/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The indicators of a questionnaire, and the composites that are made of them. */
#include "scan/gather.h"
#include "scan/subject.h"

#include <string.h>

static wb_status put_indicator(json_t *indicators, const wb_gather *s, int64_t row,
                               wb_error *err)
{
    static const char *const texts[] = {"id", "theme", "module", "unit", "fingerprint"};
    static const char *const flags[] = {"acute", "sensitive", "conditional"};
    wb_status st = WB_OK;
    json_t *indicator;

    WB_TRY(wb_json_push_object(indicators, &indicator, err));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        WB_TRY(wb_gather_text(indicator, texts[i], s->frames[0], texts[i], row, err));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        WB_TRY(wb_gather_flag(indicator, flags[i], s->frames[0], row, err));
    WB_TRY(wb_gather_words(indicator, "label", s, "label", row, err));
done:
    return st;
}

wb_status wb_subject_put_indicators(json_t *about, const wb_questionnaire *questionnaire,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    wb_gather s = {0};
    json_t *indicators;

    WB_TRY(wb_json_put_array(about, "indicators", &indicators, err));
    WB_TRY(wb_gather_open(&s, questionnaire, "indicators", err));
    for (int64_t row = 0; row < s.n; row++)
        WB_TRY(put_indicator(indicators, &s, row, err));
done:
    wb_gather_close(&s);
    return st;
}

/* ---- composites of persons ---- */

/* "a,b" as a list of texts. */
static wb_status put_list(json_t *object, const char *key, wb_span text, wb_error *err)
{
    wb_status st = WB_OK;
    json_t *list;

    WB_TRY(wb_json_put_array(object, key, &list, err));
    while (text.length > 0) {
        const char *comma = memchr(text.bytes, ',', text.length);
        size_t part = comma != NULL ? (size_t)(comma - text.bytes) : text.length;

        WB_TRY(wb_json_push(list, json_stringn(text.bytes, part), err));
        part += comma != NULL;
        text.bytes += part;
        text.length -= part;
    }
done:
    return st;
}

/* Every part is an indicator of persons: parts that are composites mean something else.
 */
static bool is_of_indicators(const json_t *about, const json_t *parts)
{
    for (size_t i = 0; i < json_array_size(parts); i++) {
        const json_t *part = wb_subject_find(about, "indicators", "person",
                                             json_string_value(json_array_get(parts, i)));

        if (part == NULL || json_object_get(part, "none_of") != NULL)
            return false;
    }
    return true;
}

/* The share of workable work is that of people without any problem of the parts: a count
 * of problems, and what hangs on acute ones, is no share of problem. */
static bool is_share(const wb_frame *composites, int64_t row)
{
    return wb_gather_says(composites, "unit", row, "person") &&
           wb_gather_says(composites, "rule", row, "none_of") &&
           wb_gather_says(composites, "level", row, "problem");
}

/* Where it makes do with fewer parts than all. */
static wb_status put_min_known(json_t *made, const wb_frame *composites, int64_t row,
                               wb_error *err)
{
    int64_t known =
        wb_frame_int64(composites, (size_t)wb_frame_find(composites, "min_known"), row);

    if ((size_t)known == json_array_size(json_object_get(made, "none_of")))
        return WB_OK;
    return wb_json_put(made, "min_known", json_integer(known), err);
}

static wb_status fill_composite(json_t *made, const wb_gather *s, int64_t row,
                                wb_error *err)
{
    static const char *const texts[] = {"id", "unit", "fingerprint"};
    static const char *const flags[] = {"sensitive", "conditional"};
    wb_status st = WB_OK;
    wb_span parts = wb_gather_cell(s->frames[0], "of", row);

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        WB_TRY(wb_gather_text(made, texts[i], s->frames[0], texts[i], row, err));
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        WB_TRY(wb_gather_flag(made, flags[i], s->frames[0], row, err));
    WB_TRY(put_list(made, "none_of", parts, err));
    WB_TRY(put_min_known(made, s->frames[0], row, err));
    WB_TRY(wb_gather_words(made, "label", s, "label", row, err));
done:
    return st;
}

static wb_status put_composite(json_t *about, const wb_gather *s, int64_t row,
                               wb_error *err)
{
    wb_status st = WB_OK;
    json_t *made = json_object();

    if (made == NULL)
        return wb_fail_nomem(err);
    WB_TRY(fill_composite(made, s, row, err));
    if (is_of_indicators(about, json_object_get(made, "none_of")))
        st = wb_json_push(json_object_get(about, "indicators"), json_incref(made), err);
done:
    json_decref(made);
    return st;
}

wb_status wb_subject_put_composites(json_t *about, const wb_questionnaire *questionnaire,
                                    wb_error *err)
{
    wb_status st = WB_OK;
    wb_gather s = {0};

    WB_TRY(wb_gather_open(&s, questionnaire, "composites", err));
    for (int64_t row = 0; row < s.n; row++) {
        if (is_share(s.frames[0], row))
            WB_TRY(put_composite(about, &s, row, err));
    }
done:
    wb_gather_close(&s);
    return st;
}
