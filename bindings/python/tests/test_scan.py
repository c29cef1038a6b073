# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Company scans: the vectors of R, what is shown and what is not, reports one after the other,
records of experts, and what is refused."""
import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

import scans
import werkbaar as wb
from cases import VECTORS, rows, run_cli
from vectors import read

PARTS = ["groups", "themes", "response", "results", "records", "checklists", "guide", "method",
         "audit"]


def example(**more):
    return wb.Scan.run(*wb.example_scan(), **more)


# ---- the vectors ----

@pytest.mark.parametrize("case", scans.cases())
def test_figures_are_those_of_r(case):
    scan = wb.Scan.run(scans.questionnaire(), scans.organisation(scans.cases()[case]),
                       scans.answers(case))
    found = {(row["group"], row["indicator"]): row for row in rows(scan.table("results"))}
    expected = [row for row in read(VECTORS / "scan_expected.csv") if row["case"] == case]
    assert len(expected) == len(found)
    for row in expected:
        mine = found[row["group"], row["indicator"]]
        assert mine["status"] in ("ok", "no_acute", "hidden")
        for name in ("n", "problem", "share", "se", "df", "lower", "upper", "weighted",
                     "weighted_se", "weighted_lower", "weighted_upper"):
            if mine["status"] == "hidden":
                assert mine[name] is None
            elif row[name] not in ("", "NA"):
                assert mine[name] == pytest.approx(float(row[name]), rel=1e-10, abs=1e-10)
    response = {row["group"]: row for row in rows(scan.table("response"))}
    for row in read(VECTORS / "scan_response.csv"):
        mine = response.get(row["group"])
        if row["case"] == case and mine["status"] != "hidden":
            assert (mine["staff"], mine["answered"]) == (int(row["staff"]), int(row["answered"]))
            assert mine["p"] == pytest.approx(float(row["p"]), abs=1e-10)


def test_the_command_says_the_same(tmp_path):
    questionnaire, organisation, answers = wb.example_scan()
    paths = [tmp_path / name for name in ("questionnaire.json", "organisation.json", "answers.csv")]
    questionnaire.to_file(paths[0])
    organisation.to_file(paths[1])
    answers.to_csv(paths[2])
    run_cli("scan", "run", *paths, "--output", tmp_path / "report")
    file = tmp_path / "report" / "scan.json"
    scan = example()
    assert file.read_text(encoding="utf-8") == scan.to_json() + "\n"
    assert (tmp_path / "report" / "ledger.json").read_text(encoding="utf-8") == scan.ledger().to_json() + "\n"
    for words, frame in ((("show", file), scan.table("results", "en")),
                         (("show", file, "--part", "response"), scan.table("response", "en")),
                         (("reference", file), scan.reference()),
                         (("findings", file), scan.findings()),
                         (("suggest", file), wb.suggest(scan.findings(), language="en"))):
        said = json.loads(run_cli("scan", *words, "--format", "json", "--lang", "en")
                          if words[0] != "reference" else
                          run_cli("scan", *words, "--format", "json"))
        assert said["rows"] == rows(frame), words


def test_the_example_is_that_of_the_vectors():
    answers = wb.example_scan()[2]
    expected = read(VECTORS / "scan_example.csv")
    assert [{name: "" if value is None else str(value) for name, value in row.items()}
            for row in rows(answers)] == expected


# ---- what is shown ----

@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_frame_in_both_languages(part):
    scan = example()
    assert len(scan.table(part, "nl")) == len(scan.table(part, "en"))
    assert part in ("records", "checklists") or len(scan.table(part)) > 0


def test_results_are_true_or_hidden():
    questionnaire, organisation, answers = wb.example_scan()
    scan = wb.Scan.run(questionnaire, organisation, answers)
    scores = wb.score(answers, questionnaire.instrument()).to_dict()
    department, team = scores["department"], scores["team"]
    seen = set()
    for row in rows(scan.table("results")):
        path = row["group"].split("/")[1:]
        among = [problem for problem, *at in zip(scores[f"{row['indicator']}_problem"], department,
                                                 team) if at[:len(path)] == path]
        seen.add(row["status"])
        if row["status"] == "hidden":
            assert all(row[name] is None for name in ("n", "problem", "share", "lower", "upper"))
        else:
            assert (row["n"], row["problem"]) == (len(among), sum(among)) and row["n"] >= 10
            assert row["bound_lower"] <= row["lower"] <= row["share"] <= row["upper"]
    assert seen == {"ok", "no_acute", "hidden"}


def test_no_answer_is_in_the_file_and_made_up_figures_say_so():
    text = example().to_json()
    assert "work_amount_1" not in text
    scan = wb.Scan.from_json(text)
    for part in PARTS[:-1]:
        assert scan.table(part, "en").to_dict() == example().table(part, "en").to_dict()
        assert scan.table(part).metadata["synthetic"] is True
    with pytest.raises(wb.UnsupportedError):
        scan.table("audit")


def test_too_few_answers_leave_a_guide():
    questionnaire, organisation, answers = wb.example_scan()
    few = wb.Scan.run(questionnaire, organisation, answers[0:7])
    assert few.status == "too_small" and repr(few) == "<werkbaar.Scan 'bakery:2030': too_small>"
    assert len(few.table("guide")) > 0
    assert all(row["status"] == "hidden" for row in rows(few.table("results")))


def test_options_change_what_they_say():
    wide = rows(example(level=0.99).table("results"))[0]
    narrow = rows(example().table("results"))[0]
    assert wide["upper"] > narrow["upper"]
    assert rows(example(fpc=False).table("results"))[0]["se"] > narrow["se"]
    hidden = [example(protect=word).table("results")["status"].count("hidden")
              for word in ("rules", "all")]
    assert hidden[0] <= hidden[1]


def test_answers_come_in_every_form():
    pandas, polars = pytest.importorskip("pandas"), pytest.importorskip("polars")
    questionnaire, organisation, answers = wb.example_scan()
    for data in (answers.to_dict(), answers.to_pandas(), answers.to_polars()):
        assert wb.Scan.run(questionnaire, organisation, data) == example()
    assert isinstance(answers.to_pandas(), pandas.DataFrame)
    assert isinstance(answers.to_polars(), polars.DataFrame)


def test_the_order_of_people_says_nothing():
    questionnaire, organisation, answers = wb.example_scan()
    turned = {name: values[::-1] for name, values in answers.to_dict().items()}
    assert wb.Scan.run(questionnaire, organisation, turned).hash == example().hash


def test_a_scan_is_a_value():
    scan = example()
    assert pickle.loads(pickle.dumps(scan)) == scan == copy.deepcopy(scan)
    assert hash(scan) == hash(wb.Scan.from_json(scan.to_json()))
    assert scan != example(level=0.9) and len(scan.hash) == 64 and scan.id == "bakery:2030"


# ---- reports one after the other ----

def test_a_second_report_keeps_to_the_first():
    first = example()
    ledger = first.ledger()
    second = example(release="2", earlier=ledger)
    for name in ("status", "n", "problem"):
        assert second.table("results")[name] == first.table("results")[name]
    assert second.ledger().scope == ledger.scope == "bakery:2030"
    with pytest.raises(wb.ConflictError):
        example(release="1", earlier=ledger)
    with pytest.raises(TypeError, match="earlier must be a Ledger"):
        example(release="2", earlier=ledger.to_json())


# ---- records ----

def posts(questionnaire, **changes):
    items = questionnaire.table("questions").to_dict()
    answers = {id: [0, 1] for id, unit in zip(items["id"], items["unit"]) if unit == "workpost"}
    return {"record": ["oven", "packing"], **answers, **changes}


def test_records_of_an_expert_stand_beside_it():
    questionnaire, scan = wb.example_scan()[0], example()
    richer = scan.with_records(questionnaire, "workpost", posts(questionnaire))
    records = rows(richer.table("records", "en"))
    assert {row["record"] for row in records} == {"oven", "packing"}
    assert {row["light"] for row in records if row["record"] == "oven"} == {"green"}
    assert {row["answer"] for row in rows(richer.table("checklists"))} == {"yes", "no"}
    assert len(scan.table("records")) == 0 and richer != scan
    assert len(scan.table("audit")) > 0
    again = richer.with_records(questionnaire, "workpost", {name: values[:1] for name, values in
                                                            posts(questionnaire).items()})
    assert {row["record"] for row in rows(again.table("records"))} == {"oven"}


def test_wrong_records_are_refused():
    questionnaire, scan = wb.example_scan()[0], example()
    with pytest.raises(wb.DataError) as caught:
        scan.with_records(questionnaire, "workpost", posts(questionnaire, name=["a", "b"]))
    assert caught.value.item == "name"
    with pytest.raises(wb.DataError):
        scan.with_records(questionnaire, "workpost", posts(questionnaire, record=["a", "a"]))
    with pytest.raises(wb.ArgumentError):
        scan.with_records(questionnaire, "organisation", {})
    with pytest.raises(wb.ConflictError):
        scan.with_records(scans.questionnaire(), "workpost", posts(questionnaire))


# ---- what is refused ----

@pytest.mark.parametrize("change, item, row", [
    ({"email": ["x"] * 147}, "email", None), ({"work_amount_1": [7] + [0] * 146}, "work_amount_1", 0),
    ({"department": ["west"] * 147}, "department", 0), ({"team": ["dusk"] * 147}, "team", 0),
])
def test_wrong_answers_are_refused_with_their_place(change, item, row):
    questionnaire, organisation, answers = wb.example_scan()
    with pytest.raises(wb.DataError) as caught:
        wb.Scan.run(questionnaire, organisation, {**answers.to_dict(), **change})
    assert caught.value.item == item and caught.value.row in (row, None)


def test_a_question_that_is_not_there_is_named():
    questionnaire, organisation, answers = wb.example_scan()
    without = {name: values for name, values in answers.to_dict().items() if name != "work_amount_2"}
    with pytest.raises(wb.DataError) as caught:
        wb.Scan.run(questionnaire, organisation, without)
    assert caught.value.item == "work_amount_2"


def test_columns_of_your_own_are_left_alone():
    questionnaire, organisation, answers = wb.example_scan()
    mine = {**answers.to_dict(), "x_note": ["n"] * 147}
    assert wb.Scan.run(questionnaire, organisation, mine) == example()


def test_wrong_uses_are_refused():
    questionnaire, organisation, answers = wb.example_scan()
    with pytest.raises(TypeError, match="Scan.run"):
        wb.Scan()
    with pytest.raises(TypeError, match="organisation must be an? Organisation"):
        wb.Scan.run(questionnaire, questionnaire, answers)
    with pytest.raises(TypeError, match="questionnaire must be"):
        wb.Scan.run("bakery-scan", organisation, answers)
    with pytest.raises(wb.ArgumentError, match="protect"):
        example(protect="some")
    with pytest.raises(wb.ArgumentError, match="level"):
        example(level=0)
    with pytest.raises(TypeError, match="fpc"):
        example(fpc="no")
    with pytest.raises(wb.ArgumentError, match="results"):
        example().table("figures")
    more = {name: values * 2 for name, values in answers.to_dict().items()}
    with pytest.raises(wb.DataError):
        wb.Scan.run(questionnaire, organisation, more)  # more than the staff


def test_a_spoilt_file_is_refused_with_its_place():
    content = json.loads(example().to_json())
    place, row = next((i, row) for i, row in enumerate(content["released"])
                      if row["status"] == "hidden")
    row["n"] = 5
    with pytest.raises(wb.DataError) as caught:
        wb.Scan.from_json(json.dumps(content))
    assert caught.value.where.startswith(f"scan#/released/{place}")
    content = json.loads(example().to_json())
    content["ledger"]["cells"].pop()
    with pytest.raises(wb.DataError):
        wb.Scan.from_json(json.dumps(content))
    for text in ("", "{", "[" * 5000, b"\xff", '{"format":1}'):
        with pytest.raises((wb.DataError, wb.LimitError)):
            wb.Scan.from_json(text)
    with pytest.raises(wb.VersionError):
        wb.Scan.from_json('{"format":"werkbaar-scan/2.0"}')


def test_threads_share_what_a_scan_is_made_of():
    questionnaire, organisation, answers = wb.example_scan()
    expected = example()
    with ThreadPoolExecutor(8) as pool:
        jobs = pool.map(lambda _: wb.Scan.run(questionnaire, organisation, answers, threads=2),
                        range(16))
        assert all(found == expected for found in jobs)
        tables = pool.map(lambda _: expected.table("results").to_dict(), range(32))
        assert all(found == expected.table("results").to_dict() for found in tables)


def test_what_a_progress_callback_raises_comes_through():
    told = []

    def fail(fraction):
        told.append(fraction)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        example(progress=fail)
    assert len(told) == 1


def test_a_progress_callback_that_returns_false_stops_the_call():
    with pytest.raises(wb.CancelledError):
        example(progress=lambda fraction: False)


# ---- answers out and in ----

def test_questions_leave_and_answers_come_back(tmp_path):
    questionnaire, organisation, answers = wb.example_scan()
    assert b"<script" not in questionnaire.export("html")
    survey = questionnaire.export("limesurvey").decode("utf-8-sig")
    assert survey.startswith("class\t") and "boulangerie" not in survey
    path = tmp_path / "form.xlsx"
    questionnaire.export("xlsform", path, unit="workpost")
    assert path.read_bytes()[:2] == b"PK"
    file = tmp_path / "answers.csv"
    file.write_text(wb.Frame({**answers.to_dict(), "submitdate": ["2030-03-04"] * 147}).to_csv(),
                    encoding="utf-8")
    back = questionnaire.import_answers(file, "limesurvey", keep=["department", "team"])
    assert "submitdate" not in back.columns
    assert wb.Scan.run(questionnaire, organisation, back) == example()


def test_wrong_answers_do_not_come_in(tmp_path):
    questionnaire, _, answers = wb.example_scan()

    def imported(changes, **more):
        file = tmp_path / "answers.csv"
        file.write_text(wb.Frame({**answers.to_dict(), **changes}).to_csv(), encoding="utf-8")
        return questionnaire.import_answers(file, **{"keep": ["department", "team"], **more})

    with pytest.raises(wb.DataError) as caught:
        imported({"boss": ["x"] * 147})
    assert caught.value.item == "boss"
    with pytest.raises(wb.DataError) as caught:
        imported({"work_amount_1": [7] * 147})
    assert caught.value.item == "work_amount_1"
    with pytest.raises(wb.ArgumentError):
        imported({}, format="spss")
    with pytest.raises(TypeError, match="keep"):
        imported({}, keep=3)
    with pytest.raises(wb.ArgumentError):
        questionnaire.export("pdf")


# ---- one person ----

def test_one_person_sees_own_lights():
    questionnaire = wb.example_scan()[0]
    calm = {f"work_amount_{i}": 0 for i in (1, 2, 4, 5)} | {"work_amount_3": 3}
    found = {row["indicator"]: row for row in rows(wb.selftest(questionnaire, calm))}
    assert found["work_amount"]["light"] == "green" and found["work_amount"]["score"] == 0
    assert found["interruptions"]["status"] == "not_answered"
    assert "note" in wb.selftest(questionnaire, calm).metadata
    with pytest.raises(wb.DataError) as caught:
        wb.selftest(questionnaire, {"work_amount_1": 4})
    assert caught.value.item == "work_amount_1"
    with pytest.raises(wb.ArgumentError):
        wb.selftest(questionnaire, wb.Frame({"work_amount_1": [0, 1]}))
