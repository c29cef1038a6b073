# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Scoring frames and sources: values by hand, columns, and what is refused."""
import csv
import io

import pytest

import werkbaar as wb
from cases import ANSWERS, SAMPLE, rows, run_cli, tiny


def scored(answers=ANSWERS, **options):
    return wb.score(answers, tiny(), **options).to_dict()


def test_scores_by_hand():
    found = scored()
    third = 100 / 3
    assert found["sa"] == pytest.approx([100, 200 / 3, third, 0, 200 / 3, 0, None, 0])
    assert found["sa_reason"] == [None] * 6 + ["too_few_answers", None]
    # b2 is reversed: 3 counts as 0.
    assert found["sb"] == pytest.approx([0, 100, 100 / 6, 0, 0, 500 / 6, 100, 100 / 6])


def test_lights_by_hand():
    found = scored()
    assert found["ia_problem"] == [True, True, False, False, True, False, None, False]
    assert found["ia_acute"] == [True, False, False, False, False, False, None, False]
    assert found["ib_problem"] == [False, True, False, False, False, True, True, False]
    assert "ib_acute" not in found


def test_composites_by_hand():
    found = scored()
    assert found["werkbaar"] == [False, False, True, True, False, False, None, True]
    assert found["knelpunten"] == [1, 2, 0, 0, 1, 1, None, 0]
    assert found["werkbaar_reason"][5:7] == [None, "missing_part"]


def test_others_are_carried_along_by_default():
    assert list(scored())[:3] == ["wave", "sex", "weight"]
    assert "a1" not in scored()


def test_keep_all_and_none():
    assert list(scored(keep="all"))[:8] == list(ANSWERS)
    assert list(scored(keep="none"))[0] == "sa"


def test_an_unknown_keep_lists_the_known():
    with pytest.raises(wb.ArgumentError, match="keep 'some'.*'others', 'all', 'none'"):
        scored(keep="some")
    with pytest.raises(wb.ArgumentTypeError, match="'others'"):
        scored(keep=None)


def test_select_gives_columns_in_the_order_asked():
    assert list(scored(keep="none", select=["werkbaar", "sa"])) == ["werkbaar", "sa"]
    assert list(scored(keep="none", select="sa")) == ["sa"]


def test_selected_scores_need_their_own_items_only():
    answers = {name: ANSWERS[name] for name in ("a1", "a2", "a3")}
    assert scored(answers, select=["sa"], keep="none")["sa"][0] == 100


def test_an_unknown_score_is_an_argument_error():
    with pytest.raises(wb.ArgumentError, match="nothing"):
        scored(select=["nothing"])


@pytest.mark.parametrize("select", [3, [3], [None], {"sa": 1}, b"sa"])
def test_select_is_names(select):
    with pytest.raises(wb.ArgumentTypeError, match="select"):
        scored(select=select)


def test_an_instrument_may_be_named():
    answers = {f"w3_0{i}": [3, 0] for i in range(1, 5)}
    found = wb.score(answers, "wbm-employees", select="leermogelijkheden").to_dict()
    assert found == {"leermogelijkheden": [100, 0]}


@pytest.mark.parametrize("instrument", [None, 3, {"id": "tiny"}])
def test_what_is_no_instrument_is_refused(instrument):
    with pytest.raises(wb.ArgumentTypeError, match="instrument must be"):
        wb.score(ANSWERS, instrument)


def test_the_number_of_threads_changes_nothing():
    one = scored(threads=1)
    assert scored(threads=2) == one
    assert scored(threads=None) == one


def test_scores_say_how_they_were_made():
    instrument = tiny()
    made = wb.score(ANSWERS, instrument)
    assert made.metadata["instrument"]["id"] == "tiny"


# ---- refused ----

def test_a_missing_item_is_named():
    answers = {name: values for name, values in ANSWERS.items() if name != "b2"}
    with pytest.raises(wb.DataError) as caught:
        scored(answers)
    assert caught.value.item == "b2"


def test_an_item_of_text_is_named():
    with pytest.raises(wb.DataError) as caught:
        scored({**ANSWERS, "a2": ["yes"] * 8})
    assert caught.value.item == "a2"


@pytest.mark.parametrize("wrong", [2, -1, 0.5, 255, float("inf")])
def test_an_answer_outside_its_codes_has_row_and_item(wrong):
    a2 = [0, 1, 0, 1, 0, wrong, 1, 0]
    with pytest.raises(wb.DataError) as caught:
        scored({**ANSWERS, "a2": a2})
    assert (caught.value.item, caught.value.row) == ("a2", 5)
    assert isinstance(caught.value, ValueError)


def test_mixed_columns_are_refused():
    with pytest.raises(wb.WerkbaarError) as caught:
        scored({**ANSWERS, "a1": [1, 0, "yes", 1, 0, 1, 0, 1]})
    assert caught.value.item == "a1"


def test_a_score_that_is_there_already_is_refused():
    with pytest.raises(wb.DataError, match="sa"):
        scored({**ANSWERS, "sa": [0.0] * 8})


def test_no_rows_give_no_scores():
    empty = {name: [] for name in ("a1", "a2", "a3", "b1", "b2")}
    found = wb.score(empty, tiny()).to_dict()
    assert found["sa"] == [] and found["werkbaar"] == []


def test_an_unknown_keyword_is_refused():
    with pytest.raises(TypeError, match="colour"):
        scored(colour="red")


def test_a_memory_limit_is_kept():
    many = {name: values * 1000 for name, values in ANSWERS.items()}
    with pytest.raises(wb.LimitError):
        wb.score(many, tiny(), memory_limit=100)


def test_a_progress_callback_can_stop():
    many = {name: values * 20000 for name, values in ANSWERS.items()}
    with pytest.raises(wb.CancelledError):
        wb.score(many, tiny(), progress=lambda fraction: False)


def test_what_a_progress_callback_raises_is_heard():
    def broken(fraction):
        raise KeyError("callback")

    many = {name: values * 20000 for name, values in ANSWERS.items()}
    with pytest.raises(KeyError, match="callback"):
        wb.score(many, tiny(), progress=broken)


# ---- sources ----

def source(answers=ANSWERS, chunk_rows=3):
    return wb.Source(answers, chunk_rows=chunk_rows)


def test_a_source_is_scored_as_it_is_read():
    assert wb.score(source(), tiny()).collect().to_dict() == scored()


def test_a_source_that_is_scored_is_used_up():
    given = source()
    wb.score(given, tiny())
    with pytest.raises(wb.ArgumentError, match="used up"):
        wb.score(given, tiny())


def test_a_source_that_could_not_be_scored_is_not_used_up():
    given = source()
    with pytest.raises(wb.ArgumentError):
        wb.score(given, tiny(), select=["nothing"])
    assert wb.score(given, tiny()).collect().to_dict() == scored()


def test_a_fault_in_a_source_has_the_row_of_the_whole():
    given = source({**ANSWERS, "a2": [0, 1, 0, 1, 0, 7, 1, 0]})
    scores = wb.score(given, tiny())
    with pytest.raises(wb.DataError) as caught:
        scores.collect()
    assert (caught.value.item, caught.value.row) == ("a2", 5)


@pytest.mark.parametrize("more", [{"threads": 1}, {"progress": print}, {"memory_limit": 9},
                                  {"output": "frame"}])
def test_how_a_source_is_read_is_not_said_when_it_is_scored(more):
    with pytest.raises(wb.ArgumentError, match=next(iter(more))):
        wb.score(source(), tiny(), **more)


# ---- the same as the command ----

def test_the_sample_is_scored_as_by_the_command():
    printed = run_cli("score", "--quiet", "--instrument", "wbm-employees", SAMPLE)
    lines = (line for line in io.StringIO(printed) if not line.startswith("#"))
    theirs = list(csv.DictReader(lines))
    ours = rows(wb.score(wb.read_csv(SAMPLE), "wbm-employees"))
    assert len(ours) == len(theirs)
    for mine, given in zip(ours, theirs):
        assert list(mine) == list(given)
        for name in ("herstelbehoefte", "werk_prive"):
            assert mine[name] == (float(given[name]) if given[name] else None)
        for name in ("vermoeidheid_problem", "balans_acute", "werkbaar"):
            assert mine[name] == {"true": True, "false": False, "": None}[given[name]]
        assert mine["herstelbehoefte_reason"] == (given["herstelbehoefte_reason"] or None)
