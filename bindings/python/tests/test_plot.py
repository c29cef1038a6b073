# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Charts: numbers are those of the tables, what is hidden has none, every chart says what it must,
and series differ without colour."""
import json
import subprocess
import sys

import pytest

import werkbaar as wb
from cases import SAMPLE, rows

altair = pytest.importorskip("altair")
vl_convert = pytest.importorskip("vl_convert")
import werkbaar.plot as plot  # noqa: E402 - it takes altair
from werkbaar._plot_base import Words, look  # noqa: E402

PLAN = wb.Plan.builtin("actieplan-werkbaar-werk")
TIRED = {"score": [0, 0, 1, 1, 2, 2, 3, 3], "tired": [0, 0, 0, 1, 0, 1, 1, 1]}


@pytest.fixture(scope="module")
def results():
    monitor = wb.Monitor("wbm-employees")
    monitor.add(wb.scan_csv(SAMPLE), name="sample")
    return monitor.results()


def cells(**changes):
    """Two waves of two groups; one of them is hidden, and its numbers were left in."""
    table = {"wave": ["2019", "2019", "2019", "2023", "2023", "2023"],
             "sex": [None, "m", "v"] * 2, "statistic": ["mean"] * 6, "variable": ["stress"] * 6,
             "category": [None] * 6, "kind": ["problem"] * 6,
             "estimate": [0.31, 0.32, 0.33, 0.41, 0.42, 0.987654],
             "lower": [0.21, 0.22, 0.23, 0.31, 0.32, 0.876543],
             "upper": [0.41, 0.42, 0.43, 0.51, 0.52, 0.998877],
             "n": [200, 100, 101, 220, 119, 987], "status": ["ok"] * 5 + ["hidden"]}
    return wb.Frame({**table, **changes})


def fit():
    shifts = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4}
    return wb.Model("stress", "shift").fit(shifts)


CHARTS = {
    "waves": lambda r, language: plot.waves(r, language=language),
    "waves by sex": lambda r, language: plot.waves(r, by="sex", language=language),
    "groups": lambda r, language: plot.groups(r, "sector", language=language),
    "groups against the rest": lambda r, language: plot.groups(r, "sex", against="rest",
                                                               language=language),
    "heat": lambda r, language: plot.heat(r, "sector", language=language),
    "forest": lambda r, language: plot.forest(fit(), language=language),
    "roc": lambda r, language: plot.roc(*wb.roc(TIRED, "score", "tired"), language=language),
    "bottlenecks": lambda r, language: plot.bottlenecks(r, language=language),
    "bottlenecks, dots": lambda r, language: plot.bottlenecks(r, "sex", how="dots",
                                                              language=language),
    "timeline": lambda r, language: plot.timeline(PLAN, today="2020-03-01", language=language),
    "budget": lambda r, language: plot.budget(PLAN, language=language),
}


def data_of(chart):
    """Every row in a chart."""
    return [row for layer in chart.to_dict()["layer"] for row in layer["data"]["values"]]


def said_by(chart):
    return " ".join(chart.to_dict()["title"]["subtitle"])


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_keeps_to_the_schema_and_is_drawn(name, language, results):
    chart = CHARTS[name](results, language)
    chart.to_dict(validate=True)
    png = vl_convert.vegalite_to_png(chart.to_json())
    assert png.startswith(b"\x89PNG") and len(png) > 5000


def test_waves__numbers_are_those_of_the_table(results):
    found = {row["wave"]: row for row in data_of(plot.waves(results)) if "estimate" in row}
    table = [row for row in rows(results.table("cells")) if row["variable"] == "werkbaar"
             and all(row[name] is None for name in ("sex", "age", "sector", "occupation", "size",
                                                    "part_time"))]
    assert len(found) == len(table) == 7
    for row in table:
        point = found[int(row["wave"])]
        assert [point[name] for name in ("estimate", "lower", "upper", "n")] == [
            row[name] for name in ("estimate", "lower", "upper", "n")]
    published = {row["wave"]: row["published"] for row in data_of(plot.waves(results))
                 if "published" in row}
    assert published[2023] == pytest.approx(0.518) and published[2010] == pytest.approx(0.543)


@pytest.mark.parametrize("draw", [
    lambda frame: plot.waves(frame, "stress", by="sex"),
    lambda frame: plot.groups(frame, "sex", "stress"),
    lambda frame: plot.heat(frame, "sex")], ids=["waves", "groups", "heat"])
def test_what_is_hidden_has_no_number_anywhere(draw):
    chart = draw(cells())
    text = chart.to_json()
    assert not any(number in text for number in ("98765", "987", "87654", "99887", "98,8", "99%"))
    assert "0.42" in text and "verborgen" in said_by(chart)


def test_bottlenecks__a_group_with_a_hidden_part_shows_none_of_its_parts():
    counts = {"wave": ["2023"] * 4, "sex": ["m", "m", "v", "v"], "statistic": ["proportion"] * 4,
              "variable": ["knelpunten"] * 4, "category": ["0", "1"] * 2,
              "estimate": [0.6, 0.4, 0.77, None], "n": [50, 50, 13, None],
              "status": ["ok", "ok", "ok", "hidden"]}
    chart = plot.bottlenecks(wb.Frame(counts), "sex")
    assert "0.77" not in chart.to_json() and "0.6" in chart.to_json()


def by_number(**changes):
    """The cells with waves and groups that are numbers, as a file of them is read."""
    return cells(**{"wave": [2019] * 3 + [2023] * 3, "sex": [None, 1.0, 2.0] * 2, **changes})


@pytest.mark.parametrize("draw", [
    lambda frame: plot.waves(frame, "stress", by="sex"),
    lambda frame: plot.waves(frame, "stress", by="sex", groups=[2]),
    lambda frame: plot.groups(frame, "sex", "stress"),
    lambda frame: plot.groups(frame, "sex", "stress", wave=2023),
    lambda frame: plot.heat(frame, "sex"), lambda frame: plot.waves(frame, "stress")],
    ids=["waves", "one group", "groups", "wave", "heat", "everyone"])
def test_waves_and_groups_that_are_numbers_are_drawn_as_those_that_are_text(draw):
    assert draw(by_number()).to_dict() == draw(cells(sex=[None, "1", "2"] * 2)).to_dict()


def test_bottlenecks__what_is_hidden_stays_so_where_waves_are_numbers():
    counts = {"wave": [2019] * 2 + [2023] * 2, "statistic": ["proportion"] * 4,
              "variable": ["knelpunten"] * 4, "category": [0, 1] * 2,
              "estimate": [0.6, 0.4, 0.77, None], "n": [50, 50, 13, None],
              "status": ["ok", "ok", "ok", "hidden"]}
    chart = plot.bottlenecks(wb.Frame(counts))
    assert "0.77" not in chart.to_json() and "0.6" in chart.to_json()
    assert {row["group"] for row in data_of(chart) if row.get("state") == "hidden"} == {"2023"}


def test_a_mean_and_the_shares_of_one_variable_are_not_drawn_together():
    both = wb.Frame({"wave": ["2023"] * 3, "statistic": ["mean", "proportion", "proportion"],
                     "variable": ["knelpunten"] * 3, "category": [None, "0", "1"],
                     "estimate": [0.125, 0.875, 0.25], "lower": [0.1, 0.8, 0.2],
                     "upper": [0.2, 0.9, 0.3], "n": [50] * 3, "status": ["ok"] * 3})
    for chart, shown in ((plot.waves(both, "knelpunten"), {0.125}),
                         (plot.waves(both, "knelpunten", category="1"), {0.25}),
                         (plot.bottlenecks(both), {0.875, 0.25})):
        assert {row["estimate"] for row in data_of(chart) if "estimate" in row} == shown


def test_numbers_that_round_to_0_have_no_sign():
    assert [Words("en").number(value, 1) for value in (-0.04, 0.04, -0.06)] == ["0.0", "0.0", "−0.1"]


def test_waves__a_line_stops_where_waves_are_not_comparable():
    changes = wb.Frame({"wave": ["2023"], "sex": ["m"], "statistic": ["mean"],
                        "variable": ["stress"], "category": [None], "status": ["not_comparable"],
                        "compared_with": ["previous"]})
    pieces = [{row["piece"] for row in data_of(plot.waves(
        cells(status=["ok"] * 6), "stress", by="sex", groups=["m"], changes=given))
        if "piece" in row} for given in (None, changes)]
    assert [len(one) for one in pieces] == [1, 2]


@pytest.mark.parametrize("names, order", [(["9", "10"], [9, 10]),
                                          (["spring", "autumn"], ["spring", "autumn"]),
                                          (["2016", "2019b"], ["2016", "2019b"])])
def test_waves__are_in_the_order_of_their_numbers_or_of_the_table(names, order):
    table = cells(wave=[names[0]] * 3 + [names[1]] * 3)
    line = plot.waves(table, "stress").to_dict(validate=True)["layer"][0]
    assert [row["wave"] for row in line["data"]["values"]] == order
    assert [row["estimate"] for row in line["data"]["values"]] == [0.31, 0.41]
    x = line["encoding"]["x"]
    assert x["axis"]["values"] == order and x.get("sort", order) == order
    assert names[1] in said_by(plot.groups(table, "sex", "stress"))


def test_series_differ_in_shape_and_dash_too():
    series = look()["series"]
    for part in ("colour", "shape", "r_shape", "r_linetype"):
        assert len({one[part] for one in series}) == len(series) == 8
    assert len({tuple(one["dash"]) for one in series}) == 8
    layers = plot.waves(cells(), "stress", by="sex").to_dict()["layer"]
    shapes = [layer["encoding"]["shape"]["scale"]["range"] for layer in layers
              if "shape" in layer["encoding"]]
    dashes = [layer["encoding"]["strokeDash"]["scale"]["range"] for layer in layers
              if "strokeDash" in layer["encoding"]]
    assert all(len(set(one)) == 2 for one in shapes)
    assert all(one[0] != one[1] for one in dashes) and dashes and shapes


def test_both_languages_have_all_words():
    words = look()["words"]
    assert words["nl"].keys() == words["en"].keys()


def test_a_chart_says_what_it_must(results):
    said = said_by(plot.waves(results, language="en"))
    for part in ("share", "n = ", "95% interval", "Source: wbm-employees", "Preset", "SYNTHETIC"):
        assert part in said
    assert "does not start at 0" in said_by(plot.waves(cells(), "stress", zero=False,
                                                       language="en"))
    assert "says nothing of causes" in said_by(plot.forest(fit(), language="en"))
    assert "not an official one" in said_by(CHARTS["roc"](None, "en"))


def scores():
    return wb.score(wb.read_csv(SAMPLE), "wbm-employees")


def is_marked(chart):
    layers = chart.to_dict()["layer"]
    across = any(layer["mark"].get("text") == "SYNTHETIC" for layer in layers
                 if isinstance(layer["mark"], dict))
    assert across == ("SYNTHETIC: " in said_by(chart))
    return across


def test_synthetic_is_said_of_what_was_made_of_made_up_answers():
    scored = scores()
    logit = wb.Model("vermoeidheid_problem", "sex").fit(scored)
    curve, auc = wb.roc(wb.Design(scored, weights="weight"), "herstelbehoefte", "balans_problem")
    assert is_marked(plot.forest(logit, language="en"))
    assert is_marked(plot.roc(curve, auc, language="en"))
    assert "Preset" in said_by(plot.roc(curve, auc, language="en"))
    assert not is_marked(plot.forest(fit(), language="en"))


def test_synthetic_is_said_where_the_source_says_it():
    bare = wb.Frame(scores().to_dict())
    logit = wb.Model("vermoeidheid_problem", "sex").fit(bare)
    assert not is_marked(plot.forest(logit, language="en"))
    for source in ("pilot, SYNTHETIC", "proef, SYNTHETISCH"):
        assert is_marked(plot.forest(logit, source=source, language="en"))
    assert is_marked(plot.timeline(wb.Plan.from_json(PLAN.to_json()), language="en",
                                   source="SYNTHETIC"))
    assert not is_marked(plot.timeline(PLAN, language="en"))


def test_a_plan_that_is_made_up_says_so_in_its_title_whatever_the_chart_is_called():
    text = PLAN.to_json().replace(PLAN.title("en"), "A plan (SYNTHETIC: made up)")
    made_up = wb.Plan.from_json(text)
    for chart in (plot.timeline, plot.budget):
        for given in ({}, {"source": "SERV"}, {"title": "Our plan"}):
            drawn = chart(made_up, language="en", **given)
            assert is_marked(drawn)
            assert ("Source: SERV, SYNTHETIC" in said_by(drawn)) == ("source" in given)


def test_a_chart_names_its_source_or_says_that_nobody_did():
    assert "Source: actieplan-werkbaar-werk, " in said_by(plot.budget(PLAN, language="en"))
    assert "Source: not told" in said_by(plot.forest(fit(), language="en"))
    assert "Source: pilot" in said_by(plot.forest(fit(), source="pilot", language="en"))


def test_an_interval_is_said_only_where_it_is_drawn(results):
    assert "interval" in said_by(plot.bottlenecks(results, how="dots", language="en"))
    assert "interval" not in said_by(plot.bottlenecks(results, language="en"))
    assert "interval" not in said_by(plot.heat(results, "sex", language="en"))


@pytest.mark.parametrize("language, half", [("nl", "0,5%"), ("en", "0.5%")])
@pytest.mark.parametrize("draw", [
    lambda frame, language: plot.waves(frame, "stress", language=language),
    lambda frame, language: plot.groups(frame, "sex", "stress", wave="2019", language=language)],
    ids=["waves", "groups"])
def test_ticks_between_whole_percents_have_their_decimal(draw, language, half):
    few = cells(**{name: [value / 10 for value in cells()[name]]
                   for name in ("estimate", "lower", "upper")})
    svg = vl_convert.vegalite_to_svg(draw(few, language).to_json())
    assert f">{half}<" in svg


def test_a_level_is_said_with_the_decimals_that_it_has():
    frame = cells()
    for level, words in ((0.95, "95% interval"), (0.995, "99.5% interval")):
        said = wb.Frame(frame, metadata={"level": level})
        assert f" {words}" in said_by(plot.waves(said, "stress", language="en"))


def test_timeline__an_action_without_a_number_has_a_title_alone():
    made = json.loads(PLAN.to_json())
    dated = next(row["id"] for row in rows(PLAN.actions()) if row["from"])
    actions = [action for objective in made["objectives"] for section in objective["sections"]
               for action in section["actions"] if action["id"] == dated]
    assert actions and actions[0].pop("number")
    plan = wb.Plan.from_json(json.dumps(made))
    title = next(row["title"] for row in rows(plan.actions()) if row["id"] == dated)
    bars = {row["action"] for row in data_of(plot.timeline(plan)) if "action" in row}
    assert any(title.startswith(bar.removesuffix(" …")) for bar in bars)
    assert not any("None" in bar for bar in bars)


def test_budget__lines_that_are_not_counted_in_are_said():
    said = {row["row"]: row["text"] for row in data_of(plot.budget(PLAN, by="certainty",
                                                                   language="en"))}
    assert said["indicative"] == "1 not counted in" and "€ 10,800,000" in said["committed"]


def test_forest_and_roc__numbers_are_those_of_the_tables():
    shown = [row for row in data_of(plot.forest(fit())) if "odds_ratio" in row]
    table = rows(fit().coefficients)[2]
    assert all(row["odds_ratio"] == table["odds_ratio"] and row["odds_upper"] == table["odds_upper"]
               for row in shown) and shown
    curve, auc = wb.roc(TIRED, "score", "tired")
    points = {(row["cut"], row["sensitivity"], row["specificity"])
              for row in data_of(plot.roc(curve, auc)) if "cut" in row}
    assert points == set(zip(curve["cut"], curve["sensitivity"], curve["specificity"]))


def test_budget_and_timeline__numbers_are_those_of_the_plan():
    totals = PLAN.budget_totals("year").to_dict()
    drawn = {row["cents"] for row in data_of(plot.budget(PLAN, by="year")) if "cents" in row}
    assert drawn == set(totals["current_known"])
    dated = [row for row in rows(PLAN.actions()) if row["from"] or row["to"]]
    bars = {row["action"] for row in data_of(plot.timeline(PLAN)) if "action" in row}
    assert len(bars) == len(dated) == 20


def test_what_is_wrong_is_said():
    with pytest.raises(wb.ArgumentError, match="no column 'odds_ratio'"):
        plot.forest(wb.Frame({"term": ["a"]}))
    with pytest.raises(wb.ArgumentError, match="no groups by 'age'"):
        plot.heat(cells(), "age")
    with pytest.raises(wb.ArgumentError, match="there is no 'none'"):
        plot.waves(cells(), "none")
    with pytest.raises(wb.ArgumentError, match="no wave 2001"):
        plot.groups(cells(), "sex", "stress", wave=2001)
    with pytest.raises(wb.ArgumentError):
        plot.waves(cells(), "stress", language="fr")


def test_without_altair_it_says_what_brings_it():
    code = ("import sys; sys.modules['altair'] = None\n"
            "import werkbaar as wb, werkbaar.plot\n"
            "try: wb.plot.timeline(wb.Plan.builtin('actieplan-werkbaar-werk'))\n"
            "except wb.UnsupportedError as error: print(error)")
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "werkbaar[plot]" in out.stdout


def test_the_look_is_a_file_that_others_read():
    assert look()["format"] == "werkbaar-look/1.0" and json.dumps(look())
