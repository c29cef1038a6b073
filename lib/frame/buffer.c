/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Counted memory. Taking a reference needs no order; giving one up does, so that the last
 * one to go sees what all others did. */
#include "frame/column.h"

#include <stdalign.h>
#include <string.h>

enum {
    /* Room of a buffer header, so that what follows it is aligned for any type. */
    HEADER_BYTES = (sizeof(wb_buffer) + alignof(max_align_t) - 1) / alignof(max_align_t) *
                   alignof(max_align_t)
};

static void start(wb_buffer *buffer, void (*release)(void *user), void *user)
{
    atomic_init(&buffer->count, 1);
    buffer->release = release;
    buffer->user = user;
}

wb_buffer *wb_buffer_new(void (*release)(void *user), void *user)
{
    wb_buffer *buffer = wb_resize(NULL, 1, sizeof *buffer);

    if (buffer != NULL)
        start(buffer, release, user);
    return buffer;
}

wb_buffer *wb_buffer_allocate(size_t count, size_t element_size)
{
    wb_buffer *buffer;

    if (element_size != 0 && count > (SIZE_MAX - HEADER_BYTES) / element_size)
        return NULL;
    buffer = wb_resize(NULL, HEADER_BYTES + count * element_size, 1);
    if (buffer != NULL)
        start(buffer, NULL, (char *)buffer + HEADER_BYTES);
    return buffer;
}

wb_buffer *wb_buffer_adopt(void *block)
{
    return wb_buffer_new(wb_release, block);
}

wb_buffer *wb_buffer_share(wb_buffer *buffer)
{
    if (buffer != NULL)
        atomic_fetch_add_explicit(&buffer->count, 1, memory_order_relaxed);
    return buffer;
}

void wb_buffer_drop(wb_buffer *buffer)
{
    if (buffer == NULL ||
        atomic_fetch_sub_explicit(&buffer->count, 1, memory_order_acq_rel) != 1)
        return;
    if (buffer->release != NULL)
        buffer->release(buffer->user);
    wb_release(buffer);
}

wb_shared_text *wb_shared_text_new(const char *text, size_t length)
{
    wb_shared_text *shared;

    if (length > SIZE_MAX - sizeof *shared - 1)
        return NULL;
    shared = wb_resize(NULL, sizeof *shared + length + 1, 1);
    if (shared == NULL)
        return NULL;
    atomic_init(&shared->count, 1);
    memcpy(shared->text, text, length);
    shared->text[length] = '\0';
    return shared;
}

wb_shared_text *wb_shared_text_share(wb_shared_text *text)
{
    if (text != NULL)
        atomic_fetch_add_explicit(&text->count, 1, memory_order_relaxed);
    return text;
}

void wb_shared_text_drop(wb_shared_text *text)
{
    if (text != NULL &&
        atomic_fetch_sub_explicit(&text->count, 1, memory_order_acq_rel) == 1)
        wb_release(text);
}
