# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The reference of the packages for Python and R, as pages of the site: a page a module, with what
of it is public, and a page a help page."""
import ast
import html
import posixpath
import re


def names_of(tree):
    """What a module says is public."""
    return next(ast.literal_eval(node.value) for node in tree.body
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "__all__")


def python_modules(root):
    """What is public, by module, in the order of the navigation."""
    package = root / "bindings" / "python" / "werkbaar"
    whole = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    public = names_of(whole)
    modules = {}
    for node in whole.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [name.name for name in node.names if name.name in public]
            if names:
                text = (package / f"{node.module}.py").read_text(encoding="utf-8")
                modules[node.module] = (ast.get_docstring(ast.parse(text)), names)
    for path in package.glob("[a-z]*.py"):  # charts, and what other packages compute
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules[path.stem] = (ast.get_docstring(tree), [f"{path.stem}.{name}" for name in names_of(tree)])
    missing = set(public) - {name for _, names in modules.values() for name in names}
    if missing:
        raise ValueError(f"no module is known of {missing}")
    known = list(TITLES)
    return dict(sorted(modules.items(), key=lambda item: (
        known.index(item[0]) if item[0] in known else len(known), item[0])))


# The order of modules in the navigation, from answers to plans, and their titles there. One that is
# not here comes last, with its own name.
TITLES = {
    "_frame": "Frames", "_csv": "CSV", "_statfile": "SPSS, Stata, SAS", "_xlsx": "Spreadsheets",
    "_source": "Sources", "_instrument": "Instruments", "_score": "Scoring",
    "_survey": "Designs and estimates", "_sampling": "Replicates and calibration",
    "_spec": "Specifications", "_tally": "Tallies",
    "_files": "Files of any size", "_weight": "Weighting",
    "_reliability": "Reliability", "_cutoffs": "Cut-offs", "_model": "Models",
    "_model_pass": "Models in parts", "_monitor_definition": "What a monitor measures",
    "_monitor": "The monitor", "_catalogue": "Scan modules",
    "_questionnaire": "Questionnaires", "_organisation": "Organisations", "_example": "A made-up company",
    "_scan": "Scans", "_findings": "Findings", "_pool": "Pools", "_disclose": "Disclosure control",
    "_plan": "Plans", "_changes": "Changes to plans", "_store": "Plan stores", "_support": "Support",
    "plot": "Charts", "dask": "On Dask", "spark": "On Spark", "_errors": "Errors"}


def python_place(module):
    return f"reference/python/{module.lstrip('_').replace('_', '-')}.md"


PLACES = {}


def python_pages(root):
    """The pages; mkdocstrings fills in what the docstrings say."""
    made, rows = {}, []
    for module, (doc, names) in python_modules(root).items():
        place = python_place(module)
        PLACES.update((name.split(".")[0], place) for name in names)
        title = TITLES.get(module, module.lstrip("_").capitalize())
        made[place] = "\n".join([f"# {title}", "", doc.split("\n\n")[0].replace("\n", " "), "",
                                 *(f"::: werkbaar.{name}\n" for name in names)])
        listed = ", ".join(f"[`{name}`]({posixpath.basename(place)}#werkbaar.{name})" for name in names)
        rows.append(f"| {title} | {listed} |")
    index = ["# The Python package", "", "`import werkbaar as wb`: what is public, by part. The same "
             "is in `help()`. How to install it, and a tour: [Python](../../python.md).", "",
             "| | |", "|---|---|", *rows]
    return {"reference/python/index.md": "\n".join(index)} | made


def role(page):
    """A role of a docstring, as a link where what it names has a page."""
    def changed(found):
        name = found[1].removeprefix("werkbaar.")
        place = PLACES.get(name.split(".")[0])
        shown = f"<code>{html.escape(found[1])}</code>"
        if place is None:
            return shown
        to = posixpath.relpath(place, posixpath.dirname(page)).removesuffix(".md")
        return f'<a href="{to}.html#werkbaar.{name}">{shown}</a>'
    return changed


def r_pages(folder):
    """The help pages of R, which tools/site/help.R wrote as HTML."""
    made, rows = {}, []
    for path in sorted(folder.glob("*.html")):
        title, text = r_page(path.read_text(encoding="utf-8"), path.stem)
        made[f"reference/r/{path.stem}.md"] = text
        rows.append(f"| [`{path.stem}`]({path.stem}.md) | {title} |")
    index = ["# The R package", "", "`library(werkbaar)`: its help pages, as `?wb_design` and the like "
             "show them. How to install it, and a tour: [R](../../r.md).", "", "| | |", "|---|---|", *rows]
    return {"reference/r/index.md": "\n".join(index)} | made


def r_page(text, topic):
    """The body of R's HTML, its headings and code as Markdown has them."""
    body = text[text.index("<h2"):text.rindex("</div>\n</body>")]
    title = re.search(r"<h2[^>]*>(.*?)</h2>", body, flags=re.S)[1]
    body = re.sub(r"<h2[^>]*>.*?</h2>", "", body, count=1, flags=re.S)
    body = re.sub(r'<a href="\.\./\.\./[^"]*">(.*?)</a>', r"\1", body)  # help of other packages
    parts = re.split(r"<h3>(.*?)</h3>", body)
    lines = [f"# {topic}", "", f"*{title}*", ""]
    for heading, part in zip([None, *parts[1::2]], parts[::2]):
        lines += [f"\n## {heading}\n"] if heading else []
        lines.append(r_part(part))
    return title, "\n".join(lines)


def r_part(part):
    """Prose as HTML, code in fences."""
    pieces = re.split(r"<pre><code class='language-R'>(.*?)</code></pre>", part, flags=re.S)
    made = []
    for i, piece in enumerate(pieces):
        if i % 2:
            made.append(f"```r\n{html.unescape(piece).strip()}\n```")
        elif piece.strip():
            piece = re.sub(r"\n\s*\n", "\n", piece.strip())
            made.append(f'<div class="r-doc">\n{piece}\n</div>')
    return "\n\n".join(made) + "\n"
