# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The repository as a reader finds it: licences on top, links that lead somewhere, no large
or binary files, nothing of the machine it was written on."""
import re

import tap

LICENSED = {".c", ".h", ".cpp", ".hpp", ".py", ".sh", ".R", ".build", ".i"}
LARGEST = 1 << 20
# Written so that this file does not match itself.
MACHINE = (r"(?<![\w.<-])/(?:wor[k]|roo[t]|hom[e]/\w+)/|/tm[p]/\w*(?:build|bash)"
           r"|deb[.]debian[.]org|pyp[i][.]org|cra[n][.]r-project|artifactor[y]"
           r"|127[.]0[.]0|localhos[t]")


def is_source(path):
    text = tap.text_of(path)
    return path.suffix in LICENSED or (text is not None and text.startswith("#!"))


def without_licence(files):
    for path in filter(is_source, files):
        head = (tap.text_of(path) or "").splitlines()[:4]
        if not any("SPDX-License-Identifier: MIT" in line for line in head):
            yield tap.relative(path)


def with_machine_words(files):
    for path in files:
        for number, line in enumerate((tap.text_of(path) or "").splitlines(), 1):
            for word in re.findall(MACHINE, line):
                yield f"{tap.relative(path)}:{number} says {word}"


def too_large(files):
    return [f"{tap.relative(path)} has {path.stat().st_size} bytes" for path in files
            if path.stat().st_size > LARGEST]


# Files for tests of reading them, of which some are no text: what other programs wrote, and
# what earlier versions did.
OTHERS = ("tests/io/statfiles", "tests/golden/")


def not_text(files):
    return [tap.relative(path) for path in files
            if not tap.relative(path).startswith(OTHERS)
            and (tap.text_of(path) is None or "\0" in tap.text_of(path))]


def anchors(text):
    """What a link may point at in a markdown file: its headings, as the web shows them."""
    for heading in re.findall(r"^#+ +(.+)$", text, flags=re.M):
        words = re.sub(r"[^\w\- ]", "", heading.lower().replace("`", ""))
        yield words.strip().replace(" ", "-")


def broken_links(files):
    for path in files:
        if path.suffix != ".md":
            continue
        for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = path.parent / name if name else path
            if not target.exists():
                yield f"{tap.relative(path)} links to {link}, which is not there"
            elif anchor and anchor not in anchors(target.read_text(encoding="utf-8")):
                yield f"{tap.relative(path)} links to {link}: no such heading"


def broken_mentions(files):
    """Comments and texts name pages as docs/….md."""
    for path in files:
        for name in re.findall(r"\bdocs/[\w/-]+\.md\b", tap.text_of(path) or ""):
            if not (tap.ROOT / name).exists():
                yield f"{tap.relative(path)} names {name}, which is not there"


def unlisted_pages(files):
    """docs/README.md, or the index of a folder, leads to every page."""
    docs = tap.ROOT / "docs"
    listed = set(docs.rglob("README.md"))
    for index in sorted(listed):
        for link in re.findall(r"\]\(([^)#\s]+)", index.read_text(encoding="utf-8")):
            listed.add((index.parent / link).resolve())
    return [tap.relative(path) for path in files
            if path.suffix == ".md" and docs in path.parents and path not in listed]


def pages_without_a_place(files):
    """The navigation of the site, in mkdocs.yml, has every page, or its folder."""
    listed = re.findall(r": ([\w/.-]+(?:\.md|/))$", (tap.ROOT / "mkdocs.yml").read_text(), flags=re.M)
    docs = tap.ROOT / "docs"
    for path in files:
        if path.suffix == ".md" and docs in path.parents:
            name = path.relative_to(docs).as_posix()
            if name not in listed and f"{name.rpartition('/')[0]}/" not in listed:
                yield tap.relative(path)


def said_twice():
    """Branches that both add to the changelog leave an entry, or a part of one, in two places."""
    seen = set()
    for number, line in enumerate(tap.text_of(tap.ROOT / "CHANGELOG.md").splitlines(), 1):
        if len(line) > 30 and line in seen:
            yield f"CHANGELOG.md:{number} was said before: {line[:60]}"
        seen.add(line)


files = tap.tracked_files()
tap.check("every source names its licence", without_licence(files))
tap.check("nothing speaks of one machine", with_machine_words(files))
tap.check("no file is larger than 1 MiB", too_large(files))
tap.check("every file is text", not_text(files))
tap.check("every link leads somewhere", broken_links(files))
tap.check("every page that is named exists", broken_mentions(files))
tap.check("docs/README.md lists every page", unlisted_pages(files))
tap.check("the changelog says everything once", said_twice())
tap.check("mkdocs.yml has a place for every page", pages_without_a_place(files))
tap.done()
