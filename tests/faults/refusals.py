#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the linker puts before every function of the library that can fail: a function that may
refuse in its place (refusals.h).

    refusals.py NM LIBRARY ROOT ARGUMENTS refusals_ROOM.c ...

Functions are those that LIBRARY defines and a header of ROOT declares with a status and an error as
the last parameter: one in lib/ROOM, or for refusals_public.c in include/. Rooms do not share a file,
as names of types are a room's own. ARGUMENTS is for the linker: one --wrap per function."""

import pathlib
import re
import subprocess
import sys

# What they take over also when they fail, which a refusal must then free.
TAKES = {
    "wb_batch_add": "\n        wb_release(values);",
    "wb_batch_add_bools": "\n        wb_release(values);",
    "wb_batch_add_groups": "\n        wb_release(codes);",
    "wb_changes_push": "\n        json_decref(operation);",
    "wb_describe_origin": "\n        json_decref(words);",
    "wb_fit_make": "\n        wb_model_pass_free(pass);",
    "wb_instrument_of_parts": "\n        json_decref(document);",
    "wb_json_push": "\n        json_decref(value);",
    "wb_json_put": "\n        json_decref(value);",
    "wb_results_finish": "\n        json_decref(words);",
    "wb_tally_make": "\n        wb_first_free(first);",
}
# What a refusal itself calls, what only passes a failure on, and what does not fail where there is
# room already, on which wb_monitor_add() counts.
NOT_WRAPPED = {"wb_fail_nomem", "wb_fail_after", "wb_wave_rows_add"}
# How many arguments this one has is not known.
FORMATTED = "wb_text_format"

PROTOTYPE = re.compile(r"^(?:WB_\w+\s+)*wb_status\s+(wb_\w+)\(([^;{]*)\)[^;{)]*;", re.M)
COMMENT = re.compile(r"/\*.*?\*/", re.S)

HEAD = """#include "refusals.h"

#include <base/base.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
"""
BODY = """
wb_status __real_{name}({parameters});
wb_status __wrap_{name}({parameters});
wb_status __wrap_{name}({parameters})
{{
    if (refusals_next()) {{{before}
        return wb_fail_nomem(err);
    }}
    refusals_enter(__builtin_return_address(0));
    return refusals_leave(__real_{name}({arguments}));
}}
"""
FORMATTING = """
wb_status __real_wb_text_format(wb_text *text, wb_error *err, const char *format, ...);
wb_status __wrap_wb_text_format(wb_text *text, wb_error *err, const char *format, ...);
wb_status __wrap_wb_text_format(wb_text *text, wb_error *err, const char *format, ...)
{
    char *made = NULL;
    va_list arguments;

    if (refusals_next())
        return wb_fail_nomem(err);
    va_start(arguments, format);
    int n = vasprintf(&made, format, arguments);
    va_end(arguments);
    if (n < 0)
        return wb_fail_nomem(err);
    wb_status status = __real_wb_text_format(text, err, "%s", made);
    free(made);
    return status;
}
"""


def defined(nm, library):
    """The names of functions that a static library has."""
    lines = subprocess.run([nm, "-g", "--defined-only", library], check=True, capture_output=True, text=True)
    words = (line.split() for line in lines.stdout.splitlines())
    return {word[2] for word in words if len(word) == 3 and word[1] == "T"}


def functions_of(header, known):
    """The functions of a header that can fail: name, parameters and arguments."""
    for name, text in PROTOTYPE.findall(COMMENT.sub("", header.read_text())):
        if name in known and name not in NOT_WRAPPED and text.rstrip().endswith("*err"):
            parameters = [" ".join(one.split()) for one in text.split(",")]
            names = [re.search(r"(\w+)(?:\[[^]]*\])?$", one).group(1) for one in parameters]
            yield name, ", ".join(parameters), ", ".join(names)


def empty(parameters, is_public):
    """A function leaves NULL in `out`, a public one in all handles that it would have given."""
    handles = re.findall(r"(?:^|, )(?!const char )(?:const )?\w+ \*\*(\w+)", parameters)
    return "".join(f"\n        if ({name} != NULL)\n            *{name} = NULL;"
                   for name in handles if is_public or name == "out")


def main(nm, library, root, arguments, *wrappers):
    root = pathlib.Path(root)
    known = defined(nm, library)
    names = [FORMATTED]
    for wrapper in map(pathlib.Path, wrappers):
        room = wrapper.stem.removeprefix("refusals_")
        folder = root / "include" if room == "public" else root / "lib"
        parts = [HEAD]
        for header in sorted((folder if room == "public" else folder / room).glob("**/*.h")):
            functions = list(functions_of(header, known))
            names += [name for name, _, _ in functions]
            parts += [f"#include <{header.relative_to(folder)}>\n"] if functions else []
            parts += [
                BODY.format(name=name, parameters=parameters, arguments=values,
                            before=TAKES.get(name, "") + empty(parameters, room == "public"))
                for name, parameters, values in functions
            ]
        parts += [FORMATTING] if room == "base" else []
        wrapper.write_text("".join(parts))
    if set(TAKES) - set(names) or len(set(names)) != len(names):
        sys.exit("refusals.py: what takes things over is not in the library, or a function is declared twice")
    pathlib.Path(arguments).write_text("".join(f"--wrap={name}\n" for name in names))


main(*sys.argv[1:])
