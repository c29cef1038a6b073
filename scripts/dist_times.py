# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Meson runs this on the files that go into a tarball (`meson dist`): they get the time of the
sources, SOURCE_DATE_EPOCH or that of the commit, and the same permissions whoever makes it, so
that two runs give the same bytes."""
import os
import pathlib
import stat
import subprocess

root = pathlib.Path(os.environ["MESON_DIST_ROOT"])
seconds = os.environ.get("SOURCE_DATE_EPOCH") or subprocess.run(
    ["git", "-C", os.environ["MESON_SOURCE_ROOT"], "log", "-1", "--format=%ct"], check=True,
    capture_output=True, text=True).stdout
for path in sorted(root.rglob("*"), reverse=True) + [root]:
    if not path.is_symlink():
        run = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
        path.chmod(0o755 if run else 0o644)
    os.utime(path, (int(seconds), int(seconds)), follow_symlinks=False)
