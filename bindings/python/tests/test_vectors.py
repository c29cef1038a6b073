# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The vectors that C, Python and R share: within their tolerance of R's survey, and the bits of
the command line of the same build."""
import json

import pytest

import werkbaar as wb
from cases import RESULT, rows, run_cli
from vectors import cases, shown

TOLERANCE = 1e-10
CASES = cases()
GOOD = [case for case in CASES if not case.error]


def design(case):
    return wb.Design(wb.read_csv(case.data), weights=case.weights, strata=case.strata)


def tallied(case, interval):
    tally = wb.Tally(wb.Spec.from_json(case.spec_json()))
    tally.update(wb.read_csv(case.data))
    return tally.estimate(level=case.level, interval=interval)


def asked(case, by):
    return {**{statistic: case.variables(statistic)
               for statistic in ("mean", "total", "proportion")}, "by": by}


def test_there_are_cases_of_both_kinds():
    assert len(GOOD) >= 4 and len(CASES) > len(GOOD)


@pytest.mark.parametrize("interval", ["logit", "wald"])
@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_estimates_are_those_of_r(case, interval):
    ours, expected = rows(tallied(case, interval)), case.expected()
    assert len(ours) == len(expected)
    bounds = {"lower": f"lower_{interval}", "upper": f"upper_{interval}"}
    for mine, theirs in zip(ours, expected):
        for name in (*case.columns, "statistic", "variable", "category", "status"):
            assert shown(mine[name]) == theirs[name], (name, theirs)
        for name in ("estimate", "se", "df", "n", "lower", "upper"):
            value, given = mine[name], theirs[bounds.get(name, name)]
            if given is None:
                assert value is None, (name, theirs)
            else:
                allowed = TOLERANCE * max(abs(given), theirs["scale"])
                assert abs(value - given) <= allowed, (name, value, theirs)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_a_design_has_the_bits_of_a_tally(case):
    def key(row):
        return [shown(row[name]) for name in (*case.columns, "statistic", "variable", "category")]

    one = rows(tallied(case, "logit"))
    other = rows(design(case).estimate(**asked(case, case.by), level=case.level, output="frame"))
    assert sorted(one, key=key) == sorted(other, key=key)


@pytest.mark.parametrize("case", [case for case in CASES if case.error == "design"],
                         ids=lambda case: case.name)
def test_what_r_refuses_is_a_design_error(case):
    with pytest.raises(wb.DesignError):
        tallied(case, "logit")


@pytest.mark.parametrize("interval", ["logit", "wald"])
@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_estimates_have_the_bits_of_the_command(case, interval):
    options = ["--level", repr(case.level), "--ci", interval]
    if case.weights:
        options += ["--weights", case.weights]
    if case.strata:
        options += ["--strata", ",".join(case.strata)]
    for statistic in ("mean", "total", "proportion"):
        if case.variables(statistic):
            options += [f"--{statistic}", ",".join(case.variables(statistic))]
    for by in case.by:
        grouped = ["--by", ",".join(by)] if by else []
        printed = run_cli("estimate", "--quiet", case.data, *options, *grouped, "--format", "json")
        theirs = json.loads(printed)["rows"]
        ours = rows(design(case).estimate(**asked(case, [by]), level=case.level,
                                          interval=interval, output="frame"))
        assert len(ours) == len(theirs)
        for mine, given in zip(ours, theirs):
            assert list(mine) == [*by, *RESULT]
            assert mine == given
