# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What never changes again is written down, all of it: golden files with their checksums, the
place of every field and the number of every constant in the public headers.

usage: check_frozen.py          the tests
       check_frozen.py --write  write tests/golden/manifest.csv, for scripts/golden"""
import csv
import hashlib
import pathlib
import re
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = tap.ROOT / "tests" / "golden"
MANIFEST = GOLDEN / "manifest.csv"
HEADER = ["version", "file", "format", "sha256"]
# Formats that nothing in the library reads: what lies in pages of the explorer, results of the
# monitor for other programs, and published figures, which the command looks up.
NOT_READ = {"werkbaar-explorer/1.0", "werkbaar-monitor/1.0", "werkbaar-reference/1.0"}


# ---- golden files ----

def kind(data):
    """The format of a file, with its version."""
    if data[:7] in (b"WBTALLY", b"WBMPASS"):
        return "{} {}.{}".format(data[:7].decode(), *struct.unpack("<HH", data[8:12]))
    if data.startswith(b"SQLite format 3\0"):
        return f"store {struct.unpack('>I', data[60:64])[0]}"
    # of objects in objects the one that is the file: its keys stand in order of their bytes
    formats = re.findall(rb'"format":"(werkbaar-[a-z-]+/\d+\.\d+)"', data)
    own = {b"scan": b"werkbaar-scan/", b"model": b"werkbaar-model/"}
    for start in own.values():
        formats.sort(key=lambda name: not name.startswith(start))
    return formats[0].decode() if formats else "frame"


def row_of(path, data):
    return [path.parent.name, path.name, kind(data), hashlib.sha256(data).hexdigest()]


def golden_files():
    """A row of the manifest per file."""
    for path in sorted(GOLDEN.glob("*/*")):
        yield row_of(path, path.read_bytes())


def listed():
    with MANIFEST.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.reader(file) if row and not row[0].startswith("#")][1:]


def differences(rows, files):
    found = {tuple(row[:2]): row[2:] for row in files}
    for *name, form, checksum in rows:
        there = found.pop(tuple(name), None)
        if there is None:
            yield f"{'/'.join(name)} is gone"
        elif there != [form, checksum]:
            yield f"{'/'.join(name)} has changed: golden files never do, a new version adds a folder"
    yield from ("/".join(name) + " is not in manifest.csv" for name in found)


def unseen_changes(rows):
    """Files in which one bit could be turned: the manifest would not tell."""
    for path in sorted(GOLDEN.glob("*/*")):
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        changed = row_of(path, bytes(data))
        if not list(differences([row for row in rows if row[:2] == changed[:2]], [changed])):
            yield "/".join(changed[:2])


def formats_of_pages():
    """Every format that a page of docs/formats/ is about."""
    for page in sorted((tap.ROOT / "docs" / "formats").glob("*.md")):
        yield from re.findall(r"werkbaar-[a-z-]+/\d+\.\d+", page.read_text(encoding="utf-8"))


def without_golden_file(rows):
    return sorted(set(formats_of_pages()) - {row[2] for row in rows} - NOT_READ)


def not_synthetic():
    """Files of a person or company that do not say that they are made up."""
    for name in ("answers.csv", "people.csv", "organisation.json", "scan.json", "plan.json"):
        for path in GOLDEN.glob(f"*/{name}"):
            if not re.search(r"SYNTHETIC|\"synthetic\":true", path.read_text(encoding="utf-8")):
                yield tap.relative(path)


# ---- the headers ----

def headers():
    return [tap.without_comments(path.read_text(encoding="utf-8")) for path in tap.public_headers()]


def fields():
    """wb_error.status, ... of every struct that is not opaque."""
    for text in headers():
        for name, body in re.findall(r"typedef struct (wb_\w+) \{(.*?)\} \1;", text, flags=re.S):
            for declared in re.findall(r"(?:\(\*(\w+)\)\([^)]*\)|(\w+)(?:\[\w+\])?);", body):
                yield f"{name}.{''.join(declared)}"


def constants():
    for text in headers():
        for body in re.findall(r"\benum(?:\s+\w+)?\s*\{(.*?)\}", text, flags=re.S):
            yield from re.findall(r"\b(WB_\w+)\s*(?:=|,|$)", body.strip())


def frozen(name):
    return set(re.findall(r'"([\w.]+)"\);', (HERE / name).read_text(encoding="utf-8")))


def main():
    rows = listed()
    tap.check("golden files are those of the manifest, bit for bit", differences(rows, golden_files()))
    tap.check("one turned bit in a golden file is found", unseen_changes(rows))
    tap.check("every format that is read has a golden file", without_golden_file(rows))
    tap.check("golden files of people say SYNTHETIC", not_synthetic())
    tap.check("layout.c has every field of every public struct",
              sorted(set(fields()) - frozen("layout.c")) or ([] if set(fields()) else ["none found"]))
    tap.check("constants.c has every public constant",
              sorted(set(constants()) - frozen("constants.c")) or ([] if set(constants()) else ["none found"]))
    tap.done()


if sys.argv[1:] == ["--write"]:
    with MANIFEST.open("w", encoding="utf-8", newline="") as file:
        file.write("# written by scripts/golden: files as versions that were released wrote them\n")
        csv.writer(file, lineterminator="\n").writerows([HEADER, *golden_files()])
else:
    main()
