# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The library as another project finds it, for tests that build against it."""
import os
import subprocess

import tap


class Installed:
    """A copy of the library in a folder of its own, as another project finds it."""

    def __init__(self, meson, build, prefix, libdir, folder):
        self.problems = tap.run(meson, "install", "-C", build, "--no-rebuild", "--quiet",
                                "--destdir", folder)
        self.prefix = folder / prefix.lstrip("/")
        self.libdir = self.prefix / libdir

    def pkg_config(self):
        """How to ask for what is installed, with the prefix where the files are for now."""
        return ["pkg-config", f"--define-variable=prefix={self.prefix}"]

    def environment(self):
        """Of who builds with it, and runs what was built."""
        return dict(os.environ, PKG_CONFIG_PATH=str(self.libdir / "pkgconfig"),
                    LD_LIBRARY_PATH=str(self.libdir))

    def flags(self, static):
        """What pkg-config says."""
        told = subprocess.run([*self.pkg_config(), "--cflags", "--libs",
                               *(["--static"] if static else []), "werkbaar"],
                              capture_output=True, text=True, env=self.environment())
        return told.stdout.split() if told.returncode == 0 else ["-Dpkg_config_failed="]

    def forget_shared(self):
        for library in self.libdir.glob("libwerkbaar.so*"):
            library.unlink()
