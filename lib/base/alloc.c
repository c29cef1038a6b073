/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

/* The one piece of mutable state of the library; see wb_set_allocator(). */
static void *(*resize_hook)(void *, size_t) = realloc;
static void (*release_hook)(void *) = free;

void wb_set_allocator(void *(*resize)(void *block, size_t bytes),
                      void (*release)(void *block))
{
    resize_hook = resize != NULL ? resize : realloc;
    release_hook = release != NULL ? release : free;
}

void *wb_resize(void *block, size_t count, size_t element_size)
{
    /* Blocks beyond PTRDIFF_MAX cannot be indexed, so they are refused as well. */
    if (element_size != 0 && count > (size_t)PTRDIFF_MAX / element_size)
        return NULL;
    size_t bytes = count * element_size;
    return resize_hook(block, bytes != 0 ? bytes : 1);
}

void *wb_allocate(size_t count, size_t element_size)
{
    void *block = wb_resize(NULL, count, element_size);
    return block != NULL ? memset(block, 0, count * element_size) : NULL;
}

void wb_release(void *block)
{
    if (block != NULL)
        release_hook(block);
}

char *wb_copy_text(const char *text, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = wb_resize(NULL, length + 1, 1);
    if (copy == NULL)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *wb_copy_string(const char *text)
{
    return wb_copy_text(text, strlen(text));
}

void *wb_copy_array(const void *from, size_t n, size_t element_size, bool *failed)
{
    if (from == NULL)
        return NULL;
    void *to = wb_resize(NULL, n, element_size);
    if (to == NULL)
        *failed = true;
    else
        memcpy(to, from, n * element_size);
    return to;
}
