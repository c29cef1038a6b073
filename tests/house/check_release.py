# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What a release is made of agrees: one version everywhere, its binary interface frozen; scripts/release stops before it begins where
versions disagree or something is not committed; what goes into a tarball has the same times and
permissions whoever packs it; and, with WB_TEST_LONG, `meson dist` gives the same bytes twice.
scripts/release does the whole.

usage: check_release.py MESON"""
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import tap


def read(name):
    return (tap.ROOT / name).read_text(encoding="utf-8")


def other_versions():
    """Where another version stands than in VERSION."""
    version = read("VERSION").strip()
    found = {"bindings/r/DESCRIPTION": re.search(r"^Version: (.+)$", read("bindings/r/DESCRIPTION"), re.M)[1],
             "CHANGELOG.md": re.search(r"^## \[?([^\]\s]+)", read("CHANGELOG.md"), re.M)[1]}
    for name, text in found.items():
        if text not in (version, "Unreleased" if name == "CHANGELOG.md" else version):
            yield f"{name} says {text}, VERSION {version}"
    for name in ("meson.build", "bindings/python/meson.build", "bindings/python/pyproject.toml"):
        written = re.search(r"^\s*version\s*[:=]\s*'\d", read(name), re.M)
        if written:
            yield f"{name} has a version of its own"


def not_frozen():
    """A version that is released, by the changelog, has its binary interface frozen."""
    version = read("VERSION").strip()
    released = re.findall(r"^## \[?([^\]\s]+)", read("CHANGELOG.md"), re.M)
    if version in released and not (tap.ROOT / f"abi/{version}.abi").exists():
        yield f"abi/{version}.abi is not there: scripts/abi-baseline --release writes it"


def tarball(meson, folder):
    """SHA-256 of the files of `meson dist`, or what went wrong."""
    problems = (tap.run(meson, "setup", folder, "-Dtests=disabled", "-Dexplorer=disabled", cwd=tap.ROOT)
                or tap.run(meson, "dist", "-C", folder, "--no-tests", "--formats", "gztar", "--allow-dirty"))
    if problems:
        return problems
    packed = next((folder / "meson-dist").glob("*.tar.gz"))
    # the header of gzip has the time of packing; what is packed has that of the sources
    plain = subprocess.run(["gzip", "-dc", packed], check=True, capture_output=True).stdout
    return hashlib.sha256(plain).hexdigest()


def made_twice(meson):
    with tempfile.TemporaryDirectory() as place:
        first, second = (tarball(meson, pathlib.Path(place) / name) for name in ("one", "other"))
    return [] if isinstance(first, str) and first == second else [first, second]


# ---- what stops a release ----

def git(folder, *words):
    subprocess.run(["git", "-C", folder, "-c", "user.name=tests", "-c", "user.email=tests@example.invalid", *words],
                   check=True, capture_output=True)


def small_clone(place):
    """What scripts/release looks at before it makes anything; nothing that meson could configure."""
    for name in ("scripts/release", "scripts/lib.sh", "VERSION", "bindings/r/DESCRIPTION"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tap.ROOT / name, place / name)
    (place / "CHANGELOG.md").write_text(f"# Changelog\n\n## {read('VERSION')}", encoding="utf-8")
    (place / "abi").mkdir()
    (place / f"abi/{read('VERSION').strip()}.abi").write_text("")
    (place / ".gitignore").write_text("/build/\n", encoding="utf-8")
    git(place, "init", "--quiet")
    commit(place)


def commit(place):
    git(place, "add", "--all")
    git(place, "commit", "--quiet", "--message", "state")


def unlike(place, status, sentence, *words):
    """Problems when the script does not stop so."""
    ended = subprocess.run(["bash", place / "scripts/release", "--no-install", "--only", "tarball", *words],
                           capture_output=True, text=True)
    if ended.returncode == status and sentence in ended.stderr:
        return []
    return [f"exit status {ended.returncode}", ended.stdout[-400:], ended.stderr[-400:]]


def check_stops(place):
    small_clone(place)
    version = read("VERSION").strip()
    tap.check("release: with one version everywhere it begins",
              unlike(place, 1, "meson cannot configure what is committed"))
    (place / "left").write_text("")
    tap.check("release: what is not committed stops it", unlike(place, 1, "something is not committed"))
    (place / "left").unlink()
    (place / f"abi/{version}.abi").unlink()
    commit(place)
    tap.check("release: a binary interface that is not frozen stops it",
              unlike(place, 1, f"abi/{version}.abi is not there"))
    (place / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n", encoding="utf-8")
    commit(place)
    tap.check("release: a changelog without the version stops it",
              unlike(place, 1, f"VERSION says {version}, the newest heading of CHANGELOG.md Unreleased"))
    tap.check("release: but not a rehearsal",
              unlike(place, 1, "meson cannot configure what is committed", "--unreleased"))
    (place / "bindings/r/DESCRIPTION").write_text("Version: 0.0.1\n", encoding="utf-8")
    commit(place)
    tap.check("release: another version of the R package stops it",
              unlike(place, 1, f"VERSION says {version}, DESCRIPTION of R 0.0.1", "--unreleased"))
    tap.check("release: words that it does not know stop it", unlike(place, 2, "it does not know '--soon'", "--soon"))


# ---- what goes into a tarball ----

def unlike_everywhere(place):
    """Times and permissions after scripts/dist_times.py that are of who made the files."""
    wanted = {"plain": 0o644, "run": 0o755, "folder": 0o755}
    (place / "folder").mkdir(mode=0o700)
    for name, mode in (("plain", 0o660), ("run", 0o700)):
        (place / name).write_text("")
        (place / name).chmod(mode)
    problems = tap.run(sys.executable, tap.ROOT / "scripts/dist_times.py",
                       env=dict(os.environ, MESON_DIST_ROOT=str(place), SOURCE_DATE_EPOCH="86400"))
    for name, mode in wanted.items():
        found = (place / name).stat()
        if found.st_mode & 0o7777 != mode or found.st_mtime != 86400:
            problems.append(f"{name}: {found.st_mode & 0o7777:o} at {found.st_mtime}")
    return problems


def not_packed():
    """Files of the commit that `git archive`, by which meson packs, leaves out."""
    def names(*words):
        return subprocess.run(["git", "-C", tap.ROOT, *words], check=True, capture_output=True).stdout

    packed = subprocess.run(["tar", "-t"], input=names("archive", "HEAD"), check=True, capture_output=True).stdout
    there = {name for name in packed.decode().splitlines() if not name.endswith("/")}
    return sorted(set(names("ls-tree", "-r", "--name-only", "HEAD").decode().splitlines()) - there)


def in_a_folder_of(place):
    """A tarball that is unpacked in a clone is not that clone."""
    root, tap.ROOT = tap.ROOT, place / "build"
    try:
        tap.ROOT.mkdir(exist_ok=True)
        return [] if tap.tracked_names() is None else ["git is thought to track it"]
    finally:
        tap.ROOT = root


tap.check("one version everywhere", other_versions())
tap.check("the binary interface of a version that is released is frozen", not_frozen())
with tempfile.TemporaryDirectory() as place:
    if shutil.which("git") is None:
        tap.skip("release: what stops it", "there is no git")
    else:
        check_stops(pathlib.Path(place))
        tap.check("a tarball that is unpacked in a clone is not that clone", in_a_folder_of(pathlib.Path(place)))
with tempfile.TemporaryDirectory() as place:
    tap.check("what goes into a tarball is alike whoever packs it", unlike_everywhere(pathlib.Path(place)))
if tap.tracked_names() is None:
    tap.skip("the tarball has every file of the commit", "this is no clone")
else:
    tap.check("the tarball has every file of the commit", not_packed())
name = "meson dist gives the same bytes twice"
if "WB_TEST_LONG" not in os.environ:
    tap.skip(name, "a long test")
elif tap.tracked_names() is None:
    tap.skip(name, "this is no clone")
else:
    tap.check(name, made_twice(sys.argv[1]))
tap.done()
