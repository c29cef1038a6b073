/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Versions of files: numbers with dots between, so that one is higher than another. */
#include "compose/definition.h"

#include <string.h>

enum { MAX_VERSION = 32 };

/* Digits, and dots between them. */
static bool is_version(const char *text)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';

        if (!digit && (text[i] != '.' || i == 0 || i == length - 1 || text[i - 1] == '.'))
            return false;
    }
    return length > 0 && length <= MAX_VERSION;
}

wb_status wb_check_version(const wb_json_at *root, const char **out, wb_error *err)
{
    wb_json_at at = wb_json_member(root, "version");
    wb_status st = wb_json_string(root, "version", true, out, err);

    if (st == WB_OK && !is_version(*out))
        st = wb_json_fail(&at, WB_E_DATA, err,
                          "version '%.40s' is not numbers with dots between, such as "
                          "\"1.0\"",
                          *out);
    return st;
}

/* Without leading zeros the longer number is the higher one. */
static int compare_numbers(const char *a, size_t n_a, const char *b, size_t n_b)
{
    for (; n_a > 0 && *a == '0'; n_a--)
        a++;
    for (; n_b > 0 && *b == '0'; n_b--)
        b++;
    if (n_a != n_b)
        return n_a < n_b ? -1 : 1;
    return memcmp(a, b, n_a);
}

int wb_compare_versions(const char *a, const char *b)
{
    for (;;) {
        size_t n_a = strcspn(a, ".");
        size_t n_b = strcspn(b, ".");
        int order = compare_numbers(a, n_a, b, n_b);

        if (order != 0 || (a[n_a] == '\0' && b[n_b] == '\0'))
            return order;
        a += n_a + (a[n_a] == '.');
        b += n_b + (b[n_b] == '.');
    }
}
