# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Quantiles and ranks: by hand, in two passes over data of any kind, and what is refused."""
import copy
import pickle
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

import werkbaar as wb
from cases import FEW, rows

Y = [3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.0, 6.0, 5.5, 3.5, 8.0, 7.0]
DATA = {"y": Y, "g": ["a", "b"] * 6, "w": [1.0, 2.0, 1.0] * 4}


def only(frame):
    found = rows(frame)
    assert len(found) == 1
    return found[0]


def second(spec, *chunks):
    """A tally of two passes over some chunks."""
    first = wb.Tally(spec)
    for chunk in chunks:
        first.update(chunk)
    made = first.second_pass()
    for chunk in chunks:
        made.update(chunk)
    return made


def csv_of(data):
    lines = [",".join(data), *(",".join(map(str, row)) for row in zip(*data.values()))]
    return "\n".join(lines).encode() + b"\n"


# ---- by hand ----

def test_a_median_is_the_middle_of_the_values():
    assert only(wb.Design({"y": Y[:11]}).quantile("y"))["estimate"] == statistics.median(Y[:11])


@pytest.mark.parametrize("none", [(), [], {}, None])
@pytest.mark.parametrize("what", ["quantile", "rank"])
def test_none_asked_for_is_one_pass(what, none):
    design = wb.Design(DATA)
    assert rows(design.estimate(mean="y", **{what: none})) == rows(design.mean("y"))


def test_rules_differ_where_a_share_is_exact():
    found = {rule: only(wb.Design(DATA).quantile("y", quantile_rule=rule))["estimate"]
             for rule in ("math", "school", "hf7")}
    assert found == {"math": 4.0, "school": 4.5, "hf7": statistics.median(Y)}


def test_hf7_is_pythons_inclusive_quantile():
    shares = [0.25, 0.5, 0.75]
    found = wb.Design(DATA).quantile("y", shares, quantile_rule="hf7")
    assert found["estimate"] == pytest.approx(statistics.quantiles(Y, method="inclusive"))
    assert found["category"] == ["0.25", "0.5", "0.75"]


def test_weights_count_as_rows():
    repeated = {"y": [y for y, w in zip(Y, DATA["w"]) for _ in range(int(w))]}
    for share in (0.2, 0.5, 0.9):
        assert only(wb.Design(DATA, weights="w").quantile("y", share))["estimate"] == only(
            wb.Design(repeated).quantile("y", share))["estimate"]


def test_the_interval_holds_the_quantile_and_its_se_is_its_width():
    data = {"y": [float(value % 97) for value in range(0, 970, 7)]}
    row = only(wb.Design(data).quantile("y", 0.4, df=60))
    wald = only(wb.Design({"b": [True, False] * 40}).mean("b", interval="wald", df=60))
    t = (wald["upper"] - wald["estimate"]) / wald["se"]
    assert row["status"] == "ok"
    assert row["lower"] < row["estimate"] < row["upper"]
    assert row["se"] == pytest.approx((row["upper"] - row["lower"]) / (2 * t))


@FEW
@given(values=st.lists(st.integers(-50, 50), min_size=2, max_size=40),
       share=st.floats(0.01, 0.99))
def test_a_quantile_is_the_least_value_with_its_share_at_or_below_it(values, share):
    found = only(wb.Design({"y": values}).quantile("y", share))["estimate"]
    n = len(values)
    assert found in values
    assert sum(value <= found for value in values) / n >= share - 1e-12
    assert sum(value < found for value in values) / n <= share + 1e-12


# ---- ranks ----

def test_ranks_have_a_mean_of_a_half():
    assert only(wb.Design(DATA).estimate(rank="y"))["estimate"] == pytest.approx(0.5)


def test_equal_mean_ranks_are_the_rank_test():
    made = wb.Design(DATA)
    wilcoxon = only(made.equal("g", rank="y"))
    assert (wilcoxon["statistic"], wilcoxon["category"], wilcoxon["df1"]) == (
        "rank", "wilcoxon", 1)
    squeezed = wb.Design({**DATA, "y": [y ** 3 for y in Y]})
    assert only(squeezed.equal("g", rank="y"))["p"] == pytest.approx(wilcoxon["p"])
    several = rows(made.equal("g", rank={"y": ["median", "van_der_waerden", "wilcoxon"]}))
    assert [row["category"] for row in several] == ["median", "van_der_waerden", "wilcoxon"]
    assert several[2]["p"] == wilcoxon["p"]


# ---- passes ----

ASKED = {"mean": "y", "quantile": {"y": [0.25, 0.5]}, "rank": "y", "by": [["g"], []],
         "weights": "w"}


def test_a_tally_takes_two_passes_a_design_and_a_specification_make_them():
    sampling = {"weights": ASKED["weights"]}
    asked = {name: value for name, value in ASKED.items() if name != "weights"}
    expected = rows(wb.Design(DATA, **sampling).estimate(**asked))
    spec = wb.Spec(**ASKED)
    assert rows(second(spec, DATA).estimate()) == expected
    assert rows(spec.estimate(DATA)) == expected
    assert rows(spec.estimate(wb.Source(DATA, chunk_rows=5))) == expected
    assert rows(spec.estimate(wb.scan_csv(csv_of(DATA)))) == expected


def test_the_first_pass_has_the_values_and_says_what_is_to_come():
    tally = wb.Tally(quantile="y", rank="y", mean="y")
    tally.update(DATA)
    found = {row["statistic"]: row for row in rows(tally.estimate())}
    assert found["quantile"]["estimate"] == 4.0
    assert {name: row["status"] for name, row in found.items()} == {
        "mean": "ok", "quantile": "one_pass", "rank": "one_pass"}
    assert found["quantile"]["se"] is None


def test_parts_have_a_second_pass_each_and_merge():
    halves = [{name: values[part] for name, values in DATA.items()}
              for part in (slice(0, 7), slice(7, 12))]
    spec = wb.Spec(**ASKED)
    first, other = wb.Tally(spec), wb.Tally(spec)
    first.update(halves[0])
    other.update(halves[1])
    first.merge(other)
    parts = [first.second_pass() for _ in halves]
    for part, half in zip(parts, halves):
        part.update(half)
    parts[0].merge(parts[1])
    for mine, theirs in zip(rows(parts[0].estimate()), rows(second(spec, DATA).estimate()),
                            strict=True):
        for name in ("estimate", "se", "lower", "upper", "status"):
            assert mine[name] == theirs[name] or mine[name] == pytest.approx(theirs[name],
                                                                             rel=1e-12)


def test_tallies_of_both_passes_are_copied_kept_and_summed():
    spec = wb.Spec(quantile="y", rank="y", mean="y")
    first = wb.Tally(spec)
    first.update(DATA)
    parts = []
    for part in (slice(0, 5), slice(5, 12)):
        tally = pickle.loads(pickle.dumps(first)).second_pass()
        tally.update({name: values[part] for name, values in DATA.items()})
        parts.append(pickle.loads(pickle.dumps(tally)))
    expected = rows(second(spec, DATA).estimate())
    for made in (sum(parts), copy.copy(parts[0]) + parts[1]):
        for mine, theirs in zip(rows(made.estimate()), expected, strict=True):
            assert mine["status"] == theirs["status"]
            assert mine["se"] == pytest.approx(theirs["se"], rel=1e-12)
    assert [len(part) for part in parts] == [5, 7]


@pytest.mark.parametrize("library, name", [("pandas", "DataFrame"), ("polars", "DataFrame"),
                                           ("pyarrow", "table")])
def test_the_library_that_came_in_comes_out(library, name):
    data = getattr(pytest.importorskip(library), name)(DATA)
    spec = wb.Spec(quantile="y", by="g")
    found = spec.estimate(data)
    assert type(found).__module__.startswith(library)
    assert rows(spec.estimate(data, output="frame")) == rows(spec.estimate(DATA))
    assert type(wb.Design(data).quantile("y")).__module__.startswith(library)


def test_words_say_what_is_asked():
    spec = wb.Spec(quantile={"y": [0.25, 0.5]}, rank={"y": "median"})
    assert spec.in_words() == "quantile 0.25 of y, quantile 0.5 of y, rank median of y"
    assert wb.Spec.from_json(spec.to_json()) == spec
    assert wb.Spec(quantile="y") == wb.Spec(quantile={"y": 0.5})
    assert wb.Spec(quantile=["y", "w"]) == wb.Spec(quantile={"y": [0.5], "w": 0.5})
    assert wb.Spec(rank="y") == wb.Spec(rank={"y": ["wilcoxon"]})


# ---- refused ----

@pytest.mark.parametrize("asked, error, item", [
    ({"quantile": {"y": 0}}, wb.ArgumentError, "y"),
    ({"quantile": {"y": 1}}, wb.ArgumentError, "y"),
    ({"quantile": {"y": 50}}, wb.ArgumentError, "y"),
    ({"quantile": {"y": "half"}}, wb.ArgumentTypeError, "probability"),
    ({"quantile": {"y": [0.5, 0.5]}}, wb.ArgumentError, "y"),
    ({"quantile": 0.5}, wb.ArgumentTypeError, "quantile"),
    ({"quantile": {3: 0.5}}, wb.ArgumentTypeError, "quantile"),
    ({"quantile": [("y", 0.5)]}, wb.ArgumentTypeError, "quantile"),
    ({"rank": {"y": "mood"}}, wb.ArgumentError, "rank"),
    ({"rank": {"y": 1}}, wb.ArgumentTypeError, "rank"),
    ({"rank": ["y", "y"]}, wb.ArgumentError, "y"),
])
def test_what_is_no_quantile_or_rank_is_refused(asked, error, item):
    with pytest.raises(error) as caught:
        wb.Spec(**asked)
    assert caught.value.item == item


def test_quantiles_of_texts_and_unknown_rules_are_refused():
    with pytest.raises(wb.DataError) as caught:
        wb.Design(DATA).quantile("g")
    assert caught.value.item == "g"
    with pytest.raises(wb.ArgumentError, match="quantile_rule 'hf8' is not known"):
        wb.Design(DATA).quantile("y", quantile_rule="hf8")
    with pytest.raises(wb.ArgumentTypeError, match="columns"):
        wb.Design(DATA).quantile(3)


def test_passes_that_do_not_go_together_are_refused():
    with pytest.raises(wb.ArgumentError, match="one pass is all"):
        wb.Tally(mean="y").second_pass()
    with pytest.raises(wb.DataError, match="no rows"):
        wb.Tally(quantile="y").second_pass()
    made = second(wb.Spec(quantile="y"), DATA)
    with pytest.raises(wb.ArgumentError, match="no third"):
        made.second_pass()
    first = wb.Tally(quantile="y")
    first.update(DATA)
    with pytest.raises(wb.ConflictError, match="first pass"):
        made.merge(first)
    made.update({"y": [4.0]})
    with pytest.raises(wb.DataError, match="13 rows, and the first 12"):
        made.estimate()


def test_a_source_that_cannot_start_again_has_no_second_pass():
    pa = pytest.importorskip("pyarrow")

    def reader():
        table = pa.table({"y": Y})
        return pa.RecordBatchReader.from_batches(table.schema, table.to_batches())

    with pytest.raises(wb.UnsupportedError):
        wb.Spec(quantile="y").estimate(reader())
    assert only(wb.Spec(mean="y").estimate(reader()))["estimate"] == pytest.approx(sum(Y) / 12)


def test_columns_that_are_not_there_are_named_with_those_that_are_like_them():
    with pytest.raises(wb.DataError, match="'yy'") as caught:
        wb.Spec(mean="yy").estimate(DATA)
    assert "there is a column 'y'" in "".join(getattr(caught.value, "__notes__", []))
    with pytest.raises(wb.ArgumentTypeError, match="'levle'"):
        wb.Spec(mean="y").estimate(DATA, levle=0.9)
