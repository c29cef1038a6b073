# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""How rows were sampled: stages of clusters, fpc, lonely units, replicate weights, calibration;
by hand, and what is refused by which name."""
import math
import pickle

import pytest

import werkbaar as wb
from cases import rows

DATA = {
    "y": [1.0, 2.0, 3.0, 5.0, 8.0, 4.0],
    "x": [2.0, 2.0, 1.0, 4.0, 4.0, 3.0],
    "sex": ["m", "f", "m", "f", "m", "f"],
    "h": ["a", "a", "a", "b", "b", "b"],
    "psu": [1, 1, 2, 3, 4, 4],
    "ssu": [1, 2, 1, 1, 1, 2],
    "N": [10, 10, 10, 20, 20, 20],
    "M": [5, 5, 6, 7, 8, 8],
    "w": [1.0] * 6,
}
JACKKNIFE = {f"rep{leave}": [0.0 if row == leave else 1.2 for row in range(6)]
             for leave in range(6)}
ALONE = [1, 1, 1, 3, 4, 4]  # one PSU in stratum a


def design(data=(), **sampling):
    return wb.Design({**DATA, **dict(data)}, **sampling)


def only(frame):
    found = rows(frame)
    assert len(found) == 1
    return found[0]


def se(frame):
    return only(frame)["se"]


def mean_by_hand(units, fractions=(0.0, 0.0)):
    """The standard error of the mean of y, of units within two strata."""
    mean = sum(DATA["y"]) / 6
    variance = 0.0
    for stratum, fraction in zip("ab", fractions):
        totals = {}
        for y, h, unit in zip(DATA["y"], DATA["h"], units):
            if h == stratum:
                totals[unit] = totals.get(unit, 0.0) + (y - mean) / 6
        n, middle = len(totals), sum(totals.values()) / len(totals)
        variance += (1 - fraction) * n / (n - 1) * sum((u - middle) ** 2 for u in totals.values())
    return math.sqrt(variance)


# ---- clusters and fpc ----

def test_units_are_clusters_within_strata():
    row = only(design(strata="h", clusters="psu").mean("y"))
    assert row["se"] == pytest.approx(mean_by_hand(DATA["psu"]), rel=1e-12)
    assert row["df"] == 2


@pytest.mark.parametrize("fpc", [DATA["N"], [0.2, 0.2, 0.2, 0.1, 0.1, 0.1]])
def test_an_fpc_is_a_size_or_a_fraction(fpc):
    made = design({"N": fpc}, strata="h", clusters="psu", fpc="N")
    assert se(made.mean("y")) == pytest.approx(mean_by_hand(DATA["psu"], (0.2, 0.1)), rel=1e-12)


def test_an_fpc_of_rows_needs_no_clusters():
    made = design(strata="h", fpc="N")
    assert se(made.mean("y")) == pytest.approx(mean_by_hand(range(6), (0.3, 0.15)), rel=1e-12)


def test_a_stratum_that_was_taken_whole_adds_nothing():
    whole = design({"N": [2, 2, 2, 20, 20, 20]}, strata="h", clusters="psu", fpc="N")
    assert se(whole.mean("y")) == pytest.approx(mean_by_hand(DATA["psu"], (1, 0.1)), rel=1e-12)


def test_ids_count_within_strata_when_they_are_nested():
    again = {"psu": [1, 1, 2, 1, 2, 2]}
    nested = design(again, strata="h", clusters="psu", nested=True).mean("y")
    assert se(nested) == se(design(strata="h", clusters="psu").mean("y"))
    with pytest.raises(wb.DesignError, match="h=a, psu=1.*h=b, psu=1.*nested") as caught:
        design(again, strata="h", clusters="psu")
    assert caught.value.item == "psu"


def test_later_stages_count_when_their_fpc_is_known():
    data = {"ssu": [1, 2, 1, 1, 1, 2], "y": DATA["y"], "psu": [1, 1, 1, 2, 2, 2],
            "N": [4] * 6, "M": [6] * 6, "ssu2": [1, 2, 3, 1, 2, 3]}
    one = wb.Design(data, clusters="psu", fpc="N").mean("y")
    two = wb.Design(data, clusters=["psu", "ssu2"], fpc=["N", "M"])
    assert se(two.mean("y")) > se(one)
    assert se(two.mean("y", ultimate_cluster=True)) == pytest.approx(se(one), rel=1e-12)
    assert (two.clusters, two.fpc) == (("psu", "ssu2"), ("N", "M"))


def test_clusters_in_order_are_estimated_as_in_any_order():
    asked = {"strata": "h", "clusters": "psu"}
    ordered, any_order = (rows(design(**asked, units=units).mean("y", by=[["sex"], []]))
                          for units in ("ordered", "auto"))
    for one, other in zip(ordered, any_order, strict=True):
        assert one["se"] == pytest.approx(other["se"], rel=1e-12)


def test_the_library_of_the_rows_does_not_matter():
    expected = rows(design(strata="h", clusters="psu", fpc="N").mean("y", by="sex"))
    for library, make in (("pandas", "DataFrame"), ("polars", "DataFrame"), ("pyarrow", "table")):
        data = getattr(pytest.importorskip(library), make)(DATA)
        made = wb.Design(data, strata="h", clusters="psu", fpc="N")
        estimates = made.mean("y", by="sex")
        assert type(estimates).__module__.startswith(library)
        assert rows(made.mean("y", by="sex", output="frame")) == expected


# ---- lonely units ----

def lonely(policy, **more):
    made = design({"psu": ALONE}, strata="h", clusters="psu")
    return only(made.mean("y", lonely=policy, **more))


def test_a_lonely_unit_is_refused_by_name():
    with pytest.raises(wb.DesignError, match="one sampled unit") as caught:
        lonely("fail")
    assert caught.value.item == "h=a"


def test_each_policy_for_lonely_units_has_its_own_answer():
    found = {policy: lonely(policy)["se"]
             for policy in ("certainty", "centre", "average", "collapse")}
    assert len(set(found.values())) == 4
    assert found["average"] == pytest.approx(found["certainty"] * math.sqrt(2), rel=1e-12)
    assert all(found[policy] > found["certainty"] for policy in found if policy != "certainty")


def test_a_unit_may_be_lonely_in_a_group_alone():
    made = design({"sex": ["m", "m", "f", "f", "m", "f"]}, strata="h", clusters="psu")
    asked = {"by": "sex", "lonely": "centre"}
    assert se_of(made.mean("y", **asked), "m") != se_of(
        made.mean("y", **asked, lonely_in_domain=True), "m")


def se_of(frame, sex):
    return next(row["se"] for row in rows(frame) if row["sex"] == sex)


# ---- design effects, df, precision ----

def test_design_effects_compare_with_simple_random_sampling():
    made = design({"w": [10.0] * 6}, weights="w")
    assert only(made.mean("y"))["deff"] is None
    assert only(made.mean("y", design_effect="wr"))["deff"] == pytest.approx(1)
    without = only(made.mean("y", design_effect=True))["deff"]
    assert without == pytest.approx(10 / 9)
    assert only(made.mean("y", design_effect="wor"))["deff"] == without
    assert only(made.mean("y", design_effect=False))["deff"] is None


def test_degrees_of_freedom_may_be_given():
    few, many = (only(design().mean("y", df=df)) for df in (2, 30.5))
    assert (few["df"], many["df"]) == (2, 30.5)
    assert few["lower"] < many["lower"] and few["se"] == many["se"]
    assert only(design().mean("y", df=None))["df"] == 5


def test_precision_adds_two_columns():
    row = only(design().mean("y", precision=True))
    assert row["cv"] == pytest.approx(row["se"] / row["estimate"])
    assert row["precision"] == "suppress_n"
    assert "cv" not in only(design().mean("y"))


# ---- replicates made of the design ----

def test_the_jackknife_of_rows_is_linearisation_for_a_mean():
    assert se(design().mean("y", replicates="jk1")) == pytest.approx(se(design().mean("y")))


def test_a_bootstrap_is_the_same_for_the_same_seed():
    made = design(strata="h")

    def drawn(seed):
        return se(made.mean("y", replicates="bootstrap", n_replicates=40, seed=seed))

    assert drawn(7) == drawn(7) != drawn(8)
    assert drawn(2**63 - 1) > 0


def test_half_samples_take_two_units_a_stratum():
    made = design(strata="h", clusters="psu")
    balanced, fay = (se(made.mean("y", **asked)) for asked in (
        {"replicates": "brr"}, {"replicates": "fay", "rho": 0.3}))
    assert balanced == pytest.approx(se(made.mean("y")), rel=0.01)
    assert fay == pytest.approx(balanced, rel=0.01)
    with pytest.raises(wb.DesignError, match="h=a"):
        design(strata="h").mean("y", replicates="brr")


def test_made_replicates_may_differ_from_the_estimate_of_all_rows():
    made = design(strata="h", clusters="psu")
    assert se(made.ratio("y", "x", replicates="jkn")) != se(
        made.ratio("y", "x", replicates="jkn", mse=True))


def test_units_that_are_said_to_be_auto_are_those_of_which_nothing_is_said():
    said, unsaid = design(strata="h", units="auto"), design(strata="h")
    assert se(said.mean("y", replicates="jkn")) == se(unsaid.mean("y", replicates="jkn"))
    assert rows(said.covariances(mean=["y", "x"])) == rows(unsaid.covariances(mean=["y", "x"]))


def test_a_tally_makes_replicates_of_open_units():
    tally = wb.Tally(mean="y", units="open")
    tally.update(DATA)
    assert se(tally.estimate(replicates="jk1")) == pytest.approx(se(design().mean("y")))
    closed = wb.Tally(mean="y")
    closed.update(DATA)
    with pytest.raises(wb.UnsupportedError, match="open units"):
        closed.estimate(replicates="jk1")


# ---- replicate weights ----

def replicated(data=(), weights="w", **described):
    described = {"columns": "rep*", "type": "jk1", **described}
    return wb.Design({**DATA, **JACKKNIFE, **dict(data)}, weights=weights,
                     replicates=wb.Replicates(**described))


def test_replicate_weights_are_the_jackknife_that_made_them():
    row = only(replicated().ratio("y", "x"))
    assert row["se"] == pytest.approx(se(design().ratio("y", "x", replicates="jk1")), rel=1e-12)
    assert row["df"] == 5


@pytest.mark.parametrize("columns", ["rep*", "rep?", "rep[0-9]", sorted(JACKKNIFE),
                                     iter(sorted(JACKKNIFE))])
def test_replicate_weights_are_named_or_found_by_a_pattern(columns):
    made = replicated(columns=columns)
    assert made.replicates.columns == tuple(sorted(JACKKNIFE))
    assert se(made.mean("y")) == pytest.approx(se(design().mean("y")), rel=1e-12)
    assert repr(made) == "<werkbaar.Design of 6 rows, weights 'w', 6 replicate weights (jk1)>"


def test_a_column_whose_name_is_like_a_pattern_is_that_column():
    data = {"r*": JACKKNIFE["rep0"], "rep": JACKKNIFE["rep1"]}
    made = wb.Design({**DATA, **data}, replicates=wb.Replicates(columns=["r*", "rep"], type="jk1"))
    assert made.replicates.columns == ("r*", "rep")


def test_scales_say_what_types_say():
    usual = se(replicated().mean("y"))
    assert se(replicated(type="other", scale=5 / 6).mean("y")) == pytest.approx(usual)
    assert se(replicated(type="jkn", rscales=5 / 6).mean("y")) == pytest.approx(usual)
    assert se(replicated(type="jkn", rscales=[5 / 6] * 6).mean("y")) == pytest.approx(usual)
    assert se(replicated(type="fay", rho=0.5).mean("y")) == pytest.approx(
        2 * se(replicated(type="brr").mean("y")))


def test_replicates_may_differ_from_the_estimate_of_all_rows():
    assert se(replicated(mse=True).ratio("y", "x")) > se(replicated().ratio("y", "x"))


def test_descriptions_are_values():
    one, same = (wb.Replicates(columns=["a", "b"], type="jk1") for _ in range(2))
    assert one == same and hash(one) == hash(same) and pickle.loads(pickle.dumps(one)) == one
    known = wb.Calibration(initial="b", margins="sex", auxiliaries="x")
    assert known == wb.Calibration(initial="b", margins=["sex"], auxiliaries=["x"])
    assert pickle.loads(pickle.dumps(known)) == known


# ---- calibration ----

CALIBRATED = {"before": [2.0] * 6, "w": [1.0, 3.0, 1.0, 3.0, 1.0, 3.0]}


def test_the_variance_of_post_stratified_weights_is_that_of_residuals():
    known = wb.Calibration(initial="before", margins=["sex"])
    made = design(CALIBRATED, weights="w", calibration=known)
    share = only(made.estimate(total="w"))
    assert share["se"] == pytest.approx(0, abs=1e-12)  # the size of a margin is known
    assert se(made.mean("y")) < se(design(CALIBRATED, weights="w").mean("y"))
    assert (made.calibration, made.replicates) == (known, None)
    assert "calibrated from 'before'" in repr(made)


def test_margins_are_columns_or_combinations_of_them():
    def needed(margins):
        return wb.Spec(mean="y", weights="w", calibration=wb.Calibration(
            initial="b", margins=margins)).to_json()

    assert '"margins":[["sex"],["h"]]' in needed(["sex", "h"])
    assert '"margins":[["sex","h"],[]]' in needed([["sex", "h"], []])


# ---- refused ----

@pytest.mark.parametrize("data, sampling, error, item, row", [
    ({"psu": [1, 1, None, 3, 4, 4]}, {"clusters": "psu"}, wb.DataError, "psu", 2),
    ({"N": [10, 10, 11, 20, 20, 20]}, {"strata": "h", "fpc": "N"}, wb.DataError, "N", 2),
    ({"N": [10, None, 10, 20, 20, 20]}, {"strata": "h", "fpc": "N"}, wb.DataError, "N", 1),
    ({"N": [-1] * 6}, {"fpc": "N"}, wb.DataError, "N", 0),
    ({"N": [0] * 6}, {"fpc": "N"}, wb.DataError, "N", 0),
    ({"N": [1.5] * 6}, {"strata": "h", "clusters": "psu", "fpc": "N"}, wb.DesignError, "N", None),
    ({}, {"fpc": "sex"}, wb.DataError, "sex", None),
    ({}, {"fpc": ["N", "M"]}, wb.DesignError, "M", None),
    ({"y": [1.5] * 6}, {"clusters": "y"}, wb.DataError, "y", 0),
    ({}, {"clusters": "pus"}, wb.DataError, "pus", None),
    ({}, {"clusters": ["psu", "psu"]}, wb.ArgumentError, "psu", None),
    ({}, {"units": "closed"}, wb.ArgumentError, "units", None),
    ({}, {"units": 1}, wb.ArgumentTypeError, "units", None),
    ({}, {"units": "ordered"}, wb.DesignError, None, None),
    ({}, {"nested": "yes"}, wb.ArgumentTypeError, "nested", None),
    ({}, {"clusters": 3}, wb.ArgumentTypeError, "clusters", None),
    ({}, {"fpc": {"a": 1}}, wb.ArgumentTypeError, "fpc", None),
    ({}, {"cluster": "psu"}, wb.ArgumentTypeError, "cluster", None),
    ({}, {"replicates": ["rep1"]}, wb.ArgumentTypeError, "replicates", None),
    ({}, {"calibration": "before"}, wb.ArgumentTypeError, "calibration", None),
])
def test_a_design_that_cannot_be_is_refused_at_once(data, sampling, error, item, row):
    with pytest.raises(error) as caught:
        design(data, **sampling)
    assert (caught.value.item, caught.value.row) == (item, row)


@pytest.mark.parametrize("asked, error, item", [
    ({"lonely": "adjust"}, wb.ArgumentError, "lonely"),
    ({"lonely_in_domain": "yes"}, wb.ArgumentTypeError, "lonely_in_domain"),
    ({"ultimate_cluster": None}, wb.ArgumentTypeError, "ultimate_cluster"),
    ({"df": 0}, wb.ArgumentError, "df"),
    ({"df": -1}, wb.ArgumentError, "df"),
    ({"df": math.nan}, wb.ArgumentError, "df"),
    ({"df": "3"}, wb.ArgumentTypeError, "df"),
    ({"df": [3]}, wb.ArgumentTypeError, "df"),
    ({"precision": 1.5}, wb.ArgumentTypeError, "precision"),
    ({"design_effect": "deff"}, wb.ArgumentError, "design_effect"),
    ({"replicates": "sdr"}, wb.ArgumentError, "replicates"),
    ({"replicates": "jackknife"}, wb.ArgumentError, "replicates"),
    ({"replicates": "bootstrap", "n_replicates": 0}, wb.ArgumentError, "n_replicates"),
    ({"replicates": "bootstrap", "n_replicates": 2.5}, wb.ArgumentTypeError, "n_replicates"),
    ({"replicates": "bootstrap", "seed": -1}, wb.ArgumentError, "seed"),
    ({"replicates": "fay", "rho": "half"}, wb.ArgumentTypeError, "rho"),
    ({"replicates": "fay", "rho": 1}, wb.ArgumentError, None),
    ({"lonley": "fail"}, wb.ArgumentTypeError, "lonley"),
    ({"clusters": "psu"}, wb.ArgumentTypeError, "clusters"),
])
def test_options_that_are_none_are_named(asked, error, item):
    for ask in (design().mean, lambda column, **asked: wb.Tally(mean=column).estimate(**asked)):
        if "design_effect" in asked and ask != design().mean:
            continue
        with pytest.raises(error) as caught:
            ask("y", **asked)
        assert item is None or caught.value.item == item


def test_an_unknown_keyword_is_told_the_one_that_is_like_it():
    with pytest.raises(TypeError, match="'lonley'; is 'lonely' meant"):
        design().mean("y", lonley="fail")
    with pytest.raises(TypeError, match="'means'; is 'mean' meant"):
        wb.Spec(means="y")


@pytest.mark.parametrize("described, error, words", [
    ({"columns": "q*"}, wb.DataError, "no columns like 'q*'"),
    ({"columns": "rep1"}, wb.DesignError, "two or more are needed"),
    ({"type": "jk3"}, wb.ArgumentError, "type 'jk3' is not known"),
    ({"type": "none"}, wb.ArgumentError, "type 'none' is not known"),
    ({"type": "jkn"}, wb.ArgumentError, "has no rscale"),
    ({"type": "other"}, wb.ArgumentError, "give one"),
    ({"rscales": [1.0, 1.0]}, wb.ArgumentError, "2 rscales for 6 columns"),
    ({"rscales": "half"}, wb.ArgumentTypeError, "rscales must be a number or a list"),
    ({"rscales": [-1.0] * 6}, wb.ArgumentError, "'rep0'"),
    ({"rscales": ["x"] * 6}, wb.ArgumentTypeError, "rscale must be a number"),
    ({"scale": -1.0}, wb.ArgumentError, "scale of replicate weights is above 0"),
    ({"scale": 0}, wb.ArgumentError, "scale 0 is not above 0"),
    ({"type": "other", "scale": 1.0, "rscales": 0.0}, wb.ArgumentError, "rscales 0 is not above 0"),
    ({"type": "other", "scale": 1.0, "rscales": [0.0] + [1.0] * 5}, wb.ArgumentError,
     "rscales 0 is not above 0"),
    ({"type": "fay", "rho": 2.0}, wb.ArgumentError, "below 1, not 2"),
    ({"mse": "yes"}, wb.ArgumentTypeError, "mse must be True or False"),
    ({"data": {"rep2": [-1.0] * 6}}, wb.DataError, "column 'rep2'"),
])
def test_replicate_weights_that_cannot_be_are_refused(described, error, words):
    with pytest.raises(error) as caught:
        replicated(**described)
    assert words in str(caught.value)


def test_replicate_weights_carry_the_whole_design():
    with pytest.raises(wb.DesignError, match="carry the whole design"):
        wb.Design({**DATA, **JACKKNIFE}, strata="h",
                  replicates=wb.Replicates(columns="rep*", type="jk1"))
    with pytest.raises(wb.UnsupportedError, match="no others are made"):
        replicated().mean("y", replicates="jk1")


def test_a_specification_has_no_data_to_look_a_pattern_up_in():
    with pytest.raises(wb.ArgumentError, match="'rep\\*' is a pattern"):
        wb.Spec(mean="y", replicates=wb.Replicates(columns="rep*", type="jk1"))


@pytest.mark.parametrize("described, error, words", [
    ({}, wb.DesignError, "no margin or auxiliary"),
    ({"initial": 3}, wb.ArgumentTypeError, "initial must be the name of a column"),
    ({"margins": 3}, wb.ArgumentTypeError, "margins must be a list"),
    ({"margins": [3]}, wb.ArgumentTypeError, "margins must be"),
    ({"margins": ["sex", "sex"]}, wb.ArgumentError, "there already"),
    ({"margins": ["gender"]}, wb.DataError, "'gender'"),
    ({"auxiliaries": "sex"}, wb.DataError, "'sex'"),
    ({"auxiliaries": ["x", "x"]}, wb.ArgumentError, "'x'"),
    ({"auxiliaries": "hole"}, wb.DataError, "'hole' is missing"),
])
def test_calibrations_that_cannot_be_are_refused(described, error, words):
    with pytest.raises(error) as caught:
        design({**CALIBRATED, "hole": [None] * 6}, weights="w",
               calibration=wb.Calibration(**{"initial": "before", **described}))
    assert words in str(caught.value)


# ---- estimands of two columns ----

def test_pairs_of_columns_in_all_their_words():
    made = design()
    one = rows(made.ratio("y", "x"))
    assert rows(made.estimate(ratio=("y", "x"))) == one
    assert rows(made.estimate(ratio=["y", "x"])) == one
    assert rows(made.estimate(ratio=[("y", "x")])) == one
    assert only(made.ratio("y", "x"))["variable"] == "y/x"
    assert [row["variable"] for row in rows(made.ratio(["y", "x"], "w"))] == ["y/w", "x/w"]
    assert [row["variable"] for row in rows(made.ratio("y", ["x", "w"]))] == ["y/x", "y/w"]
    assert [row["variable"] for row in rows(made.covariance(["y", "x"], ["x", "y"]))] == [
        "y,x", "x,y"]


def test_a_correlation_is_a_covariance_over_two_deviations():
    found = {row["statistic"] + row["variable"]: row["estimate"] for row in rows(
        design().estimate(variance=["x", "y"], covariance=("x", "y"), correlation=("x", "y")))}
    assert found["correlationx,y"] == pytest.approx(
        found["covariancex,y"] / math.sqrt(found["variancex"] * found["variancey"]))


@pytest.mark.parametrize("ratio", ["y", ["y", "x", "w"], [("y", "x", "w")], 3, {"y": "x"},
                                   [("y", 3)], b"yx"])
def test_what_are_no_pairs_is_refused(ratio):
    with pytest.raises(wb.ArgumentTypeError, match="ratio"):
        design().estimate(ratio=ratio)


def test_lists_that_do_not_go_together_are_refused():
    with pytest.raises(wb.ArgumentError, match="numerator has 2 columns and denominator 3"):
        design().ratio(["y", "x"], ["x", "y", "w"])


def test_a_ratio_to_nothing_is_undefined():
    row = only(design({"x": [0.0] * 6}).ratio("y", "x"))
    assert (row["status"], row["estimate"], row["se"]) == ("undefined", None, None)


# ---- words ----

def test_a_specification_says_it_all():
    spec = wb.Spec(mean="y", ratio=("y", "x"), correlation=("x", "y"), by="sex", weights="w",
                   strata="h", clusters=["psu", "ssu"], fpc=["N", "M"],
                   calibration=wb.Calibration(initial="b", margins="sex"))
    assert spec.in_words() == ("mean of y, ratio of y/x, correlation of x,y by sex, "
                               "weights w calibrated from b, strata h, clusters psu > ssu, "
                               "fpc N > M")
    assert wb.Spec.from_json(spec.to_json()) == spec
    replicates = wb.Replicates(columns=["r1", "r2"], type="fay", rho=0.3, mse=True)
    spec = wb.Spec(mean="y", replicates=replicates, units="open", nested=True)
    assert spec.in_words() == "mean of y, 2 replicate weights (fay)"
    assert wb.Spec.from_json(spec.to_json()) == spec


def test_a_design_says_what_it_is():
    made = design(strata="h", clusters=["psu", "ssu"], fpc="N")
    assert repr(made) == ("<werkbaar.Design of 6 rows, no weights, strata 'h', "
                          "clusters 'psu' > 'ssu', fpc 'N'>")


def test_estimates_say_how_lonely_units_were_met():
    metadata = design({"psu": ALONE}, strata="h", clusters="psu").mean(
        "y", lonely="average").metadata
    assert metadata["lonely"] == "average"
    assert "clusters psu" in metadata["design"]


def test_keywords_show_in_signatures():
    import inspect
    for function in (wb.Design.mean, wb.Design.estimate, wb.Tally.estimate):
        shown = inspect.signature(function).parameters
        assert shown["lonely"].default == "fail" and shown["df"].default is None
        assert all(parameter.kind is not parameter.VAR_KEYWORD for parameter in shown.values())
    assert list(inspect.signature(wb.Design).parameters)[:4] == ["data", "weights", "strata",
                                                                 "clusters"]
