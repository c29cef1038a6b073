# SPDX-License-Identifier: MIT
"""Write files as byte arrays in a C source: embed.py OUT.c NAME [FILE...]

The table wb_embedded_NAME[] (base/embedded.h) names each file by its name without suffix.
"""
import pathlib
import sys


def c_array(number, data):
    rows = [
        "    " + ",".join(str(byte) for byte in data[at : at + 20]) + ","
        for at in range(0, len(data), 20)
    ]
    return f"static const unsigned char bytes{number}[] = {{\n" + "\n".join(rows) + "\n};\n"


def main(out, name, *paths):
    files = [pathlib.Path(path) for path in paths]
    data = [file.read_bytes() for file in files]
    lines = ['#include "base/embedded.h"\n']
    lines += [c_array(number, block) for number, block in enumerate(data)]
    lines.append(f"const wb_embedded wb_embedded_{name}[] = {{")
    lines += [
        f'    {{"{file.stem}", bytes{number}, sizeof bytes{number}}},'
        for number, file in enumerate(files)
    ]
    if not files:  # an array in C has one element at least
        lines.append("    {0, 0, 0},")
    lines.append("};")
    lines.append(f"const size_t wb_embedded_{name}_count = {len(files)};\n")
    pathlib.Path(out).write_text("\n".join(lines), encoding="ascii")


main(*sys.argv[1:])
