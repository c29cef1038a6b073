# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""scripts/golden writes what the newest folder of tests/golden holds, byte by byte; the store, in
which SQLite writes its own version, by what it says.

usage: check_write_golden.py BUILD WRITE_GOLDEN"""
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "house"))
import tap  # noqa: E402

BUILD, PROGRAM = sys.argv[1:]
HERE = pathlib.Path(__file__).resolve().parent
NEWEST = max((tap.ROOT / "tests/golden").glob("*/"),
             key=lambda path: [int(number) for number in path.name.split(".")])


def script(*words):
    """Its exit status, and the last line that it says."""
    ended = subprocess.run(["bash", tap.ROOT / "scripts/golden", *words], capture_output=True, text=True)
    return ended.returncode, (ended.stdout + ended.stderr).strip().rpartition("\n")[2]


def dump(path):
    store = sqlite3.connect(path)
    try:
        return list(store.iterdump())
    finally:
        store.close()


def differences(folder):
    """Files there that are not those of the newest version."""
    for name in sorted({path.name for path in [*folder.iterdir(), *NEWEST.iterdir()]}):
        wanted, found = NEWEST / name, folder / name
        if not (wanted.exists() and found.exists()):
            yield f"{name} is in one of both"
        elif name == "store.db":
            yield from [f"{name} says something else"] * (dump(wanted) != dump(found))
        elif wanted.read_bytes() != found.read_bytes():
            yield f"{name} has other bytes"


def made_files():
    """Those that the library makes of others, or all that it says of one."""
    listed = re.findall(r'\{(?:\.file = )?"([\w.]+)"[^}]*\bmake_\w+', (HERE / "goldens.c").read_text(encoding="utf-8"))
    return [*listed, "estimates.csv", "store.db"]


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place) / "golden"
    ended = script("--try", folder, BUILD)
    tap.check("scripts/golden --try writes the newest version as it is",
              [*([] if ended[0] == 0 else ended[1:]), *differences(folder)])
    status, said = script("--try", folder, BUILD)
    tap.check("scripts/golden leaves a folder alone that is there",
              [] if status == 1 and "golden files never change" in said else [f"{status}: {said}"])

    another = pathlib.Path(place) / "another"
    shutil.copytree(NEWEST, another)
    for name in made_files():
        (another / name).write_bytes(b"")  # of a store: one that says nothing
    found = len(list(differences(another)))
    tap.check("files that are others are seen", [] if found == len(made_files()) else [f"{found} are"])
    ended = subprocess.run([PROGRAM, another], capture_output=True, text=True)
    tap.check("what is made of others is written whole, whatever was there",
              [*([] if ended.returncode == 0 else [ended.stderr]), *differences(another)])
tap.done()
