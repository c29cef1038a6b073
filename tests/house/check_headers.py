# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Each public header compiles alone, and twice over, as C11 and as C++17, with every
warning an error, in each compiler this machine has; and Doxygen makes its page of the site."""
import pathlib
import shutil
import sys
import tempfile

import tap

sys.path.insert(0, str(tap.ROOT / "tools" / "site"))
import headers  # noqa: E402

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror",
            "-fsyntax-only", "-I", tap.INCLUDE]
LANGUAGES = {
    "c11": (["-x", "c", "-std=c11", "-Wstrict-prototypes"], ("gcc", "clang")),
    "c++17": (["-x", "c++", "-std=c++17"], ("g++", "clang++")),
}

for language, (flags, compilers) in LANGUAGES.items():
    for compiler in compilers:
        for header in tap.public_headers():
            name = f"{header.name} alone in {language} with {compiler}"
            if shutil.which(compiler) is None:
                tap.skip(name, f"no {compiler}")
                continue
            line = f"#include <werkbaar/{header.name}>\n"
            tap.check(name, tap.run(compiler, *flags, *WARNINGS, "-",
                                    input=line + line + "int main(void);\n"))


def pages_of_headers():
    """What is wrong with the headers as a reference: warnings, a page that cannot be made, a
    function that is in none."""
    with tempfile.TemporaryDirectory() as folder:
        settings = (tap.ROOT / "tools" / "site" / "Doxyfile").read_text(encoding="utf-8")
        problems = tap.run("doxygen", "-", cwd=tap.ROOT, input=f"{settings}OUTPUT_DIRECTORY = {folder}\n")
        if problems:
            return problems
        names = [path.stem for path in tap.public_headers() if path.stem != "werkbaar"]
        reference = headers.Reference(pathlib.Path(folder) / "xml", names)
        pages = "".join(map(reference.page, names))
        return [f"{name} is on no page" for name in sorted(tap.public_functions())
                if f"### {name} " not in pages]


name = "the headers are a reference: every function has its words, and no warning"
if shutil.which("doxygen") is None:
    tap.skip(name, "no doxygen")
else:
    tap.check(name, pages_of_headers())
tap.done()
