# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A command that is killed (SIGKILL) while it works: each file it was to write is the old one or the
whole new one, beside it lies at most a temporary file with the name that the manual gives, and the
next run works. In long tests more often. Of a signal that it can notice, such as Ctrl-C, not even
that file is left."""
import os
import random
import re
import resource
import signal
import subprocess
import time

from cli import ANSWERS, DIRECTORY, INSTRUMENT, PROGRAM, expect, run, same, tap, write

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
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # some signals would leave one


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


# ---- signals that it can notice ----

def waiting(path, **options):
    """A command that has begun to write that file and waits for more answers, or None when it ended."""
    process = subprocess.Popen([PROGRAM, "score", "--quiet", "--instrument", tiny, "-", "--output", path],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, **options)
    process.stdin.write(data.read_bytes())
    process.stdin.flush()
    return process if begun(process) else None


def begun(process):
    """Wait until a temporary file is there; False when the process ended before."""
    while not any(folder.glob("*.tmp")):
        if process.poll() is not None:
            return False
        time.sleep(0.0005)
    return True


def stop_by(number):
    """Stopped while its output is half there, it leaves what was there, and says by what it ended.
    Whoever runs the tests may ignore the signal, as nohup does; the command is not to inherit that."""
    path = folder / "scores.csv"
    path.write_bytes(b"old")
    process = waiting(path, preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
    if process is None:
        return ["it ended before it was stopped"]
    with process:
        process.send_signal(number)
        status = process.wait()
    found = sorted(other.name for other in folder.iterdir()), path.read_bytes(), status
    sweep(path.name)
    return [] if found == (["scores.csv"], b"old", -number) else [str(found)]


def check_signals():
    for name in ("SIGHUP", "SIGINT", "SIGPIPE", "SIGQUIT", "SIGTERM", "SIGXCPU", "SIGXFSZ"):
        tap.check(f"{name}: the old file and nothing beside it", stop_by(getattr(signal, name)))


def check_link():
    """Through a link what it leads to is written, in the folder of that."""
    folder.joinpath("scores.csv").write_bytes(b"old")
    link = DIRECTORY / "link.csv"
    link.symlink_to(folder / "scores.csv")
    with waiting(link) as process:
        process.terminate()
    same("SIGTERM: nothing beside what a link leads to", [path.name for path in folder.iterdir()],
         ["scores.csv"])
    sweep("scores.csv")


def check_ignored():
    """As nohup has it."""
    path = folder / "scores.csv"
    with waiting(path, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as process:
        process.send_signal(signal.SIGHUP)
        process.stdin.close()
        status = process.wait()
    expect("SIGHUP, ignored: it goes on to the end", status == 0 and path.stat().st_size > 3, status)
    path.unlink()


def check_many():
    """All files of a monitor; they lie there as temporary ones until the last is written."""
    years = write("years.csv", (heading + "".join(lines)).replace("wave", "year"))
    words = [PROGRAM, "monitor", "--quiet", "--instrument", tiny, years, "--wave", "year", "--output", folder]
    n_stopped = 0
    problems = []
    for _ in range(50):
        with subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            if begun(process):
                process.terminate()
            n_stopped += process.wait() == -signal.SIGTERM
        for path in folder.glob("*.tmp"):
            problems.append(path.name)
            path.unlink()
        if n_stopped == 5:
            break
    if n_stopped == 0:
        problems.append("it was never stopped in time")
    tap.check("a monitor that is stopped by SIGTERM leaves no temporary file", problems)


for name, words in JOBS.items():
    kill_often(name, words)
check_signals()
check_link()
check_ignored()
check_many()
tap.done()
