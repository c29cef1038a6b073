# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The library and the programs are as hardened as SECURITY.md says: read from the files
themselves, so that a flag which is asked for and does nothing shows.

usage: check_hardening.py FORTIFY_LEVEL LIBRARY [PROGRAM...]"""
import re
import sys

import tap

# What the library says it never does: reach out, start something, ask for the time or the
# environment, print, end its host, change what is the host's.
NEVER = (r"socket|connect|bind|send(to|msg)?|recv\w*|getaddrinfo|f?exec\w*|v?fork|posix_spawn\w*|system|popen"
         r"|dlopen|time|ftime|clock|gettimeofday|clock_gettime|(secure_)?[gs]etenv|putenv|rand(om)?|getrandom"
         r"|v?f?printf|(f?put|w)(s|c|char)|perror|stdout|stderr|stdin|_?exit|quick_exit|abort"
         r"|setlocale|(new|use)locale|signal|sigaction|fesetround|fesetenv|chdir|umask")


def segments(path):
    """The flags of each program header, by its type."""
    found = {}
    for line in tap.output("readelf", "--wide", "--segments", path).splitlines():
        parts = re.match(r"\s+([A-Z_]+)\s+(?:0x\w+\s+){5}([RWE ]{3})", line)
        if parts:
            found[parts[1]] = parts[2].replace(" ", "")
    return found


def memory(path):
    """What of it could be written and run, or changed after loading."""
    parts, dynamic = segments(path), tap.output("readelf", "--wide", "--dynamic", path)
    if "E" in parts.get("GNU_STACK", "E"):
        yield "its stack can be run (-z noexecstack)"
    if "GNU_RELRO" not in parts:
        yield "nothing becomes read-only after loading (-z relro)"
    if not re.search(r"BIND_NOW|Flags:.*\bNOW\b", dynamic):
        yield "addresses of functions are filled in later (-z now)"
    if "TEXTREL" in dynamic:
        yield "its code is written to when it is loaded"
    for rpath in re.findall(r"R(?:UN)?PATH\)\s+.*\[(.*)\]", dynamic):
        # a build directory looks beside itself; what is installed has none
        if not rpath.startswith("$ORIGIN"):
            yield f"it looks for libraries in {rpath}"


def code(path, fortify):
    """What the compiler put in."""
    names = tap.output("nm", "-D", "--undefined-only", path)
    if "__stack_chk_fail" not in names:
        yield "no function looks whether its frame was overrun (-fstack-protector-strong)"
    if fortify and not re.search(r"__(?:v?sn?printf|v?fprintf|mem\w+|str\w+)_chk", names):
        yield f"no call knows the size of its room (_FORTIFY_SOURCE={fortify})"
    header = tap.output("readelf", "--wide", "--file-header", path)
    # The note of the whole file takes a C library that has it; each function begins so anyway.
    for name in ("wb_version", "main") if "X86-64" in header else ():
        begins = tap.output("objdump", "--no-show-raw-insn", f"--disassemble={name}", path)
        if f"<{name}>:" in begins and "endbr64" not in begins.split(f"<{name}>:")[1].splitlines()[1]:
            yield f"jumps may go anywhere: {name}() does not begin with endbr64 (-fcf-protection)"


def asks(path):
    """What a library asks for that it says it never does; fortified calls have __ and _chk around."""
    for name in re.findall(r" U ([\w.]+)", tap.output("nm", "-D", "--undefined-only", path)):
        if re.fullmatch(NEVER, re.sub(r"^__(\w+)_chk$", r"\1", name)):
            yield name


def position(path):
    """A program is loaded at another address every time."""
    header = tap.output("readelf", "--wide", "--file-header", path)
    if not re.search(r"Type:\s+DYN", header):
        yield "it is always loaded at the same address (-fPIE, -pie)"


fortify, library, *programs = sys.argv[1:]
for path in (library, *programs):
    name = path.rsplit("/", 1)[-1]
    tap.check(f"{name}: memory is either written or run, and what is fixed cannot be changed", memory(path))
    tap.check(f"{name}: overrun frames, rooms and jumps are noticed", code(path, int(fortify)))
tap.check("the library reaches for nothing, prints nothing and never ends its host", asks(library))
for path in programs:
    tap.check(f"{path.rsplit('/', 1)[-1]} is loaded at any address", position(path))
tap.done()
