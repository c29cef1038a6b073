# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The built-in modules, sectors and measures are as their schemas say, and those are strict."""
import copy
import json
import re

import content
from content import tap

KINDS = {"modules": "module", "sectors": "sector", "measures": "measures"}
SHOWN = ("recipe", "pool")  # files that only pages of docs/ show


def faults(schema, documents):
    check = jsonschema.Draft202012Validator(schema)
    for name, document in documents.items():
        for fault in check.iter_errors(document):
            yield f"{name} {fault.json_path}: {fault.message[:200]}"


def accepted(schema, document):
    """What no reader should take, and the schema does."""
    check = jsonschema.Draft202012Validator(schema)
    for key in document:
        wrong = copy.deepcopy(document)
        wrong[key + "s"] = wrong.pop(key)
        if check.is_valid(wrong):
            yield f"the schema takes '{key}s' for '{key}'"


def examples(name):
    """Whole files that a page of docs/ shows."""
    for page in sorted((tap.ROOT / "docs").rglob("*.md")):
        shown = page.read_text(encoding="utf-8")
        for text in re.findall(r"^```json\n(.*?)^```", shown, re.M | re.S):
            if f'"format": "werkbaar-{name}/' in text:
                yield tap.relative(page), json.loads(text)


try:
    import jsonschema
except ImportError:
    jsonschema = None

for kind, name in KINDS.items():
    title = f"data/{kind} is as data/schema/{name}.schema.json says"
    if jsonschema is None:
        tap.skip(title, "no Python package jsonschema")
        continue
    path = content.DATA / "schema" / f"{name}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    documents = {**content.load(kind), **dict(examples(name))}
    tap.check(title, faults(schema, documents))
    tap.check(f"{name}.schema.json refuses a key that is misspelt",
              [fault for document in documents.values() for fault in accepted(schema, document)])
for name in SHOWN:
    title = f"the {name} in docs/ is as data/schema/{name}.schema.json says"
    if jsonschema is None:
        tap.skip(title, "no Python package jsonschema")
        continue
    path = content.DATA / "schema" / f"{name}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    documents = dict(examples(name))
    tap.check(title, [] if documents else ["no page shows one"])
    tap.check(f"{name}.schema.json takes it, and refuses a key that is misspelt",
              [*faults(schema, documents),
               *(fault for document in documents.values() for fault in accepted(schema, document))])
tap.done()
