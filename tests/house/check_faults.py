# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What docs/proof/faults.md claims of every public function, held against the headers: which memory,
bytes, files and callbacks fail around it (tests/faults), and that it is called wrongly
(tests/misuse). And that the library takes nothing from the system that knows the time or the
place.

usage: check_faults.py SHARED_LIBRARY"""
import re
import sys

import tap

FAULTS = tap.ROOT / "tests" / "faults"
MISUSE = tap.ROOT / "tests" / "misuse"

# Of functions of the system that know what time it is or where the machine stands, write for
# somebody to see, or end the process.
FORBIDDEN = re.compile(
    r"(time|times|ftime|gettimeofday|clock|clock_gettime|clock_getres|timespec_get|localtime(_r)?|gmtime(_r)?"
    r"|ctime(_r)?|asctime(_r)?|mktime|timegm|strftime|strptime|tzset|sleep|usleep|nanosleep|alarm"
    r"|setlocale|localeconv|nl_langinfo|strcoll|strxfrm|getenv|secure_getenv|setenv|rand|random|srand"
    r"|printf|puts|putchar|perror|exit|_exit|abort|system|fork|popen|signal|sigaction)")

# ReadStat writes the moment of making in local time: it is given the one that is always the same
# there.
ALLOWED = {"mktime": "lib/io/statfile_write.c"}


def prototypes():
    """The parameters of every public function, as they are declared."""
    found = {}
    for header in tap.public_headers():
        code = re.sub(r"^\s*#.*(\\\n.*)*$", "", tap.without_comments(header.read_text()), flags=re.M)
        for name, words in re.findall(r"\bWB_API\b[^;{(]*?\b(wb_\w+)\s*\(([^;]*)\)\s*;", code):
            found[name] = " ".join(words.split())
    return found


def deeds():
    """The flags of every deed."""
    found = {}
    for path in sorted(FAULTS.glob("deeds_*.c")):
        for name, flags in re.findall(r'\{\s*"(wb_\w+)",\s*\w+,\s*\w+,\s*([A-Z_0-9|\s]+)\}', path.read_text()):
            found[name] = set(flags.replace("|", " ").split())
    return found


def wanted_flags(words):
    """What a function that has these parameters must be a deed of."""
    flags = set()
    if "const wb_run *run" in words:
        flags.add("RUNS")
    if re.search(r"wb_reader \*(?!\*)", words):
        flags.add("READS")
    if re.search(r"wb_writer \*(?!\*)", words):
        flags.add("WRITES")
    if "const char *path" in words:
        flags.add("FILES")
    return flags


def wrong_flags(public, found):
    for name, flags in sorted(found.items()):
        if name == "wb_writer_finish":  # what it writes is a file
            continue
        missing = wanted_flags(public.get(name, "")) - flags
        if missing:
            yield f"{name} has parameters of {', '.join(sorted(missing))}, and its deed does not say so"


def names_in(path, pattern):
    return set(re.findall(pattern, tap.without_comments(path.read_text())))


def misused():
    """Functions in the tables of misuse programs."""
    return set().union(*(names_in(path, r'\{\s*"(wb_\w+)",\s*\w+\s*\}') for path in MISUSE.glob("test_*.c")))


def has_a_wrong_way(words):
    """Of functions that cannot fail: more than a handle to get wrong, or a handle to free."""
    return words != "void" and not re.fullmatch(r"const wb_\w+ \*\w+", words)


def taken(library):
    """Names that the dynamic linker finds elsewhere."""
    for line in tap.output("nm", "-D", "--undefined-only", library).splitlines():
        yield line.split()[-1].split("@")[0]


def asked(library):
    """What the library takes that it may not, and what only one file may, elsewhere."""
    for name in taken(library):
        if FORBIDDEN.fullmatch(name) and name not in ALLOWED:
            yield f"it takes {name}"
    for name, place in ALLOWED.items():
        for path in sorted((tap.ROOT / "lib").rglob("*.c")):
            if tap.relative(path) != place and re.search(rf"\b{name}\s*\(", path.read_text()):
                yield f"{tap.relative(path)} calls {name}"


public = prototypes()
found = deeds()
failing = {name for name, words in public.items() if "wb_error *err" in words}
others = set(public) - failing
looked_at = names_in(FAULTS / "getters.c", r'"(wb_\w+)"') | {"wb_set_allocator"}
wrongly = misused()
edges = names_in(MISUSE / "test_getters.c", r"\b(wb_\w+)\s*\(")

tap.check("the headers are read as other tests read them",
          sorted(set(public) ^ tap.public_functions()))
tap.check("every public function that can fail is a deed, around which all fails",
          [f"{name} is in no tests/faults/deeds_*.c" for name in sorted(failing - set(found))]
          + [f"{name} is a deed and no public function that can fail" for name in sorted(set(found) - failing)])
tap.check("every other one is looked at: it allocates nothing",
          [f"{name} is not in tests/faults/getters.c" for name in sorted(others - looked_at)]
          + [f"{name} is in tests/faults/getters.c and no such function" for name in sorted(looked_at - others)])
tap.check("what reads, writes, opens a file or can be stopped is tested so", wrong_flags(public, found))
tap.check("every public function that can fail is called wrongly",
          [f"{name} is in no table of tests/misuse" for name in sorted(failing - wrongly)]
          + [f"{name} is in tests/misuse and cannot fail" for name in sorted(wrongly - failing)])
tap.check("so is every other one, where there is a wrong way",
          [f"{name} is not in tests/misuse/test_getters.c"
           for name in sorted(others - edges) if has_a_wrong_way(public[name])])
tap.check("the library asks nobody what time it is or where it is, and does not end the process",
          asked(sys.argv[1]))
tap.done()
