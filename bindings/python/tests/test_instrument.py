# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Instruments: where they come from, what they say, that they travel."""
import copy
import hashlib
import io
import json
import pickle

import pytest

import werkbaar as wb
from cases import INSTRUMENT, ROOT, tiny


def test_every_builtin_can_be_made():
    for name in wb.Instrument.builtins():
        assert wb.Instrument.builtin(name).id == name
    assert "wbm-employees" in wb.Instrument.builtins()


def test_an_unknown_builtin_names_those_there_are():
    with pytest.raises(wb.ArgumentError, match="'wbm'.*wbm-employees, wbm-selfemployed"):
        wb.Instrument.builtin("wbm")


@pytest.mark.parametrize("name", [None, 3, b"wbm-employees"])
def test_a_builtin_is_named_by_text(name):
    with pytest.raises((wb.ArgumentError, TypeError)):
        wb.Instrument.builtin(name)


def test_the_builtins_are_the_files_of_the_project():
    for name in wb.Instrument.builtins():
        file = ROOT / "data" / "instruments" / f"{name}.json"
        assert wb.Instrument.from_file(file) == wb.Instrument.builtin(name)


def test_what_it_says_of_itself():
    instrument = tiny()
    assert (instrument.id, instrument.version) == ("tiny", "1")
    assert instrument.title() == "Klein"
    assert instrument.title("en") == "Tiny"
    assert instrument.title("fr") == "Klein"
    assert instrument.verified is False


def test_the_hash_is_of_the_canonical_json():
    instrument = tiny()
    assert instrument.hash == hashlib.sha256(instrument.to_json().encode()).hexdigest()


def test_repr_says_that_a_preset_is_no_official_definition():
    text = repr(wb.Instrument.builtin("wbm-employees"))
    assert "wbm-employees" in text
    assert "preset, not the official definition" in text


def verified_definition():
    definition = copy.deepcopy(INSTRUMENT)
    for scale in definition["scales"]:
        scale.update(structure_verified=True, source="made for tests")
    for indicator in definition["indicators"]:
        for level in ("problem", "acute"):
            if level in indicator:
                indicator[level]["verified"] = True
    return definition


def test_a_verified_instrument_is_not_called_a_preset():
    instrument = wb.Instrument.from_json(json.dumps(verified_definition()))
    assert instrument.verified is True
    assert "preset" not in repr(instrument)


def test_items_scales_indicators_and_composites_are_frames():
    instrument = tiny()
    items = instrument.items("en").to_dict()
    assert items["id"] == ["a1", "a2", "a3", "b1", "b2"]
    assert items["label"][0] == "a1 (en)"
    assert items["max"] == [1, 1, 1, 3, 3]
    assert items["reversed"] == [False, False, False, False, True]
    assert instrument.items().to_dict()["label"][0] == "a1"
    assert instrument.scales().to_dict()["items"] == [3, 2]
    indicators = instrument.indicators().to_dict()
    assert list(zip(indicators["id"], indicators["level"], indicators["cutoff"])) == [
        ("ia", "problem", "200/3"), ("ia", "acute", "100"), ("ib", "problem", "50")]
    assert instrument.composites().to_dict()["of"] == ["ia,ib", "ia,ib"]


def test_json_goes_round():
    instrument = tiny()
    assert json.loads(instrument.to_json())["id"] == "tiny"
    assert wb.Instrument.from_json(instrument.to_json()) == instrument
    assert wb.Instrument.from_json(instrument.to_json().encode()) == instrument
    assert wb.Instrument.from_json(bytearray(instrument.to_json().encode())) == instrument


def test_files_go_round(tmp_path):
    instrument = tiny()
    path = tmp_path / "een instrument é.json"
    instrument.to_file(path)
    assert wb.Instrument.from_file(path) == instrument
    assert wb.Instrument.from_file(str(path)) == instrument
    with open(path, "rb") as file:
        assert wb.Instrument.from_file(file) == instrument
    assert wb.Instrument.from_file(io.BytesIO(path.read_bytes())) == instrument


def test_a_path_that_cannot_be_written_is_an_io_error(tmp_path):
    with pytest.raises(wb.IoError) as caught:
        tiny().to_file(tmp_path / "no folder" / "x.json")
    assert isinstance(caught.value, OSError)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(wb.IoError, match="absent.json"):
        wb.Instrument.from_file(tmp_path / "absent.json")


def test_a_file_opened_as_text_is_refused():
    with pytest.raises(TypeError, match="binary"):
        wb.Instrument.from_file(io.StringIO(tiny().to_json()))


@pytest.mark.parametrize("file", [None, 3, object()])
def test_what_is_no_file_is_refused(file):
    with pytest.raises(wb.ArgumentTypeError, match="file must be a path"):
        wb.Instrument.from_file(file)


def test_a_reader_that_raises_is_heard():
    class Broken:
        def read(self, size):
            raise RuntimeError("the disk is on fire")

    with pytest.raises(RuntimeError, match="on fire"):
        wb.Instrument.from_file(Broken())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "werkbaar-instrument/1.0"}',
                                  "\ud800", b"\xff\xfe", "{}\x00"])
def test_json_that_says_it_wrongly_is_a_data_error(text):
    with pytest.raises(wb.DataError):
        wb.Instrument.from_json(text)


@pytest.mark.parametrize("text", [None, 3, ["{}"]])
def test_what_is_no_text_is_refused(text):
    with pytest.raises(wb.ArgumentTypeError, match="text or bytes"):
        wb.Instrument.from_json(text)


def test_a_syntax_error_has_its_line_and_column():
    with pytest.raises(wb.DataError) as caught:
        wb.Instrument.from_json('{"format": "werkbaar-instrument/1.0",\n  "id": oops}')
    assert caught.value.line == 2
    assert caught.value.column is not None


def test_a_wrong_part_has_its_json_pointer():
    scales = copy.deepcopy(INSTRUMENT["scales"])
    scales[1]["items"] = ["b1", "b7"]
    with pytest.raises(wb.DataError, match="b7") as caught:
        tiny(scales=scales)
    assert "/scales/1" in caught.value.where


def test_a_newer_format_is_a_version_error():
    with pytest.raises(wb.VersionError):
        tiny(format="werkbaar-instrument/9.0")


def test_equal_definitions_are_equal_and_hash_alike():
    one, other = tiny(), tiny()
    assert one == other and hash(one) == hash(other) and len({one, other}) == 1
    assert tiny(version="2") != one
    assert one != "tiny"


def test_pickling_and_copying_keep_the_definition():
    instrument = tiny()
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(instrument, protocol)) == instrument
    assert copy.copy(instrument) == instrument
    assert copy.deepcopy(instrument) == instrument


def test_an_instrument_is_not_made_without_a_definition():
    with pytest.raises(TypeError, match="Instrument.builtin"):
        wb.Instrument()


def test_it_takes_no_attributes_of_its_own():
    with pytest.raises(AttributeError):
        tiny().colour = "red"
    with pytest.raises(AttributeError):
        tiny().id = "other"


@pytest.mark.parametrize("language", [3, b"nl"])
def test_a_language_is_text(language):
    with pytest.raises(wb.ArgumentTypeError, match="language"):
        tiny().title(language)
