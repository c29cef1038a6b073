# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Models: as far as they are Python's own; their numbers are the library's."""
import csv
import io
import math
import pickle

import pytest
import werkbaar as wb

from cases import VECTORS, run_guide

ROWS = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4,
        "years": [1, 2, 3, 4, 1, 2, 3, 6], "wave": [1, 2] * 4, "w": [1, 2, 1, 2, 1, 1, 2, 1]}


def test_fit__gives_the_odds_of_a_table():
    found = wb.Model("stress", "shift").fit(ROWS).coefficients.to_dict()
    assert found["status"] == ["ok", "reference", "ok"]
    assert found["estimate"][0] == pytest.approx(-math.log(3), rel=1e-12)
    assert found["odds_ratio"][2] == pytest.approx(9, rel=1e-12)
    assert found["se"][2] == pytest.approx(math.sqrt(8 / 7 * 8 / 3), rel=1e-9)


def test_fit__is_the_same_of_a_source():
    model = wb.Model("stress", ["years", "wave"], family="linear", categorical="wave", weights="w")
    ours = model.fit(ROWS)
    other = model.fit(wb.Source(ROWS), threads=2)
    assert ours.coefficients.to_dict() == other.coefficients.to_dict()
    assert ours.terms.to_dict()["df1"] == [1.0, 1.0]
    assert len(ours.covariance) == 6


def test_model__is_what_it_writes():
    model = wb.Model("stress", ["years", "shift"], interactions=[["years", "shift"]],
                     reference={"shift": "night"}, domain="inside", intercept=False, event="1",
                     weights="w", strata="wave")
    assert wb.Model.from_json(model.to_json()) == model
    assert model.needed() == ["stress", "years", "shift", "inside", "w", "wave"]


@pytest.mark.parametrize("terms, more, item", [
    (["years", "years"], {}, "years"), (["stress"], {}, "stress"),
    (["years"], {"categorical": "shift"}, "shift"),
    (["years"], {"interactions": [["years", "shift"]]}, "shift")])
def test_model__refuses(terms, more, item):
    with pytest.raises(wb.ArgumentError) as error:
        wb.Model("stress", terms, **more)
    assert error.value.item == item


def test_fit__names_what_does_not_vary():
    with pytest.raises(wb.DataError) as error:
        wb.Model("stress", "shift").fit({"stress": [1, 0], "shift": ["day", "day"]})
    assert error.value.item == "shift"
    with pytest.raises(wb.ArgumentError):
        wb.Model("stress", "shift").fit(ROWS, levels=0.9)


def test_risks__are_those_of_a_table():
    fit = wb.Model("stress", "shift").fit(ROWS)
    found = fit.risks(ROWS).to_dict()
    assert found["attributable"] == [pytest.approx(0.5, rel=1e-12)]
    assert found["exposed"] == [0.5]
    groups = fit.risks(wb.Source(ROWS, chunk_rows=3), "shift", by="wave", threads=2).to_dict()
    assert groups["wave"] == [None, 1, 2]
    with pytest.raises(wb.ArgumentError) as error:
        fit.risks(ROWS, "years")
    assert error.value.item == "years"
    with pytest.raises(wb.DataError):
        fit.risks(ROWS, by="sector")
    with pytest.raises(wb.ArgumentError):
        fit.risks(ROWS, level=0.9)


def test_margins__are_differences_of_shares():
    fit = wb.Model("stress", "shift").fit(ROWS)
    found = fit.margins(ROWS).to_dict()
    assert found["estimate"] == [pytest.approx(x, rel=1e-12) for x in (0.25, 0.75, 0.5)]
    assert fit.margins(ROWS, "shift", by=["wave"])["n"] == [8, 8, 8, 4, 4, 4, 4, 4, 4]


def test_predict__is_of_profiles():
    fit = wb.Model("stress", "years").fit(ROWS)
    found = fit.predict({"years": [1.0, None]}).to_dict()
    assert found["status"] == ["ok", "missing"]
    assert found["lower"][0] < found["estimate"][0] < found["upper"][0]


def test_model__of_categories_in_their_order():
    rows = {"colour": ["groen", "rood", "oranje", "groen", "rood", "oranje", "groen", "rood"],
            "x": [1, 3, 2, 2, 4, 1, 3, 2]}
    model = wb.Model("colour", "x", family="ordered", categories=["rood", "oranje", "groen"])
    assert wb.Model.from_json(model.to_json()) == model
    fit = model.fit(rows)
    assert fit.coefficients["level"] == [None, "rood|oranje", "oranje|groen"]
    found = wb.Model("colour", "x", family="multinomial").fit(rows).coefficients
    assert found["category"] == ["oranje", "oranje", "rood", "rood"]
    with pytest.raises(wb.ArgumentError):
        wb.Model("colour", "x", categories="rood")


def test_risk_weights__are_those_of_findings():
    fit = wb.Model("stress", "shift").fit(ROWS)
    found = wb.risk_weights([fit.risks(ROWS), fit.risks(ROWS, by="wave")],
                            {"risk": ["shift"], "theme": ["hours"]})
    assert found.to_dict() == {"theme": ["hours"], "weight": [1.0],
                               "attributable": [pytest.approx(0.5)]}
    with pytest.raises(wb.DataError):
        wb.risk_weights({"risk": ["a"], "attributable": [-1.0]})


def test_job_types__are_cut_at_medians_or_where_it_is_said():
    rows = {"d": [10, 20, 30, 40, None], "c": [80, 20, 10, 90, 5], "w": [1, 1, 1, 1, 1]}
    assert wb.job_types(rows, "d", "c", weights="w")["job_type"] == [
        "low_strain", "passive", "high_strain", "active", None]
    assert wb.job_types(rows, "d", "c", cuts=(25, 45), control_is_lack=True)["job_type"] == [
        "passive", "low_strain", "active", "high_strain", None]
    with pytest.raises(wb.ArgumentError):
        wb.job_types(rows, "d", "c", cuts=(1,))


def vectors(name):
    with open(VECTORS / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def shown(value):
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def compare(expected, part, found, keys, by, estimate="estimate"):
    rows = {row["key"]: row for row in expected if row["part"] == part}
    assert len(rows) == len(found)
    for row in rows_of(found):
        group = "/".join(shown(row[name]) for name in by if row[name] is not None)
        theirs = rows["|".join([group, *(shown(row[key]) for key in keys)])]
        assert row[estimate] == pytest.approx(float(theirs["estimate"]), rel=1e-8, abs=1e-11)
        assert row["se"] == pytest.approx(float(theirs["se"]), rel=1e-8, abs=1e-14)
        assert row["df"] == pytest.approx(float(theirs["df"]))


def rows_of(frame):
    columns = frame.to_dict()
    return [dict(zip(columns, values)) for values in zip(*columns.values())]


@pytest.mark.parametrize("case", vectors("margin_cases"), ids=lambda case: case["name"])
def test_fit__says_what_the_vectors_say(case):
    name, by = case["name"], [column for column in case["groups"].split("+") if column]
    model = wb.Model.from_json((VECTORS / f"{name}_model.json").read_text(encoding="utf-8"))
    rows = wb.read_csv(VECTORS / f"{name}_data.csv")
    expected = vectors(f"{name}_expected")
    fit = model.fit(rows, lonely="certainty")
    compare(expected, "margin", fit.margins(rows, by=by), ["category", "term", "level", "margin"], by)
    if case["family"] == "logit":
        compare(expected, "risk", fit.risks(rows, by=by), ["risk"], by, "attributable")
    predicted = fit.predict(wb.read_csv(VECTORS / f"{name}_profiles.csv")).to_dict()
    theirs = [row for row in expected if row["part"] == "prediction"]
    theirs.sort(key=lambda row: [int(part) for part in row["key"].split("|")])
    assert predicted["estimate"] == [pytest.approx(float(row["estimate"]), rel=1e-8) for row in theirs]
    assert predicted["se"] == [pytest.approx(float(row["se"]), rel=1e-8) for row in theirs]


PEOPLE = {"y": [1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1], "g": ["a", "b", "c"] * 4,
          "x": [1, 5, 2, 8, 3, 3, 9, 4, 6, 2, 7, 1], "w": [1.0, 2.5] * 6,
          "h": ["n"] * 6 + ["s"] * 6}


def part_of(first, last):
    return {name: values[first:last] for name, values in PEOPLE.items()}


def test_model_pass__fits_parts_as_all_rows_at_once():
    model = wb.Model("y", ["x", "g"], weights="w", strata="h")
    whole, current, fit = model.fit(PEOPLE), wb.ModelPass(model), None
    while fit is None:
        elsewhere = pickle.loads(pickle.dumps(current))
        current.update(part_of(5, 12))
        elsewhere.update(wb.read_csv(io.BytesIO(csv_of(part_of(0, 5)))))
        current.merge(elsewhere)
        assert len(current) == 12 and len(elsewhere) == 5
        fit = current.step()
    for table in ("coefficients", "terms", "summary", "covariance"):
        expected, found = getattr(whole, table).to_dict(), getattr(fit, table).to_dict()
        for name, values in expected.items():
            if isinstance(values[0], float) or isinstance(values[-1], float):
                assert found[name] == [value if value is None else pytest.approx(value, rel=1e-13, abs=1e-13)
                                       for value in values]
            else:
                assert found[name] == values
    assert fit.model == model
    with pytest.raises(wb.ArgumentError, match="last pass"):
        current.update(PEOPLE)


def csv_of(rows):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows)
    writer.writerows(zip(*rows.values()))
    return text.getvalue().encode()


def test_model_pass__waits_for_rows_that_are_not_there():
    current = wb.ModelPass(wb.Model("y", "x"))
    current.update(PEOPLE)
    assert current.step() is None
    current.update(part_of(0, 5))
    with pytest.raises(wb.ConflictError, match="saw 5 rows and the first 12"):
        current.step()
    current.update(part_of(5, 12))
    assert current.step() is None
    assert current.number == 3


def test_model_pass__refuses_what_does_not_belong():
    first = wb.ModelPass(wb.Model("y", "x"))
    with pytest.raises(wb.ConflictError):
        first.merge(wb.ModelPass(wb.Model("y", "x"), max_iterations=9))
    with pytest.raises(wb.ArgumentError, match="twice"):
        first.merge(first)
    with pytest.raises(wb.ArgumentError, match="no option 'speed'"):
        wb.ModelPass(wb.Model("y", "x"), speed=1)
    with pytest.raises(wb.DataError) as caught:
        wb.ModelPass.from_bytes(first.to_bytes()[:-1])
    assert caught.value.offset is not None
    with pytest.raises(TypeError):
        wb.ModelPass.from_bytes("text")


@pytest.mark.parametrize("family, outcome", [("logit", "stress"), ("linear", "score")])
def test_fit__is_that_of_svyglm_in_the_vectors(family, outcome):
    model = wb.Model(outcome, ["sector", "years"], family=family, weights="w", strata="h", clusters="k")
    fit = model.fit(wb.read_csv(VECTORS / "model_data.csv"))
    for row in [row for row in vectors("model_expected") if row["model"] == family]:
        table = getattr(fit, row["part"]).to_dict()
        level = table.get("level", [None] * len(table["status"]))
        keys = [term if of is None else f"{term}:{of}" for term, of in zip(table.get("term", [""]), level)]
        assert table[row["value"]][keys.index(row["row"])] == pytest.approx(float(row["expected"]), rel=1e-7)


def test_the_examples_of_the_guide_run(monkeypatch):
    known = run_guide("models.md", monkeypatch)
    assert known["profile"].to_dict()["risk"][:2] == known["risks"]
    assert sorted(known["weights"].to_dict()["theme"]) == ["leadership", "workload"]
