# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests of scans share: the scans of the vectors."""
import functools
import json

import werkbaar as wb
from cases import VECTORS
from vectors import read


@functools.cache
def questionnaire():
    """The questions of the vectors: an answer of 2 or 3 is a problem."""
    catalogue = wb.Catalogue(VECTORS / "scan_module.json")
    return wb.Questionnaire.compose(
        {"format": "werkbaar-recipe/1.0", "id": "vectors", "version": "1.0", "languages": ["nl"],
         "title": {"nl": "Vragen"}, "modules": [{"id": "three-questions"}]}, catalogue)


def organisation(text, **changes):
    return wb.Organisation.from_json(json.dumps({**json.loads(text), **changes}))


def value(text):
    return None if text == "" else int(text) if text.isdigit() else text


def answers(case):
    """The answers of one case, and the columns that its organisation has."""
    rows = [row for row in read(VECTORS / "scan_answers.csv") if row["case"] == case]
    return {name: [value(row[name]) for row in rows] for name in rows[0] if name != "case"}


def cases():
    return {row["case"]: row["organisation"] for row in read(VECTORS / "scan_cases.csv")}


@functools.cache
def example():
    """The scan of the made-up company."""
    return wb.Scan.run(*wb.example_scan())
