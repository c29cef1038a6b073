/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* Taking rows in, merging, writing and reading; what is refused leaves all as it was. */
#include "tally_support.h"

enum { N = 500 };

typedef struct sample {
    wb_frame *frame;
    double w[N];
    double y[N];
    int8_t flag[N];
    int32_t year[N];
    const char *group[N];
    const char *kind[N];
} sample;

static unsigned draw(unsigned *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

static void make_sample(sample *s, unsigned seed)
{
    static const char *const groups[] = {"noord", "oost", "zuid", "west", NULL};
    static const char *const kinds[] = {"a", "b", "c"};
    for (int i = 0; i < N; i++) {
        s->w[i] = 0.25 * (1 + draw(&seed) % 9);
        s->y[i] = draw(&seed) % 20 == 0 ? NAN : draw(&seed) % 1000 / 7.0;
        s->flag[i] =
            (int8_t)(draw(&seed) % 15 == 0 ? MISSING_BOOL : draw(&seed) % 3 == 0);
        s->year[i] = 2004 + 3 * (int)(draw(&seed) % 3);
        s->group[i] = groups[draw(&seed) % 5];
        s->kind[i] = draw(&seed) % 25 == 0 ? NULL : kinds[draw(&seed) % 3];
    }
    s->frame = new_frame(N);
    add_doubles(s->frame, "w", s->w);
    add_doubles(s->frame, "y", s->y);
    add_bools(s->frame, "flag", s->flag);
    add_int32s(s->frame, "year", s->year);
    add_texts(s->frame, "group", s->group);
    add_texts(s->frame, "kind", s->kind);
}

static wb_spec *sample_spec(void)
{
    const char *const by[] = {"year", "group"};
    wb_spec *spec = new_spec("w", "year");
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "flag", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "kind", NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 2, NULL));
    return spec;
}

static void assert_same_bytes(const wb_tally *a, const wb_tally *b)
{
    char *bytes_a;
    char *bytes_b;
    size_t n_a;
    size_t n_b;
    bytes_of(a, &bytes_a, &n_a);
    bytes_of(b, &bytes_b, &n_b);
    assert_int_equal(n_a, n_b);
    assert_memory_equal(bytes_a, bytes_b, n_a);
    free(bytes_a);
    free(bytes_b);
}

static void assert_same_estimates(const wb_tally *a, const wb_tally *b, double relative)
{
    wb_frame *x = NULL;
    wb_frame *y = NULL;
    assert_ok(wb_tally_estimate(a, NULL, NULL, &x, NULL));
    assert_ok(wb_tally_estimate(b, NULL, NULL, &y, NULL));
    assert_int_equal(wb_frame_row_count(x), wb_frame_row_count(y));
    for (int64_t row = 0; row < wb_frame_row_count(x); row++) {
        assert_close(number(x, "estimate", row), number(y, "estimate", row), relative);
        assert_close(number(x, "se", row), number(y, "se", row), relative);
        assert_close(number(x, "df", row), number(y, "df", row), 0);
        assert_close(number(x, "n", row), number(y, "n", row), 0);
    }
    wb_frame_free(x);
    wb_frame_free(y);
}

static void test_merge__of_slices_is_the_tally_of_all(void **state)
{
    static sample s;
    wb_spec *spec;
    wb_tally *all;
    wb_tally *merged = NULL;

    (void)state;
    make_sample(&s, 1);
    spec = sample_spec();
    all = tally_of(spec, s.frame);
    assert_ok(wb_tally_new(spec, &merged, NULL));
    for (int64_t first = 400; first >= 0; first -= 100) { /* backwards, in five parts */
        wb_frame *slice = NULL;
        assert_ok(wb_frame_slice(s.frame, first, 100, &slice, NULL));
        wb_tally *part = tally_of(spec, slice);
        assert_ok(wb_tally_merge(merged, part, NULL));
        wb_tally_free(part);
        wb_frame_free(slice);
    }
    assert_int_equal(wb_tally_row_count(merged), N);
    assert_same_estimates(all, merged, 1e-13);
    wb_tally_free(all);
    wb_tally_free(merged);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_merge__refuses_another_specification(void **state)
{
    static sample s;
    wb_spec *spec;
    wb_spec *other = new_spec("w", NULL);
    wb_tally *a;
    wb_tally *b;
    wb_error err;
    char *before;
    char *after;
    size_t n_before;
    size_t n_after;

    (void)state;
    make_sample(&s, 2);
    spec = sample_spec();
    assert_ok(wb_spec_add_estimand(other, WB_STATISTIC_MEAN, "y", NULL));
    a = tally_of(spec, s.frame);
    b = tally_of(other, s.frame);
    bytes_of(a, &before, &n_before);
    assert_fails(wb_tally_merge(a, b, &err), WB_E_CONFLICT);
    assert_non_null(strstr(err.message, "different specifications"));
    bytes_of(a, &after, &n_after);
    assert_int_equal(n_before, n_after);
    assert_memory_equal(before, after, n_before);
    free(before);
    free(after);
    wb_tally_free(a);
    wb_tally_free(b);
    wb_spec_free(spec);
    wb_spec_free(other);
    wb_frame_free(s.frame);
}

static void test_merge__refuses_the_tally_itself(void **state)
{
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;

    (void)state;
    assert_ok(wb_spec_new(&spec, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_merge(tally, tally, NULL), WB_E_ARG);
    wb_tally_free(tally);
    wb_spec_free(spec);
}

static void test_merge__refuses_keys_and_outcomes_of_another_kind(void **state)
{
    const double y[] = {0, 1};
    const int8_t flags[] = {0, 1};
    const char *const texts[] = {"1", "2"};
    const int32_t numbers[] = {1, 2};
    const char *const by[] = {"g"};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *text_frame = new_frame(2);
    wb_frame *int_frame = new_frame(2);
    wb_frame *bool_frame = new_frame(2);
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    add_doubles(text_frame, "y", y);
    add_texts(text_frame, "g", texts);
    add_doubles(int_frame, "y", y);
    add_int32s(int_frame, "g", numbers);
    add_bools(bool_frame, "y", flags);
    add_texts(bool_frame, "g", texts);
    wb_tally *a = tally_of(spec, text_frame);
    wb_tally *b = tally_of(spec, int_frame);
    wb_tally *c = tally_of(spec, bool_frame);
    assert_fails(wb_tally_merge(a, b, &err), WB_E_CONFLICT); /* '1' is not 1 */
    assert_string_equal(err.item, "g");
    assert_fails(wb_tally_merge(a, c, &err), WB_E_CONFLICT);
    assert_string_equal(err.item, "y");
    assert_fails(wb_tally_update(a, int_frame, NULL, &err), WB_E_CONFLICT);
    assert_int_equal(wb_tally_row_count(a), 2);
    wb_tally_free(a);
    wb_tally_free(b);
    wb_tally_free(c);
    wb_frame_free(text_frame);
    wb_frame_free(int_frame);
    wb_frame_free(bool_frame);
    wb_spec_free(spec);
}

static void test_update__bad_rows_are_named_and_leave_the_tally_as_it_was(void **state)
{
    static const struct {
        const char *column; /* that is broken */
        double value;
        const char *word;
    } cases[] = {
        {"w", -1, "not between 0"},     {"w", NAN, "missing"},
        {"w", INFINITY, "not between"}, {"w", 1e51, "not between"},
        {"y", 1e51, "not between"},     {"y", -INFINITY, "not between"},
    };
    static sample s;
    wb_spec *spec;
    wb_tally *tally;

    (void)state;
    make_sample(&s, 3);
    spec = sample_spec();
    tally = tally_of(spec, s.frame);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static sample broken;
        wb_error err;
        wb_tally *same = tally_of(spec, s.frame);
        make_sample(&broken, 4);
        wb_frame_free(broken.frame);
        (cases[i].column[0] == 'w' ? broken.w : broken.y)[321] = cases[i].value;
        broken.frame = new_frame(N);
        add_doubles(broken.frame, "w", broken.w);
        add_doubles(broken.frame, "y", broken.y);
        add_bools(broken.frame, "flag", broken.flag);
        add_int32s(broken.frame, "year", broken.year);
        add_texts(broken.frame, "group", broken.group);
        add_texts(broken.frame, "kind", broken.kind);
        assert_fails(wb_tally_update(tally, broken.frame, NULL, &err), WB_E_DATA);
        assert_int_equal(err.row, N + 321); /* counted from the tally's first row */
        assert_string_equal(err.item, cases[i].column);
        assert_non_null(strstr(err.message, cases[i].word));
        assert_same_bytes(tally, same);
        wb_tally_free(same);
        wb_frame_free(broken.frame);
    }
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_update__refuses_missing_strata_columns_and_wrong_types(void **state)
{
    static sample s;
    wb_spec *spec;
    wb_tally *tally = NULL;
    wb_frame *without = NULL;
    wb_error err;
    const char *const names[] = {"w", "y", "flag", "year", "group"};

    (void)state;
    make_sample(&s, 5);
    spec = sample_spec();
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_frame_select(s.frame, names, 5, &without, NULL));
    assert_fails(wb_tally_update(tally, without, NULL, &err), WB_E_DATA);
    assert_string_equal(err.item, "kind");
    wb_frame_free(without);

    wb_frame *frame = new_frame(N);
    s.year[7] = INT32_MIN; /* missing */
    add_doubles(frame, "w", s.w);
    add_doubles(frame, "y", s.y);
    add_bools(frame, "flag", s.flag);
    add_int32s(frame, "year", s.year);
    add_texts(frame, "group", s.group);
    add_texts(frame, "kind", s.kind);
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, 7);
    assert_string_equal(err.item, "year");
    wb_frame_free(frame);

    frame = new_frame(N);
    add_doubles(frame, "w", s.w);
    add_texts(frame, "y", s.kind); /* a mean of texts */
    add_bools(frame, "flag", s.flag);
    add_doubles(frame, "year", s.y); /* strata that are not whole numbers */
    add_texts(frame, "group", s.group);
    add_texts(frame, "kind", s.kind);
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_string_equal(err.item, "y");
    wb_frame_free(frame);
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_estimate__all_weights_zero_is_refused(void **state)
{
    const double y[] = {1, 2};
    const double w[] = {0, 0};
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(2);
    wb_frame *out = NULL;
    wb_error err;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    add_doubles(frame, "y", y);
    add_doubles(frame, "w", w);
    wb_tally *tally = tally_of(spec, frame);
    assert_fails(wb_tally_estimate(tally, NULL, NULL, &out, &err), WB_E_DATA);
    assert_string_equal(err.item, "w");
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static int32_t stop_at_once(void *user, double fraction)
{
    (void)fraction;
    ++*(int *)user;
    return 1;
}

static void test_update__a_stop_leaves_the_tally_as_it_was(void **state)
{
    static sample s;
    wb_spec *spec;
    wb_run run = WB_RUN_INIT;
    int calls = 0;

    (void)state;
    make_sample(&s, 6);
    spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    wb_tally *same = tally_of(spec, s.frame);
    run.progress = stop_at_once;
    run.user = &calls;
    assert_fails(wb_tally_update(tally, s.frame, &run, NULL), WB_E_CANCELLED);
    assert_int_equal(calls, 1);
    assert_same_bytes(tally, same);
    run.progress = NULL;
    run.memory_limit = 1000;
    assert_fails(wb_tally_update(tally, s.frame, &run, NULL), WB_E_LIMIT);
    assert_same_bytes(tally, same);
    wb_tally_free(tally);
    wb_tally_free(same);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_read__goes_on_as_if_it_had_never_left(void **state)
{
    static sample s;
    static sample more;
    wb_spec *spec;
    wb_tally *back = NULL;
    wb_spec *its_spec = NULL;
    char *bytes;
    size_t n;

    (void)state;
    make_sample(&s, 7);
    make_sample(&more, 8);
    spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    bytes_of(tally, &bytes, &n);
    assert_ok(read_bytes(bytes, n, &back, NULL));
    assert_same_bytes(tally, back);
    assert_string_equal(wb_tally_spec_hash(tally), wb_tally_spec_hash(back));
    assert_ok(wb_tally_update(tally, more.frame, NULL, NULL));
    assert_ok(wb_tally_update(back, more.frame, NULL, NULL));
    assert_same_estimates(tally, back, 1e-13);
    assert_ok(wb_tally_spec(back, &its_spec, NULL));
    wb_tally *empty = NULL;
    assert_ok(wb_tally_new(its_spec, &empty, NULL));
    assert_string_equal(wb_tally_spec_hash(empty), wb_tally_spec_hash(back));
    free(bytes);
    wb_tally_free(empty);
    wb_tally_free(tally);
    wb_tally_free(back);
    wb_spec_free(its_spec);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
    wb_frame_free(more.frame);
}

static void test_write__begins_with_its_name_version_and_confidentiality(void **state)
{
    static sample s;
    char *bytes;
    size_t n;

    (void)state;
    make_sample(&s, 9);
    wb_spec *spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    bytes_of(tally, &bytes, &n);
    assert_memory_equal(bytes, "WBTALLY\n\1\0\0\0\1\0\0\0", 16);
    free(bytes);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_read__refuses_every_truncation_and_every_flipped_byte(void **state)
{
    static sample s;
    char *bytes;
    size_t n;
    wb_tally *back = NULL;
    wb_error err;

    (void)state;
    make_sample(&s, 10);
    wb_spec *spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    bytes_of(tally, &bytes, &n);
    for (size_t cut = 0; cut < n; cut += cut < 300 ? 1 : 97) {
        assert_fails(read_bytes(bytes, cut, &back, &err), WB_E_DATA);
        assert_null(back);
    }
    for (size_t at = 0; at < n; at += at < 300 ? 1 : 53) {
        bytes[at] = (char)(bytes[at] ^ 0x20);
        wb_status st = read_bytes(bytes, n, &back, &err);
        assert_true(st == WB_E_DATA || st == WB_E_VERSION);
        bytes[at] = (char)(bytes[at] ^ 0x20);
    }
    assert_ok(read_bytes(bytes, n, &back, NULL));
    wb_tally_free(back);
    bytes[8] = 2; /* a later format */
    assert_fails(read_bytes(bytes, n, &back, &err), WB_E_VERSION);
    assert_non_null(strstr(err.where, "part.tally"));
    free(bytes);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

/* The file with another text in a section, whose frame is right. */
static char *with_section(const char *bytes, size_t *n, const char *tag, const char *text)
{
    size_t at = 48, length = strlen(text);
    while (memcmp(bytes + at, tag, 4) != 0)
        at++;
    size_t before = (unsigned char)bytes[at + 4] + 256U * (unsigned char)bytes[at + 5];
    char *made = malloc(*n + length);
    assert_non_null(made);
    memcpy(made, bytes, at + 12);
    made[at + 4] = (char)(unsigned char)length;
    made[at + 5] = 0;
    memcpy(made + at + 12, text, length);
    memcpy(made + at + 12 + length, bytes + at + 12 + before, *n - at - 12 - before);
    *n += length - before;
    put_crc(made, *n);
    return made;
}

static void test_read__calls_what_no_tally_can_be_of_a_fault_of_the_file(void **state)
{
    static const char *const sections[][2] = {
        {"ORIG", "5"},
        {"ORIG", "{"},
        {"SPEC", "{\"estimands\":[],\"format\":\"werkbaar-spec/1.0\"}"},
        {"SPEC", "{\"estimands\":[{\"statistic\":\"mean\",\"variable\":\"y\"}],"
                 "\"format\":\"werkbaar-spec/1.0\",\"fpc\":[\"n\",\"m\"]}"},
    };
    static sample s;
    char *bytes;
    size_t n;
    wb_tally *back = NULL;
    wb_error err;

    (void)state;
    make_sample(&s, 11);
    wb_spec *spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    bytes_of(tally, &bytes, &n);
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
        size_t length = n;
        char *broken = with_section(bytes, &length, sections[i][0], sections[i][1]);
        assert_fails(read_bytes(broken, length, &back, &err), WB_E_DATA);
        assert_int_equal(err.status, WB_E_DATA);
        assert_string_equal(err.where, "part.tally");
        free(broken);
    }
    free(bytes);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_read__survives_hostile_bytes_with_a_right_checksum(void **state)
{
    static sample s;
    char *bytes;
    size_t n;
    unsigned seed = 11;
    int refused = 0;

    (void)state;
    make_sample(&s, 11);
    wb_spec *spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    bytes_of(tally, &bytes, &n);
    char *broken = malloc(n);
    assert_non_null(broken);
    for (int round = 0; round < wb_test_cases(3000); round++) {
        wb_tally *back = NULL;
        wb_frame *out = NULL;
        wb_error err;
        memcpy(broken, bytes, n);
        for (unsigned k = 0; k <= (unsigned)round % 4U; k++)
            broken[48 + draw(&seed) % (n - 52)] = (char)(draw(&seed) & 0xff);
        put_crc(broken, n);
        wb_status st = read_bytes(broken, n, &back, &err);
        refused += st != WB_OK;
        if (st == WB_OK)
            (void)!wb_tally_estimate(back, NULL, NULL, &out, NULL);
        wb_frame_free(out);
        wb_tally_free(back);
    }
    assert_true(refused > wb_test_cases(500));
    free(broken);
    free(bytes);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

/* A source whose second frame fails in row 3 of the source. */
static wb_status fail_later(void *user, wb_frame **out, wb_error *err)
{
    const wb_frame **frame = user;
    if (*frame != NULL) {
        wb_status st = wb_frame_slice(*frame, 0, 2, out, err);
        *frame = NULL;
        return st;
    }
    if (err != NULL) {
        memset(err, 0, sizeof *err);
        err->status = WB_E_DATA;
        err->row = 3;
    }
    return WB_E_DATA;
}

static void
test_update_source__counts_a_faulty_row_from_the_first_of_the_tally(void **state)
{
    static sample s;
    wb_source *source = NULL;
    wb_error err;

    (void)state;
    make_sample(&s, 13);
    const wb_frame *once = s.frame;
    wb_spec *spec = sample_spec();
    wb_tally *tally = tally_of(spec, s.frame);
    assert_ok(wb_source_new(fail_later, NULL, NULL, &once, &source, NULL));
    assert_fails(wb_tally_update_source(tally, source, NULL, &err), WB_E_DATA);
    assert_int_equal(err.row, N + 3);
    assert_int_equal(wb_tally_row_count(tally), N);
    wb_source_free(source);
    wb_tally_free(tally);
    wb_spec_free(spec);
    wb_frame_free(s.frame);
}

static void test_tally__needs_something_to_estimate(void **state)
{
    wb_spec *spec = new_spec(NULL, NULL);
    wb_tally *tally = NULL;
    (void)state;
    assert_fails(wb_tally_new(spec, &tally, NULL), WB_E_ARG);
    assert_fails(wb_tally_new(NULL, &tally, NULL), WB_E_ARG);
    assert_null(tally);
    wb_tally_free(NULL);
    wb_spec_free(spec);
}

static void test_update__a_column_without_values_leaves_its_outcome_open(void **state)
{
    const double y[] = {1, 2};
    const int8_t flags[] = {1, 0};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *nothing = new_frame(2);
    wb_frame *something = new_frame(2);
    wb_column null = WB_COLUMN_INIT;
    wb_tally *tally = NULL;
    wb_frame *out = NULL;

    (void)state;
    null.type = WB_TYPE_NULL;
    add_doubles(nothing, "y", y);
    assert_ok(wb_frame_add_column(nothing, "f", &null, NULL));
    add_doubles(something, "y", y);
    add_bools(something, "f", flags);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "f", NULL));
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_ok(wb_tally_update(tally, nothing, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    assert_string(out, "status", 1, "empty");
    wb_frame_free(out);
    assert_ok(wb_tally_update(tally, something, NULL, NULL));
    assert_ok(wb_tally_update(tally, nothing, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    assert_close(number(out, "estimate", 1), 0.5, 0);
    assert_close(number(out, "n", 1), 2, 0);
    assert_close(number(out, "n", 0), 6, 0);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_frame_free(nothing);
    wb_frame_free(something);
    wb_spec_free(spec);
}

static sample shared;

static wb_status whole_life(void)
{
    wb_spec *spec = NULL;
    wb_tally *tally = NULL;
    wb_tally *back = NULL;
    wb_writer *writer = NULL;
    wb_reader *reader = NULL;
    wb_frame *out = NULL;
    wb_frame *change = NULL;
    const char *const by[] = {"year"};
    wb_status st = wb_spec_new(&spec, NULL);
    if (st == WB_OK)
        st = wb_spec_set_weights(spec, "w", NULL);
    if (st == WB_OK)
        st = wb_spec_add_stratum(spec, "year", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "y", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_MEAN, "flag", NULL);
    if (st == WB_OK)
        st = wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "kind", NULL);
    if (st == WB_OK)
        st = wb_spec_add_breakdown(spec, by, 1, NULL);
    if (st == WB_OK)
        st = wb_tally_new(spec, &tally, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, shared.frame, NULL, NULL);
    if (st == WB_OK)
        st = wb_tally_update(tally, shared.frame, NULL, NULL);
    if (st == WB_OK)
        st = wb_writer_to_memory(&writer, NULL);
    if (st == WB_OK)
        st = wb_tally_write(tally, writer, NULL);
    if (st == WB_OK) {
        size_t n;
        const char *bytes = wb_writer_bytes(writer, &n);
        st = wb_reader_from_memory(bytes, n, NULL, &reader, NULL);
    }
    if (st == WB_OK)
        st = wb_tally_read(reader, &back, NULL);
    if (st == WB_OK)
        st = wb_tally_merge(tally, back, NULL);
    if (st == WB_OK)
        st = wb_tally_estimate(tally, NULL, NULL, &out, NULL);
    if (st == WB_OK)
        st = wb_estimates_change(out, "year", NULL, &change, NULL);
    wb_frame_free(change);
    wb_frame_free(out);
    wb_reader_free(reader);
    wb_writer_free(writer);
    wb_tally_free(back);
    wb_tally_free(tally);
    wb_spec_free(spec);
    return st;
}

static void test_tally__survives_every_failing_allocation(void **state)
{
    (void)state;
    make_sample(&shared, 12);
    wb_test_every_allocation(whole_life);
    wb_frame_free(shared.frame);
}

static void add_nulls(wb_frame *frame, const char *name)
{
    wb_column column = WB_COLUMN_INIT;
    assert_ok(wb_frame_add_column(frame, name, &column, NULL));
}

static void test_merge__later_rows_count_for_outcomes_learned_from_it(void **state)
{
    static const double y[] = {1, 2, 3, 4};
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *nothing = new_frame(4);
    wb_frame *numbers = new_frame(4);
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_TOTAL, "y", NULL));
    add_nulls(nothing, "y");
    add_doubles(numbers, "y", y);
    wb_tally *tally = tally_of(spec, nothing);
    wb_tally *other = tally_of(spec, numbers);
    assert_ok(wb_tally_merge(tally, other, NULL));
    assert_ok(wb_tally_update(tally, numbers, NULL, NULL));
    assert_ok(wb_tally_estimate(tally, NULL, NULL, &out, NULL));
    assert_int_equal(number(out, "n", 0), 8);
    assert_close(number(out, "estimate", 0), 20, 0);
    wb_frame_free(out);
    wb_tally_free(tally);
    wb_tally_free(other);
    wb_frame_free(nothing);
    wb_frame_free(numbers);
    wb_spec_free(spec);
}

static void assert_refused(const wb_spec *spec, const wb_frame *frame, const char *part)
{
    wb_tally *tally = NULL;
    wb_error err;
    assert_ok(wb_tally_new(spec, &tally, NULL));
    assert_fails(wb_tally_update(tally, frame, NULL, &err), WB_E_DATA);
    assert_non_null(strstr(err.message, part));
    assert_int_equal(wb_tally_row_count(tally), 0);
    wb_tally_free(tally);
}

static void test_update__says_what_a_column_is_for_and_should_hold(void **state)
{
    static const int8_t codes[] = {0, 1, 1};
    static const char *const texts[] = {"1", "2"};
    static const int32_t years[] = {1, 2, 3};
    wb_column column = WB_COLUMN_INIT;
    wb_spec *spec = new_spec("w", NULL);
    wb_frame *frame = new_frame(3);

    (void)state;
    column.type = WB_TYPE_DICTIONARY;
    column.index_type = WB_TYPE_INT8;
    column.flags = WB_COLUMN_COPY;
    column.values = codes;
    column.categories = texts;
    column.n_categories = 2;
    assert_ok(wb_frame_add_column(frame, "w", &column, NULL));
    add_int32s(frame, "year", years);
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "year", NULL));
    assert_refused(spec, frame, "numbers are expected: it is needed as weights");
    assert_ok(wb_spec_set_weights(spec, NULL, NULL));
    assert_ok(wb_spec_add_category(spec, "year", "2004", NULL));
    assert_refused(spec, frame, "categories are declared for column 'year'");
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "absent", NULL));
    wb_frame_free(frame);
    frame = new_frame(3);
    add_nulls(frame, "year");
    assert_refused(spec, frame, "'absent', which is needed as outcome");
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_read__takes_texts_with_a_zero_byte(void **state)
{
    static const int32_t offsets[] = {0, 3, 6, 9};
    wb_column column = WB_COLUMN_INIT;
    wb_spec *spec = new_spec(NULL, NULL);
    wb_frame *frame = new_frame(3);
    wb_tally *back = NULL;
    char *bytes = NULL;
    size_t n = 0;

    (void)state;
    column.type = WB_TYPE_UTF8;
    column.flags = WB_COLUMN_COPY;
    column.values = "a\0ba\0ca\0b";
    column.offsets = offsets;
    assert_ok(wb_frame_add_column(frame, "kind", &column, NULL));
    assert_ok(wb_spec_add_estimand(spec, WB_STATISTIC_PROPORTION, "kind", NULL));
    wb_tally *tally = tally_of(spec, frame);
    bytes_of(tally, &bytes, &n);
    assert_ok(read_bytes(bytes, n, &back, NULL));
    assert_same_bytes(tally, back);
    free(bytes);
    wb_tally_free(back);
    wb_tally_free(tally);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_merge__of_slices_is_the_tally_of_all),
        cmocka_unit_test(test_merge__refuses_another_specification),
        cmocka_unit_test(test_merge__refuses_the_tally_itself),
        cmocka_unit_test(test_merge__refuses_keys_and_outcomes_of_another_kind),
        cmocka_unit_test(test_update__bad_rows_are_named_and_leave_the_tally_as_it_was),
        cmocka_unit_test(test_update__refuses_missing_strata_columns_and_wrong_types),
        cmocka_unit_test(test_estimate__all_weights_zero_is_refused),
        cmocka_unit_test(test_update__a_stop_leaves_the_tally_as_it_was),
        cmocka_unit_test(test_read__goes_on_as_if_it_had_never_left),
        cmocka_unit_test(test_write__begins_with_its_name_version_and_confidentiality),
        cmocka_unit_test(test_read__refuses_every_truncation_and_every_flipped_byte),
        cmocka_unit_test(test_read__calls_what_no_tally_can_be_of_a_fault_of_the_file),
        cmocka_unit_test(test_read__survives_hostile_bytes_with_a_right_checksum),
        cmocka_unit_test(
            test_update_source__counts_a_faulty_row_from_the_first_of_the_tally),
        cmocka_unit_test(test_tally__needs_something_to_estimate),
        cmocka_unit_test(test_update__a_column_without_values_leaves_its_outcome_open),
        cmocka_unit_test(test_merge__later_rows_count_for_outcomes_learned_from_it),
        cmocka_unit_test(test_update__says_what_a_column_is_for_and_should_hold),
        cmocka_unit_test(test_read__takes_texts_with_a_zero_byte),
        cmocka_unit_test(test_tally__survives_every_failing_allocation),
    };
    return cmocka_run_group_tests_name("survey/tally", tests, NULL, NULL);
}
