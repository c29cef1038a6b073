# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The bill of materials says what is there: it is SPDX 2.3, has everything that is looked for and
everything that is linked, and THIRD_PARTY.md has the terms of all of it.

usage: check_sbom.py LIBRARY [PROGRAM...]"""
import json
import os
import re
import sys

import tap

sys.path.insert(0, str(tap.ROOT / "scripts"))
import sbom  # noqa: E402

# What every program of this system stands on: the C library, the loader, the compiler's
# run-time, and the machine's own.
SYSTEM = re.compile(r"linux-vdso|ld-linux|ld64|lib(c|m|dl|rt|pthread|gcc_s)\.so")
# What others of the list link in their turn: libiconv and zlib of ReadStat.
LINKED = {"libjansson": "jansson", "libutf8proc": "utf8proc", "libsqlite3": "SQLite", "libz": "zlib",
          "libreadstat": "ReadStat"}
LICENCES = {"MIT", "blessing", "Zlib", "BSL-1.0", "BSD-3-Clause", "ISC", "BSD-2-Clause", "Apache-2.0",
            "0BSD", "Unicode-TOU", "LicenseRef-SWIG-output"}
REQUIRED = ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo",
            "packages", "relationships")
RELATIONS = {"CONTAINS", "DEPENDS_ON"}


def form(made):
    """What the specification of SPDX 2.3 asks of a document like this one."""
    yield from (f"no '{key}'" for key in REQUIRED if not made.get(key))
    if (made["spdxVersion"], made["dataLicense"], made["SPDXID"]) != ("SPDX-2.3", "CC0-1.0", "SPDXRef-DOCUMENT"):
        yield "it does not say what it is"
    if not re.fullmatch(r"https://[^\s#]+", made["documentNamespace"]):
        yield f"'{made['documentNamespace']}' is no namespace"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", made["creationInfo"]["created"]):
        yield f"'{made['creationInfo']['created']}' is no moment"
    ids = [package["SPDXID"] for package in made["packages"]]
    yield from (f"'{name}' is no id" for name in ids if not re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", name))
    if len(set(ids)) != len(ids):
        yield "an id is there twice"
    for relation in made["relationships"]:
        if {relation["spdxElementId"], relation["relatedSpdxElement"]} - set(ids):
            yield f"{relation} is of something that is not there"
        if relation["relationshipType"] not in RELATIONS:
            yield f"{relation['relationshipType']} is no relation of ours"


def unknown_licences(made):
    for package in made["packages"]:
        for word in re.split(r" (?:AND|OR) ", package["licenseDeclared"]):
            if word not in LICENCES:
                yield f"{package['name']}: '{word}'"


def linked(paths):
    """What the loader takes in for these files, but what comes with every system."""
    for path in paths:
        for line in tap.output("ldd", path).splitlines():
            name = line.split()[0].rsplit("/", 1)[-1]
            if not SYSTEM.search(name) and not name.startswith("libwerkbaar"):
                yield name.split(".so")[0]


def without_terms(rows):
    """Rows of the table without their terms below it."""
    headings = re.findall(r"^## (.+)$", sbom.read("THIRD_PARTY.md"), flags=re.M)
    for row in rows:
        if not any(row.startswith(heading.split()[0]) for heading in headings):
            yield row


def made_twice():
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    first, second = (json.dumps(sbom.document()) for _ in range(2))
    return [] if first == second and "2023-11-14T22:13:20Z" in first else ["another one, or another moment"]


made = sbom.document()
known = sbom.licences()
tap.check("the bill of materials has the form of SPDX 2.3", form(made))
tap.check("its licences are those that the project may stand on", unknown_licences(made))
tap.check("meson.build looks for nothing that it does not know",
          [name for name, _ in sbom.dependencies() if name not in sbom.KNOWN])
if sys.argv[1:]:
    tap.check("everything that is linked is in it",
              [name for name in set(linked(sys.argv[1:])) if LINKED.get(name) not in known])
tap.check("it is made from the sources alone", made_twice())
tap.check("THIRD_PARTY.md has the terms of every work in its table",
          without_terms(known) if known else ["the table was not found"])
tap.done()
