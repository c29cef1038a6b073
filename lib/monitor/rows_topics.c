/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Topics: what is asked of people besides the instrument. */
#include "base/text.h"
#include "monitor/batch.h"
#include "monitor/calling.h"

#include <math.h>
#include <string.h>

/* Which groups of the variable a topic is asked of. */
static wb_status find_asked(const wb_batch *b, const wb_topic *topic, bool **asked,
                            wb_error *err)
{
    const wb_grouping *grouping = &b->groups[topic->within];

    *asked = wb_allocate(grouping->names.count, sizeof **asked);
    if (*asked == NULL)
        return wb_fail_nomem(err);
    for (size_t k = 0; k < grouping->names.count; k++) {
        const char *id = grouping->names.items[k];
        size_t length = strlen(id);
        double number = NAN;
        (void)wb_parse_double(id, length, '.', &number);
        (*asked)[k] = wb_code_is(topic->within_categories, id, length, number);
    }
    return WB_OK;
}

/* Whether the topic is asked of a row; asked NULL: of everybody. */
static bool is_asked(const wb_batch *b, const wb_topic *topic, const bool *asked,
                     int64_t row)
{
    if (asked == NULL)
        return true;
    int32_t group = b->groups[topic->within].codes[row];
    return group >= 0 && asked[group];
}

static int8_t any_of(const wb_batch *b, const wb_topic *topic, int64_t row)
{
    int8_t any = 0;

    for (size_t i = 0; i < topic->n_any_of; i++) {
        int8_t part = b->shares[topic->any_of[i]][row];
        if (part == 1)
            return 1;
        any = part < 0 ? -1 : any;
    }
    return any;
}

static wb_status put_share(wb_batch *b, size_t t, const char *name, const bool *asked,
                           wb_error *err)
{
    wb_status st = WB_OK;
    const wb_topic *topic = &b->plan->definition->topics[t];
    bool failed = false;

    b->shares[t] = wb_allocate((size_t)b->n, sizeof *b->shares[t]);
    if (b->shares[t] == NULL)
        return wb_fail_nomem(err);
    if (topic->n_any_of == 0)
        WB_TRY(wb_share_make(b->answers, topic->variable.column, topic->event,
                             b->shares[t], err));
    for (int64_t i = 0; i < b->n; i++) {
        if (topic->n_any_of > 0)
            b->shares[t][i] = any_of(b, topic, i);
        if (!is_asked(b, topic, asked, i))
            b->shares[t][i] = -1;
    }
    int8_t *copy = wb_copy_array(b->shares[t], (size_t)b->n, 1, &failed);
    st = failed ? wb_fail_nomem(err) : wb_batch_add_bools(b->ready, name, copy, err);
done:
    return st;
}

static wb_status check_numbers(const wb_batch *b, const wb_topic *topic, int64_t column,
                               wb_error *err)
{
    if (wb_frame_has_numbers(b->answers, (size_t)column))
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, topic->variable.column,
                      "column '%s' holds %s, and the mean of '%s' needs numbers",
                      topic->variable.column,
                      wb_type_name(wb_frame_column_type(b->answers, (size_t)column)),
                      topic->id);
}

static wb_status put_mean(wb_batch *b, const wb_topic *topic, const char *name,
                          const bool *asked, wb_error *err)
{
    wb_status st = WB_OK;
    int64_t at = wb_frame_find(b->answers, topic->variable.column);
    wb_column column = WB_COLUMN_INIT;
    double *values = NULL;

    if (at >= 0)
        WB_TRY(check_numbers(b, topic, at, err));
    values = wb_resize(NULL, (size_t)b->n, sizeof *values);
    if (values == NULL)
        return wb_fail_nomem(err);
    for (int64_t i = 0; i < b->n; i++)
        values[i] = NAN;
    if (at >= 0)
        WB_TRY(wb_frame_copy_doubles(b->answers, (size_t)at, 0, b->n, NAN, values, err));
    for (int64_t i = 0; i < b->n; i++)
        values[i] = is_asked(b, topic, asked, i) ? values[i] : NAN;
    column.type = WB_TYPE_FLOAT64;
    st = wb_batch_add(b->ready, name, &column, values, err);
    values = NULL;
done:
    wb_release(values);
    return st;
}

static wb_status put_groups(wb_batch *b, const wb_topic *topic, const char *name,
                            const bool *asked, wb_error *err)
{
    wb_status st = WB_OK;
    wb_grouping grouping = {0};

    WB_TRY(wb_grouping_make(b->answers, &topic->variable, &grouping, err));
    for (int64_t i = 0; i < b->n; i++)
        grouping.codes[i] = is_asked(b, topic, asked, i) ? grouping.codes[i] : -1;
    st = wb_batch_add_groups(b->ready, name, &grouping.names, grouping.codes, err);
    grouping.codes = NULL;
done:
    wb_grouping_free(&grouping);
    return st;
}

wb_status wb_batch_put_topic(wb_batch *b, size_t t, wb_error *err)
{
    wb_status st = WB_OK;
    const wb_topic *topic = &b->plan->definition->topics[t];
    bool *asked = NULL;
    wb_text name = {0};

    WB_TRY(wb_made_column(topic->id, &name, err));
    if (topic->within != WB_NOWHERE)
        WB_TRY(find_asked(b, topic, &asked, err));
    switch (topic->kind) {
    case WB_TOPIC_SHARE:
        st = put_share(b, t, name.bytes, asked, err);
        break;
    case WB_TOPIC_MEAN:
        st = put_mean(b, topic, name.bytes, asked, err);
        break;
    case WB_TOPIC_CATEGORIES:
        st = put_groups(b, topic, name.bytes, asked, err);
        break;
    }
done:
    wb_text_free(&name);
    wb_release(asked);
    return st;
}
