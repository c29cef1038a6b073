# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A room uses only the rooms lib/floors.txt puts below it, files do not use each other in
circles, and none does what a library must not do: print, exit, read the clock or the locale,
take memory past the one gate."""
import re

import tap

LIB = tap.ROOT / "lib"
CODE = {".c", ".h", ".cpp", ".hpp"}

# What only one place may call, and where that is.
MEMORY = r"malloc|calloc|realloc|free|strdup|strndup|asprintf|alloca|posix_memalign"
BANNED = {
    MEMORY: {"lib/base/alloc.c"},
    r"printf|fprintf|vprintf|puts|putchar|perror|fputs": set(),
    r"exit|_exit|abort|atexit|signal|system|longjmp": set(),
    r"setlocale|uselocale": set(),
    r"time|clock|gettimeofday|clock_gettime|localtime|gmtime|rand|srand|random": set(),
    r"atoi|atof|strtof|sscanf|strtok|gets|sprintf|strcpy|strcat": set(),
    r"strtod": {"lib/base/number.c"},  # shown digits and an exponent, never a decimal mark
}

# A function that others may call, where it is defined.
DEFINED = re.compile(r"^(?!static)[a-z].*?\b(wb_\w+)\([^;{]*\)\s*\{", re.M)


def read_floors():
    """Room -> rooms it may use; also what is wrong with the order of the list."""
    allowed, wrong = {}, []
    for line in (LIB / "floors.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        room, _, below = line.partition(":")
        unknown = set(below.split()) - set(allowed)
        if unknown:
            wrong.append(f"{room} is listed above {', '.join(sorted(unknown))}")
        allowed[room] = {room, *below.split()}
    return allowed, wrong


def code_files(folder):
    return [path for path in sorted(folder.rglob("*")) if path.suffix in CODE]


def wrong_private_includes(allowed):
    for path in code_files(LIB):
        room = path.relative_to(LIB).parts[0]
        for name in re.findall(r'#\s*include\s+"([^"]+)"', path.read_text()):
            other = name.split("/")[0] if "/" in name else room
            if other not in allowed.get(room, ()):
                yield f"{tap.relative(path)} may not include {name}: {room} is not above it"
            elif not (LIB / name).exists() and not (path.parent / name).exists():
                yield f"{tap.relative(path)} includes {name}, which is not in lib/"


def wrong_public_includes(allowed):
    for path in code_files(LIB) + tap.public_headers():
        room = path.stem if path.parent.name == "werkbaar" else path.relative_to(LIB).parts[0]
        if room == "werkbaar":
            continue
        for other in re.findall(r"#\s*include\s+<werkbaar/(\w+)\.h>", path.read_text()):
            if other not in allowed.get(room, ()):
                yield f"{tap.relative(path)} may not include <werkbaar/{other}.h>"


def wrong_user_includes():
    """Tools and examples are plain users: of the library they see the public headers."""
    for folder in ("tools", "examples"):
        for path in code_files(tap.ROOT / folder):
            for name in re.findall(r'#\s*include\s+"([^"]+)"', path.read_text()):
                near = (path.parent / name, tap.ROOT / folder / name)
                if not any(place.exists() for place in near):
                    yield f"{tap.relative(path)} includes {name}, which is not its own"


def homeless():
    rooms, _ = read_floors()
    for folder in sorted(path for path in LIB.iterdir() if path.is_dir()):
        if folder.name not in rooms:
            yield f"lib/{folder.name} is on no floor: add it to lib/floors.txt"
    for path in code_files(LIB) + code_files(tap.ROOT / "tools"):
        if re.fullmatch(r"(utils?|common|helpers?|misc)", path.stem):
            yield f"{tap.relative(path)}: a thing that fits no room is a room or is not needed"


def banned_calls(pattern, allowed):
    for path in code_files(LIB):
        if tap.relative(path) in allowed:
            continue
        code = tap.without_comments(path.read_text())
        code = re.sub(r'"(?:\\.|[^"\\])*"', '""', code)
        for number, line in enumerate(code.splitlines(), 1):
            for call in re.findall(rf"(?<![\w.>])({pattern})\s*\(", line):
                yield f"{tap.relative(path)}:{number} calls {call}()"


def num_knows_no_errors():
    for path in code_files(LIB / "num"):
        for word in re.findall(r"\bwb_(?:error|fail|resize|allocate|release)\b",
                               tap.without_comments(path.read_text())):
            yield f"{tap.relative(path)} uses {word}: preconditions are the caller's"


def functions():
    """Code by file, and the file of every function that others may call. What a build without a
    package has instead (*unsupported.c) is left out: the same functions stand elsewhere too."""
    code, home = {}, {}
    for path in code_files(LIB):
        if path.suffix in (".c", ".cpp") and not path.stem.endswith("unsupported"):
            code[path] = tap.without_comments(path.read_text())
            home.update(dict.fromkeys(DEFINED.findall(code[path]), path))
    return code, home


def reached(start, uses):
    """All that a file uses, also by way of others."""
    found, waiting = set(), [start]
    while waiting:
        new = uses[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def circles():
    code, home = functions()
    names = {path: set(re.findall(r"\bwb_\w+", text)) & set(home) for path, text in code.items()}
    uses = {path: {home[name] for name in names[path]} - {path} for path in code}
    for path in sorted(uses):
        for other in sorted(uses[path] if path in reached(path, uses) else ()):
            if path in reached(other, uses):
                called = sorted(name for name in names[path] if home[name] == other)
                yield (f"{tap.relative(path)} uses {tap.relative(other)} ({', '.join(called)}), "
                       "which uses it, straight or by way of others")


allowed, order = read_floors()
tap.check("floors are listed from the ground up", order)
tap.check("private headers come from the same room or lower", wrong_private_includes(allowed))
tap.check("public headers come from the same room or lower", wrong_public_includes(allowed))
tap.check("tools and examples use public headers only", wrong_user_includes())
tap.check("every file has a room", homeless())
tap.check("no file uses itself by way of others", circles())
tap.check("num knows no errors and takes no memory", num_knows_no_errors())
for pattern, places in BANNED.items():
    tap.check(f"nobody calls {pattern.replace('|', ', ')}", banned_calls(pattern, places))
tap.done()
