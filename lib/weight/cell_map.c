/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "weight/cell_map.h"

#include <string.h>

wb_status wb_cell_map_init(wb_cell_map *map, const wb_frame *frame,
                           const wb_names *columns, const char *purpose, wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = columns->count;

    *map = (wb_cell_map){.frame = frame, .n_columns = n};
    map->columns = wb_allocate(n, sizeof *map->columns);
    map->keys = wb_allocate(n, sizeof(wb_keys *));
    map->codes = wb_resize(NULL, n * WB_BLOCK_ROWS, sizeof *map->codes);
    if (map->columns == NULL || map->keys == NULL || map->codes == NULL)
        return wb_fail_nomem(err);
    for (size_t j = 0; j < n; j++) {
        WB_TRY(
            wb_frame_require(frame, columns->items[j], purpose, &map->columns[j], err));
        WB_TRY(wb_keys_new(columns->items[j], &map->keys[j], err));
    }
    WB_TRY(wb_tuples_init(&map->tuples, n, err));
done:
    return st;
}

void wb_cell_map_free(wb_cell_map *map)
{
    for (size_t j = 0; map->keys != NULL && j < map->n_columns; j++)
        wb_keys_free(map->keys[j]);
    wb_release(map->keys);
    wb_release(map->columns);
    wb_release(map->codes);
    wb_tuples_free(&map->tuples);
    *map = (wb_cell_map){0};
}

/* A type null holds no value at all: then any text is as good as another. */
static wb_status declare_value(wb_cell_map *map, size_t j, const char *text,
                               int32_t *code, wb_error *err)
{
    const char *name = wb_keys_name(map->keys[j]);
    int32_t type = wb_frame_column_type(map->frame, map->columns[j]);
    wb_key_kind kind = wb_key_kind_of(type);
    int64_t number = 0;

    if (!wb_key_parse(kind, text, &number))
        return wb_fail_at(err, WB_E_DATA, -1, name,
                          "column '%s' holds %s, so it has no category '%.80s'", name,
                          wb_type_name(type), text);
    return wb_keys_add(map->keys[j], kind == WB_KEY_UNKNOWN ? WB_KEY_TEXT : kind, text,
                       strlen(text), number, code, err);
}

/* Two texts may be one value ("1" and "01"), which then has two targets. */
static wb_status fail_twice(const wb_cell_map *map, int32_t cell, wb_error *err)
{
    wb_text text = {0};
    wb_status st = wb_cell_map_write(map, cell, &text, err);

    if (st == WB_OK)
        st = wb_fail_at(err, WB_E_DATA, -1, text.bytes, "category '%s' has two totals",
                        text.bytes);
    wb_text_free(&text);
    return st;
}

wb_status wb_cell_map_declare(wb_cell_map *map, const wb_known_margin *margin,
                              wb_error *err)
{
    wb_status st = WB_OK;
    size_t n = map->n_columns;
    int32_t *codes = map->codes; /* not in use between blocks */

    for (size_t i = 0; i < margin->n_targets; i++) {
        int32_t cell = 0;
        for (size_t j = 0; j < n; j++)
            WB_TRY(
                declare_value(map, j, margin->values.items[i * n + j], &codes[j], err));
        WB_TRY(wb_tuples_id(&map->tuples, codes, &cell, err));
        if ((size_t)cell < i)
            WB_TRY(fail_twice(map, cell, err));
    }
    map->count = (int32_t)margin->n_targets;
done:
    return st;
}

static wb_status fail_missing(const wb_cell_map *map, int64_t first, int32_t row,
                              wb_error *err)
{
    size_t j = 0;

    while (map->codes[j * WB_BLOCK_ROWS + (size_t)row] >= 0)
        j++;
    const char *name = wb_keys_name(map->keys[j]);
    return wb_fail_at(err, WB_E_DATA, first + row, name,
                      "column \'%s\' is missing in a row that has a weight", name);
}

wb_status wb_cell_map_block(wb_cell_map *map, const double *weights, int64_t first,
                            int32_t n, int32_t *cells, wb_error *err)
{
    wb_status st = WB_OK;
    const int32_t *columns[WB_MAX_MARGIN_COLUMNS];

    for (size_t j = 0; j < map->n_columns; j++) {
        int32_t *codes = map->codes + j * WB_BLOCK_ROWS;
        WB_TRY(wb_keys_codes(map->keys[j], map->frame, map->columns[j], first, n, codes,
                             err));
        columns[j] = codes;
    }
    WB_TRY(wb_tuples_map(&map->tuples, columns, n, cells, err));
    for (int32_t i = 0; i < n; i++) {
        if (weights[first + i] == 0)
            cells[i] = -1;
        else if (cells[i] < 0)
            WB_TRY(fail_missing(map, first, i, err));
        else if (cells[i] >= map->count)
            map->count = cells[i] + 1;
    }
done:
    return st;
}

wb_status wb_cell_map_write(const wb_cell_map *map, int32_t cell, wb_text *out,
                            wb_error *err)
{
    wb_status st = WB_OK;
    int32_t codes[WB_MAX_MARGIN_COLUMNS];

    if (map->n_columns == 0)
        return wb_text_add(out, "(all)", err);
    wb_tuples_codes(&map->tuples, cell, codes);
    for (size_t j = 0; j < map->n_columns; j++) {
        if (j > 0)
            WB_TRY(wb_text_add(out, "+", err));
        WB_TRY(wb_keys_write(map->keys[j], codes[j], out, err));
    }
done:
    return st;
}
