# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Make what fuzzing begins with, of what the project has already: the examples of formats in
docs/, its data, files of its tests, and what the command makes of them.

usage: seeds.py [--stores] STAMP [COMMAND] [SAS]

In a folder named as STAMP is, without its ending, comes a folder for each target, and for
most a dictionary, TARGET.dict: words that a file of its kind may hold. STAMP is written last. COMMAND is `werkbaar`, SAS
is sas_seed.c, which writes a file of SAS; what takes one that is not given is left out. --stores: COMMAND can
keep a plan in a store."""
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LARGEST = 24 << 10

# The targets for each format.
TARGETS = {
    "changes": ["changes"], "instrument": ["instrument", "pages"], "ledger": ["ledger"],
    "measures": ["catalogue"], "model": ["model"], "module": ["catalogue"],
    "monitor-definition": ["monitor", "explore"], "organisation": ["organisation", "synth"],
    "plan": ["plan", "pages"], "pool": ["pool"], "questionnaire": ["questionnaire", "pages", "synth"],
    "recipe": ["recipe", "pages"], "scan": ["scan", "pages"], "sector": ["catalogue"],
    "spec": ["spec"], "support": ["support"], "weighting": ["weighting"],
}

EXPRESSIONS = [
    'mean(y)[g = a] - mean(y)[g = "b c"]', "risk := exp(mean(y)) ^ 2 ^ -1 / 3",
    'proportion(g = "\\"q\\"\\\\") * 100', "logit(expit(mean(y) - 1)) + log(total(y))",
    "sqrt(ratio(y/w)[g = a, day = 2022-01-08])", "mean(y) - 3", '"a name" := 1e3 + .5',
    "((((mean(y)))))", "-mean(y)[]", "quantile(y, 0.5)", "covariance(x, y)",
]

COMMAND_LINES = [
    "--version", "help\nplan status", "instruments list\n--format\njson",
    "estimate\na.csv\n--mean\ny,x\n--by\ng\n--weights\nw\n--strata\ns",
    "estimate\na.csv\n--ratio\ny/x\n--ci=wilson\n--level\n0.9\n--format\ncsv",
    "estimate\na.csv\n--proportion\ng\n--clusters\nu\n--replicates\nw\n--rep-type\njk1",
    "estimate\na.csv\n--quantile\nx:0.5,0.9\n--margins\n--by\ng,year",
    "estimate\na.csv\n--mean\ny\n--contrast\nmean(y)[g = a] - mean(y)[g = b]\n--by\ng",
    "tally make\na.csv\n--output\nt\n--mean\ny", "tally\nmake\na.csv\n--output\nt\n--total\nx",
    "model\na.csv\n--outcome\ny\n--term\nx,g\n--weights\nw",
    "plan\nstatus\nplan.json\n--now\n2025-07-01\n--report\nout",
    "plan\nbudget\nplan.json\n--format\nxlsx\n--output\nb.xlsx",
    "plan\nimport\nstore\nplan.json\n--editor\ne\n--now\n2027-03-31T12:00:00Z",
    "plan\nagenda\nplan.json\n--days=30", "support\nsplit\n--cost\n100000\n--percent\n60",
    "support\nassess\nwerkbaarheidscheque-2024\n--fact\nx=1", "scan\nmodules\n--part\nitems",
    "scan\npage\nscan.json\n--output\nout\n--lang\nen", "scan\nshow\nscan.json\n--part\nresults",
    "scan\nfindings\nscan.json", "scan\npool\npool.json", "variables\na.csv",
    "scan\ncompose\nrecipe.json\n--part\nquestions\n--format\ntable", "score\ni.json\na.csv",
    "weight\na.csv\n--rake\ng:a=2,b=2", "roc\na.csv\n--score\nx\n--criterion\ny",
    "monitor\n--instrument\ni.json\na.csv\n--wave\nyear\n--output\nout",
    "-\n--\n-h", "estimate\n-\n--mean\ny",
]

TABLES = [
    "a,b\n1,x\n2,\n", "a;b\n1,5;ja\n;nee\n", '"a ""b""",c\n"x\ny",2020-02-29\n',
    "# SYNTHETIC: made up\nt,u\ntrue,2020-01-01T00:00:00Z\nfalse,\n", "a\tb\n007\t-0.0\n",
    "x\nNA\n1e308\nInf\n", "x,y\r\n9007199254740993,NaN\r\n", "\ufeffé,ü\nß,\"\"\n",
]

ANSWERS = [
    "department,q1,q2,q3\n" + "night,3,3,0\nday,0,1,\n" * 12,
    "id,submitdate,q1,q2,q3\n1,2026-03-02,2,0,3\n", "q1,q2,q3\nnooit,soms,altijd\n,,\n",
]

SHARES = [
    "group,theme,share\nall,response,0.9\n",
    "group,theme,share\nall,response,1\ndepartment/night,pressure,0.5\n",
    "theme,group,share,note\nresponse,department/shop,0\njoy,all,0.25,x\n",
]

ROWS = "g,s,u,v,o,w,y,x,n,k\n" + "".join(
    f"{'abc'[i % 3]},{i % 2},{i % 6},{i % 4},{i // 4},{1 + i % 3},{i * i % 5},{i % 2},9,"
    f"{'true' if i % 4 else 'false'}\n" for i in range(24))

TALLIES = {
    "plain": "--mean y,x --by g --margins --weights w",
    "strata": "--total y --ratio y/x --strata s --weights w --deff wor",
    "clusters": "--mean y --proportion g --clusters u --by s --variance y",
    "stages": "--mean y --clusters u,v --fpc n --nested --strata s",
    "ordered": "--mean k --proportion g --clusters o --ordered",
    "open": "--mean y,k --open --by g --correlation x,y",
    "replicates": "--mean y --replicates w,x --rep-type bootstrap",
    "quantile": "--quantile y:0.5,0.9 --by g --rank y:wilcoxon",
}

MODELS = {
    "logit": "--outcome x --term y,g --weights w",
    "linear": "--outcome y --family linear --term g --strata s --clusters u --nested",
}


WORDS = {
    "csv": ["NA", "Inf", "-Inf", "NaN", "true", "FALSE", "# SYNTHETIC", '""', '"', "\r\n",
            "1e308", "9223372036854775808", "0001-01-01", "2020-02-29T12:00:00.000001Z"],
    "answers": ["limesurvey", "questionnaire", "_uuid", "startdate", "department", "q1", "999",
                "nooit", "altijd", "G01Q01"],
    "expression": ["mean(", "total(", "ratio(", "proportion(", "quantile(", "rank(", "exp(",
                   "log(", "logit(", "expit(", "sqrt(", ":=", "[g = a]", "2022-01-08", "^"],
    "store": ["SQLite format 3\0", "werkbaar", "meta", "entries", "names", "\0\0\0\1"],
    "statfile": ["$FL2", "$FL3", "<stata_dta>", "HEADER RECORD", "\7\0\0\0", "\xe7\3\0\0"],
    "tally": ["SPEC", "KEYS", "STRA", "CLOS", "OPEN", "VALU"],
    "model_pass": ["MODL", "ROST", "NEWT", "SUMS", "SCOR"],
}


class Seeds:
    def __init__(self, folder):
        self.folder = folder

    def add(self, target, name, content, largest=LARGEST):
        """Bytes, or a text; what is large would make fuzzing slow."""
        content = content.encode() if isinstance(content, str) else content
        if len(content) <= largest:
            place = self.folder / target
            place.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content)

    def add_all(self, target, texts):
        for i, text in enumerate(texts):
            self.add(target, f"{i:02}", text)

    def add_json(self, name, document):
        kind = re.match(r"werkbaar-([a-z-]+)/", document.get("format", ""))
        for target in TARGETS.get(kind[1], []) if kind else []:
            self.add(target, name,
                     json.dumps(document, ensure_ascii=False, separators=(",", ":")))


def documents():
    """Every document of ours in JSON: (name, document)."""
    for page in sorted((ROOT / "docs/formats").glob("*.md")):
        blocks = re.findall(r"^```json\n(.*?)^```", page.read_text(encoding="utf-8"),
                            flags=re.M | re.S)
        for i, block in enumerate(blocks):
            yield f"docs-{page.stem}-{i}", json.loads(block)
    for place in ("data", "examples", "tests/data", "tests/vectors"):
        for path in sorted((ROOT / place).rglob("*.json")):
            if "schema" not in path.parts:
                yield f"{path.parent.name}-{path.stem}", json.loads(path.read_text("utf-8"))


def words_of(value):
    """Names of members, and short texts, anywhere in a document or schema."""
    if isinstance(value, dict):
        for key, member in value.items():
            yield key
            yield from words_of(member)
    elif isinstance(value, list):
        for member in value:
            yield from words_of(member)
    elif isinstance(value, str) and len(value) <= 24:
        yield value


def dictionary(folder, target, words):
    lines = []
    for word in sorted(set(words)):
        escaped = "".join(chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\'
                          else f"\\x{byte:02x}" for byte in word.encode("latin-1", "ignore"))
        if escaped:
            lines.append(f'"{escaped}"\n')
    (folder / f"{target}.dict").write_text("".join(lines))


def dictionaries(folder):
    for target, words in WORDS.items():
        dictionary(folder, target, words)
    options = re.findall(r"^  (--[a-z-]+)", (ROOT / "docs/cli.md").read_text("utf-8"), re.M)
    commands = [word for line in COMMAND_LINES for word in line.split("\n")]
    dictionary(folder, "arguments", options + commands)
    schemas = {path.name.split(".")[0]: json.loads(path.read_text("utf-8"))
               for path in sorted((ROOT / "data/schema").glob("*.json"))}
    for kind, targets in TARGETS.items():
        for target in targets:
            words = set(words_of(schemas.get(kind, {})))
            for path in (folder / target).iterdir() if (folder / target).is_dir() else []:
                line = path.read_text("utf-8").split("\n")[0]
                words.update(words_of(json.loads(line)) if line[:1] == "{" else [])
            dictionary(folder, target, words)


def numbers(seeds):
    """For what is made of bytes one by one: any will do."""
    for target, longest in (("estimate", 240), ("arrow", 160), ("protect", 64)):
        made = random.Random(target)
        for i in range(40):
            seeds.add(target, f"{i:02}", made.randbytes(made.randint(8, longest)))


class Command:
    """`werkbaar` in a folder of its own."""

    def __init__(self, program, folder):
        self.program = pathlib.Path(program).resolve()
        self.folder = pathlib.Path(folder)

    def write(self, name, content):
        (self.folder / name).write_text(content, encoding="utf-8")

    def run(self, *words):
        done = subprocess.run([self.program, *words], cwd=self.folder, text=True,
                              capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(f"werkbaar {' '.join(words)}: {done.stderr}")

    def read(self, name):
        return (self.folder / name).read_bytes()


def tallies(seeds, werkbaar):
    werkbaar.write("rows.csv", ROWS)
    for name, words in TALLIES.items():
        werkbaar.run("tally", "make", "rows.csv", "--output", "t", "--quiet", *words.split())
        seeds.add("tally", name, werkbaar.read("t"))
    werkbaar.run("tally", "make", "rows.csv", "--after", "t", "--output", "second", "--quiet")
    seeds.add("tally", "second", werkbaar.read("second"))


def passes(seeds, werkbaar):
    """Of each model the first passes."""
    for name, words in MODELS.items():
        werkbaar.run("model", "pass", "rows.csv", "--output", "p", "--quiet", *words.split())
        for number in range(4):
            seeds.add("model_pass", f"{name}-{number}", werkbaar.read("p"))
            werkbaar.run("model", "step", "p", "--next", "next", "--quiet")
            werkbaar.run("model", "pass", "rows.csv", "--after", "next", "--output", "p",
                         "--quiet")


def scans(seeds, werkbaar):
    werkbaar.write("recipe.json", json.dumps({
        "format": "werkbaar-recipe/1.0", "id": "three", "version": "1.0", "languages": ["nl"],
        "title": {"nl": "Drie"}, "modules": [{"id": "three-questions"}]}))
    werkbaar.write("answers.csv", ANSWERS[0])
    module = str(ROOT / "tests/vectors/scan_module.json")
    werkbaar.run("scan", "compose", "recipe.json", "--add", module, "--output", "asked.json")
    seeds.add_json("composed", json.loads(werkbaar.read("asked.json")))
    werkbaar.run("scan", "run", "asked.json",
                 str(ROOT / "examples/c/bakery_organisation.json"), "answers.csv",
                 "--output", "out")
    seeds.add_json("run", json.loads(werkbaar.read("out/scan.json")))
    seeds.add_json("run", json.loads(werkbaar.read("out/ledger.json")))
    werkbaar.run("scan", "tally", "out/scan.json", "--company", "c-2", "--output", "pool")
    seeds.add("pool", "two", werkbaar.read("pool") + b"\n" + werkbaar.read("pool"))


def statfiles(seeds):
    for path in sorted((ROOT / "tests/io/statfiles").iterdir()):
        seeds.add("statfile", path.name, path.read_bytes())


def sas_files(seeds, program, folder):
    for how in ("plain", "rows"):
        path = pathlib.Path(folder) / f"{how}.sas7bdat"
        subprocess.run([pathlib.Path(program).resolve(), path, how], check=True)
        seeds.add("statfile", path.name, path.read_bytes())


def stores(seeds, werkbaar):
    plan = str(ROOT / "examples/c/bakery_plan.json")
    werkbaar.run("plan", "import", "store", plan, "--editor", "e", "--name", "Ed",
                 "--now", "2027-03-31T12:00:00Z", "--quiet")
    seeds.add("store", "bakery", werkbaar.read("store"), largest=1 << 17)


def main():
    words = sys.argv[1:]
    makers = [tallies, passes, scans]
    if words[0] == "--stores":
        makers.append(stores)
        del words[0]
    stamp = pathlib.Path(words[0])
    programs = {pathlib.Path(path).stem: path for path in words[1:]}
    folder = stamp.with_suffix("")
    shutil.rmtree(folder, ignore_errors=True)
    seeds = Seeds(folder)
    for name, document in documents():
        if isinstance(document, dict):
            seeds.add_json(name, document)
    seeds.add_all("expression", EXPRESSIONS)
    seeds.add_all("arguments", COMMAND_LINES)
    # a first byte says how they are read
    seeds.add_all("csv", [chr(32 * (i % 4)) + text for i, text in enumerate(TABLES)])
    seeds.add_all("answers", [chr(i) + text for i, text in enumerate(ANSWERS)])
    numbers(seeds)
    statfiles(seeds)
    seeds.add_all("synth", SHARES)
    with tempfile.TemporaryDirectory() as place:
        if "sas_seed" in programs:
            sas_files(seeds, programs["sas_seed"], place)
        if "werkbaar" in programs:
            for make in makers:
                make(seeds, Command(programs["werkbaar"], place))
    dictionaries(folder)
    stamp.write_text(f"{sum(path.is_file() for path in folder.rglob('*'))} files\n")


if __name__ == "__main__":
    main()
