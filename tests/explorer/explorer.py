# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests of explorer pages share: making one, and reading the figures in it."""
import csv
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "house"))
import tap  # noqa: E402

SAMPLE = tap.ROOT / "data" / "sample"
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.S)


def make(program, folder, *definitions, language="nl"):
    """The page of these definitions, with the same as CSV in the folder; ends the test when this build
    cannot make one."""
    page = folder / "explorer.html"
    words = [word for name in definitions for word in ("--definition", name)]
    files = [SAMPLE / f"{pathlib.Path(name).stem}.csv" for name in definitions]
    ended = subprocess.run([program, "monitor", "--quiet", *words, "--lang", language, "--output", folder,
                            "--explore", page, *files], capture_output=True, text=True)
    if "built without Vega" in ended.stderr:
        tap.check("a build without Vega says so, and leaves no page",
                  [] if ended.returncode == 1 and not page.exists() else [ended.stderr])
        print("1..1")
        sys.exit(0)
    if ended.returncode != 0:
        sys.exit(f"monitor failed: {ended.stderr}")
    return page


def data_of(page):
    return json.loads(DATA.search(page.read_text(encoding="utf-8"))[1])


def table(folder, name, part):
    """A part of the results as the command wrote it, a dict per row."""
    with open(folder / f"{name}-{part}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


class Figures:
    """The figures of a set, by what they are of."""

    def __init__(self, one):
        self.set = one
        self.waves = [wave["id"] for wave in one["waves"]]
        self.groups = [self.group(pairs) for pairs in one["groups"]]
        self.measures = [(m["variable"], m.get("category", "")) for m in one["measures"]]

    def group(self, pairs):
        variables = self.set["variables"]
        of = {variables[v]["id"]: variables[v]["categories"][k]["id"]
              for v, k in zip(pairs[::2], pairs[1::2])}
        return tuple(of.get(variable["id"], "") for variable in variables)

    def places(self, has_waves=True):
        """What each place of a block is of."""
        for group in self.groups:
            for wave in self.waves if has_waves else [""]:
                for measure in self.measures:
                    yield group, wave, measure

    def read(self, block, keys, has_waves=True):
        """Status and numbers of every figure of a block."""
        found, n = {}, 0
        for place, letter in zip(self.places(has_waves), block["status"], strict=True):
            if letter == "-":
                continue
            status = block["statuses"][ord(letter.lower()) - ord("a")]
            numbers = None
            if letter.isupper():
                numbers = tuple(block[key][n] for key in keys)
                n += 1
            found[place] = ("ok" if status == "differs" else status, status == "differs", numbers)
        lengths = {key: len(block[key]) for key in keys}
        if set(lengths.values()) != {n}:
            raise ValueError(f"{n} figures have numbers, the lists are of {lengths}")
        return found
