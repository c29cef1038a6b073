# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The designs and comparisons that C, Python and R share (tests/vectors/README.md): within their
tolerance of R's survey, by the JSON of the case and by the words of Python."""
import pytest

import werkbaar as wb
from cases import rows
from designs import cases_of, close, differences, value_of
from vectors import parts, shown

CASES = cases_of("design")
GOOD = [case for case in CASES if not case.error]
COMPARISONS = cases_of("infer")
ERRORS = {"WB_E_DESIGN": wb.DesignError, "WB_E_DATA": wb.DataError}


def named(cases):
    """A test for every case; one whose data are not there is skipped, and counted so."""
    return pytest.mark.parametrize("case", [
        pytest.param(case, id=case.name, marks=pytest.mark.skipif(
            case.path is None, reason=f"the data set {case.data} of R's survey is not here"))
        for case in cases])


def test_there_are_cases_of_every_kind():
    words = " ".join(case.spec for case in CASES)
    for part in ("clusters", "fpc", "strata", "ratio", "correlation", "design_effect",
                 "replicates"):
        assert f'"{part}"' in words
    options = {name for case in GOOD for name in case.options}
    assert options >= {"lonely", "replicates"}
    assert len(GOOD) >= 20 and any(case.error for case in CASES)
    assert {case.verb for case in COMPARISONS} >= {"covariances", "contrasts", "pairs", "trend",
                                                   "equal", "standardise", "independence", "fit"}


@named(GOOD)
def test_estimates_are_those_of_r(case):
    assert differences(case, case.tally.estimate(**case.options)) == []


@named(GOOD)
def test_the_words_of_python_say_what_the_json_says(case):
    design, asked = case.design()
    assert differences(case, design.estimate(**asked)) == []


@named([case for case in CASES if case.error])
def test_what_r_refuses_is_refused_in_both_ways(case):
    with pytest.raises(ERRORS[case.error]) as caught:
        case.tally.estimate(**case.options)
    assert caught.value.item
    with pytest.raises(ERRORS[case.error]) as caught:
        design, asked = case.design()
        design.estimate(**asked)
    assert caught.value.item


# ---- comparisons ----

def arguments_of(case):
    """What the verb of a case takes."""
    if case.verb == "contrasts":
        return {"expressions": parts(case.arguments, "|")}
    found = dict(part.split("=") for part in parts(case.arguments, ";"))
    if "standard" in found:
        levels = (part.split(":") for part in found["standard"].split(","))
        found["standard"] = {level: value_of(weight) for level, weight in levels}
    if "degree" in found:
        found["degree"] = int(found["degree"])
    if case.verb == "fit":
        found = {"variable": found["column"], "expected": found["standard"]}
    return found | ({"test": "all"} if case.verb in ("independence", "fit") else {})


def unlike(case, result):
    """What of the result of a comparison is not what R says."""
    ours = [{name: shown(value) for name, value in row.items()} | {"row": row}
            for row in rows(result)]
    found = []
    for theirs in case.expected:
        key = dict(part.split("=") for part in theirs["key"].split(";"))
        mine = next((row["row"] for row in ours if key.items() <= row.items()), None)
        name = theirs["quantity"]
        if mine is None or not close(mine[name], float(theirs["value"]), case.tolerance,
                                     float(theirs["scale"])):
            found.append((theirs, mine and mine[name]))
    return found


@named(COMPARISONS)
def test_comparisons_are_those_of_r(case):
    made = getattr(case.tally, case.verb)(**arguments_of(case), **case.options)
    assert unlike(case, made) == []


@named([case for case in COMPARISONS if case.verb != "covariances"])  # those go by row
def test_comparisons_of_a_design_are_those_of_r(case):
    design, asked = case.design()
    assert unlike(case, getattr(design, case.verb)(**arguments_of(case), **asked)) == []
