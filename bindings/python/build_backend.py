# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""meson-python, which also asks for SWIG where the wrapper is still to be written.

A source distribution carries the wrapper, and building it takes no SWIG. Which SWIG is said
in one place, bindings/swig-version."""
import pathlib

import mesonpy
from mesonpy import *  # noqa: F403 - every other hook is meson-python's own

HERE = pathlib.Path(__file__).resolve().parent


def swig():
    """The requirement on SWIG: none where its work is done."""
    if (HERE / "werkbaar" / "core_wrap.c").exists():
        return []
    version = HERE / "subprojects" / "werkbaar" / "bindings" / "swig-version"
    return [f"swig=={version.read_text(encoding='ascii').strip()}"]


def get_requires_for_build_wheel(config_settings=None):
    return [*mesonpy.get_requires_for_build_wheel(config_settings), *swig()]


def get_requires_for_build_sdist(config_settings=None):
    return [*mesonpy.get_requires_for_build_sdist(config_settings), *swig()]


def get_requires_for_build_editable(config_settings=None):
    return [*mesonpy.get_requires_for_build_editable(config_settings), *swig()]
