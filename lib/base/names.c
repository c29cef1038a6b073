/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/names.h"

#include "base/text.h"

#include <string.h>

size_t wb_names_find(const wb_names *names, const char *name)
{
    size_t i = 0;
    while (i < names->count && strcmp(names->items[i], name) != 0)
        i++;
    return i;
}

wb_status wb_names_add(wb_names *names, const char *name, wb_error *err)
{
    /* Grown to the next power of two: a list of categories may be long. */
    if ((names->count & (names->count - 1)) == 0) {
        size_t capacity = names->count == 0 ? 1 : names->count * 2;
        char **grown = wb_resize(names->items, capacity, sizeof *grown);
        if (grown == NULL)
            return wb_fail_nomem(err);
        names->items = grown;
    }
    names->items[names->count] = wb_copy_string(name);
    if (names->items[names->count] == NULL)
        return wb_fail_nomem(err);
    names->count++;
    return WB_OK;
}

wb_status wb_names_copy(const wb_names *names, wb_names *out, wb_error *err)
{
    wb_status st = WB_OK;

    *out = (wb_names){0};
    for (size_t i = 0; i < names->count && st == WB_OK; i++)
        st = wb_names_add(out, names->items[i], err);
    if (st != WB_OK)
        wb_names_free(out);
    return st;
}

bool wb_names_equal(const wb_names *names, const char *const *others, size_t n)
{
    bool same = names->count == n;
    for (size_t i = 0; same && i < n; i++)
        same = strcmp(names->items[i], others[i]) == 0;
    return same;
}

wb_status wb_names_join(const wb_names *names, size_t first, size_t n, wb_text *out,
                        wb_error *err)
{
    wb_status st = WB_OK;

    if (n == 0)
        return wb_text_add(out, "(all)", err);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            WB_TRY(wb_text_add(out, "+", err));
        WB_TRY(wb_text_add(out, names->items[first + i], err));
    }
done:
    return st;
}

void wb_names_free(wb_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        wb_release(names->items[i]);
    wb_release(names->items);
    *names = (wb_names){0};
}

size_t wb_name_distance(const char *a, const char *b)
{
    enum { LONGEST = 63 };
    size_t row[LONGEST + 1];
    size_t n = strlen(b);

    if (strlen(a) > LONGEST || n > LONGEST)
        return LONGEST + 1;
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t replace = diagonal + (a[i - 1] != b[j - 1]);
            size_t shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

            diagonal = row[j];
            row[j] = replace < shift ? replace : shift;
        }
    }
    return row[n];
}

wb_status wb_check_column_name(const char *name, const char *purpose, size_t longest,
                               wb_error *err)
{
    if (name == NULL)
        return wb_fail(err, WB_E_ARG, "a column name is required for the %s", purpose);
    size_t length = strlen(name);
    if (length == 0 || length > longest)
        return wb_fail(err, WB_E_ARG,
                       "the name of a column for the %s has 1 to %zu bytes, not %zu",
                       purpose, longest, length);
    if (wb_utf8_valid(name, length) != length)
        return wb_fail(err, WB_E_ARG,
                       "the name of a column for the %s is not valid UTF-8", purpose);
    return WB_OK;
}
