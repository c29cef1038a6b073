# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Standard input, output and error: closed ones, a directory, and a terminal."""
import os
import subprocess

from cli import ANSWERS, DIRECTORY, INSTRUMENT, PROGRAM, Ended, expect, run, same, tap, write

tiny = write("tiny.json", INSTRUMENT)
data = write("data.csv", ANSWERS)
score = ["score", "--quiet", "--instrument", tiny, data]


def redirected(how, *words):
    """A command of which the shell changes the streams, as with '>&-'."""
    return Ended(subprocess.run(["sh", "-c", f'exec "$0" "$@" {how}', PROGRAM, *map(str, words)],
                                stdin=subprocess.DEVNULL, capture_output=True))


def shown(stream, *words):
    """Status, and what a terminal behind that stream received."""
    ours, theirs = os.openpty()
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: theirs}
    received = b""
    with subprocess.Popen([PROGRAM, *map(str, words)], **streams) as process:
        os.close(theirs)
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # nobody writes any more
                break
            if part == b"":
                break
            received += part
    os.close(ours)
    return process.returncode, received.decode("utf-8", "surrogateescape")


# ---- closed ----

for words in (score, ["estimate", data, "--mean", "a3"], ["instruments", "list"], ["instruments", "--help"]):
    ended = redirected(">&-", *words)
    expect(f"{words[0]}: with standard output closed nothing is delivered, and that is said",
           ended.status == 1 and "standard output" in ended.err and ended.out == "", ended)
whole = run(*score).out
for how in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
    path = DIRECTORY / "scores.csv"
    ended = redirected(how, *score, "--output", path)
    same(f"{how}: what goes to a file is all there, and nothing else", (ended.status, path.read_text()), (0, whole))
    path.unlink()
same("2>&-: results come as they are", redirected("2>&-", *score).out, whole)
ended = redirected("<&-", "score", "--instrument", tiny, "-")
expect("closed standard input cannot be read", ended.status == 1 and "standard input" in ended.err and ended.out == "", ended)
folder = os.open(DIRECTORY, os.O_RDONLY)
ended = Ended(subprocess.run([PROGRAM, "estimate", "-", "--mean", "a3"], stdin=folder, capture_output=True))
os.close(folder)
expect("a directory is no standard input", ended.status == 1 and "standard input" in ended.err and ended.out == "", ended)

# ---- a terminal ----

people = write("people.csv", ANSWERS.replace("wave,", "year,"))
for words, said in ((["roc", people, "--score", "b1", "--criterion", "a3"], "a cut-off found here"),
                    (["cutoffs", data, "--instrument", tiny], "scored with tiny"),
                    (["jobs", people, "--demands", "b1", "--control", "b2"], "high is above")):
    status, text = shown("stderr", *words)
    expect(f"{words[0]}: how far it is stands on the terminal while it works", status == 0 and "%" in text, text)
    expect(f"{words[0]}: and is gone before anything is said", f"\r      \rwerkbaar: {said}" in text, text)
    status, text = shown("stderr", *words, "--quiet")
    same(f"{words[0]}: --quiet says nothing", (status, text), (0, ""))
status, text = shown("stderr", "estimate", data, "--mean", "a3")
expect("estimate: nothing of it stays", status == 0 and text.endswith("\r      \r"), text)

loud = dict(INSTRUMENT, title={"nl": "Klein\x1b[2J\x7f\x9b2J\ttitel", "en": "Tiny\x1b[2J"})
loud = write("loud.json", loud)
status, text = shown("stdout", "instruments", "show", loud)
expect("what a file calls itself does not steer the terminal", status == 0 and not any(c in text for c in "\x1b\x7f\x9b")
       and "Klein [2J" in text, text[:200])
for group in ("g", "gg"):  # of one of them a control lies on the border of two blocks
    labels = "".join(f"{i},{chr(0x9b) * 60}{i}\n" for i in range(1500))
    status, text = shown("stdout", "estimate", write("groups.csv", f"y,{group}\n{labels}"), "--quiet", "--mean", "y",
                         "--by", group, "--format", "csv")
    expect(f"{group}: nor does a control that lies in two blocks", status == 0 and len(text) > 100_000 and "\x9b" not in text,
           (status, len(text), text.count("\x9b")))
expect("and is as it was in a file", "Klein\x1b[2J" in run("instruments", "show", loud).out)
tap.done()
