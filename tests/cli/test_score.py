# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""score: values by hand, what is carried along, streaming, standard input, kinds of CSV."""
import csv
import io
import os
import stat

from cli import expect, run, same, tap, write, ANSWERS, DIRECTORY, INSTRUMENT

tiny = write("tiny.json", INSTRUMENT)
data = write("data.csv", ANSWERS)
SCORE = ["score", "--quiet", "--instrument", tiny]


def table(text):
    return list(csv.DictReader(line for line in io.StringIO(text)
                               if not line.startswith("#")))


ended = run(*SCORE, data)
rows = table(ended.out)
same("the columns: carried ones, then scores in the instrument's order",
     list(rows[0]), ["wave", "sex", "weight", "sa", "sa_reason", "sb", "sb_reason",
                     "ia_problem", "ia_acute", "ib_problem", "werkbaar", "werkbaar_reason",
                     "knelpunten", "knelpunten_reason"])
same("a row for each row", len(rows), 8)
same("whole numbers stay whole numbers", [row["wave"] for row in rows],
     ["2020"] * 4 + ["2021"] * 4)
same("scores of the first row, by hand",
     [rows[0][name] for name in ("sa", "sb", "ia_problem", "ia_acute", "ib_problem",
                                 "werkbaar", "knelpunten")],
     ["100", "0", "true", "true", "false", "false", "1"])
same("two thirds has 17 digits", rows[1]["sa"], "66.666666666666671")
same("two thirds is at least 200/3", rows[1]["ia_problem"], "true")
same("a user-missing code is left out: 0 of 2 answers", rows[3]["sa"], "0")
same("too few answers is a missing score with a reason",
     [rows[6][name] for name in ("sa", "sa_reason", "ia_problem", "werkbaar",
                                 "werkbaar_reason", "knelpunten", "knelpunten_reason")],
     ["", "too_few_answers", "", "", "missing_part", "", "missing_part"])
same("problematic, by hand", [row["ia_problem"] for row in rows],
     ["true", "true", "false", "false", "true", "false", "", "false"])
same("a reversed item, by hand", [row["sb"] for row in rows],
     ["0", "100", "16.666666666666668", "0", "0", "83.333333333333329", "100",
      "16.666666666666668"])

# ---- what is written ----
same("--keep none", list(table(run(*SCORE, data, "--keep", "none").out)[0])[:2],
     ["sa", "sa_reason"])
same("--keep all", list(table(run(*SCORE, data, "--keep", "all").out)[0])[:4],
     ["wave", "sex", "weight", "a1"])
same("--select, in its order",
     list(table(run(*SCORE, data, "--keep", "none", "--select", "werkbaar,sa").out)[0]),
     ["werkbaar", "sa"])
same("--select, repeated",
     list(table(run(*SCORE, data, "--keep", "none", "--select", "sb", "--select",
                    "sa").out)[0]), ["sb", "sa"])
saved = DIRECTORY / "scores.csv"
quiet = run(*SCORE, data, "--output", saved)
expect("--output writes the same bytes and prints nothing",
       quiet.status == 0 and quiet.out == "" and quiet.err == "" and
       saved.read_text() == ended.out, quiet)
expect("an output file may be read by all that may read files here",
       stat.S_IMODE(os.stat(saved).st_mode) & 0o400, oct(os.stat(saved).st_mode))
loud = run("score", "--instrument", tiny, data)
expect("what is not verified is said on standard error",
       loud.out == ended.out and "not the official WBM definition" in loud.err, loud)

# ---- how it is read ----
same("standard input gives the same", run(*SCORE, "-", stdin=ANSWERS).out, ended.out)
same("one thread gives the same", run(*SCORE, data, "--threads", "1").out, ended.out)
same("CRLF and a byte order mark give the same",
     run(*SCORE, "-", stdin=b"\xef\xbb\xbf" + ANSWERS.replace("\n", "\r\n").encode()).out,
     ended.out)
same("semicolons give the same",
     run(*SCORE, "-", stdin=ANSWERS.replace(",", ";")).out, ended.out)
same("a tab, said so, gives the same",
     run(*SCORE, "-", "--delimiter", "tab", stdin=ANSWERS.replace(",", "\t")).out, ended.out)
same("NA is missing",
     table(run(*SCORE, "-", stdin=ANSWERS.replace(",9,", ",NA,")).out), rows)
same("answers written as 1.0 are whole numbers",
     table(run(*SCORE, "-", stdin=ANSWERS.replace(",1,1,1,0,3", ",1.0,1.0,1.0,0.0,3.0", 1)
               ).out)[0]["sa"], "100")
same("bool answers are 0 and 1",
     table(run(*SCORE, "-", "--select", "sa", stdin="a1,a2,a3,b1,b2\ntrue,false,true,0,0\n"
               ).out)[0]["sa"], "66.666666666666671")

# An item that is empty in the first rows is still a number.
late = "id,a1,a2,a3,b1,b2\n" + "".join(f"{i},,0,1,0,3\n" for i in range(20000)) + \
    "20000,1,1,1,0,3\n"
ended = run(*SCORE, write("late.csv", late), "--select", "sa,sa_reason")
last = table(ended.out)[-1] if ended.status == 0 else {}
same("an item that is empty in the first 20,000 rows", last.get("sa"), "100")

# ---- streaming: the scores of many rows are those of the rows one by one ----
answers = [(i // 8 % 2, i % 3 % 2, i // 3 % 2, i % 4, i // 4 % 4) for i in range(40000)]
lines = ["a1,a2,a3,b1,b2"] + [",".join(map(str, row)) for row in answers]
large = table(run(*SCORE, write("large.csv", "\n".join(lines) + "\n")).out)


def by_hand(a1, a2, a3, b1, b2):
    return (100 * (a1 + a2 + a3) / 3, 100 * (b1 + 3 - b2) / 6, 3 * (a1 + a2 + a3) >= 6)


wrong = [i for i, row in enumerate(large)
         if abs(float(row["sa"]) - by_hand(*answers[i])[0]) > 1e-12
         or abs(float(row["sb"]) - by_hand(*answers[i])[1]) > 1e-12
         or (row["ia_problem"] == "true") != by_hand(*answers[i])[2]]
expect("40,000 rows in several chunks are scored as by hand",
       len(large) == 40000 and not wrong, wrong[:5])
pieces = []
for first in range(0, 40000, 10000):
    part = "\n".join([lines[0], *lines[1 + first:1 + first + 10000]]) + "\n"
    pieces += table(run(*SCORE, "-", stdin=part).out)
same("as four files, the same scores", pieces == large, True)

# ---- SYNTHETIC goes along ----
made = "# SYNTHETIC answers, seed 1\n# second line\n" + ANSWERS
out = run(*SCORE, "-", stdin=made).out
expect("the scores of SYNTHETIC answers say so in their first line",
       out.startswith("# SYNTHETIC answers, seed 1\n") and table(out) == rows, out[:200])
tap.done()
