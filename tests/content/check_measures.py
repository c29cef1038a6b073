# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The menu of measures: themes, actions and support rules that exist, something to choose for
every theme, every level served."""
import collections
import json

import content
from content import tap

MEASURES = content.load("measures")
SUPPORT = content.load("support")
ALL = [measure for document in MEASURES.values() for measure in document["measures"]]
LEVELS = {"sector", "organisation", "team", "leader", "individual"}


def themes():
    return {theme["id"] for module in content.load("modules").values()
            for theme in module["themes"]}


def actions(value):
    """Numbers of the actions of a plan, at any depth."""
    if isinstance(value, dict):
        if str(value.get("id", "")).startswith("action-") and "number" in value:
            yield value["number"]
        value = list(value.values())
    if isinstance(value, list):
        for member in value:
            yield from actions(member)


def unknown():
    plan = json.loads((content.DATA / "plans" / "actieplan-werkbaar-werk.json")
                      .read_text(encoding="utf-8"))
    known = {"themes": themes(), "actions": set(actions(plan["objectives"])),
             "support": set(SUPPORT)}
    for measure in ALL:
        for key, there in known.items():
            for one in set(measure.get(key, [])) - there:
                yield f"{measure['id']}: {key} {one} is not there"


def ids():
    count = collections.Counter(measure["id"] for measure in ALL)
    return [f"{one} is there {n} times" for one, n in count.items()
            if n > 1 or not content.ID.fullmatch(one)]


def unserved():
    served = collections.Counter(theme for measure in ALL for theme in measure["themes"])
    for theme in themes():
        if served[theme] < 2:
            yield f"theme {theme} has {served[theme]} measures: there is nothing to choose"
    for level in LEVELS - {level for measure in ALL for level in measure["levels"]}:
        yield f"no measure at level {level}"


def alike():
    for language in ("nl", "en"):
        for part in ("title", "text"):
            seen = {}
            for measure in ALL:
                other = seen.setdefault(measure[part][language].lower(), measure["id"])
                if other != measure["id"]:
                    yield f"{other} and {measure['id']} have the same {part}"


def careless():
    for measure in ALL:
        for language in ("nl", "en"):
            if len(content.words(measure["title"][language])) > 12:
                yield f"{measure['id']}: the title is long ({language})"
            if not measure["text"][language].endswith((".", "?")):
                yield f"{measure['id']}: the text is no sentence ({language})"


def unlisted():
    built = (content.DATA / "meson.build").read_text(encoding="utf-8")
    for name, document in MEASURES.items():
        if name != document["id"] or f"'measures/{name}.json'" not in built:
            yield f"{name}: not of this name, or not in data/meson.build"


tap.check("there are measures", [] if ALL else ["none were found"])
tap.check("ids are unique and well made", ids())
tap.check("themes, actions and support exist", unknown())
tap.check("every theme and every level is served", unserved())
tap.check("every text is in every language", content.incomplete(MEASURES))
tap.check("no two measures are alike", alike())
tap.check("no word of blame or diagnosis", content.forbidden(MEASURES))
tap.check("quotes and spaces are those of the language", content.untypographic(MEASURES))
tap.check("titles are short, texts are sentences", careless())
tap.check("all are built in", unlisted())
tap.done()
