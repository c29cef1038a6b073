/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/arrow.h"

#include "frame/frame.h"

#include <errno.h>

static const int32_t NUMBERS[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

/* A stream made by hand: `left` batches of two rows. */
typedef struct hand_stream {
    hand_batch schema_batch;
    hand_batch batches[4];
    int left;
    int code; /* what get_next and get_schema return, when not 0 */
    const char *error;
    int released;
} hand_stream;

static int hand_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    hand_stream *from = stream->private_data;

    if (from->code != 0)
        return from->code;
    hand_start(&from->schema_batch, 2);
    hand_add(&from->schema_batch, "n", "i", 2, NULL, NUMBERS, NULL);
    *out = from->schema_batch.schema;
    return 0;
}

static int hand_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    hand_stream *from = stream->private_data;
    hand_batch *batch = from->batches + from->left;

    if (from->code != 0)
        return from->code;
    memset(out, 0, sizeof *out);
    if (from->left == 0)
        return 0;
    hand_start(batch, 2);
    hand_add(batch, "n", "i", 2, NULL, NUMBERS + from->left, NULL);
    from->left--;
    *out = batch->array;
    return 0;
}

static const char *hand_error(struct ArrowArrayStream *stream)
{
    return ((hand_stream *)stream->private_data)->error;
}

static void hand_release(struct ArrowArrayStream *stream)
{
    ((hand_stream *)stream->private_data)->released++;
    stream->release = NULL;
}

static struct ArrowArrayStream hand_over(hand_stream *from, int n)
{
    memset(from, 0, sizeof *from);
    from->left = n;
    return (struct ArrowArrayStream){hand_schema, hand_next, hand_error, hand_release,
                                     from};
}

static void test_wb_source_import_arrow__gives_every_batch(void **state)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 3);
    wb_source *source = NULL;
    wb_frame *all = NULL;

    (void)state;
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_null(stream.release);
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    assert_int_equal(wb_frame_row_count(all), 6);
    assert_int_equal(wb_frame_int64(all, 0, 0), 3);
    assert_int_equal(wb_frame_int64(all, 0, 5), 2);
    wb_frame_free(all);
    for (int i = 1; i <= 3; i++)
        assert_int_equal(from.batches[i].arrays_released, 1);
    assert_fails(wb_source_rewind(source, NULL), WB_E_UNSUPPORTED);
    assert_false(wb_source_has_range(source));
    assert_int_equal(from.released, 0);
    wb_source_free(source);
    assert_int_equal(from.released, 1);
    assert_int_equal(from.schema_batch.schemas_released, 1);
}

static void test_wb_source_import_arrow__an_empty_stream_has_columns(void **state)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 0);
    wb_source *source = NULL;
    wb_frame *all = NULL;

    (void)state;
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    assert_int_equal(wb_frame_row_count(all), 0);
    assert_string_equal(wb_frame_column_name(all, 0), "n");
    assert_int_equal(wb_frame_column_type(all, 0), WB_TYPE_INT32);
    wb_frame_free(all);
    wb_source_free(source);
}

/* A stream is not asked again once it has said that there is no more. */
static void test_wb_source_import_arrow__stays_at_its_end(void **state)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 1);
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_non_null(frame);
    wb_frame_free(frame);
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_null(frame);
    from.code = EIO;
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_null(frame);
    wb_source_free(source);
}

static int dictionary_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    hand_stream *from = stream->private_data;
    int code = hand_schema(stream, out);

    hand_categories(&from->schema_batch, 0, "u", 0, NULL, NULL, NULL);
    out->children[0]->flags |= ARROW_FLAG_DICTIONARY_ORDERED;
    return code;
}

static wb_status empty_dictionary_stream(void)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 0);
    wb_source *source = NULL;
    wb_frame *all = NULL;
    wb_status st;

    stream.get_schema = dictionary_schema;
    st = wb_source_import_arrow(&stream, &source, NULL);
    if (st == WB_OK)
        st = wb_source_schema(source, &all, NULL);
    if (st == WB_OK) {
        assert_int_equal(wb_frame_column_type(all, 0), WB_TYPE_DICTIONARY);
        assert_int_equal(wb_frame_category_count(all, 0), 0);
    }
    wb_frame_free(all);
    wb_source_free(source);
    return st;
}

static void test_wb_source_import_arrow__an_empty_stream_has_dictionaries(void **state)
{
    (void)state;
    wb_test_every_allocation(empty_dictionary_stream);
}

static void test_wb_source_import_arrow__a_frame_outlives_its_stream(void **state)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 1);
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    wb_source_free(source);
    assert_int_equal(from.batches[1].arrays_released, 0);
    assert_int_equal(wb_frame_int64(frame, 0, 1), 2);
    wb_frame_free(frame);
    assert_int_equal(from.batches[1].arrays_released, 1);
}

static void test_wb_source_import_arrow__says_what_the_stream_says(void **state)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 1);
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    from.code = EIO;
    from.error = "the disk is gone";
    assert_fails(wb_source_import_arrow(&stream, &source, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "the disk is gone"));
    assert_null(source);
    assert_non_null(stream.release);
    assert_int_equal(from.released, 0);

    from.code = 0;
    assert_ok(wb_source_import_arrow(&stream, &source, &err));
    from.code = EINVAL;
    from.error = NULL;
    assert_fails(wb_source_next(source, &frame, &err), WB_E_IO);
    assert_non_null(strstr(err.message, "does not say why"));
    from.code = ENOMEM;
    assert_fails(wb_source_next(source, &frame, &err), WB_E_NOMEM);
    from.code = 0;
    assert_ok(wb_source_next(source, &frame, &err));
    wb_frame_free(frame);
    wb_source_free(source);
    assert_int_equal(from.released, 1);
    assert_fails(wb_source_import_arrow(&stream, &source, &err), WB_E_ARG);
    assert_fails(wb_source_import_arrow(NULL, &source, &err), WB_E_ARG);
}

static int odd_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    int code = hand_schema(stream, out);

    out->children[0]->format = "+l";
    return code;
}

static int odd_batch(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    int code = hand_next(stream, out);

    out->children[0]->length = 1;
    return code;
}

static void test_wb_source_import_arrow__releases_what_it_refuses(void **state)
{
    hand_stream from;
    struct ArrowArrayStream stream = hand_over(&from, 1);
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    (void)state;
    stream.get_schema = odd_schema;
    assert_fails(wb_source_import_arrow(&stream, &source, NULL), WB_E_UNSUPPORTED);
    assert_non_null(stream.release);
    assert_int_equal(from.schema_batch.schemas_released, 1);
    stream.get_schema = hand_schema;
    stream.get_next = odd_batch;
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_fails(wb_source_next(source, &frame, NULL), WB_E_DATA);
    assert_int_equal(from.batches[1].arrays_released, 1);
    wb_source_free(source);
}

static void test_wb_source_export_arrow__comes_back_the_same(void **state)
{
    static const char *const labels[] = {"even", "oneven"};
    static const int32_t codes[] = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
    wb_frame *frame = frame_of(10, column_of(WB_TYPE_INT32, NUMBERS)), *all = NULL;
    struct ArrowArrayStream stream;
    wb_source *source = NULL;

    (void)state;
    add_column(frame, "d",
               with_categories(column_of(WB_TYPE_DICTIONARY, codes), labels, 2));
    assert_ok(wb_frame_set_metadata(frame, "{\"a\":1}", NULL));
    assert_ok(wb_source_from_frame(frame, 3, &source, NULL));
    assert_ok(wb_source_export_arrow(source, &stream, NULL));
    source = NULL;
    assert_ok(wb_source_import_arrow(&stream, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &all, NULL));
    wb_source_free(source);
    assert_same_values(frame, all);
    assert_string_equal(wb_frame_metadata(all), "{\"a\":1}");
    wb_frame_free(all);
    wb_frame_free(frame);
    assert_fails(wb_source_export_arrow(NULL, &stream, NULL), WB_E_ARG);
}

static wb_status cancelled(void *user, wb_frame **out, wb_error *err)
{
    (void)out;
    if (err != NULL) {
        memset(err, 0, sizeof *err);
        err->status = *(int *)user;
        strcpy(err->message, "the caller said stop");
    }
    return *(int *)user;
}

static void test_wb_source_export_arrow__passes_failures_on(void **state)
{
    static const int codes[][2] = {
        {WB_E_CANCELLED, ECANCELED}, {WB_E_NOMEM, ENOMEM},       {WB_E_IO, EIO},
        {WB_E_DATA, EINVAL},         {WB_E_UNSUPPORTED, ENOSYS},
    };
    struct ArrowArrayStream stream;
    struct ArrowSchema schema;
    struct ArrowArray array;
    wb_source *source = NULL;
    int status;

    (void)state;
    assert_ok(wb_source_new(cancelled, NULL, NULL, &status, &source, NULL));
    assert_ok(wb_source_export_arrow(source, &stream, NULL));
    assert_null(stream.get_last_error(&stream));
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        status = codes[i][0];
        assert_int_equal(stream.get_next(&stream, &array), codes[i][1]);
        assert_int_equal(stream.get_schema(&stream, &schema), codes[i][1]);
        assert_string_equal(stream.get_last_error(&stream), "the caller said stop");
    }
    stream.release(&stream);
    assert_null(stream.release);
}

static wb_frame *of_allocations;

static wb_status there_and_back(void)
{
    struct ArrowArrayStream stream = {0};
    wb_source *source = NULL, *back = NULL;
    wb_frame *all = NULL;
    wb_status st = wb_source_from_frame(of_allocations, 4, &source, NULL);

    if (st == WB_OK && (st = wb_source_export_arrow(source, &stream, NULL)) == WB_OK)
        source = NULL;
    if (st == WB_OK)
        st = wb_source_import_arrow(&stream, &back, NULL);
    if (st == WB_OK)
        st = wb_source_collect(back, NULL, &all, NULL);
    wb_source_free(source);
    wb_source_free(back);
    wb_frame_free(all);
    if (stream.release != NULL)
        stream.release(&stream);
    return st;
}

static void test_wb_source_import_arrow__survives_failing_allocations(void **state)
{
    (void)state;
    of_allocations = frame_of(10, column_of(WB_TYPE_INT32, NUMBERS));
    wb_test_every_allocation(there_and_back);
    wb_frame_free(of_allocations);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_source_import_arrow__gives_every_batch),
        cmocka_unit_test(test_wb_source_import_arrow__an_empty_stream_has_columns),
        cmocka_unit_test(test_wb_source_import_arrow__stays_at_its_end),
        cmocka_unit_test(test_wb_source_import_arrow__an_empty_stream_has_dictionaries),
        cmocka_unit_test(test_wb_source_import_arrow__a_frame_outlives_its_stream),
        cmocka_unit_test(test_wb_source_import_arrow__says_what_the_stream_says),
        cmocka_unit_test(test_wb_source_import_arrow__releases_what_it_refuses),
        cmocka_unit_test(test_wb_source_export_arrow__comes_back_the_same),
        cmocka_unit_test(test_wb_source_export_arrow__passes_failures_on),
        cmocka_unit_test(test_wb_source_import_arrow__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
