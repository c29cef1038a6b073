# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A made-up company, to try scans with."""
from __future__ import annotations

import json

from ._frame import Frame
from ._organisation import Organisation
from ._questionnaire import Questionnaire

RECIPE = {"format": "werkbaar-recipe/1.0", "id": "bakery-scan", "version": "1.0",
          "languages": ["nl", "en"],
          "title": {"nl": "Scan van een bakkerij", "en": "Scan of a bakery"},
          "modules": [{"id": "work-pressure"}, {"id": "leader-support"}, {"id": "ergonomics"}]}
ORGANISATION = {
    "format": "werkbaar-organisation/1.0", "id": "bakery", "synthetic": True,
    "title": {"nl": "Bakkerij De Korst (verzonnen)", "en": "De Korst bakery (made up)"},
    "staff": 208, "min_n": 10,
    "fieldwork": {"id": "2030", "from": "2030-03-01", "until": "2030-03-31", "invited": 208},
    "hierarchies": [
        {"id": "department", "title": {"nl": "Afdeling", "en": "Department"},
         "columns": ["department", "team"], "groups": [
             {"id": "production", "staff": 98,
              "title": {"nl": "Productie", "en": "Production"}, "groups": [
                  {"id": "day", "staff": 52, "title": {"nl": "Dagploeg", "en": "Day shift"}},
                  {"id": "night", "staff": 46,
                   "title": {"nl": "Nachtploeg", "en": "Night shift"}}]},
             {"id": "shops", "staff": 64, "title": {"nl": "Winkels", "en": "Shops"}},
             {"id": "delivery", "staff": 24, "title": {"nl": "Bezorging", "en": "Delivery"}},
             {"id": "office", "staff": 22, "title": {"nl": "Kantoor", "en": "Office"}}]}],
    "pool": {"breakdowns": ["department"]}}
#: Department, team, how many answered, and of 100 how many have it hard in each theme.
GROUPS = [("production", "day", 41, (30, 40, 20, 25)),
          ("production", "night", 36, (75, 45, 35, 30)),
          ("shops", None, 47, (15, 35, 25, 20)), ("delivery", None, 15, (40, 40, 30, 30)),
          ("office", None, 8, (40, 50, 20, 25))]


def example_scan() -> tuple[Questionnaire, Organisation, Frame]:
    """A questionnaire, an organisation and the answers of its people, to try scans with.

    All of it is SYNTHETIC: no company and no person stands behind a number, and every result says
    so.

    Examples
    --------
    >>> import werkbaar as wb
    >>> questionnaire, organisation, answers = wb.example_scan()
    >>> organisation.title("en"), len(answers)
    ('De Korst bakery (made up)', 147)
    """
    questionnaire = Questionnaire.compose(RECIPE)
    return questionnaire, Organisation.from_json(json.dumps(ORGANISATION)), _answers(questionnaire)


def _answers(questionnaire: Questionnaire) -> Frame:
    """The same answers at every call, in Python and in R."""
    people = [group for group in GROUPS for _ in range(group[2])]
    columns: dict[str, list[object]] = {"department": [group[0] for group in people],
                                        "team": [group[1] for group in people]}
    indicators = questionnaire.table("indicators").to_dict()
    turned = {theme for theme, direction in zip(indicators["theme"], indicators["direction"])
              if direction == "low"}
    questions = questionnaire.table("questions").to_dict()
    asked = [(id, theme, reversed != (theme in turned)) for id, theme, reversed, unit in zip(
        questions["id"], questions["theme"], questions["reversed"], questions["unit"])
        if unit == "person"]
    themes = list(dict.fromkeys(theme for _, theme, _ in asked))
    for position, (id, theme, high_is_good) in enumerate(asked):
        at = themes.index(theme)
        codes = [_code(person, position, at, group[3][at]) for person, group in enumerate(people)]
        columns[id] = [3 - code if high_is_good else code for code in codes]
    return Frame(columns)


def _code(person: int, position: int, theme: int, hard: int) -> int:
    """0 or 1 of who has it well, 2 of who has it hard, 3 of a third of those."""
    spread = (37 * person + 61 * theme) % 100
    if spread < hard:
        return 3 if 3 * spread < hard else 2
    return (person + position) % 2
