# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the structural tests share: the project's files, and results in TAP."""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INCLUDE = ROOT / "include"
_count = 0
_failed = 0


def check(name, problems=()):
    """One result: good when there are no problems; those go to standard error."""
    global _count, _failed
    problems = list(problems)
    _count += 1
    _failed += bool(problems)
    print(f"{'not ok' if problems else 'ok'} {_count} - {' '.join(name.split())}")
    for problem in problems:
        for line in str(problem).splitlines():
            print(line, file=sys.stderr)


def skip(name, why):
    global _count
    _count += 1
    print(f"ok {_count} - {name} # SKIP {why}")


def done():
    """Announce how many results there were and leave."""
    print(f"1..{_count}")
    sys.exit(1 if _failed else 0)


def tracked_names():
    """What git tracks; None where this is no clone, or there is no git. A tarball that is unpacked in
    the clone of something has a git around it, which tracks none of it."""
    if shutil.which("git") is None:
        return None
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "-z"], capture_output=True,
                            text=True)
    return listed.stdout.split("\0")[:-1] or None if listed.returncode == 0 else None


def made_by_building():
    """A regular expression of the paths that the .gitignore files name."""
    kinds = [r"\.git(/|$)"]
    for file in [ROOT / ".gitignore", *ROOT.glob("*/*/.gitignore")]:
        folder = relative(file.parent) + "/" if file.parent != ROOT else ""
        for line in file.read_text(encoding="utf-8").split("\n"):
            if line and not line.startswith("#"):
                name = re.escape(line.lstrip("/")).replace(r"\*", "[^/]*")
                start = re.escape(folder) + ("" if line.startswith("/") else "(.*/)?")
                kinds.append(start + name + ("" if line.endswith("/") else "$"))
    return re.compile("|".join(kinds))


def tracked_files():
    """The files of the project: what git tracks, else all but what building leaves."""
    names = tracked_names()
    if names is not None:
        paths = [ROOT / name for name in names]
    else:
        made = made_by_building()
        paths = [path for path in ROOT.rglob("*") if not made.match(relative(path))]
    return sorted(path for path in paths if path.is_file() and not path.is_symlink())


def relative(path):
    return str(path.relative_to(ROOT))


def text_of(path):
    """The text of a file; None when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def public_headers():
    return sorted((INCLUDE / "werkbaar").glob("*.h"))


def without_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)


def public_functions():
    """Names of the functions the public headers declare with WB_API."""
    names = set()
    for header in public_headers():
        code = re.sub(r"^\s*#.*(\\\n.*)*$", "", without_comments(header.read_text()),
                      flags=re.M)
        names |= set(re.findall(r"\bWB_API\b[^;{(]*?\b(wb_\w+)\s*\(", code))
    return names


def run(*command, **options):
    """Run a command; what it printed when it failed, else an empty list."""
    ended = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, **options)
    if ended.returncode == 0:
        return []
    return [f"{' '.join(map(str, command))} ended with {ended.returncode}",
            *ended.stdout.splitlines()[:30]]


def output(*command):
    """What a command prints; it must work."""
    return subprocess.run([str(word) for word in command], check=True,
                          capture_output=True, text=True).stdout
