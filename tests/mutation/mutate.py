# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Put faults in the library and see whether the tests notice.

usage: mutate.py BUILD --out FOLDER [--sample N] [--seed S] [--jobs J] [--file NAME]... [--again]
                 [--slowest SECONDS] [ROOM]...

Takes a sample of the mutants of each room (num, score, survey, disclose), tries each against the test
programs of the room, and what survives those against the rooms that stand on it. FOLDER gets ROOM.txt,
for people, and ROOM.json. Survivors that justified.txt explains are counted apart; any other makes the
exit status 1."""
import argparse
import concurrent.futures
import difflib
import json
import pathlib
import random
import sys

import justified
import project
from mutants import mutants_of
from trial import BROKEN, KILLED, SAME, SURVIVED, Trials, time_programs

# Rooms whose tests are asked about survivors: they stand on the room and see it through theirs.
ABOVE = {"num": ("design", "infer", "weight"), "score": ("compose",), "survey": ("weight", "infer"),
         "disclose": ("monitor",)}
BESIDE = "killed above"  # by the tests of another room alone
EXPLAINED = "explained"


def sample_of(room, size, seed, only):
    """File -> its mutants in the sample. The same words make the same sample."""
    files = [file for file in project.sources_of(room) if not only or file.name in only]
    every = [(file, mutant) for file in files for mutant in mutants_of(file.read_text())]
    chosen = random.Random(f"{seed} {room}").sample(every, min(size, len(every)))
    by_file = {}
    for file, mutant in chosen:
        by_file.setdefault(file, []).append(mutant)
    return by_file, len(every)


def survivors_of(room, folder):
    """File -> its mutants that survived the last time, of the code as it is now."""
    last = json.loads((folder / f"{room}.json").read_text())
    lived = {change_in(result) for result in last if result["result"] in (SURVIVED, EXPLAINED)}
    by_file = {}
    for name in sorted({change.file for change in lived}):
        source = (project.ROOT / name).read_text()
        by_file[project.ROOT / name] = [mutant for mutant in mutants_of(source)
                                        if justified.change_of(name, source, mutant) in lived]
    return by_file, len(lived)


def change_in(result):
    return justified.Change(*(result[key] for key in ("file", "function", "before", "after")))


def difference(file, source, mutant):
    name = str(file.relative_to(project.ROOT))
    lines = difflib.unified_diff(source.splitlines(), mutant.applied(source).splitlines(), name, name,
                                 lineterm="", n=2)
    return "\n".join(lines)


def judged(outcome, change, room, reasons):
    if outcome.result == SURVIVED:
        return EXPLAINED if change in reasons else SURVIVED
    if outcome.result == KILLED and not outcome.by.startswith(room + "/"):
        return BESIDE
    return outcome.result


def try_file(room, file, mutants, setting):
    """The results of all mutants of a file, one after the other."""
    build, programs, folder, reasons = setting
    source = file.read_text()
    trials = Trials(file, project.compile_words(build, file), build, programs,
                    folder / f"{room}-{file.name}.work")
    results = []
    for mutant in mutants:
        outcome = trials.of(mutant.applied(source))
        change = justified.change_of(str(file.relative_to(project.ROOT)), source, mutant)
        result = judged(outcome, change, room, reasons)
        results.append({"result": result, "kind": mutant.kind, "by": outcome.by, "how": outcome.how,
                        **vars(change), "reason": reasons.get(change, ""),
                        "diff": difference(file, source, mutant)})
        print(f"{result:16} {mutant.kind:10} {change.file} {change.function}  {outcome.by}", flush=True)
    trials.remove()
    return results


def programs_for(build, room, place, slowest):
    """Those of the room, the quickest first, then those above it; none may fail by itself. What takes
    more seconds of processor than `slowest` is left out."""
    own = project.test_programs(build, [room])
    above = project.test_programs(build, ABOVE[room])
    failing = time_programs(own + above, place)
    if failing or not own:
        raise RuntimeError(f"without any fault put in, these fail: {failing or room}")
    quick = lambda program: program.seconds
    return [program for program in sorted(own, key=quick) + sorted(above, key=quick)
            if program.seconds <= slowest]


def count(results):
    counts = dict.fromkeys((KILLED, BESIDE, SURVIVED, EXPLAINED, SAME, BROKEN), 0)
    for result in results:
        counts[result["result"]] += 1
    return counts


def score(counts):
    """The share that is noticed, of mutants that are neither the same program nor explained."""
    noticed = counts[KILLED] + counts[BESIDE]
    return noticed / max(1, noticed + counts[SURVIVED])


def heading(room, words, results, there_are):
    counts = count(results)
    said = ", ".join(f"{number} {name}" for name, number in counts.items())
    return (f"{room}: {len(results)} of {there_are} mutants, seed {words.seed}: {said}; "
            f"{100 * score(counts):.1f}% noticed")


def write_report(room, words, results, there_are):
    lines = [heading(room, words, results, there_are), ""]
    for kind in (SURVIVED, EXPLAINED, BESIDE):
        for result in results:
            if result["result"] == kind:
                lines += [f"== {kind} {result['kind']} in {result['function']} {result['by']}",
                          result["diff"], *filter(None, [result["reason"]]), ""]
    (words.out / f"{room}.txt").write_text("\n".join(lines))
    (words.out / f"{room}.json").write_text(json.dumps(results, indent=1))


def stale(results, reasons):
    """What justified.txt explains though the tests kill it."""
    found = {change_in(result) for result in results if result["result"] in (KILLED, BESIDE)}
    return found & set(reasons)


def try_room(room, words, reasons):
    by_file, there_are = (survivors_of(room, words.out) if words.again else
                          sample_of(room, words.sample, words.seed, words.file))
    programs = programs_for(words.build, room, words.out, words.slowest)
    print(f"{room}: {', '.join(f'{p.name} {p.seconds:.1f} s' for p in programs)}", flush=True)
    setting = words.build, programs, words.out, reasons
    largest_first = sorted(by_file, key=lambda file: -len(by_file[file]))
    with concurrent.futures.ThreadPoolExecutor(words.jobs) as pool:
        tasks = [pool.submit(try_file, room, file, by_file[file], setting) for file in largest_first]
        results = [result for task in tasks for result in task.result()]
    write_report(room, words, results, there_are)
    for change in stale(results, reasons):
        print(f"justified.txt explains what the tests kill: {change}")
    return heading(room, words, results, there_are), count(results)[SURVIVED]


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("build", type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help="num, score, survey, disclose")
    parser.add_argument("--out", type=lambda path: pathlib.Path(path).resolve(), required=True)
    parser.add_argument("--sample", type=int, default=150, help="mutants of a room (150)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--slowest", type=float, default=1e9, metavar="SECONDS",
                        help="leave out test programs that take longer")
    parser.add_argument("--file", action="append", default=[], help="only of files of this name")
    parser.add_argument("--again", action="store_true", help="those that survived the last time")
    words = parser.parse_intermixed_args(words)
    unknown = set(words.rooms) - set(ABOVE)
    if unknown:
        parser.error(f"no such room: {', '.join(sorted(unknown))}")
    return words


def main(words):
    words = parse(words)
    words.out.mkdir(parents=True, exist_ok=True)
    reasons = justified.read(justified.FILE.read_text())
    ends = [try_room(room, words, reasons) for room in words.rooms or ABOVE]
    print()
    for line, _ in ends:
        print(line)
    return 1 if any(survivors for _, survivors in ends) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
