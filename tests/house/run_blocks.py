# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Runs the Python of a page, block by block in one namespace, for check_pages.py.

usage: run_blocks.py BLOCKS.json BETWEEN"""
import doctest
import json
import pathlib
import sys

blocks = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
names = {"__name__": "__main__"}
for i, (where, text) in enumerate(blocks):
    print(sys.argv[2].format(i), flush=True)
    if text.startswith(">>> "):
        session = doctest.DocTestParser().get_doctest(text, names, where, where, 0)
        if doctest.DocTestRunner().run(session, clear_globs=False).failed:
            sys.exit(f"{where} shows something else")
        names |= session.globs
    else:
        exec(compile(text, where, "exec"), names)
    sys.stdout.flush()
