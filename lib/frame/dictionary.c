/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* The categories of a dictionary column, and finding one by its text. */
#include "frame/category.h"

#include <string.h>

wb_dictionary *wb_dictionary_new(void)
{
    wb_dictionary *dictionary = wb_allocate(1, sizeof *dictionary);

    if (dictionary != NULL)
        atomic_init(&dictionary->count, 1);
    return dictionary;
}

wb_dictionary *wb_dictionary_share(const wb_dictionary *dictionary)
{
    /* Only the count changes, which is not part of what const promises. */
    wb_dictionary *shared = (wb_dictionary *)(uintptr_t)dictionary;

    if (shared != NULL)
        atomic_fetch_add_explicit(&shared->count, 1, memory_order_relaxed);
    return shared;
}

void wb_dictionary_drop(wb_dictionary *dictionary)
{
    if (dictionary == NULL ||
        atomic_fetch_sub_explicit(&dictionary->count, 1, memory_order_acq_rel) != 1)
        return;
    wb_release(dictionary->starts);
    wb_text_free(&dictionary->bytes);
    wb_release(dictionary);
}

int64_t wb_dictionary_count(const wb_dictionary *dictionary)
{
    return dictionary->n;
}

const char *wb_dictionary_text(const wb_dictionary *dictionary, int64_t index,
                               size_t *length)
{
    const size_t *start = dictionary->starts + index;

    if (length != NULL)
        *length = start[1] - start[0] - 1;
    return dictionary->bytes.bytes + start[0];
}

static wb_status grow_starts(wb_dictionary *dictionary, wb_error *err)
{
    size_t needed = (size_t)dictionary->n + 2;
    size_t capacity = dictionary->capacity < 8 ? 16 : dictionary->capacity * 2;
    size_t *starts;

    if (needed <= dictionary->capacity)
        return WB_OK;
    starts = wb_resize(dictionary->starts, capacity, sizeof *starts);
    if (starts == NULL)
        return wb_fail_nomem(err);
    starts[0] = 0;
    dictionary->starts = starts;
    dictionary->capacity = capacity;
    return WB_OK;
}

wb_status wb_dictionary_add(wb_dictionary *dictionary, const char *text, size_t length,
                            wb_error *err)
{
    size_t before = dictionary->bytes.length;
    wb_status st;

    if (dictionary->n >= INT32_MAX)
        return wb_fail(err, WB_E_LIMIT, "a column has more than %d categories",
                       INT32_MAX);
    WB_TRY(grow_starts(dictionary, err));
    WB_TRY(wb_text_append(&dictionary->bytes, text, length, err));
    WB_TRY(wb_text_append(&dictionary->bytes, "", 1, err));
    dictionary->n++;
    dictionary->starts[dictionary->n] = dictionary->bytes.length;
done:
    if (st != WB_OK)
        dictionary->bytes.length = before;
    return st;
}

/* The slot that holds the text, or the empty one where it belongs. */
static int32_t *find_slot(const wb_category_index *index, const wb_dictionary *dictionary,
                          const char *text, size_t length)
{
    return index->slots + wb_category_slot(index, dictionary, text, length);
}

/* Keep at least half of the slots empty. The texts come one by one, so twice is enough.
 */
static wb_status grow_index(wb_category_index *index, const wb_dictionary *dictionary,
                            wb_error *err)
{
    wb_category_index larger;

    if (((size_t)dictionary->n + 1) * 2 <= index->n_slots)
        return WB_OK;
    larger.n_slots = index->n_slots == 0 ? 16 : index->n_slots * 2;
    larger.slots = wb_allocate(larger.n_slots, sizeof *larger.slots);
    if (larger.slots == NULL)
        return wb_fail_nomem(err);
    for (int32_t code = 0; code < dictionary->n; code++) {
        size_t length;
        const char *text = wb_dictionary_text(dictionary, code, &length);
        int32_t *slot = find_slot(&larger, dictionary, text, length);

        if (*slot == 0)
            *slot = code + 1;
    }
    wb_release(index->slots);
    *index = larger;
    return WB_OK;
}

wb_status wb_category_find_or_add(wb_category_index *index, wb_dictionary *dictionary,
                                  const char *text, size_t length, int32_t *code,
                                  wb_error *err)
{
    int32_t *slot;
    wb_status st;

    WB_TRY(grow_index(index, dictionary, err));
    slot = find_slot(index, dictionary, text, length);
    if (*slot == 0) {
        WB_TRY(wb_dictionary_add(dictionary, text, length, err));
        *slot = (int32_t)dictionary->n;
    }
    *code = *slot - 1;
done:
    return st;
}

void wb_category_index_free(wb_category_index *index)
{
    wb_release(index->slots);
    *index = (wb_category_index){0};
}
