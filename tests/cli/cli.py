# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests of the command share: running it, small files, results in TAP."""
import copy
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else "werkbaar"
FOLDER = tempfile.TemporaryDirectory(prefix="werkbaar-")
DIRECTORY = pathlib.Path(FOLDER.name)

# Three yes/no items and two of four answers; cut-offs that whole numbers decide.
INSTRUMENT = {
    "format": "werkbaar-instrument/1.0", "id": "tiny", "version": "1", "licence": "MIT",
    "source": "made for tests", "unit": "person", "languages": ["nl", "en"],
    "title": {"nl": "Klein", "en": "Tiny"},
    "items": [{"id": f"a{i}", "label": {"nl": f"a {i}", "en": f"a {i}"}, "text": "none",
               "min": 0, "max": 1, "missing": [9]} for i in (1, 2, 3)]
             + [{"id": f"b{i}", "label": {"nl": f"b {i}", "en": f"b {i}"}, "text": "none",
                 "min": 0, "max": 3, "reversed": i == 2} for i in (1, 2)],
    "scales": [
        {"id": "sa", "label": {"nl": "schaal a", "en": "scale a"}, "rule": "percent",
         "min_answered": 2, "items": ["a1", "a2", "a3"]},
        {"id": "sb", "label": {"nl": "schaal b", "en": "scale b"}, "rule": "percent",
         "items": ["b1", "b2"]}],
    "indicators": [
        {"id": "ia", "label": {"nl": "eerste", "en": "first"}, "kind": "workability",
         "scale": "sa", "direction": "high",
         "problem": {"comparison": "at_least", "value": "200/3", "source": "tests"},
         "acute": {"comparison": "at_least", "value": "100", "source": "tests"}},
        {"id": "ib", "label": {"nl": "tweede", "en": "second"}, "kind": "risk",
         "scale": "sb", "direction": "high",
         "problem": {"comparison": "at_least", "value": "50", "source": "tests"}}],
    "composites": [
        {"id": "werkbaar", "label": {"nl": "geen enkel", "en": "none at all"},
         "rule": "none_of", "of": ["ia", "ib"]},
        {"id": "knelpunten", "label": {"nl": "aantal", "en": "number"},
         "rule": "count_of", "of": ["ia", "ib"]}],
}

# Wave 2020: ia 2 of 4 problematic, 1 acute; ib 1 of 4; none 2 of 4. Wave 2021: ia 1 of 3
# (one misses it), none acute; ib 2 of 4; none 1 of 3.
ANSWERS = """wave,sex,weight,a1,a2,a3,b1,b2
2020,m,1,1,1,1,0,3
2020,f,1,1,1,0,3,0
2020,m,1,0,0,1,1,3
2020,f,1,0,9,0,0,3
2021,m,1,1,1,0,0,3
2021,f,1,0,0,0,3,1
2021,m,1,9,,1,3,0
2021,f,1,0,0,0,0,2
"""


class Ended:
    """What a run left: status, standard output and error as text."""

    def __init__(self, completed):
        self.status = completed.returncode
        self.out = completed.stdout.decode("utf-8", "surrogateescape")
        self.err = completed.stderr.decode("utf-8", "surrogateescape")

    def __str__(self):
        return f"status {self.status}\n{self.out[:800]}\n{self.err[:800]}"


def run(*words, stdin=b"", **options):
    if isinstance(stdin, str):
        stdin = stdin.encode()
    return Ended(subprocess.run([PROGRAM, *(word if isinstance(word, bytes) else str(word)
                                            for word in words)], input=stdin,
                                capture_output=True, **options))


def page_runs(name, halved):
    """What the shell examples of a page of docs/ leave, each run as a script in the test's own directory, in their
    order; north.csv and south.csv there are the halves of `halved`, once it is there."""
    page = (tap.ROOT / "docs" / name).read_text(encoding="utf-8")
    for link, to in (("data", tap.ROOT / "data"), ("werkbaar", pathlib.Path(PROGRAM).resolve())):
        (DIRECTORY / link).symlink_to(to)
    environment = dict(os.environ, PATH=f"{DIRECTORY}:{os.environ['PATH']}")
    for block in re.findall(r"^```sh\n(.*?)^```", page, flags=re.M | re.S):
        yield Ended(subprocess.run(["sh", "-e", "-c", block], cwd=DIRECTORY, capture_output=True, env=environment))
        if (DIRECTORY / halved).exists() and not (DIRECTORY / "north.csv").exists():
            note, header, *lines = (DIRECTORY / halved).read_text(encoding="utf-8").splitlines(keepends=True)
            write("north.csv", note + header + "".join(lines[::2]))
            write("south.csv", note + header + "".join(lines[1::2]))


def rows(*words):
    """What a command prints as CSV, a dict per row."""
    return list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").out)))


def write(name, content):
    """A file in the test's own directory; its path."""
    path = DIRECTORY / name
    if isinstance(content, (dict, list)):
        content = json.dumps(content, indent=1)
    if isinstance(content, str):
        content = content.encode()
    path.write_bytes(content)
    return path


def changed(change):
    """The tiny instrument, changed by a function."""
    instrument = copy.deepcopy(INSTRUMENT)
    change(instrument)
    return instrument


def expect(name, condition, seen=""):
    tap.check(name, [] if condition else [f"{name}: {seen}"])


def same(name, actual, expected):
    tap.check(name, [] if actual == expected else [f"expected {expected!r}",
                                                    f"got      {actual!r}"])


def is_root():
    return os.geteuid() == 0
