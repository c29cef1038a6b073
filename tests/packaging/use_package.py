# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""A small job with the package that is installed, as its user would do it.

usage: use_package.py VERSION, the version that it must be"""
import importlib.metadata
import pathlib
import re
import sys

import werkbaar

assert werkbaar.__version__ == sys.argv[1], werkbaar.__version__
assert pathlib.Path(werkbaar.__file__).is_relative_to(sys.prefix), werkbaar.__file__

# How charts look comes along, also where there is no Altair to draw them.
assert pathlib.Path(werkbaar.__file__).with_name("look.json").is_file()

# The examples of the README, which the package carries, are jobs that a user would try.
readme = importlib.metadata.metadata("werkbaar").get_payload()
for example in re.findall(r"^```python\n(.*?)^```", readme, flags=re.M | re.S):
    exec(compile(example, "README.md", "exec"), {})
