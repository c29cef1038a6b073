# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What scans say beside a reference: the vectors of R, findings, suggestions, drafts and pools."""
import copy
import io
import json
import math
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

import scans
import werkbaar as wb
from cases import VECTORS, rows
from vectors import read

CASES = ["rest", "monitor", "pool", "earlier"]
NUMBERS = ["n", "people", "share", "reference", "difference", "difference_lower",
           "difference_upper", "p", "p_adjusted", "weight", "score", "rank"]


def number(text):
    return None if text == "" else float(text)


def counted():
    """The scan whose counts are those of scan_results.csv."""
    return wb.Scan.from_file(VECTORS / "scan_file.json")


def reference(case):
    found = [row for row in read(VECTORS / "scan_references.csv") if row["case"] == case]
    texts = ("source", "kind", "group", "indicator", "fingerprint")
    return found and {name: [row[name] or None if name in texts else number(row[name])
                             for row in found] for name in found[0] if name != "case"} or None


def weights():
    return {row["theme"]: float(row["weight"]) for row in read(VECTORS / "scan_weights.csv")}


# ---- the vectors ----

@pytest.mark.parametrize("case", CASES)
def test_findings_are_those_of_r(case):
    found = counted().findings(reference(case),
                               weights=weights() if case in ("rest", "pool") else None)
    mine = {(row["group"], row["indicator"]): row for row in rows(found)}
    expected = [row for row in read(VECTORS / "scan_findings.csv") if row["case"] == case]
    assert len(expected) == len(mine) == 84
    for row in expected:
        ours = mine[row["group"], row["indicator"]]
        assert (ours["status"], ours["direction"] or "", ours["theme"]) == (
            row["status"], row["direction"], row["theme"])
        for name in NUMBERS:
            if row["status"] == "hidden":
                assert ours[name] is None
            elif row[name] == "":
                assert ours[name] is None, (row, name)
            else:
                allowed = 1e-9 if name.startswith("p") else 1e-11
                assert math.isclose(ours[name], float(row[name]), rel_tol=allowed,
                                    abs_tol=allowed), (row, name)


def test_weights_come_as_a_dict_or_a_table():
    table = {"theme": list(weights()), "weight": list(weights().values())}
    one, other = (counted().findings(weights=given).to_dict() for given in (weights(), table))
    assert one == other != counted().findings().to_dict()


# ---- references ----

def test_a_scan_is_compared_with_an_earlier_one():
    scan = counted()
    moved = rows(scan.compare(scan.reference()))
    assert {row["difference"] for row in moved if row["status"] == "ok"} == {0.0}
    assert {row["colour"] for row in moved} <= {"green", "grey"}
    found = scan.findings(scan.reference())
    assert set(found["reference_kind"]) <= {"earlier", None} and "ok" not in found["status"]


def test_colours_come_from_the_interval_of_the_difference():
    scan = counted()
    for margin in (0.05, 0.0, 0.2):
        for row in rows(scan.compare(reference("pool"), margin=margin)):
            if row["difference_lower"] is None:
                expected = "grey"
            elif row["difference_lower"] > margin:
                expected = "red"
            elif row["difference_lower"] > 0:
                expected = "orange"
            else:
                expected = "green" if row["difference_upper"] < margin else "grey"
            assert row["colour"] == expected


def test_another_definition_is_not_compared():
    with pytest.raises(wb.ConflictError) as caught:
        counted().compare({**reference("pool"), "fingerprint": ["other"] * 4})
    assert caught.value.item in reference("pool")["indicator"]
    with pytest.raises(wb.ConflictError):
        scans.example().findings(reference("monitor"))
    with pytest.raises(wb.DataError):
        counted().compare({"a": [1]})


def test_wrong_options_are_refused():
    scan = counted()
    for call in (lambda: scan.compare(reference("pool"), level=0),
                 lambda: scan.compare(reference("pool"), margin=1.5),
                 lambda: scan.compare(reference("pool"), margin=-0.05),
                 lambda: scan.compare(reference("pool"), margin=math.nan),
                 lambda: scan.compare(reference("pool"), output="numpy"),
                 lambda: scan.findings(fdr=0), lambda: scan.findings(fdr=2),
                 lambda: scan.findings(level=95), lambda: scan.findings(weights={"load": -1.0}),
                 lambda: wb.suggest(scan.findings(), most=0)):
        with pytest.raises(ValueError):
            call()


def test_tables_come_in_the_library_that_is_asked_for():
    pandas = pytest.importorskip("pandas")
    found = counted().findings(output="pandas")
    assert isinstance(found, pandas.DataFrame)
    assert isinstance(wb.suggest(found), pandas.DataFrame)
    assert isinstance(counted().compare(pandas.DataFrame(reference("pool"))), pandas.DataFrame)


# ---- findings of another instrument ----

THEIRS = {"id": ["f1", "f2"], "scan": ["s1"] * 2, "theme": ["noise", "work_amount"],
          "direction": ["strength", "problem"], "status": ["ok"] * 2, "share": [0.1, 0.6]}


def test_findings_of_another_instrument_are_checked():
    wb.check_findings(THEIRS)
    wb.check_findings(counted().findings())
    with pytest.raises(wb.DataError, match="f1") as caught:
        wb.check_findings({**THEIRS, "id": ["f1"] * 2})
    assert (caught.value.row, caught.value.item) == (1, "id")
    for change, item, row in (({"share": [0.1, 1.6]}, "share", 1),
                              ({"direction": ["strength", "worse"]}, "direction", 1),
                              ({"direction": ["strength", None], "status": ["ok", "hidden"]},
                               "share", 1)):
        with pytest.raises(wb.DataError) as caught:
            wb.check_findings({**THEIRS, **change})
        assert (caught.value.item, caught.value.row) == (item, row)
    with pytest.raises(wb.DataError):
        wb.check_findings({name: values for name, values in THEIRS.items() if name != "theme"})


# ---- from findings to a plan ----

def test_findings_become_actions_of_a_plan():
    findings = scans.example().findings()
    proposed = wb.suggest(findings, most=2, language="en")
    measures = wb.Catalogue().table("measures").to_dict()
    about = dict(zip(measures["id"], measures["themes"]))
    for row in rows(proposed):
        assert row["theme"] in about[row["measure"]].split(",")
    assert max(proposed["number"]) <= 2
    drafts = wb.draft_actions(findings, proposed)
    plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    changes, report = plan.draft(drafts, parent="action-15")
    assert report["outcome"].count("added") == len(proposed)
    again, report = plan.apply(changes).draft(drafts, parent="action-15")
    assert "added" not in report["outcome"] and len(again) == 0


def test_some_of_the_suggestions_may_be_chosen():
    findings = scans.example().findings()
    chosen = wb.suggest(findings)[0:1]
    drafts = rows(wb.draft_actions(findings, chosen, language="nl"))
    assert [row["status"] for row in drafts] == ["ok"]
    with pytest.raises(wb.ConflictError):
        wb.draft_actions(counted().findings(), chosen)


def test_measures_of_your_own_are_suggested():
    catalogue = wb.Catalogue()
    mine = {"format": "werkbaar-measures/1.0", "id": "ours", "version": "1.0", "licence": "MIT",
            "source": "made for tests", "languages": ["nl", "en"], "measures": [
                {"id": "a-quiet-hour", "title": {"nl": "Stil uur", "en": "Quiet hour"},
                 "text": {"nl": "Geen telefoon.", "en": "No phone."}, "themes": ["noise"],
                 "levels": ["organisation", "team"], "kind": "measure", "source": "tests"}]}
    catalogue.add_json(json.dumps(mine))
    theirs = {**THEIRS, "theme": ["work_amount", "noise"]}
    assert wb.suggest(theirs, catalogue, language="en")["title"] == ["Quiet hour"]
    assert len(wb.suggest(theirs)) == 0
    with pytest.raises(TypeError, match="Catalogue"):
        wb.suggest(theirs, "measures.json")


# ---- pools ----

def pool(n=6, **more):
    made = wb.Pool()
    for i in range(n):
        made.add_json(scans.example().tally(f"c{i}", **more))
    return made


def test_a_pool_adds_companies_up():
    own = {row["indicator"]: row for row in rows(scans.example().table("results"))
           if row["group"] == "all"}
    found = pool().benchmark(company="c3", source="bakeries")
    whole = [row for row in rows(found) if row["group"] in (None, "all")]
    assert len(whole) == len(own)
    for row in whole:
        mine = own[row["indicator"]]
        assert row["n"] == 6 * mine["n"] and row["overlap"] == mine["n"]
        assert row["estimate"] == pytest.approx(mine["share"]) and row["companies"] == 6
        assert (row["source"], row["kind"]) == ("bakeries", "pool")
    assert {row["difference"] for row in rows(scans.example().compare(found))
            if row["group"] == "all"} == {0.0}


def test_nothing_that_names_the_company_leaves_it():
    left = scans.example().tally("c17")
    assert "bakery" not in left and "Korst" not in left
    assert json.loads(left)["company"] == "c17"


def test_measures_are_counted():
    chosen = {"measure": ["quiet-hour", "new-roster"], "status": ["done", "planned"]}
    found = pool(measures=chosen).measures().to_dict()
    assert sorted(zip(found["measure"], found["state"], found["companies"])) == [
        ("new-roster", "planned", 6), ("quiet-hour", "done", 6)]
    with pytest.raises(wb.DataError):
        scans.example().tally("c1", measures={"measure": ["a"], "status": ["maybe"]})


def test_a_pool_is_copied_and_files_come_in(tmp_path):
    path = tmp_path / "c1.json"
    path.write_text(scans.example().tally("c1"), encoding="utf-8")
    one = wb.Pool(path, io.BytesIO(scans.example().tally("c2").encode()))
    assert len(one) == 2 and repr(one) == "<werkbaar.Pool of 2 companies>"
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        again.add_json(scans.example().tally("c3"))
        assert (len(one), len(again)) == (2, 3)
        with pytest.raises(wb.ConflictError):
            again.add(path)
    assert len(one) == 2


def test_too_small_a_pool_and_wrong_files_are_refused():
    with pytest.raises(wb.DataError):
        pool(4).benchmark()
    with pytest.raises(wb.ArgumentError):
        pool().benchmark(min_companies=3)
    with pytest.raises(wb.ArgumentError):
        pool().benchmark(company="c99")
    with pytest.raises(wb.ArgumentError):
        pool().benchmark(dominance=0)
    with pytest.raises(wb.DataError):
        scans.example().tally("De Korst")
    spoilt = json.loads(scans.example().tally("c1"))
    spoilt["min_n"] = 4
    with pytest.raises(wb.DataError) as caught:
        wb.Pool().add_json(json.dumps(spoilt))
    assert caught.value.where == "text#/min_n"
    with pytest.raises(wb.IoError):
        wb.Pool("absent.json")


def test_threads_add_to_one_pool():
    made, scan = wb.Pool(), scans.example()
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda i: made.add_json(scan.tally(f"c{i}")), range(40)))
        benchmarks = list(workers.map(lambda _: made.benchmark().to_dict(), range(8)))
    assert len(made) == 40 and all(found == benchmarks[0] for found in benchmarks)
