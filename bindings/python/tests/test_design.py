# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Designs: estimates by hand, breakdowns, intervals, and what is refused."""
import math

import pytest

import werkbaar as wb
from cases import RESULT, keyed, rows

DATA = {
    "sex": ["m", "f", "m", "f", "m", "f"],
    "h": [1, 1, 1, 2, 2, 2],
    "w": [1.0, 1.0, 2.0, 2.0, 1.0, 1.0],
    "y": [1.0, 2.0, 3.0, None, 5.0, 6.0],
    "b": [True, False, True, True, False, True],
    "c": ["red", "blue", "red", "blue", "red", None],
}


def design(**changes):
    return wb.Design({**DATA, **changes}, weights="w", strata="h")


def only(frame):
    found = rows(frame)
    assert len(found) == 1
    return found[0]


def test_the_columns_of_the_result():
    assert list(design().mean("y").to_dict()) == RESULT
    assert list(design().mean("y", by=["sex"]).to_dict()) == ["sex", *RESULT]


def test_a_weighted_mean_and_its_standard_error_by_hand():
    row = only(wb.Design(DATA, weights="w").mean("y"))
    assert row["estimate"] == pytest.approx(20 / 6)
    u = [(1 - 20 / 6) / 6, (2 - 20 / 6) / 6, 2 * (3 - 20 / 6) / 6, 0, (5 - 20 / 6) / 6,
         (6 - 20 / 6) / 6]
    variance = 6 / 5 * (sum(v * v for v in u) - sum(u) ** 2 / 6)
    assert row["se"] == pytest.approx(math.sqrt(variance), rel=1e-12)
    assert (row["df"], row["n"], row["status"]) == (4, 5, "ok")


def test_totals_and_shares_by_hand():
    assert only(design().total("y"))["estimate"] == 20
    shares = {row["category"]: row["estimate"] for row in rows(design().proportion("c"))}
    assert shares == pytest.approx({"blue": 3 / 7, "red": 4 / 7})


def test_the_mean_of_a_bool_is_a_share():
    share = {row["category"]: row for row in rows(design().proportion("b"))}["true"]
    mean = only(design().mean("b"))
    assert {name: share[name] for name in ("estimate", "se", "lower", "upper")} == {
        name: mean[name] for name in ("estimate", "se", "lower", "upper")}


def test_without_weights_and_strata_all_rows_are_alike():
    assert only(wb.Design(DATA).mean("y"))["estimate"] == pytest.approx(17 / 5)


def test_by_in_all_its_words():
    frame = design().mean("y", by="sex").to_dict()
    assert frame["sex"] == ["f", "m"]
    assert design().mean("y", by=["sex"]).to_dict() == frame
    crossed = design().mean("y", by=["sex", "h"]).to_dict()
    assert list(zip(crossed["sex"], crossed["h"])) == [("f", 1), ("f", 2), ("m", 1), ("m", 2)]
    several = design().mean("y", by=[["sex"], ["h"], []]).to_dict()
    assert list(zip(several["sex"], several["h"])) == [
        ("f", None), ("m", None), (None, 1), (None, 2), (None, None)]


def test_several_statistics_in_one_pass_are_those_of_each():
    together = keyed(design().estimate(mean=["y", "b"], total="y", proportion="c", by="sex"),
                     ["sex"])
    apart = {**keyed(design().mean(["y", "b"], by="sex"), ["sex"]),
             **keyed(design().total("y", by="sex"), ["sex"]),
             **keyed(design().proportion("c", by="sex"), ["sex"])}
    assert together == apart


def test_the_interval_of_a_share_is_on_the_logit_scale_by_default():
    row = only(design().mean("b"))

    def logit(p):
        return math.log(p / (1 - p))

    middle = logit(row["estimate"])
    assert logit(row["upper"]) - middle == pytest.approx(middle - logit(row["lower"]))
    wald = only(design().mean("b", interval="wald"))
    assert wald["upper"] - wald["estimate"] == pytest.approx(wald["estimate"] - wald["lower"])


@pytest.mark.parametrize("interval", ["wilson", "beta", "likelihood", "asin", "agresti_coull",
                                      "jeffreys"])
def test_a_share_of_1_has_an_interval(interval):
    row = only(wb.Design({"all": [True] * 8}).mean("all", interval=interval))
    assert row["status"] == "extreme"
    assert row["upper"] == 1
    assert 0 < row["lower"] < 1


def test_a_higher_level_is_a_wider_interval():
    narrow, wide = (only(design().mean("y", level=level)) for level in (0.8, 0.99))
    assert narrow["upper"] < wide["upper"]
    assert narrow["se"] == wide["se"]


def test_declared_categories_come_first_also_when_no_row_has_them():
    found = design().proportion("c", categories={"c": ["red", "green"]}).to_dict()
    assert found["category"] == ["red", "green", "blue"]
    assert found["status"][1] == "extreme"


def test_the_categories_of_pandas_are_declared_as_factor_levels_are_in_r():
    pd = pytest.importorskip("pandas")
    data = pd.DataFrame({"y": [1.0, 2.0, 3.0, 4.0],
                         "c": pd.Categorical(["b", "a", "b", "a"], categories=["x", "b", "a"])})
    estimates = wb.Design(data).mean("y", by="c", output="frame")
    assert estimates["c"] == ["x", "b", "a"]
    assert estimates["status"] == ["empty", "ok", "ok"]
    assert wb.Design(data).proportion("c", output="frame")["category"] == ["x", "b", "a"]
    other = wb.Design(data).mean("y", by="c", categories={"c": ["a"]}, output="frame")
    assert other["c"] == ["a", "b"]


def test_categories_without_an_order_of_other_libraries_are_but_storage():
    pa = pytest.importorskip("pyarrow")
    for ordered, expected in ((False, ["a", "b"]), (True, ["x", "b", "a"])):
        texts = pa.DictionaryArray.from_arrays(pa.array([1, 2, 1, 2]), ["x", "b", "a"],
                                               ordered=ordered)
        table = pa.table({"y": [1.0, 2.0, 3.0, 4.0], "c": texts})
        assert wb.Design(table).mean("y", by="c", output="frame")["c"] == expected


def test_columns_may_come_from_an_iterator_also_where_the_data_declare_categories():
    pd = pytest.importorskip("pandas")
    data = pd.DataFrame({"y": [1.0, 2.0, 3.0], "c": pd.Categorical(["a", "b", "a"])})
    estimates = wb.Design(data).estimate(mean=iter(["y"]), proportion=iter(["c"]),
                                         by=iter(["c"]), output="frame")
    assert estimates["variable"] == ["y", "c", "c", "y", "c", "c"]


@pytest.mark.parametrize("categories", [[("c", ["a"])], "c", 3])
def test_categories_that_are_no_dict_are_refused(categories):
    with pytest.raises(wb.ArgumentTypeError, match="categories must be a dict of lists of texts"):
        design().mean("y", by="c", categories=categories)


def test_empty_cells_can_be_dropped():
    asked = {"by": "sex", "categories": {"sex": ["x"]}}
    assert design().mean("y", **asked).to_dict()["sex"] == ["x", "f", "m"]
    assert design().mean("y", drop_empty=True, **asked).to_dict()["sex"] == ["f", "m"]


def test_the_number_of_threads_changes_nothing():
    many = {name: values * 10000 for name, values in DATA.items()}
    one = wb.Design(many, weights="w").mean(["y", "b"], by="sex", threads=1).to_dict()
    assert wb.Design(many, weights="w").mean(["y", "b"], by="sex", threads=2).to_dict() == one
    assert wb.Design(many, weights="w").mean(["y", "b"], by="sex").to_dict() == one


def test_estimates_say_how_they_were_made():
    metadata = design().mean("y", level=0.9).metadata
    assert metadata["kind"] == "estimates"
    assert metadata["level"] == 0.9
    assert "strata h, weights w" in metadata["design"]


def test_what_a_design_says_of_itself():
    made = design()
    assert (len(made), made.row_count, made.weights, made.strata) == (6, 6, "w", ("h",))
    assert repr(made) == "<werkbaar.Design of 6 rows, weights 'w', strata 'h'>"
    assert repr(wb.Design(DATA)) == "<werkbaar.Design of 6 rows, no weights, no strata>"
    assert "'h' x 'sex'" in repr(wb.Design(DATA, strata=["h", "sex"]))


def test_columns_are_borrowed():
    np = pytest.importorskip("numpy")
    y = np.array([1.0, 2.0, 3.0])
    made = wb.Design({"y": y})
    assert only(made.mean("y"))["estimate"] == 2
    y[:] = 7
    assert only(made.mean("y"))["estimate"] == 7


def test_the_library_that_came_in_comes_out():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(DATA)
    assert isinstance(wb.Design(frame, weights="w").mean("y", by="sex"), pandas.DataFrame)
    assert isinstance(wb.Design(frame).mean("y", output="frame"), wb.Frame)


# ---- refused ----

@pytest.mark.parametrize("name, weight", [("negative", -1.0), ("NaN", math.nan),
                                          ("missing", None), ("infinite", math.inf)])
def test_a_weight_that_is_none_has_its_row(name, weight):
    with pytest.raises(wb.DataError) as caught:
        design(w=[1.0, 1.0, weight, 2.0, 1.0, 1.0])
    assert (caught.value.item, caught.value.row) == ("w", 2)


def test_weights_that_are_all_0_are_refused():
    with pytest.raises(wb.DataError):
        design(w=[0.0] * 6).mean("y")


def test_a_missing_stratum_has_its_row():
    with pytest.raises(wb.DataError) as caught:
        design(h=[1, 1, 1, 2, None, 2])
    assert caught.value.row == 4


@pytest.mark.parametrize("asked", [{"weights": "nothing"}, {"strata": "nothing"},
                                   {"strata": ["h", "nothing"]},
                                   {"weights": "w", "strata": ["nothing"]}])
def test_a_design_of_columns_that_are_not_there_is_refused(asked):
    with pytest.raises(wb.DataError, match="nothing") as caught:
        wb.Design(DATA, **asked)
    assert caught.value.item == "nothing"


def test_text_weights_are_refused():
    with pytest.raises(wb.DataError) as caught:
        wb.Design(DATA, weights="sex")
    assert caught.value.item == "sex"


@pytest.mark.parametrize("asked", [{"columns": "nothing"}, {"columns": "y", "by": "nothing"},
                                   {"columns": "y", "by": [["sex"], ["nothing"]]}])
def test_columns_that_are_not_there_are_named(asked):
    with pytest.raises(wb.DataError, match="nothing") as caught:
        design().mean(**asked)
    assert caught.value.item == "nothing"


def test_the_mean_of_a_text_is_refused():
    with pytest.raises(wb.DataError) as caught:
        design().mean("sex")
    assert caught.value.item == "sex"


def test_by_a_number_that_is_not_whole_is_refused():
    with pytest.raises(wb.DataError) as caught:
        design(y=[1.5, 2.0, 3.0, None, 5.0, 6.0]).mean("b", by="y")
    assert caught.value.item == "y"


def test_a_stratum_of_one_row_is_a_design_error():
    with pytest.raises(wb.DesignError) as caught:
        design(h=[1, 1, 1, 2, 2, 3]).mean("y")
    assert isinstance(caught.value, ValueError)
    assert "3" in caught.value.item


def test_no_rows_are_a_data_error():
    with pytest.raises(wb.DataError):
        wb.Design({"y": []}).mean("y")


@pytest.mark.parametrize("level", [0, 1, -0.5, 2, 95, math.nan, 0.0])
def test_a_level_outside_0_and_1_is_refused(level):
    with pytest.raises(wb.ArgumentError, match="level"):
        design().mean("y", level=level)


@pytest.mark.parametrize("level", [None, "0.95", [0.95]])
def test_a_level_is_a_number(level):
    with pytest.raises(wb.ArgumentTypeError, match="level"):
        design().mean("y", level=level)


def test_an_unknown_interval_lists_the_known():
    with pytest.raises(wb.ArgumentError, match="interval 'exact'.*'logit', 'wald'"):
        design().mean("y", interval="exact")


def test_the_same_estimate_twice_is_refused():
    with pytest.raises(wb.ArgumentError, match="y"):
        design().mean(["y", "y"])


def test_nothing_to_estimate_is_refused():
    with pytest.raises(wb.ArgumentError, match="asks for no estimate"):
        design().estimate()
    with pytest.raises(wb.ArgumentError, match="asks for no estimate"):
        design().mean([])


def test_an_unknown_keyword_is_refused():
    with pytest.raises(TypeError, match="weight"):
        design().mean("y", weight="w")
    with pytest.raises(TypeError, match="weight"):
        wb.Design(DATA, weight="w")


@pytest.mark.parametrize("data", [3, "a text", object()])
def test_what_is_no_data_is_refused(data):
    with pytest.raises((wb.ArgumentError, TypeError)):
        wb.Design(data)


def test_a_refusal_changes_nothing():
    made = design()
    before = made.mean("y", by="sex").to_dict()
    for wrong in ({"columns": "nothing"}, {"columns": "y", "level": 2},
                  {"columns": "sex"}, {"columns": "y", "by": "nothing"}):
        with pytest.raises(wb.WerkbaarError):
            made.mean(**wrong)
    assert made.mean("y", by="sex").to_dict() == before


def test_a_progress_callback_can_stop():
    many = {name: values * 50000 for name, values in DATA.items()}
    with pytest.raises(wb.CancelledError):
        wb.Design(many).mean("y", by="sex", progress=lambda fraction: False)
