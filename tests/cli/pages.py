# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Reading pages that the command writes."""
import html.parser
import re

from cli import expect, same, tap

VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(html.parser.HTMLParser):
    """Checks nesting; collects tags, texts and attributes."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.source, self.open, self.wrong = text, [], []
        self.tags, self.attributes, self.texts = [], [], []
        self.feed(text)
        self.close()
        self.wrong += [f"<{tag}> stays open" for tag in self.open]

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> closes something else, {self.getpos()}")

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def within(self, tag):
        return [text for where, text in self.texts if where == tag]

    @property
    def text(self):
        return " ".join(text for where, text in self.texts if where != "style")

    def values(self, name):
        return [value for _, attribute, value in self.attributes if attribute == name]


def check_sound(name, p):
    tap.check(f"{name}: tags are balanced", p.wrong)
    expect(f"{name}: nothing is loaded from elsewhere",
           not re.search(r"https?:|//[a-z]|url\(|@import|src=|<script|<link|<iframe",
                         p.source, re.I), p.source[:300])
    ids = p.values("id")
    same(f"{name}: ids are unique", len(ids), len(set(ids)))
    wanted = [i for value in p.values("aria-labelledby") for i in value.split()]
    wanted += [value[1:] for value in p.values("href")]
    same(f"{name}: every reference within the page leads somewhere",
         [i for i in wanted if i not in ids], [])
    same(f"{name}: every chart has a title and a description",
         (p.tags.count("svg"), p.tags.count("svg")),
         (p.source.count("<svg ") and len(re.findall(r"<svg [^>]*><title id=", p.source)),
          p.tags.count("desc")))
    boxes = re.findall(r'<div class="box[^>]*>', p.source)
    same(f"{name}: every box that scrolls is reached with the keyboard",
         [box for box in boxes if 'tabindex="0"' not in box], [])
    numbers = re.findall(r'(?:points|d|x|y|x1|y1|cx|cy|x2|y2)="([^"]*)"', p.source)
    expect(f"{name}: every coordinate is a number",
           not any(word in text for text in numbers for word in ("nan", "inf")), numbers[:3])
    expect(f"{name}: no hole where a number should be",
           not re.search(r"\bnan\b|\(null\)|%s|%d", p.text), re.findall(
               r".{30}(?:nan|\(null\)|%s|%d).{10}", p.text))
