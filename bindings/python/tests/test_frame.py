# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Frames: looking, choosing, labels, showing, pickling, and use by many at once."""
import copy
import datetime
import gc
import math
import os
import pickle
import sys
import threading
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import werkbaar as wb

BIG = 2**63 - 1


def example():
    return wb.Frame({"id": [1, 2, 3], "q": [4, None, 99], "t": ["x", None, "y"]},
                    labels={"q": "Tempo"}, value_labels={"q": {4: "altijd", 0.5: "half"}},
                    missing_ranges={"q": [(97, 99), -1]}, metadata={"wave": 2023})


def test_size_names_and_types():
    frame = example()
    assert len(frame) == 3
    assert frame.shape == (3, 3)
    assert frame.columns == frame.keys() == list(frame) == ["id", "q", "t"]
    assert frame.types == {"id": "int64", "q": "int64", "t": "utf8"}
    assert "q" in frame and "z" not in frame and 3 not in frame


def test_a_column_is_a_list():
    frame = example()
    assert frame["q"] == [4, None, 99]
    assert dict(frame) == frame.to_dict() == {"id": [1, 2, 3], "q": [4, None, 99],
                                              "t": ["x", None, "y"]}


@pytest.mark.parametrize("rows", [slice(None), slice(1, 2), slice(-1, None), slice(2, 1),
                                  slice(0, 99), slice(None, -1)])
def test_a_slice_takes_rows_as_a_list_does(rows):
    frame = example()
    assert frame[rows]["id"] == [1, 2, 3][rows]
    assert frame[rows].label("q") == "Tempo"
    assert frame[rows].metadata == {"wave": 2023}


def test_rows_are_taken_one_by_one():
    for step in (2, -1):
        with pytest.raises(wb.ArgumentError, match="one by one"):
            example()[::step]


def test_names_are_not_for_a_frame_which_has_some():
    with pytest.raises(wb.ArgumentError, match="names are for an array"):
        wb.Frame(example(), names=["a", "b", "c"])


@pytest.mark.parametrize("key", [0, None, 1.5, ("id",), object()])
def test_other_keys_are_refused(key):
    with pytest.raises(wb.ArgumentTypeError):
        example()[key]


def test_select_keeps_the_order_asked_for():
    frame = example()
    assert frame.select(["t", "id"]).columns == frame[["t", "id"]].columns == ["t", "id"]
    assert frame.select("q").label("q") == "Tempo"
    assert frame.select([]).shape == (3, 0)
    with pytest.raises(wb.MissingColumnError, match="'z'") as caught:
        frame.select(["id", "z"])
    assert caught.value.item == "z"
    with pytest.raises(wb.ArgumentError):
        frame.select(["id", "id"])


def test_labels_are_kept_and_belong_to_one_frame():
    frame = example()
    other = frame[:]
    other.set_label("q", "Anders")
    other.set_value_labels("q", {4: "vaak"})
    other.add_missing_ranges("q", 7)
    other.set_metadata({"wave": 2019})
    assert (other.label("q"), other.metadata) == ("Anders", {"wave": 2019})
    assert other.value_labels("q") == {4: "vaak", 0.5: "half"}
    assert other.missing_ranges("q") == [(97, 99), (-1, -1), (7, 7)]
    assert (frame.label("q"), frame.metadata) == ("Tempo", {"wave": 2023})
    assert frame.value_labels("q") == {4: "altijd", 0.5: "half"}
    assert frame.missing_ranges("q") == [(97, 99), (-1, -1)]
    other.set_label("q", None)
    other.set_metadata(None)
    assert other.label("q") is None and other.metadata is None


@pytest.mark.parametrize("setting", [
    lambda frame: frame.set_label("z", "x"),
    lambda frame: frame.set_label("q", 3),
    lambda frame: frame.set_value_labels("q", {1: "x", "a": "y"}),
    lambda frame: frame.set_value_labels("q", [1]),
    lambda frame: frame.set_value_labels("q", {1: "x", 2: 3}),
    lambda frame: frame.set_value_labels("q", {float("nan"): "x"}),
    lambda frame: frame.add_missing_ranges("q", [1, (3, 2)]),
    lambda frame: frame.add_missing_ranges("q", ["a"]),
    lambda frame: frame.add_missing_ranges("q", "a"),
    lambda frame: frame.add_missing_ranges("q", [(1, 2, 3)]),
    lambda frame: frame.add_missing_ranges("t", [1]),
    lambda frame: frame.set_metadata([1]),
    lambda frame: frame.set_metadata({"a": float("nan")}),
    lambda frame: frame.set_metadata({"a": object()}),
])
def test_a_refused_setting_leaves_the_frame_as_it_was(setting):
    frame = example()
    with pytest.raises(wb.WerkbaarError):
        setting(frame)
    assert frame.equals(example())


def test_concat_puts_rows_under_one_another():
    found = wb.concat([example(), example()[1:]])
    assert found["id"] == [1, 2, 3, 2, 3]
    assert found.label("q") == "Tempo"
    assert example().append(example(), example()).shape == (9, 3)
    with pytest.raises(wb.ConflictError) as caught:
        wb.concat([{"a": [1]}, {"a": ["x"]}])
    assert caught.value.item == "a"
    for wrong in (example(), "ab", {"a": [1]}, 3, []):
        with pytest.raises(wb.ArgumentError):
            wb.concat(wrong)


def test_equal_frames():
    assert example().equals(example())
    assert not example().equals(example()[:2])
    assert not example().equals(example().select(["id", "q"]))
    assert not example().equals(example().to_dict())
    other = example()
    other.set_label("id", "Nummer")
    assert not example().equals(other)


def test_text_shows_the_first_rows_and_counts_them_all():
    text = repr(wb.Frame({"a": range(1000)}))
    assert text.endswith("[1000 rows x 1 column]")
    assert len(text.splitlines()) < 30
    assert "980 more" in text
    assert repr(wb.Frame()) == "[0 rows x 0 columns]"
    assert repr(wb.Frame({"a": [], "b": []})).endswith("[0 rows x 2 columns]")


@pytest.mark.parametrize("width", [1, 20, 80, 81, 200])
def test_text_is_as_wide_as_the_terminal(width, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    frame = wb.Frame({f"column{index}": [index + 0.5, None] for index in range(30)})
    table, _, below = repr(frame).partition("… and ")
    shown = table.splitlines()[0].split()
    assert shown == frame.columns[:len(shown)] and shown
    assert all(len(line) <= max(width, 8) for line in table.splitlines())
    assert len("  ".join(frame.columns[:len(shown) + 1])) > width
    assert below.startswith(f"{30 - len(shown)} more columns: column{len(shown)}, ")
    assert repr(frame).endswith("[2 rows x 30 columns]")


def test_text_names_the_columns_that_do_not_fit(monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    frame = wb.Frame({"a" * 15: [1], "b": [2], "c": [3], "d": [4]})
    assert repr(frame).splitlines()[0] == "a" * 15 + "  b"
    assert "… and 2 more columns: c, …" in repr(frame)
    monkeypatch.setenv("COLUMNS", "40")
    assert "more" not in repr(frame)


def test_text_passes_over_what_is_empty_where_not_all_fits(monkeypatch):
    frame = wb.Frame({"wave": [1] * 30, "sector": [None] * 20 + ["bouw"] * 10,
                      "estimate": [0.5] * 30, "nothing": [math.nan] * 30})
    monkeypatch.setenv("COLUMNS", "20")
    assert repr(frame).splitlines()[0] == "wave  estimate"
    assert "… and 2 more columns: sector" in repr(frame)
    monkeypatch.setenv("COLUMNS", "80")
    assert repr(frame).splitlines()[0].split() == frame.columns
    assert repr(wb.Frame({"a" * 90: [None], "b": [None]})).splitlines()[0] == "a" * 90


def test_a_notebook_is_wider_than_a_terminal_of_unknown_width(monkeypatch):
    frame = wb.Frame({f"column{index}": [index] for index in range(30)})
    monkeypatch.setenv("COLUMNS", "0")
    monkeypatch.setattr("os.get_terminal_size", lambda *_: (_ for _ in ()).throw(OSError()))
    narrow = repr(frame).index("\n")
    monkeypatch.setitem(sys.modules, "ipykernel", object())
    assert 60 < narrow <= 80 < repr(frame).index("\n") <= 140


def test_text_and_html_say_preset_and_synthetic():
    preset = "preset, not the official WBM definition"
    frame = wb.Frame({"a": [1]}, metadata={"instrument": {"notes": [preset]},
                                           "source": "SYNTHETIC <data>"})
    assert repr(frame).splitlines()[-2:] == ["SYNTHETIC <data>", preset]
    assert preset in frame._repr_html_()
    assert "SYNTHETIC &lt;data&gt;" in frame._repr_html_()


def test_made_up_data_say_so_when_only_a_flag_deep_in_the_metadata_does():
    frame = wb.Frame({"a": [1]}, metadata={"answers": {"synthetic": True}})
    assert repr(frame).splitlines()[-1].startswith("SYNTHETIC")
    assert "SYNTHETIC" not in repr(wb.Frame({"a": [1]}, metadata={"synthetic": False}))


class Table(HTMLParser):
    """What a browser makes of a table."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.cells, self.sides = [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag != "br":
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")
            self.sides.append(dict(attrs)["style"])

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] in ("td", "th"):
            self.cells[-1] += data


def test_html_is_a_whole_table_with_everything_escaped():
    nasty = '<script>alert("&amp;")</script>'
    table = Table(wb.Frame({nasty: [nasty, None], "n": [1.25, None]})._repr_html_())
    assert table.open == []
    assert "script" not in table.tags
    assert table.cells == [nasty, "n", nasty, "1.25", "", ""]
    assert [side.endswith("right") for side in table.sides] == [False, True] * 3
    assert {"table", "caption", "thead", "tbody", "th"} <= set(table.tags)


@pytest.mark.parametrize("values, cells", [
    ([1.25, 3.0, None], ["1.25", "3.00", ""]),
    ([0.56234, 0.5, float("inf")], ["0.56234", "0.50000", "inf"]),
    ([2.0, -1.0, 0.0], ["2", "-1", "0"]),
    ([123456.789, 0.5, -2.0], ["123456.8", "0.5", "-2.0"]),
    ([69501.374, 0.0367012, 1.0], ["69501.3740", "0.0367", "1.0000"]),
    ([1e-7, 123.4, -2.0], ["1e-07", "123.4", "-2"]),
    ([float("nan"), float("-inf"), None], ["", "-inf", ""]),
])
def test_numbers_of_a_column_have_as_many_decimals_in_html(values, cells):
    table = Table(wb.Frame({"a": values})._repr_html_())
    assert table.cells == ["a", *cells]
    assert set(table.sides) == {"text-align: right"}


def test_html_has_its_notes_below_the_table():
    text = wb.Frame({"a": [1]}, metadata={"source": "SYNTHETIC data"})._repr_html_()
    assert "tabular-nums" in text and "caption-side: bottom" in text
    assert text.index("</table>") < text.index("SYNTHETIC data")


def test_html_limits_rows_and_columns_and_says_so():
    wide = wb.Frame({f"c{index}": range(100) for index in range(60)})
    text = wide._repr_html_()
    assert "… and 10 more columns: c50, c51, c52, c53, c54, c55, c56, c57, c58, c59<br>" in text
    assert "100 rows x 60 columns, the first 20 rows shown" in text
    assert Table(text).tags.count("tr") == 21
    assert Table(wb.Frame()._repr_html_()).open == []
    assert len(wb.Frame({"a": ["x" * 10_000]})._repr_html_()) < 500


columns = st.one_of(
    st.lists(st.none() | st.integers(-2**63, BIG), min_size=4, max_size=4),
    st.lists(st.none() | st.floats(allow_nan=False), min_size=4, max_size=4),
    st.lists(st.none() | st.booleans(), min_size=4, max_size=4),
    st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"])), min_size=4,
             max_size=4),
    st.lists(st.none() | st.dates(), min_size=4, max_size=4),
    st.lists(st.none() | st.datetimes(datetime.datetime(2, 1, 1), datetime.datetime(9998, 1, 1),
                                      timezones=st.timezones()), min_size=4, max_size=4),
)


def in_utc(values):
    """Times in UTC: one in the hour that comes twice equals no time of another zone."""
    return [value.astimezone(datetime.timezone.utc) if isinstance(value, datetime.datetime)
            else value for value in values]


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text("abcé ", min_size=1, max_size=8), columns, max_size=4))
def test_lists_come_back_as_they_went_in_also_through_a_pickle(data):
    frame = wb.Frame(data)
    data = {name: in_utc(values) for name, values in data.items()}
    assert frame.to_dict() == data
    again = pickle.loads(pickle.dumps(frame))
    assert again.types == frame.types
    assert again.to_dict() == data
    assert again.equals(frame)


def test_pickles_keep_labels_types_and_metadata():
    for again in (pickle.loads(pickle.dumps(example())), copy.copy(example()),
                  copy.deepcopy(example())):
        assert again.equals(example())
        assert again.metadata == {"wave": 2023}
        assert again.missing_ranges("q") == [(97, 99), (-1, -1)]


def test_pickled_columns_may_travel_beside_the_pickle():
    frame = wb.Frame({"a": range(100_000), "b": ["x"] * 100_000})
    beside = []
    assert len(pickle.dumps(frame, protocol=5, buffer_callback=beside.append)) < 1000
    assert sum(len(buffer.raw()) for buffer in beside) > 1_700_000
    again = pickle.loads(pickle.dumps(frame, protocol=5, buffer_callback=[].append),
                         buffers=beside)
    assert again.equals(frame)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_every_protocol_of_pickles_has_the_frame(protocol):
    assert pickle.loads(pickle.dumps(example(), protocol)).equals(example())


def test_a_pickle_of_many_blocks_keeps_what_is_missing():
    values = [None if row % 7 == 3 else row - 5000 for row in range(10_000)]
    frame = wb.Frame({"a": values, "b": [value and float(value) for value in values]})
    assert pickle.loads(pickle.dumps(frame)).to_dict() == frame.to_dict()


def test_numbers_without_a_free_mark_survive_a_pickle():
    values = [-2**63, -2**63 + 1, BIG, None]
    frame = wb.Frame({"a": values})
    assert frame["a"] == values
    assert pickle.loads(pickle.dumps(frame))["a"] == values
    assert frame.to_pandas()["a"].tolist()[:3] == values[:3]


def test_frames_may_go_in_any_order():
    frame = wb.Frame({"a": range(100)})
    parts = [frame[first:] for first in range(100)]
    streams = [part.__arrow_c_stream__() for part in parts[:10]]
    arrays = [part.__arrow_c_array__() for part in parts[:10]]
    del frame
    gc.collect()
    assert [part["a"][0] for part in parts] == list(range(100))
    del parts[::2], streams[1::2], arrays[::3]
    gc.collect()
    assert parts[-1]["a"] == [99]


def test_many_threads_use_one_frame_while_its_labels_change():
    frame = example()
    problems = []

    def use(number):
        try:
            for turn in range(200):
                assert frame["q"] == [4, None, 99]
                frame.set_label("q", f"{number} {turn}")
                frame.set_metadata({"turn": turn})
                assert frame[1:].label("q").count(" ") == 1
                assert "turn" in frame.metadata
        except BaseException as problem:
            problems.append(problem)

    frame.set_label("q", "0 0")
    frame.set_metadata({"turn": 0})
    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_frame_goes_on_after_fork():
    frame = example()
    source = wb.Source(frame, chunk_rows=1)
    next(source)
    child = os.fork()
    if child == 0:
        fine = frame["q"] == [4, None, 99] and next(source)["id"] == [2]
        os._exit(0 if fine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert next(source)["id"] == [2]


def test_a_frame_that_was_never_made_is_no_crash():
    hollow = wb.Frame.__new__(wb.Frame)
    for use in (len, repr, lambda frame: frame["a"], pickle.dumps, list):
        with pytest.raises(AttributeError):
            use(hollow)
