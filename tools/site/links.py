# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Pages as they are written for readers of the repository, made fit for the site: where links lead,
and the Markdown that MkDocs reads a little differently."""
import json
import posixpath
import re

LINK = re.compile(r"(?<!\\)(\]\()([^)\s#]+)(#[^)\s]*)?(\))")
FENCE = re.compile(r"^(```|~~~).*?^\1", flags=re.M | re.S)
ITEM = re.compile(r"^( *)([-*]|\d+[.)]) +")


SHOWN = {".c": "c", ".h": "c", ".py": "python", ".json": "json", ".R": "r", ".i": "c", ".txt": "text",
         ".ipynb": "python"}


def source_page(name):
    """The page that shows a source of the project; what is no text to read stays a file."""
    shown = posixpath.splitext(name)[1] in SHOWN
    return f"source/{name}.md" if shown else f"source/{name}.txt"


def notebook(text):
    """A notebook as a page: its texts, and its code in fences."""
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    return "\n\n".join(f"~~~~~python\n{source}\n~~~~~" if kind == "code" else source
                       for kind, source in cells) + "\n"


def outside_fences(text, change):
    """Text with what is no code changed."""
    parts, end = [], 0
    for fence in FENCE.finditer(text):
        parts += [change(text[end:fence.start()]), fence[0]]
        end = fence.end()
    return "".join(parts) + change(text[end:])


class Pages:
    """Where the pages of the repository, and the sources they link to, are in the site."""

    def __init__(self, root, outside):
        self.root, self.outside = root, outside
        self.inside = {place: name for name, place in outside.items()}
        self.sources = set()
        for path in [*(root / "docs").rglob("*.md"), *(root / name for name in outside)]:
            self._find_sources(path)

    def _find_sources(self, path):
        name = path.relative_to(self.root).as_posix()
        for link in LINK.finditer(path.read_text(encoding="utf-8")):
            target = self._target(name, link[2])
            if target and self._place(target) is None:
                self.sources.add(target)

    def _target(self, name, link):
        """What a link of a file leads to, as a path of the repository."""
        if re.match(r"[a-z]+:", link):
            return None
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), link))
        if (self.root / target).is_dir():
            target += "/README.md"
        return target if (self.root / target).is_file() else None

    def _place(self, target):
        """Where in the site that is; None: it is shown as a source."""
        if target.startswith("docs/") and target.endswith(".md"):
            return target.removeprefix("docs/")
        header = re.fullmatch(r"include/werkbaar/(\w+)\.h", target)
        if header and header[1] != "werkbaar":
            return f"reference/c/{header[1]}.md"
        return self.outside.get(target)

    def moved(self, markdown, place):
        """The text of a page, its links changed to those of the site."""
        name = self.inside.get(place, f"docs/{place}")
        return outside_fences(markdown, lambda text: LINK.sub(
            lambda link: self._moved_link(link, name, place), text))

    def _moved_link(self, link, name, place):
        target = self._target(name, link[2])
        if target is None:
            return link[0]
        to = self._place(target) or source_page(target)
        return link[1] + posixpath.relpath(to, posixpath.dirname(place) or ".") + (link[3] or "") + link[4]


def as_python_markdown(text):
    """GitHub begins a list without an empty line before it, and nests by two or three spaces."""
    return outside_fences(text, lambda part: "\n".join(listed(part.split("\n"))))


def listed(lines):
    before, depth = "", []
    for line in lines:
        item = ITEM.match(line)
        if item:
            if before.strip() and not depth:
                yield ""
            while depth and depth[-1] >= len(item[1]) + 1:
                depth.pop()
            indent = 4 * len(depth)
            depth.append(len(item[0]))
            line = " " * indent + line.lstrip()
        elif depth and line.strip():
            inner = len(line) - len(line.lstrip())
            while depth and inner < depth[-1] and (not before.strip() or inner < 2):
                depth.pop()
            if depth:
                line = " " * (4 * len(depth)) + line.lstrip()
        before = line
        yield line
