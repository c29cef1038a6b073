/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "scan/lookup.h"

#include <math.h>
#include <stdlib.h>

/* ---- texts ---- */

wb_span wb_span_group(const wb_frame *frame, int64_t column, int64_t row)
{
    wb_span span = wb_span_at(frame, column, row);

    return wb_span_is(span, "all") ? (wb_span){NULL, 0} : span;
}

wb_status wb_span_fill(wb_fill *fill, wb_span span, wb_error *err)
{
    return wb_fill_bytes(fill, span.bytes, span.length, err);
}

wb_status wb_span_fill_group(wb_fill *fill, wb_span group, wb_error *err)
{
    return wb_span_fill(fill, group.bytes != NULL ? group : wb_span_of("all"), err);
}

/* ---- columns ---- */

static wb_status find_column(const wb_frame *frame, const char *what,
                             const wb_wanted_column *wanted, wb_error *err)
{
    *wanted->at = wb_frame_find(frame, wanted->name);
    if (*wanted->at < 0 && wanted->required)
        return wb_fail_at(err, WB_E_DATA, -1, wanted->name, "%s has no column '%s'", what,
                          wanted->name);
    if (*wanted->at < 0)
        return WB_OK;
    if (wanted->text ? wb_frame_has_texts(frame, (size_t)*wanted->at)
                     : wb_frame_has_numbers(frame, (size_t)*wanted->at))
        return WB_OK;
    return wb_fail_at(err, WB_E_DATA, -1, wanted->name,
                      "column '%s' of %s holds %s, where %s is expected", wanted->name,
                      what,
                      wb_type_name(wb_frame_column_type(frame, (size_t)*wanted->at)),
                      wanted->text ? "text" : "a number");
}

wb_status wb_columns_find(const wb_frame *frame, const char *what,
                          const wb_wanted_column *wanted, size_t n, wb_error *err)
{
    wb_status st = WB_OK;

    for (size_t i = 0; i < n; i++)
        WB_TRY(find_column(frame, what, &wanted[i], err));
done:
    return st;
}

double wb_number_at(const wb_frame *frame, int64_t column, int64_t row)
{
    return column >= 0 ? wb_frame_double(frame, (size_t)column, row) : NAN;
}

/* ---- rows ---- */

static int compare_texts(const wb_row_key *a, const wb_row_key *b)
{
    int order = wb_span_compare(a->first, b->first);

    return order != 0 ? order : wb_span_compare(a->second, b->second);
}

static int compare_keys(const void *a, const void *b)
{
    const wb_row_key *one = a, *two = b;
    int order = compare_texts(one, two);

    return order != 0 ? order : (one->row > two->row) - (one->row < two->row);
}

/* grouped: rows are told apart by their group, too. */
static wb_status fail_twice(const wb_row_key *key, const char *what, const char *column,
                            bool grouped, wb_error *err)
{
    bool group = key->second.bytes != NULL;

    return wb_fail_at(err, WB_E_DATA, key->row, column,
                      "%s has '%.*s' %s%.*s%smore than once, again in row %lld", what,
                      (int)(key->first.length < 100 ? key->first.length : 100),
                      key->first.bytes != NULL ? key->first.bytes : "",
                      !grouped ? ""
                      : group  ? "of group '"
                               : "of everyone ",
                      (int)(key->second.length < 200 ? key->second.length : 200),
                      group ? key->second.bytes : "", group ? "' " : "",
                      (long long)key->row);
}

static wb_status check_unique(const wb_row_index *lookup, const char *what,
                              const char *column, bool grouped, wb_error *err)
{
    for (size_t i = 1; i < lookup->n; i++) {
        const wb_row_key *key = &lookup->keys[i];

        if (compare_texts(key - 1, key) == 0)
            return fail_twice(key, what, column, grouped, err);
    }
    return WB_OK;
}

wb_status wb_row_index_init(wb_row_index *lookup, const wb_frame *frame, const char *what,
                            int64_t first, int64_t second, wb_error *err)
{
    lookup->n = (size_t)wb_frame_row_count(frame);
    lookup->keys = wb_resize(NULL, lookup->n, sizeof *lookup->keys);
    if (lookup->keys == NULL)
        return wb_fail_nomem(err);
    for (size_t i = 0; i < lookup->n; i++)
        lookup->keys[i] =
            (wb_row_key){wb_span_at(frame, first, (int64_t)i),
                         wb_span_group(frame, second, (int64_t)i), (int64_t)i};
    qsort(lookup->keys, lookup->n, sizeof *lookup->keys, compare_keys);
    return check_unique(lookup, what,
                        first >= 0 ? wb_frame_column_name(frame, (size_t)first) : "",
                        second >= 0, err);
}

static int compare_to_key(const void *wanted, const void *key)
{
    return compare_texts(wanted, key);
}

int64_t wb_row_index_find(const wb_row_index *lookup, wb_span first, wb_span second)
{
    wb_row_key wanted = {first, second, 0};
    const wb_row_key *found =
        bsearch(&wanted, lookup->keys, lookup->n, sizeof *lookup->keys, compare_to_key);

    return found != NULL ? found->row : -1;
}

void wb_row_index_free(wb_row_index *lookup)
{
    wb_release(lookup->keys);
    *lookup = (wb_row_index){0};
}
