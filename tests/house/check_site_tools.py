# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What makes the site of the pages (tools/site/), without MkDocs, Doxygen or R: where links lead,
lists as MkDocs reads them, declarations of C, help pages of R."""
import pathlib
import sys
import tempfile
import xml.etree.ElementTree as tree

import tap

sys.path.insert(0, str(tap.ROOT / "tools" / "site"))
import headers  # noqa: E402
import links  # noqa: E402
import packages  # noqa: E402


def same(name, found, expected):
    tap.check(name, [] if found == expected else [f"found    {found!r}", f"expected {expected!r}"])


def project(folder):
    """A small repository: pages in docs/ and outside, a header, a program."""
    for name, text in {
            "README.md": "[guide](docs/monitor.md#how)", "docs/monitor.md": "", "docs/formats/README.md": "",
            "docs/formats/plan.md": "[up](../monitor.md) [program](../../examples/a.c) [data](../../abi/x.abi)",
            "include/werkbaar/score.h": "", "examples/a.c": "", "examples/a.ipynb": "",
            "abi/x.abi": ""}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return links.Pages(folder, {"README.md": "project.md"})


with tempfile.TemporaryDirectory() as place:
    pages = project(pathlib.Path(place))
    same("the sources that pages link to are found", pages.sources, {"examples/a.c", "abi/x.abi"})
    for name, text, page, expected in (
            ("a link within docs/ stays", "[g](monitor.md#how)", "other.md", "[g](monitor.md#how)"),
            ("a link out of docs/ leads to the page of the site", "[r](../../README.md)", "formats/plan.md",
             "[r](../project.md)"),
            ("a page outside docs/ keeps its anchors", "[g](docs/monitor.md#how)", "project.md",
             "[g](monitor.md#how)"),
            ("a folder is its README", "[s](formats)", "monitor.md", "[s](formats/README.md)"),
            ("a program is shown", "[a](../examples/a.c)", "monitor.md", "[a](source/examples/a.c.md)"),
            ("a notebook is shown", "[a](../examples/a.ipynb)", "monitor.md", "[a](source/examples/a.ipynb.md)"),
            ("what is no text to read stays a file", "[x](../abi/x.abi)", "monitor.md",
             "[x](source/abi/x.abi.txt)"),
            ("a header is its page in the reference", "[h](../include/werkbaar/score.h)", "monitor.md",
             "[h](reference/c/score.md)"),
            ("a link to elsewhere stays", "[e](https://example.org/a.md)", "monitor.md",
             "[e](https://example.org/a.md)"),
            ("a link to nowhere stays, for MkDocs to refuse", "[n](none.md)", "monitor.md", "[n](none.md)"),
            ("code is left alone", "```c\na[i](../examples/a.c)\n```", "monitor.md",
             "```c\na[i](../examples/a.c)\n```")):
        same(name, pages.moved(text, page), expected)

for name, text, expected in (
        ("a list after a line of text gets an empty line", "as:\n- a\n- b", "as:\n\n- a\n- b"),
        ("a list after an empty line stays", "as:\n\n1. a\n2. b", "as:\n\n1. a\n2. b"),
        ("a list in a list is four deep", "- a\n  - b\n- c", "- a\n    - b\n- c"),
        ("what goes on in an item is four deep", "- a\n  goes on\n", "- a\n    goes on\n"),
        ("a paragraph after a list is none of it", "- a\n\nText - no list", "- a\n\nText - no list"),
        ("a list in code is none", "```\nas:\n- a\n```", "```\nas:\n- a\n```")):
    same(name, links.as_python_markdown(text), expected)


same("a notebook is its texts and its code", links.notebook(
    '{"cells": [{"cell_type": "markdown", "source": ["# A\\n", "b"]}, {"cell_type": "code", "source": ["c = 1"]}]}'),
     "# A\nb\n\n~~~~~python\nc = 1\n~~~~~\n")


def member(kind, name, of, *arguments):
    text = "".join(f"<param><type>{type_}</type><declname>{arg}</declname></param>"
                   for type_, arg in arguments)
    return tree.fromstring(f'<memberdef kind="{kind}"><name>{name}</name><type>{of}</type>{text}'
                           f'<definition>{of} {name}</definition></memberdef>')


same("a function without arguments has none", headers.prototype(member("function", "wb_f", "size_t")),
     "size_t wb_f(void);")
same("a pointer stands at its name",
     headers.prototype(member("function", "wb_f", "const char *", ("const wb_frame *", "frame"))),
     "const char *wb_f(const wb_frame *frame);")
same("a long declaration has an argument a line",
     headers.prototype(member("function", "wb_" + "f" * 40, "wb_status", ("size_t", "a" * 20),
                              ("size_t", "b" * 20))),
     f"wb_status wb_{'f' * 40}(\n    size_t {'a' * 20},\n    size_t {'b' * 20});")

code = tree.fromstring("<verbatim>  a  b\n  c</verbatim>")
same("what is laid out in a comment stays so", headers.Page.make_verbatim(None, code), "<pre>  a  b\n  c</pre>")
code = tree.fromstring("<programlisting><codeline><highlight>x<sp/>=<sp/><ref>y</ref>;</highlight></codeline>"
                       "<codeline/><codeline>z</codeline></programlisting>")
same("code in a comment has its lines and spaces", headers.Page.make_programlisting(None, code),
     "<pre>x = y;\n\nz</pre>")

title, text = packages.r_page(
    "<html><body><div>\n<h2>Sums</h2>\n<h3>Usage</h3>\n<pre><code class='language-R'>f(x &lt;- 1)\n"
    "</code></pre>\n<h3>See Also</h3>\n<p>a\n\n<a href=\"../../stats/help/lm.html\">lm</a></p>\n"
    "</div>\n</body></html>", "wb_f")
same("a help page has its title", title, "Sums")
tap.check("its code is in a fence, its headings are headings, help of other packages is no link",
          [] if "## Usage\n\n```r\nf(x <- 1)\n```" in text and "<p>a\nlm</p>" in text else [text])
modules = packages.python_modules(tap.ROOT)
tap.check("what is public in Python has a module with a sentence about it",
          [module for module, (doc, names) in modules.items() if not doc or not names])
same("modules that are imported by themselves have one too", modules["dask"][1], ["dask.fit", "dask.tally"])
tap.done()
