# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tests of the mutation tests: the faults they put in are those they should, a test that notices is
told from one that does not, and what justified.txt explains is there.

usage: check_mutation.py FOLDER COMPILER...     FOLDER is for what is made on the way"""
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "house"))

import justified
import mutate
import tap
from mutants import mutants_of
from trial import BROKEN, KILLED, SAME, SURVIVED, Program, Trials
from tokens import tokens_of

FOLDER = pathlib.Path(sys.argv[1]).resolve()
COMPILER = sys.argv[2:]
TINY = HERE / "tiny" / "tiny.c"


def faults(code):
    """What the mutants of the body of a function put in the place of what."""
    source = f"void f(void)\n{{\n    {code}\n}}\n"
    return sorted((source[mutant.start:mutant.end], mutant.text) for mutant in mutants_of(source))


def differences(code, expected):
    found = faults(code)
    return [] if found == sorted(expected) else [f"{code} gives {found}, not {sorted(expected)}"]


def check_faults():
    tap.check("a comparison becomes its neighbours", differences(
        "x = a < b;", [("<", "<="), ("<", ">="), ("x = a < b", "")]))
    tap.check("an operator of two operands is another, a pointer and a sign stay", differences(
        "double *x = a * -b;", [("*", "/")]))
    tap.check("a step goes the other way, and is left out", differences(
        "(*at)++;", [("++", "--"), ("(*at)++", "")]))
    tap.check("&& is ||, and a condition is turned round", differences(
        "if (a && b)\n        c();", [("&&", "||"), ("a && b", "!(a && b)"), ("c()", "")]))
    tap.check("a constant is one more and one less, a bit pattern stays", differences(
        "return 7 + 0x10 + 0.5;",
        [("+", "-"), ("+", "-"), ("7", "(6)"), ("7", "8"), ("0.5", "(0.5 + 1)")]))
    tap.check("a truth is the other", differences("return true;", [("true", "false")]))
    tap.check("a status is another, and a failure is forgotten", differences(
        "return wb_fail(err, WB_E_ARG, why);",
        [("WB_E_ARG", "WB_E_DATA"),
         ("wb_fail(err, WB_E_ARG, why)", "(wb_fail(err, WB_E_ARG, why), WB_OK)")]))
    tap.check("a jump is left out", differences("goto done;", [("goto done", "")]))
    tap.check("comments, texts and the preprocessor stay", differences(
        '/* a < b */ puts("a < b"); // 7\n#define SEVEN 7\n', [('puts("a < b")', "")]))
    outside = "static const int seven[] = {7, 7};\nint f(int x);\n"
    tap.check("nothing changes outside of functions", mutants_of(outside))
    names = {token.function for token in tokens_of(TINY.read_text())} - {None}
    tap.check("functions are known by name", names ^ {"tiny_clamp", "tiny_sum"})


def program(name):
    link = [*COMPILER, "-o", "PROGRAM", "OBJECT", str(FOLDER / f"{name}.o")]
    return Program(f"tiny/{name}", link, FOLDER, dict(os.environ), limit=2)


def trials(*names):
    words = [*COMPILER, "-std=c11", "-O1", "-w", "-c", "SOURCE", "-o", "OBJECT"]
    return Trials(TINY, words, FOLDER, [program(name) for name in names], FOLDER / "work")


def compile_tests():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("tests_all", "tests_little"):
        yield from tap.run(*COMPILER, "-c", HERE / "tiny" / f"{name}.c", "-o", FOLDER / f"{name}.o")


def unlike(outcome, result, how=""):
    if outcome.result != result or (how and outcome.how != how):
        yield f"{outcome}, not {result} {how}"


def check_trials():
    source = TINY.read_text()
    tap.check("the tests of the tiny file compile", compile_tests())
    little, both = trials("tests_little"), trials("tests_little", "tests_all")
    fault = source.replace("sum += numbers", "sum -= numbers")
    tap.check("a fault that no test looks at survives", unlike(little.of(fault), SURVIVED))
    outcome = both.of(fault)
    tap.check("a fault that one of two tests looks at is noticed by that one",
              [*unlike(outcome, KILLED), *([] if outcome.by == "tiny/tests_all" else [outcome])])
    tap.check("the test that noticed is asked first from then on",
              [] if both.programs[0].name == "tiny/tests_all" else [both.programs])
    endless = source.replace("i++", "i += sum == 0")
    tap.check("a program without end is ended",
              unlike(both.of(endless.replace("int sum", "volatile int sum")), KILLED, "took too long"))
    crash = source.replace("numbers[i]", "*(volatile int *)16")
    tap.check("a signal is noticed", unlike(both.of(crash), KILLED, "signal 11"))
    tap.check("other text with the same code is no fault",
              unlike(both.of(source.replace("sum = 0", "sum = 1 - 1")), SAME))
    tap.check("what does not compile is no fault", unlike(both.of(source + "?"), BROKEN))
    results = [both.of(mutant.applied(source)) for mutant in mutants_of(source)]
    tap.check("a good test notices most faults of a file",
              [] if sum(r.result == KILLED for r in results) >= 10 else results)
    both.remove()


def check_samples():
    one, two = ([mutate.sample_of("num", 20, seed, ())[0] for _ in range(2)] for seed in (1, 2))
    tap.check("the same seed gives the same sample", [] if one[0] == one[1] else one)
    tap.check("another seed gives another", [] if one[0] != two[0] else one)


def missing(entries):
    """Entries of the list whose file has no such mutant, or not any more."""
    for file in sorted({change.file for change in entries}):
        path = tap.ROOT / file
        source = path.read_text() if path.exists() else ""
        there = {justified.change_of(file, source, mutant) for mutant in mutants_of(source)}
        yield from (change for change in entries if change.file == file and change not in there)


def check_list():
    text = "# a word\nlib/a.c f\n- x  <\n-   y;\n+ x <= y;\nwhy: it makes no\n  difference at all\n"
    entry = {justified.Change("lib/a.c", "f", "x < y;", "x <= y;"): "it makes no difference at all"}
    tap.check("an entry is read", [] if justified.read(text) == entry else [justified.read(text)])
    entries = justified.read(justified.FILE.read_text())
    tap.check("every justified mutant has a reason", justified.without_reason(entries))
    tap.check("every justified mutant is one of the code as it is", missing(entries))


check_faults()
check_trials()
check_samples()
check_list()
tap.done()
