# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Questionnaires: composed of recipes in every form, shown, written, and what is refused."""
import copy
import io
import json
import pathlib
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

import werkbaar as wb
from cases import rows
from test_catalogue import module

PARTS = ["modules", "questions", "answers", "scales", "indicators", "themes", "notices",
         "discussion", "terms"]

RECIPE = {
    "format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
    "languages": ["nl", "en"], "title": {"nl": "Onze scan", "en": "Our scan"},
    "modules": [{"id": "base-employees"}, {"id": "work-pressure"}, {"id": "ergonomics"}],
}


def recipe(**changes):
    return {**RECIPE, **changes}


def composed(**changes):
    return wb.Questionnaire.compose(recipe(**changes))


def test_a_recipe_comes_in_every_form(tmp_path):
    text = json.dumps(RECIPE)
    path = tmp_path / "recipe.json"
    path.write_text(text, encoding="utf-8")
    expected = composed()
    for given in (text, text.encode(), pathlib.Path(path), io.BytesIO(text.encode())):
        assert wb.Questionnaire.compose(given) == expected
    assert (expected.id, expected.version, expected.title(), expected.title("en")) == (
        "our-scan", "1.0", "Onze scan", "Our scan")
    assert expected.minutes("nl") > 0


def test_the_order_of_keys_decides_nothing():
    turned = dict(reversed(RECIPE.items()))
    assert wb.Questionnaire.compose(turned).to_json() == composed().to_json()


def test_a_questionnaire_is_a_value():
    found = composed()
    assert pickle.loads(pickle.dumps(found)) == found == copy.deepcopy(found)
    assert hash(found) == hash(wb.Questionnaire.from_json(found.to_json()))
    assert found != composed(version="1.1") and len(found.hash) == 64
    assert repr(found) == "<werkbaar.Questionnaire 'our-scan' version 1.0>"


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_frame_in_both_languages(part):
    found = composed()
    assert len(found.table(part, "nl")) == len(found.table(part, "en"))
    assert part == "terms" or len(found.table(part)) > 0


def test_questions_are_those_of_the_modules_in_order():
    catalogue = wb.Catalogue()
    items = catalogue.table("items", "en").to_dict()
    wanted = [id for module in RECIPE["modules"]
              for id, of in zip(items["id"], items["module"]) if of == module["id"]]
    questions = composed().table("questions", "en").to_dict()
    assert questions["id"] == wanted
    assert questions["number"] == list(range(1, len(wanted) + 1))


def test_answers_are_scored_with_its_instruments():
    found = composed()
    person = found.instrument()
    assert person.id == "our-scan.person" and found.instrument("workpost") != person
    items = rows(person.items())
    answers = {item["id"]: [item["min"], item["max"]] for item in items}
    scores = wb.score(answers, person, keep="none").to_dict()
    assert any(name.endswith("_problem") for name in scores)
    with pytest.raises(wb.ArgumentError, match="person, workpost"):
        found.instrument("organisation")
    with pytest.raises(wb.ArgumentError):
        found.instrument("department")


def test_a_fingerprint_tells_what_compares():
    def fingerprints(questionnaire):
        found = questionnaire.table("indicators").to_dict()
        return dict(zip(found["id"], found["fingerprint"]))

    whole, other = fingerprints(composed()), fingerprints(composed(
        modules=[{"id": "work-pressure"}], id="other", title={"nl": "Andere", "en": "Other"}))
    assert other.items() <= whole.items()
    catalogue = wb.Catalogue().table("indicators").to_dict()
    assert whole.items() <= dict(zip(catalogue["id"], catalogue["fingerprint"])).items()


def test_modules_of_your_own_go_along():
    catalogue = wb.Catalogue()
    catalogue.add_json(module())
    mine = recipe(modules=[{"id": "noise"}])
    found = wb.Questionnaire.compose(mine, catalogue)
    assert found.table("questions")["id"] == ["noise1"]
    assert [row["text"] for row in rows(found.table("discussion"))] == ["Waar is het luid?"]
    with pytest.raises(wb.DataError, match="noise"):
        wb.Questionnaire.compose(mine)


@pytest.mark.parametrize("changes, where", [
    ({"modules": [{"id": "autonomie"}]}, "recipe#/modules/0"),
    ({"modules": [{"id": "autonomy", "version": "99.0"}]}, "recipe#/modules/0"),
    ({"languages": ["nl", "de"]}, "recipe#"),
    ({"exclude": ["no_such_item"]}, "recipe#/exclude/0"),
    ({"colour": 1}, "recipe#/colour"),
    ({"modules": [{"id": "base-employees"}, {"id": "base-selfemployed"}]}, "recipe#/modules/1"),
])
def test_what_does_not_go_together_is_told_with_its_place(changes, where):
    with pytest.raises(wb.DataError) as caught:
        composed(**changes)
    assert caught.value.where.startswith(where)


def test_wrong_uses_are_refused(tmp_path):
    with pytest.raises(TypeError, match="compose"):
        wb.Questionnaire(RECIPE)
    with pytest.raises(wb.ArgumentError, match="recipe must be"):
        wb.Questionnaire.compose({"id": {1, 2}})
    with pytest.raises(TypeError):
        wb.Questionnaire.compose(3)
    with pytest.raises(TypeError, match="catalogue must be a Catalogue"):
        wb.Questionnaire.compose(RECIPE, "catalogue.json")
    with pytest.raises(wb.WerkbaarError) as caught:
        wb.Questionnaire.compose("recipe.json")
    assert "pathlib.Path" in caught.value.__notes__[0]
    with pytest.raises(wb.IoError):
        wb.Questionnaire.compose(tmp_path / "absent.json")
    with pytest.raises(wb.VersionError):
        composed(format="werkbaar-recipe/2.0")
    with pytest.raises(wb.ArgumentError, match="questions"):
        composed().table("items")


def test_a_spoilt_file_is_refused_with_its_place():
    content = json.loads(composed().to_json())
    content["indicators"][0]["fingerprint"] = "0" * 64
    with pytest.raises(wb.DataError) as caught:
        wb.Questionnaire.from_json(json.dumps(content))
    assert caught.value.where.startswith("questionnaire#/indicators/0")
    for text in ("", "{", "[" * 5000, b"\xff", '{"format":1}'):
        with pytest.raises((wb.DataError, wb.LimitError)):
            wb.Questionnaire.from_json(text)


def test_threads_compose_of_one_catalogue():
    catalogue, expected = wb.Catalogue(), composed()
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: wb.Questionnaire.compose(RECIPE, catalogue), range(32)):
            assert found == expected


# ---- out and in with groups ----

def test_groups_go_out_with_the_questions():
    questionnaire, organisation, _ = wb.example_scan()
    with_groups = questionnaire.export("limesurvey", organisation=organisation).decode()
    assert "\tG1Department\t" in with_groups
    assert "\tG1Department\t" not in questionnaire.export("limesurvey").decode()
    posts = questionnaire.export("limesurvey", unit="workpost", organisation=organisation)
    assert "\nQ\tS\trecord\t" in posts.decode()
    with pytest.raises(wb.ArgumentTypeError, match="organisation must be a"):
        questionnaire.export("html", organisation="bakery.json")


def test_groups_come_in_as_ids(tmp_path):
    questionnaire, organisation, answers = wb.example_scan()
    path = tmp_path / "answers.csv"
    path.write_text(answers.to_csv())
    back = questionnaire.import_answers(path, organisation=organisation)
    assert list(back.columns)[:2] == ["department", "team"]
    assert wb.Scan.run(questionnaire, organisation, back) \
        == wb.Scan.run(questionnaire, organisation, answers)
    with pytest.raises(wb.ArgumentError, match="without an organisation"):
        questionnaire.import_answers(path, keep="team", organisation=organisation)
    wrong = {**answers.to_dict(), "department": ["nowhere"] * len(answers)}
    path.write_text(wb.Frame(wrong).to_csv())
    with pytest.raises(wb.DataError) as caught:
        questionnaire.import_answers(path, organisation=organisation)
    assert (caught.value.item, caught.value.row) == ("department", 0)


@pytest.mark.parametrize("unit", ["person", "workpost"])
def test_workbooks_are_xlsforms(unit, tmp_path):
    xls2xform = pytest.importorskip("pyxform.xls2xform")
    questionnaire, organisation, _ = wb.example_scan()
    path = tmp_path / "form.xlsx"
    questionnaire.export("xlsform", path, unit=unit, organisation=organisation)
    made = xls2xform.convert(xlsform=str(path), validate=False)
    wanted = ["g1_department", "g2_team"] if unit == "person" else ["record"]
    assert made.warnings == []
    assert all(name in made.xform for name in wanted)
