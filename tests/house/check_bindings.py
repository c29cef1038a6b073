# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Python and R have every public function: SWIG wraps it and the package or its tests call it,
or bindings/ignored.txt says why not.

usage: check_bindings.py SWIG"""
import re
import sys
import tempfile

import tap

BINDINGS = tap.ROOT / "bindings"
LANGUAGES = {
    "python": ("-python -noproxy", r'\{ "(wb_\w+)", _wrap_', ("python/werkbaar/*.py", "python/tests/*.py")),
    "r": ("-r", r'\{"R_swig_(wb_\w+)"', ("r/R/*.R", "r/tests/testthat/*.R")),
}


def reasons():
    """For each language the functions it does without, and problems with the list."""
    ignored = {language: set() for language in LANGUAGES}
    problems = []
    for line in (BINDINGS / "ignored.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        name, languages, reason = (part.strip() for part in line.split(" : ", 2))
        wanted = LANGUAGES if languages == "both" else [languages]
        if not reason or not set(wanted) <= set(LANGUAGES):
            problems.append(f"'{line}' names no language or no reason")
            continue
        for language in wanted:
            ignored[language].add(name)
    return ignored, problems


def wrapped(swig, language, options, pattern):
    """The functions in the wrapper that SWIG makes."""
    with tempfile.NamedTemporaryFile(suffix=".c") as wrapper, \
            tempfile.TemporaryDirectory() as other:
        tap.output(swig, *options.split(), "-Wall", "-Werror", f"-I{tap.INCLUDE}",
                   f"-I{BINDINGS}", "-outdir", other, "-o", wrapper.name,
                   BINDINGS / language / "core.i")
        return set(re.findall(pattern, wrapper.read().decode()))


def check_language(swig, language, ignored):
    options, pattern, sources = LANGUAGES[language]
    public = tap.public_functions()
    found = wrapped(swig, language, options, pattern)
    tap.check(f"{language}: SWIG wraps every public function, or a reason says why not",
              [f"{name} is neither wrapped nor in bindings/ignored.txt"
               for name in sorted(public - found - ignored)]
              + [f"{name} is wrapped and in bindings/ignored.txt"
                 for name in sorted(found & ignored)]
              + [f"{name} is in bindings/ignored.txt and no public function"
                 for name in sorted(ignored - public)])
    code = "\n".join(path.read_text() for folder in sources
                     for path in sorted(BINDINGS.glob(folder)))
    called = set(re.findall(r"\b(?:_core\.|core\.|R_swig_)(wb_\w+)", code))
    tap.check(f"{language}: the package or its tests call every function that is wrapped",
              [f"{name} is called nowhere in {' and '.join(sources)} of bindings/"
               for name in sorted((found & public) - called)])


swig = sys.argv[1]
ignored, problems = reasons()
tap.check("every line of bindings/ignored.txt names languages and a reason", problems)
wanted = (BINDINGS / "swig-version").read_text().strip()
told = tap.output(swig, "-version")
if f"SWIG Version {wanted}\n" not in told:
    for language in LANGUAGES:
        tap.skip(f"{language}: every public function", f"no SWIG {wanted}")
else:
    for language in LANGUAGES:
        check_language(swig, language, ignored[language])
tap.done()
