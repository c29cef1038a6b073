# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Help everywhere, and wrong usage: status 2, a sentence on standard error, no output."""
from cli import expect, run, same, tap, write, ANSWERS, DIRECTORY, INSTRUMENT

COMMANDS = ["instruments list", "instruments show", "instruments check", "score", "weight",
            "tally make", "tally merge", "tally estimate",
            "estimate", "monitor"]

for words in (["--help"], ["help"], ["-h"], ["instruments", "--help"],
              ["help", "instruments"], *[[*c.split(), "--help"] for c in COMMANDS],
              *[["help", *c.split()] for c in COMMANDS]):
    ended = run(*words)
    expect(f"'{' '.join(words)}' gives help",
           ended.status == 0 and "sage: werkbaar" in ended.out and "xample" in ended.out
           and ended.err == "", ended)

for command in COMMANDS:
    ended = run(*command.split(), "--help")
    expect(f"the help of {command} is at most 100 columns wide",
           max(len(line) for line in ended.out.splitlines()) <= 100, ended)
    expect(f"the help of {command} names its options",
           "--help" in ended.out and "Options:" in ended.out, ended)

ended = run("--version")
expect("--version says program and version",
       ended.status == 0 and ended.out.startswith("werkbaar ") and
       ended.out.strip().count(".") == 2, ended)

data = write("data.csv", ANSWERS)
tiny = write("tiny.json", INSTRUMENT)
link = DIRECTORY / "link.csv"
link.symlink_to(data)
monitor = ["monitor", "--instrument", tiny, data]
figures = write("figures.json", {"format": "werkbaar-reference/1.0", "instrument": "large", "figures": []})
page = DIRECTORY / "page.html"
WRONG = [
    ("no command", [], "a command is missing"),
    ("an unknown command", ["scores"], "nearest command is 'score'"),
    ("an unknown option before a command", ["--wersion"], "unknown option '--wersion'"),
    ("instruments alone", ["instruments"], "list, show ID or check FILE"),
    ("an unknown subcommand", ["instruments", "lst"], "not by 'lst'"),
    ("an unknown option", ["estimate", data, "--mena", "a1"], "nearest is '--mean'"),
    ("an unknown option with a value", ["estimate", data, "--wieghts=w"],
     "nearest is '--weights'"),
    ("an option like no other", ["estimate", data, "--xyzzy"], "unknown option '--xyzzy'\n"),
    ("scores over the answers", ["score", "--instrument", tiny, data, "--output", data],
     "would be lost"),
    ("scores over the answers by a link", ["score", "--instrument", tiny, data,
                                           "--output", link], "would be lost"),
    ("scores over the instrument", ["score", "--instrument", tiny, data, "--output",
                                    tiny], "would be lost"),
    ("estimates over the data", ["estimate", data, "--mean", "a1", "--output", data],
     "would be lost"),
    ("estimates over the specification", ["estimate", data, "--spec", tiny, "--output", tiny],
     "would be lost"),
    ("a short option", ["estimate", data, "-x"], "unknown option '-x'"),
    ("a value that is not there", ["estimate", data, "--mean"], "'--mean' needs a value"),
    ("a value too many", ["estimate", data, "--quiet=yes"], "'--quiet' takes no value"),
    ("a file too many", ["estimate", data, data], "one too many"),
    ("no file", ["estimate", "--mean", "a1"], "needs more"),
    ("nothing to estimate", ["estimate", data], "nothing to estimate"),
    ("an empty name in a list", ["estimate", data, "--mean", "a1,,a2"], "empty name"),
    ("an unknown format", ["estimate", data, "--mean", "a1", "--format", "xml"],
     "table, csv, json or xlsx"),
    ("an unknown interval", ["estimate", data, "--mean", "a1", "--ci", "exact"],
     "logit, wald, wilson"),
    ("a level of 95", ["estimate", data, "--mean", "a1", "--level", "95"], "below 1"),
    ("a level that is no number", ["estimate", data, "--mean", "a1", "--level", "high"],
     "'high'"),
    ("no thread", ["estimate", data, "--mean", "a1", "--threads", "0"], "1 to 1024"),
    ("a delimiter of two characters", ["estimate", data, "--mean", "a1", "--delimiter",
                                       "||"], ", ; or tab"),
    ("an unknown type", ["estimate", data, "--mean", "a1", "--types", "a1:number"],
     "the type 'number'"),
    ("a type without a name", ["estimate", data, "--mean", "a1", "--types", "int8"],
     "NAME:TYPE"),
    ("score without an instrument", ["score", data], "'--instrument' is missing"),
    ("an unknown keep", ["score", "--instrument", tiny, data, "--keep", "some"],
     "others, all or none"),
    ("csv of a whole instrument", ["instruments", "show", tiny, "--format", "csv"],
     "--part"),
    ("monitor without a wave", monitor, "'--wave' is missing"),
    ("more instruments than files", ["monitor", "--instrument", tiny, "--instrument", tiny,
                                     data, "--wave", "wave"], "each file has its"),
    ("the wave as a breakdown", [*monitor, "--wave", "wave", "--by", "wave"],
     "there already"),
    ("a breakdown twice", [*monitor, "--wave", "wave", "--by", "sex,sex"], "'sex' twice"),
    ("a note of two lines", [*monitor, "--wave", "wave", "--note", "a\nb"],
     "one line of UTF-8"),
    ("a note that is no UTF-8", [*monitor, "--wave", "wave", "--note", b"a\xff"],
     "one line of UTF-8"),
    ("a command of many letters", ["x" * 70], f"unknown command '{'x' * 70}'"),
    ("an option of many letters", ["estimate", data, f"--{'x' * 70}"], f"unknown option '--{'x' * 63}'"),
    ("a type of a column twice", ["estimate", data, "--mean", "a1", "--types", "a1:int8,a1:int16"], "names 'a1' twice"),
    ("an unknown design effect", ["estimate", data, "--mean", "a1", "--deff", "both"], "none, wor or wr"),
    ("rows that are read again from standard input", ["model", "-", "--outcome", "a1", "--term", "a2"], "read once"),
    ("an empty name among risks", ["model", data, "--outcome", "a3", "--term", "a1", "--table", "risks", "--of", "a1,,b1"],
     "'--of' has an empty name"),
    ("definitions with fewer instruments", ["monitor", "--definition", tiny, "--definition", tiny, "--instrument", tiny,
                                            data, data], "each definition has its instrument"),
    ("a monitor of options without a wave", [*monitor, "--weights", "weight"], "or say WAVE="),
    ("an audit between the tables", [*monitor, "--wave", "wave", "--audit", "-"], "'--audit' takes a file"),
    ("two results in one file", [*monitor, "--wave", "wave", "--explore", page, "--audit", page],
     "'--explore' and '--audit' are one file"),
    ("two results in one file by other ways", [*monitor, "--wave", "wave", "--explore", page, "--audit",
                                               f"{DIRECTORY}/./page.html"], "'--explore' and '--audit' are one file"),
    ("a result in the place of another one", [*monitor, "--wave", "wave", "--output", DIRECTORY / "site", "--explore",
                                              DIRECTORY / "site" / "monitor.html"],
     "'monitor.html' in it is that of '--explore'"),
    ("a margin below 0", ["scan", "compare", data, "--reference", data, "--margin", "-0.5"], "'--margin' cannot be '-0.5'"),
    ("standard input twice", ["monitor", "--instrument", tiny, "-", "--instrument", tiny,
                              "-", "--wave", "wave"], "can be read once"),
]
# What an option is about is not there, or another one says it.
PLAN, RULE = "actieplan-werkbaar-werk", "werkbaarheidscheque-2022"
IGNORED = [
    ("a level by both names", ["estimate", data, "--mean", "a1", "--level", "0.9", "--interval-level", "0.8"],
     "give one of them"),
    ("a level by both names", [*monitor, "--wave", "wave", "--level", "0.9", "--interval-level", "0.8"],
     "give one of them"),
    ("--mse without replicates", ["estimate", data, "--mean", "a1", "--mse"], "of replicates that"),
    ("--rep-rho without replicates", ["tally", "estimate", data, "--rep-rho", "0.3"], "of replicates that"),
    ("a proportion without a test", ["tally", "estimate", data, "--proportion", "a1"], "goes with '--test fit:FILE'"),
    ("types of no file", ["tally", "estimate", data, "--types", "a1:int8"], "'--standardise'"),
    ("types of no file", ["model", "step", data, "--next", "next", "--types", "a1:int8"], "goes with '--profiles'"),
    ("types of no file", ["support", "split", "--cost", "10", "--percent", "5", "--types", "a1:int8"],
     "goes with '--lines'"),
    ("types of no file", ["support", "assess", RULE, "--set", "employees=12", "--types", "a1:int8"],
     "goes with CASES.csv"),
    ("a ceiling of budget lines", ["support", "split", "--cost", "10", "--lines", data, "--available", "5"],
     "goes with '--percent'"),
    ("groups of coefficients", ["model", data, "--outcome", "a1", "--term", "a2", "--by", "sex"],
     "goes with '--table risks'"),
    ("risks of coefficients", ["model", data, "--outcome", "a1", "--term", "a2", "--of", "a2"],
     "goes with '--table risks'"),
    ("labels in place of codes in a file of SPSS", ["score", "--instrument", tiny, data, "--labels", "--output",
                                                    DIRECTORY / "scores.sav"], "is of CSV"),
    ("a part of the file itself", ["instruments", "show", tiny, "--format", "definition", "--part", "items"],
     "without --part"),
    ("a version of a table", ["scan", "modules", "--version", "1"], "goes with '--format definition'"),
    ("a part of a questionnaire file", ["scan", "compose", data, "--part", "themes"], "is of a table"),
    ("groups from two places", ["scan", "import", data, data, "--keep", "sex", "--organisation", data],
     "exclude each other"),
    ("where no records come from", ["scan", "run", data, data, data, "--output", DIRECTORY / "none", "--records-from",
                                    "csv"], "goes with '--workposts' or '--records'"),
    ("a class of companies of measures", ["scan", "pool", data, "--part", "measures", "--staff-class", "1-9"],
     "is of a benchmark"),
    ("published figures of another instrument", [*monitor, "--wave", "wave", "--reference", figures],
     "of 'large' there are no answers"),
    ("a report and a table", ["plan", "status", PLAN, "--report", DIRECTORY / "none", "--show", "open"],
     "is of one table"),
    ("a report and a file", ["plan", "answers", PLAN, "--report", DIRECTORY / "none", "--output", "x"],
     "is of one table"),
    ("a day from which nothing is told", ["plan", "status", PLAN, "--since", "2020-01-01"], "'--show since'"),
    ("an earlier plan beside which nothing is held", ["plan", "status", PLAN, "--before", PLAN], "'--show changes'"),
    ("days of no agenda", ["plan", "status", PLAN, "--days", "3"], "goes with '--report'"),
    ("days of a calendar", ["plan", "agenda", PLAN, "--format", "ics", "--days", "3"], "has all dates"),
    ("one sum by year", ["plan", "budget", PLAN, "--by", "year", "--total"], "one sum over all"),
]
for name, words, sentence in WRONG + IGNORED:
    ended = run(*words)
    expect(f"{name}: status 2 and '{sentence}'",
           ended.status == 2 and ended.out == "" and sentence in ended.err and
           "--help'" in ended.err, ended)

for words in (["roc", data], ["roc", data, "--score", "b1", "--criterion", "a3", "--by", "sex"]):
    ended = run(*words)
    expect("wrong usage is said and nothing else", ended.status == 2 and "\r" not in ended.err, ended)
same("-h behind a command is --help", run("score", "-h").out, run("score", "--help").out)
same("two results in two files of one name", run(*monitor, "--wave", "wave", "--quiet", "--explore", DIRECTORY / "one",
                                                 "--output", DIRECTORY / "two").status, 0)

# The same by either way of writing an option, and with options behind '--' as files.
plain = run("estimate", data, "--mean", "a3", "--format", "csv")
same("--option=value is --option value",
     run("estimate", data, "--mean=a3", "--format=csv").out, plain.out)
same("options may stand before the file",
     run("estimate", "--format", "csv", "--mean", "a3", data).out, plain.out)
same("-- ends the options", run("estimate", "--mean=a3", "--format=csv", "--", data).out,
     plain.out)
tap.done()
