# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The shared library exports exactly the functions the public headers declare, all of one
version; the tests call every one of them. With `state`, for a plain build by gcc: it keeps
no state but the memory hooks.

usage: check_symbols.py SHARED_LIBRARY SOVERSION [state]"""
import re
import sys

import tap


def exported(library):
    """(name, kind) of what the dynamic linker sees, with the version removed."""
    for line in tap.output("nm", "-D", "--defined-only", library).splitlines():
        _, kind, name = line.split()
        if kind != "A":
            yield name, kind


# Variables that may change: the memory hooks; those of the C run-time, also to know the
# processor; what Boost makes when the library is loaded: guards with which it warms its
# constants, and in newer ones a constant that the compiler does not see to be one.
STATE = re.compile(r"resize_hook|release_hook|completed\.\d+|__dso_handle|__TMC_END__"
                   r"|__cpu_(model|features2)|\.(data|bss)|_edata|_end|__bss_start"
                   r"|_ZGV\w*boost\w*initializer\w*|_Z(GV)?ZN5boost\w*get_min_shift_value\w*")


def state(library):
    """Variables of the library that are not constant, beyond those it may have."""
    for line in tap.output("objdump", "-t", library).splitlines():
        if re.search(r"\s\.(?:data|bss|tdata|tbss)\s", line):
            name = line.split()[-1]
            if not STATE.fullmatch(name):
                yield name


def words_in_tests():
    """Every word of the C code that tests the library, comments left out."""
    words = set()
    for path in sorted((tap.ROOT / "tests").rglob("*.c")):
        words |= set(re.findall(r"\bwb_\w+(?=\s*\()",
                                tap.without_comments(path.read_text())))
    return words


library, soversion, *words = sys.argv[1:]
declared = tap.public_functions()
found = dict(exported(library))
names = {name.split("@")[0] for name in found}
version = f"@@WERKBAAR_{soversion}"

tap.check("the headers declare functions", [] if declared else ["none found"])
tap.check("every declared function is exported", sorted(declared - names))
tap.check("every exported symbol is declared", sorted(names - declared))
tap.check("every exported symbol is a function",
          [name for name, kind in found.items() if kind != "T"])
tap.check(f"every exported symbol has version {version}",
          [name for name in found if not name.endswith(version)])
if "state" in words:
    tap.check("the library keeps no state but the memory hooks", state(library))
tap.check("a test calls every public function", sorted(declared - words_in_tests()))
tap.done()
