# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""scan modules, scan compose: what there is, what comes of a recipe, and what is refused."""
import json

from cli import expect, rows, run, same, tap, write, DIRECTORY

EXAMPLES = tap.ROOT / "examples" / "scan"
MODULES = sorted(path.stem for path in (tap.ROOT / "data" / "modules").glob("*.json"))

# ---- modules ----

listed = rows("scan", "modules", "--lang", "en")
same("modules: all that are built in", sorted(row["id"] for row in listed), MODULES)
same("modules: none says that it is validated", {row["validated"] for row in listed}, {"no"})
items = rows("scan", "modules", "autonomy", "--part", "items", "--lang", "fr")
same("modules: the items of one", {row["module"] for row in items}, {"autonomy"})
expect("modules: in French", items[0]["question"].startswith("Pouvez-vous"), items[0])
same("modules: sectors", [row["id"] for row in rows("scan", "modules", "--part", "sectors")],
     ["food", "audiovisual"])
same("modules: measures of one file",
     {row["file"] for row in rows("scan", "modules", "health", "--part", "measures")}, {"health"})
for words in (("autonomy",), ("food", "--part", "sectors"), ("health", "--part", "measures")):
    ended = run("scan", "modules", *words, "--format", "definition")
    expect(f"modules: the file of {words[0]}", json.loads(ended.out)["id"] == words[0] and ended.err == "", ended)
table = run("scan", "modules", "--part", "measures", "--lang", "en")
expect("modules: a table has the columns that tell most", "levels" in table.out and "tools" not in table.out, table)
mine = {"format": "werkbaar-sector/1.0", "id": "toys", "version": "1.0", "source": "made up",
        "title": {"nl": "Speelgoed"}, "modules": [{"id": "base-employees"}]}
own = write("toys.json", mine)
same("modules: those of one's own beside them",
     [row["id"] for row in rows("scan", "modules", "--part", "sectors", "--add", own)], ["food", "audiovisual", "toys"])
for words, status, said in (
        (("nothing",), 1, "no modules of 'nothing'"),
        (("--part", "spam"), 2, "--part"),
        (("--format", "definition"), 2, "name its id"),
        (("autonomy", "--format", "definition", "--version", "9"), 1, "version 9"),
        (("--add", DIRECTORY / "none.json"), 1, "none.json"),
        (("--add", write("broken.json", '{"format": "werkbaar-sector/1.0",\n "id": }')), 1, "broken.json"),
        (("--lang", "de"), 2, "--lang")):
    ended = run("scan", "modules", *words)
    expect(f"modules refuses: {said}", ended.status == status and said in ended.err and ended.out == "", ended)

# ---- compose ----

for name in ("food", "audiovisual"):
    ended = run("scan", "compose", EXAMPLES / name / "recipe.json")
    expect(f"compose: the example {name}", ended.status == 0 and "about" in ended.err, ended)
    q = write(f"{name}.json", ended.out)
    again = run("scan", "compose", EXAMPLES / name / "recipe.json")
    expect(f"compose: the same bytes for {name}", again.out == ended.out, again.err)
    same(f"compose: the questionnaire of {name} says what its recipe says",
         rows("scan", "compose", q), rows("scan", "compose", EXAMPLES / name / "recipe.json"))
food = DIRECTORY / "food.json"
same("compose: three units beside each other",
     sorted({row["unit"] for row in rows("scan", "compose", food)}), ["organisation", "person", "workpost"])
expect("compose: the firm's own word",
       any("ploegbaas" in row["question"] for row in rows("scan", "compose", food)), "ploegbaas")
saved = DIRECTORY / "saved.json"
ended = run("scan", "compose", EXAMPLES / "food" / "recipe.json", "--output", saved)
expect("compose --output writes the file", ended.out == "" and saved.read_bytes() == food.read_bytes(), ended)
for part in ("modules", "answers", "scales", "indicators", "themes", "notices", "discussion", "terms"):
    expect(f"compose: part {part}", len(rows("scan", "compose", food, "--part", part)) > 0, part)


def recipe(**changes):
    made = {"format": "werkbaar-recipe/1.0", "id": "r", "version": "1.0", "languages": ["nl"],
            "title": {"nl": "R"}, "modules": [{"id": "base-employees"}]}
    return write("recipe.json", {**made, **changes})


for changes, said in (({"modules": [{"id": "spam"}]}, "spam"),
                      ({"modules": [{"id": "autonomy", "version": "7.0"}]}, "7.0"),
                      ({"sector": "sea", "modules": None}, "no sector 'sea'"),
                      ({"exclude": ["work_stress_1"]}, "work_stress_1"),
                      ({"terms": {"leader": {"nl": "x" * 41}}}, "40")):
    ended = run("scan", "compose", recipe(**changes))
    expect(f"compose refuses: {said}", ended.status == 1 and said in ended.err and "recipe.json" in ended.err and
           ended.out == "", ended)
twice = json.loads(run("scan", "modules", "autonomy", "--format", "definition").out)
twice["id"] = "autonomy-again"
twice["items"][0]["question"]["nl"] = "Iets anders?"
ended = run("scan", "compose", recipe(modules=[{"id": "autonomy"}, {"id": "autonomy-again"}]),
            "--add", write("again.json", twice))
expect("compose names both modules that define one item in two ways",
       ended.status == 1 and "autonomy-again" in ended.err and "say_in_own_work_1" in ended.err, ended)
ended = run("scan", "compose", write("syntax.json", '{"format": "werkbaar-recipe/1.0",\n "id" }'))
expect("compose: syntax is told with its line", ended.status == 1 and "syntax.json" in ended.err and "2" in ended.err,
       ended)
ended = run("scan", "compose", DIRECTORY / "none.json")
expect("compose: a file that is not there", ended.status == 1 and "none.json" in ended.err, ended)
ended = run("scan", "--help")
expect("the family tells its commands", ended.status == 0 and "scan compose" in ended.out, ended)
same("a word is missing", run("scan").status, 2)
tap.done()
