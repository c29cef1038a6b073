# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The one mark of a line that no test can reach, at its end:

    return wb_fail(...); /* not reached: why it cannot come to this */

gcovr leaves out lines and branches that match PATTERN. A mark without a reason, or on a line that
tests do reach, is a fault."""
import re

PATTERN = r".*/\* not reached: .*"
# An assert that fails is a fault: what it would do then is no branch that a test should take.
BRANCHES = PATTERN + r"|.*\bassert\(.*"
MARK = re.compile(r"/\*\s*not reached\b(?P<reason>.*?)(?P<end>\*/|$)")


def marks_of(text):
    """Line number -> reason, of a source text."""
    for number, line in enumerate(text.splitlines(), 1):
        found = MARK.search(line)
        if found:
            yield number, found["reason"].strip(" :"), bool(re.match(PATTERN, line)) and bool(found["end"])


def wrong_marks(file, text):
    """Marks that gcovr would not know, or that do not say why in three words at least."""
    for number, reason, known in marks_of(text):
        if not known:
            yield f"{file}:{number}: the mark is /* not reached: why */, on one line"
        elif len(reason.split()) < 3:
            yield f"{file}:{number}: the mark does not say why the line is not reached"


if __name__ == "__main__":
    print(PATTERN, BRANCHES, sep="\n")
