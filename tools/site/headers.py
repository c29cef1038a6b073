# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The reference of the C interface: what Doxygen read in the public headers, as pages of the site.

A page a header, in the order of its groups; every function has a heading of its own, so that the
search finds it. Comments are HTML here already, for their tables and lists are Doxygen's."""
import html
import re
import xml.etree.ElementTree as tree

PLAIN = {"bold": "strong", "emphasis": "em", "computeroutput": "code", "subscript": "sub",
         "superscript": "sup", "blockquote": "blockquote", "itemizedlist": "ul",
         "orderedlist": "ol", "listitem": "li"}
SAID = {"return": "Returns", "note": "Note", "warning": "Warning", "see": "See also",
        "pre": "Before", "post": "After", "since": "Since"}
ALONE = {"ndash": "–", "mdash": "—", "sp": " ", "nbsp": " ", "linebreak": "<br>", "times": "×",
         "hruler": "<hr>", "anchor": "", "minus": "−"}


class Reference:
    """The XML in `folder`, and where each thing that it names stands."""

    def __init__(self, folder, headers):
        self.files = {name: tree.parse(folder / f"{name}_8h.xml").getroot().find("compounddef")
                      for name in headers}
        self.structs, self.places = {}, {}
        for name, file in self.files.items():
            for member in file.iter("memberdef"):
                self.places[member.get("id")] = (name, member.findtext("name"))
                for value in member.iter("enumvalue"):
                    self.places[value.get("id")] = (name, member.findtext("name"))
            for inner in file.findall("innerclass"):
                root = tree.parse(folder / f"{inner.get('refid')}.xml").getroot()
                self.structs[inner.text] = root.find("compounddef")
                self.places[inner.get("refid")] = (name, inner.text)
                for member in self.structs[inner.text].iter("memberdef"):
                    self.places[member.get("id")] = (name, inner.text)

    def brief(self, name):
        return text_of(self.files[name].find("briefdescription"))

    def page(self, name):
        """The page of one header, in Markdown."""
        return "\n".join(Page(self, name).lines())


def text_of(node):
    return " ".join("".join(node.itertext()).split())


class Page:
    def __init__(self, reference, name):
        self.reference, self.name = reference, name
        self.file = reference.files[name]

    def lines(self):
        yield f"# {self.name}.h"
        yield self.block(self.file.find("briefdescription"), self.file.find("detaileddescription"))
        structs = [inner.text for inner in self.file.findall("innerclass")]
        for section in self.file.findall("sectiondef"):
            for member in section.findall("memberdef"):
                if member.findtext("name") in OF_HEADERS:
                    section.remove(member)
        sections = sorted((section for section in self.file.findall("sectiondef")
                           if section.find("memberdef") is not None), key=first_line)
        for section in sections:
            yield from self.section(section, structs, sections)

    def section(self, section, structs, sections):
        """A group of the header, with the structs that stand in it."""
        members = sorted(section.findall("memberdef"), key=line_of)
        named = section.findtext("header")
        if named or len(sections) > 1:
            yield f"\n## {named or KINDS.get(section.get('kind'), 'More')}\n"
        yield self.block(section.find("description"))
        for member in members:
            if member.get("kind") == "typedef" and member.findtext("name") in structs:
                continue
            name = member.findtext("name")
            if member.get("kind") == "define" and name.endswith("_INIT"):
                yield from self.struct_of(name, structs)
            yield from self.member(member)
        if section is sections[-1]:
            for name in list(structs):
                yield from self.struct(name, structs)

    def struct_of(self, init, structs):
        name = init.removesuffix("_INIT").lower()
        if name in structs:
            yield from self.struct(name, structs)

    def struct(self, name, structs):
        structs.remove(name)
        compound = self.reference.structs[name]
        yield f"\n### {name} {{ #{name} }}\n"
        yield self.block(compound.find("briefdescription"), compound.find("detaileddescription"))
        rows = [(f"{joined(member.find('type'))} {member.findtext('name')}"
                 f"{member.findtext('argsstring') or ''}", member)
                for member in compound.iter("memberdef")]
        yield self.table(rows)

    def member(self, member):
        name = member.findtext("name")
        yield f"\n### {name} {{ #{name} }}\n"
        yield f"```c\n{prototype(member)}\n```\n"
        yield self.block(member.find("briefdescription"), member.find("detaileddescription"))
        values = [(value.findtext("name") + " " + (value.findtext("initializer") or ""), value)
                  for value in member.iter("enumvalue")]
        if values:
            yield self.table(values)

    def table(self, rows):
        cells = "".join(f"<tr><td><code>{html.escape(what.replace('* ', '*'))}</code></td><td>"
                        f"{self.inside(node.find('briefdescription'))}"
                        f"{self.inside(node.find('detaileddescription'))}</td></tr>"
                        for what, node in rows)
        return f'<div class="c-doc"><table><tbody>{cells}</tbody></table></div>\n'

    def block(self, *nodes):
        """Comments as one block of HTML, which Markdown leaves as it is."""
        inside = "".join(self.inside(node) for node in nodes if node is not None)
        return f'<div class="c-doc">{inside}</div>\n' if inside.strip() else ""

    def inside(self, node):
        if node is None:
            return ""
        parts = [self.text(node.text)]
        for child in node:
            parts += [self.element(child), self.text(child.tail)]
        return "".join(parts).strip("\n")

    def text(self, words):
        """Text; pages of the documents that it names become links."""
        return re.sub(r"docs/([\w/-]+)\.md", r'<a href="../../\1.html">\1</a>',
                      html.escape(words or "", quote=False)).replace("\n", " ")

    def element(self, node):
        kind = node.tag
        if kind in ALONE:
            return ALONE[kind]
        make = getattr(self, f"make_{kind}", None)
        if make:
            return make(node)
        if kind in PLAIN:
            return f"<{PLAIN[kind]}>{self.inside(node)}</{PLAIN[kind]}>"
        raise ValueError(f"{self.name}.h: Doxygen wrote <{kind}>, which the site does not know")

    def make_para(self, node):
        blocks = {"itemizedlist", "orderedlist", "table", "parameterlist", "simplesect", "verbatim",
                  "programlisting", "blockquote"}
        tag = "div" if any(child.tag in blocks for child in node) else "p"
        return f"<{tag}>{self.inside(node)}</{tag}>"

    def make_table(self, node):
        """A table; in a comment a row goes on in lines with an empty cell in front, or nothing else."""
        rows = []
        for row in node.findall("row"):
            cells = [(entry.get("thead"), self.inside(entry)) for entry in row.findall("entry")]
            empty = [not re.sub(r"<.*?>", "", text).strip() for _, text in cells]
            goes_on = rows and cells[0][0] != "yes" and (empty[0] or all(empty[1:]))
            if goes_on and rows[-1][0][0] != "yes":
                rows[-1] = [(head, f"{before} {text}") for (head, before), (_, text) in
                            zip(rows[-1], cells)]
            else:
                rows.append(cells)
        return "<table>" + "".join(map(table_row, rows)) + "</table>"

    def make_ref(self, node):
        name, anchor = self.reference.places.get(node.get("refid"), (None, None))
        if name is None:  # a header as a whole
            return f'<a href="{node.get("refid").removesuffix("_8h")}.html">{self.inside(node)}</a>'
        page = "" if name == self.name else f"{name}.html"
        return f'<a href="{page}#{anchor}"><code>{self.inside(node)}</code></a>'

    def make_ulink(self, node):
        return f'<a href="{html.escape(node.get("url"))}">{self.inside(node)}</a>'

    def make_simplesect(self, node):
        if node.get("kind") == "par":
            title = self.inside(node.find("title"))
            node.remove(node.find("title"))
        else:
            title = SAID[node.get("kind")]
        return f'<dl><dt>{title}</dt><dd>{self.inside(node)}</dd></dl>'

    def make_parameterlist(self, node):
        items = "".join(f"<dt><code>{html.escape(text_of(item.find('parameternamelist')))}</code></dt>"
                        f"<dd>{self.inside(item.find('parameterdescription'))}</dd>"
                        for item in node.findall("parameteritem"))
        return f"<dl>{items}</dl>"

    def make_programlisting(self, node):
        return f"<pre>{html.escape(chr(10).join(map(as_typed, node.findall('codeline'))))}</pre>"

    def make_verbatim(self, node):
        return f"<pre>{html.escape(as_typed(node))}</pre>"


def table_row(cells):
    """Cells of text; the paragraphs that Doxygen puts in them say nothing."""
    tags = {"yes": "th"}
    return "<tr>" + "".join(
        f"<{tags.get(head, 'td')}>{' '.join(re.sub(r'</?p>', ' ', text).split())}</{tags.get(head, 'td')}>"
        for head, text in cells) + "</tr>"


# Macros that headers are written with; nobody else needs them.
OF_HEADERS = {"WB_BEGIN_DECLS", "WB_END_DECLS", "WB_CHECKED"}
KINDS = {"define": "Options", "typedef": "Types", "enum": "Choices", "func": "Functions"}


def line_of(member):
    return int(member.find("location").get("line"))


def first_line(section):
    return min(line_of(member) for member in section.findall("memberdef"))


def as_typed(node):
    """Text with every space of the comment."""
    return (node.text or "") + "".join((" " if part.tag == "sp" else as_typed(part)) + (part.tail or "")
                                       for part in node)


def joined(node):
    return " ".join("".join(node.itertext()).split())


def prototype(member):
    """A declaration as a header would have it, an argument a line where it is long."""
    name, kind = member.findtext("name"), member.get("kind")
    if kind == "define":
        value = joined(member.find("initializer")) if member.find("initializer") is not None else ""
        return f"#define {name} {value}".strip()
    if kind == "enum":
        return f"enum {name}"
    if kind != "function":
        return tight(f"{member.findtext('definition')}{member.findtext('argsstring') or ''};")
    head = tight(f"{joined(member.find('type'))} {name}(")
    arguments = [tight(f"{joined(p.find('type'))} {p.findtext('declname') or ''}"
                       f"{p.findtext('array') or ''}".strip()) for p in member.findall("param")]
    whole = f"{head}{', '.join(arguments) or 'void'});"
    return whole if len(whole) <= 76 else head + "\n    " + ",\n    ".join(arguments) + ");"


def tight(words):
    return re.sub(r"\*\s+", "*", words)
