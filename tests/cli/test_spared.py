# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Nothing that a command reads is written over: of each, every file that it reads beside every one that it
writes."""
import pathlib
import re
import subprocess

from cli import expect, run, same, tap, write, Ended, ANSWERS, DIRECTORY, INSTRUMENT, PROGRAM

# What is read: how many operands, and options; what is written. Of a directory only that it is one.
ROWS = (1, "spec", "output")
COMMANDS = {
    "instruments list": (0, "", ""),
    "instruments show": (1, "", "output"),
    "instruments check": (1, "", ""),
    "score": (1, "instrument", "output"),
    "variables": (1, "", "output"),
    "weight": (1, "with", "output report"),
    "estimate": (1, "spec calibrate test=fit:{} standardise=sex:{}", "output"),
    "quality": (1, "instrument spec", "output"),
    "roc": ROWS,
    "cutoffs": (1, "instrument spec", "output"),
    "model": (1, "profiles", "output"),
    "model pass": (2, "after", "output"),
    "model merge": (2, "", "output"),
    "model step": (2, "profiles", "output next"),
    "model weights": (2, "themes", "output"),
    "jobs": (1, "", "output"),
    "tally make": (2, "spec after", "output"),
    "tally merge": (2, "", "output"),
    "tally estimate": (2, "test=fit:{} standardise=sex:{}", "output"),
    "monitor": (2, "definition instrument reference earlier", "audit explore output/"),
    "plan list": (0, "", ""),
    "plan show": (1, "", "output"),
    "plan actions": (1, "", "output"),
    "plan check": (1, "", "output"),
    "plan status": (1, "before", "output report/"),
    "plan agenda": (1, "", "output"),
    "plan duties": (1, "", "output"),
    "plan budget": (1, "", "output"),
    "plan answers": (1, "", "output report/"),
    "plan sheet": (1, "collect", "output"),
    "plan compare": (2, "", "output"),
    "plan evaluate": (2, "", "output"),
    "plan draft": (2, "", "output"),
    "plan import": (2, "", ""),
    "plan export": (1, "", "output"),
    "plan set": (1, "changes", ""),
    "plan undo": (1, "", ""),
    "plan history": (1, "", "output"),
    "plan forget": (2, "", ""),
    "plan diff": (2, "", "output"),
    "plan merge": (3, "", "output"),
    "support list": (0, "", ""),
    "support show": (1, "", "output"),
    "support assess": (2, "", "output"),
    "support split": (0, "lines", ""),
    "scan modules": (1, "add", "output"),
    "scan compose": (1, "add", "output"),
    "scan export": (1, "organisation add", "output"),
    "scan import": (2, "organisation add", "output"),
    "scan run": (3, "workposts records earlier reference earlier-scan weights benchmark add", "audit output/"),
    "scan page": (1, "reference earlier-scan weights benchmark add", "output/"),
    "scan show": (1, "", "output"),
    "scan reference": (1, "", "output"),
    "scan compare": (1, "reference earlier-scan", "output"),
    "scan findings": (1, "reference earlier-scan weights", "output"),
    "scan suggest": (1, "reference earlier-scan weights add", "output"),
    "scan draft": (1, "reference earlier-scan weights add", "output"),
    "scan tally": (1, "chosen", "output"),
    "scan pool": (2, "", "output"),
    "scan selftest": (2, "add", "output"),
    "scan guide": (1, "add", "output"),
}

# ---- the table has every command, and every option that names a file ----

listed = re.findall(r"^  ([a-z]+(?: [a-z]+)?)  ", run("--help").out, flags=re.M)
same("every command is here", sorted(set(listed)), sorted(COMMANDS))
for command, (_, reads, writes) in COMMANDS.items():
    named = re.findall(r"^  --([a-z-]+) (\S*(?:FILE|DIR|\.csv|\.json|\.pass|\.tally)\S*)(?:  |$)",
                       run(*command.split(), "--help").out, flags=re.M)
    known = {word.partition("=")[0] for word in reads.split()} - {"test"} | {word.strip("/") for word in writes.split()}
    same(f"{command}: options that name a file", {name for name, _ in named}, known)
    same(f"{command}: options that name a directory", {name for name, label in named if label == "DIR"},
         {word.strip("/") for word in writes.split() if word.endswith("/")})

# ---- each of them over each other ----

held = DIRECTORY / "held"
other = write("other", "nothing that any command takes\n")
CONTENT = b"what was given once\n"


def cases(command):
    """The words of a command with held in each place where it is read."""
    n, reads, _ = COMMANDS[command]
    for place in range(n):
        yield [held if i == place else other for i in range(n)]
    if command == "monitor":
        yield [f"2019={other}", f"2023={held}"]
    for option in reads.split():
        name, _, form = option.partition("=")
        yield [other] * n + [f"--{name}", (form or "{}").format(held)]


for command in COMMANDS:
    for to in (word for word in COMMANDS[command][2].split() if not word.endswith("/")):
        wrong = []
        for words in cases(command):
            held.write_bytes(CONTENT)
            ended = run(*command.split(), *words, f"--{to}", held)
            if ended.status != 2 or ended.out or f"'--{to}' cannot be" not in ended.err or \
                    "would be lost" not in ended.err or held.read_bytes() != CONTENT:
                wrong.append(f"{command} {' '.join(map(str, words))} --{to} {held}: {ended}")
        tap.check(f"{command}: --{to} spares what is read", wrong)

held.write_bytes(CONTENT)
with open(held, "rb") as given:
    ended = Ended(subprocess.run([PROGRAM, "estimate", "-", "--mean", "a", "--output", held], stdin=given,
                                 capture_output=True))
expect("so does what comes by standard input", ended.status == 2 and "would be lost" in ended.err and
       held.read_bytes() == CONTENT, ended)

# ---- what is no file that is read ----

tiny, data = write("tiny.json", INSTRUMENT), write("data.csv", ANSWERS)
write("sex", "an older result\n")
ended = Ended(subprocess.run([pathlib.Path(PROGRAM).resolve(), "estimate", data, "--mean", "a3", "--by", "sex", "--test",
                              "equal:sex", "--output", "sex"], cwd=DIRECTORY, capture_output=True))
expect("a column is no file", ended.status == 0 and (DIRECTORY / "sex").read_text() != "an older result\n", ended)
ended = run("score", "--instrument", tiny, data, "--output", DIRECTORY / "scores.csv")
again = run("score", "--instrument", tiny, data, "--output", DIRECTORY / "scores.csv")
expect("an older result is written over", (ended.status, again.status) == (0, 0), again)

# ---- directories ----


def home(name, content):
    """A directory with one file."""
    place = DIRECTORY / f"home of {name}"
    place.mkdir()
    (place / name).write_text(content)
    return place


plan = run("plan", "show", "actieplan-werkbaar-werk", "--format", "plan").out
monitor = ["monitor", "--instrument", tiny, "--wave", "wave"]
for name, content, words, to in (
        ("actions.csv", plan, ["plan", "status", "{}"], "--report"),
        ("changes.csv", plan, ["plan", "status", "actieplan-werkbaar-werk", "--before", "{}"], "--report"),
        ("answers.html", plan, ["plan", "answers", "{}"], "--report"),
        ("tiny-cells.csv", ANSWERS, [*monitor, "{}"], "--output")):
    place = home(name, content)
    ended = run(*(place / name if word == "{}" else word for word in words), to, place)
    expect(f"{words[0]}: {to} spares {name} in it", ended.status == 2 and "would be lost" in ended.err and name in ended.err
           and (place / name).read_text() == content and [file.name for file in place.iterdir()] == [name], ended)
tap.done()
