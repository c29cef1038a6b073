#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Tables of what bench/run kept: table.py RECORD [PAGE | --check PAGE].

Prints Markdown; with PAGE puts it between the marks of that page; --check: fails unless it stands there. A
ratio is the median of the ratios of paired runs, with the least and the largest beside it."""
import json
import pathlib
import statistics
import sys

MARKS = ("<!-- from here on made by bench/table.py -->\n", "<!-- up to here -->\n")


def number(x):
    """Three digits, as people write them."""
    if x >= 100:
        return f"{x:,.0f}"
    return f"{x:.1f}" if x >= 10 else f"{x:.2f}"


def milliseconds(x):
    return f"{number(x / 1000)} s" if x >= 1000 else f"{number(x)} ms"


def row(cells):
    return "| " + " | ".join(str(cell) for cell in cells) + " |\n"


def head(names):
    return row(names) + row(["---"] * len(names))


def goal_of(pair, ratio):
    if pair["goal"] is None:
        return ""
    if pair["floor"]:
        return f"at most {pair['goal']:g}: {'met' if ratio <= pair['goal'] else 'not met'}"
    return f"at least {pair['goal']:g}: {'met' if ratio >= pair['goal'] else 'not met'}"


def pair_row(pair):
    ours, theirs = pair["ours"], pair["theirs"]
    ratios = [a / b if pair["floor"] else b / a for a, b in zip(ours, theirs)]
    middle = statistics.median(ratios)
    differs = "" if pair["differs"] is None else f"{pair['differs']:.0e}"
    return row([pair["what"], milliseconds(statistics.median(ours)), pair["against"],
                milliseconds(statistics.median(theirs)), f"**{number(middle)}**",
                f"{number(min(ratios))} to {number(max(ratios))}", len(ratios), differs, goal_of(pair, middle)])


def pair_table(job, pairs):
    floor = pairs[0]["floor"] and all(pair["floor"] for pair in pairs)
    of = "ours / theirs" if floor else "theirs / ours (of reading: ours / theirs)" if any(
        pair["floor"] for pair in pairs) else "theirs / ours"
    return (f"### {job[0].upper()}{job[1:]}\n\n" + head(
        ["", "ours", "against", "theirs", of, "spread", "runs", "differs", "goal"]) + "".join(
        map(pair_row, pairs)) + "\n")


def point_table(points):
    """Along one thing: a line for each value of it."""
    text = head([points[0]["along"], "ns a row", "estimating", "memory alive", "estimates"])
    for point in points:
        figures = point["figures"]
        memory = f"{figures['peak_bytes'] / 1e6:,.1f} MB" if figures["peak_bytes"] else ""
        text += row([f"{point['at']:,}", number(figures["ns_a_row"]), milliseconds(figures["estimating_ms"]),
                     memory, f"{figures['estimates']:,.0f}"])
    return text + "\n"


def grouped(lines, *keys):
    groups = {}
    for line in lines:
        groups.setdefault(tuple(line[key] for key in keys), []).append(line)
    return groups


def tables(lines):
    """The whole text."""
    about = [line["about"] for line in lines if "about" in line]
    text = "".join(f"{one}\n" for one in about) + "\n"
    for (job,), pairs in grouped([line for line in lines if "against" in line], "job").items():
        text += pair_table(job, pairs)
    points = grouped([line for line in lines if "along" in line], "along")
    if points:
        text += "### Scaling\n\n" + "".join(map(point_table, points.values()))
    said = [line for line in lines if "said" in line]
    if said:
        text += "### Times of its own\n\n" + "".join(
            f"{line['job']}:\n\n<!-- not run: times of one machine -->\n```text\n{line['said']}\n```\n\n" for line in said)
    return text


def with_tables(page, text):
    before, rest = page.split(MARKS[0])
    return before + MARKS[0] + "\n" + text + MARKS[1] + rest.split(MARKS[1])[1]


def main():
    words = sys.argv[1:]
    if not words or len(words) > 3 or (len(words) == 3 and words[1] != "--check"):
        sys.exit(__doc__)
    lines = [json.loads(line) for line in pathlib.Path(words[0]).read_text(encoding="utf-8").splitlines()]
    text = tables(lines)
    if len(words) == 1:
        print(text, end="")
        return
    page = pathlib.Path(words[-1])
    made = with_tables(page.read_text(encoding="utf-8"), text)
    if len(words) == 2:
        page.write_text(made, encoding="utf-8")
    elif made != page.read_text(encoding="utf-8"):
        sys.exit(f"{page} does not say what {words[0]} does: bench/table.py {words[0]} {page}")


if __name__ == "__main__":
    main()
