/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
#include "frame/columns.h"

#include "frame/frame.h"

static const int8_t ANSWERS[] = {1, 2, -9, 4, 5};
static const int32_t CODES[] = {1, 2, 1, INT32_MIN, 2};
static const double SCORES[] = {0.5, NAN, 2, -1, 1e300};
static const char TEXT[] = "janéfmarie";
static const int32_t OFFSETS[] = {0, 3, 5, 5, 6, 11};
static const uint8_t ALL_BUT_THIRD[] = {0x1B};
static const char *const SEXES[] = {"man", "vrouw"};

static wb_column sexes(void)
{
    wb_column column = with_categories(column_of(WB_TYPE_DICTIONARY, CODES), SEXES, 2);

    column.code_base = 1;
    return with_sentinel(column, INT32_MIN);
}

static wb_column names(void)
{
    wb_column column = text_of(TEXT, OFFSETS);

    column.validity = ALL_BUT_THIRD;
    return column;
}

/* q1 int8, sex dictionary, score float64, name utf8; five rows. */
static wb_frame *make_frame(void)
{
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(5, &frame, NULL));
    add_column(frame, "q1", with_sentinel(column_of(WB_TYPE_INT8, ANSWERS), -9));
    add_column(frame, "sex", sexes());
    add_column(frame, "score", column_of(WB_TYPE_FLOAT64, SCORES));
    add_column(frame, "name", names());
    return frame;
}

static void test_wb_type_name__names_every_type(void **state)
{
    (void)state;
    assert_string_equal(wb_type_name(WB_TYPE_NULL), "null");
    assert_string_equal(wb_type_name(WB_TYPE_TIMESTAMP), "timestamp");
    for (int32_t type = WB_TYPE_NULL; type <= WB_TYPE_TIMESTAMP; type++)
        assert_string_not_equal(wb_type_name(type), "unknown");
    assert_string_equal(wb_type_name(-1), "unknown");
    assert_string_equal(wb_type_name(WB_TYPE_TIMESTAMP + 1), "unknown");
}

static void test_wb_frame_new__refuses_negative_rows(void **state)
{
    wb_frame *frame = (wb_frame *)&state;
    wb_error err;

    assert_fails(wb_frame_new(-1, &frame, &err), WB_E_ARG);
    assert_null(frame);
    assert_string_equal(err.message,
                        "a frame of -1 rows was asked for, expected 0 or more");
    assert_fails(wb_frame_new(1, NULL, NULL), WB_E_ARG);
    wb_frame_free(NULL);
}

static void test_wb_frame_add_column__values_read_back(void **state)
{
    wb_frame *frame = make_frame();

    (void)state;
    assert_int_equal(wb_frame_row_count(frame), 5);
    assert_int_equal(wb_frame_column_count(frame), 4);
    assert_string_equal(wb_frame_column_name(frame, 1), "sex");
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_DICTIONARY);
    assert_int_equal(wb_frame_find(frame, "score"), 2);
    assert_int_equal(wb_frame_find(frame, "Score"), -1);

    assert_int_equal(wb_frame_int64(frame, 0, 4), 5);
    assert_int_equal(wb_frame_is_missing(frame, 0, 2), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 2), 0);
    assert_true(isnan(wb_frame_double(frame, 0, 2)));
    assert_int_equal(wb_frame_category_count(frame, 0), 0);
    assert_null(wb_frame_category(frame, 0, 0));

    assert_int_equal(wb_frame_category_count(frame, 1), 2);
    assert_int_equal(wb_frame_int64(frame, 1, 0), 0);
    assert_close(wb_frame_double(frame, 1, 1), 1, 0);
    assert_text(frame, 1, 1, "vrouw");
    assert_text(frame, 1, 3, NULL);
    assert_string_equal(wb_frame_category(frame, 1, 0), "man");
    assert_null(wb_frame_category(frame, 1, 2));
    assert_null(wb_frame_category(frame, 1, -1));

    assert_int_equal(wb_frame_is_missing(frame, 2, 1), 1);
    assert_int_equal(wb_frame_int64(frame, 2, 0), 0);
    assert_int_equal(wb_frame_int64(frame, 2, 4), INT64_MAX);

    assert_text(frame, 3, 1, "é");
    assert_text(frame, 3, 2, NULL);
    assert_text(frame, 3, 4, "marie");
    assert_ptr_equal(wb_frame_text(frame, 3, 4, NULL), TEXT + 6);
    assert_text(frame, 0, 0, NULL);
    assert_true(isnan(wb_frame_double(frame, 3, 0)));
    assert_int_equal(wb_frame_int64(frame, 3, 0), 0);
    wb_frame_free(frame);
}

/* One value of every integer type, its lowest and its highest. */
static void test_wb_frame_add_column__reads_every_integer_type(void **state)
{
    static const int8_t i8[] = {INT8_MIN, INT8_MAX};
    static const int16_t i16[] = {INT16_MIN, INT16_MAX};
    static const int32_t i32[] = {INT32_MIN, INT32_MAX};
    static const int64_t i64[] = {INT64_MIN, INT64_MAX};
    static const uint8_t u8[] = {0, UINT8_MAX};
    static const uint16_t u16[] = {0, UINT16_MAX};
    static const uint32_t u32[] = {0, UINT32_MAX};
    static const uint64_t u64[] = {0, UINT64_MAX};
    static const struct {
        wb_type type;
        const void *values;
        int64_t low, high;
        double high_double;
    } cases[] = {
        {WB_TYPE_INT8, i8, INT8_MIN, INT8_MAX, 127},
        {WB_TYPE_INT16, i16, INT16_MIN, INT16_MAX, 32767},
        {WB_TYPE_INT32, i32, INT32_MIN, INT32_MAX, 2147483647},
        {WB_TYPE_INT64, i64, INT64_MIN, INT64_MAX, 0x1p63},
        {WB_TYPE_UINT8, u8, 0, UINT8_MAX, 255},
        {WB_TYPE_UINT16, u16, 0, UINT16_MAX, 65535},
        {WB_TYPE_UINT32, u32, 0, UINT32_MAX, 4294967295.0},
        {WB_TYPE_UINT64, u64, 0, INT64_MAX, 0x1p64},
        {WB_TYPE_DATE32, i32, INT32_MIN, INT32_MAX, 2147483647},
        {WB_TYPE_TIMESTAMP, i64, INT64_MIN, INT64_MAX, 0x1p63},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_frame *frame = frame_of(2, column_of(cases[i].type, cases[i].values));

        assert_int_equal(wb_frame_int64(frame, 0, 0), cases[i].low);
        assert_int_equal(wb_frame_int64(frame, 0, 1), cases[i].high);
        assert_close(wb_frame_double(frame, 0, 1), cases[i].high_double, 0);
        assert_int_equal(wb_frame_is_missing(frame, 0, 0), 0);
        wb_frame_free(frame);
        if (cases[i].low == 0 || cases[i].type == WB_TYPE_TIMESTAMP)
            continue;
        frame = frame_of(
            2, with_sentinel(column_of(cases[i].type, cases[i].values), cases[i].low));
        assert_int_equal(wb_frame_is_missing(frame, 0, 0), 1);
        assert_int_equal(wb_frame_is_missing(frame, 0, 1), 0);
        wb_frame_free(frame);
    }
}

static void test_wb_frame_add_column__a_uint64_beyond_int64_is_no_sentinel(void **state)
{
    static const uint64_t values[] = {UINT64_MAX, INT64_MAX, 7};
    wb_frame *frame;

    (void)state;
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_UINT64, values), INT64_MAX));
    assert_int_equal(wb_frame_is_missing(frame, 0, 0), 0);
    assert_int_equal(wb_frame_is_missing(frame, 0, 1), 1);
    wb_frame_free(frame);
    frame = frame_of(3, with_sentinel(column_of(WB_TYPE_UINT64, values), -1));
    assert_int_equal(wb_frame_is_missing(frame, 0, 0), 0);
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__reads_bools_in_three_layouts(void **state)
{
    static const uint8_t bits[] = {0x05};
    static const int8_t bytes[] = {1, 0, 1, -1};
    static const int32_t logicals[] = {1, 0, 1, INT32_MIN};
    wb_column columns[3];
    wb_frame *frame = NULL;

    (void)state;
    columns[0] = column_of(WB_TYPE_BOOL, bits);
    columns[1] = with_sentinel(column_of(WB_TYPE_BOOL, bytes), -1);
    columns[1].flags |= WB_COLUMN_BOOL_BYTES;
    columns[2] = with_sentinel(column_of(WB_TYPE_BOOL, logicals), INT32_MIN);
    columns[2].flags |= WB_COLUMN_BOOL_INT32;
    assert_ok(wb_frame_new(4, &frame, NULL));
    add_column(frame, "bits", columns[0]);
    add_column(frame, "bytes", columns[1]);
    add_column(frame, "int32", columns[2]);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(wb_frame_int64(frame, i, 0), 1);
        assert_int_equal(wb_frame_int64(frame, i, 1), 0);
        assert_close(wb_frame_double(frame, i, 2), 1, 0);
        assert_int_equal(wb_frame_is_missing(frame, i, 3), i > 0);
    }
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__reads_null_and_float32(void **state)
{
    static const float values[] = {0.5f, NAN, -2.75f};
    wb_frame *frame = frame_of(3, column_of(WB_TYPE_FLOAT32, values));

    (void)state;
    add_column(frame, "none", column_of(WB_TYPE_NULL, NULL));
    assert_close(wb_frame_double(frame, 0, 0), 0.5, 0);
    assert_int_equal(wb_frame_is_missing(frame, 0, 1), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 2), -2);
    for (int64_t row = 0; row < 3; row++)
        assert_int_equal(wb_frame_is_missing(frame, 1, row), 1);
    assert_true(isnan(wb_frame_double(frame, 1, 0)));
    assert_text(frame, 1, 0, NULL);
    wb_frame_free(frame);
}

static void test_wb_frame_int64__floating_point_stops_at_the_bounds(void **state)
{
    static const double values[] = {INFINITY, -INFINITY, 0x1p63, -0x1p63, -1.9, NAN};
    wb_frame *frame = frame_of(6, column_of(WB_TYPE_FLOAT64, values));

    (void)state;
    assert_int_equal(wb_frame_int64(frame, 0, 0), INT64_MAX);
    assert_int_equal(wb_frame_int64(frame, 0, 1), INT64_MIN);
    assert_int_equal(wb_frame_int64(frame, 0, 2), INT64_MAX);
    assert_int_equal(wb_frame_int64(frame, 0, 3), INT64_MIN);
    assert_int_equal(wb_frame_int64(frame, 0, 4), -1);
    assert_int_equal(wb_frame_int64(frame, 0, 5), 0);
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__copies_when_asked(void **state)
{
    int8_t bytes[] = {9, 1, 2, 3};
    char text[] = "xxabbccc";
    int64_t offsets[] = {2, 2, 3, 5, 8};
    uint8_t bits[] = {0x0A};
    wb_column column = column_of(WB_TYPE_INT8, bytes);
    wb_frame *frame = NULL;
    int released = 0;

    (void)state;
    column.flags = WB_COLUMN_COPY;
    column.offset = 1;
    column.validity = bits;
    column.release = count_release;
    column.user = &released;
    assert_ok(wb_frame_new(3, &frame, NULL));
    add_column(frame, "q", column);
    assert_int_equal(released, 1);
    column.type = WB_TYPE_BOOL;
    column.values = bits;
    add_column(frame, "b", column);
    column.type = WB_TYPE_UTF8;
    column.flags = WB_COLUMN_COPY | WB_COLUMN_OFFSETS64;
    column.values = text;
    column.offsets = offsets;
    column.validity = NULL;
    add_column(frame, "t", column);
    memset(bytes, 0, sizeof bytes);
    memset(text, 0, sizeof text);
    memset(offsets, 0, sizeof offsets);
    memset(bits, 0xFF, sizeof bits);

    assert_int_equal(wb_frame_int64(frame, 0, 0), 1);
    assert_int_equal(wb_frame_is_missing(frame, 0, 1), 1);
    assert_int_equal(wb_frame_int64(frame, 0, 2), 3);
    assert_int_equal(wb_frame_int64(frame, 1, 0), 1);
    assert_int_equal(wb_frame_is_missing(frame, 1, 1), 1);
    assert_text(frame, 2, 0, "a");
    assert_text(frame, 2, 2, "ccc");
    wb_frame_free(frame);
    assert_int_equal(released, 3);
}

static void test_wb_frame_add_column__an_older_caller_has_a_shorter_struct(void **state)
{
    wb_column column = column_of(WB_TYPE_INT8, ANSWERS);
    wb_frame *frame = NULL;

    (void)state;
    column.struct_size = (uint32_t)offsetof(wb_column, release);
    column.release = count_release; /* beyond what the older caller knows */
    column.user = NULL;
    assert_ok(wb_frame_new(5, &frame, NULL));
    add_column(frame, "x", column);
    wb_frame_free(frame);
}

/* What check_column refuses, one fault a row; the caller's release is not called. */
static void test_wb_frame_add_column__refuses_wrong_descriptions(void **state)
{
    static const int8_t not_bools[] = {0, 1, 2, 0, 1};
    static const char *const holes[] = {"man", NULL};
    wb_column good = column_of(WB_TYPE_INT8, ANSWERS), bad;
    wb_frame *frame = NULL;
    wb_error err;
    int released = 0;

    (void)state;
    good.release = count_release;
    good.user = &released;
    assert_ok(wb_frame_new(5, &frame, NULL));
#define REFUSED(change, expected)                                                        \
    bad = good;                                                                          \
    change;                                                                              \
    assert_fails(wb_frame_add_column(frame, "x", &bad, &err), expected);                 \
    assert_string_equal(err.item, "x")
    REFUSED(bad.type = -1, WB_E_ARG);
    REFUSED(bad.type = 16, WB_E_ARG);
    REFUSED(bad.flags = 1 << 6, WB_E_ARG);
    REFUSED(bad.flags = WB_COLUMN_BOOL_BYTES, WB_E_ARG);
    REFUSED(bad.flags = WB_COLUMN_OFFSETS64, WB_E_ARG);
    REFUSED(bad.flags = WB_COLUMN_ORDERED, WB_E_ARG);
    REFUSED(bad.values = NULL, WB_E_ARG);
    REFUSED(bad.offset = -1, WB_E_ARG);
    REFUSED(bad.offset = INT64_MAX, WB_E_ARG);
    REFUSED((bad.type = WB_TYPE_BOOL, bad.flags = WB_COLUMN_SENTINEL), WB_E_ARG);
    REFUSED((bad.type = WB_TYPE_FLOAT64, bad.flags = WB_COLUMN_SENTINEL), WB_E_ARG);
    REFUSED((bad.type = WB_TYPE_BOOL,
             bad.flags = WB_COLUMN_BOOL_BYTES | WB_COLUMN_BOOL_INT32),
            WB_E_ARG);
    REFUSED((bad.type = WB_TYPE_INT32, bad.values = (const char *)CODES + 1), WB_E_ARG);
    REFUSED(bad.type = WB_TYPE_UTF8, WB_E_ARG);
    REFUSED((bad = sexes(), bad.index_type = WB_TYPE_FLOAT64), WB_E_ARG);
    REFUSED((bad = sexes(), bad.code_base = 2), WB_E_ARG);
    REFUSED((bad = sexes(), bad.n_categories = -1), WB_E_ARG);
    REFUSED((bad = sexes(), bad.categories = NULL), WB_E_ARG);
    REFUSED((bad = sexes(), bad.categories = holes), WB_E_ARG);
    REFUSED((bad.type = WB_TYPE_BOOL, bad.values = not_bools,
             bad.flags = WB_COLUMN_BOOL_BYTES),
            WB_E_DATA);
    assert_int_equal(err.row, 2);
#undef REFUSED
    assert_int_equal(released, 0);
    assert_int_equal(wb_frame_column_count(frame), 0);
    assert_fails(wb_frame_add_column(frame, "x", NULL, &err), WB_E_ARG);
    assert_fails(wb_frame_add_column(NULL, "x", &good, &err), WB_E_ARG);
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__refuses_wrong_names(void **state)
{
    wb_column column = column_of(WB_TYPE_INT8, ANSWERS);
    char name[129];
    wb_frame *frame = NULL;

    (void)state;
    assert_ok(wb_frame_new(5, &frame, NULL));
    memset(name, 'a', sizeof name);
    name[128] = '\0';
    assert_fails(wb_frame_add_column(frame, name, &column, NULL), WB_E_ARG);
    name[127] = '\0';
    add_column(frame, name, column);
    assert_string_equal(wb_frame_column_name(frame, 0), name);
    assert_fails(wb_frame_add_column(frame, name, &column, NULL), WB_E_ARG);
    assert_fails(wb_frame_add_column(frame, "", &column, NULL), WB_E_ARG);
    assert_fails(wb_frame_add_column(frame, NULL, &column, NULL), WB_E_ARG);
    assert_fails(wb_frame_add_column(frame, "a\xFF", &column, NULL), WB_E_DATA);
    assert_int_equal(wb_frame_column_count(frame), 1);
    wb_frame_free(frame);
}

static void assert_bad_text(wb_column column, int64_t row)
{
    wb_frame *frame = NULL;
    wb_error err;

    assert_ok(wb_frame_new(3, &frame, NULL));
    assert_fails(wb_frame_add_column(frame, "t", &column, &err), WB_E_DATA);
    assert_int_equal(err.row, row);
    assert_string_equal(err.item, "t");
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__refuses_bad_text(void **state)
{
    static const int32_t whole[] = {0, 1, 3, 4}, backwards[] = {0, 3, 2, 4},
                         negative[] = {-1, 0, 0, 0}, split[] = {0, 2, 3, 4};
    static const uint8_t validity[] = {0x05};
    wb_column column;
    wb_frame *frame;

    (void)state;
    assert_bad_text(text_of("a\xFFzb", whole), 1);
    assert_bad_text(text_of("a\xC3\xA9z", backwards), 1);
    assert_bad_text(text_of("a\xC3\xA9z", negative), 0);
    assert_bad_text(text_of("a\xC3\xA9z", split), 0);
    assert_bad_text(text_of(NULL, whole), -1);
    /* Where the value is missing the bytes do not matter. */
    column = text_of("a\xFFzb", whole);
    column.validity = validity;
    frame = frame_of(3, column);
    assert_text(frame, 0, 1, NULL);
    assert_text(frame, 0, 2, "b");
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__takes_empty_text_without_bytes(void **state)
{
    static const int32_t offsets[] = {0, 0, 0};
    wb_frame *frame = frame_of(2, text_of(NULL, offsets));

    (void)state;
    assert_text(frame, 0, 1, "");
    wb_frame_free(frame);
    frame = frame_of(0, text_of(NULL, NULL));
    assert_int_equal(wb_frame_row_count(frame), 0);
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__refuses_codes_outside(void **state)
{
    static const uint8_t codes[] = {0, 1, 9, 2};
    static const uint64_t huge[] = {0, UINT64_MAX, 0, 0};
    static const uint8_t validity[] = {0x0B};
    wb_column column = with_categories(column_of(WB_TYPE_DICTIONARY, codes), SEXES, 2);
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    column.index_type = WB_TYPE_UINT8;
    column.validity = validity; /* the 9 is missing, the 2 is not */
    assert_ok(wb_frame_new(4, &frame, NULL));
    assert_fails(wb_frame_add_column(frame, "sex", &column, &err), WB_E_DATA);
    assert_int_equal(err.row, 3);
    assert_string_equal(err.message,
                        "code 2 of column 'sex' in row 3 is outside its 2 categories");
    column.validity = NULL;
    column.code_base = 1;
    assert_fails(wb_frame_add_column(frame, "sex", &column, &err), WB_E_DATA);
    assert_int_equal(err.row, 0);
    column.values = huge;
    column.index_type = WB_TYPE_UINT64;
    column.code_base = 0;
    assert_fails(wb_frame_add_column(frame, "sex", &column, &err), WB_E_DATA);
    assert_int_equal(err.row, 1);
    wb_frame_free(frame);
}

static void test_wb_frame_add_column__takes_codes_of_every_width(void **state)
{
    static const int8_t i8[] = {2, 1, 0};
    static const int16_t i16[] = {2, 1, 0};
    static const int32_t i32[] = {2, 1, 0};
    static const int64_t i64[] = {2, 1, 0};
    static const struct {
        int32_t type;
        const void *codes;
    } cases[] = {{WB_TYPE_INT8, i8},    {WB_TYPE_UINT8, i8},   {WB_TYPE_INT16, i16},
                 {WB_TYPE_UINT16, i16}, {WB_TYPE_INT32, i32},  {WB_TYPE_UINT32, i32},
                 {WB_TYPE_INT64, i64},  {WB_TYPE_UINT64, i64}, {0, i32}};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        wb_column column =
            with_categories(column_of(WB_TYPE_DICTIONARY, cases[i].codes), SEXES, 2);
        wb_frame *frame;

        column.index_type = cases[i].type;
        column.code_base = 1;
        frame = frame_of(3, with_sentinel(column, 0));
        assert_text(frame, 0, 0, "vrouw");
        assert_int_equal(wb_frame_int64(frame, 0, 1), 0);
        assert_close(wb_frame_double(frame, 0, 0), 1, 0);
        assert_int_equal(wb_frame_is_missing(frame, 0, 0), 0);
        assert_int_equal(wb_frame_is_missing(frame, 0, 2), 1);
        wb_frame_free(frame);
        column.code_base = 0;
        column.offset = 1;
        frame = frame_of(2, column);
        assert_text(frame, 0, 0, "vrouw");
        assert_close(wb_frame_double(frame, 0, 1), 0, 0);
        wb_frame_free(frame);
    }
}

static void test_wb_frame_add_column__refuses_categories_that_are_not_utf8(void **state)
{
    static const char *const bad[] = {"man", "vr\xFFuw"};
    wb_column column = sexes();
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    column.categories = bad;
    assert_ok(wb_frame_new(5, &frame, NULL));
    assert_fails(wb_frame_add_column(frame, "sex", &column, &err), WB_E_DATA);
    assert_string_equal(err.message, "category 1 of column 'sex' is not valid UTF-8");
    wb_frame_free(frame);
}

static void test_wb_frame_slice__shares_buffers_until_the_last_frame_goes(void **state)
{
    wb_frame *frame = NULL, *slice = NULL, *deeper = NULL;
    wb_column column = column_of(WB_TYPE_INT8, ANSWERS);
    int released = 0;

    (void)state;
    column.release = count_release;
    column.user = &released;
    assert_ok(wb_frame_new(5, &frame, NULL));
    add_column(frame, "q1", column);
    assert_ok(wb_frame_slice(frame, 1, 4, &slice, NULL));
    wb_frame_free(frame);
    assert_ok(wb_frame_slice(slice, 2, 2, &deeper, NULL));
    wb_frame_free(slice);
    assert_int_equal(released, 0);
    assert_int_equal(wb_frame_int64(deeper, 0, 0), 4);
    wb_frame_free(deeper);
    assert_int_equal(released, 1);
}

static void test_wb_frame_slice__keeps_what_belongs_to_the_rows(void **state)
{
    wb_frame *frame = make_frame(), *slice = NULL;

    (void)state;
    assert_ok(wb_frame_set_label(frame, 0, "vraag 1", NULL));
    assert_ok(wb_frame_set_metadata(frame, "{\"a\": 1}", NULL));
    assert_ok(wb_frame_slice(frame, 2, 3, &slice, NULL));
    assert_int_equal(wb_frame_is_missing(slice, 0, 0), 1);
    assert_text(slice, 1, 2, "vrouw");
    assert_text(slice, 3, 0, NULL);
    assert_text(slice, 3, 2, "marie");
    assert_string_equal(wb_frame_label(slice, 0), "vraag 1");
    assert_string_equal(wb_frame_metadata(slice), "{\"a\":1}");
    wb_frame_free(slice);
    assert_ok(wb_frame_slice(frame, 5, 0, &slice, NULL));
    assert_int_equal(wb_frame_row_count(slice), 0);
    assert_int_equal(wb_frame_column_count(slice), 4);
    wb_frame_free(slice);
    wb_frame_free(frame);
}

static void test_wb_frame_slice__refuses_rows_outside(void **state)
{
    static const int64_t outside[][2] = {{-1, 1}, {0, 6},  {6, 0},
                                         {1, 5},  {0, -1}, {1, INT64_MAX}};
    wb_frame *frame = make_frame(), *slice = frame;

    (void)state;
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
        assert_fails(wb_frame_slice(frame, outside[i][0], outside[i][1], &slice, NULL),
                     WB_E_ARG);
        assert_null(slice);
    }
    assert_fails(wb_frame_slice(frame, 0, 1, NULL, NULL), WB_E_ARG);
    assert_fails(wb_frame_slice(NULL, 0, 1, &slice, NULL), WB_E_ARG);
    wb_frame_free(frame);
}

static void test_wb_frame_select__gives_columns_in_the_order_asked(void **state)
{
    const char *const wanted[] = {"name", "q1"}, *const unknown[] = {"q1", "q9"},
                      *const twice[] = {"q1", "q1"}, *const hole[] = {NULL};
    wb_frame *frame = make_frame(), *selection = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_frame_select(frame, wanted, 2, &selection, NULL));
    assert_int_equal(wb_frame_column_count(selection), 2);
    assert_string_equal(wb_frame_column_name(selection, 0), "name");
    assert_int_equal(wb_frame_int64(selection, 1, 4), 5);
    wb_frame_free(selection);
    assert_ok(wb_frame_select(frame, NULL, 0, &selection, NULL));
    assert_int_equal(wb_frame_row_count(selection), 5);
    wb_frame_free(selection);
    assert_fails(wb_frame_select(frame, unknown, 2, &selection, &err), WB_E_ARG);
    assert_null(selection);
    assert_string_equal(err.item, "q9");
    assert_fails(wb_frame_select(frame, twice, 2, &selection, &err), WB_E_ARG);
    assert_fails(wb_frame_select(frame, hole, 1, &selection, &err), WB_E_ARG);
    assert_fails(wb_frame_select(frame, NULL, 1, &selection, &err), WB_E_ARG);
    wb_frame_free(frame);
}

static void test_wb_frame_share_column__joins_columns_of_two_frames(void **state)
{
    wb_frame *frame = make_frame(), *slice = NULL, *other = NULL;

    (void)state;
    assert_ok(wb_frame_set_label(frame, 0, "vraag 1", NULL));
    assert_ok(wb_frame_slice(frame, 3, 2, &slice, NULL));
    assert_ok(wb_frame_new(2, &other, NULL));
    assert_ok(wb_frame_share_column(other, "answer", slice, 0, NULL));
    assert_fails(wb_frame_share_column(other, "all", frame, 0, NULL), WB_E_ARG);
    assert_fails(wb_frame_share_column(other, "answer", slice, 1, NULL), WB_E_ARG);
    wb_frame_free(frame);
    wb_frame_free(slice);
    assert_int_equal(wb_frame_int64(other, 0, 1), 5);
    assert_string_equal(wb_frame_label(other, 0), "vraag 1");
    assert_int_equal(wb_frame_column_count(other), 1);
    wb_frame_free(other);
}

static void
test_wb_frame_share_column__keeps_the_name_and_what_is_said_of_it(void **state)
{
    wb_frame *frame = make_frame(), *other = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_frame_set_value_label(frame, 0, 1, "nooit", NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 4, 5, NULL));
    assert_ok(wb_frame_new(5, &other, NULL));
    assert_ok(wb_frame_share_column(other, NULL, frame, 0, NULL));
    assert_fails(wb_frame_share_column(other, NULL, frame, 0, &err), WB_E_ARG);
    assert_string_equal(err.item, "q1");
    wb_frame_free(frame);
    assert_string_equal(wb_frame_column_name(other, 0), "q1");
    assert_string_equal(wb_frame_value_label_text(other, 0, 0), "nooit");
    assert_close(wb_frame_missing_range_high(other, 0, 0), 5, 0);
    wb_frame_free(other);
}

/* Growing the frame moves the very column that is shared. */
static void test_wb_frame_share_column__shares_within_one_frame(void **state)
{
    wb_frame *frame = make_frame();
    char name[] = "a";

    (void)state;
    for (int i = 0; i < 20; i++) {
        assert_ok(wb_frame_share_column(frame, name, frame, 0, NULL));
        name[0]++;
    }
    assert_int_equal(wb_frame_int64(frame, 23, 4), 5);
    assert_fails(wb_frame_share_column(frame, NULL, frame, 0, NULL), WB_E_ARG);
    wb_frame_free(frame);
}

static void test_wb_frame_share_column__refuses_what_is_not_there(void **state)
{
    wb_frame *frame = make_frame();

    (void)state;
    assert_fails(wb_frame_share_column(NULL, "x", frame, 0, NULL), WB_E_ARG);
    assert_fails(wb_frame_share_column(frame, "x", NULL, 0, NULL), WB_E_ARG);
    assert_fails(wb_frame_share_column(frame, "x", frame, 4, NULL), WB_E_ARG);
    assert_fails(wb_frame_share_column(frame, "", frame, 0, NULL), WB_E_ARG);
    assert_fails(wb_frame_share_column(frame, "\xFF", frame, 0, NULL), WB_E_DATA);
    assert_int_equal(wb_frame_column_count(frame), 4);
    wb_frame_free(frame);
}

static void test_wb_frame_is_ordered__for_ordered_categories_alone(void **state)
{
    wb_column column = sexes();
    wb_frame *frame = make_frame(), *slice = NULL;

    (void)state;
    column.flags |= WB_COLUMN_ORDERED;
    add_column(frame, "ordered", column);
    assert_ok(wb_frame_slice(frame, 1, 2, &slice, NULL));
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(wb_frame_is_ordered(frame, i), i == 4);
        assert_int_equal(wb_frame_is_ordered(slice, i), i == 4);
    }
    wb_frame_free(frame);
    wb_frame_free(slice);
}

static void test_wb_frame_require__names_the_purpose(void **state)
{
    wb_frame *frame = make_frame();
    size_t column = 9;
    wb_error err;

    (void)state;
    assert_ok(wb_frame_require(frame, "score", "weights", &column, &err));
    assert_int_equal(column, 2);
    assert_fails(wb_frame_require(frame, "w", "weights", &column, &err), WB_E_DATA);
    assert_string_equal(err.item, "w");
    assert_string_equal(err.message,
                        "the data have no column 'w', which is needed as weights");
    assert_fails(wb_frame_require(frame, "Score", "weights", &column, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "but 'score': capitals count"));
    assert_fails(wb_frame_require(frame, "Scores", "weights", &column, &err), WB_E_DATA);
    assert_null(strstr(err.message, "capitals"));
    wb_frame_free(frame);
}

static void test_wb_frame_has__numbers_texts_or_neither(void **state)
{
    static const int32_t days[] = {1, 2, 3, 4, 5};
    static const int64_t moments[] = {1, 2, 3, 4, 5};
    static const uint8_t bits[] = {0x15};
    static const bool numbers[] = {true, false, true, false, true, true, false, false};
    static const bool texts[] = {false, true, false, true, false, true, false, false};
    wb_frame *frame = make_frame();

    (void)state;
    add_column(frame, "said", column_of(WB_TYPE_BOOL, bits));
    add_column(frame, "nothing", column_of(WB_TYPE_NULL, NULL));
    add_column(frame, "day", column_of(WB_TYPE_DATE32, days));
    add_column(frame, "moment", column_of(WB_TYPE_TIMESTAMP, moments));
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(wb_frame_has_numbers(frame, i), numbers[i]);
        assert_int_equal(wb_frame_has_texts(frame, i), texts[i]);
    }
    wb_frame_free(frame);
}

static void test_wb_frame_require_numbers__names_type_and_purpose(void **state)
{
    wb_frame *frame = make_frame();
    size_t column = 9;
    wb_error err;

    (void)state;
    assert_ok(wb_frame_require_numbers(frame, "score", "weights", &column, &err));
    assert_int_equal(column, 2);
    assert_fails(wb_frame_require_numbers(frame, "w", "weights", &column, &err),
                 WB_E_DATA);
    assert_string_equal(err.message,
                        "the data have no column 'w', which is needed as weights");
    assert_fails(wb_frame_require_numbers(frame, "sex", "weights", &column, &err),
                 WB_E_DATA);
    assert_string_equal(err.item, "sex");
    assert_string_equal(err.message,
                        "column 'sex' holds dictionary, where numbers are expected: it "
                        "is needed as weights");
    wb_frame_free(frame);
}

static void test_wb_frame_set_metadata__keeps_canonical_json(void **state)
{
    wb_frame *frame = make_frame();
    wb_error err;

    (void)state;
    assert_null(wb_frame_metadata(frame));
    assert_ok(wb_frame_set_metadata(frame, "{ \"b\": 1.50, \"a\": [true] }", NULL));
    assert_string_equal(wb_frame_metadata(frame), "{\"a\":[true],\"b\":1.5}");
    assert_fails(wb_frame_set_metadata(frame, "[1]", &err), WB_E_ARG);
    assert_fails(wb_frame_set_metadata(frame, "{", &err), WB_E_ARG);
    assert_int_equal(err.status, WB_E_ARG);
    assert_string_equal(wb_frame_metadata(frame), "{\"a\":[true],\"b\":1.5}");
    assert_ok(wb_frame_set_metadata(frame, NULL, NULL));
    assert_null(wb_frame_metadata(frame));
    assert_fails(wb_frame_set_metadata(NULL, "{}", NULL), WB_E_ARG);
    wb_frame_free(frame);
}

/* ---- failing allocations ---- */

static int failed_releases;

static wb_status add_select_and_slice(void)
{
    const char *const wanted[] = {"sex", "x"};
    wb_column borrowed = column_of(WB_TYPE_INT8, ANSWERS), copied = names(),
              codes = sexes();
    wb_frame *frame = NULL, *selection = NULL, *slice = NULL;
    wb_status st;

    borrowed.release = count_release;
    borrowed.user = &failed_releases;
    copied.flags |= WB_COLUMN_COPY;
    st = wb_frame_new(5, &frame, NULL);
    if (st == WB_OK && (st = wb_frame_add_column(frame, "x", &borrowed, NULL)) == WB_OK)
        failed_releases--; /* owed from now on */
    if (st == WB_OK)
        st = wb_frame_add_column(frame, "sex", &codes, NULL);
    if (st == WB_OK)
        st = wb_frame_add_column(frame, "name", &copied, NULL);
    if (st == WB_OK)
        st = wb_frame_set_metadata(frame, "{}", NULL);
    if (st == WB_OK)
        st = wb_frame_select(frame, wanted, 2, &selection, NULL);
    if (st == WB_OK)
        st = wb_frame_slice(selection, 1, 2, &slice, NULL);
    wb_frame_free(frame);
    wb_frame_free(selection);
    wb_frame_free(slice);
    return st;
}

static void test_wb_frame__survives_failing_allocations(void **state)
{
    (void)state;
    failed_releases = 0;
    wb_test_every_allocation(add_select_and_slice);
    assert_int_equal(failed_releases, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_type_name__names_every_type),
        cmocka_unit_test(test_wb_frame_new__refuses_negative_rows),
        cmocka_unit_test(test_wb_frame_add_column__values_read_back),
        cmocka_unit_test(test_wb_frame_add_column__reads_every_integer_type),
        cmocka_unit_test(test_wb_frame_add_column__a_uint64_beyond_int64_is_no_sentinel),
        cmocka_unit_test(test_wb_frame_add_column__reads_bools_in_three_layouts),
        cmocka_unit_test(test_wb_frame_add_column__reads_null_and_float32),
        cmocka_unit_test(test_wb_frame_int64__floating_point_stops_at_the_bounds),
        cmocka_unit_test(test_wb_frame_add_column__copies_when_asked),
        cmocka_unit_test(test_wb_frame_add_column__an_older_caller_has_a_shorter_struct),
        cmocka_unit_test(test_wb_frame_add_column__refuses_wrong_descriptions),
        cmocka_unit_test(test_wb_frame_add_column__refuses_wrong_names),
        cmocka_unit_test(test_wb_frame_add_column__refuses_bad_text),
        cmocka_unit_test(test_wb_frame_add_column__takes_empty_text_without_bytes),
        cmocka_unit_test(test_wb_frame_add_column__refuses_codes_outside),
        cmocka_unit_test(test_wb_frame_add_column__takes_codes_of_every_width),
        cmocka_unit_test(test_wb_frame_add_column__refuses_categories_that_are_not_utf8),
        cmocka_unit_test(test_wb_frame_slice__shares_buffers_until_the_last_frame_goes),
        cmocka_unit_test(test_wb_frame_slice__keeps_what_belongs_to_the_rows),
        cmocka_unit_test(test_wb_frame_slice__refuses_rows_outside),
        cmocka_unit_test(test_wb_frame_select__gives_columns_in_the_order_asked),
        cmocka_unit_test(test_wb_frame_share_column__joins_columns_of_two_frames),
        cmocka_unit_test(
            test_wb_frame_share_column__keeps_the_name_and_what_is_said_of_it),
        cmocka_unit_test(test_wb_frame_share_column__shares_within_one_frame),
        cmocka_unit_test(test_wb_frame_share_column__refuses_what_is_not_there),
        cmocka_unit_test(test_wb_frame_is_ordered__for_ordered_categories_alone),
        cmocka_unit_test(test_wb_frame_require__names_the_purpose),
        cmocka_unit_test(test_wb_frame_has__numbers_texts_or_neither),
        cmocka_unit_test(test_wb_frame_require_numbers__names_type_and_purpose),
        cmocka_unit_test(test_wb_frame_set_metadata__keeps_canonical_json),
        cmocka_unit_test(test_wb_frame__survives_failing_allocations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
