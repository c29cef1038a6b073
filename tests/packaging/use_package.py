# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A small job with the package that is installed, as its user would do it.

usage: use_package.py VERSION, the version that it must be"""
import pathlib
import sys

import werkbaar

assert werkbaar.__version__ == sys.argv[1], werkbaar.__version__
assert pathlib.Path(werkbaar.__file__).is_relative_to(sys.prefix), werkbaar.__file__
