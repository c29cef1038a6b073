# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The built-in modules and sectors: three languages, plain questions, no question twice, a
source for every cut-off."""
import collections
import itertools
import re
import string

import content
from content import tap

MODULES = content.load("modules")
SECTORS = content.load("sectors")
# A sector is in the languages of its title.
BOTH = {**MODULES, **{name: {"languages": list(sector["title"]), **sector}
                      for name, sector in SECTORS.items()}}
LONGEST = 16  # words of a question
KINDS = {"items", "checklist", "scales", "indicators", "composites", "themes"}


def members(module, *kinds):
    return [member for kind in kinds for member in module.get(kind, [])]


def questions():
    """(module, item or check, language, question with the terms filled in)"""
    for name, module in MODULES.items():
        for item in members(module, "items", "checklist"):
            for language, text in item["question"].items():
                terms = {term: by[language] for term, by in module.get("terms", {}).items()}
                yield name, item, language, text.format_map(terms)


# ---- ids ----

def odd_ids():
    for name, module in MODULES.items():
        if name != module["id"]:
            yield f"{name}.json holds module {module['id']}"
        for kind in KINDS:
            ids = [member["id"] for member in members(module, kind)]
            for twice in [one for one, n in collections.Counter(ids).items() if n > 1]:
                yield f"{name}: {kind} {twice} is there {ids.count(twice)} times"
            for one in ids:
                if not content.ID.fullmatch(one):
                    yield f"{name}: {kind} {one} is no id"
        columns = [member["id"] for member in members(module, "items", "scales", "indicators",
                                                      "composites", "checklist")]
        for twice in [one for one, n in collections.Counter(columns).items() if n > 1]:
            yield f"{name}: {twice} would name {columns.count(twice)} columns"


def defined_differently():
    """What two modules both have is the same in both, so that they compose."""
    for kind in KINDS:
        seen = {}
        for name, module in MODULES.items():
            for member in members(module, kind):
                other, first = seen.setdefault(member["id"], (name, member))
                if member != first:
                    yield f"{kind} {member['id']} differs in {other} and {name}"
    for kind in ("answer_sets", "terms"):
        seen = {}
        for name, module in MODULES.items():
            for key, value in module.get(kind, {}).items():
                if seen.setdefault(key, value) != value:
                    yield f"{name}: {kind} {key} is another elsewhere"


def unknown_names():
    for name, module in MODULES.items():
        items = {item["id"]: item for item in members(module, "items")}
        themes = {theme["id"] for theme in module["themes"]}
        scales = {scale["id"] for scale in module["scales"]}
        for member in members(module, "items", "checklist", "indicators"):
            if member["theme"] not in themes:
                yield f"{name}: {member['id']} is of theme {member['theme']}"
        for item in items.values():
            codes = {answer["code"] for answer in module["answer_sets"][item["answers"]]}
            if not set(item.get("missing", [])) < codes:
                yield f"{name}: {item['id']} has missing codes that are no answers"
            asked = item.get("show_if", {}).get("item")
            if asked is not None and list(items).index(asked) >= list(items).index(item["id"]):
                yield f"{name}: {item['id']} depends on {asked}, which comes later"
        for scale in module["scales"]:
            for item in set(scale["items"]) - set(items):
                yield f"{name}: {scale['id']} is of {item}, which is not there"
        for indicator in module["indicators"]:
            if indicator["scale"] not in scales:
                yield f"{name}: {indicator['id']} is of scale {indicator['scale']}"


# ---- questions ----

def careless_questions():
    for name, item, language, text in questions():
        label = f"{name}/{item['id']} ({language})"
        if len(content.words(text)) > LONGEST:
            yield f"{label} has {len(content.words(text))} words: {text}"
        if not text.endswith("?") or text.count("?") != 1:
            yield f"{label} is not one question: {text}"
        if not text[0].isupper():
            yield f"{label} begins with a small letter: {text}"


def placeholders(text):
    return sorted(field for _, field, _, _ in string.Formatter().parse(text) if field)


def uneven_placeholders():
    for name, module in MODULES.items():
        used = set()
        for item in members(module, "items", "checklist"):
            found = {language: placeholders(text) for language, text in item["question"].items()}
            used |= set(found["nl"])
            if len({tuple(one) for one in found.values()}) > 1:
                yield f"{name}/{item['id']}: {found}"
        if used != set(module.get("terms", {})):
            yield f"{name} uses {sorted(used)} and declares {sorted(module.get('terms', {}))}"


def negations():
    """Two negations in one question are hard to answer."""
    no = {"nl": r"\b(niet|geen|nooit|zonder|niemand|niets)\b",
          "en": r"\b(not|no|never|without|nobody|nothing|cannot)\b|n’t\b",
          "fr": r"\b(pas|jamais|sans|personne ne|rien)\b"}
    for name, item, language, text in questions():
        if len(re.findall(no[language], text, re.I)) > 1:
            yield f"{name}/{item['id']} ({language}): {text}"


# Words that say how something is asked, not what.
COMMON = set("""
a about after all an and any are as at be before by can could do does for from get have hours
how if in is it its long may more most much must of on one or other own part so than that the
their them there these they this time to until used what when where which while who with within
work working you your yourself someone anyone way often enough last twelve months has out into
up people post still day over kg
""".split())


def essence(text):
    """The telling words of an English text, by how they begin."""
    found = {word[:6] for word in re.findall(r"[a-z]+", text.lower())}
    return found - {word[:6] for word in COMMON}


def near():
    """Pairs of different questions to the same unit with most of their telling words in common."""
    asked = {item["id"]: (name, item["question"]["en"]) for name, module in MODULES.items()
             for item in members(module, "items", "checklist")}
    by_id = [(name, one, text, essence(text)) for one, (name, text) in asked.items()]
    for (name, one, text, a), (other, two, again, b) in itertools.combinations(by_id, 2):
        same = len(a & b) / max(1, len(a | b))
        together = MODULES[name]["unit"] == MODULES[other]["unit"]
        if together and (text == again or same >= (0.5 if name == other else 0.6)):
            yield f"{name}/{one} and {other}/{two}: '{text}' '{again}'"


# ---- scores ----

def unsourced():
    for name, module in MODULES.items():
        if module["validated"] != "no":
            yield f"{name} says it is validated"
        for indicator in module["indicators"]:
            for level in ("problem", "acute"):
                cut = indicator.get(level)
                if cut is None and level == "acute":
                    continue
                if cut["verified"] is not False or "set by this project" not in cut["source"]:
                    yield f"{name}/{indicator['id']}: {level} is not said to be ours"


def unscored():
    for name, module in MODULES.items():
        kinds = {theme["id"]: theme["kind"] for theme in module["themes"]}
        scored = {item for scale in module["scales"] for item in scale["items"]}
        steering = {item["show_if"]["item"] for item in module["items"] if "show_if" in item}
        for item in module["items"]:
            if item["id"] not in scored | steering:
                yield f"{name}/{item['id']} is in no scale"
            if item["id"] in steering and item.get("optional"):
                yield f"{name}/{item['id']} may not be left out: others depend on it"
        for indicator in module["indicators"]:
            if indicator["kind"] != kinds[indicator["theme"]]:
                yield f"{name}/{indicator['id']} is not of the kind of its theme"
        for theme in set(kinds) - {indicator["theme"] for indicator in module["indicators"]}:
            yield f"{name}: theme {theme} has no indicator"


def too_short_scales():
    """A recipe may leave out what is optional: the others still make a score."""
    for name, module in MODULES.items():
        optional = {item["id"] for item in module["items"] if item.get("optional")}
        for scale in module["scales"]:
            kept = [item for item in scale["items"] if item not in optional]
            if len(scale["items"]) < 2 or len(kept) < scale["min_answered"]:
                yield f"{name}/{scale['id']}: {len(kept)} items that must stay"


def without_discussion():
    for name, module in MODULES.items():
        for theme in module["themes"]:
            if len(theme["discussion"]) < 2:
                yield f"{name}: theme {theme['id']} has fewer than two questions to discuss"


def odd_sectors():
    for name, sector in SECTORS.items():
        known = {module["id"] for module in sector["modules"]} & set(MODULES)
        if name != sector["id"] or len(known) != len(sector["modules"]):
            yield f"{name}: of its modules only {sorted(known)} are there"


def unlisted():
    guide = (tap.ROOT / "docs" / "modules.md").read_text(encoding="utf-8")
    built = (content.DATA / "meson.build").read_text(encoding="utf-8")
    for kind, names in (("modules", MODULES), ("sectors", SECTORS)):
        for name in names:
            if f"`{name}`" not in guide:
                yield f"docs/modules.md does not name {name}"
            if f"'{kind}/{name}.json'" not in built:
                yield f"data/meson.build does not list {name}"


tap.check("there are modules and sectors", [] if MODULES and SECTORS else ["none were found"])
tap.check("ids are unique and well made", odd_ids())
tap.check("what two modules share is the same in both", defined_differently())
tap.check("what is named exists", unknown_names())
tap.check("every text is in every language", content.incomplete(BOTH))
tap.check("no word of blame or diagnosis", content.forbidden(BOTH))
tap.check("quotes and spaces are those of the language", content.untypographic(BOTH))
tap.check("every question is short, one question", careless_questions())
tap.check("placeholders are the same in all languages", uneven_placeholders())
tap.check("no double negation", negations())
tap.check("no question is asked twice", near())
tap.check("every cut-off says that it is ours", unsourced())
tap.check("every item is scored or decides what is asked", unscored())
tap.check("scales stay scales without what is optional", too_short_scales())
tap.check("every theme has questions to discuss", without_discussion())
tap.check("sectors name modules that exist", odd_sectors())
tap.check("all are built in, and in the guide", unlisted())
tap.done()
