/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Reading CSV chunk by chunk: rewinding, memory, limits, and readers and memory that
 * fail. */
#include "io/step_reader.h"

#include <stdio.h>
#include <stdlib.h>

static const char people[] = "# SYNTHETIC\n"
                             "id,name,x,ok,day,at\n"
                             "1,\"Jan \"\"de\"\" Wit\",1.5,true,2024-02-29,\n"
                             "2,,NA,false,,2024-01-01T00:00:00.5Z\n"
                             "3,\"a\nb\",-2,,1969-12-31,\n"
                             "4,\xc3\xa9,1e10,true,2024-01-01,2024-01-01T00:00:00Z\n";

static wb_source *open_bytes(step_bytes *bytes, int64_t chunk_rows, wb_status expected)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    options.chunk_rows = chunk_rows;
    options.infer_rows = 100;
    assert_ok(
        wb_reader_new(step_read, step_rewind, step_close, bytes, "bytes", &reader, NULL));
    assert_int_equal(wb_csv_read(reader, &options, &source, NULL), expected);
    if (expected != WB_OK)
        wb_reader_free(reader);
    return source;
}

/* ---- rewinding ---- */

static int64_t sum_ids(wb_source *source, int *n_frames)
{
    wb_frame *frame = NULL;
    int64_t sum = 0;

    for (*n_frames = 0;; ++*n_frames) {
        assert_ok(wb_source_next(source, &frame, NULL));
        if (frame == NULL)
            return sum;
        assert_int_equal(wb_frame_column_type(frame, 2), WB_TYPE_FLOAT64);
        for (int64_t i = 0; i < wb_frame_row_count(frame); i++)
            sum += wb_frame_int64(frame, 0, i);
        wb_frame_free(frame);
    }
}

static void test_wb_csv_read__can_be_rewound(void **state)
{
    step_bytes bytes = {.text = people, .length = sizeof people - 1};
    wb_source *source = open_bytes(&bytes, 3, WB_OK);
    wb_frame *frame = NULL;
    int n_frames = 0;

    (void)state;
    assert_int_equal(sum_ids(source, &n_frames), 10);
    assert_int_equal(n_frames, 2);
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_null(frame);
    assert_ok(wb_source_rewind(source, NULL));
    assert_int_equal(sum_ids(source, &n_frames), 10);
    assert_ok(wb_source_rewind(source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    wb_frame_free(frame);
    assert_ok(wb_source_rewind(source, NULL));
    assert_int_equal(sum_ids(source, &n_frames), 10);
    wb_source_free(source);
    assert_int_equal(bytes.n_closed, 1);
}

static void test_wb_csv_read__rewinds_a_file_without_rows(void **state)
{
    step_bytes bytes = {.text = "a,b\n", .length = 4};
    wb_source *source = open_bytes(&bytes, 3, WB_OK);
    wb_frame *frame = NULL;

    (void)state;
    for (int again = 0; again < 2; again++) {
        assert_ok(wb_source_next(source, &frame, NULL));
        assert_non_null(frame);
        assert_int_equal(wb_frame_row_count(frame), 0);
        assert_int_equal(wb_frame_column_count(frame), 2);
        wb_frame_free(frame);
        assert_ok(wb_source_next(source, &frame, NULL));
        assert_null(frame);
        assert_ok(wb_source_rewind(source, NULL));
    }
    wb_source_free(source);
}

static void check_changed_header(const char *changed)
{
    step_bytes bytes = {.text = "a,b\n1,2\n", .length = 8};
    wb_source *source = open_bytes(&bytes, 3, WB_OK);
    wb_frame *frame = NULL;
    wb_error err;

    bytes.text = changed;
    bytes.length = strlen(changed);
    assert_ok(wb_source_rewind(source, NULL));
    assert_fails(wb_source_next(source, &frame, &err), WB_E_CONFLICT);
    assert_string_equal(err.message, "the header of 'bytes' is not what it was");
    assert_fails(wb_source_next(source, &frame, NULL), WB_E_CONFLICT);
    wb_source_free(source);
}

static void test_wb_csv_read__refuses_another_header_after_rewinding(void **state)
{
    (void)state;
    check_changed_header("a,c\n1,2\n");
    check_changed_header("a,b,c\n1,2,3\n");
    check_changed_header("a\n1\n");
}

/* The metadata of every frame of a text, in chunks of a row, also when read again. */
static void check_metadata(const char *text, const char *expected)
{
    step_bytes bytes = {.text = text, .length = strlen(text)};
    wb_source *source = open_bytes(&bytes, 1, WB_OK);
    wb_frame *frame = NULL;

    for (int round = 0; round < 2; round++) {
        for (int row = 0; row < 2; row++) {
            assert_ok(wb_source_next(source, &frame, NULL));
            if (expected == NULL)
                assert_null(wb_frame_metadata(frame));
            else
                assert_string_equal(wb_frame_metadata(frame), expected);
            wb_frame_free(frame);
        }
        assert_ok(wb_source_rewind(source, NULL));
    }
    wb_source_free(source);
}

static void
test_wb_csv_read__frames_say_when_the_first_comment_says_synthetic(void **state)
{
    static const char flag[] = "{\"synthetic\":true}";

    (void)state;
    check_metadata("# SYNTHETIC microdata\n# more\na\n1\n2\n", flag);
    check_metadata("#SYNTHETIC\r\na\n1\n2\n", flag);
    check_metadata("\xef\xbb\xbf# SYNTHETIC\na\n1\n2\n", flag);
    check_metadata("# more\n# SYNTHETIC\na\n1\n2\n", NULL);
    check_metadata("# not SYNTHETIC\na\n1\n2\n", NULL);
    check_metadata("#\na\n1\n2\n", NULL);
    check_metadata("SYNTHETIC\n1\n2\n", NULL);
}

static void test_wb_csv_read__cannot_rewind_what_is_read_once(void **state)
{
    step_bytes bytes = {.text = "a\n1\n", .length = 4};
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_reader_new(step_read, NULL, step_close, &bytes, NULL, &reader, NULL));
    assert_ok(wb_csv_read(reader, NULL, &source, NULL));
    assert_fails(wb_source_rewind(source, NULL), WB_E_UNSUPPORTED);
    wb_source_free(source);
}

static int32_t fail_rewind(void *user)
{
    (void)user;
    return -1;
}

static void test_wb_csv_read__passes_on_a_failing_rewind(void **state)
{
    step_bytes bytes = {.text = "a\n1\n", .length = 4};
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_reader_new(step_read, fail_rewind, NULL, &bytes, NULL, &reader, NULL));
    assert_ok(wb_csv_read(reader, NULL, &source, NULL));
    assert_fails(wb_source_rewind(source, NULL), WB_E_IO);
    wb_source_free(source);
}

/* ---- failing readers ---- */

static void test_wb_csv_read__passes_on_a_failing_reader(void **state)
{
    char text[4096];
    size_t length = (size_t)sprintf(text, "a\n");
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    while (length < sizeof text - 8)
        length += (size_t)sprintf(text + length, "12345\n");
    for (size_t fail_at = 1; fail_at < length; fail_at += 111) {
        step_bytes bytes = {
            .text = text, .length = length, .step = 5, .fail_at = fail_at};
        source = open_bytes(&bytes, 1, WB_E_IO);
        assert_null(source);
        assert_int_equal(bytes.n_closed, 1);
    }
    char *large = malloc(1000000);
    assert_non_null(large);
    memcpy(large, "a\n", 2);
    for (size_t i = 2; i < 1000000; i++)
        large[i] = i % 2 == 0 ? '7' : '\n';
    step_bytes bytes = {.text = large, .length = 1000000, .fail_at = 900000};
    source = open_bytes(&bytes, 1000, WB_OK);
    int64_t n_rows = 0;
    wb_status st = WB_OK;
    while ((st = wb_source_next(source, &frame, &err)) == WB_OK) {
        n_rows += wb_frame_row_count(frame);
        wb_frame_free(frame);
    }
    assert_int_equal(st, WB_E_IO);
    assert_true(n_rows > 100000);
    assert_fails(wb_source_next(source, &frame, &err), WB_E_IO);
    assert_int_equal(err.status, WB_E_IO);
    assert_null(frame);
    wb_source_free(source);
    free(large);
}

/* ---- limits ---- */

static void check_header(const char *text, size_t length, wb_status expected,
                         const char *message)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err;

    assert_ok(wb_reader_from_memory(text, length, "bytes", &reader, NULL));
    assert_fails(wb_csv_read(reader, NULL, &source, &err), expected);
    assert_string_equal(err.message, message);
    wb_reader_free(reader);
}

static void test_wb_csv_read__takes_65536_columns_and_no_more(void **state)
{
    static char text[65537 * 8];

    (void)state;
    for (int n = 65536; n <= 65537; n++) {
        size_t length = 0;
        for (int i = 0; i < n; i++)
            length += (size_t)snprintf(text + length, sizeof text - length, "%sc%05d",
                                       i > 0 ? "," : "", i);
        memcpy(text + length - 6, "c00700", 6); /* its last name: c65535 or c65536 */
        check_header(text, length, n == 65536 ? WB_E_DATA : WB_E_LIMIT,
                     n == 65536
                         ? "columns 701 and 65536 of 'bytes' are both named 'c00700'"
                         : "'bytes' has more than 65,536 columns");
    }
}

typedef struct endless {
    int64_t n_bytes; /* handed out */
} endless;

/* A header, and a quoted text that never ends. */
static int64_t read_endless(void *user, void *buffer, size_t capacity)
{
    endless *state = user;

    memset(buffer, 'x', capacity);
    if (state->n_bytes == 0)
        memcpy(buffer, "a,b\n1,\"", 7);
    state->n_bytes += (int64_t)capacity;
    return (int64_t)capacity;
}

static void test_wb_csv_read__refuses_a_record_over_64_mib(void **state)
{
    endless bytes = {0};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_reader_new(read_endless, NULL, NULL, &bytes, "endless", &reader, NULL));
    assert_fails(wb_csv_read(reader, NULL, &source, &err), WB_E_LIMIT);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.row, 0);
    assert_string_equal(err.message,
                        "the record on line 2 of 'endless' is longer than 64 MiB (is a "
                        "quote not closed?)");
    assert_true(bytes.n_bytes < (int64_t)200 << 20);
    wb_reader_free(reader);
}

/* ---- memory ---- */

static size_t bytes_now, bytes_peak;

static void *counting_resize(void *block, size_t n_bytes)
{
    size_t before = block != NULL ? *((size_t *)block - 2) : 0;
    size_t *larger = realloc(block != NULL ? (size_t *)block - 2 : NULL, n_bytes + 16);

    if (larger == NULL)
        return NULL;
    larger[0] = n_bytes;
    bytes_now += n_bytes - before;
    bytes_peak = bytes_now > bytes_peak ? bytes_now : bytes_peak;
    return larger + 2;
}

static void counting_release(void *block)
{
    if (block == NULL)
        return;
    bytes_now -= *((size_t *)block - 2);
    free((size_t *)block - 2);
}

enum { LONG_ROWS = 1000000 };

typedef struct long_file {
    int64_t row; /* of the next line; -1: the header */
    char line[64];
    size_t length;
    size_t at;
} long_file;

static void make_line(long_file *file)
{
    int row = (int)file->row++;

    file->at = 0;
    if (row < 0)
        file->length = (size_t)sprintf(file->line, "id,score,weight,sector\n");
    else
        file->length = (size_t)sprintf(file->line, "%d,%d,%d.25,s%d\n", row, row % 5,
                                       row % 100, row % 7);
}

static int64_t read_long(void *user, void *buffer, size_t capacity)
{
    long_file *file = user;
    size_t filled = 0;

    while (filled < capacity) {
        if (file->at == file->length && file->row == LONG_ROWS)
            break;
        if (file->at == file->length)
            make_line(file);
        size_t n = file->length - file->at;
        n = n < capacity - filled ? n : capacity - filled;
        memcpy((char *)buffer + filled, file->line + file->at, n);
        file->at += n;
        filled += n;
    }
    return (int64_t)filled;
}

static void test_wb_csv_read__takes_memory_for_a_chunk_only(void **state)
{
    long_file file = {.row = -1};
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    int64_t n_rows = 0, sum = 0;

    (void)state;
    bytes_now = bytes_peak = 0;
    wb_set_allocator(counting_resize, counting_release);
    assert_ok(wb_reader_new(read_long, NULL, NULL, &file, "long", &reader, NULL));
    assert_ok(wb_csv_read(reader, NULL, &source, NULL));
    for (;;) {
        assert_ok(wb_source_next(source, &frame, NULL));
        if (frame == NULL)
            break;
        int64_t n = wb_frame_row_count(frame);
        assert_true(n == 16384 || n_rows + n == LONG_ROWS);
        for (int64_t i = 0; i < n; i += 1000) {
            assert_int_equal(wb_frame_int64(frame, 0, i), n_rows + i);
            assert_true(wb_frame_double(frame, 2, i) ==
                        (double)((n_rows + i) % 100) + 0.25);
        }
        sum += wb_frame_int64(frame, 1, n - 1);
        n_rows += n;
        wb_frame_free(frame);
    }
    wb_source_free(source);
    wb_set_allocator(NULL, NULL);
    assert_int_equal(n_rows, LONG_ROWS);
    assert_true(sum > 0);
    assert_int_equal(bytes_now, 0);
    print_message("# peak %zu bytes\n", bytes_peak);
    assert_true(bytes_peak < (size_t)3 << 20);
}

static wb_status read_people(void)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_column column = WB_COLUMN_INIT;
    wb_frame *types = NULL, *frame = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    int32_t none = 0;
    wb_status st = wb_frame_new(0, &types, NULL);

    column.type = WB_TYPE_DICTIONARY;
    column.values = &none;
    if (st == WB_OK)
        st = wb_frame_add_column(types, "name", &column, NULL);
    options.types = types;
    options.chunk_rows = 3;
    if (st == WB_OK)
        st = wb_reader_from_memory(people, sizeof people - 1, NULL, &reader, NULL);
    if (st == WB_OK)
        st = wb_csv_read(reader, &options, &source, NULL);
    if (st == WB_OK) {
        reader = NULL;
        st = wb_source_collect(source, NULL, &frame, NULL);
    }
    if (st == WB_OK)
        st = wb_source_rewind(source, NULL);
    if (st == WB_OK) {
        wb_frame_free(frame);
        frame = NULL;
        st = wb_source_next(source, &frame, NULL);
    }
    wb_frame_free(frame);
    wb_frame_free(types);
    wb_source_free(source);
    wb_reader_free(reader);
    return st;
}

static void test_wb_csv_read__survives_every_failing_allocation(void **state)
{
    (void)state;
    wb_test_every_allocation(read_people);
}

/* ---- anything at all ---- */

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t mutate(char *text, uint64_t *random)
{
    static const char spice[] = "\"\",;\n\r\t#\0 -+.eN\xff\xc3\xa9";
    size_t length = sizeof people - 1;

    memcpy(text, people, length);
    for (size_t n = 1 + next_random(random) % 4; n > 0; n--) {
        size_t at = next_random(random) % (length - 8);
        switch (next_random(random) % 4) {
        case 0:
            text[at] = spice[next_random(random) % (sizeof spice - 1)];
            break;
        case 1: /* leave a byte out */
            memmove(text + at, text + at + 1, length - at - 1);
            length--;
            break;
        case 2: /* a byte twice */
            memmove(text + at + 1, text + at, length - at);
            length++;
            break;
        default: /* end early */
            length = next_random(random) % 8 == 0 ? at + 9 : length;
            break;
        }
    }
    return length;
}

/* Read everything; the status, the rows and the place of the fault. */
static wb_status read_quietly(step_bytes *bytes, int64_t chunk_rows, int64_t *n_rows,
                              wb_error *err)
{
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;

    memset(err, 0, sizeof *err);
    *n_rows = 0;
    options.chunk_rows = chunk_rows;
    options.infer_rows = 100;
    assert_ok(wb_reader_new(step_read, NULL, step_close, bytes, NULL, &reader, NULL));
    wb_status st = wb_csv_read(reader, &options, &source, err);
    if (st != WB_OK) {
        wb_reader_free(reader);
        return st;
    }
    while ((st = wb_source_next(source, &frame, err)) == WB_OK && frame != NULL) {
        *n_rows += wb_frame_row_count(frame);
        wb_frame_free(frame);
    }
    wb_source_free(source);
    return st;
}

static void test_wb_csv_read__survives_mutated_files(void **state)
{
    char text[sizeof people + 16];
    uint64_t random = 2;
    int n_read = 0;

    (void)state;
    for (int i = 0; i < wb_test_cases(10000); i++) {
        size_t length = mutate(text, &random);
        step_bytes whole = {.text = text, .length = length};
        step_bytes pieces = {.text = text, .length = length, .step = 1 + (size_t)i % 5};
        wb_error one, two;
        int64_t n_one = 0, n_two = 0;
        wb_status st = read_quietly(&whole, 0, &n_one, &one);
        assert_true(st == WB_OK || st == WB_E_DATA);
        n_read += st == WB_OK;
        assert_int_equal(read_quietly(&pieces, 1 + i % 3, &n_two, &two), st);
        assert_int_equal(one.line, two.line);
        assert_int_equal(one.column, two.column);
        assert_int_equal(one.row, two.row);
        assert_string_equal(one.message, two.message);
        assert_true(st != WB_OK || n_one == n_two);
    }
    assert_in_range(n_read, wb_test_cases(1000), wb_test_cases(9000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_csv_read__can_be_rewound),
        cmocka_unit_test(test_wb_csv_read__rewinds_a_file_without_rows),
        cmocka_unit_test(test_wb_csv_read__refuses_another_header_after_rewinding),
        cmocka_unit_test(
            test_wb_csv_read__frames_say_when_the_first_comment_says_synthetic),
        cmocka_unit_test(test_wb_csv_read__cannot_rewind_what_is_read_once),
        cmocka_unit_test(test_wb_csv_read__passes_on_a_failing_rewind),
        cmocka_unit_test(test_wb_csv_read__passes_on_a_failing_reader),
        cmocka_unit_test(test_wb_csv_read__takes_65536_columns_and_no_more),
        cmocka_unit_test(test_wb_csv_read__refuses_a_record_over_64_mib),
        cmocka_unit_test(test_wb_csv_read__takes_memory_for_a_chunk_only),
        cmocka_unit_test(test_wb_csv_read__survives_every_failing_allocation),
        cmocka_unit_test(test_wb_csv_read__survives_mutated_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
