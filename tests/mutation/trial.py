# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests make of one mutant: its file is compiled, the test programs are linked with that
in place of the true one, and run until one of them fails."""
import dataclasses
import pathlib
import resource
import shutil
import subprocess
import time

KILLED, SURVIVED, SAME, BROKEN = "killed", "survived", "same code", "does not compile"


@dataclasses.dataclass
class Program:
    """A test program: how to link it with an object put first, and how long it takes."""
    name: str
    link: list  # words; OBJECT and PROGRAM stand for the two paths
    folder: pathlib.Path
    environment: dict
    seconds: float = 0.0  # of processor
    limit: float = 600.0


@dataclasses.dataclass
class Outcome:
    result: str
    by: str = ""  # the test program that failed
    how: str = ""  # its exit status, or that it took too long


def words_with(words, **places):
    return [str(places.get(word, word)) for word in words]


def works(words, folder):
    return subprocess.run(words, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode == 0


def linked(program, compiled, path):
    words = words_with(program.link, OBJECT=compiled, PROGRAM=path)
    return works(words, program.folder)


# A fault may write a file without end: 1 GB is the end, and no core is left.
LIMITED = 'ulimit -f 2000000; ulimit -c 0; exec "$0"'


def run(program, path, limit):
    """How it went wrong, or None: the exit status, a signal, or that it took too long."""
    try:
        ended = subprocess.run(["/bin/sh", "-c", LIMITED, str(path)], cwd=program.folder, env=program.environment,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, timeout=limit)
    except subprocess.TimeoutExpired:
        return "took too long"
    if ended.returncode < 0:
        return f"signal {-ended.returncode}"
    return f"exit status {ended.returncode}" if ended.returncode else None


class Trials:
    """Trials of mutants of one file. compile: words with SOURCE and OBJECT in them."""

    def __init__(self, source, compile_words, compile_folder, programs, place):
        self.name = pathlib.Path(source).name
        self.compile_words = compile_words
        self.compile_folder = compile_folder
        self.programs = list(programs)
        self.place = pathlib.Path(place)
        self.place.mkdir(parents=True, exist_ok=True)
        self.true_code = self.compiled(pathlib.Path(source).read_text())
        if self.true_code is None:
            raise RuntimeError(f"{source} itself does not compile")

    def compiled(self, text):
        """The bytes of the object of a text, left in `place`; None when it does not compile.
        It has the same name whatever the text, so equal bytes are equal code."""
        source, compiled = self.place / self.name, self.place / "mutant.o"
        source.write_text(text)
        compiled.unlink(missing_ok=True)
        words = words_with(self.compile_words, SOURCE=source, OBJECT=compiled)
        return compiled.read_bytes() if works(words, self.compile_folder) else None

    def of(self, text):
        code = self.compiled(text)
        if code is None:
            return Outcome(BROKEN)
        if code == self.true_code:
            return Outcome(SAME)
        for program in self.programs:
            path = self.place / "program"
            if not linked(program, self.place / "mutant.o", path):
                return Outcome(BROKEN)
            wrong = run(program, path, program.limit)
            if wrong:
                self.ask_first(program)
                return Outcome(KILLED, program.name, wrong)
        return Outcome(SURVIVED)

    def ask_first(self, program):
        """What notices one fault of a file is likely to notice the next. Only among the programs of
        its room: those of others stay behind them."""
        room = program.name.partition("/")[0]
        self.programs.remove(program)
        first = [other.name.partition("/")[0] for other in [*self.programs, program]].index(room)
        self.programs.insert(first, program)

    def remove(self):
        shutil.rmtree(self.place)


def processor_used():
    """Seconds, by all that ran from here and has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def time_programs(programs, place):
    """How long each takes as it is; the names of those that fail without any fault put in."""
    failing = []
    for program in programs:
        path = pathlib.Path(place) / "true-program"
        words = [word for word in words_with(program.link, PROGRAM=path) if word != "OBJECT"]
        linked_well = works(words, program.folder)
        began, used = time.monotonic(), processor_used()
        if not linked_well or run(program, path, 1800):
            failing.append(program.name)
        program.seconds = processor_used() - used
        program.limit = 10 + 8 * (time.monotonic() - began)
    return failing
