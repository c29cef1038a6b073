/* SPDX-License-Identifier: MIT
 * SPDX-FileCopyrightText: libwerkbaar contributors */
/* How much a weighting takes, what members of a file may be, rows without weight, and
 * that all of it may run out of memory. */
#include "weight_support.h"

#include "weight/weighting.h"

static const char rich[] =
    "'weights':'w','result':'new','steps':["
    "{'step':'nonresponse','respondent':'answered','cells':['sex']},"
    "{'step':'rake','max_iterations':50,'margins':["
    "{'columns':['sex','size'],'targets':[{'categories':['f',1],'total':2},"
    "{'categories':['m',true],'total':3}]},{'columns':[],'targets':5}],"
    "'auxiliaries':[{'column':'age','total':300}]},"
    "{'step':'linear','lower':0.5,'upper':2,'positive':true,"
    "'margins':[{'columns':['sex'],'targets':{'f':5,'m':7}}]},"
    "{'step':'trim','unit':'median','lower':0.2,'upper':4,'share':'equal','once':true}]";

/* ---- members of another kind ---- */

static const struct {
    const char *from, *to, *where;
} others[] = {
    {"'weights':'w'", "'weights':7", "file#/weights"},
    {"'result':'new'", "'result':[]", "file#/result"},
    {"'step':'nonresponse'", "'step':1", "file#/steps/0/step"},
    {"'respondent':'answered'", "'respondent':{}", "file#/steps/0/respondent"},
    {"'cells':['sex']", "'cells':5", "file#/steps/0/cells"},
    {"'cells':['sex']", "'cells':[5]", "file#/steps/0/cells/0"},
    {"'cells':['sex']", "'extra':5", "file#/steps/0/extra"},
    {"'max_iterations':50", "'max_iterations':'x'", "file#/steps/1/max_iterations"},
    {"'columns':['sex','size']", "'columns':{}", "file#/steps/1/margins/0/columns"},
    {"'columns':['sex','size']", "'columns':['sex',8]",
     "file#/steps/1/margins/0/columns/1"},
    {"'columns':['sex','size']", "'columns':['sex','sex']",
     "file#/steps/1/margins/0/columns/1"},
    {"'categories':['f',1]", "'categories':'f'",
     "file#/steps/1/margins/0/targets/0/categories"},
    {"'categories':['f',1]", "'categories':['f',1.5]",
     "file#/steps/1/margins/0/targets/0/categories/1"},
    {"'total':2}", "'total':'2'}", "file#/steps/1/margins/0/targets/0/total"},
    {"'total':2}", "'total':2,'more':1}", "file#/steps/1/margins/0/targets/0/more"},
    {"'total':2}", "'total':-2}", "file#/steps/1/margins/0/targets/0/total"},
    {"'targets':5", "'targets':true", "file#/steps/1/margins/1/targets"},
    {"'targets':5", "'targets':5,'of':1", "file#/steps/1/margins/1/of"},
    {"{'columns':[],'targets':5}", "8", "file#/steps/1/margins/1"},
    {"'column':'age'", "'column':1", "file#/steps/1/auxiliaries/0/column"},
    {"'total':300", "'total':[]", "file#/steps/1/auxiliaries/0/total"},
    {"'total':300", "'total':1e20", "file#/steps/1/auxiliaries/0/total"},
    {"'total':300", "'total':300,'weight':1", "file#/steps/1/auxiliaries/0/weight"},
    {"'lower':0.5", "'lower':'x'", "file#/steps/2/lower"},
    {"'upper':2", "'upper':{}", "file#/steps/2/upper"},
    {"'positive':true", "'positive':1", "file#/steps/2/positive"},
    {"'f':5,'m':7", "'f':5,'m':'7'", "file#/steps/2/margins/0/targets/m"},
    {"'unit':'median'", "'unit':'mode'", "file#/steps/3/unit"},
    {"'unit':'median'", "'unit':3", "file#/steps/3/unit"},
    {"'lower':0.2", "'lower':[]", "file#/steps/3/lower"},
    {"'upper':4", "'upper':'4'", "file#/steps/3/upper"},
    {"'upper':4", "'upper':9223372035477580", "file#/steps/3/upper"},
    {"'share':'equal'", "'share':'none'", "file#/steps/3/share"},
    {"'once':true", "'once':'yes'", "file#/steps/3/once"},
};

static void test_read__names_the_member_that_is_of_another_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char steps[sizeof rich + 64];
        const char *at = strstr(rich, others[i].from);
        wb_weighting *made = NULL;
        wb_error err = {0};

        assert_non_null(at);
        snprintf(steps, sizeof steps, "%.*s%s%s", (int)(at - rich), rich, others[i].to,
                 at + strlen(others[i].from));
        wb_status st = read_weighting(steps, &made, &err);
        if (st != WB_E_DATA || made != NULL || strcmp(err.where, others[i].where) != 0)
            fail_msg("%s: %s at %s: %s", others[i].to, wb_status_name(st), err.where,
                     err.message);
    }
}

/* ---- how much ---- */

static void test_build__takes_so_much_and_no_more(void **state)
{
    wb_weighting *built = NULL;
    wb_trim_options trim = WB_TRIM_OPTIONS_INIT;
    const char *columns[101];
    char names[101][8];
    wb_error err = {0};

    (void)state;
    for (int i = 0; i < 101; i++) {
        snprintf(names[i], sizeof names[i], "c%d", i);
        columns[i] = names[i];
    }
    assert_ok(wb_weighting_new(&built, NULL));
    assert_fails(wb_weighting_add_nonresponse(built, "r", columns, 101, &err),
                 WB_E_LIMIT);
    assert_says(err.message, "at most 100 columns make the cells");
    columns[1] = columns[0];
    assert_fails(wb_weighting_add_nonresponse(built, "r", columns, 2, &err), WB_E_ARG);
    assert_says(err.message, "column 'c0' is twice in the cells");
    trim.upper = 2;
    trim.equally = 2;
    assert_fails(wb_weighting_add_trim(built, &trim, &err), WB_E_ARG);
    assert_says(err.message, "equally and once are 0 or 1");
    trim.equally = 0;
    for (int i = 0; i < 100; i++)
        assert_ok(wb_weighting_add_trim(built, &trim, NULL));
    assert_fails(wb_weighting_add_trim(built, &trim, &err), WB_E_LIMIT);
    assert_says(err.message, "at most 100 steps");
    assert_int_equal(wb_weighting_step_count(built), 100);
    wb_weighting_free(built);
}

static wb_weighting *raking(void)
{
    wb_weighting *built = NULL;

    assert_ok(wb_weighting_new(&built, NULL));
    assert_ok(wb_weighting_add_calibration(built, WB_WEIGHT_RAKE, NULL, NULL));
    return built;
}

static void test_build__takes_so_many_margins_and_auxiliaries(void **state)
{
    static const double total[] = {5};
    wb_weighting *built = raking();
    wb_frame *targets = new_frame(1);
    char name[16];
    wb_error err = {0};

    (void)state;
    add_doubles(targets, "total", total);
    for (int i = 0; i < 1000; i++) {
        snprintf(name, sizeof name, "a%d", i);
        assert_ok(wb_weighting_add_margin(built, targets, "total", NULL));
        assert_ok(wb_weighting_add_auxiliary(built, name, i, NULL));
    }
    assert_fails(wb_weighting_add_margin(built, targets, "total", &err), WB_E_LIMIT);
    assert_says(err.message, "at most 1000 margins");
    assert_fails(wb_weighting_add_auxiliary(built, "more", 1, &err), WB_E_LIMIT);
    assert_says(err.message, "at most 1000 auxiliaries");
    wb_frame_free(targets);
    wb_weighting_free(built);
}

static void test_add_margin__refuses_targets_that_are_too_many_or_missing(void **state)
{
    static const char *const sex[] = {"f", NULL};
    static const double totals[] = {5, 7};
    wb_weighting *built = raking();
    wb_frame *holes = new_frame(2), *many = NULL;
    double *zeros = calloc((size_t)WB_MAX_TARGETS + 1, sizeof *zeros);
    wb_column column = WB_COLUMN_INIT;
    wb_error err = {0};

    (void)state;
    add_texts(holes, "sex", sex);
    add_doubles(holes, "total", totals);
    assert_fails(wb_weighting_add_margin(built, holes, "total", &err), WB_E_ARG);
    assert_says(err.message, "a category of 'sex' is missing in the targets");
    assert_int_equal(err.row, 1);
    assert_non_null(zeros);
    column.type = WB_TYPE_FLOAT64;
    column.values = zeros;
    assert_ok(wb_frame_new(WB_MAX_TARGETS + 1, &many, NULL));
    assert_ok(wb_frame_add_column(many, "total", &column, NULL));
    assert_fails(wb_weighting_add_margin(built, many, "total", &err), WB_E_LIMIT);
    assert_says(err.message, "at most 4194304 totals");
    assert_int_equal(wb_weighting_margin_count(built), 0);
    wb_frame_free(many);
    free(zeros);
    wb_frame_free(holes);
    wb_weighting_free(built);
}

/* A margin of as many categories as there are rows. */
static wb_weighting *each_its_own(int32_t kind, int64_t n, wb_frame **people_of)
{
    wb_weighting *built = NULL;
    wb_frame *targets = new_frame(n), *rows = new_frame(n);
    int32_t *codes = malloc((size_t)n * sizeof *codes);
    double *ones = malloc((size_t)n * sizeof *ones);

    assert_non_null(codes);
    assert_non_null(ones);
    for (int32_t i = 0; i < n; i++) {
        codes[i] = i;
        ones[i] = 1;
    }
    add_int32s(targets, "id", codes);
    add_doubles(targets, "total", ones);
    add_int32s(rows, "id", codes);
    assert_ok(wb_weighting_new(&built, NULL));
    assert_ok(wb_weighting_add_calibration(built, kind, NULL, NULL));
    assert_ok(wb_weighting_add_margin(built, targets, "total", NULL));
    wb_frame_free(targets);
    free(codes);
    free(ones);
    *people_of = rows;
    return built;
}

static void test_apply__refuses_more_categories_than_it_can_solve_for(void **state)
{
    wb_frame *rows = NULL, *out = NULL;
    wb_weighting *linear = each_its_own(WB_WEIGHT_LINEAR, 4001, &rows);
    wb_error err = {0};

    (void)state;
    assert_fails(wb_weighting_apply(linear, rows, NULL, &out, NULL, &err), WB_E_LIMIT);
    assert_says(err.message, "a linear step has at most 4000 categories and auxiliaries, "
                             "not 4001: rake");
    wb_weighting_free(linear);
    wb_frame_free(rows);
    wb_weighting *many = each_its_own(WB_WEIGHT_RAKE, 3, &rows);
    many->steps[0].margins[0].n_targets = WB_MAX_TARGETS + 1; /* as if they were there */
    assert_fails(wb_weighting_apply(many, rows, NULL, &out, NULL, &err), WB_E_LIMIT);
    assert_says(err.message, "more than 4194304 categories");
    many->steps[0].margins[0].n_targets = 3;
    wb_weighting_free(many);
    wb_frame_free(rows);
}

/* The last category is the difference of numbers ten million times as large: which one
 * follows from the others is chosen so that it is not that one. */
static void test_linear__a_category_of_next_to_nobody_is_no_contradiction(void **state)
{
    static const char *const sex[] = {"f", "m", "f", "m"};
    static const int32_t size[] = {1, 1, 2, 2};
    static const double w[] = {50, 49, 2e-6, 1e-6};
    wb_frame *frame = new_frame(4);
    wb_frame *report = NULL;

    (void)state;
    add_texts(frame, "sex", sex);
    add_int32s(frame, "size", size);
    add_doubles(frame, "w", w);
    wb_frame *out =
        weigh("'weights':'w','steps':[{'step':'linear','margins':[{'columns':["
              "'sex'],'targets':{'f':51,'m':49}},{'columns':['size'],"
              "'targets':{'1':99.999995,'2':5e-6}}]}]",
              frame, &report);
    assert_close(number(report, "after", 1), 51, 1e-13);
    assert_close(number(report, "after", 2), 49, 1e-13);
    assert_close(number(report, "after", 3), 99.999995, 1e-13);
    assert_close(number(report, "after", 4), 5e-6, 1e-13);
    assert_close(number(out, "weight", 2) + number(out, "weight", 3), 5e-6, 1e-9);
    wb_frame_free(out);
    wb_frame_free(report);
    wb_frame_free(frame);
}

/* ---- totals at the edge of what bounds allow ---- */

enum { EDGE_ROWS = 20, SEXES = 3, SIZES = 4 };

typedef struct edge {
    double w[EDGE_ROWS], x[EDGE_ROWS], total;
    int32_t sex[EDGE_ROWS], size[EDGE_ROWS];
    double sexes[SEXES], sizes[SIZES];
} edge;

/* Totals that factors from 0.5 to 1.5 meet, most of them at one of these. */
static void make_edge(edge *e, unsigned seed)
{
    *e = (edge){.total = 0};
    for (int i = 0; i < EDGE_ROWS; i++) {
        seed = seed * 1664525U + 1013904223U;
        unsigned draw = seed >> 8;
        double g = draw % 16 < 7 ? 0.5 : draw % 16 < 14 ? 1.5 : 1;
        e->w[i] = 1 + draw / 16 % 9;
        e->x[i] = draw / 256 % 101;
        e->sex[i] = i % SEXES;
        e->size[i] = i / 3 % SIZES;
        e->sexes[e->sex[i]] += g * e->w[i];
        e->sizes[e->size[i]] += g * e->w[i];
        e->total += g * e->w[i] * e->x[i];
    }
}

static wb_frame *frame_of_edge(const edge *e, char steps[1024])
{
    wb_frame *frame = new_frame(EDGE_ROWS);

    add_doubles(frame, "w", e->w);
    add_doubles(frame, "x", e->x);
    add_int32s(frame, "sex", e->sex);
    add_int32s(frame, "size", e->size);
    snprintf(steps, 1024,
             "'weights':'w','steps':[{'step':'linear','lower':0.5,'upper':1.5,"
             "'max_iterations':1000,'margins':[{'columns':['sex'],'targets':{'0':%.17g,"
             "'1':%.17g,'2':%.17g}},{'columns':['size'],'targets':{'0':%.17g,'1':%.17g,"
             "'2':%.17g,'3':%.17g}}],'auxiliaries':[{'column':'x','total':%.17g}]}]",
             e->sexes[0], e->sexes[1], e->sexes[2], e->sizes[0], e->sizes[1], e->sizes[2],
             e->sizes[3], e->total);
    return frame;
}

static void test_linear__meets_totals_that_few_weights_within_bounds_meet(void **state)
{
    static edge e;
    char steps[1024];

    (void)state;
    for (unsigned seed = 1; seed <= 400; seed++) {
        wb_frame *report = NULL;
        double total = 0;
        make_edge(&e, seed);
        wb_frame *frame = frame_of_edge(&e, steps);
        wb_frame *out = weigh(steps, frame, &report);
        for (int64_t i = 0; i < EDGE_ROWS; i++) {
            double g = number(out, "weight_g", i);
            assert_true(g >= 0.5 && g <= 1.5);
            total += number(out, "weight", i) * e.x[i];
        }
        assert_close(total, e.total, 1e-10);
        for (int64_t row = 1; row < wb_frame_row_count(report); row++)
            assert_close(number(report, "after", row), number(report, "target", row),
                         1e-10);
        wb_frame_free(report);
        wb_frame_free(out);
        wb_frame_free(frame);
    }
}

static wb_weighting *edge_weighting;
static wb_frame *edge_frame;

static wb_status weigh_edge(void)
{
    wb_frame *out = NULL;
    wb_status st = wb_weighting_apply(edge_weighting, edge_frame, NULL, &out, NULL, NULL);

    assert_true((st == WB_OK) == (out != NULL));
    wb_frame_free(out);
    return st;
}

static void test_linear__survives_every_failing_allocation_between_bounds(void **state)
{
    static edge e;
    char steps[1024];

    (void)state;
    for (unsigned seed = 1; seed <= 12; seed++) {
        make_edge(&e, seed);
        edge_frame = frame_of_edge(&e, steps);
        edge_weighting = weighting_of(steps);
        wb_test_every_allocation(weigh_edge);
        wb_weighting_free(edge_weighting);
        wb_frame_free(edge_frame);
    }
}

/* ---- totals that contradict each other by what may be rounding ---- */

/* Who is f is of size 1, and who is m of another. */
static wb_frame *people_of_one_kind(void)
{
    static const char *const sex[] = {"f", "f", "f", "f", "m", "m", "m", "m"};
    static const int32_t size[] = {1, 1, 1, 1, 2, 2, 3, 3};
    static const double x[] = {5, 10, 15, 10, 10, 12, 8, 10};
    double w[8];
    wb_frame *frame = new_frame(8);

    for (int i = 0; i < 8; i++)
        w[i] = 0.01;
    add_texts(frame, "sex", sex);
    add_int32s(frame, "size", size);
    add_doubles(frame, "x", x);
    add_doubles(frame, "w", w);
    return frame;
}

static const char *steps_of(const char *kind, const double sexes[2],
                            const double sizes[3], const char *more)
{
    static char steps[1024];

    snprintf(steps, sizeof steps,
             "'weights':'w','steps':[{'step':'%s','margins':[{'columns':['sex'],"
             "'targets':{'f':%.17g,'m':%.17g}},{'columns':['size'],'targets':{'1':%.17g,"
             "'2':%.17g,'3':%.17g}}]%s}]",
             kind, sexes[0], sexes[1], sizes[0], sizes[1], sizes[2], more);
    return steps;
}

/* No weights meet both, and these are as near as any. */
static void test_apply__stops_where_what_is_left_is_rounding(void **state)
{
    static const char *const kinds[] = {"rake", "linear"};
    static const double sexes[] = {5, 7}, sizes[] = {5 + 5e-11, 3, 4 - 5e-11};
    wb_frame *frame = people_of_one_kind();

    (void)state;
    for (int i = 0; i < 2; i++) {
        wb_frame *report = NULL;
        wb_frame *out = weigh(steps_of(kinds[i], sexes, sizes, ""), frame, &report);
        assert_int_equal(wb_frame_row_count(report), 6);
        for (int64_t row = 1; row < 6; row++)
            assert_close(number(report, "after", row), number(report, "target", row),
                         1e-10);
        assert_close(number(out, "weight", 0), 1.25, 1e-10);
        assert_close(number(out, "weight", 4), 1.5, 1e-10);
        wb_frame_free(report);
        wb_frame_free(out);
    }
    wb_frame_free(frame);
}

/* Each set of totals is made to have the sum of the first; what they had is told. */
static void test_linear__says_which_category_does_not_fit(void **state)
{
    static const double sexes[] = {5, 7};
    static const double sizes[] = {5 * (1 - 1.2e-10), 3, 4 + 1.2e-10};
    wb_frame *frame = people_of_one_kind();
    wb_error err = {0};

    (void)state;
    assert_fails(weigh_fails(steps_of("linear", sexes, sizes, ""), frame, &err),
                 WB_E_CONVERGENCE);
    assert_string_equal(err.item, "margin 'size', category '1'");
    assert_says(err.message, "margin 'size', category '1' has total 4.9999999994, and "
                             "the weights sum to ");
    assert_says(err.message, "they do not fit to 1e-10");
    wb_frame_free(frame);
}

/* The sum of all weights is off by what two of the categories are. */
static void test_linear__says_which_auxiliary_does_not_fit(void **state)
{
    static const double sexes[] = {6, 6};
    static const double sizes[] = {6 * (1 + 9e-11), 3, 3 - 6 * 9e-11};
    wb_frame *frame = people_of_one_kind();
    wb_error err = {0};

    (void)state;
    assert_fails(weigh_fails(steps_of("linear", sexes, sizes,
                                      ",'auxiliaries':[{'column':'x','total':36}]"),
                             frame, &err),
                 WB_E_CONVERGENCE);
    assert_string_equal(err.item, "auxiliary 'x'");
    assert_says(err.message, "auxiliary 'x' has total 36, and the weights sum to 35.99");
    assert_says(err.message, "they do not fit to 1e-10");
    wb_frame_free(frame);
}

static void test_linear__says_which_category_is_out_of_reach(void **state)
{
    static const double sexes[] = {0.04, 0.04}, sizes[] = {0.04, 0.005, 0.035};
    wb_frame *frame = people_of_one_kind();
    wb_error err = {0};

    (void)state;
    assert_fails(weigh_fails(steps_of("linear", sexes, sizes, ",'lower':0.5,'upper':1.5"),
                             frame, &err),
                 WB_E_CONVERGENCE);
    assert_string_equal(err.item, "margin 'size', category '2'");
    assert_says(err.message, "has total 0.005, but from the 0.02 that the weights give "
                             "now the bounds reach 0.01 to 0.03");
    wb_frame_free(frame);
}

/* Raking has no matrix of its categories. */
static void test_rake__takes_more_categories_than_newton(void **state)
{
    wb_frame *rows = NULL, *out = NULL;
    wb_weighting *rake = each_its_own(WB_WEIGHT_RAKE, 2001, &rows);

    (void)state;
    assert_ok(wb_weighting_apply(rake, rows, NULL, &out, NULL, NULL));
    assert_close(number(out, "weight", 2000), 1, 1e-15);
    wb_frame_free(out);
    wb_weighting_free(rake);
    wb_frame_free(rows);
}

/* ---- rows ---- */

static void test_apply__names_the_column_of_a_margin_that_is_missing(void **state)
{
    static const char *const gap[] = {"a", "a", "a", NULL, "a", "a"};
    wb_frame *frame = people();
    wb_error err = {0};

    (void)state;
    add_texts(frame, "gap", gap);
    assert_fails(
        weigh_fails("'steps':[{'step':'rake','margins':[{'columns':['sex','gap'],"
                    "'targets':[{'categories':['f','a'],'total':1},{'categories':"
                    "['m','a'],'total':2}]}]}]",
                    frame, &err),
        WB_E_DATA);
    assert_string_equal(err.item, "gap");
    assert_int_equal(err.row, 3);
    wb_frame_free(frame);
}

/* More rows than are read at a time; of those without weight nothing is asked. */
static void test_nonresponse__passes_over_rows_without_weight(void **state)
{
    enum { N = 5000 };
    static double w[N], answered[N];
    static int32_t cell[N];
    wb_frame *frame = new_frame(N);

    (void)state;
    for (int i = 0; i < N; i++) {
        cell[i] = i % 100;
        w[i] = i < 200 ? 0 : 1;
        answered[i] = i < 200 ? (double)NAN : i / 100 % 2;
    }
    add_doubles(frame, "w", w);
    add_doubles(frame, "answered", answered);
    add_int32s(frame, "cell", cell);
    wb_frame *out = weigh("'weights':'w','steps':[{'step':'nonresponse','respondent':"
                          "'answered','cells':['cell']}]",
                          frame, NULL);
    assert_close(number(out, "weight", 0), 0, 0);
    assert_close(number(out, "weight", 250), 0, 0); /* no answer */
    assert_close(number(out, "weight", 350), 2, 1e-15);
    assert_close(number(out, "weight", N - 1), 2, 1e-15);
    wb_frame_free(out);
    wb_frame_free(frame);
}

/* ---- memory ---- */

static wb_weighting *all_of_it;

static wb_status write_and_list(void)
{
    wb_writer *writer = NULL;
    wb_frame *columns = NULL;
    wb_status st = wb_writer_to_memory(&writer, NULL);

    if (st == WB_OK)
        st = wb_weighting_write(all_of_it, writer, NULL);
    if (st == WB_OK)
        st = wb_weighting_columns(all_of_it, &columns, NULL);
    wb_writer_free(writer);
    wb_frame_free(columns);
    return st;
}

static wb_status read_rich(void)
{
    wb_weighting *made = NULL;
    wb_status st = read_weighting(rich, &made, NULL);

    wb_weighting_free(made);
    return st;
}

static void test_weighting__survives_every_failing_allocation(void **state)
{
    (void)state;
    all_of_it = weighting_of(rich);
    wb_test_every_allocation(write_and_list);
    wb_test_every_allocation(read_rich);
    wb_weighting_free(all_of_it);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read__names_the_member_that_is_of_another_kind),
        cmocka_unit_test(test_build__takes_so_much_and_no_more),
        cmocka_unit_test(test_build__takes_so_many_margins_and_auxiliaries),
        cmocka_unit_test(test_add_margin__refuses_targets_that_are_too_many_or_missing),
        cmocka_unit_test(test_apply__refuses_more_categories_than_it_can_solve_for),
        cmocka_unit_test(test_linear__a_category_of_next_to_nobody_is_no_contradiction),
        cmocka_unit_test(test_linear__meets_totals_that_few_weights_within_bounds_meet),
        cmocka_unit_test(test_linear__survives_every_failing_allocation_between_bounds),
        cmocka_unit_test(test_apply__stops_where_what_is_left_is_rounding),
        cmocka_unit_test(test_linear__says_which_category_does_not_fit),
        cmocka_unit_test(test_linear__says_which_auxiliary_does_not_fit),
        cmocka_unit_test(test_linear__says_which_category_is_out_of_reach),
        cmocka_unit_test(test_rake__takes_more_categories_than_newton),
        cmocka_unit_test(test_apply__names_the_column_of_a_margin_that_is_missing),
        cmocka_unit_test(test_nonresponse__passes_over_rows_without_weight),
        cmocka_unit_test(test_weighting__survives_every_failing_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
