# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The bill of materials (SBOM), SPDX 2.3 as JSON: what libwerkbaar is made of and stands on,
from what is written once elsewhere. VERSION has the version, meson.build the dependencies with
the oldest release that will do, THIRD_PARTY.md their licences; pkg-config knows what is here.

usage: sbom.py [TARBALL]   prints it; with the tarball of a release, its name and checksum too.
The time is SOURCE_DATE_EPOCH, else that of the commit: the same sources give the same bytes."""
import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# The name of a dependency in meson.build: its row in THIRD_PARTY.md, where it is from, and
# what it is asked as of pkg-config.
KNOWN = {
    "jansson": ("jansson", "https://github.com/akheron/jansson", "jansson"),
    "libutf8proc": ("utf8proc", "https://github.com/JuliaStrings/utf8proc", "libutf8proc"),
    "sqlite3": ("SQLite", "https://www.sqlite.org", "sqlite3"),
    "zlib": ("zlib", "https://zlib.net", "zlib"),
    "readstat": ("ReadStat", "https://github.com/WizardMac/ReadStat", None),
    "boost": ("Boost.Math and what it uses of Boost", "https://www.boost.org", None),
}
# Parts of the C library and the compiler's run-time, which come with the system.
SYSTEM = {"threads", "iconv", "m"}
BUILT_IN = {  # by their row; of the bindings, and of a build that has them
    "Vega and Vega-Lite, with what they hold of D3 and others": "https://vega.github.io",
    "SWIG's library": "https://www.swig.org",
}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def licences():
    """SPDX expression by row of the table of THIRD_PARTY.md."""
    rows = re.findall(r"^\| ([^|]+) \|[^|]+\|[^|]+\| ([^|]+) \|$", read("THIRD_PARTY.md"), flags=re.M)
    found = {name: spdx for name, spdx in rows if name != "---"}
    for row in [known[0] for known in KNOWN.values()] + list(BUILT_IN):
        if row not in found:
            sys.exit(f"THIRD_PARTY.md has no row '{row}'")
    return found


def dependencies():
    """(name, oldest version that will do or None) of what meson.build looks for."""
    found = {}
    for name, rest in re.findall(r"(?<!_)(?:dependency|cc\.find_library)\('(\w+)'([^\n]*)", read("meson.build")):
        oldest = re.search(r"version: '>=([\d.]+)'", rest)
        if name not in SYSTEM:
            found[name] = oldest and oldest[1]
    return sorted(found.items())


def version_here(module):
    """The release that this machine has; None where it cannot be told."""
    if module is None:
        return None
    try:
        told = subprocess.run(["pkg-config", "--modversion", module], capture_output=True, text=True)
    except FileNotFoundError:
        return None
    return told.stdout.strip() or None


def made_at():
    """The moment of the sources, not of this run."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if seconds is None:
        told = subprocess.run(["git", "-C", ROOT, "log", "-1", "--format=%ct"], capture_output=True, text=True)
        seconds = told.stdout.strip() or "0"
    moment = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def identifier(name):
    return "SPDXRef-Package-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name).strip("-")


def package(name, source, licence, **more):
    return {"SPDXID": identifier(name), "name": name, "downloadLocation": source,
            "filesAnalyzed": False, "licenseConcluded": licence, "licenseDeclared": licence,
            "copyrightText": "NOASSERTION", **more}


def own_package(tarball):
    version = read("VERSION").strip()
    made = package("libwerkbaar", "NOASSERTION", "MIT", versionInfo=version,
                   primaryPackagePurpose="LIBRARY",
                   copyrightText="Copyright (c) libwerkbaar contributors")
    if tarball is not None:
        made["packageFileName"] = tarball.name
        made["checksums"] = [{"algorithm": "SHA256",
                              "checksumValue": hashlib.sha256(tarball.read_bytes()).hexdigest()}]
    return made


def packages(tarball):
    known = licences()
    yield own_package(tarball), None
    for name, oldest in dependencies():
        row, source, module = KNOWN[name]
        more = {"comment": f"release {oldest} or later will do"} if oldest else {}
        here = version_here(module)
        if here is not None:
            more["versionInfo"] = here
        yield package(row.split(" ")[0].removesuffix(".Math"), source, known[row], **more), (
            "CONTAINS" if name == "boost" else "DEPENDS_ON")
    for row, source in BUILT_IN.items():
        yield package(row.split(",")[0].split("'")[0], source, known[row]), "CONTAINS"


def document(tarball=None):
    listed = list(packages(tarball))
    own = listed[0][0]
    name = f"libwerkbaar-{own['versionInfo']}"
    unique = hashlib.sha256(json.dumps(listed, sort_keys=True).encode()).hexdigest()
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": f"https://spdx.org/spdxdocs/{name}-{unique}",
        "creationInfo": {"created": made_at(), "creators": ["Organization: libwerkbaar contributors",
                                                            "Tool: scripts/sbom.py"]},
        "documentDescribes": [own["SPDXID"]],
        "packages": [made for made, _ in listed],
        "relationships": [{"spdxElementId": own["SPDXID"], "relationshipType": how,
                           "relatedSpdxElement": made["SPDXID"]} for made, how in listed[1:]],
        "hasExtractedLicensingInfos": [{
            "licenseId": "LicenseRef-SWIG-output", "name": "SWIG's library",
            "extractedText": "Code that SWIG copies into its output is free of conditions "
                             "(SWIG's LICENSE file)."}],
    }


if __name__ == "__main__":
    given = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    print(json.dumps(document(given), indent=2, ensure_ascii=False))
