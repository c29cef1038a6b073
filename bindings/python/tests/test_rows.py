# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Columns that nobody asks for may hold anything, and stay as they are."""
import decimal
import threading

import pytest

import werkbaar as wb
from cases import ANSWERS, rows, tiny
from werkbaar._convert import names_of

#: What no column of a frame can hold.
ODD = {"lists": [[1], [2, 3], None, []] * 2, "mixed": [1, "x", None, 2.5] * 2,
       "notes": [{"a": 1}] * 8}


def pandas_frame():
    pandas = pytest.importorskip("pandas")
    data = pandas.DataFrame({**ODD, **ANSWERS, "price": [decimal.Decimal("1.5")] * 8},
                            index=[5, 5, *range(6)])
    data[7] = range(8)
    data["when"] = pandas.period_range("2020", periods=8)
    return data


def polars_frame():
    polars = pytest.importorskip("polars")
    return polars.DataFrame({**ODD, **ANSWERS, "price": [decimal.Decimal("1.5")] * 8},
                            strict=False, schema_overrides={"mixed": polars.Object})


def arrow_table():
    pyarrow = pytest.importorskip("pyarrow")
    return pyarrow.table({"lists": ODD["lists"], "notes": ODD["notes"], **ANSWERS,
                          "price": [decimal.Decimal("1.5")] * 8})


def arrow_batch():
    return arrow_table().to_batches()[0]


MAKERS = [pandas_frame, polars_frame, arrow_table, arrow_batch, lambda: {**ODD, **ANSWERS}]
TABLES = MAKERS[:4]


@pytest.mark.parametrize("make", MAKERS)
def test_a_design_takes_only_what_is_asked(make):
    expected = wb.Design(ANSWERS, weights="weight", strata="wave")
    design = wb.Design(make(), weights="weight", strata="wave")
    assert design.row_count == 8
    for by in (None, "sex", [["sex"], ["wave"]]):
        assert rows(design.mean("b1", by=by, output="frame")) == rows(expected.mean("b1", by=by))
    with pytest.raises(wb.WerkbaarError, match="lists"):
        design.mean("b1", by="lists")
    assert len(design.total("b2", output="frame")) == 1


@pytest.mark.parametrize("make", MAKERS)
def test_a_tally_takes_only_what_its_specification_asks(make):
    tally, expected = wb.Tally(mean="b1", by="sex"), wb.Tally(mean="b1", by="sex")
    tally.update(make())
    expected.update(ANSWERS)
    assert tally.to_bytes() == expected.to_bytes()


@pytest.mark.parametrize("keep", ["others", "all", "none"])
@pytest.mark.parametrize("make", TABLES)
def test_scores_stand_beside_what_came_in(make, keep):
    data = make()
    made = wb.score(data, tiny(), keep=keep)
    expected = wb.score(wb.Frame(ANSWERS), tiny(), keep=keep)
    kept = [name for name in names_of(data)
            if keep == "all" or (keep == "others" and name not in tiny().items()["id"])]
    scores = [name for name in expected if name not in ANSWERS]
    assert names_of(made) == kept + scores
    assert wb.Frame(made[scores] if not hasattr(made, "select") else made.select(scores)) \
        .to_dict() == expected.select(scores).to_dict()
    for name in kept:
        assert repr(list(made[name])) == repr(list(data[name]))


def test_a_pandas_result_keeps_index_types_and_labels():
    data = pandas_frame()
    data["sector"] = data["sex"].astype("category")
    data.attrs["werkbaar"] = {"labels": {"sex": "Geslacht", "a1": "Item"}}
    made = wb.score(data, tiny(), select=["sa"])
    assert made.index.equals(data.index)
    others = [name for name in data.columns if name not in tiny().items()["id"]]
    assert list(made.columns) == [*others, "sa"]
    assert made[others].equals(data[others])
    assert made.dtypes[others].equals(data.dtypes[others])
    assert made.attrs["werkbaar"]["labels"] == {"sex": "Geslacht", "sa": "sa"}
    assert "instrument" in made.attrs["werkbaar"]["metadata"]
    assert list(data.columns) == [*others[:others.index("weight") + 1], "a1", "a2", "a3", "b1",
                                  "b2", *others[others.index("weight") + 1:]]


@pytest.mark.parametrize("make", TABLES)
def test_the_name_of_a_score_that_is_kept_is_refused_as_in_a_frame(make):
    data = make()
    if hasattr(data, "rename_columns"):
        data = data.rename_columns(["sa" if name == "lists" else name
                                    for name in data.schema.names])
    else:
        data = data.rename(columns={"lists": "sa"}) if hasattr(data, "attrs") \
            else data.rename({"lists": "sa"})
    with pytest.raises(wb.DataError, match="'sa'"):
        wb.score(data, tiny())
    assert len(wb.score(data, tiny(), keep="none")) == 8 or data.num_rows == 8


def test_a_column_that_no_frame_holds_is_named_with_the_way_out():
    with pytest.raises(wb.DataError, match="'lists'") as caught:
        wb.score({**ODD, **ANSWERS}, tiny())
    assert caught.value.__notes__ == ["'lists' is no item: keep='none' leaves it out"]
    assert len(wb.score({**ODD, **ANSWERS}, tiny(), keep="none")) == 8


def test_names_that_are_twice_trouble_only_who_asks_for_them():
    data = pandas_frame()
    data.insert(0, "wave", ["x"] * 8, allow_duplicates=True)
    assert list(wb.score(data, tiny()).columns).count("wave") == 2
    design = wb.Design(data)
    assert len(design.mean("b1")) == 1
    with pytest.raises(wb.ArgumentError, match="already has a column 'wave'"):
        design.mean("b1", by="wave")


def test_a_design_keeps_the_rows_it_was_made_of():
    data = pandas_frame()
    design = wb.Design(data, weights="weight")
    expected = rows(design.mean("b1", output="frame"))
    data["b2"] = data["b1"] * 0
    del data["sex"]
    assert rows(design.mean("b1", output="frame")) == expected
    assert rows(design.mean("b2", output="frame")) == rows(
        wb.Design(ANSWERS, weights="weight").mean("b2"))
    assert len(design.mean("b1", by="sex")) == 2


def test_a_column_is_read_once():
    data = {"y": (value for value in [1.0, 2.0]), "z": iter([3.0, 5.0])}
    design = wb.Design(data)
    assert [design.mean(name)["estimate"] for name in ("z", "y", "z")] == [[4.0], [1.5], [4.0]]


def test_columns_of_unequal_length_are_refused_at_once():
    with pytest.raises(wb.ArgumentError, match="column 'z' has 1 rows"):
        wb.Design({"y": [1, 2], "z": [1]})


def test_threads_share_a_design_whose_columns_come_in_meanwhile():
    data = {f"y{index}": [float(index), float(index + 2)] for index in range(40)}
    design, wrong = wb.Design(data), []

    def ask(order):
        for index in order:
            if design.mean(f"y{index}")["estimate"] != [index + 1.0]:
                wrong.append(index)

    threads = [threading.Thread(target=ask, args=(order,))
               for order in (range(40), range(39, -1, -1), range(0, 40, 3), range(20))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
