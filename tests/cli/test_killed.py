# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A command that is killed (SIGKILL) while it works: each file it was to write is the old one or the
whole new one, beside it lies at most a temporary file with the name that the manual gives, and the
next run works. In long tests more often."""
import os
import random
import re
import subprocess
import time

from cli import ANSWERS, DIRECTORY, INSTRUMENT, PROGRAM, run, same, tap, write

LONG = os.environ.get("WB_TEST_LONG") is not None
ROUNDS = 250 if LONG else 15
tiny = write("tiny.json", INSTRUMENT)
heading, *lines = ANSWERS.splitlines(keepends=True)
data = write("data.csv", heading + "".join(lines) * 4000)
folder = DIRECTORY / "out"
folder.mkdir()
JOBS = {
    "scores.csv": ["score", "--quiet", "--instrument", tiny, data, "--output", folder / "scores.csv"],
    "scores.sav": ["score", "--quiet", "--instrument", tiny, data, "--output", folder / "scores.sav"],
    "rows.tally": ["tally", "make", "--quiet", data, "--mean", "b1", "--by", "wave",
                   "--output", folder / "rows.tally"],
}
LITTER = re.compile(r"\.\d+-\d+\.tmp$")  # PATH.PID-NUMBER.tmp
chance = random.Random(7)


def killed_after(words, seconds):
    """Whether the command was still at work then."""
    with subprocess.Popen([PROGRAM, *map(str, words)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        process.kill()
        return process.wait() < 0


def sweep(name):
    """What lies beside a file: names that are no temporary ones of it; those are removed."""
    strange = []
    for path in folder.iterdir():
        if path.name == name:
            continue
        if path.name.startswith(name) and LITTER.search(path.name):
            path.unlink()
        else:
            strange.append(path.name)
    return strange


def kill_often(name, words):
    """Kill it at moments from its start to its end."""
    path = folder / name
    ended = run(*words)
    if ended.status != 0 and "ReadStat" in ended.err:
        tap.skip(f"{name}: whole or old", "this build has no ReadStat")
        return
    assert ended.status == 0, ended
    new = path.read_bytes()
    begun = time.monotonic()
    run(*words)
    takes = time.monotonic() - begun
    problems = []
    n_killed = n_old = 0
    for _ in range(ROUNDS):
        path.write_bytes(b"old")
        killed = killed_after(words, chance.random() * takes)
        found = path.read_bytes()
        n_killed += killed
        n_old += found == b"old"
        if found not in (b"old", new):
            problems.append(f"{len(found)} bytes are neither the old nor the new {name}")
        if not killed and found != new:
            problems.append(f"{name} is old, though nobody was killed")
        if len(list(folder.iterdir())) > 2:
            problems.append(f"more than one file lies beside {name}")
        problems += [f"{other} lies beside {name}" for other in sweep(name)]
    if n_killed == 0 or n_old == 0:
        problems.append(f"{n_killed} of {ROUNDS} were killed, {n_old} left the old file: too few")
    tap.check(f"{name}: whole or old, however often it is killed", problems)
    ended = run(*words)
    same(f"{name}: the next run works", (ended.status, path.read_bytes() == new), (0, True))
    path.unlink()


for name, words in JOBS.items():
    kill_often(name, words)
tap.done()
