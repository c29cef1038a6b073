# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Each public header compiles alone, and twice over, as C11 and as C++17, with every
warning an error, in each compiler this machine has."""
import shutil

import tap

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
tap.done()
