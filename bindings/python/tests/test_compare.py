# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Comparisons of estimates of one sample: by hand, in all their words, and what is refused."""
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import werkbaar as wb
from cases import FEW, rows

DATA = {
    "y": [1.0, 2.0, 3.0, 5.0, 6.0, 4.0] * 3,
    "x": [2.0, 1.0, 4.0, 3.0, 5.0, 5.0] * 3,
    "job": ["a", "b", "a", "b", "c", "c"] * 3,
    "year": [2019, 2019, 2019, 2021, 2021, 2021] * 3,
    "ill": ["no", "yes", "yes"] * 6,
    "sex": ["m", "m", "f", "m", "f", "f", "f", "m", "f"] * 2,
    "person": [1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 7, 8, 9, 7, 8, 9],
}


def design(data=(), **sampling):
    return wb.Design({**DATA, **dict(data)}, **sampling)


def tally(**asked):
    made = wb.Tally(**asked)
    made.update(DATA)
    return made


def only(frame):
    found = rows(frame)
    assert len(found) == 1
    return found[0]


# ---- by hand ----

def test_the_variances_on_the_diagonal_are_those_of_the_estimates():
    asked = {"mean": ["y", "x"], "by": [["job"], []]}
    estimates = rows(design().estimate(**asked))
    covariances = {(row["row_i"], row["row_j"]): row["covariance"]
                   for row in rows(design().covariances(**asked))}
    for at, row in enumerate(estimates):
        assert covariances[at, at] == pytest.approx(row["se"] ** 2, rel=1e-12)
    assert all(i <= j for i, j in covariances)


def test_a_difference_of_outcomes_knows_their_covariance():
    data = {**DATA, "d": [y - x for y, x in zip(DATA["y"], DATA["x"])]}
    mine = only(design().contrasts("mean(y) - mean(x)", mean=["y", "x"]))
    theirs = only(wb.Design(data).mean("d"))
    for name in ("estimate", "se", "lower", "upper", "df"):
        assert mine[name] == pytest.approx(theirs[name], rel=1e-9)


def test_contrasts_in_all_their_words():
    made = design()
    asked = {"mean": "y", "by": "job"}
    gap = "mean(y)[job = b] - mean(y)[job = a]"
    one = only(made.contrasts(gap, **asked))
    assert one["contrast"] == gap and one["estimate"] == pytest.approx(1.5)
    several = rows(made.contrasts([gap, f"gap := {gap}"], **asked))
    assert [row["contrast"] for row in several] == [gap, "gap"]
    named = only(made.contrasts({"gap of jobs": gap}, **asked))
    assert named == {**one, "contrast": "gap of jobs"}
    assert rows(made.contrasts([], **asked)) == []


def test_an_odds_ratio_has_an_interval_above_0():
    row = only(design().contrasts({"odds": "exp(logit(proportion(ill = yes)[sex = f]) - "
                                           "logit(proportion(ill = yes)[sex = m]))"},
                                  proportion="ill", by="sex"))
    assert row["lower"] > 0
    assert row["lower"] * row["upper"] == pytest.approx(row["estimate"] ** 2)


def test_a_difference_of_two_groups_is_a_t_test():
    row = only(design().pairs("sex", mean="y"))
    assert (row["sex"], row["reference"]) == ("m", "f")
    change = only(design().contrasts("mean(y)[sex = m] - mean(y)[sex = f]", mean="y", by="sex"))
    for mine, theirs in (("difference", "estimate"), ("se", "se"), ("p", "p"), ("df", "df")):
        assert row[mine] == pytest.approx(change[theirs], rel=1e-12)


def test_adjusted_p_values_are_holms_and_those_of_benjamini_and_hochberg():
    p = [row["p"] for row in rows(design().pairs("job", mean="y"))]
    assert [row["p_adjusted"] for row in rows(design().pairs("job", mean="y"))] == p
    order = sorted(range(3), key=p.__getitem__)
    holm, bh = [0.0] * 3, [0.0] * 3
    for rank, at in enumerate(order):
        before = holm[order[rank - 1]] if rank else 0.0
        holm[at] = min(1.0, max(before, (3 - rank) * p[at]))
    for rank, at in reversed(list(enumerate(order))):
        after = bh[order[rank + 1]] if rank < 2 else 1.0
        bh[at] = min(after, 3 / (rank + 1) * p[at])
    for adjust, expected in (("holm", holm), ("bh", bh)):
        found = [row["p_adjusted"] for row in rows(design().pairs("job", mean="y", adjust=adjust))]
        assert found == pytest.approx(expected)


def test_waves_that_share_people_vary_together():
    apart = only(design(strata="year").pairs("year", mean="y"))
    together = only(design(clusters="person").pairs("year", mean="y"))
    assert together["difference"] == pytest.approx(apart["difference"])
    assert together["se"] != pytest.approx(apart["se"], rel=0.01)


def test_other_columns_of_by_are_groups_to_compare_within():
    found = rows(design().pairs("year", mean="y", by=[["sex"], []]))
    assert [(row["sex"], row["year"], row["reference"]) for row in found] == [
        ("f", 2021, 2019), ("m", 2021, 2019), (None, 2021, 2019)]
    named = rows(design().pairs("year", mean="y", by=[["sex", "year"], ["year"]]))
    assert named == found


def test_a_trend_over_two_years_is_their_difference_a_year():
    slope = only(design().trend("year", mean="y"))
    gap = only(design().pairs("year", mean="y"))
    assert slope["estimate"] == pytest.approx(gap["difference"] / 2)
    assert slope["se"] == pytest.approx(gap["se"] / 2)
    assert (slope["term"], slope["levels"]) == ("linear", 2)


def test_terms_of_a_trend_are_tested_together():
    found = rows(design().trend("job", mean="y", degree=2))
    assert [row["term"] for row in found] == ["linear", "quadratic", "joint"]
    equal = only(design().equal("job", mean="y"))
    assert found[2]["f"] == pytest.approx(equal["f"]) and found[2]["p"] == pytest.approx(
        equal["p"])


def test_two_levels_are_equal_as_their_difference_is_0():
    equal, gap = only(design().equal("sex", mean="y")), only(design().pairs("sex", mean="y"))
    assert equal["f"] == pytest.approx((gap["difference"] / gap["se"]) ** 2)


@pytest.mark.parametrize("standard", [
    {"a": 1, "b": 2, "c": 1.0},
    {"job": ["c", "b", "a"], "weight": [10, 20, 10]},
    wb.Frame({"weight": [0.25, 0.5, 0.25], "job": ["a", "b", "c"]}),
])
def test_a_standard_weighs_the_levels(standard):
    row = only(design().standardise("job", standard, mean="y"))
    assert row["estimate"] == pytest.approx(0.25 * 2 + 0.5 * 3.5 + 0.25 * 5)
    assert row["status"] == "ok"


def test_levels_of_a_standard_may_be_numbers_or_a_data_frame():
    made = design()
    expected = only(made.standardise("year", {2019: 1, 2021: 3}, mean="y"))["estimate"]
    assert expected == pytest.approx((2 + 3 * 5) / 4)
    pandas = pytest.importorskip("pandas")
    standard = pandas.DataFrame({"year": [2019, 2021], "weight": [1, 3]})
    assert only(made.standardise("year", standard, mean="y"))["estimate"] == expected


def test_a_group_without_a_level_of_the_standard_is_incomplete():
    found = rows(design().standardise("job", {"a": 1, "b": 1, "c": 1}, mean="y", by="year"))
    assert [(row["year"], row["status"]) for row in found] == [(2019, "incomplete"),
                                                               (2021, "incomplete")]


def pearson(table):
    """Pearson's statistic of a table of counts."""
    n = sum(map(sum, table))
    columns = [sum(column) for column in zip(*table)]
    return sum((seen - sum(row) * column / n) ** 2 / (sum(row) * column / n)
               for row in table for seen, column in zip(row, columns))


def test_independence_is_tested_with_pearsons_statistic_corrected_for_the_design():
    counts = [[sum(ill == one and sex == other for ill, sex in zip(DATA["ill"], DATA["sex"]))
               for one in ("no", "yes")] for other in ("f", "m")]
    row = only(design().independence(proportion="ill", by="sex"))
    assert row["pearson"] == pytest.approx(pearson(counts))
    assert (row["by"], row["sex"], row["variable"], row["test"]) == (
        "sex", None, "ill", "rao_scott_f")
    assert (row["rows"], row["columns"], row["n"]) == (2, 2, 18)
    assert 0 < row["p"] < 1


def test_each_test_of_a_table_can_be_had_and_all_at_once():
    words = ["rao_scott_f", "rao_scott_chisq", "wald", "adj_wald", "lincom", "saddlepoint",
             "satterthwaite"]
    every = rows(design().independence(proportion="ill", by="sex", test="all"))
    assert [row["test"] for row in every] == words
    for row in every:
        asked = {"proportion": "ill", "by": "sex", "test": row["test"]}
        assert only(design().independence(**asked)) == row


def test_shares_that_are_those_expected_fit():
    row = only(design().fit("ill", {"no": 1, "yes": 2}))
    assert (row["pearson"], row["p"]) == (pytest.approx(0, abs=1e-12), pytest.approx(1))
    groups = rows(design().fit("ill", {"no": 0.5, "yes": 0.5}, by="sex"))
    assert [row["sex"] for row in groups] == ["f", "m"]
    frame = wb.Frame({"category": ["yes", "no"], "weight": [2.0, 1.0]})
    assert only(design().fit("ill", frame))["pearson"] == pytest.approx(0, abs=1e-12)


# ---- tallies ----

def test_a_tally_says_what_a_design_says():
    made, asked = tally(mean="y", proportion="ill", by="sex"), {"mean": "y", "proportion": "ill"}
    for verb, arguments in (("pairs", ["sex"]), ("trend", ["sex"]), ("equal", ["sex"]),
                            ("standardise", ["sex", {"m": 1, "f": 2}])):
        assert rows(getattr(made, verb)(*arguments)) == rows(
            getattr(design(), verb)(*arguments, **asked)), verb
    assert rows(made.independence()) == rows(design().independence(**asked, by="sex"))
    assert rows(made.fit("ill", {"no": 1, "yes": 1})) == rows(
        design().fit("ill", {"no": 1, "yes": 1}, **asked, by="sex"))


def test_a_tally_whose_rows_stay_open_knows_all_covariances():
    asked = {"mean": ["y", "x"], "by": [["sex"], []]}
    made = tally(**asked, units="open")
    assert rows(made.covariances()) == rows(design().covariances(**asked))
    with pytest.raises(wb.UnsupportedError, match="open units"):
        tally(**asked).covariances()


def test_merged_tallies_compare_as_one():
    half = {name: values[:9] for name, values in DATA.items()}
    rest = {name: values[9:] for name, values in DATA.items()}
    one, other = (wb.Tally(mean="y", by="sex") for _ in range(2))
    one.update(half)
    other.update(rest)
    mine, theirs = only((one + other).pairs("sex")), only(tally(mean="y", by="sex").pairs("sex"))
    assert mine["se"] == pytest.approx(theirs["se"], rel=1e-12)
    assert mine["p"] == pytest.approx(theirs["p"], rel=1e-12)


def test_what_a_tally_is_of_is_said_by_its_specification():
    for asked in ({"mean": "y"}, {"by": "sex"}, {"weights": "x"}):
        with pytest.raises(wb.ArgumentTypeError, match="unexpected keyword"):
            tally(mean="y", by="sex").pairs("sex", **asked)


# ---- options, libraries ----

def test_options_of_estimating_hold_for_comparisons():
    wide, narrow = (only(design().pairs("sex", mean="y", level=level)) for level in (0.99, 0.5))
    assert wide["lower"] < narrow["lower"]
    assert only(design().pairs("sex", mean="y", df=4))["df"] == 4
    made = only(design().pairs("sex", mean="y", replicates="jk1"))
    assert made["se"] == pytest.approx(only(design().pairs("sex", mean="y"))["se"], rel=0.1)
    lonely = design({"h": ["a"] + ["b"] * 17}, strata="h")
    with pytest.raises(wb.DesignError, match="h=a"):
        lonely.pairs("sex", mean="y")
    assert only(lonely.pairs("sex", mean="y", lonely="certainty"))["se"] > 0


@pytest.mark.parametrize("library, name", [("pandas", "DataFrame"), ("polars", "DataFrame"),
                                           ("pyarrow", "table")])
def test_the_library_that_came_in_comes_out(library, name):
    data = getattr(pytest.importorskip(library), name)(DATA)
    found = wb.Design(data).pairs("job", mean="y")
    assert type(found).__module__.startswith(library)
    assert isinstance(wb.Design(data).equal("job", mean="y", output="frame"), wb.Frame)
    made = tally(mean="y", by="job").pairs("job", output="pandas")
    assert type(made).__module__.startswith("pandas")


def test_results_say_how_they_were_made():
    metadata = design().pairs("job", mean="y", adjust="holm", level=0.9).metadata
    assert (metadata["kind"], metadata["column"], metadata["adjust"]) == ("pairs", "job", "holm")
    assert metadata["level"] == 0.9


# ---- properties ----

numbers = st.floats(-1e3, 1e3, allow_nan=False).map(lambda value: round(value, 3))


@FEW
@given(values=st.lists(numbers, min_size=8, max_size=30), shift=numbers)
def test_differences_do_not_change_when_all_values_shift(values, shift):
    groups = ["a", "b"] * len(values)
    asked = {"mean": "y", "level": 0.9}

    def pair(offset):
        data = {"y": [value + offset for value in values], "g": groups[:len(values)]}
        return only(wb.Design(data).pairs("g", **asked))

    one, other = pair(0.0), pair(shift)
    scale = max(map(abs, [*values, shift, 1.0]))
    assert abs(one["difference"] - other["difference"]) <= 1e-9 * scale
    if one["status"] == other["status"] == "ok":
        assert abs(one["se"] - other["se"]) <= 1e-9 * scale


@FEW
@given(values=st.lists(numbers, min_size=9, max_size=24, unique=True))
def test_differences_add_up(values):
    groups = (["a", "b", "c"] * len(values))[:len(values)]
    found = {(row["g"], row["reference"]): row["difference"]
             for row in rows(wb.Design({"y": values, "g": groups}).pairs("g", mean="y"))}
    scale = max(map(abs, values))
    assert math.isclose(found["b", "a"] + found["c", "b"], found["c", "a"],
                        abs_tol=1e-9 * max(scale, 1))


# ---- refused ----

@pytest.mark.parametrize("call, error, words", [
    (lambda made: made.pairs("q", mean="y"), wb.DataError, "no column 'q'"),
    (lambda made: made.pairs(3, mean="y"), wb.ArgumentTypeError, "column must be the name"),
    (lambda made: made.pairs(["job"], mean="y"), wb.ArgumentTypeError, "column must be the name"),
    (lambda made: made.pairs("job"), wb.ArgumentError, "no estimate"),
    (lambda made: made.pairs("job", mean="y", adjust="bonferroni"), wb.ArgumentError,
     "adjust 'bonferroni'"),
    (lambda made: made.pairs("job", mean="y", adjsut="holm"), wb.ArgumentTypeError, "'adjsut'"),
    (lambda made: made.pairs("job", mean="y", output="numpy"), wb.ArgumentError, "output"),
    (lambda made: made.trend("job", mean="y", degree=6), wb.ArgumentError, "1 to 5, not 6"),
    (lambda made: made.trend("job", mean="y", degree=0), wb.ArgumentError, "degree is 0"),
    (lambda made: made.trend("job", mean="y", degree="2"), wb.ArgumentTypeError, "degree"),
    (lambda made: made.contrasts("mean(y", mean="y"), wb.ArgumentError, "expected ')'"),
    (lambda made: made.contrasts("mean(x)", mean="y"), wb.DataError, "there are: mean(y)"),
    (lambda made: made.contrasts("mean(y)[job = q]", mean="y", by="job"), wb.DataError,
     "'q' is no value of 'job'"),
    (lambda made: made.contrasts(3, mean="y"), wb.ArgumentTypeError, "expressions must be"),
    (lambda made: made.contrasts([3], mean="y"), wb.ArgumentTypeError, "expressions must be"),
    (lambda made: made.standardise("job", {"a": 1, "b": 2}, mean="y"), wb.DataError,
     "only in the estimates: c"),
    (lambda made: made.standardise("job", {"a": 1, "b": -2, "c": 1}, mean="y"), wb.DataError,
     "row 1 of the standard"),
    (lambda made: made.standardise("job", {"job": ["a"], "w": [1]}, mean="y"), wb.DataError,
     "'weight'"),
    (lambda made: made.standardise("job", {}, mean="y"), wb.DataError, "no positive"),
    (lambda made: made.standardise("job", 3, mean="y"), wb.ArgumentTypeError, "data"),
    (lambda made: made.independence(mean="y", by="sex"), wb.DataError, "proportion"),
    (lambda made: made.independence(proportion="ill", by="sex", test="fisher"),
     wb.ArgumentError, "test 'fisher'.*'rao_scott_f'.*'all'"),
    (lambda made: made.independence(proportion="ill", by="sex", test=1),
     wb.ArgumentTypeError, "test must be one of"),
    (lambda made: made.fit("ill", {"no": 1, "maybe": 1}), wb.DataError, "maybe"),
    (lambda made: made.fit("ill", {"no": 1, "yes": 0}), wb.DataError, "weight"),
    (lambda made: made.fit(3, {"no": 1}), wb.ArgumentTypeError, "variable must be the name"),
    (lambda made: made.fit("q", {"no": 1}), wb.DataError, "no column 'q'"),
])
def test_a_comparison_that_cannot_be_is_refused(call, error, words):
    with pytest.raises(error, match=words.replace("(", "\\(").replace(")", "\\)")):
        call(design())


def test_an_expression_that_cannot_be_read_has_its_place():
    with pytest.raises(wb.ArgumentError) as caught:
        design().contrasts(["mean(y)", "mean(y) - * 2"], mean="y")
    assert (caught.value.row, caught.value.column) == (1, 11)
