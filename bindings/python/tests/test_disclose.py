# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Disclosure control: what is shown is true, what is hidden is nowhere, and ledgers hold on to it."""
import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

import werkbaar as wb
from cases import FEW, rows

#: Three departments, of which one is small, in two measures; by hand. Each part of `all`.
CELLS = ["all", "north", "south", "night"]
COUNTS = {"cell": CELLS * 2, "measure": ["load"] * 4 + ["chief"] * 4,
          "n": [96, 50, 40, 6, 95, 50, 40, 5], "problem": [32, 18, 12, 2, 20, 11, 7, 2],
          "acute": [9, 5, 4, 0, 6, 3, 3, 0], "staff": [130, 70, 52, 8] * 2}
PARTS = {"kind": ["sum"] * 3, "partition": ["department"] * 3, "total": ["all"] * 3,
         "part": CELLS[1:]}
NUMBERS = ("n", "problem", "acute")


def disclosed(counts=COUNTS, parts=PARTS, **more):
    return wb.disclose(counts, parts, **{"min_n": 10, **more})


def kept(release, earlier=None, counts=COUNTS):
    return disclosed(counts, scope="acme:2030", release=release, earlier=earlier)


def truth(counts=COUNTS):
    return {(row["cell"], row["measure"]): row
            for row in (dict(zip(counts, values)) for values in zip(*counts.values()))}


def holds(released, counts):
    """What is shown is true, and a hidden row has no number."""
    true = truth(counts)
    for row in rows(released):
        of = true[row["cell"], row["measure"]]
        for name in NUMBERS:
            assert row[name] in (None, of.get(name))
        if row["status"] == "hidden":
            assert [row[name] for name in NUMBERS] == [None] * 3
        else:
            assert row["n"] == of["n"] >= 10 and row["problem"] == of["problem"]
    return released


def test_small_cells_are_hidden_and_none_is_left_to_subtract():
    released, audit, ledger = disclosed()
    holds(released, COUNTS)
    shown = [row for row in rows(released) if row["status"] != "hidden"]
    assert all(row["cell"] != "night" for row in shown)
    for measure in ("load", "chief"):
        assert len([row for row in shown if row["measure"] == measure]) < 3
    rules = {(row["cell"], row["measure"]): row["rule"] for row in rows(audit)
             if row["count"] == "n"}
    assert rules["night", "load"] == rules["night", "chief"] == "too_few"
    assert set(rules.values()) <= {"too_few", "left_over", "protects"}
    assert ledger is None


def test_without_relations_every_cell_is_on_its_own():
    released = disclosed(parts=None, extreme=None)[0]
    assert [row["cell"] for row in rows(released) if row["status"] == "hidden"] == ["night"] * 2


def test_extremes_are_a_rule_that_can_be_turned_off():
    counts = {"cell": ["a", "b", "c"], "measure": ["m"] * 3, "n": [20] * 3, "problem": [0, 9, 20]}
    assert disclosed(counts, None)[0]["status"] == ["hidden", "ok", "hidden"]
    assert disclosed(counts, None, extreme=None)[0]["problem"] == [0, 9, 20]
    assert disclosed(counts, None, extreme=10)[0]["status"] == ["hidden"] * 3


def test_a_share_of_one_person_is_hidden_unless_asked_otherwise():
    counts = {"cell": ["a", "b", "c", "d"], "measure": ["m"] * 4, "n": [20] * 4,
              "problem": [1, 2, 18, 19]}
    assert disclosed(counts, None)[0]["status"] == ["hidden", "ok", "ok", "hidden"]
    assert disclosed(counts, None, extreme=1)[0]["problem"] == [1, 2, 18, 19]


def test_rounding_shows_multiples():
    counts = {"cell": ["a"], "measure": ["m"], "n": [43], "problem": [17]}
    released = disclosed(counts, None, round_to=5)[0].to_dict()
    assert (released["n"], released["problem"]) == ([45], [15])


def test_dominance_hides_the_cell_of_one_contributor():
    counts = {"cell": ["a", "b"], "measure": ["m"] * 2, "n": [40, 40], "problem": [17, 17],
              "largest": [30, 12]}
    released, audit, _ = disclosed(counts, None)
    assert released["status"] == ["hidden", "ok"] and audit["rule"] == ["dominance"] * 2
    assert disclosed(counts, None, dominance=0.8)[0]["status"] == ["ok", "ok"]


def test_sensitive_measures_have_a_minimum_of_their_own():
    counts = {**COUNTS, "sensitive": [True] * 4 + [False] * 4}
    of_parts = [row for row in rows(disclosed(counts)[0]) if row["measure"] == "load"
                and row["cell"] != "all"]
    assert {row["status"] for row in of_parts} == {"hidden"}
    assert disclosed(counts, min_n_sensitive=97)[0]["status"].count("hidden") >= 4


def test_tables_come_in_every_form():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    expected = disclosed()[0].to_dict()
    released, audit, _ = disclosed(pandas.DataFrame(COUNTS), pandas.DataFrame(PARTS))
    assert isinstance(released, pandas.DataFrame) and isinstance(audit, pandas.DataFrame)
    assert wb.Frame(released).to_dict()["status"] == expected["status"]
    released = disclosed(polars.DataFrame(COUNTS), wb.Frame(PARTS), output="frame")[0]
    assert released.to_dict() == expected
    assert released.metadata["library"] == wb.__version__


@FEW
@given(st.permutations(range(8)), st.permutations(range(3)))
def test_the_order_of_rows_says_nothing(order, order_of_parts):
    mixed = {name: [values[i] for i in order] for name, values in COUNTS.items()}
    parts = {name: [values[i] for i in order_of_parts] for name, values in PARTS.items()}
    for one, other in zip(disclosed(mixed, parts)[:2], disclosed()[:2]):
        assert one.to_dict() == other.to_dict()


sizes = st.lists(st.tuples(st.integers(0, 40), st.floats(0, 1), st.floats(0, 1)), min_size=2,
                 max_size=6)


@FEW
@given(sizes, st.integers(5, 15))
def test_whatever_is_shown_is_true_and_never_of_a_few(groups, min_n):
    people = [(n, round(n * share), round(round(n * share) * acute)) for n, share, acute in groups]
    names = [f"g{i}" for i in range(len(groups))]
    whole = tuple(map(sum, zip(*people)))
    counts = {"cell": ["all", *names], "measure": ["m"] * (len(names) + 1),
              **dict(zip(NUMBERS, map(list, zip(whole, *people))))}
    parts = {"kind": ["sum"] * len(names), "partition": ["team"] * len(names),
             "total": ["all"] * len(names), "part": names}
    true = truth(counts)
    for row in rows(disclosed(counts, parts, min_n=min_n)[0]):
        of = true[row["cell"], "m"]
        if row["status"] == "hidden":
            assert [row[name] for name in NUMBERS] == [None] * 3
        else:
            assert row["n"] == of["n"] >= min_n and row["problem"] == of["problem"]
            assert 0 < row["problem"] < row["n"]


# ---- ledgers ----

def test_a_ledger_has_what_was_shown_and_nothing_else():
    released, _, ledger = kept("1")
    assert ledger.scope == "acme:2030"
    for name in ("cell", "measure", *NUMBERS):
        assert ledger.frame().to_dict()[name] == released.to_dict()[name]
    assert ledger.frame()["release"] == ["1"] * 8


def test_the_same_answers_may_be_reported_again():
    first, _, ledger = kept("1")
    again, _, later = kept("2", ledger)
    assert again.to_dict() == first.to_dict()
    assert later.frame()["release"] == ["1"] * 8


def test_late_answers_change_nothing_that_was_shown():
    first, _, ledger = kept("1")
    more = {**COUNTS, "n": [97, 51, 40, 6, 95, 50, 40, 5]}
    before = {(row["cell"], row["measure"]): row for row in rows(first)}
    for row in rows(kept("2", ledger, more)[0]):
        if row["status"] != "hidden":
            assert row == before[row["cell"], row["measure"]]


def test_a_ledger_of_another_scope_or_of_this_release_is_refused():
    ledger = kept("1")[2]
    with pytest.raises(wb.ConflictError):
        disclosed(scope="other:2030", release="2", earlier=ledger)
    with pytest.raises(wb.ConflictError):
        kept("1", ledger)
    with pytest.raises(wb.ConflictError):
        kept("2", ledger, {name: values[:7] for name, values in COUNTS.items()})


def test_a_ledger_is_a_value():
    ledger = kept("1")[2]
    assert pickle.loads(pickle.dumps(ledger)) == ledger == copy.deepcopy(ledger)
    assert hash(ledger) == hash(wb.Ledger.from_json(ledger.to_json()))
    assert ledger != kept("2")[2]


def test_a_spoilt_ledger_is_refused_with_its_place():
    content = json.loads(kept("1")[2].to_json())
    hidden = next(row for row in content["cells"] if row["status"] == "hidden")
    hidden["n"] = 6
    with pytest.raises(wb.DataError) as caught:
        wb.Ledger.from_json(json.dumps(content, indent=1))
    assert caught.value.where.startswith("ledger#/cells/") and caught.value.line > 1
    with pytest.raises(wb.VersionError):
        wb.Ledger.from_json('{"format":"werkbaar-ledger/2.0"}')
    for text in ("", "{", "[" * 5000, b"\xff", '{"format":1}'):
        with pytest.raises((wb.DataError, wb.LimitError)):
            wb.Ledger.from_json(text)


# ---- masks ----

def test_a_mask_of_pandas_has_the_index_of_its_rows():
    pandas = pytest.importorskip("pandas")
    data = pandas.DataFrame({"cell": ["night", "day"], "mean": [2.2, 3.1]}, index=[1, 0])
    masked = wb.disclose_mask(data, {"cell": ["day", "night"], "measure": ["load"] * 2,
                                     "status": ["ok", "hidden"]})
    assert masked.index.equals(data.index)
    data["mean"] = masked["mean"]
    assert data.set_index("cell")["mean"].dropna().to_dict() == {"day": 3.1}


def test_a_mask_takes_numbers_out_and_leaves_texts():
    released = disclosed()[0]
    data = {"group": CELLS, "theme": ["load"] * 4, "mean": [3.0, 2.5, 3.5, 1.0],
            "ok": [True] * 4, "title": CELLS}
    masked = wb.disclose_mask(data, released, cell="group", measure="theme").to_dict()
    status = {(row["cell"], row["measure"]): row["status"] for row in rows(released)}
    for i, cell in enumerate(CELLS):
        gone = status[cell, "load"] == "hidden"
        assert masked["mean"][i] == (None if gone else data["mean"][i])
        assert masked["ok"][i] == (None if gone else True)
        assert masked["title"][i] == cell
    unknown = wb.disclose_mask({"cell": ["x"], "mean": [1.0]}, released).to_dict()
    assert unknown == {"cell": ["x"], "mean": [None], "status": ["hidden"]}
    with pytest.raises(wb.DataError) as caught:
        wb.disclose_mask(data, released, cell="team")
    assert caught.value.item == "team"


# ---- what is refused ----

@pytest.mark.parametrize("options, item", [
    ({"min_n": 4}, "min_n"), ({"min_n": 0}, "min_n"), ({"min_n_sensitive": 6}, "min_n_sensitive"),
    ({"extreme": 0}, "extreme"), ({"round_to": 0}, "round_to"), ({"dominance": 0}, "dominance"),
    ({"dominance": 1.5}, "dominance"), ({"protect": "some"}, "protect"),
    ({"protect": 1}, "protect"), ({"earlier": "ledger.json"}, "earlier"), ({"min_n": "10"}, "min_n"),
    ({"scope": "acme"}, "release"),
])
def test_wrong_options_are_refused_by_name(options, item):
    with pytest.raises(wb.ArgumentError) as caught:
        disclosed(**options)
    assert caught.value.item == item


def test_a_minimum_must_be_chosen():
    with pytest.raises(TypeError, match="min_n"):
        wb.disclose(COUNTS)
    with pytest.raises(wb.ArgumentError, match="output"):
        disclosed(output="numpy")


@pytest.mark.parametrize("changes, item, row", [
    ({"problem": [32, 18, 12, 9, 20, 11, 7, 2]}, "problem", 3),
    ({"n": [96, 80, 40, 6, 95, 50, 40, 5]}, None, None),
    ({"n": [96, 50, 40, -6, 95, 50, 40, 5]}, "n", 3),
    ({"cell": [*CELLS[:3], "south", *CELLS]}, None, None),
    ({"staff": [130, 70, 52, 5] * 2}, None, None),
])
def test_counts_that_contradict_each_other_are_refused(changes, item, row):
    with pytest.raises(wb.DataError) as caught:
        disclosed({**COUNTS, **changes})
    if item is not None:
        assert (caught.value.item, caught.value.row) == (item, row)


def test_columns_that_are_not_there_are_named():
    with pytest.raises(wb.DataError) as caught:
        disclosed({name: values for name, values in COUNTS.items() if name != "n"})
    assert caught.value.item == "n"
    with pytest.raises(wb.DataError) as caught:
        disclosed(parts={**PARTS, "part": [*CELLS[1:3], "west"]})
    assert "west" in str(caught.value)


def test_threads_share_a_ledger_and_counts():
    ledger, frame, parts = kept("1")[2], wb.Frame(COUNTS), wb.Frame(PARTS)
    expected = kept("2", ledger)[0].to_dict()
    with ThreadPoolExecutor(8) as pool:
        jobs = pool.map(lambda _: wb.disclose(frame, parts, min_n=10, scope="acme:2030",
                                              release="2", earlier=ledger)[0].to_dict(), range(64))
        assert all(found == expected for found in jobs)
