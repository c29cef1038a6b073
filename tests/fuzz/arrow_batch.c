/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "arrow_batch.h"

#include <stdlib.h>
#include <string.h>

/* A format, and the bits of a value; text has offsets of so many bits. */
typedef struct arrow_format {
    const char *text;
    unsigned bits;
    unsigned offsets;
} arrow_format;

static const arrow_format formats[] = {
    {"i", 32, 0},    {"u", 0, 32},       {"g", 64, 0},    {"b", 1, 0},
    {"c", 8, 0},     {"U", 0, 64},       {"vu", 128, 0},  {"s", 16, 0},
    {"l", 64, 0},    {"f", 32, 0},       {"C", 8, 0},     {"S", 16, 0},
    {"I", 32, 0},    {"L", 64, 0},       {"n", 0, 0},     {"tdD", 32, 0},
    {"tdm", 64, 0},  {"tsu:", 64, 0},    {"tss:", 64, 0}, {"tsm:UTC", 64, 0},
    {"tsn:", 64, 0}, {"d:10,2", 128, 0}, {"+l", 32, 0},   {"+r", 0, 0},
    {"e", 16, 0},    {"w:4", 32, 0},     {"", 64, 0},     {"\xc3(", 64, 0},
};
#define N_FORMATS (sizeof formats / sizeof *formats)

static const char *const names[] = {
    "a", "b", "c", "d", "e", "a", "", "\xff", "een kolom", "x\ny",
};

static void *block(arrow_batch *batch, size_t n)
{
    void *made = calloc(n > 0 ? n : 1, 1);
    if (made == NULL || batch->n_blocks == ARROW_BLOCKS) {
        abort();
    }
    batch->blocks[batch->n_blocks++] = made;
    return made;
}

static void fill(uint8_t *to, size_t n, fuzz_bytes *bytes)
{
    size_t taken = n < bytes->left ? n : bytes->left;
    if (taken > 0) {
        memcpy(to, bytes->at, taken);
    }
    bytes->at += taken;
    bytes->left -= taken;
}

/* ---- metadata: a count, then lengths and bytes ---- */

static void put_int32(char **at, int32_t value)
{
    memcpy(*at, &value, sizeof value);
    *at += sizeof value;
}

static void put_bytes(char **at, const char *text, size_t n)
{
    put_int32(at, (int32_t)n);
    memcpy(*at, text, n);
    *at += n;
}

static const char *metadata_make(arrow_batch *batch, fuzz_bytes *bytes)
{
    static const char whole[] =
        "{\"label\":\"Werkdruk\",\"missing\":[[8,9],[\"-inf\",-1]],"
        "\"value_labels\":[[1,\"nooit\"]]}";
    static const char *const values[] = {
        whole, "{\"missing\":[[9,8]]}", "{\"synthetic\":true}", "{", "[]", "",
    };
    char text[64];
    unsigned which = fuzz_below(bytes, 8);
    size_t n = which < 6 ? strlen(values[which]) : fuzz_below(bytes, sizeof text);
    char *made = block(batch, 4 + 4 + 8 + 4 + n + 8);
    char *at = made;
    if (which >= 6) {
        fill((uint8_t *)text, n, bytes);
    }
    put_int32(&at, 1 + (int32_t)fuzz_below(bytes, 2));
    put_bytes(&at, "werkbaar", 8);
    put_bytes(&at, which < 6 ? values[which] : text, n);
    put_bytes(&at, "", 0); /* there when the count says two */
    put_bytes(&at, "", 0);
    return made;
}

/* ---- buffers ---- */

/* Offsets that end within the bytes of the text, also when the array says that it has a
 * row less: what one may be sure of. Before that they may run backwards, or lie anywhere.
 */
static void offsets_make(arrow_batch *batch, const void **buffers, int64_t n,
                         unsigned bits, fuzz_bytes *bytes)
{
    size_t n_text = fuzz_below(bytes, 48);
    uint8_t *text = block(batch, n_text);
    uint8_t *offsets = block(batch, (size_t)(n + 1) * bits / 8);
    bool hostile = fuzz_below(bytes, 4) == 0;
    int64_t at = 0;
    fill(text, n_text, bytes);
    for (int64_t i = 0; i <= n; i++) {
        bool free_to_lie = hostile && i + 1 < n;
        int64_t value = free_to_lie ? (int8_t)fuzz_byte(bytes) * (int64_t)1000003
                        : i < n     ? at
                                    : (int64_t)n_text;
        int32_t small = (int32_t)value;
        memcpy(offsets + (size_t)i * bits / 8, bits == 32 ? (void *)&small : &value,
               bits / 8);
        at += fuzz_below(bytes, 12);
        at = at < (int64_t)n_text ? at : (int64_t)n_text;
    }
    buffers[1] = offsets;
    buffers[2] = text;
}

/* Views: length, then twelve bytes of text, or four, a buffer and a place in it. */
static void views_make(arrow_batch *batch, struct ArrowArray *array, const void **buffers,
                       int64_t n, fuzz_bytes *bytes)
{
    int64_t *sizes = block(batch, 8);
    uint8_t *views = block(batch, (size_t)n * 16);
    sizes[0] = fuzz_below(bytes, 40);
    uint8_t *text = block(batch, (size_t)sizes[0]);
    fill(text, (size_t)sizes[0], bytes);
    for (int64_t i = 0; i < n; i++) {
        int32_t parts[4] = {0};
        parts[0] = (int32_t)fuzz_below(bytes, 24);
        parts[2] = (int32_t)fuzz_below(bytes, 2);
        parts[3] = (int32_t)fuzz_below(bytes, 40);
        if (fuzz_below(bytes, 8) == 0) {
            parts[fuzz_below(bytes, 4)] = (int32_t)fuzz_int64(bytes);
        }
        memcpy(views + i * 16, parts, sizeof parts);
        memcpy(views + i * 16 + 4, text, sizes[0] < 4 ? (size_t)sizes[0] : 4);
    }
    buffers[1] = views;
    buffers[2] = text;
    buffers[3] = sizes;
    array->n_buffers = 4;
}

static void buffers_make(arrow_batch *batch, struct ArrowArray *array,
                         const arrow_format *format, fuzz_bytes *bytes)
{
    int64_t n = array->length + array->offset;
    const void **buffers = array->buffers;
    uint8_t *validity = block(batch, (size_t)(n + 7) / 8);
    fill(validity, (size_t)(n + 7) / 8, bytes);
    buffers[0] = fuzz_below(bytes, 3) == 0 ? NULL : validity;
    array->n_buffers = format->offsets > 0 ? 3 : format->text[0] == 'n' ? 0 : 2;
    if (format->offsets > 0) {
        offsets_make(batch, buffers, n, format->offsets, bytes);
    } else if (strcmp(format->text, "vu") == 0) {
        views_make(batch, array, buffers, n, bytes);
    } else {
        size_t size = ((size_t)n * format->bits + 7) / 8;
        uint8_t *values = block(batch, size);
        fill(values, size, bytes);
        buffers[1] = values;
    }
}

/* ---- arrays ---- */

static void array_release(struct ArrowArray *array)
{
    ((arrow_batch *)array->private_data)->arrays_released++;
    array->release = NULL;
}

static void child_release(struct ArrowArray *array)
{
    array->release = NULL;
}

static void schema_release(struct ArrowSchema *schema)
{
    ((arrow_batch *)schema->private_data)->schemas_released++;
    schema->release = NULL;
}

static void schema_child_release(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

/* One thing that is not as it says; the memory stays what it was. */
static void array_lie(struct ArrowArray *array, fuzz_bytes *bytes)
{
    switch (fuzz_below(bytes, 24)) {
    case 0:
        array->null_count = fuzz_int64(bytes);
        break;
    case 1:
        array->length = -1 - (int64_t)fuzz_byte(bytes);
        break;
    case 2:
        array->offset = -1 - (int64_t)fuzz_byte(bytes);
        break;
    case 3: /* fewer buffers than there are */
        array->n_buffers = (int64_t)fuzz_below(bytes, 2);
        break;
    case 4:
        array->buffers = NULL;
        break;
    case 5:
        array->n_children = 1;
        break;
    case 6:
        array->length = array->length > 0 ? array->length - 1 : 0;
        break;
    case 7:
        array->release = NULL;
        break;
    default:
        array->null_count = fuzz_below(bytes, 2) == 0 ? -1 : 0;
    }
}

static void array_make(arrow_batch *batch, struct ArrowArray *array, size_t slot,
                       const arrow_format *format, int64_t length, fuzz_bytes *bytes)
{
    array->length = length;
    array->offset = fuzz_below(bytes, 4) == 0 ? fuzz_below(bytes, 3) : 0;
    array->buffers = batch->buffers[slot];
    array->release = child_release;
    array->private_data = batch;
    buffers_make(batch, array, format, bytes);
    array_lie(array, bytes);
}

static void dictionary_make(arrow_batch *batch, size_t i, fuzz_bytes *bytes)
{
    static const arrow_format texts[] = {
        {"u", 0, 32}, {"U", 0, 64}, {"vu", 128, 0}, {"i", 32, 0}};
    unsigned most = fuzz_below(bytes, 8) == 0 ? 4 : 3;
    const arrow_format *format = &texts[fuzz_below(bytes, most)];
    batch->texts[i] = (struct ArrowSchema){.format = format->text,
                                           .name = "",
                                           .release = schema_child_release,
                                           .private_data = batch};
    batch->schemas[i].dictionary = &batch->texts[i];
    batch->schemas[i].flags = (int64_t)fuzz_below(bytes, 8);
    if (fuzz_below(bytes, 16) != 0) {
        array_make(batch, &batch->dictionaries[i], ARROW_COLUMNS + i, format,
                   (int64_t)fuzz_below(bytes, 6), bytes);
        batch->arrays[i].dictionary = &batch->dictionaries[i];
    }
}

static void column_make(arrow_batch *batch, size_t i, int64_t n_rows, fuzz_bytes *bytes)
{
    unsigned name = fuzz_below(bytes, 32);
    const arrow_format *format = &formats[fuzz_byte(bytes) % N_FORMATS];
    batch->schemas[i] = (struct ArrowSchema){.format = format->text,
                                             .name = name < 10 ? names[name] : names[i],
                                             .release = schema_child_release,
                                             .private_data = batch};
    batch->schema_list[i] = &batch->schemas[i];
    if (fuzz_below(bytes, 4) == 0) {
        batch->schemas[i].metadata = metadata_make(batch, bytes);
    }
    array_make(batch, &batch->arrays[i], i, format, n_rows, bytes);
    batch->array_list[i] = &batch->arrays[i];
    if (fuzz_below(bytes, 4) == 0) {
        dictionary_make(batch, i, bytes);
    }
}

void arrow_batch_make(arrow_batch *batch, fuzz_bytes *bytes)
{
    memset(batch, 0, sizeof *batch);
    int64_t n_rows = fuzz_below(bytes, ARROW_ROWS);
    int64_t offset = fuzz_below(bytes, 8) == 0 ? fuzz_below(bytes, 3) : 0;
    size_t n_columns = fuzz_below(bytes, ARROW_COLUMNS + 1);
    batch->array = (struct ArrowArray){.length = n_rows,
                                       .offset = offset,
                                       .n_buffers = 1,
                                       .n_children = (int64_t)n_columns,
                                       .buffers = batch->buffers[2 * ARROW_COLUMNS],
                                       .children = batch->array_list,
                                       .release = array_release,
                                       .private_data = batch};
    batch->schema =
        (struct ArrowSchema){.format = fuzz_below(bytes, 64) == 0 ? "+l" : "+s",
                             .name = "",
                             .n_children = (int64_t)n_columns,
                             .children = batch->schema_list,
                             .release = schema_release,
                             .private_data = batch};
    if (fuzz_below(bytes, 4) == 0) {
        batch->schema.metadata = metadata_make(batch, bytes);
    }
    if (fuzz_below(bytes, 64) == 0) {
        batch->array.n_children = fuzz_int64(bytes) | INT64_MIN;
    }
    for (size_t i = 0; i < n_columns; i++) {
        column_make(batch, i, n_rows + offset, bytes);
    }
}

void arrow_batch_end(arrow_batch *batch)
{
    if (batch->array.release != NULL) {
        batch->array.release(&batch->array);
    }
    if (batch->schema.release != NULL) {
        batch->schema.release(&batch->schema);
    }
    fuzz_expect(batch->arrays_released == 1, "an array is released once");
    fuzz_expect(batch->schemas_released == 1, "a schema is released once");
    for (size_t i = 0; i < batch->n_blocks; i++) {
        free(batch->blocks[i]);
    }
}
