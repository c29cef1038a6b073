# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""docs/validation.md says what its record says, and the record what comparisons leave.

usage: check_validation.py BUILD"""
import json
import pathlib
import sys

import validation

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402 # it lies in another folder

RECORD = validation.HERE / "record.json"
MEND = "run scripts/validate, and look at what it changes"


def rows_of(estimands):
    return [row for section in estimands["sections"] for row in section["rows"] if "of" in row]


def unnamed(record, estimands):
    """Kinds that no row names, and those that two name."""
    for part in ("committed", "random"):
        named = [found[:2] for row in rows_of(estimands)
                 for found in validation.kinds_of(row, record.get(part, {}))]
        for of, kept in record.get(part, {}).items():
            for kind in kept:
                if named.count((of, kind)) != 1:
                    yield f"{part}: {named.count((of, kind))} rows name {of}, {kind}"


def empty_rows(record, estimands):
    for row in rows_of(estimands):
        if not any(True for _ in validation.kinds_of(row, record["committed"])):
            if not any(True for _ in validation.kinds_of(row, record.get("random", {}))):
                yield f"nothing compares: {row['what']}"


def unnamed_differences(estimands):
    """Differences from R are named in one section each, and named as they are there."""
    there = validation.differences_of_r()
    named = [name for section in estimands["sections"] for name in section.get("differences", [])]
    yield from (f"not named in one section: {name}" for name in there if named.count(name) != 1)
    yield from (f"not a difference: {name}" for name in named if name not in there)


def changes(record, found):
    """Where comparisons of this build are not those of the record, or not near enough."""
    for of in sorted(record.keys() | found.keys()):
        old, new = record.get(of, {}), found.get(of, {})
        for kind in sorted(old.keys() | new.keys()):
            before, now = (part.get(kind, [0, 0, 0, 0]) for part in (old, new))
            if [*before[:2], before[3]] != [*now[:2], now[3]]:
                yield f"{of}, {kind}: {now}, {before} in the record; {MEND}"
            elif not now[2] <= before[3]:
                yield f"{of}, {kind}: differs by {now[2]}, allowed is {before[3]}"


def beyond(record):
    """What the record itself has of too large differences."""
    for part in ("committed", "random"):
        for of, kept in record.get(part, {}).items():
            for kind, (_, _, worst, allowed) in kept.items():
                if not worst <= allowed:
                    yield f"{part} {of}, {kind}: {worst} is beyond {allowed}"


def broken(record):
    """The record with one difference too large: beyond() must see it."""
    made = json.loads(json.dumps(record))
    numbers = next(iter(next(iter(made["committed"].values())).values()))
    numbers[2] = 2 * numbers[3]
    return made


def main():
    record = json.loads(RECORD.read_text())
    estimands = validation.estimands()
    page = (validation.ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    tap.check("docs/validation.md is made of its record",
              [] if page == validation.page_of(record, estimands) else [MEND])
    tap.check("every comparison is in one row of the page", unnamed(record, estimands))
    tap.check("every row of the page has comparisons", empty_rows(record, estimands))
    tap.check("every difference from R has its place", unnamed_differences(estimands))
    tap.check("no recorded difference is beyond what is allowed", beyond(record))
    tap.check("a difference beyond what is allowed would be seen",
              [] if list(beyond(broken(record))) else ["it was not"])
    found = validation.compared(pathlib.Path(sys.argv[1]), validation.COMMITTED)
    tap.check("comparisons are those of the record", changes(record["committed"], found))
    tap.done()


main()
