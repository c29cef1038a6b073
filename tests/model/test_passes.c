/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Passes in parts: the fit is that of all rows at once, whatever the parts, and files
 * that are damaged are refused. */
#include "model_support.h"

enum { ROWS = 700, DESIGNS = 4 };
static const char *const terms[] = {"g", "x"};
static const int64_t parts[] = {90, 1, 359, 250}; /* unequal, and one of one row */

static int below(unsigned *seed, int n)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (int)((*seed >> 16) % (unsigned)n);
}

/* Some values are missing; g has no "c" in the first part, and another order in others.
 */
static wb_frame *make_rows(void)
{
    size_t room = (size_t)ROWS * 64 + 64;
    char *csv = malloc(room);
    unsigned seed = 5;
    size_t n = (size_t)snprintf(csv, room, "y,s,g,x,w,h,k,r1,r2,r3,r4,r5,r6,r7,r8\n");

    for (int i = 0; i < ROWS; i++) {
        int g = below(&seed, i < 90 ? 2 : 3);
        int x = 1 + below(&seed, 9);
        int y = below(&seed, 12) < g + x;
        n += (size_t)snprintf(csv + n, room - n, "%d,%d,%c,", y,
                              (y + below(&seed, 3)) % 3, "bac"[g]);
        if (i % 40 != 7)
            n += (size_t)snprintf(csv + n, room - n, "%d.25", x);
        n += (size_t)snprintf(csv + n, room - n, ",%d.5,h%d,%d", 1 + below(&seed, 4),
                              i % 3, i / 10);
        for (int r = 0; r < 8; r++)
            n += (size_t)snprintf(csv + n, room - n, ",%d", below(&seed, 3));
        n += (size_t)snprintf(csv + n, room - n, "\n");
    }
    wb_frame *frame = frame_of(csv);
    free(csv);
    return frame;
}

/* Strata; clusters within them; rows that stay open; replicates. */
static wb_spec *make_design(int which)
{
    wb_spec *spec = NULL;
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;

    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_set_weights(spec, "w", NULL));
    if (which < 3)
        assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    if (which == 1) {
        assert_ok(wb_spec_add_cluster(spec, "k", NULL));
        assert_ok(wb_spec_set_nested(spec, 1, NULL));
    }
    if (which == 2)
        assert_ok(wb_spec_set_units(spec, WB_UNITS_OPEN, NULL));
    if (which < 3)
        return spec;
    options.type = WB_REPLICATE_BOOTSTRAP;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    for (char name[] = "r1"; name[1] < '9'; name[1]++)
        assert_ok(wb_spec_add_replicate(spec, name, 0, NULL));
    return spec;
}

static wb_model *make_model(int32_t family, int which)
{
    const char *outcome = family == WB_FAMILY_LINEAR        ? "x"
                          : family == WB_FAMILY_MULTINOMIAL ? "s"
                                                            : "y";
    wb_model *model =
        model_of(family, outcome, terms, family == WB_FAMILY_LINEAR ? 1 : 2);
    wb_spec *spec = make_design(which);

    if (family != WB_FAMILY_LINEAR)
        assert_ok(wb_model_add_interaction(model, terms, 2, NULL));
    assert_ok(wb_model_set_design(model, spec, NULL));
    wb_spec_free(spec);
    return model;
}

/* ---- files ---- */

static char *bytes_of(wb_model_pass *pass, size_t *n)
{
    wb_writer *writer = NULL;

    assert_ok(wb_writer_to_memory(&writer, NULL));
    assert_ok(wb_model_pass_write(pass, writer, NULL));
    const char *bytes = wb_writer_bytes(writer, n);
    char *copy = malloc(*n);
    memcpy(copy, bytes, *n);
    wb_writer_free(writer);
    return copy;
}

static wb_status try_read(const char *bytes, size_t n, wb_model_pass **out, wb_error *err)
{
    wb_reader *reader = NULL;

    assert_ok(wb_reader_from_memory(bytes, n, "part.pass", &reader, NULL));
    wb_status st = wb_model_pass_read(reader, out, err);
    wb_reader_free(reader);
    return st;
}

static wb_model_pass *pass_of(const char *bytes, size_t n)
{
    wb_model_pass *pass = NULL;
    wb_error err = {0};

    if (try_read(bytes, n, &pass, &err) != WB_OK)
        fail_msg("%s", err.message);
    return pass;
}

/* Away and back: the same bytes again. */
static wb_model_pass *travel(wb_model_pass *pass)
{
    size_t n;
    size_t again;
    char *bytes = bytes_of(pass, &n);
    wb_model_pass *back = pass_of(bytes, n);
    char *second = bytes_of(back, &again);

    assert_int_equal(again, n);
    assert_memory_equal(second, bytes, n);
    free(second);
    free(bytes);
    wb_model_pass_free(pass);
    return back;
}

/* ---- fits ---- */

static void add_slice(wb_model_pass *pass, const wb_frame *frame, int64_t first,
                      int64_t n)
{
    wb_frame *slice = NULL;
    wb_error err = {0};

    assert_ok(wb_frame_slice(frame, first, n, &slice, NULL));
    if (wb_model_pass_update(pass, slice, NULL, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_frame_free(slice);
}

/* Every part by its own machine; they come back in another order. */
static wb_model_pass *one_pass(wb_model_pass *pass, const wb_frame *frame)
{
    wb_model_pass *whole = NULL;
    size_t n;
    char *bytes = bytes_of(pass, &n);
    int64_t last = ROWS;

    for (int p = 3; p >= 0; p--) {
        wb_model_pass *part = pass_of(bytes, n);
        last -= parts[p];
        add_slice(part, frame, last, parts[p]);
        part = travel(part);
        if (whole == NULL) {
            whole = part;
            continue;
        }
        assert_ok(wb_model_pass_merge(whole, part, NULL));
        wb_model_pass_free(part);
    }
    assert_int_equal(wb_model_pass_row_count(whole), ROWS);
    wb_model_pass_free(pass);
    free(bytes);
    return travel(whole);
}

static wb_fit *fit_in_parts(const wb_model *model, const wb_frame *frame)
{
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;
    wb_error err = {0};

    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    for (int32_t number = 1; fit == NULL; number++) {
        assert_int_equal(wb_model_pass_number(pass), number);
        pass = one_pass(pass, frame);
        if (wb_model_pass_step(pass, &fit, &err) != WB_OK)
            fail_msg("%s", err.message);
    }
    wb_model_pass_free(pass);
    return fit;
}

static void assert_same_tables(const wb_frame *one, const wb_frame *other)
{
    assert_int_equal(wb_frame_row_count(one), wb_frame_row_count(other));
    for (size_t c = 0; c < wb_frame_column_count(one); c++) {
        const char *name = wb_frame_column_name(one, c);
        for (int64_t row = 0; row < wb_frame_row_count(one); row++) {
            if (wb_frame_column_type(one, c) == WB_TYPE_FLOAT64 &&
                !is_missing(one, name, row)) {
                double value = number_at(one, name, row);
                double found = number_at(other, name, row);
                if (!(fabs(found - value) <= 1e-13 * fmax(1, fabs(value))))
                    fail_msg("%s in row %d: %.17g and %.17g", name, (int)row, found,
                             value);
            } else {
                assert_int_equal(is_missing(one, name, row),
                                 is_missing(other, name, row));
            }
        }
    }
}

static void test_table__says_that_rows_are_synthetic(void **state)
{
    wb_frame *frame = make_rows();
    wb_model *model = make_model(WB_FAMILY_LOGIT, 0);
    wb_fit *fits[2];

    (void)state;
    assert_ok(wb_frame_set_metadata(frame, "{\"synthetic\":true}", NULL));
    assert_ok(try_fit(model, frame, 0, 1, &fits[0], NULL));
    fits[1] = fit_in_parts(model, frame);
    for (int i = 0; i < 2; i++) {
        wb_frame *found = table_of(fits[i], WB_FIT_SUMMARY);
        assert_non_null(
            strstr(wb_frame_metadata(found), "\"source\":{\"synthetic\":true}"));
        wb_frame_free(found);
        wb_fit_free(fits[i]);
    }
    wb_model_free(model);
    wb_frame_free(frame);
}

static void test_step__fits_parts_as_all_rows_at_once(void **state)
{
    static const int32_t families[] = {WB_FAMILY_LOGIT, WB_FAMILY_LINEAR,
                                       WB_FAMILY_MULTINOMIAL};
    wb_frame *frame = make_rows();

    (void)state;
    for (int which = 0; which < DESIGNS; which++) {
        for (int f = 0; f < 3; f++) {
            wb_model *model = make_model(families[f], which);
            wb_fit *whole = NULL;
            wb_error err = {0};
            if (try_fit(model, frame, 0, 1, &whole, &err) != WB_OK)
                fail_msg("%s", err.message);
            wb_fit *split = fit_in_parts(model, frame);
            for (int32_t part = WB_FIT_COEFFICIENTS; part <= WB_FIT_COVARIANCE; part++) {
                wb_frame *expected = table_of(whole, part);
                wb_frame *found = table_of(split, part);
                assert_same_tables(expected, found);
                wb_frame_free(expected);
                wb_frame_free(found);
            }
            wb_fit_free(whole);
            wb_fit_free(split);
            wb_model_free(model);
        }
    }
    wb_frame_free(frame);
}

/* ---- what does not fit ---- */

static wb_model_pass *second_pass(const wb_model *model, const wb_frame *frame)
{
    wb_model_pass *pass = NULL;
    wb_source *source = NULL;
    wb_fit *fit = NULL;

    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    assert_ok(wb_source_from_frame(frame, 64, &source, NULL));
    assert_ok(wb_model_pass_update_source(pass, source, NULL, NULL));
    wb_source_free(source);
    assert_ok(wb_model_pass_step(pass, &fit, NULL));
    assert_null(fit);
    return pass;
}

static void test_merge__refuses_parts_of_another_pass(void **state)
{
    wb_frame *frame = make_rows();
    wb_model *model = make_model(WB_FAMILY_LOGIT, 0);
    wb_model *other = make_model(WB_FAMILY_LINEAR, 0);
    wb_fit_options options = WB_FIT_OPTIONS_INIT;
    wb_model_pass *second = second_pass(model, frame);
    wb_model_pass *passes[3] = {0};
    wb_model *copy = NULL;

    (void)state;
    options.max_iterations = 9;
    assert_ok(wb_model_pass_model(second, &copy, NULL)); /* of an equal model */
    assert_ok(wb_model_pass_new(copy, NULL, NULL, &passes[0], NULL));
    assert_ok(wb_model_pass_new(model, NULL, NULL, &passes[1], NULL));
    assert_ok(wb_model_pass_merge(passes[0], passes[1], NULL));
    wb_model_pass_free(passes[1]);
    wb_model_pass_free(passes[0]);
    wb_model_free(copy);
    assert_ok(wb_model_pass_new(model, NULL, NULL, &passes[0], NULL));
    assert_ok(wb_model_pass_new(other, NULL, NULL, &passes[1], NULL));
    assert_ok(wb_model_pass_new(model, &options, NULL, &passes[2], NULL));
    for (int p = 1; p < 3; p++)
        assert_fails(wb_model_pass_merge(passes[0], passes[p], NULL), WB_E_CONFLICT);
    assert_fails(wb_model_pass_merge(passes[0], second, NULL), WB_E_CONFLICT);
    assert_fails(wb_model_pass_merge(second, second, NULL), WB_E_ARG);
    add_slice(passes[0], frame, 0, 10); /* it is as it was */
    assert_int_equal(wb_model_pass_row_count(passes[0]), 10);
    for (int p = 0; p < 3; p++)
        wb_model_pass_free(passes[p]);
    wb_model_pass_free(second);
    wb_model_free(model);
    wb_model_free(other);
    wb_frame_free(frame);
}

/* The last pass of a clustered design has no sums of its own, and is counted too. */
static void test_step__waits_for_the_rows_that_are_not_there(void **state)
{
    wb_frame *frame = make_rows();

    (void)state;
    for (int which = 0; which < DESIGNS; which++) {
        wb_model *model = make_model(WB_FAMILY_LOGIT, which);
        wb_model_pass *pass = second_pass(model, frame);
        wb_fit *fit = NULL;
        wb_error err = {0};
        while (fit == NULL) {
            add_slice(pass, frame, 0, 500);
            assert_fails(wb_model_pass_step(pass, &fit, &err), WB_E_CONFLICT);
            assert_says(err.message, "saw 500 rows");
            add_slice(pass, frame, 500, 200);
            assert_ok(wb_model_pass_step(pass, &fit, NULL));
        }
        assert_fails(wb_model_pass_update(pass, frame, NULL, NULL), WB_E_ARG);
        assert_fails(wb_model_pass_step(pass, &(wb_fit *){NULL}, NULL), WB_E_ARG);
        wb_model_pass_free(pass); /* before its fit */
        wb_frame_free(table_of(fit, WB_FIT_COEFFICIENTS));
        wb_fit_free(fit);
        wb_model_free(model);
    }
    wb_frame_free(frame);
}

static void test_update__takes_no_more_after_a_failure(void **state)
{
    wb_frame *frame = make_rows();
    wb_frame *strange = frame_of("y,g\n1,a\n");
    wb_model *model = make_model(WB_FAMILY_LOGIT, 0);
    wb_model_pass *pass = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    assert_fails(wb_model_pass_update(pass, strange, NULL, NULL), WB_E_DATA);
    assert_fails(wb_model_pass_update(pass, frame, NULL, &err), WB_E_ARG);
    assert_says(err.message, "failed");
    wb_model_pass_free(pass);
    wb_model_free(model);
    wb_frame_free(frame);
    wb_frame_free(strange);
}

/* ---- damaged files ---- */

/* Passes of every kind, each with rows. */
static wb_model_pass *pass_at(int which, int32_t number)
{
    wb_frame *frame = make_rows();
    wb_model *model = make_model(WB_FAMILY_LOGIT, which);
    wb_model_pass *pass = NULL;
    wb_fit *fit = NULL;

    assert_ok(wb_model_pass_new(model, NULL, NULL, &pass, NULL));
    for (;;) {
        add_slice(pass, frame, 0, ROWS);
        if (wb_model_pass_number(pass) == number)
            break;
        size_t n;
        char *bytes = bytes_of(pass, &n);
        assert_ok(wb_model_pass_step(pass, &fit, NULL));
        if (fit != NULL) { /* the last one */
            wb_model_pass_free(pass);
            wb_fit_free(fit);
            pass = pass_of(bytes, n);
            free(bytes);
            break;
        }
        free(bytes);
    }
    wb_model_free(model);
    wb_frame_free(frame);
    return pass;
}

static void test_read__refuses_every_truncation_and_every_flipped_byte(void **state)
{
    wb_model_pass *pass = pass_at(0, 3);
    wb_model_pass *back = NULL;
    wb_error err;
    size_t n;
    char *bytes = bytes_of(pass, &n);

    (void)state;
    assert_memory_equal(bytes, "WBMPASS\n\1\0\0\0\1\0\0\0", 16);
    for (size_t cut = 0; cut < n; cut += cut < 300 ? 1 : 97)
        assert_fails(try_read(bytes, cut, &back, &err), WB_E_DATA);
    for (size_t at = 0; at < n; at += at < 300 ? 1 : 53) {
        bytes[at] = (char)(bytes[at] ^ 0x20);
        wb_status st = try_read(bytes, n, &back, &err);
        assert_true(st == WB_E_DATA || st == WB_E_VERSION);
        bytes[at] = (char)(bytes[at] ^ 0x20);
    }
    bytes[8] = 2; /* a later format */
    assert_fails(try_read(bytes, n, &back, &err), WB_E_VERSION);
    assert_says(err.where, "part.pass");
    free(bytes);
    wb_model_pass_free(pass);
}

static uint32_t crc32c(const char *bytes, size_t n)
{
    uint32_t crc = 0xffffffffU;

    for (size_t i = 0; i < n; i++) {
        crc ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0x82f63b78U & (0U - (crc & 1)));
    }
    return ~crc;
}

static void put_crc(char *bytes, size_t n)
{
    uint32_t crc = crc32c(bytes, n - 4);

    for (int i = 0; i < 4; i++)
        bytes[n - 4 + (size_t)i] = (char)(crc >> (8 * i));
}

static void test_read__calls_options_that_cannot_be_a_fault_of_the_file(void **state)
{
    wb_model_pass *pass = pass_at(0, 1);
    wb_model_pass *back = NULL;
    wb_error err;
    size_t n, at = 0;
    char *bytes = bytes_of(pass, &n);

    (void)state;
    while (memcmp(bytes + at, "ASKD", 4) != 0)
        at++;
    memset(bytes + at + 16, 0xff, 8); /* behind tag, length and iterations: tolerance */
    put_crc(bytes, n);
    assert_fails(try_read(bytes, n, &back, &err), WB_E_DATA);
    assert_int_equal(err.status, WB_E_DATA);
    assert_says(err.where, "part.pass");
    free(bytes);
    wb_model_pass_free(pass);
}

/* Wrong bytes with a right checksum are refused, or harmless. */
static void break_and_use(const char *bytes, size_t n, unsigned *seed)
{
    wb_model_pass *back = NULL;
    wb_fit *fit = NULL;
    char *broken = malloc(n);

    memcpy(broken, bytes, n);
    for (int i = 0; i <= below(seed, 3); i++)
        broken[48 + below(seed, 32000) % (int)(n - 52)] = (char)below(seed, 256);
    put_crc(broken, n);
    wb_status st = try_read(broken, n, &back, NULL);
    assert_true(st == WB_OK || st == WB_E_DATA || st == WB_E_VERSION || st == WB_E_LIMIT);
    if (st == WB_OK) {
        (void)!wb_model_pass_step(back, &fit, NULL);
        wb_fit_free(fit);
    }
    wb_model_pass_free(back);
    free(broken);
}

static void test_read__survives_hostile_bytes_with_a_right_checksum(void **state)
{
    static const int32_t numbers[] = {1, 3, 99};
    unsigned seed = 3;

    (void)state;
    for (int which = 0; which < DESIGNS; which++) {
        for (int i = 0; i < 3; i++) {
            size_t n;
            wb_model_pass *pass = pass_at(which, numbers[i]);
            char *bytes = bytes_of(pass, &n);
            for (int round = 0; round < 300; round++)
                break_and_use(bytes, n, &seed);
            free(bytes);
            wb_model_pass_free(pass);
        }
    }
}

/* ---- sections of other files ---- */

typedef struct file {
    char *bytes;
    size_t n;
} file;

static file file_at(int which, int32_t number)
{
    wb_model_pass *pass = pass_at(which, number);
    file made = {0};

    made.bytes = bytes_of(pass, &made.n);
    wb_model_pass_free(pass);
    return made;
}

/* Where a section begins; its bytes are behind a tag of 4 and a length of 8. */
static size_t section_at(const file *of, const char *tag)
{
    size_t at = 0;

    while (memcmp(of->bytes + at, tag, 4) != 0)
        assert_true(++at + 4 < of->n);
    return at;
}

static size_t section_length(const file *of, size_t at)
{
    uint64_t length = 0;

    for (size_t i = 8; i-- > 0;)
        length = length << 8 | (unsigned char)of->bytes[at + 4 + i];
    return 12 + (size_t)length;
}

/* The section of `from` instead of its own. */
static void take_section(file *to, const char *tag, const file *from)
{
    size_t at = section_at(to, tag);
    size_t other = section_at(from, tag);
    size_t old = section_length(to, at);
    size_t length = section_length(from, other);
    char *bytes = malloc(to->n + length);

    memcpy(bytes, to->bytes, at);
    memcpy(bytes + at, from->bytes + other, length);
    memcpy(bytes + at + length, to->bytes + at + old, to->n - at - old);
    to->n += length - old;
    free(to->bytes);
    to->bytes = bytes;
}

static void assert_refused(file *of, const char *why)
{
    wb_model_pass *back = NULL;
    wb_error err = {0};

    put_crc(of->bytes, of->n);
    assert_fails(try_read(of->bytes, of->n, &back, &err), WB_E_DATA);
    assert_null(back);
    assert_says(err.message, why);
    assert_says(err.where, "part.pass");
    free(of->bytes);
}

static void test_read__refuses_sections_that_do_not_fit_each_other(void **state)
{
    file strata = file_at(0, 3), clusters = file_at(1, 3), replicates = file_at(3, 99);
    static const char *const tags[] = {"DSGN", "NEWT"};
    const file *const from[] = {&clusters, &replicates};
    static const char *const why[] = {"its tally is of something else",
                                      "it has other coefficients than its model"};

    (void)state;
    for (int i = 0; i < 2; i++) {
        file made = file_at(0, 3);
        take_section(&made, tags[i], &strata); /* its own */
        assert_int_equal(made.n, strata.n);
        assert_memory_equal(made.bytes, strata.bytes, strata.n);
        take_section(&made, tags[i], from[i]);
        assert_refused(&made, why[i]);
    }
    take_section(&strata, "STAG", &replicates); /* a pass that is for replicates */
    assert_refused(&strata, "its design has no such pass");
    free(replicates.bytes);
    free(clusters.bytes);
}

static void test_read__refuses_sums_of_weights_below_zero(void **state)
{
    file made = file_at(0, 1);
    size_t at = section_at(&made, "ROST");
    size_t end = at + section_length(&made, at);

    (void)state;
    made.bytes[end - 9] = (char)(made.bytes[end - 9] ^ 0x80); /* of the last event */
    assert_refused(&made, "a sum of weights is negative");
}

static char *shared_bytes;
static size_t n_shared;

static wb_status read_and_write(void)
{
    wb_reader *reader = NULL;
    wb_writer *writer = NULL;
    wb_model_pass *back = NULL;
    wb_status st = wb_reader_from_memory(shared_bytes, n_shared, "pass", &reader, NULL);

    if (st == WB_OK)
        st = wb_model_pass_read(reader, &back, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_model_pass_write(back, writer, NULL);
    wb_writer_free(writer);
    wb_model_pass_free(back);
    wb_reader_free(reader);
    return st;
}

static void test_read__survives_every_failing_allocation(void **state)
{
    (void)state;
    for (int which = 0; which < DESIGNS; which += 3) {
        wb_model_pass *pass = pass_at(which, 99);
        shared_bytes = bytes_of(pass, &n_shared);
        wb_test_every_allocation(read_and_write);
        free(shared_bytes);
        wb_model_pass_free(pass);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_step__fits_parts_as_all_rows_at_once),
        cmocka_unit_test(test_table__says_that_rows_are_synthetic),
        cmocka_unit_test(test_merge__refuses_parts_of_another_pass),
        cmocka_unit_test(test_step__waits_for_the_rows_that_are_not_there),
        cmocka_unit_test(test_update__takes_no_more_after_a_failure),
        cmocka_unit_test(test_read__refuses_every_truncation_and_every_flipped_byte),
        cmocka_unit_test(test_read__calls_options_that_cannot_be_a_fault_of_the_file),
        cmocka_unit_test(test_read__survives_hostile_bytes_with_a_right_checksum),
        cmocka_unit_test(test_read__refuses_sections_that_do_not_fit_each_other),
        cmocka_unit_test(test_read__refuses_sums_of_weights_below_zero),
        cmocka_unit_test(test_read__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
