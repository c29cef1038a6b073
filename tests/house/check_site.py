# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The site that scripts/site made: whole, and on its own.

usage: check_site.py DIRECTORY"""
import html.parser
import pathlib
import posixpath
import re
import shutil
import subprocess
import sys
import urllib.parse

import tap

site = pathlib.Path(sys.argv[1])
# What a page loads by itself; a link that a reader may follow is another thing.
LOADS = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "embed": "src",
         "object": "data", "video": "src", "audio": "src"}
# Where words are no prose: code, headings, the navigation.
APART = {"code", "pre", "script", "style", "nav", "h1", "h2", "h3", "h4"}


class Page(html.parser.HTMLParser):
    """What a page loads and links to, its anchors and its words."""

    def __init__(self, path):
        super().__init__()
        self.loads, self.links, self.anchors, self.words = [], [], {""}, []
        self.code = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.anchors |= {found[name] for name in ("id", "name") if found.get(name)}
        if found.get(LOADS.get(tag)) and found.get("rel") != "canonical":
            self.loads.append(found[LOADS[tag]])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        self.code += tag in APART

    def handle_endtag(self, tag):
        self.code -= tag in APART

    def handle_data(self, data):
        if not self.code:
            self.words.append(data)


def is_elsewhere(link):
    return re.match(r"(?:[a-z]+:)?//", link) is not None


def broken(name, page):
    """Links of a page that lead to no page, or to no place in one."""
    for link in page.links:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), urllib.parse.unquote(parts.path)))
        target = name if not parts.path else target
        if (site / target).is_dir():
            target = posixpath.join(target, "index.html")
        if not (site / target).is_file():
            yield f"{name} links to {link}, which is not there"
        elif target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].anchors:
            yield f"{name} links to {link}: no such place"


def left_over(name, page):
    """Markdown that came out as text: a table, a fence, emphasis, a list in a paragraph."""
    text = "".join(page.words)
    for mark in (r"\|---", r"```", r"\*\*\w", r"\]\(\S+\)", r":class:", r"\{ #"):
        for found in re.findall(mark, text):
            yield f"{name} has {found!r} in its text"
    for line in text.splitlines():
        if re.match(r"\s*(?:- |\d\. )\w", line):
            yield f"{name} has a list that is none: {line.strip()[:60]}"


def found_by_search(words):
    """How many pages the search finds, opened as a file in a browser."""
    shown = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--dump-dom",
         f"{(site / 'index.html').absolute().as_uri()}?q={urllib.parse.quote(words)}"],
        capture_output=True, text=True, timeout=120, encoding="utf-8").stdout
    said = re.search(r'md-search-result__meta">(\d+) ', shown)
    return int(said[1]) if said else 0


pages = {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}
tap.check("the site has its pages", [] if len(pages) > 150 else [f"{len(pages)} pages"])
tap.check("no page loads anything from elsewhere",
          [f"{name} loads {load}" for name, page in pages.items() for load in page.loads
           if is_elsewhere(load)])
tap.check("no style loads anything from elsewhere",
          [f"{tap.relative(path.absolute())}: {load}" for path in site.rglob("*.css")
           for load in re.findall(r"(?:url\(|@import)\s*['\"]?((?:https?:)?//[^)'\"]+)",
                                  path.read_text(encoding="utf-8"))])
tap.check("every link leads somewhere",
          [problem for name, page in pages.items() if name != "404.html"
           for problem in broken(name, page)])
tap.check("no Markdown is left over",
          [problem for name, page in pages.items() if not name.startswith("source/")
           for problem in left_over(name, page)])
headers = {f"reference/c/{path.stem}.html": path for path in tap.public_headers() if path.stem != "werkbaar"}
described = {anchor for name in headers if name in pages for anchor in pages[name].anchors}
tap.check("the reference of C has every public function", sorted(tap.public_functions() - described))
help_pages = {path.stem for path in (tap.ROOT / "bindings" / "r" / "man").glob("*.Rd")}
tap.check("the reference of R has every help page",
          sorted(name for name in help_pages if f"reference/r/{name}.html" not in pages))
exported = re.search(r"__all__ = \[(.*?)\]", (tap.ROOT / "bindings/python/werkbaar/__init__.py").read_text(),
                     flags=re.S)[1]
shown = {anchor for name, page in pages.items() if name.startswith("reference/python/")
         for anchor in page.anchors}
tap.check("the reference of Python has all that is public",
          [name for name in re.findall(r'"(\w+)"', exported) if f"werkbaar.{name}" not in shown])
name = "the search finds pages that are opened as files"
chromium = shutil.which("chromium") or shutil.which("chromium-browser")
if chromium:
    found, none = found_by_search("lonely"), found_by_search("qwertzuiop")
    tap.check(name, [] if found >= 5 and none == 0 else [f"{found} pages, {none} of nonsense"])
else:
    tap.skip(name, "no chromium")
tap.done()
