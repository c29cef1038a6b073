# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Mutants that tests need not find, each with its reason: tests/mutation/justified.txt.

    lib/num/dense.c solve_back
    - the lines as they are
    + the lines as the mutant has them
    why: what makes no difference, or why the difference is none of a test's business

An empty line ends an entry. Lines that start with # say something to the reader."""
import dataclasses
import pathlib
import re

FILE = pathlib.Path(__file__).resolve().parent / "justified.txt"


@dataclasses.dataclass(frozen=True)
class Change:
    """What a mutant is known by, wherever its lines have moved."""
    file: str
    function: str
    before: str
    after: str


def squeezed(text):
    return " ".join(text.split())


def change_of(file, source, mutant):
    """Whole lines from the first to the last that a mutant touches, each blank one space."""
    first = source.rfind("\n", 0, mutant.start) + 1
    last = source.find("\n", mutant.end)
    return Change(file, mutant.function, squeezed(source[first:last]),
                  squeezed(source[first:mutant.start] + mutant.text + source[mutant.end:last]))


def read_entry(lines):
    """One entry: a change and its reason."""
    file, _, function = lines[0].partition(" ")
    parts = {sign: squeezed(" ".join(line[1:] for line in lines[1:] if line.startswith(sign)))
             for sign in "-+"}
    reason = re.sub(r"^.*?why:", "", squeezed(" ".join(
        line for line in lines[1:] if not re.match(r"[-+](?: |$)", line))))
    return Change(file, function, parts["-"], parts["+"]), squeezed(reason)


def read(text):
    """Change -> reason."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blocks = re.split(r"\n\s*\n", "\n".join(lines).strip())
    return dict(read_entry(block.strip().splitlines()) for block in blocks if block.strip())


def without_reason(entries):
    """An entry says why in five words at least."""
    return [change for change, reason in entries.items() if len(reason.split()) < 5]
