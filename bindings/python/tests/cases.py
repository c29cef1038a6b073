# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests of scoring and estimating share: a tiny instrument, its answers, the command
line of the same library, and results as rows."""
import json
import os
import pathlib
import re
import subprocess

import pytest
from hypothesis import HealthCheck, settings

import werkbaar as wb

ROOT = pathlib.Path(__file__).resolve().parents[3]
VECTORS = ROOT / "tests" / "vectors"
SAMPLE = ROOT / "data" / "sample" / "wbm-employees.csv"
RESULT = ["statistic", "variable", "category", "estimate", "se", "lower", "upper", "df", "n",
          "deff", "status"]

#: Long runs, as before a release: WERKBAAR_LONG=1.
LONG = os.environ.get("WERKBAAR_LONG", "") not in ("", "0")

#: How many random cases a property is tried with; the same ones every time but in long runs.
FEW = settings(max_examples=250 if LONG else 30, deadline=None, database=None,
               derandomize=not LONG, suppress_health_check=list(HealthCheck))


def _label(text):
    return {"nl": text, "en": f"{text} (en)"}


def _item(name, high, **more):
    return {"id": name, "label": _label(name), "text": "none", "min": 0, "max": high, **more}


#: Three yes/no items and two of four answers, one of them reversed.
INSTRUMENT = {
    "format": "werkbaar-instrument/1.0", "id": "tiny", "version": "1", "licence": "MIT",
    "source": "made for tests", "unit": "person", "languages": ["nl", "en"],
    "title": {"nl": "Klein", "en": "Tiny"},
    "items": [*(_item(f"a{i}", 1, missing=[9]) for i in (1, 2, 3)),
              _item("b1", 3), _item("b2", 3, reversed=True)],
    "scales": [
        {"id": "sa", "label": _label("sa"), "rule": "percent", "min_answered": 2,
         "items": ["a1", "a2", "a3"]},
        {"id": "sb", "label": _label("sb"), "rule": "percent", "items": ["b1", "b2"]}],
    "indicators": [
        {"id": "ia", "label": _label("ia"), "kind": "workability", "scale": "sa",
         "direction": "high",
         "problem": {"comparison": "at_least", "value": "200/3", "source": "tests"},
         "acute": {"comparison": "at_least", "value": "100", "source": "tests"}},
        {"id": "ib", "label": _label("ib"), "kind": "risk", "scale": "sb", "direction": "high",
         "problem": {"comparison": "at_least", "value": "50", "source": "tests"}}],
    "composites": [
        {"id": "werkbaar", "label": _label("none at all"), "rule": "none_of", "of": ["ia", "ib"]},
        {"id": "knelpunten", "label": _label("number"), "rule": "count_of", "of": ["ia", "ib"]}],
}

ANSWERS = {
    "wave": [2020, 2020, 2020, 2020, 2021, 2021, 2021, 2021],
    "sex": ["m", "f", "m", "f", "m", "f", "m", "f"],
    "weight": [1.0, 2.0, 1.0, 2.0, 1.0, 1.0, 3.0, 1.0],
    "a1": [1, 1, 0, 0, 1, 0, 9, 0],
    "a2": [1, 1, 0, 9, 1, 0, None, 0],
    "a3": [1, 0, 1, 0, 0, 0, 1, 0],
    "b1": [0, 3, 1, 0, 0, 3, 3, 0],
    "b2": [3, 0, 3, 3, 3, 1, 0, 2],
}


def tiny(**changes):
    """The tiny instrument, with other parts where given."""
    return wb.Instrument.from_json(json.dumps({**INSTRUMENT, **changes}))


def rows(frame):
    """The rows of any result, as dicts."""
    columns = frame.to_dict()
    return [dict(zip(columns, values)) for values in zip(*columns.values())]


def keyed(result, by=()):
    """Rows of an estimates frame by what they are about."""
    found = {}
    for row in rows(result):
        key = (tuple(row[name] for name in by), row["statistic"], row["variable"],
               row["category"])
        assert key not in found
        found[key] = row
    return found


def cli():
    """The command of the same build (WERKBAAR_CLI); tests that compare with it need one."""
    path = os.environ.get("WERKBAAR_CLI")
    if not path:
        pytest.skip("WERKBAAR_CLI names no command to compare with")
    return path


def run_cli(*words):
    """What the command prints."""
    return subprocess.run([cli(), *map(str, words)], check=True, capture_output=True,
                          text=True).stdout


def run_guide(name, monkeypatch):
    """The names that the Python examples of a page of docs/ leave, run in their order from the top."""
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    known = {}
    for block in re.findall(r"^```python\n(.*?)^```", page, flags=re.M | re.S):
        exec(block, known)
    return known
