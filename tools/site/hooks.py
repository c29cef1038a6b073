# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What MkDocs asks while it makes the site (`hooks` in mkdocs.yml).

Most pages are those of docs/, which stay as they are read in the repository. Added to them are the
pages outside docs/, the sources that pages link to, and the reference of C (from Doxygen), Python
(its docstrings) and R (its help pages). scripts/site makes what these are made of, in build/."""
import pathlib
import posixpath
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import headers  # noqa: E402
import links  # noqa: E402
import packages  # noqa: E402
from mkdocs.structure.files import File  # noqa: E402

ROOT = HERE.parent.parent
MADE = ROOT / "build" / "site-made"
# Pages outside docs/, and what they are in the site.
OUTSIDE = {"README.md": "project.md", "CONTRIBUTING.md": "contributing.md",
           "CHANGELOG.md": "changelog.md", "THIRD_PARTY.md": "third-party.md",
           "SECURITY.md": "security.md",
           "bindings/README.md": "bindings.md", "bindings/python/README.md": "python.md",
           "bindings/r/README.md": "r.md"}
HEADERS = ["base", "frame", "io", "score", "survey", "infer", "weight", "quality", "model", "monitor",
           "compose", "disclose", "scan", "plan", "store", "support"]
pages = links.Pages(ROOT, OUTSIDE)


def on_config(config):
    """Folders in the navigation become their pages; pages that are made here are known."""
    written = {path.stem for path in (ROOT / "include" / "werkbaar").glob("*.h")} - {"werkbaar"}
    if written != set(HEADERS):
        raise ValueError(f"tools/site/hooks.py lists other headers than there are: "
                         f"{written ^ set(HEADERS)}")
    config.made = made_pages()
    config.nav = [spread(item, config) for item in config.nav]
    return config


def made_pages():
    """The text of every page that is not a file of docs/."""
    made = {place: (ROOT / name).read_text(encoding="utf-8") for name, place in OUTSIDE.items()}
    made |= {links.source_page(name): source_text(name) for name in sorted(pages.sources)}
    made |= reference_of_c() | packages.python_pages(ROOT) | packages.r_pages(MADE / "r")
    return made


def source_text(name):
    """A source as a page, which the search leaves alone; a file that is none stays as it is."""
    text = (ROOT / name).read_text(encoding="utf-8")
    if not links.source_page(name).endswith(".md"):
        return text
    if name.endswith(".ipynb"):
        return links.notebook(text)
    language = links.SHOWN[pathlib.Path(name).suffix]
    return f"---\nsearch:\n  exclude: true\n---\n# {name}\n\n~~~~~{language}\n{text}\n~~~~~\n"


def reference_of_c():
    reference = headers.Reference(MADE / "c" / "xml", HEADERS)
    index = ["# The C interface", "",
             "`#include <werkbaar/werkbaar.h>` has all of it, or a header for each part. What this "
             "reference says is what the headers say.", "", "| header | |", "|---|---|"]
    index += [f"| [`{name}.h`]({name}.md) | {reference.brief(name)} |" for name in HEADERS]
    made = {f"reference/c/{name}.md": reference.page(name) for name in HEADERS}
    return {"reference/c/index.md": "\n".join(index)} | made


def spread(item, config):
    """An item of the navigation with the pages of its folder, where it names one."""
    if isinstance(item, str):
        return item
    (title, value), = item.items()
    if isinstance(value, list):
        return {title: [spread(one, config) for one in value]}
    if not value.endswith("/"):
        return item
    there = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs" / value).glob("*.md")}
    there |= {place for place in config.made if posixpath.dirname(place) + "/" == value}
    first = [place for place in there if posixpath.basename(place) in ("README.md", "index.md")]
    made = list(config.made)  # these are in their order already
    rest = sorted(there - set(first), key=lambda place: (made.index(place) if place in made else -1, place))
    return {title: first + rest}


def on_files(files, config):
    for place, text in sorted(config.made.items()):
        files.append(File.generated(config, place, content=text))
    for name in ("site.css", "iframe-worker.js"):
        files.append(File.generated(config, name, content=(HERE / name).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown, page, **_):
    """Links that lead somewhere in the repository lead there in the site."""
    if page.file.src_uri.startswith("reference/"):
        return markdown
    return links.as_python_markdown(pages.moved(markdown, page.file.src_uri))


def on_page_content(content, page, **_):
    """Roles of docstrings, :class:`werkbaar.Tally`, lead to what they name. A page without headings
    takes the room of its contents."""
    if not any(heading.children for heading in page.toc):
        page.meta.setdefault("hide", ["toc"])
    if page.file.src_uri.startswith("reference/python/"):
        content = re.sub(r":\w+:<code>~?([\w.]+)</code>", packages.role(page.file.src_uri), content)
    return content
