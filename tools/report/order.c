/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "order.h"

#include <stdlib.h>
#include <string.h>

typedef struct ranked {
    double number;
    size_t place;
    const char *label;
} ranked;

/* The first number in a label, -1 without one; "below 30" comes before "30 and more". */
static double first_number(const char *label)
{
    const char *digits = label + strcspn(label, "0123456789");
    if (*digits == '\0') {
        return -1;
    }
    int is_below = digits > label && digits[-1] == '<';
    return strtod(digits, NULL) - (is_below ? 0.5 : 0);
}

static int ranked_compare(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

int order_sort(const char **labels, size_t n, size_t *new_places)
{
    int have_numbers = 1;
    ranked *all = calloc(n + 1, sizeof *all);
    if (all == NULL) {
        return -1;
    }
    for (size_t i = 0; i < n; i++) {
        all[i] = (ranked){first_number(labels[i]), i, labels[i]};
        have_numbers = have_numbers && all[i].number >= 0;
    }
    if (have_numbers) {
        qsort(all, n, sizeof *all, ranked_compare);
    }
    for (size_t i = 0; i < n; i++) {
        new_places[all[i].place] = i;
        labels[i] = all[i].label;
    }
    free(all);
    return 0;
}
