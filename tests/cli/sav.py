# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""SAV files of numbers with value labels, written by the book (the format as PSPP's developers
describe it), so that what reads them meets a file that is not its own."""
import struct

SYSMIS = struct.pack("<d", -1.7976931348623157e308)


def _extension(subtype, size, data):
    return struct.pack("<iiii", 7, subtype, size, len(data) // size) + data


def _label_set(index, labels):
    """One set of value labels, and the variable it is for."""
    record = struct.pack("<ii", 3, len(labels))
    for code, text in labels.items():
        raw = text.encode()
        record += struct.pack("<d", code) + bytes([len(raw)])
        record += raw.ljust((len(raw) + 8) // 8 * 8 - 1)
    return record + struct.pack("<iii", 4, 1, index + 1)


def sav(columns, labels):
    """`columns`: name to numbers (None: missing), all as long; `labels`: name to code to text."""
    names = list(columns)
    n = len(columns[names[0]])
    out = b"$FL2" + b"@(#) by the book".ljust(60)
    out += struct.pack("<iiiiid", 2, len(names), 0, 0, n, 100.0)
    out += b"01 Jan 70" + b"00:00:00" + b" " * 64 + b"\0" * 3
    form = 5 << 16 | 8 << 8
    for i, _ in enumerate(names):
        out += struct.pack("<iiiiii", 2, 0, 0, 0, form, form) + f"V{i}".encode().ljust(8)
    for i, name in enumerate(names):
        out += _label_set(i, labels[name]) if name in labels else b""
    out += _extension(13, 1, "\t".join(f"V{i}={name}" for i, name in
                                       enumerate(names)).encode())
    out += _extension(20, 1, b"UTF-8") + struct.pack("<ii", 999, 0)
    for row in range(n):
        for name in names:
            value = columns[name][row]
            out += SYSMIS if value is None else struct.pack("<d", value)
    return out
