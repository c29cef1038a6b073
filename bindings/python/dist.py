# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Complete a source distribution: the C library's sources in the place of the link that leads
to them in the repository, and the wrapper that SWIG wrote.

usage, by `meson dist`: dist.py TOP_OF_THE_LIBRARY"""
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

# What building the library takes, what its bindings share, and what its licences ask for.
PARTS = ["LICENSE", "THIRD_PARTY.md", "VERSION", "meson.build", "meson_options.txt",
         "werkbaar.pc.in", ":(glob)bindings/*", "data/embed.py", "data/meson.build",
         ":(glob)data/*/*.json", "data/explorer", "include", "lib"]


def add_library(top, distribution):
    """Put the library's sources, as committed, in the distribution."""
    place = distribution / "subprojects" / "werkbaar"
    place.unlink()
    archive = subprocess.run(["git", "-C", top, "archive", "--format=tar", "HEAD", *PARTS],
                             check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as files:
        files.extractall(place)


def add_wrapper(distribution):
    """Have SWIG write the wrapper of what is distributed, where the build looks first."""
    wrapper = pathlib.PurePath("werkbaar", "core_wrap.c")
    with tempfile.TemporaryDirectory() as build:
        setup = subprocess.run(["meson", "setup", build, distribution], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if setup.returncode != 0:
            sys.exit(f"the distribution cannot be built:\n{setup.stdout}")
        subprocess.run(["ninja", "-C", build, wrapper], check=True)
        shutil.copy(pathlib.Path(build, wrapper), distribution / wrapper)


place = pathlib.Path(os.environ["MESON_DIST_ROOT"])
add_library(pathlib.Path(sys.argv[1]), place)
add_wrapper(place)
