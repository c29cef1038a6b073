# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Every block of code in the pages for users runs, and prints what the page says it prints.

The blocks of a page run in its order, those of a language in one process: a page goes on where its
block before ended. They run in a folder of their own, with data/ and examples/ in it and the
commands on the PATH; pages/PAGE.sh comes first, where a page takes files for granted. A `text`
block is what the block before it printed, or a part of it: the line `…` stands for any lines, one
that ends in ` …` goes on, and columns may stand closer. What cannot run has `<!-- not run: why -->` on the line above it. C
runs in check_snippets.py and check_readme.py.

usage: check_pages.py BUILD_DIRECTORY PYTHON R_LIBRARY [PAGE...]; the build has the Python package"""
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import tap

try:
    import jsonschema
except ImportError:  # blocks are read all the same
    jsonschema = None

build, python, r_library = (str(pathlib.Path(word).absolute()) for word in sys.argv[1:4])
AROUND = tap.ROOT / "tests" / "house" / "pages"
RUN_HERE = pathlib.Path(__file__).with_name("run_blocks.py")
OUTSIDE = ["README.md", "CONTRIBUTING.md", "bindings/README.md", "bindings/python/README.md",
           "bindings/r/README.md"]
# What another test runs, or compares.
ELSEWHERE = {("docs/cli.md", "text"): "house/cli-docs",
             ("bindings/python/README.md", "python"): "bindings/python/tests/test_examples.py",
             ("bindings/python/README.md", "pycon"): "bindings/python/tests/test_examples.py"}
FENCE = re.compile(r"(?:^<!-- not run: (?P<why>[^\n]+) -->\n)?"
                   r"^(?P<indent> *)```(?P<language>[a-z]+)\n(?P<text>.*?)^ *```$", flags=re.M | re.S)
BETWEEN = "======== block {} ========"


@dataclasses.dataclass
class Block:
    page: str
    line: int
    language: str
    text: str
    why: str | None
    output: str | None = None

    def where(self):
        return f"{self.page}:{self.line}"


def blocks_of(path):
    """The blocks of a page; the `text` below one becomes its output."""
    name, text, found = tap.relative(path), path.read_text(encoding="utf-8"), []
    for fence in FENCE.finditer(text):
        line = text[:fence.start("language")].count("\n") + 1
        block = Block(name, line, fence["language"], fence["text"], fence["why"])
        if block.language == "python" and block.text.startswith(">>> "):
            block.language = "pycon"
        if block.language == "text" and found and not block.why and (name, "text") not in ELSEWHERE:
            found[-1].output = block.text
        else:
            found.append(block)
    return found


def matches(shown, printed):
    """Is what a page shows, line by line, in what was printed?"""
    pattern = ""
    for line in shown.rstrip("\n").split("\n"):
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            end = r".*\n" if line.endswith(" …") else r"[ ]*\n"
            words = re.split(" {2,}", line.removesuffix(" …").rstrip())
            pattern += " {2,}".join(map(re.escape, words)) + end
    plain = printed.replace("\xa0", " ").rstrip("\n") + "\n"
    return re.search("^" + pattern, plain, flags=re.M)


def run(language, blocks, folder, around):
    """The blocks of a language in one process: what each printed, and what went wrong."""
    script = folder / f".blocks-{language}.json"
    script.write_text(json.dumps([[block.where(), block.text] for block in blocks]))
    if language == "sh":
        parts = [around, *(f"printf '%s\\n' '{BETWEEN.format(i)}'\n{block.text}"
                           for i, block in enumerate(blocks))]
        command = ["bash", "-ec", "\n".join(parts)]
    elif language == "r":
        parts = [f"cat('{BETWEEN.format(i)}\\n')\nsource(textConnection({json.dumps(block.text)}), "
                 f"echo = FALSE, print.eval = TRUE)" for i, block in enumerate(blocks)]
        (folder / ".blocks.R").write_text("\n".join(parts))
        command = ["Rscript", "--vanilla", ".blocks.R"]
    else:
        command = [python, RUN_HERE, script, BETWEEN]
    environment = dict(os.environ, PYTHONPATH=f"{build}/bindings/python", R_LIBS=r_library,
                       PATH=f"{build}/tools/werkbaar:{build}/tools/synth:{os.environ['PATH']}",
                       PYTHONIOENCODING="utf-8", PYTHON=python)
    ended = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True,
                           encoding="utf-8", timeout=600, stdin=subprocess.DEVNULL)
    printed = re.split("^" + BETWEEN.format(r"\d+") + "\n", ended.stdout, flags=re.M)[1:]
    if ended.returncode:
        at = blocks[len(printed) - 1].where() if printed else "before the first block"
        return printed, [f"{at} ended with {ended.returncode}", *ended.stdout.splitlines()[-10:],
                         *ended.stderr.splitlines()[-20:]]
    return printed, []


def run_page(name, blocks):
    """What is wrong with the blocks of a page."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        for shared in ("data", "examples"):
            (folder / shared).symlink_to(tap.ROOT / shared)
        around = AROUND / (name.removeprefix("docs/").removesuffix(".md") + ".sh")
        first = around.read_text(encoding="utf-8") if around.exists() else ""
        problems, languages = [], list(dict.fromkeys(
            "python" if block.language == "pycon" else block.language for block in blocks))
        if first and "sh" not in languages:
            _, problems = run("sh", [], folder, first)
        for language in languages:
            chosen = [block for block in blocks
                      if block.language == language or (language, block.language) == ("python", "pycon")]
            printed, wrong = run(language, chosen, folder, first)
            problems += wrong
            for block, output in zip(chosen, printed) if not wrong else ():
                if block.output is not None and not matches(block.output, output):
                    problems += [f"{block.where()} printed something else than the page shows:",
                                 *output.splitlines()[:60]]
        return problems


def wrong_json(block):
    """What is wrong with a block of JSON: a part of a file can be read as the inside of an object;
    a whole one, with its format, obeys the schema."""
    try:
        read = json.loads(block.text if block.text.lstrip()[0] in "{[" else "{" + block.text + "}")
    except ValueError as error:
        return [f"{block.where()}: {error}"]
    kind = re.match(r"werkbaar-([\w-]+)/", read.get("format", "")) if isinstance(read, dict) else None
    schema = tap.ROOT / "data" / "schema" / f"{kind[1]}.schema.json" if kind else None
    if jsonschema is None or schema is None or not schema.exists():
        return []
    obeys = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
    return [f"{block.where()}: {error.message}" for error in obeys.iter_errors(read)]


COMPARED = [("a  b\n…\nc …\n", "a      b\nx\ny\nc d\n", True), ("a\nb\n", "0\na\nb\n1\n", True),
            ("a\nb\n", "a\nx\nb\n", False), ("a\n", "ab\n", False), ("a\n…\nb\n", "b\na\n", False),
            ("95 %\n", "95\xa0%\n", True)]
RUN = {"sh", "python", "pycon", "r"}
paths = [*(tap.ROOT / name for name in OUTSIDE), *sorted((tap.ROOT / "docs").rglob("*.md"))]
asked = sys.argv[4:]
pages = {tap.relative(path): blocks_of(path) for path in paths
         if not asked or tap.relative(path) in asked}
every = [block for blocks in pages.values() for block in blocks]
runs = {name: [block for block in blocks if block.language in RUN and not block.why
               and (name, block.language) not in ELSEWHERE] for name, blocks in pages.items()}
runs = {name: blocks for name, blocks in runs.items() if blocks}

tap.check("every block of code is of a language that a test runs",
          [f"{block.where()}: {block.language}" for block in every
           if block.language not in RUN | {"c", "json", "text"}])
tap.check("every block of output stands below the block that prints it",
          [block.where() for block in every if block.language == "text" and not block.why
           and (block.page, "text") not in ELSEWHERE])
tap.check("what a page shows is compared with what was printed",
          [case for case in COMPARED if bool(matches(*case[:2])) != case[2]])
tap.check("every block of JSON can be read, and obeys its schema",
          [problem for block in every if block.language == "json" and not block.why
           for problem in wrong_json(block)])
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    ended = pool.map(lambda page: run_page(*page), runs.items())
    for (name, blocks), problems in zip(runs.items(), ended):
        tap.check(f"the {len(blocks)} blocks of {name} run", problems)
apart = [block for block in every if block.why]
print(f"# {len(every)} blocks of code; {len(apart)} do not run:")
for block in apart:
    print(f"#   {block.where()}: {block.why}")
if not asked:
    around = {tap.relative(path) for path in AROUND.rglob("*.sh")}
    known = {f"tests/house/pages/{name.removeprefix('docs/').removesuffix('.md')}.sh" for name in runs}
    tap.check("what comes before a page comes before one that has blocks", sorted(around - known))
tap.done()
