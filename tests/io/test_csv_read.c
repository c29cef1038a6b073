/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What CSV texts become, or why they are refused. Every case is read whole, and again in
 * pieces of a few bytes and in chunks of a few rows: the result must be the same. */
#include "io/step_reader.h"

#include <stdio.h>

typedef struct csv_case {
    const char *name;
    const char *input;
    size_t length; /* 0: up to the NUL */
    char delimiter;
    char decimal;
    const char *missing;
    const char *declared; /* "column type, ..." */
    const char *types;    /* of the columns read */
    const char *rows;     /* as wb_csv_write() writes them, without the header */
    wb_status status;     /* else: why it fails */
    const char *message;  /* a part of it */
    const char *item;
    int32_t line;
    int32_t column;
    int64_t row;
} csv_case;

static const csv_case cases[] = {
    /* ---- types ---- */
    {.name = "types are inferred",
     .input = "i,l,x,b,d,t,s\n1,3000000000,1.5,true,2024-02-29,2024-01-01T00:00:00Z,a\n"
              "-2,-1,2,false,1969-12-31,1970-01-01 00:00:01Z,b\n",
     .types = "int32 int64 float64 bool date32 timestamp utf8",
     .rows = "1,3000000000,1.5,true,2024-02-29,2024-01-01T00:00:00Z,a\n"
             "-2,-1,2,false,1969-12-31,1970-01-01T00:00:01Z,b\n"},
    {.name = "the bounds of int32",
     .input = "a,b\n2147483647,2147483648\n-2147483648,-2147483649\n",
     .types = "int32 int64",
     .rows = "2147483647,2147483648\n-2147483648,-2147483649\n"},
    {.name = "the bounds of int64",
     .input = "a,b\n9223372036854775807,9223372036854775808\n-9223372036854775808,1\n",
     .types = "int64 float64",
     .rows = "9223372036854775807,9.2233720368547758e+18\n-9223372036854775808,1\n"},
    {.name = "numbers with zeros in front are codes",
     .input = "a,b\n01,0\n10,-0\n",
     .types = "utf8 float64",
     .rows = "01,0\n10,-0\n"},
    {.name = "numbers that are not finite",
     .input = "a,b\nInf,nan\n-Inf,1\n",
     .types = "float64 float64",
     .rows = "Inf,\n-Inf,1\n"},
    {.name = "mixed types are text",
     .input = "a,b,c\n1,true,2024-01-01\nx,1,true\n",
     .types = "utf8 utf8 utf8",
     .rows = "1,true,2024-01-01\nx,1,true\n"},
    {.name = "true and false as R and Python write them",
     .input = "a,b\nTRUE,True\nFALSE,False\n",
     .types = "bool bool",
     .rows = "true,true\nfalse,false\n"},
    {.name = "29 February of a common year is text",
     .input = "d\n2023-02-29\n",
     .types = "utf8",
     .rows = "2023-02-29\n"},
    {.name = "declared types",
     .input = "a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n-128,-32768,,255,65535,4294967295,"
              "9223372036854775806\n",
     .declared = "a int8, b int16, c int64, d uint8, e uint16, f uint32, g uint64",
     .types = "int8 int16 int64 uint8 uint16 uint32 uint64",
     .rows = "1,2,3,4,5,6,7\n-128,-32768,,255,65535,4294967295,9223372036854775806\n"},
    {.name = "declared types that inference would not give",
     .input = "a,b,c,d\n007,1,1,x\n+8,0,0.5,y\n",
     .declared = "a int32, b bool, c float32, d dictionary",
     .types = "int32 bool float32 dictionary",
     .rows = "7,true,1,x\n8,false,0.5,y\n"},
    {.name = "declared text keeps what it reads",
     .input = "a,b\n007,\n,1\n",
     .declared = "a utf8",
     .types = "utf8 int32",
     .rows = "007,\n,1\n"},
    {.name = "a declared null column",
     .input = "a,b\n1,\n2,NA\n",
     .declared = "b null",
     .types = "int32 null",
     .rows = "1,\n2,\n"},
    /* ---- missing ---- */
    {.name = "empty fields and NA are missing",
     .input = "a,b\n1,NA\n,x\nNA,\n",
     .types = "int32 utf8",
     .rows = "1,\n,x\n,\n"},
    {.name = "a quoted empty field is an empty text, and missing in other types",
     .input = "a,b\n\"\",\"\"\n1,x\n",
     .types = "int32 utf8",
     .rows = ",\"\"\n1,x\n"},
    {.name = "a quoted NA is a text",
     .input = "a\n\"NA\"\nNA\n",
     .types = "utf8",
     .rows = "\"NA\"\nNA\n"},
    {.name = "another word for missing, a number at that",
     .input = "a,b\n-9,NA\n5,-9\n",
     .missing = "-9",
     .types = "int32 utf8",
     .rows = ",\"NA\"\n5,\n"},
    {.name = "no word for missing",
     .input = "a,b\nNA,1\nx,\n",
     .missing = "",
     .types = "utf8 int32",
     .rows = "\"NA\",1\nx,\n"},
    {.name = "all missing is null when the whole file was seen",
     .input = "a,b\n1,\n2,\n",
     .types = "int32 null",
     .rows = "1,\n2,\n"},
    {.name = "quoted empty fields alone are text",
     .input = "a,b\n1,\"\"\n2,\n",
     .types = "int32 utf8",
     .rows = "1,\"\"\n2,\n"},
    /* ---- quotes and lines ---- */
    {.name = "quotes hold delimiters, quotes and line ends",
     .input = "a,b\n\"x,y\",\"say \"\"hi\"\"\"\n\"1\n2\",\"\"\"\"\n",
     .types = "utf8 utf8",
     .rows = "\"x,y\",\"say \"\"hi\"\"\"\n\"1\n2\",\"\"\"\"\n"},
    {.name = "quoted numbers are numbers",
     .input = "\"a\",\"b\"\n\"1\",\"2.5\"\n2,\"-1\"\n",
     .types = "int32 float64",
     .rows = "1,2.5\n2,-1\n"},
    {.name = "CRLF",
     .input = "a,b\r\n1,x\r\n2,\"y\r\nz\"\r\n",
     .types = "int32 utf8",
     .rows = "1,x\n2,\"y\r\nz\"\n"},
    {.name = "the last line without an end",
     .input = "a,b\n1,x\n2,\"y\"",
     .types = "int32 utf8",
     .rows = "1,x\n2,y\n"},
    {.name = "the last field empty and without an end",
     .input = "a,b\n1,",
     .types = "int32 null",
     .rows = "1,\n"},
    {.name = "a byte order mark",
     .input = "\xef\xbb\xbf"
              "a,b\n1,2\n",
     .types = "int32 int32",
     .rows = "1,2\n"},
    {.name = "comment lines before the header",
     .input = "\xef\xbb\xbf# about data, \"no person\r\n#\n#,\na,b\n#1,2\n",
     .types = "utf8 int32",
     .rows = "#1,2\n"},
    {.name = "a quoted number sign is a name",
     .input = "\"#\",b\n1,2\n",
     .types = "int32 int32",
     .rows = "1,2\n"},
    {.name = "empty lines at the end",
     .input = "a,b\n1,2\n\n\r\n\n",
     .types = "int32 int32",
     .rows = "1,2\n"},
    {.name = "empty lines in a file of one column",
     .input = "a\n\n1\n\r\n\n2\n\n\n",
     .types = "int32",
     .rows = "NA\n1\nNA\nNA\n2\n"},
    {.name = "a header alone", .input = "a,b\n", .types = "null null", .rows = ""},
    {.name = "a header alone, without an end", .input = "a", .types = "null", .rows = ""},
    {.name = "spaces belong to the field",
     .input = "a, b\n 1,2 \n",
     .types = "utf8 utf8",
     .rows = " 1,2 \n"},
    {.name = "texts beyond ASCII",
     .input = "na\xc3\xafveteit,b\n\xe6\x97\xa5\xe6\x9c\xac,\xf0\x9f\x98\x80\n",
     .types = "utf8 utf8",
     .rows = "\xe6\x97\xa5\xe6\x9c\xac,\xf0\x9f\x98\x80\n"},
    /* ---- delimiters and decimals ---- */
    {.name = "the delimiter the header has most of",
     .input = "\"a,b,c\";d;e\n1;2;3\n",
     .types = "int32 int32 int32",
     .rows = "1,2,3\n"},
    {.name = "tabs",
     .input = "a\tb\n1,5\tx y\n",
     .types = "utf8 utf8",
     .rows = "\"1,5\",x y\n"},
    {.name = "a decimal comma that the rows show",
     .input = "a;b;c\n1,5;2;x,y\n2,25;3;z\n",
     .types = "float64 int32 utf8",
     .rows = "1.5,2,\"x,y\"\n2.25,3,z\n"},
    {.name = "a decimal point beside semicolons",
     .input = "a;b\n1.5;2\n2.25;3,5\n",
     .types = "float64 utf8",
     .rows = "1.5,2\n2.25,\"3,5\"\n"},
    {.name = "a decimal comma that was asked for",
     .input = "a;b\n1;1.5\n",
     .decimal = ',',
     .types = "int32 utf8",
     .rows = "1,1.5\n"},
    {.name = "a declared number shows the decimal comma",
     .input = "a;b\n1;1,5\n",
     .declared = "b float32",
     .types = "int32 float32",
     .rows = "1,1.5\n"},
    {.name = "a delimiter that was asked for",
     .input = "a,b;c\n1,5;2\n",
     .delimiter = ';',
     .types = "float64 int32",
     .rows = "1.5,2\n"},
    /* ---- refused ---- */
    {.name = "nothing",
     .input = "",
     .status = WB_E_DATA,
     .message = "is empty",
     .line = 1,
     .column = 1,
     .row = -1},
    {.name = "comments alone",
     .input = "# a\n# b",
     .status = WB_E_DATA,
     .message = "is empty",
     .line = 3,
     .column = 1,
     .row = -1},
    {.name = "an empty header",
     .input = "\n1\n",
     .status = WB_E_DATA,
     .message = "begins with an empty line",
     .line = 1,
     .column = 1,
     .row = -1},
    {.name = "UTF-16",
     .input = "\xff\xfe"
              "a,b",
     .status = WB_E_DATA,
     .message = "is UTF-16",
     .line = 1,
     .column = 1,
     .row = -1},
    {.name = "a column without a name",
     .input = "a,,b\n",
     .status = WB_E_DATA,
     .message = "column 2 of 'case' has no name",
     .line = 1,
     .column = 2,
     .row = -1},
    {.name = "a name used twice",
     .input = "# x\na,b,a\n1,2,3\n",
     .status = WB_E_DATA,
     .message = "columns 1 and 3 of 'case' are both named 'a'",
     .item = "a",
     .line = 2,
     .column = 3,
     .row = -1},
    {.name = "a name that is not UTF-8",
     .input = "a,b\xff\n",
     .status = WB_E_DATA,
     .message = "column 2 of 'case' is not UTF-8",
     .line = 1,
     .column = 2,
     .row = -1},
    {.name = "a declared column that is not there",
     .input = "a,b\n1,2\n",
     .declared = "c int8",
     .status = WB_E_DATA,
     .message = "has no column 'c'",
     .item = "c",
     .row = -1},
    {.name = "a row too short",
     .input = "a,b,c\n1,2,3\n4,5\n",
     .status = WB_E_DATA,
     .message = "line 3 of 'case' has 2 fields; the header has 3",
     .line = 3,
     .column = 3,
     .row = 1},
    {.name = "a row too long",
     .input = "a,b\n\"1\n\",2\n4,5,6,7\n",
     .status = WB_E_DATA,
     .message = "line 4 of 'case' has 4 fields; the header has 2",
     .line = 4,
     .column = 3,
     .row = 1},
    {.name = "an empty line in the middle",
     .input = "a,b\n1,2\n\n\n3,4\n",
     .status = WB_E_DATA,
     .message = "line 3 of 'case' has 1 field; the header has 2",
     .line = 3,
     .column = 2,
     .row = 1},
    {.name = "a quote that is not closed",
     .input = "a,b\n1,x\n2,\"y\n3,z\n",
     .status = WB_E_DATA,
     .message = "line 3 of 'case' opens a quote that is not closed",
     .line = 3,
     .column = 2,
     .row = 1},
    {.name = "text after a closing quote",
     .input = "a,b\n1,\"x\"y\n",
     .status = WB_E_DATA,
     .message = "line 2 of 'case' has text after a closing quote",
     .line = 2,
     .column = 2,
     .row = 0},
    {.name = "a quote inside a field",
     .input = "a,b\n1,5\" x\n",
     .status = WB_E_DATA,
     .message = "has a quote inside a field without quotes",
     .line = 2,
     .column = 2,
     .row = 0},
    {.name = "a lone carriage return",
     .input = "a,b\n1,2\r3,4\n",
     .status = WB_E_DATA,
     .message = "carriage return without a line feed",
     .line = 2,
     .column = 2,
     .row = 0},
    {.name = "a carriage return at the very end",
     .input = "a,b\n1,2\r",
     .status = WB_E_DATA,
     .message = "carriage return without a line feed",
     .line = 2,
     .column = 2,
     .row = 0},
    {.name = "an embedded NUL",
     .input = "a,b\n1,2\n3,x\0y\n",
     .length = 14,
     .status = WB_E_DATA,
     .message = "line 3 of 'case' holds a NUL byte",
     .line = 3,
     .column = 2,
     .row = 1},
    {.name = "a NUL between quotes",
     .input = "a,b\n1,\"\n\0\"\n",
     .length = 11,
     .status = WB_E_DATA,
     .message = "line 3 of 'case' holds a NUL byte",
     .line = 3,
     .column = 2,
     .row = 0},
    {.name = "text that is not UTF-8",
     .input = "a,b\nx,y\nz,w\xe9\n",
     .status = WB_E_DATA,
     .message = "the text in column 'b', line 3, is not UTF-8",
     .item = "b",
     .line = 3,
     .column = 2,
     .row = 1},
    {.name = "a declared number that is not one",
     .input = "id,age\n1,\"4\n5\"\n",
     .declared = "age int8",
     .status = WB_E_DATA,
     .message = "is not a whole number from -128 to 127 (the column is read as int8)",
     .item = "age",
     .line = 2,
     .column = 2,
     .row = 0},
    {.name = "a declared number out of range",
     .input = "id,age\n1,127\n2,128\n",
     .declared = "age int8",
     .status = WB_E_DATA,
     .message = "field '128' in column 'age', line 3, is not a whole number",
     .item = "age",
     .line = 3,
     .column = 2,
     .row = 1},
    {.name = "a negative number where none can be",
     .input = "a\n-1\n",
     .declared = "a uint64",
     .status = WB_E_DATA,
     .message = "field '-1' in column 'a'",
     .item = "a",
     .line = 2,
     .column = 1,
     .row = 0},
    {.name = "a number beyond 32 bits of floating point",
     .input = "a\n1e39\n",
     .declared = "a float32",
     .status = WB_E_DATA,
     .message = "a number of 32 bits",
     .item = "a",
     .line = 2,
     .column = 1,
     .row = 0},
    {.name = "a value in a column without any",
     .input = "a,b\n1,2\n",
     .declared = "b null",
     .status = WB_E_DATA,
     .message = "is not missing",
     .item = "b",
     .line = 2,
     .column = 2,
     .row = 0},
    {.name = "the first of two faults in the file",
     .input = "a,b\n1,1\n1,x\ny,1\n",
     .declared = "a int8, b int8",
     .status = WB_E_DATA,
     .message = "field 'x'",
     .item = "b",
     .line = 3,
     .column = 2,
     .row = 1},
    {.name = "the first fault comes before a broken record",
     .input = "a,b\n1,1\n1,x\n\"y",
     .declared = "b int8",
     .status = WB_E_DATA,
     .message = "field 'x'",
     .item = "b",
     .line = 3,
     .column = 2,
     .row = 1},
};

static int32_t type_named(const char *name, size_t length)
{
    for (int32_t type = 0; type <= WB_TYPE_TIMESTAMP; type++)
        if (strlen(wb_type_name(type)) == length &&
            memcmp(wb_type_name(type), name, length) == 0)
            return type;
    fail_msg("no type %.*s", (int)length, name);
    return -1;
}

/* "a int8, b utf8" as a frame without rows. */
static wb_frame *declare(const char *text)
{
    static const int32_t none[2] = {0, 0};
    wb_frame *frame = NULL;

    assert_ok(wb_frame_new(0, &frame, NULL));
    while (*text != '\0') {
        char name[16] = {0};
        size_t n = strcspn(text, " ");
        memcpy(name, text, n);
        text += n + 1;
        n = strcspn(text, ",");
        wb_column column = WB_COLUMN_INIT;
        column.type = type_named(text, n);
        column.values = none;
        column.offsets = column.type == WB_TYPE_UTF8 ? none : NULL;
        assert_ok(wb_frame_add_column(frame, name, &column, NULL));
        text += n;
        text += strspn(text, ", ");
    }
    return frame;
}

static wb_status read_case(const csv_case *one, size_t step, int64_t chunk_rows,
                           wb_frame **out, wb_error *err)
{
    step_bytes bytes = {.text = one->input, .step = step};
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_frame *types = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    bytes.length = one->length > 0 ? one->length : strlen(one->input);
    if (one->declared != NULL)
        types = declare(one->declared);
    options.delimiter = one->delimiter;
    options.decimal = one->decimal;
    options.missing = one->missing;
    options.types = types;
    options.chunk_rows = chunk_rows;
    options.infer_rows = 1000;
    assert_ok(
        wb_reader_new(step_read, step_rewind, step_close, &bytes, "case", &reader, NULL));
    wb_status st = wb_csv_read(reader, &options, &source, err);
    wb_frame_free(types);
    if (st != WB_OK) {
        assert_null(source);
        wb_reader_free(reader);
    } else {
        st = wb_source_collect(source, NULL, out, err);
        wb_source_free(source);
    }
    assert_int_equal(bytes.n_closed, 1);
    return st;
}

static void check_frame(const csv_case *one, const wb_frame *frame)
{
    wb_csv_write_options options = WB_CSV_WRITE_OPTIONS_INIT;
    wb_source *source = NULL;
    wb_writer *writer = NULL;
    char types[256] = "";

    for (size_t i = 0; i < wb_frame_column_count(frame); i++)
        sprintf(types + strlen(types), "%s%s", i > 0 ? " " : "",
                wb_type_name(wb_frame_column_type(frame, i)));
    assert_string_equal(types, one->types);
    options.no_header = 1;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_csv_write(writer, source, &options, NULL, NULL));
    const char *rows = wb_writer_bytes(writer, NULL);
    assert_string_equal(rows != NULL ? rows : "", one->rows);
    wb_writer_free(writer);
    wb_source_free(source);
}

static void check_error(const csv_case *one, const wb_error *err)
{
    assert_int_equal(err->status, one->status);
    if (strstr(err->message, one->message) == NULL)
        fail_msg("'%s' is not in '%s'", one->message, err->message);
    assert_string_equal(err->item, one->item != NULL ? one->item : "");
    assert_string_equal(err->where, "case");
    assert_int_equal(err->line, one->line);
    assert_int_equal(err->column, one->column);
    assert_int_equal(err->row, one->row);
}

static void check_case(const csv_case *one, size_t step, int64_t chunk_rows)
{
    wb_frame *frame = NULL;
    wb_error err;
    wb_status st = read_case(one, step, chunk_rows, &frame, &err);

    if (st != one->status)
        print_error("case '%s', step %zu, chunks of %d: status %d %s\n", one->name, step,
                    (int)chunk_rows, st, st != WB_OK ? err.message : "");
    assert_int_equal(st, one->status);
    if (st == WB_OK)
        check_frame(one, frame);
    else
        check_error(one, &err);
    wb_frame_free(frame);
}

static void test_wb_csv_read__reads_or_refuses(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        print_message("# %s\n", cases[i].name);
        check_case(&cases[i], 0, 0);
    }
}

static void test_wb_csv_read__does_not_depend_on_pieces(void **state)
{
    static const size_t steps[] = {0, 1, 2, 3, 7};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (size_t j = 0; j < sizeof steps / sizeof steps[0]; j++)
            for (int64_t chunk_rows = 1; chunk_rows <= 3; chunk_rows++)
                check_case(&cases[i], steps[j], chunk_rows);
}

static void test_wb_csv_read__gives_the_byte_offset_of_a_fault(void **state)
{
    static const csv_case bad = {.input = "# c\na,b\nxy,z\nq,ab\xff\n"};
    static const csv_case nul = {.input = "a\n1\n2\0\n", .length = 7};
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    assert_fails(read_case(&bad, 2, 1, &frame, &err), WB_E_DATA);
    assert_int_equal(err.offset, 17);
    assert_fails(read_case(&nul, 2, 1, &frame, &err), WB_E_DATA);
    assert_int_equal(err.offset, 5);
}

static void test_wb_csv_read__says_what_a_later_row_should_be(void **state)
{
    static const char text[] = "age,x\n1,\n2,\n3,\nabc,1\n";
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_frame *frame = NULL;
    wb_error err;

    (void)state;
    options.chunk_rows = 3;
    assert_ok(wb_reader_from_memory(text, sizeof text - 1, "people.csv", &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_UTF8);
    wb_frame_free(frame);
    for (int again = 0; again < 2; again++) {
        assert_fails(wb_source_next(source, &frame, &err), WB_E_DATA);
        assert_null(frame);
        assert_string_equal(err.message,
                            "field 'abc' in column 'age', line 5, is not a whole number "
                            "of at most 32 bits (the first 3 rows were; declare the "
                            "column as utf8 to read it as text)");
        assert_string_equal(err.where, "people.csv");
        assert_int_equal(err.row, 3);
    }
    wb_source_free(source);
}

static void test_wb_csv_read__keeps_to_declared_categories(void **state)
{
    static const char *const sectors[] = {"zorg", "bouw"};
    static const int32_t none[1] = {0};
    static const char text[] = "s,t\nbouw,x\nzorg,y\n,\"z\"\"\"\n";
    static const char other[] = "s\nbouw\nhoreca\n";
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_column column = WB_COLUMN_INIT;
    wb_frame *types = NULL, *frame = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err;

    (void)state;
    column.type = WB_TYPE_DICTIONARY;
    column.values = none;
    assert_ok(wb_frame_new(0, &types, NULL));
    assert_ok(wb_frame_add_column(types, "t", &column, NULL));
    column.categories = sectors;
    column.n_categories = 2;
    assert_ok(wb_frame_add_column(types, "s", &column, NULL));
    options.types = types;
    assert_ok(wb_reader_from_memory(text, sizeof text - 1, NULL, &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_next(source, &frame, NULL));
    assert_int_equal(wb_frame_category_count(frame, 0), 2);
    assert_int_equal(wb_frame_int64(frame, 0, 0), 1);
    assert_true(wb_frame_is_missing(frame, 0, 2));
    assert_int_equal(wb_frame_category_count(frame, 1), 3);
    assert_string_equal(wb_frame_category(frame, 1, 2), "z\"");
    wb_frame_free(frame);
    wb_source_free(source);
    assert_ok(wb_frame_select(types, (const char *const[]){"s"}, 1, &frame, NULL));
    options.types = frame;
    assert_ok(wb_reader_from_memory(other, sizeof other - 1, NULL, &reader, NULL));
    assert_fails(wb_csv_read(reader, &options, &source, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, "'horeca' in column 's', line 3, is not one of"));
    wb_reader_free(reader);
    wb_frame_free(frame);
    wb_frame_free(types);
}

static void test_wb_csv_read__declared_categories_keep_their_order(void **state)
{
    static const char *const levels[] = {"low", "high"};
    static const int32_t none[1] = {0};
    static const char text[] = "s,t\nhigh,high\nlow,low\n";
    wb_csv_options options = WB_CSV_OPTIONS_INIT;
    wb_column column = {.struct_size = sizeof column,
                        .type = WB_TYPE_DICTIONARY,
                        .values = none,
                        .categories = levels,
                        .n_categories = 2};
    wb_frame *types = NULL, *frame = NULL;
    wb_reader *reader = NULL;
    wb_source *source = NULL;

    (void)state;
    assert_ok(wb_frame_new(0, &types, NULL));
    assert_ok(wb_frame_add_column(types, "t", &column, NULL));
    column.flags = WB_COLUMN_ORDERED;
    assert_ok(wb_frame_add_column(types, "s", &column, NULL));
    options.types = types;
    options.chunk_rows = 1;
    assert_ok(wb_reader_from_memory(text, sizeof text - 1, NULL, &reader, NULL));
    assert_ok(wb_csv_read(reader, &options, &source, NULL));
    assert_ok(wb_source_collect(source, NULL, &frame, NULL));
    assert_int_equal(wb_frame_is_ordered(frame, 0), 1);
    assert_int_equal(wb_frame_is_ordered(frame, 1), 0);
    assert_string_equal(wb_frame_category(frame, 0, 0), "low");
    wb_frame_free(frame);
    wb_frame_free(types);
    wb_source_free(source);
}

static void check_options_refused(wb_csv_options options, const char *message)
{
    wb_reader *reader = NULL;
    wb_source *source = NULL;
    wb_error err;

    assert_ok(wb_reader_from_memory("a\n", 2, NULL, &reader, NULL));
    assert_fails(wb_csv_read(reader, &options, &source, &err), WB_E_ARG);
    assert_non_null(strstr(err.message, message));
    wb_reader_free(reader);
}

static void test_wb_csv_read__refuses_wrong_options(void **state)
{
    char word[200];
    wb_csv_options good = WB_CSV_OPTIONS_INIT, wrong;
    wb_source *source = NULL;

    (void)state;
    wrong = good;
    wrong.delimiter = '|';
    check_options_refused(wrong, "delimiter 124");
    wrong.delimiter = 300;
    check_options_refused(wrong, "delimiter 300");
    wrong = good;
    wrong.decimal = ';';
    check_options_refused(wrong, "decimal 59");
    wrong.decimal = wrong.delimiter = ',';
    check_options_refused(wrong, "a comma cannot be both");
    wrong = good;
    wrong.chunk_rows = -1;
    check_options_refused(wrong, "chunk_rows -1");
    wrong = good;
    wrong.infer_rows = -2;
    check_options_refused(wrong, "infer_rows -2");
    wrong = good;
    memset(word, 'x', sizeof word);
    word[sizeof word - 1] = '\0';
    wrong.missing = word;
    check_options_refused(wrong, "199 bytes long");
    assert_fails(wb_csv_read(NULL, NULL, &source, NULL), WB_E_ARG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wb_csv_read__reads_or_refuses),
        cmocka_unit_test(test_wb_csv_read__does_not_depend_on_pieces),
        cmocka_unit_test(test_wb_csv_read__gives_the_byte_offset_of_a_fault),
        cmocka_unit_test(test_wb_csv_read__says_what_a_later_row_should_be),
        cmocka_unit_test(test_wb_csv_read__keeps_to_declared_categories),
        cmocka_unit_test(test_wb_csv_read__declared_categories_keep_their_order),
        cmocka_unit_test(test_wb_csv_read__refuses_wrong_options),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
