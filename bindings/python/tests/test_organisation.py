# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Organisation files: read, shown, written and refused."""
import copy
import io
import json
import pickle

import pytest

import werkbaar as wb
from werkbaar import _core

BAKERY = {
    "format": "werkbaar-organisation/1.0", "id": "bakery", "synthetic": True,
    "title": {"nl": "Bakkerij De Korst", "en": "De Korst bakery"}, "sector": "food",
    "staff": 240, "min_n": 10, "min_n_sensitive": 25,
    "fieldwork": {"id": "2030", "from": "2030-03-01", "until": "2030-03-31", "invited": 232},
    "hierarchies": [
        {"id": "department", "title": {"nl": "Afdeling", "en": "Department"},
         "columns": ["department", "team"], "groups": [
             {"id": "production", "title": {"nl": "Productie"}, "staff": 150, "groups": [
                 {"id": "day", "staff": 90}, {"id": "night", "staff": 60}]},
             {"id": "office", "staff": 30}]},
        {"id": "age", "columns": ["age"], "groups": [
            {"id": "18-34", "staff": 95}, {"id": "35-70", "staff": 140}]}],
    "cross": [["department", "age"]],
}


def bakery(**changes):
    return wb.Organisation.from_json(json.dumps({**BAKERY, **changes}))


def test_an_organisation_says_what_its_file_says():
    found = bakery()
    assert (found.id, found.staff, found.min_n) == ("bakery", 240, 10)
    assert (found.title(), found.title("en"), found.title("fr")) == (
        "Bakkerij De Korst", "De Korst bakery", "Bakkerij De Korst")
    assert json.loads(found.to_json())["cross"] == BAKERY["cross"]
    assert repr(found) == "<werkbaar.Organisation 'bakery': 240 staff>"


def test_groups_are_named_by_their_path():
    groups = bakery().groups("en").to_dict()
    assert groups["group"] == ["department/production", "department/production/day",
                               "department/production/night", "department/office", "age/18-34",
                               "age/35-70"]
    assert groups["parent"] == [None, "department/production", "department/production", None,
                                None, None]
    assert groups["staff"] == [150, 90, 60, 30, 95, 140]
    assert groups["level"] == [1, 2, 2, 1, 1, 1]
    assert groups["column"] == ["department", "team", "team", "department", "age", "age"]
    assert groups["title"][0] == "Productie"


def test_an_organisation_is_a_value():
    found = bakery()
    assert pickle.loads(pickle.dumps(found)) == found == copy.copy(found)
    assert hash(found) == hash(wb.Organisation.from_file(io.BytesIO(found.to_json().encode())))
    assert found != bakery(staff=241) and len(found.hash) == 64


@pytest.mark.parametrize("changes, where", [
    ({"min_n": 4}, "organisation#/min_n"), ({"colour": "red"}, "organisation#/colour"),
    ({"staff": 234}, "organisation#/hierarchies/1"),
    ({"cross": [["department", "floor"]]}, "organisation#/cross/0"),
    ({"hierarchies": [BAKERY["hierarchies"][1]] * 2}, "organisation#/hierarchies/1"),
])
def test_what_is_wrong_is_told_with_its_place(changes, where):
    with pytest.raises(wb.DataError) as caught:
        bakery(**changes)
    assert caught.value.where.startswith(where) and caught.value.line == 1


def test_min_n_has_no_default():
    without = {name: value for name, value in BAKERY.items() if name != "min_n"}
    with pytest.raises(wb.DataError, match="min_n"):
        wb.Organisation.from_json(json.dumps(without))


def test_wrong_uses_are_refused(tmp_path):
    with pytest.raises(TypeError, match="from_file"):
        wb.Organisation(BAKERY)
    with pytest.raises(wb.IoError):
        wb.Organisation.from_file(tmp_path / "absent.json")
    with pytest.raises(wb.VersionError):
        bakery(format="werkbaar-organisation/2.0")
    with pytest.raises(TypeError):
        _core.wb_organisation_id(_core.wb_frame_new(1))
    with pytest.raises(wb.WerkbaarError) as caught:
        wb.Organisation.from_json("bakery.json")
    assert "from_file() its path" in caught.value.__notes__[0]
