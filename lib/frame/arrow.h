/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What the Arrow files of this room share. */
#ifndef WB_LIB_FRAME_ARROW_H
#define WB_LIB_FRAME_ARROW_H

#include "frame/column.h"

/* What an Arrow format string means for us. */
typedef struct wb_arrow_format {
    wb_type type;
    wb_storage storage; /* of the Arrow buffers */
    /* A present value is stored as value * multiply / divide, which must be exact. */
    int32_t multiply;
    int32_t divide;
} wb_arrow_format;

/* WB_E_UNSUPPORTED naming column and format for what we do not take. */
wb_status wb_arrow_read_format(const char *format, const char *column,
                               wb_arrow_format *out, wb_error *err);

/* One column of a batch on its way into a frame. */
typedef struct wb_arrow_column {
    const struct ArrowSchema *schema;
    const struct ArrowArray *array;
    wb_arrow_format format;
    int64_t n_rows;
    wb_slot slot; /* its data are dropped when they did not reach the frame */
} wb_arrow_column;

/* Fail with WB_E_DATA: `the Arrow array of column 'name' <what> <value>`. */
wb_status wb_arrow_contradiction(const char *name, const char *what, int64_t value,
                                 wb_error *err);
/* Refuse counts that no array can have. */
wb_status wb_arrow_check_counts(const struct ArrowArray *array, const char *name,
                                wb_error *err);
/* The bitmap, or NULL when there are no nulls. */
wb_status wb_arrow_find_validity(const struct ArrowArray *array, const char *name,
                                 const uint8_t **out, wb_error *err);
/* Column data that point into an array without children. */
wb_status wb_arrow_describe(const struct ArrowArray *array, wb_type type,
                            wb_storage storage, const char *name, wb_column_data **out,
                            wb_error *err);
/* Give the codes in the slot their categories, and check them. */
wb_status wb_arrow_import_dictionary(wb_arrow_column *in, wb_error *err);
/* Put microseconds or days in place of other units. */
wb_status wb_arrow_convert_units(wb_arrow_column *in, wb_error *err);

/* wb_frame_reserve for a name that came with the data: WB_E_DATA where it may not be. */
wb_status wb_arrow_reserve(wb_frame *frame, const char *name, wb_error *err);
/* Check the schema of a record batch: WB_E_ARG, WB_E_UNSUPPORTED or WB_E_DATA. */
wb_status wb_arrow_check_schema(const struct ArrowSchema *schema, wb_error *err);
/* Set the metadata of a frame from the key `werkbaar` of the schema, if it is there. */
wb_status wb_arrow_import_metadata(const struct ArrowSchema *schema, wb_frame *frame,
                                   wb_error *err);
/* The value under the key `werkbaar` of an Arrow metadata block; NULL: it has none. */
wb_status wb_arrow_find_metadata(const char *block, const char **value, int32_t *length,
                                 wb_error *err);
/* Set the labels and missing ranges of all columns from the fields of the schema. */
wb_status wb_arrow_import_labels(const struct ArrowSchema *schema, wb_frame *frame,
                                 wb_error *err);
/* Those of a column as JSON behind the `{` in `out`, closed; when there are none, `out`
 * stays as it is. */
wb_status wb_arrow_write_labels(const wb_frame *frame, size_t column, wb_text *out,
                                wb_error *err);
/* Like wb_frame_import_arrow, with a schema that was checked and stays the caller's.
 * labelled: columns whose labels were read from it before; NULL: read them. */
wb_status wb_arrow_import_array(struct ArrowArray *array,
                                const struct ArrowSchema *schema,
                                const wb_frame *labelled, wb_frame **out, wb_error *err);
/* The columns of a schema that was checked, without rows. */
wb_status wb_arrow_import_columns(const struct ArrowSchema *schema, wb_frame **out,
                                  wb_error *err);

/* What an exported array keeps alive. */
typedef struct wb_arrow_exported {
    const void *buffers[3];
    wb_column_data *data; /* shared buffers; NULL when all were made */
    wb_buffer *made[3];
    struct ArrowArray *children; /* the batch: n_children in one block, and ... */
    struct ArrowArray **pointers;
    struct ArrowArray dictionary;
} wb_arrow_exported;

/* Buffers of arrays without rows point here, for consumers do not expect NULL. */
extern const int64_t wb_arrow_nothing[2];

/* How many of n_rows, from this one on, are in its block. */
int32_t wb_arrow_block_size(int64_t n_rows, int64_t first);
wb_status wb_arrow_start_array(int64_t n_rows, int64_t n_buffers,
                               struct ArrowArray *array, wb_error *err);
/* A buffer of the array, made here. */
wb_status wb_arrow_make_buffer(struct ArrowArray *array, size_t index, size_t count,
                               size_t width, void **out, wb_error *err);
/* A bitmap of its own, when some row is missing. */
wb_status wb_arrow_make_validity(const wb_slot *slot, struct ArrowArray *array,
                                 wb_error *err);
/* All buffers as they are. */
void wb_arrow_share_buffers(const wb_slot *slot, struct ArrowArray *array);
wb_status wb_arrow_export_text(const wb_slot *slot, struct ArrowArray *array,
                               wb_error *err);
/* On failure the array is released. */
wb_status wb_arrow_export_categories(const wb_dictionary *dictionary,
                                     struct ArrowArray *array, wb_error *err);

/* Whether the text of a column needs offsets beyond int32. */
bool wb_arrow_is_large(const wb_slot *slot, int64_t n_rows);
wb_status wb_arrow_export_array(const wb_frame *frame, struct ArrowArray *out,
                                wb_error *err);
wb_status wb_arrow_export_schema(const wb_frame *frame, struct ArrowSchema *out,
                                 wb_error *err);

#endif
