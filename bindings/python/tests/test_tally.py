# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tallies: rows in chunks, merging, bytes, copies, and that a failure changes nothing."""
import copy
import io
import math
import pickle

import pytest

import werkbaar as wb
from cases import ANSWERS, rows, tiny

DATA = {
    "sex": ["m", "f", "m", "f", "m", "f"],
    "h": [1, 1, 1, 2, 2, 2],
    "w": [1.0, 1.0, 2.0, 2.0, 1.0, 1.0],
    "y": [1.0, 2.0, 3.0, None, 5.0, 6.0],
}
ASKED = {"mean": "y", "total": "y", "proportion": "sex", "by": [["sex"], []], "weights": "w",
         "strata": "h"}


def part(first, last):
    return {name: values[first:last] for name, values in DATA.items()}


def filled(*parts):
    tally = wb.Tally(**ASKED)
    for each in parts or (DATA,):
        tally.update(each)
    return tally


def near(one, other):
    """Whether two estimates frames say the same within rounding."""
    one, other = rows(one), rows(other)
    assert len(one) == len(other)
    for mine, given in zip(one, other):
        for name, value in mine.items():
            if isinstance(value, float):
                assert math.isclose(value, given[name], rel_tol=1e-13, abs_tol=1e-13), name
            else:
                assert value == given[name], name
    return True


def test_it_estimates_as_a_design_does():
    design = wb.Design(DATA, weights="w", strata="h")
    asked = {name: ASKED[name] for name in ("mean", "total", "proportion", "by")}
    assert filled().estimate().to_dict() == design.estimate(**asked, output="frame").to_dict()


def test_a_spec_or_its_arguments():
    assert wb.Tally(wb.Spec(**ASKED)).spec == wb.Tally(**ASKED).spec == wb.Spec(**ASKED)
    assert len(wb.Tally(**ASKED).spec_hash) == 64
    assert wb.Tally(**ASKED).spec_hash != wb.Tally(mean="y").spec_hash


@pytest.mark.parametrize("more", [{"mean": "y"}, {"by": "sex"}, {"weights": "w"},
                                  {"categories": {"sex": ["m"]}}])
def test_a_spec_and_its_arguments_are_refused(more):
    with pytest.raises(wb.ArgumentError, match=next(iter(more))):
        wb.Tally(wb.Spec(**ASKED), **more)


@pytest.mark.parametrize("spec", [3, "y", {"mean": "y"}])
def test_what_is_no_spec_is_refused(spec):
    with pytest.raises(wb.ArgumentTypeError, match="spec must be a Spec"):
        wb.Tally(spec)


def test_nothing_to_estimate_is_refused():
    with pytest.raises(wb.ArgumentError, match="asks for no estimate"):
        wb.Tally()


def test_chunks_give_the_bits_of_the_whole():
    whole = filled().estimate().to_dict()
    assert filled(part(0, 1), part(1, 4), part(4, 6)).estimate().to_dict() == whole
    assert filled(part(0, 0), DATA).estimate().to_dict() == whole


def test_a_source_gives_the_bits_of_the_whole():
    tally = wb.Tally(**ASKED)
    tally.update(wb.Source(DATA, chunk_rows=2))
    assert tally.estimate().to_dict() == filled().estimate().to_dict()


def test_scores_go_from_source_to_tally():
    tally = wb.Tally(mean="werkbaar", by="sex")
    tally.update(wb.score(wb.Source(ANSWERS, chunk_rows=3), tiny()))
    whole = wb.Design(wb.score(ANSWERS, tiny())).mean("werkbaar", by="sex", output="frame")
    assert tally.estimate().to_dict() == whole.to_dict()


def test_rows_are_counted():
    tally = filled(part(0, 2))
    assert len(tally) == tally.row_count == 2
    tally.update(part(2, 6))
    assert len(tally) == 6


def test_repr_says_rows_spec_and_that_it_is_confidential():
    text = repr(filled())
    assert "6 rows" in text and "mean of y" in text
    assert "as confidential as the answers" in text


# ---- merging ----

def test_merged_parts_are_the_whole_in_any_order():
    whole = filled().estimate()
    for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0)):
        parts = [filled(part(2 * i, 2 * i + 2)) for i in order]
        parts[0].merge(parts[1])
        parts[0].merge(parts[2])
        assert near(parts[0].estimate(), whole)
        assert (len(parts[0]), len(parts[1])) == (6, 2)


def test_a_sum_is_new():
    one, other = filled(part(0, 3)), filled(part(3, 6))
    both = one + other
    assert (len(one), len(other), len(both)) == (3, 3, 6)
    assert near(both.estimate(), filled().estimate())
    assert near(sum([one, other]).estimate(), both.estimate())


def test_adding_in_place_is_a_sum_too():
    one = filled(part(0, 3))
    first = one
    one += filled(part(3, 6))
    assert (len(one), len(first)) == (6, 3)


@pytest.mark.parametrize("other", [1, None, "y", DATA])
def test_only_tallies_add_up(other):
    with pytest.raises(TypeError):
        filled() + other
    with pytest.raises(TypeError):
        other + filled()
    with pytest.raises(wb.ArgumentTypeError, match="Tally"):
        filled().merge(other)


def test_a_tally_is_not_merged_with_itself():
    tally = filled()
    for merge in (lambda: tally.merge(tally), lambda: tally + tally):
        with pytest.raises(wb.ArgumentError, match="twice"):
            merge()
    assert len(tally) == 6


def test_another_spec_is_a_conflict_that_changes_nothing():
    tally, other = filled(), wb.Tally(mean="y")
    other.update(DATA)
    before = tally.to_bytes()
    with pytest.raises(wb.ConflictError) as caught:
        tally.merge(other)
    assert tally.spec_hash[:16] in str(caught.value) and other.spec_hash[:16] in str(caught.value)
    assert tally.to_bytes() == before


def test_keys_of_another_kind_are_a_conflict():
    one, other = wb.Tally(mean="y", by="k"), wb.Tally(mean="y", by="k")
    one.update({"y": [1.0, 2.0], "k": ["1", "2"]})
    other.update({"y": [1.0, 2.0], "k": [1, 2]})
    with pytest.raises(wb.ConflictError) as caught:
        one.merge(other)
    assert caught.value.item == "k"


# ---- bytes, files, copies ----

def test_bytes_go_round_and_go_on():
    first = wb.Tally.from_bytes(filled(part(0, 3)).to_bytes())
    first.update(part(3, 6))
    assert near(first.estimate(), filled().estimate())
    assert first.spec == wb.Spec(**ASKED)


def test_an_empty_tally_goes_round():
    assert len(wb.Tally.from_bytes(wb.Tally(**ASKED).to_bytes())) == 0


def test_pickles_and_copies_are_tallies_of_their_own():
    tally = filled(part(0, 3))
    for other in (copy.copy(tally), copy.deepcopy(tally), tally.copy(),
                  pickle.loads(pickle.dumps(tally))):
        assert other.estimate().to_dict() == tally.estimate().to_dict()
        other.update(part(3, 6))
        assert (len(tally), len(other)) == (3, 6)


def test_files_go_round(tmp_path):
    tally = filled()
    path = tmp_path / "golf é.tally"
    tally.to_file(path)
    assert path.read_bytes() == tally.to_bytes()
    assert len(wb.Tally.from_file(path)) == 6
    assert len(wb.Tally.from_file(str(path))) == 6
    with open(path, "rb") as file:
        assert len(wb.Tally.from_file(file)) == 6
    assert len(wb.Tally.from_file(io.BytesIO(path.read_bytes()))) == 6


def test_a_path_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(wb.IoError):
        filled().to_file(tmp_path / "no folder" / "x.tally")
    assert list(tmp_path.iterdir()) == []


def test_every_cut_of_the_bytes_is_refused():
    content = filled().to_bytes()
    for length in range(len(content)):
        with pytest.raises(wb.DataError):
            wb.Tally.from_bytes(content[:length])


def test_every_changed_byte_is_refused():
    content = filled().to_bytes()
    for place in range(0, len(content), 7):
        changed = bytearray(content)
        changed[place] ^= 0x41
        with pytest.raises(wb.WerkbaarError):
            wb.Tally.from_bytes(changed)


@pytest.mark.parametrize("content", [None, 3, "text", [1, 2]])
def test_what_are_no_bytes_is_refused(content):
    with pytest.raises(wb.ArgumentTypeError, match="bytes"):
        wb.Tally.from_bytes(content)


# ---- a failure changes nothing ----

WRONG = {
    "a column that is not there": {"y": None},
    "a text as outcome": {"y": ["x", "y", "z"]},
    "a negative weight": {"w": [1.0, -1.0, 1.0]},
    "a weight that is NaN": {"w": [1.0, 1.0, math.nan]},
    "a missing stratum": {"h": [1, None, 1]},
    "a stratum of another kind": {"h": ["1", "2", "1"]},
    "a group of another kind": {"sex": [1, 2, 1]},
    "a value beyond what sums hold": {"y": [1.0, 2.0, 1e60]},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_failed_update_changes_nothing(name):
    tally = filled()
    before, estimates = tally.to_bytes(), tally.estimate().to_dict()
    wrong = {**part(0, 3), **WRONG[name]}
    wrong = {column: values for column, values in wrong.items() if values is not None}
    with pytest.raises((wb.DataError, wb.ConflictError)) as caught:
        tally.update(wrong)
    assert caught.value.item in WRONG[name]
    assert (tally.to_bytes(), tally.estimate().to_dict()) == (before, estimates)
    tally.update(part(0, 3))
    assert len(tally) == 9


def test_the_row_of_a_fault_counts_from_the_first_row():
    tally = filled()
    with pytest.raises(wb.DataError) as caught:
        tally.update({**part(0, 3), "w": [1.0, -1.0, 1.0]})
    assert (caught.value.item, caught.value.row) == ("w", 7)


def test_a_source_that_fails_halfway_changes_nothing():
    tally = filled()
    before = tally.to_bytes()
    wrong = {**DATA, "w": [1.0, 1.0, 1.0, 1.0, 1.0, -1.0]}
    with pytest.raises(wb.DataError):
        tally.update(wb.Source(wrong, chunk_rows=2))
    assert tally.to_bytes() == before


def test_an_update_that_is_stopped_changes_nothing():
    many = {name: values * 50000 for name, values in DATA.items()}
    tally = filled()
    before = tally.to_bytes()
    with pytest.raises(wb.CancelledError):
        tally.update(many, progress=lambda fraction: False)
    assert tally.to_bytes() == before


def test_a_memory_limit_is_kept_and_changes_nothing():
    tally = wb.Tally(mean="y", by="k")
    before = tally.to_bytes()
    with pytest.raises(wb.LimitError):
        tally.update({"y": [1.0] * 10000, "k": list(range(10000))}, memory_limit=1000)
    assert tally.to_bytes() == before


def test_a_progress_callback_cannot_use_the_tally():
    many = {name: values * 50000 for name, values in DATA.items()}
    tally = filled()
    with pytest.raises(wb.ConflictError, match="progress callback"):
        tally.update(many, progress=lambda fraction: tally.estimate())
    assert len(tally) == 6


def test_no_rows_are_a_data_error():
    with pytest.raises(wb.DataError):
        wb.Tally(mean="y").estimate()


@pytest.mark.parametrize("data", [3, "a text", object()])
def test_what_is_no_data_is_refused(data):
    tally = filled()
    with pytest.raises((wb.ArgumentError, TypeError)):
        tally.update(data)
    assert len(tally) == 6


def test_an_unknown_keyword_is_refused():
    with pytest.raises(TypeError, match="thread"):
        filled().update(DATA, thread=1)
    with pytest.raises(TypeError, match="weight"):
        wb.Tally(mean="y", weight="w")


def test_options_of_estimating_are_checked():
    with pytest.raises(wb.ArgumentError, match="'logit', 'wald'"):
        filled().estimate(interval="exact")
    with pytest.raises(wb.ArgumentError, match="level"):
        filled().estimate(level=0)
    with pytest.raises(wb.ArgumentError):
        filled().estimate(output="spreadsheet")
