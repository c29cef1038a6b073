# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Catalogues: what is built in, files that are added, and what is refused."""
import copy
import io
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

import werkbaar as wb
from cases import ROOT

PARTS = ["modules", "items", "scales", "indicators", "themes", "discussion", "sectors", "measures"]


def both(text):
    return {"nl": text, "en": f"{text} (en)"}


#: A module of one question, made up.
MODULE = {
    "format": "werkbaar-module/1.0", "id": "noise", "version": "1.0", "licence": "CC0-1.0",
    "source": "made for tests", "validated": "no", "unit": "person", "for": ["employees"],
    "languages": ["nl", "en"], "title": both("Lawaai"),
    "themes": [{"id": "noise", "title": both("Lawaai"), "kind": "risk",
                "discussion": [both("Waar is het luid?")]}],
    "answer_sets": {"four": [{"code": code, "label": both(word)} for code, word in
                             enumerate(["nooit", "soms", "vaak", "altijd"])]},
    "items": [{"id": "noise1", "theme": "noise", "label": both("lawaai"), "text": "own",
               "question": both("Is het luid waar je werkt?"), "answers": "four"}],
    "scales": [{"id": "noise_score", "label": both("Lawaai"), "rule": "percent",
                "items": ["noise1"]}],
    "indicators": [{"id": "noise_problem", "label": both("Last van lawaai"), "kind": "risk",
                    "theme": "noise", "scale": "noise_score", "direction": "high",
                    "problem": {"comparison": "at_least", "value": "200/3", "source": "tests"}}],
}


def module(**changes):
    return json.dumps({**MODULE, **changes})


def test_the_files_of_the_project_are_built_in():
    catalogue = wb.Catalogue()
    for part, folder in (("modules", "modules"), ("sectors", "sectors")):
        files = [json.loads(path.read_text(encoding="utf-8"))
                 for path in sorted((ROOT / "data" / folder).glob("*.json"))]
        found = catalogue.table(part)
        assert sorted(zip(found["id"], found["version"])) == sorted(
            (file["id"], file["version"]) for file in files)
        assert all(found["builtin"])
    for path in (ROOT / "data" / "modules").glob("*.json"):
        file = json.loads(path.read_text(encoding="utf-8"))
        assert json.loads(catalogue.to_json("module", file["id"])) == file
    measures = [measure["id"] for path in (ROOT / "data" / "measures").glob("*.json")
                for measure in json.loads(path.read_text(encoding="utf-8"))["measures"]]
    assert sorted(catalogue.table("measures")["id"]) == sorted(measures)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_rows_in_both_languages(part):
    catalogue = wb.Catalogue()
    assert len(catalogue.table(part, "nl")) == len(catalogue.table(part, "en")) > 0
    assert catalogue.table(part, "nl").to_dict() != catalogue.table(part, "en").to_dict()


def test_a_file_of_your_own_stands_beside_them(tmp_path):
    path = tmp_path / "noise.json"
    path.write_text(module(), encoding="utf-8")
    for catalogue in (wb.Catalogue(path), wb.Catalogue(str(path)),
                      wb.Catalogue(io.BytesIO(module().encode()))):
        items = catalogue.table("items", "en").to_dict()
        at = items["id"].index("noise1")
        assert items["question"][at] == "Is het luid waar je werkt? (en)"
        assert (items["min"][at], items["max"][at]) == (0, 3)
        assert json.loads(catalogue.to_json("module", "noise", "1.0")) == MODULE
    modules = catalogue.table("modules").to_dict()
    assert modules["builtin"][modules["id"].index("noise")] is False


def test_the_same_file_twice_is_once_and_another_one_is_a_conflict():
    catalogue = wb.Catalogue()
    catalogue.add_json(module())
    catalogue.add_json(module())
    with pytest.raises(wb.ConflictError, match="noise"):
        catalogue.add_json(module(title=both("Herrie")))
    catalogue.add_json(module(version="1.1", title=both("Herrie")))
    modules = catalogue.table("modules").to_dict()
    assert modules["id"].count("noise") == 2
    assert json.loads(catalogue.to_json("module", "noise"))["version"] == "1.1"


def test_a_refused_file_leaves_the_catalogue_as_it_was():
    catalogue = wb.Catalogue()
    before = catalogue.table("modules").to_dict()
    broken = module().replace('"at_least"', '"about"')
    with pytest.raises(wb.DataError) as caught:
        catalogue.add(io.BytesIO(broken.encode()))
    assert caught.value.where == "file#/indicators/0/problem/comparison"
    assert catalogue.table("modules").to_dict() == before
    assert pickle.loads(pickle.dumps(catalogue)).table("modules").to_dict() == before


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy,
                                   lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_is_a_catalogue_of_its_own(again):
    catalogue = wb.Catalogue()
    catalogue.add_json(module())
    other = again(catalogue)
    other.add_json(module(version="2.0"))
    assert catalogue.table("modules")["id"].count("noise") == 1
    assert other.table("modules")["id"].count("noise") == 2


def test_wrong_uses_are_refused(tmp_path):
    catalogue = wb.Catalogue()
    with pytest.raises(wb.ArgumentError, match="modules"):
        catalogue.table("questions")
    with pytest.raises(wb.ArgumentError, match="sector"):
        catalogue.to_json("plan", "food")
    with pytest.raises(wb.ArgumentError, match="food"):
        catalogue.to_json("sector", "banking")
    with pytest.raises(wb.ArgumentError):
        catalogue.to_json("sector", "food", "99.0")
    with pytest.raises(wb.IoError):
        wb.Catalogue(tmp_path / "absent.json")
    with pytest.raises(TypeError):
        wb.Catalogue(3)
    with pytest.raises(wb.WerkbaarError) as caught:
        catalogue.add_json("noise.json")
    assert caught.value.__notes__
    for text in ("", "[]", "{", '{"format":"werkbaar-plan/1.0"}', b"\xff", "[" * 5000):
        with pytest.raises((wb.DataError, wb.LimitError)):
            catalogue.add_json(text)
    with pytest.raises(wb.VersionError):
        catalogue.add_json(module(format="werkbaar-module/2.0"))


def test_threads_share_a_catalogue():
    catalogue = wb.Catalogue()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: (catalogue.add_json(module(version=f"1.{i}")),
                                 catalogue.table("modules")), range(40)))
    assert catalogue.table("modules")["id"].count("noise") == 40
