# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What newcomers do, and what they are told."""
import pytest

import werkbaar as wb
from cases import ANSWERS, tiny

SERIES = [lambda: pytest.importorskip("pandas").Series([1.0, 2.0]),
          lambda: pytest.importorskip("polars").Series("a", [1.0, 2.0])]


def told(call):
    """All that an error says."""
    with pytest.raises(wb.WerkbaarError) as caught:
        call()
    return "\n".join([str(caught.value), *getattr(caught.value, "__notes__", [])])


@pytest.mark.parametrize("call, words", [
    (lambda: wb.Instrument("wbm-employees"), "Instrument.builtin()"),
    (lambda: wb.Instrument(file="mine.json"), ".from_file()"),
    (lambda: wb.Instrument.builtin("wbm"), "there are: wbm-employees"),
    (lambda: wb.Instrument.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Support.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Weighting.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Ledger.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Organisation.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Questionnaire.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Questionnaire.compose("recipe.json"), "pathlib.Path of its file"),
    (lambda: wb.Catalogue().add_json("module.json"), "add() its path"),
    (lambda: wb.Scan.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Pool().add_json("c1.json"), "add() its path"),
    (lambda: wb.Pool().add(wb.Scan.run(*wb.example_scan()).tally("c1")), "add_json()"),
    (lambda: wb.Scan.run(*wb.example_scan()[:2], "answers.csv"), "read_csv()"),
    (lambda: wb.Changes.from_json("mine.json"), "from_file() its path"),
    (lambda: wb.Instrument.from_file("mine.json"), "cannot open 'mine.json'"),
    (lambda: wb.score("answers.csv", tiny()), "read_csv()"),
    (lambda: wb.score(tiny(), ANSWERS), "instrument must be an Instrument"),
    (lambda: wb.score(ANSWERS, tiny(), select="sx"), "no score column 'sx'"),
    (lambda: wb.score({name.upper(): column for name, column in ANSWERS.items()}, tiny()),
     "there is a column 'A1'"),
    (lambda: wb.score(ANSWERS, tiny(), output="numpy"), "'pandas', 'polars' or 'arrow'"),
    (lambda: wb.Design(ANSWERS, weights=[1.0] * 8), "weights must be the name of a column"),
    (lambda: wb.Design(ANSWERS, weights="Weight"), "there is a column 'weight'"),
    (lambda: wb.Design(ANSWERS).mean([1.0, 2.0]), "names of columns, not list of float"),
    (lambda: wb.Design(ANSWERS).mean("b11"), "there is a column 'b1'"),
    (lambda: wb.Design(ANSWERS).mean("b1", by="gender"), "no column 'gender'"),
    (lambda: wb.Design(ANSWERS).mean("sex"), "needs numbers"),
    (lambda: wb.Design(ANSWERS).mean("b1", level=95), "between 0 and 1"),
    (lambda: wb.Design(ANSWERS).mean([]), "no estimate"),
    (lambda: wb.Tally(mean="weihgt").update(ANSWERS), "there is a column 'weight'"),
    (lambda: wb.Tally(mean="a1").merge(wb.Tally(mean="a2")), "different specifications"),
    (lambda: wb.change(ANSWERS, "wave"), "not an estimates frame"),
    (lambda: wb.Frame(ANSWERS)["Sex"], "there are: 'wave', 'sex'"),
    (lambda: wb.Frame(ANSWERS)[0], "name of a column is text"),
    (lambda: wb.read_csv("nowhere.csv"), "cannot open 'nowhere.csv'"),
])
def test_a_mistake_is_told_with_the_way_out(call, words):
    assert words in told(call)


@pytest.mark.parametrize("make", SERIES)
def test_one_column_is_no_table(make):
    assert "one column (Series)" in told(lambda: wb.Design(make()))


def test_only_names_that_are_like_it_are_noted():
    assert "there is a column" not in told(lambda: wb.Design(ANSWERS).mean("income"))
