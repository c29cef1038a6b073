/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* What curves, coefficients and cut-offs say where there is little to say, and what they
 * refuse. */
#include "reliability_support.h"

#include "quality/coefficients.h"

static const char *const ab[] = {"a", "b", NULL};
static const char *const abc[] = {"a", "b", "c", NULL};

/* ---- curves ---- */

static wb_status curve_of(wb_frame *rows, const wb_spec *spec,
                          const wb_estimate_options *how, wb_frame **curve,
                          wb_frame **auc, wb_error *err)
{
    wb_source *source = NULL;

    assert_ok(wb_source_from_frame(rows, 0, &source, NULL));
    wb_status st =
        wb_roc(source, "score", "crit", spec, NULL, how, NULL, curve, auc, err);
    wb_source_free(source);
    wb_frame_free(rows);
    return st;
}

static void test_roc__one_person_with_the_criterion_has_no_delong(void **state)
{
    wb_frame *curve = NULL, *auc = NULL;

    (void)state;
    assert_ok(curve_of(frame_of("score,crit\n0,0\n1,0\n2,1\n1,0\n"), NULL, NULL, &curve,
                       &auc, NULL));
    assert_string_equal(text_at(auc, "method", 1), "delong");
    assert_string_equal(text_at(auc, "status", 1), "no_variance");
    assert_close(number_at(auc, "auc", 1), 1, 0);
    assert_true(is_missing(auc, "se", 1));
    assert_true(is_missing(auc, "lower", 1));
    wb_frame_free(curve);
    wb_frame_free(auc);
}

/* Every stratum with answers has one unit. */
static void test_roc__a_design_without_variance_says_so(void **state)
{
    static const char csv[] = "score,crit,h\n0,0,1\n1,1,2\n2,0,3\n3,1,4\n,1,5\n,0,5\n";
    static const struct {
        int32_t lonely;
        const char *status;
    } ways[] = {{WB_LONELY_AVERAGE, "no_variance"}, {WB_LONELY_CERTAINTY, "no_df"}};
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;
    wb_spec *spec = spec_of_weights(NULL);

    (void)state;
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        wb_frame *curve = NULL, *auc = NULL;
        how.lonely = ways[i].lonely;
        assert_ok(curve_of(frame_of(csv), spec, &how, &curve, &auc, NULL));
        assert_string_equal(text_at(auc, "status", 0), ways[i].status);
        assert_close(number_at(auc, "auc", 0), 0.75, 1e-15);
        assert_true(is_missing(auc, "lower", 0));
        assert_true(is_missing(curve, "sensitivity_lower", 2));
        wb_frame_free(curve);
        wb_frame_free(auc);
    }
    wb_spec_free(spec);
}

static void test_roc__a_cut_that_is_no_short_fraction_is_a_decimal_number(void **state)
{
    wb_frame *curve = NULL, *auc = NULL;

    (void)state;
    assert_ok(curve_of(frame_of("score,crit\n1e-20,0\n0.1,1\n3e20,1\n"
                                "1.4142135623730951,0\n"),
                       NULL, NULL, &curve, &auc, NULL));
    assert_string_equal(text_at(curve, "cut_exact", 0), "1e-20");
    assert_string_equal(text_at(curve, "cut_exact", 1), "1/10");
    assert_string_equal(text_at(curve, "cut_exact", 2), "131836323/93222358");
    assert_close(strtod(text_at(curve, "cut_exact", 3), NULL), 3e20, 0);
    wb_frame_free(curve);
    wb_frame_free(auc);
}

static void test_roc__refuses_no_rows_and_scores_without_end(void **state)
{
    static const double score[] = {1, INFINITY}, crit[] = {0, 1};
    static const char *const names[] = {"score", "crit"};
    const wb_column columns[] = {{.type = WB_TYPE_FLOAT64, .values = score},
                                 {.type = WB_TYPE_FLOAT64, .values = crit}};
    wb_frame *curve = NULL, *auc = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(curve_of(frame_of("score,crit\n"), NULL, NULL, &curve, &auc, &err),
                 WB_E_DATA);
    assert_says(err.message, "no rows");
    assert_fails(
        curve_of(frame_of_columns(2, names, columns, 2), NULL, NULL, &curve, &auc, &err),
        WB_E_DATA);
    assert_says(err.message, "'score' is infinite");
    assert_int_equal(err.row, 1);
    assert_null(curve);
}

/* ---- answers ---- */

static void refused(const wb_scales *scales, const char *csv, const char *weights,
                    const char *says, int64_t row)
{
    wb_spec *spec = spec_of_weights(weights);
    wb_frame *frame = frame_of(csv), *out = NULL;
    wb_error err = {0};

    assert_fails(measure_in_chunks(scales, spec, frame, 9, NULL, &out, &err), WB_E_DATA);
    assert_null(out);
    assert_says(err.message, says);
    assert_int_equal(err.row, row);
    wb_frame_free(frame);
    wb_spec_free(spec);
}

static void test_bad_answers__have_their_reason(void **state)
{
    wb_scales *free_scale = scale_of(0, 0, ab), *scales = scale_of(1, 5, ab);

    (void)state;
    refused(free_scale, "a,b\n1,2\n1e51,3\n", NULL,
            "to item 'a' of scale 's' is no answer", 1);
    refused(scales, "a,b,w\n1,2,1\n2,3,\n", "w", "weight 'w' is missing", 1);
    refused(scales, "a,b,w\n1,2,x\n2,3,y\n", "w", "numbers are expected", -1);
    refused(scales, "a,b,w\n1,2,1\n2,3,1e51\n", "w", "at most 1e50", 1);
    wb_scales_free(free_scale);
    wb_scales_free(scales);
}

static void test_answers__a_range_that_is_declared_missing_is_none(void **state)
{
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b\n1,2\n97,2\n3,5\n99,1\n4,5\n");

    (void)state;
    assert_ok(wb_frame_add_missing_range(frame, 0, 50, 60, NULL));
    assert_ok(wb_frame_add_missing_range(frame, 0, 97, 99, NULL));
    wb_frame *out = measured(scales, spec, frame);
    assert_figure(out, "a", "missing", "estimate", 0.4);
    assert_figure(out, "a", "mean", "estimate", 8.0 / 3);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* As where they are empty. */
static void test_groups__a_code_that_is_declared_missing_is_none(void **state)
{
    const char *const by[] = {"g"};
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights("w");
    wb_frame *empty = frame_of("a,b,g,w\n1,2,1,1\n3,4,1,1\n2,2,,1\n3,5,2,1\n5,1,2,1\n");
    wb_frame *coded = frame_of("a,b,g,w\n1,2,1,1\n3,4,1,1\n2,2,9,1\n3,5,2,1\n5,1,2,1\n");
    wb_frame *expected, *found = NULL;
    wb_error err = {0};

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_frame_add_missing_range(coded, 2, 9, 9, NULL));
    expected = measured(scales, spec, empty);
    found = measured(scales, spec, coded);
    assert_int_equal(wb_frame_row_count(found), wb_frame_row_count(expected));
    for (int64_t row = 0; row < wb_frame_row_count(found); row++) {
        assert_int_equal(whole_at(found, "g", row), whole_at(expected, "g", row));
        assert_close(number_at(found, "estimate", row),
                     number_at(expected, "estimate", row), 0);
        assert_close(number_at(found, "se", row), number_at(expected, "se", row), 0);
    }
    wb_frame_free(found);
    found = NULL;
    assert_ok(wb_frame_add_missing_range(coded, 3, 1, 1, NULL));
    assert_fails(measure_in_chunks(scales, spec, coded, 1000, NULL, &found, &err),
                 WB_E_DATA);
    assert_says(err.message, "weight 'w' is missing");
    assert_null(found);
    wb_frame_free(expected);
    wb_frame_free(coded);
    wb_frame_free(empty);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void
test_answers__a_column_without_values_has_nothing_but_missing_ones(void **state)
{
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b\n1,\n2,\n5,\n");
    wb_frame *out = measured(scales, spec, frame);

    (void)state;
    assert_int_equal(wb_frame_column_type(frame, 1), WB_TYPE_NULL);
    assert_figure(out, "b", "missing", "estimate", 1);
    assert_status(out, "b", "mean", "empty");
    assert_status(out, "", "alpha", "empty");
    assert_status(out, "a", "mean", "ok");
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* ---- coefficients ---- */

/* Each replicate keeps one row, of which no coefficient can be made. */
static void test_reliability__replicates_that_say_nothing_give_no_variance(void **state)
{
    wb_replicate_options options = WB_REPLICATE_OPTIONS_INIT;
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b,r1,r2\n1,2,3,0\n2,4,0,3\n5,3,0,0\n");

    (void)state;
    options.type = WB_REPLICATE_BOOTSTRAP;
    assert_ok(wb_spec_set_replicates(spec, &options, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r1", 0, NULL));
    assert_ok(wb_spec_add_replicate(spec, "r2", 0, NULL));
    wb_frame *out = measured(scales, spec, frame);
    assert_status(out, "", "alpha", "no_variance");
    assert_figure(out, "", "alpha", "se", (double)NAN);
    assert_status(out, "a", "mean", "ok");
    /* of the means 1 and 2, around 3/2, by R - 1 */
    assert_figure(out, "a", "mean", "se", sqrt(0.5));
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void omega_is(const char *csv, const char *status)
{
    wb_scales *scales = scale_of(0, 0, abc);
    wb_spec *spec = spec_of_weights("w");
    wb_frame *frame = frame_of(csv);
    wb_frame *out = measured(scales, spec, frame);

    assert_status(out, "", "omega", status);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* All combinations of -1 and 1, weighed so that correlations are what they are to be. */
static void test_omega__is_improper_without_one_common_factor(void **state)
{
    (void)state;
    /* nothing correlates */
    omega_is("a,b,c,w\n1,1,1,1\n1,1,-1,1\n1,-1,1,1\n1,-1,-1,1\n-1,1,1,1\n-1,1,-1,1\n"
             "-1,-1,1,1\n-1,-1,-1,1\n",
             "improper");
    /* only a and b do: any two loadings with that product are as good */
    omega_is("a,b,c,w\n1,1,1,3\n1,1,-1,3\n1,-1,1,1\n1,-1,-1,1\n-1,1,1,1\n-1,1,-1,1\n"
             "-1,-1,1,3\n-1,-1,-1,3\n",
             "improper");
    /* c with hardly anything: steps to the least value lose themselves in rounding */
    omega_is("a,b,c,w\n1,1,1,1.50002\n1,1,-1,1.49998\n1,-1,1,0.500002\n1,-1,-1,0.499998\n"
             "-1,1,1,0.499998\n-1,1,-1,0.500002\n-1,-1,1,1.49998\n-1,-1,-1,1.50002\n",
             "improper");
    /* 1/2 each */
    omega_is("a,b,c,w\n1,1,1,5\n1,1,-1,1\n1,-1,1,1\n1,-1,-1,1\n-1,1,1,1\n-1,1,-1,1\n"
             "-1,-1,1,1\n-1,-1,-1,5\n",
             "ok");
}

static wb_figure_status factor_of(double r12, double r13, double r23)
{
    const double r[] = {1, r12, r13, r12, 1, r23, r13, r23, 1};
    wb_coefficients at;
    wb_figure_status status;

    assert_ok(wb_coefficients_init(&at, 3, NULL));
    memcpy(at.r, r, sizeof r);
    at.sum_r = 3 + 2 * (r12 + r13 + r23);
    status = wb_one_factor(&at);
    wb_coefficients_free(&at);
    return status;
}

/* Three correlations are products of loadings, l_a² = ab ac / bc; of a large one the last
 * digits never settle. */
static void test_one_factor__ends_where_steps_do_not(void **state)
{
    (void)state;
    assert_int_equal(factor_of(0.5, 0.5, 0.5), WB_FIGURE_OK);
    assert_int_equal(
        factor_of(0.65347802639007568, 0.36020177602767944, 0.0077911615371704102),
        WB_FIGURE_IMPROPER);
    assert_int_equal(
        factor_of(0.43205106258392334, -0.00019901871947457757, -8.0042408879261128e-05),
        WB_FIGURE_IMPROPER);
}

static void test_reliability__a_design_without_variance_says_so(void **state)
{
    static const struct {
        int32_t lonely;
        const char *status;
    } ways[] = {{WB_LONELY_AVERAGE, "no_variance"}, {WB_LONELY_CERTAINTY, "no_df"}};
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b,h\n1,2,1\n2,4,2\n5,3,3\n,,4\n,,4\n");
    wb_estimate_options how = WB_ESTIMATE_OPTIONS_INIT;

    (void)state;
    assert_ok(wb_spec_add_stratum(spec, "h", NULL));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        wb_frame *out = NULL;
        how.lonely = ways[i].lonely;
        assert_ok(measure_in_chunks(scales, spec, frame, 9, &how, &out, NULL));
        assert_status(out, "a", "mean", ways[i].status);
        assert_figure(out, "a", "mean", "estimate", 8.0 / 3);
        assert_true(is_missing(out, "lower", row_of(out, "s", "a", "", "mean")));
        wb_frame_free(out);
    }
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* ---- instruments ---- */

/* One scale of two items from 0 to `highest`, with members behind it. */
static wb_instrument *instrument_of(int highest, const char *members)
{
    char json[2048];
    wb_reader *reader = NULL;
    wb_instrument *instrument = NULL;
    wb_error err = {0};

    snprintf(json, sizeof json,
             "{\"format\":\"werkbaar-instrument/1.0\",\"id\":\"t\",\"version\":\"1\","
             "\"licence\":\"MIT\",\"title\":{\"en\":\"T\"},\"source\":\"test\","
             "\"unit\":\"person\",\"languages\":[\"en\"],\"items\":["
             "{\"id\":\"a\",\"label\":{\"en\":\"A\"},\"text\":\"none\",\"min\":0,"
             "\"max\":%d},{\"id\":\"b\",\"label\":{\"en\":\"B\"},\"text\":\"none\","
             "\"min\":0,\"max\":%d}],\"scales\":[{\"id\":\"tone\",\"label\":{\"en\":"
             "\"Tone\"},\"rule\":\"mean\",\"min_answered\":2,\"structure_verified\":true,"
             "\"source\":\"test\",\"items\":[\"a\",\"b\"]}]%s}",
             highest, highest, members);
    assert_ok(wb_reader_from_memory(json, strlen(json), "json", &reader, NULL));
    if (wb_instrument_read(reader, &instrument, &err) != WB_OK)
        fail_msg("%s", err.message);
    wb_reader_free(reader);
    return instrument;
}

#define LOUD                                                                             \
    ",\"indicators\":[{\"id\":\"loud\",\"label\":{\"en\":\"loud\"},\"kind\":"            \
    "\"workability\",\"scale\":\"tone\",\"direction\":\"high\",\"problem\":{"            \
    "\"comparison\":\"at_least\",\"value\":\"2\",\"verified\":false,\"source\":\"us\"}}" \
    "]"

static wb_status move(int highest, const char *members, const wb_spec *spec,
                      const wb_cutoff_options *options, wb_frame **out, wb_error *err)
{
    wb_instrument *instrument = instrument_of(highest, members);
    wb_frame *rows = frame_of("a,b,g\n1,2,x\n2,4,y\n3,2,x\n0,0,y\n");
    wb_source *source = NULL;

    assert_ok(wb_source_from_frame(rows, 0, &source, NULL));
    wb_status st =
        wb_cutoff_moves(instrument, source, spec, options, NULL, NULL, out, err);
    wb_source_free(source);
    wb_frame_free(rows);
    wb_instrument_free(instrument);
    return st;
}

static void test_an_instrument__takes_whole_answers(void **state)
{
    wb_instrument *instrument = instrument_of(4, "");
    wb_scales *scales = new_scales();

    (void)state;
    assert_ok(wb_scales_add_instrument(scales, instrument, NULL, 0, NULL));
    refused(scales, "a,b\n1,2\n2,1.5\n", NULL,
            "answer 1.5 to item 'b' of scale 'tone' is outside 0..4", 1);
    wb_scales_free(scales);
    wb_instrument_free(instrument);
}

static void test_moves__keep_the_order_of_categories_that_is_declared(void **state)
{
    static const char *const by[] = {"g"};
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_category(spec, "g", "y", NULL));
    assert_ok(wb_spec_add_category(spec, "g", "x", NULL));
    assert_ok(move(4, LOUD, spec, NULL, &out, NULL));
    assert_string_equal(text_at(out, "g", 0), "y");
    int64_t last = wb_frame_row_count(out) - 1;
    assert_string_equal(text_at(out, "g", last), "x");
    assert_string_equal(text_at(out, "measure", last), "loud_problem");
    assert_close(number_at(out, "cut", last), 2.5, 0);
    assert_close(number_at(out, "estimate", last), 0.5, 1e-15); /* 3/2 and 5/2 */
    wb_frame_free(out);
    wb_spec_free(spec);
}

static void test_moves__refuses_what_has_no_lattice(void **state)
{
    wb_cutoff_options options = WB_CUTOFF_OPTIONS_INIT;
    wb_frame *out = NULL;
    wb_error err = {0};

    (void)state;
    assert_fails(move(4, "", NULL, NULL, &out, &err), WB_E_DATA);
    assert_says(err.message, "no cut-off to move");
    assert_fails(move(50000, LOUD, NULL, NULL, &out, &err), WB_E_LIMIT);
    assert_says(err.message, "scale 'tone' has 100001 values");
    options.n_select = 1;
    assert_fails(move(4, LOUD, NULL, &options, &out, &err), WB_E_ARG);
    assert_says(err.message, "select is NULL, n_select is 1");
    assert_null(out);
}

static wb_instrument *loud_instrument;
static wb_source *loud_rows;

static wb_status move_once(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_source_rewind(loud_rows, NULL);

    if (st == WB_OK)
        st = wb_cutoff_moves(loud_instrument, loud_rows, NULL, NULL, NULL, NULL, &out,
                             NULL);
    wb_frame_free(out);
    return st;
}

/* The instrument has no list of composites. */
static void test_moves__survive_every_failing_allocation(void **state)
{
    wb_frame *rows = frame_of("a,b\n1,2\n2,4\n");

    (void)state;
    loud_instrument = instrument_of(4, LOUD);
    assert_ok(wb_source_from_frame(rows, 0, &loud_rows, NULL));
    wb_test_every_allocation(move_once);
    wb_source_free(loud_rows);
    wb_instrument_free(loud_instrument);
    wb_frame_free(rows);
}

/* ---- groups ---- */

static void test_groups__keep_the_type_of_their_column(void **state)
{
    static const char *const yes[] = {"yes"}, *const both[] = {"yes", "day"};
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b,yes,day\n1,2,true,2020-01-02\n2,4,false,2020-01-02\n"
                               "5,3,true,2020-01-03\n3,3,true,2020-01-03\n");
    wb_frame *out = NULL;

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, yes, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, both, 2, NULL));
    assert_ok(measure_in_chunks(scales, spec, frame, 2, NULL, &out, NULL));
    assert_int_equal(wb_frame_column_type(out, column_of(out, "yes")), WB_TYPE_BOOL);
    assert_int_equal(wb_frame_column_type(out, column_of(out, "day")), WB_TYPE_DATE32);
    int64_t each = 12 + 2 * 9 + 1;
    assert_int_equal(wb_frame_row_count(out), (2 + 3) * each);
    assert_close(number_at(out, "yes", 0), 0, 0);
    assert_close(number_at(out, "yes", each), 1, 0);
    assert_true(is_missing(out, "day", each));
    assert_int_equal(whole_at(out, "n", each), 3);
    assert_close(number_at(out, "yes", 4 * each), 1, 0);
    assert_close(number_at(out, "day", 4 * each), 18264, 0); /* 2020-01-03 */
    assert_int_equal(whole_at(out, "n", 4 * each), 2);
    wb_frame_free(out);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

static void test_groups__that_ask_for_too_many_figures_are_refused(void **state)
{
    static const char *const by[] = {"g"}, *const again[] = {"h"};
    enum { ITEMS = 100, GROUPS = 86 }; /* (12 + 900 + 4950) * 86, twice */
    wb_scales *scales = scale_of(1, 5, (const char *const[]){NULL});
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = NULL, *out = NULL;
    double values[GROUPS];
    wb_error err = {0};

    (void)state;
    assert_ok(wb_frame_new(GROUPS, &frame, NULL));
    for (int i = 0; i < ITEMS + 2; i++) {
        char name[16] = "g";
        wb_column column = {.struct_size = sizeof column,
                            .type = WB_TYPE_FLOAT64,
                            .flags = WB_COLUMN_COPY,
                            .values = values};
        for (int g = 0; g < GROUPS; g++)
            values[g] = i >= ITEMS ? g : 1 + (i + g) % 5;
        name[0] = (char)("gh"[i - ITEMS > 0]);
        if (i < ITEMS) {
            snprintf(name, sizeof name, "q%d", i);
            assert_ok(wb_scales_add_item(scales, name, 0, NULL));
        }
        assert_ok(wb_frame_add_column(frame, name, &column, NULL));
    }
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_spec_add_breakdown(spec, again, 1, NULL));
    assert_fails(measure_in_chunks(scales, spec, frame, GROUPS, NULL, &out, &err),
                 WB_E_LIMIT);
    assert_says(err.message, "1008264 figures are more than 1000000");
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* A group that was not there the first time. */
typedef struct turned {
    int reading, given;
} turned;

static wb_status next_turned(void *user, wb_frame **out, wb_error *err)
{
    turned *at = user;

    (void)err;
    *out = at->given++ > 0 ? NULL
                           : frame_of(at->reading == 0 ? "a,b,g\n1,2,x\n2,4,x\n"
                                                       : "a,b,g\n1,2,x\n2,4,y\n");
    return WB_OK;
}

static int32_t rewind_turned(void *user)
{
    turned *at = user;

    at->reading++;
    at->given = 0;
    return 0;
}

static void test_reliability__rows_that_changed_between_passes_are_told(void **state)
{
    static const char *const by[] = {"g"};
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_source *source = NULL;
    wb_frame *out = NULL;
    turned rows = {0, 0};
    wb_error err = {0};

    (void)state;
    assert_ok(wb_spec_add_breakdown(spec, by, 1, NULL));
    assert_ok(wb_source_new(next_turned, rewind_turned, NULL, &rows, &source, NULL));
    assert_fails(
        wb_reliability_source(scales, spec, source, NULL, NULL, NULL, &out, &err),
        WB_E_CONFLICT);
    assert_says(err.message, "other rows when it was rewound");
    wb_source_free(source);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

/* ---- scales and options ---- */

static void test_scales__have_at_most_500_items(void **state)
{
    wb_scales *scales = scale_of(1, 5, ab);
    wb_error err = {0};
    char name[16];

    (void)state;
    for (int i = 2; i < 500; i++) {
        snprintf(name, sizeof name, "q%d", i);
        assert_ok(wb_scales_add_item(scales, name, 0, NULL));
    }
    assert_fails(wb_scales_add_item(scales, "one", 0, &err), WB_E_LIMIT);
    assert_says(err.message, "scale 's' has more than 500 items");
    wb_scales_free(scales);
}

static void test_reliability__pairs_are_asked_for_or_not(void **state)
{
    wb_reliability_options options = WB_RELIABILITY_OPTIONS_INIT;
    wb_scales *scales = scale_of(1, 5, ab);
    wb_spec *spec = spec_of_weights(NULL);
    wb_frame *frame = frame_of("a,b\n1,2\n2,4\n"), *out = NULL;
    wb_source *source = NULL;
    wb_error err = {0};

    (void)state;
    options.pairs = 2;
    assert_ok(wb_source_from_frame(frame, 0, &source, NULL));
    assert_fails(
        wb_reliability_source(scales, spec, source, &options, NULL, NULL, &out, &err),
        WB_E_ARG);
    assert_says(err.message, "pairs is 0 or 1, not 2");
    wb_source_free(source);
    wb_frame_free(frame);
    wb_spec_free(spec);
    wb_scales_free(scales);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_roc__one_person_with_the_criterion_has_no_delong),
        cmocka_unit_test(test_roc__a_design_without_variance_says_so),
        cmocka_unit_test(test_roc__a_cut_that_is_no_short_fraction_is_a_decimal_number),
        cmocka_unit_test(test_roc__refuses_no_rows_and_scores_without_end),
        cmocka_unit_test(test_bad_answers__have_their_reason),
        cmocka_unit_test(test_answers__a_range_that_is_declared_missing_is_none),
        cmocka_unit_test(test_groups__a_code_that_is_declared_missing_is_none),
        cmocka_unit_test(
            test_answers__a_column_without_values_has_nothing_but_missing_ones),
        cmocka_unit_test(test_omega__is_improper_without_one_common_factor),
        cmocka_unit_test(test_one_factor__ends_where_steps_do_not),
        cmocka_unit_test(test_reliability__a_design_without_variance_says_so),
        cmocka_unit_test(test_reliability__replicates_that_say_nothing_give_no_variance),
        cmocka_unit_test(test_an_instrument__takes_whole_answers),
        cmocka_unit_test(test_moves__keep_the_order_of_categories_that_is_declared),
        cmocka_unit_test(test_moves__refuses_what_has_no_lattice),
        cmocka_unit_test(test_moves__survive_every_failing_allocation),
        cmocka_unit_test(test_groups__keep_the_type_of_their_column),
        cmocka_unit_test(test_groups__that_ask_for_too_many_figures_are_refused),
        cmocka_unit_test(test_reliability__rows_that_changed_between_passes_are_told),
        cmocka_unit_test(test_scales__have_at_most_500_items),
        cmocka_unit_test(test_reliability__pairs_are_asked_for_or_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
