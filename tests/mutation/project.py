# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""How a build directory of meson compiles a file of the library and links its test programs."""
import json
import os
import pathlib
import shlex
import subprocess

from trial import Program

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# Beside the flags of the build: machine code that is quick to make, and the same for the same C.
# A fault may leave a variable unused, which is no reason to call it found.
SANITIZE = "-fsanitize=address"
PLAIN = ["-O1", "-g0", "-w", "-Wno-error", SANITIZE]


def said(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def without_outputs(words):
    """A compiler's words without its file of dependencies, and without ccache in front."""
    kept, skip = [], False
    for word in words:
        if skip:
            skip = False
        elif word in ("-MF", "-MQ", "-o"):
            skip = True
        elif word not in ("-MD", "-c", "ccache"):
            kept.append(word)
    return kept


def compile_words(build, source):
    """The words that compile a file of the library, with SOURCE and OBJECT in them."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if path == source.resolve() and "libwerkbaar" in entry["output"]:
            words = without_outputs(shlex.split(entry["command"]))
            return [*[word for word in words if word != entry["file"]], *PLAIN,
                    "-iquote", str(source.parent), "-c", "SOURCE", "-o", "OBJECT"]
    raise RuntimeError(f"{build} does not compile {source}")


def link_words(build, target):
    """The words that link a program. An object put first takes the place of that in the archive.
    What reads past an end or is not freed makes the program fail, as it does in scripts/test --all."""
    commands = said("ninja", "-C", str(build), "-t", "commands", "-s", target).splitlines()
    words = shlex.split([line for line in commands if f" -o {target} " in line][-1])
    at = words.index("-o")
    return [*words[:at], "-o", "PROGRAM", "OBJECT", *words[at + 2:], "-s", SANITIZE]


def test_programs(build, rooms):
    """The test programs of some rooms, each of a room in the order of meson."""
    found = []
    limits = {"ASAN_OPTIONS": "hard_rss_limit_mb=4000"}  # a fault may take memory without end
    for test in json.loads(said("meson", "introspect", "--tests", str(build))):
        path = pathlib.Path(test["cmd"][0])
        room, _, topic = test["name"].partition("/")
        if room in rooms and path.is_relative_to(build) and path.name == f"test_{room}_{topic}":
            found.append(Program(test["name"], link_words(build, str(path.relative_to(build))),
                                 build, {**os.environ, **test["env"], **limits}))
    return found


def sources_of(room):
    return sorted([*(ROOT / "lib" / room).glob("*.c"), *(ROOT / "lib" / room).glob("*.cpp")])
