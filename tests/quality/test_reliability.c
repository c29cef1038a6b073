/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What reliability says at the edges, what is refused, and that neither chunks nor equal
 * weights matter. */
#include "reliability_support.h"

static const char *const abc[] = {"a", "b", "c", NULL};
static const char *const ab[] = {"a", "b", NULL};

static wb_frame *measured_of(const char *csv, double lowest, double highest,
                             const char *const *items)
{
    wb_scales *scales = scale_of(lowest, highest, items);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of(csv);
    wb_frame *out = measured(scales, spec, frame);

    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
    return out;
}

/* ---- numbers ---- */

static void test_scalability__is_that_of_mokken(void **state)
{
    static const char *const items[] = {"q1", "-q2", "q3", "q4", "-q5", NULL};
    wb_scales *scales = scale_of(1, 5, items);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *people = read_vectors("reliability_people");
    wb_frame *out = measured(scales, spec, people);

    (void)state; /* coefH() of R's mokken 3.1.2, of the complete rows */
    assert_figure(out, "", "h", "estimate", 0.571459372653398);
    assert_close(number_at(out, "se_simple", row_of(out, "s", "", "", "h")),
                 0.0492676512492888, 1e-10);
    assert_close(number_at(out, "se_simple", row_of(out, "s", "q2", "", "h")),
                 0.0896699374196717, 1e-10);
    assert_close(number_at(out, "se_simple", row_of(out, "s", "q4", "q5", "h")),
                 0.0556113110363852, 1e-10);
    wb_frame_free(out);
    wb_frame_free(people);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void test_alpha__by_hand(void **state)
{
    wb_frame *out = measured_of("a,b\n1,2\n2,2\n3,5\n4,5\n", 1, 5, ab);

    (void)state; /* variances 5/3 and 3, covariance 2: 2 (1 - 14/3 / 26/3) */
    assert_figure(out, "", "alpha", "estimate", 12.0 / 13);
    assert_figure(out, "", "average_r", "estimate", 2 / sqrt(5));
    assert_figure(out, "", "mean", "estimate", 3);
    assert_figure(out, "a", "floor", "estimate", 0.25);
    assert_figure(out, "b", "ceiling", "estimate", 0.5);
    assert_figure(out, "", "straight", "estimate", 0.25);
    assert_figure(out, "a", "h", "estimate", 1);
    assert_status(out, "a", "alpha_dropped", "too_few");
    assert_status(out, "", "omega", "too_few");
    wb_frame_free(out);
}

static void test_straight_lining__is_before_reversing(void **state)
{
    static const char *const items[] = {"a", "-b", NULL};
    wb_frame *out = measured_of("a,b\n1,1\n5,1\n3,3\n4,2\n", 1, 5, items);

    (void)state;
    assert_figure(out, "", "straight", "estimate", 0.5);
    assert_figure(out, "", "ceiling", "estimate", 0.25);
    assert_figure(out, "b", "mean", "estimate", 4.25);
    wb_frame_free(out);
}

static void test_weights__count_rows_as_often(void **state)
{
    const char *weighted = "a,b,c,w\n1,2,2,2\n2,2,1,1\n3,5,4,3\n4,5,5,1\n2,3,3,2\n";
    const char *repeated = "a,b,c\n1,2,2\n1,2,2\n2,2,1\n3,5,4\n3,5,4\n3,5,4\n4,5,5\n"
                           "2,3,3\n2,3,3\n";
    static const char *const of_scale[] = {
        "alpha", "alpha_standardised", "lambda6", "omega", "h", "mean"};
    wb_scales *scales = scale_of(1, 5, abc);
    wb_spec *spec = spec_of_weights("w");
    wb_frame *frame = frame_of(weighted);
    wb_frame *once = measured(scales, spec, frame);
    wb_frame *often = measured_of(repeated, 1, 5, abc);

    (void)state;
    for (size_t i = 0; i < sizeof of_scale / sizeof *of_scale; i++)
        assert_figure(
            once, "", of_scale[i], "estimate",
            number_at(often, "estimate", row_of(often, "s", "", "", of_scale[i])));
    wb_frame_free(often);
    wb_frame_free(once);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* ---- edges ---- */

static void test_one_item__has_no_coefficients(void **state)
{
    static const char *const one[] = {"a", NULL};
    wb_frame *out = measured_of("a\n1\n2\n5\n", 1, 5, one);

    (void)state;
    assert_status(out, "", "alpha", "too_few");
    assert_status(out, "", "h", "too_few");
    assert_status(out, "", "straight", "too_few");
    assert_status(out, "a", "item_rest", "too_few");
    assert_status(out, "a", "mean", "ok");
    assert_int_equal(wb_frame_row_count(out), 12 + 9);
    wb_frame_free(out);
}

static void test_an_item_of_one_value__has_no_correlations(void **state)
{
    wb_frame *out = measured_of("a,b,c\n1,2,3\n2,2,1\n3,2,4\n5,2,4\n", 1, 5, abc);

    (void)state;
    assert_status(out, "b", "sd", "constant");
    assert_status(out, "b", "item_rest", "undefined");
    assert_status(out, "b", "h", "undefined");
    assert_status(out, "", "alpha", "ok");
    assert_status(out, "", "alpha_standardised", "undefined");
    assert_status(out, "", "omega", "undefined");
    assert_status(out, "", "h", "ok");
    wb_frame_free(out);
}

static void test_an_item_against_the_others__is_negative(void **state)
{
    wb_frame *out = measured_of("a,b,c\n1,2,5\n2,3,3\n4,4,2\n5,4,1\n3,1,3\n", 1, 5, abc);

    (void)state;
    assert_status(out, "c", "item_rest", "negative");
    assert_string_equal(text_at(out, "status", row_of(out, "s", "a", "c", "h")),
                        "negative");
    assert_true(number_at(out, "lower", row_of(out, "s", "c", "", "item_rest")) < 0);
    wb_frame_free(out);
}

static void test_no_complete_row__is_empty(void **state)
{
    wb_frame *out = measured_of("a,b\n1,\n,2\n3,\n", 1, 5, ab);

    (void)state;
    assert_status(out, "", "alpha", "empty");
    assert_status(out, "", "mean", "empty");
    assert_status(out, "", "missing", "extreme");
    assert_figure(out, "", "missing", "estimate", 1);
    assert_figure(out, "a", "missing", "estimate", 1.0 / 3);
    assert_status(out, "a", "mean", "ok");
    wb_frame_free(out);
}

static void test_one_complete_row__has_a_mean_alone(void **state)
{
    wb_frame *out = measured_of("a,b\n1,\n4,2\n", 1, 5, ab);

    (void)state;
    assert_figure(out, "", "mean", "estimate", 3);
    assert_status(out, "", "sd", "undefined");
    assert_status(out, "", "alpha", "undefined");
    assert_status(out, "b", "mean", "no_df");
    wb_frame_free(out);
}

static void test_an_item_that_follows_from_others__has_no_multiple_r(void **state)
{
    /* a is the mean of b and c: its uniqueness would be below 0 */
    wb_frame *out =
        measured_of("a,b,c\n1,1.5,0.5\n1,0.5,1.5\n-1,-0.5,-1.5\n2,3,1\n", 0, 0, abc);

    (void)state;
    assert_status(out, "", "lambda6", "undefined");
    assert_status(out, "a", "item_corrected", "undefined");
    assert_status(out, "", "omega", "improper");
    assert_status(out, "", "h", "no_codes");
    assert_status(out, "", "floor", "no_codes");
    assert_status(out, "", "alpha", "ok");
    wb_frame_free(out);
}

/* ---- groups ---- */

static void test_groups__are_those_with_rows_in_their_order(void **state)
{
    static const char *const by[] = {"g"};
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b,g\n1,2,x\n2,2,z\n3,5,x\n4,5,z\n1,1,\n5,5,x\n3,2,z\n");
    wb_frame *out;

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, NULL, 0, NULL));
    assert_ok(wb_spec_add_category(spec, "g", "z", NULL));
    assert_ok(wb_spec_add_category(spec, "g", "y", NULL));
    out = measured(scales, spec, frame);
    int64_t each = 12 + 2 * 9 + 1;
    assert_int_equal(wb_frame_row_count(out), 3 * each);
    assert_string_equal(text_at(out, "g", 0), "z");
    assert_string_equal(text_at(out, "g", each), "x");
    assert_true(is_missing(out, "g", 2 * each));
    assert_int_equal(whole_at(out, "n", 0), 3);
    assert_int_equal(whole_at(out, "n", 2 * each), 7);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void assert_same(const wb_frame *a, const wb_frame *b)
{
    static const char *const numbers[] = {"estimate", "se", "upper", "se_simple"};

    assert_int_equal(wb_frame_row_count(a), wb_frame_row_count(b));
    for (int64_t r = 0; r < wb_frame_row_count(a); r++) {
        for (size_t i = 0; i < 4; i++)
            assert_close(number_at(a, numbers[i], r), number_at(b, numbers[i], r), 0);
    }
}

static void test_chunks__do_not_matter(void **state)
{
    static const char *const items[] = {"q1", "-q2", "q3", "q4", "-q5", NULL};
    static const char *const by[] = {"group"};
    wb_scales *scales = scale_of(1, 5, items);
    wb_spec *spec = spec_of_weights("w");
    wb_frame *people = read_vectors("reliability_people");
    wb_frame *whole = NULL, *parts = NULL;

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(measure_in_chunks(scales, spec, people, 1000, NULL, &whole, NULL));
    assert_ok(measure_in_chunks(scales, spec, people, 7, NULL, &parts, NULL));
    assert_same(whole, parts);
    wb_frame_free(parts);
    wb_frame_free(whole);
    wb_frame_free(people);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void test_dropping_empty_groups__changes_nothing(void **state)
{
    static const char *const by[] = {"g"};
    wb_scales *scales = scale_of(1, 5, abc);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b,c,g\n1,,3,x\n2,,1,x\n3,2,4,y\n5,4,4,y\n2,1,3,y\n");
    wb_estimate_options options = WB_ESTIMATE_OPTIONS_INIT;
    wb_frame *kept = NULL, *dropped = NULL;

    (void)state; /* nobody in x answers b */
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(measure_in_chunks(scales, spec, frame, 9, NULL, &kept, NULL));
    options.drop_empty = 1;
    assert_ok(measure_in_chunks(scales, spec, frame, 9, &options, &dropped, NULL));
    assert_same(kept, dropped);
    wb_frame_free(dropped);
    wb_frame_free(kept);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* ---- instruments ---- */

static void test_an_instrument__has_its_scales_reversed_and_missing(void **state)
{
    static const char *const names[] = {"tone"};
    const char *json =
        "{\"format\":\"werkbaar-instrument/1.0\",\"id\":\"t\",\"version\":\"1\","
        "\"licence\":\"MIT\",\"title\":{\"en\":\"T\"},\"source\":\"test\","
        "\"unit\":\"person\",\"languages\":[\"en\"],\"items\":["
        "{\"id\":\"a\",\"label\":{\"en\":\"A\"},\"text\":\"none\",\"min\":1,\"max\":5,"
        "\"reversed\":false,\"missing\":[]},"
        "{\"id\":\"b\",\"label\":{\"en\":\"B\"},\"text\":\"none\",\"min\":1,\"max\":5,"
        "\"reversed\":true,\"missing\":[9]}],\"scales\":[{\"id\":\"tone\","
        "\"label\":{\"en\":\"Tone\"},\"rule\":\"mean\",\"min_answered\":2,"
        "\"structure_verified\":true,\"source\":\"test\",\"items\":[\"a\",\"b\"]}]}";
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_scales *scales = new_scales();
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b\n1,5\n2,9\n3,2\n4,1\n");
    wb_error err = {0};
    wb_frame *out;

    (void)state;
    assert_ok(wb_reader_from_memory(json, strlen(json), "json", &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_reader_free(reader);
    assert_ok(wb_scales_add_instrument(scales, instrument, names, 1, NULL));
    assert_fails(wb_scales_add_instrument(scales, instrument, NULL, 0, &err), WB_E_ARG);
    assert_says(err.message, "tone");
    out = measured(scales, spec, frame);
    assert_int_equal(whole_at(out, "n", row_of(out, "tone", "", "", "alpha")), 3);
    assert_close(number_at(out, "estimate", row_of(out, "tone", "b", "", "mean")),
                 10.0 / 3, 1e-15);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
    wb_instrument_free(instrument);
}

/* ---- refusals ---- */

static void refused(const char *csv, const char *const *items, wb_status status,
                    const char *first, const char *second)
{
    wb_scales *scales = scale_of(1, 5, items);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of(csv), *out = NULL;
    wb_error err = {0};

    assert_fails(measure_in_chunks(scales, spec, frame, 2, NULL, &out, &err), status);
    assert_null(out);
    assert_says(err.message, first);
    assert_says(err.message, second);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void test_bad_answers__name_item_and_scale(void **state)
{
    (void)state;
    refused("a,b\n1,2\n", abc, WB_E_DATA, "'c'", "'s'");
    refused("a,b\n1,2\n3,6\n", ab, WB_E_DATA, "answer 6 to item 'b' of scale 's'",
            "1..5");
    refused("a,b\nx,2\ny,4\n", ab, WB_E_DATA, "'a'", "'s'");
    refused("a,b\n", ab, WB_E_DATA, "no rows", "");
}

static void test_bad_answers__name_the_row(void **state)
{
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights("w");
    wb_frame *frame = frame_of("a,b,w\n1,2,1\n2,3,1\n3,6,1\n"), *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(measure_in_chunks(scales, spec, frame, 1, NULL, &out, &err), WB_E_DATA);
    assert_int_equal(err.row, 2);
    assert_string_equal(err.item, "b");
    wb_frame_free(frame);
    frame = frame_of("a,b,w\n1,2,1\n2,3,-1\n");
    assert_fails(measure_in_chunks(scales, spec, frame, 1, NULL, &out, &err), WB_E_DATA);
    assert_int_equal(err.row, 1);
    assert_says(err.message, "-1");
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void test_scales__refuse_what_cannot_be(void **state)
{
    wb_scales *scales = new_scales();

    (void)state;
    assert_fails(wb_scales_add_item(scales, "a", 0, NULL), WB_E_ARG);
    assert_fails(wb_scales_add(scales, "s", 5, 1, NULL), WB_E_ARG);
    assert_fails(wb_scales_add(scales, "s", NAN, 1, NULL), WB_E_ARG);
    assert_ok(wb_scales_add(scales, "s", 0, 0, NULL));
    assert_fails(wb_scales_add(scales, "s", 1, 5, NULL), WB_E_ARG);
    assert_fails(wb_scales_add_item(scales, "a", 1, NULL), WB_E_ARG);
    assert_fails(wb_scales_add_item(scales, "a", 2, NULL), WB_E_ARG);
    assert_ok(wb_scales_add_item(scales, "a", 0, NULL));
    assert_fails(wb_scales_add_item(scales, "a", 0, NULL), WB_E_ARG);
    wb_scales_free(scales);
    wb_scales_free(NULL);
}

static void test_reliability__refuses_what_cannot_be(void **state)
{
    static const char *const by[] = {"scale"};
    wb_scales *none = new_scales(), *empty = new_scales(), *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b,scale\n1,2,x\n2,3,y\n"), *out = NULL;
    wb_estimate_options level = WB_ESTIMATE_OPTIONS_INIT;
    wb_error err = {0};

    (void)state;
    level.level = 1;
    assert_fails(measure_in_chunks(none, spec, frame, 9, NULL, &out, &err), WB_E_ARG);
    assert_ok(wb_scales_add(empty, "bare", 1, 5, NULL));
    assert_fails(measure_in_chunks(empty, spec, frame, 9, NULL, &out, &err), WB_E_ARG);
    assert_says(err.message, "bare");
    assert_fails(measure_in_chunks(scales, spec, frame, 9, &level, &out, &err), WB_E_ARG);
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_fails(measure_in_chunks(scales, spec, frame, 9, NULL, &out, &err), WB_E_ARG);
    assert_fails(measure_in_chunks(NULL, spec, frame, 9, NULL, &out, &err), WB_E_ARG);
    assert_fails(wb_reliability_source(scales, spec, NULL, NULL, NULL, NULL, &out, NULL),
                 WB_E_ARG);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
    wb_scales_free(empty);
    wb_scales_free(none);
}

/* ---- memory ---- */

static const wb_frame *fault_frame;

static wb_status measure_by_group(void)
{
    static const char *const by[] = {"g"};
    wb_scales *scales = NULL;
    wb_spec *spec = NULL;
    wb_frame *out = NULL;
    wb_status st = wb_scales_new(&scales, NULL);

    if (st == WB_OK)
        st = wb_scales_add(scales, "s", 1, 5, NULL);
    for (size_t i = 0; st == WB_OK && i < 3; i++)
        st = wb_scales_add_item(scales, abc[i], i == 1, NULL);
    if (st == WB_OK)
        st = wb_spec_new(&spec, NULL);
    if (st == WB_OK)
        st = wb_spec_add_breakdown(spec, by, 1, NULL);
    if (st == WB_OK)
        st = measure_in_chunks(scales, spec, fault_frame, 4, NULL, &out, NULL);
    wb_frame_free(out);
    wb_spec_free(spec);
    wb_scales_free(scales);
    return st;
}

static void test_every_allocation__may_fail(void **state)
{
    wb_frame *frame =
        frame_of("a,b,c,g\n1,4,1,x\n2,4,1,x\n3,1,5,x\n4,2,5,y\n5,2,3,y\n2,5,1,y\n");

    (void)state;
    fault_frame = frame;
    wb_test_every_allocation(measure_by_group);
    wb_frame_free(frame);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scalability__is_that_of_mokken),
        cmocka_unit_test(test_alpha__by_hand),
        cmocka_unit_test(test_straight_lining__is_before_reversing),
        cmocka_unit_test(test_weights__count_rows_as_often),
        cmocka_unit_test(test_one_item__has_no_coefficients),
        cmocka_unit_test(test_an_item_of_one_value__has_no_correlations),
        cmocka_unit_test(test_an_item_against_the_others__is_negative),
        cmocka_unit_test(test_no_complete_row__is_empty),
        cmocka_unit_test(test_one_complete_row__has_a_mean_alone),
        cmocka_unit_test(test_an_item_that_follows_from_others__has_no_multiple_r),
        cmocka_unit_test(test_groups__are_those_with_rows_in_their_order),
        cmocka_unit_test(test_chunks__do_not_matter),
        cmocka_unit_test(test_dropping_empty_groups__changes_nothing),
        cmocka_unit_test(test_an_instrument__has_its_scales_reversed_and_missing),
        cmocka_unit_test(test_bad_answers__name_item_and_scale),
        cmocka_unit_test(test_bad_answers__name_the_row),
        cmocka_unit_test(test_scales__refuse_what_cannot_be),
        cmocka_unit_test(test_reliability__refuses_what_cannot_be),
        cmocka_unit_test(test_every_allocation__may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
