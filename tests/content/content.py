# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests of content share: the files of data/, and the texts in them."""
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "house"))
import tap  # noqa: E402

DATA = tap.ROOT / "data"
ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}")


def load(kind):
    """The documents of a folder of data/, by the name of the file without suffix."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((DATA / kind).glob("*.json"))}


def texts(value, languages, where=""):
    """(where, texts by language) of every text for readers in a document."""
    if isinstance(value, dict):
        if value and set(value) <= set(languages) | {"fr"} and "nl" in value:
            yield where, value
        else:
            for key, member in value.items():
                yield from texts(member, languages, f"{where}/{key}")
    elif isinstance(value, list):
        for member in value:
            name = member.get("id", "") if isinstance(member, dict) else ""
            yield from texts(member, languages, f"{where}/{name}")


def words(text):
    """The words of a text; signs that stand alone are none."""
    return [word for word in text.split() if re.search(r"\w", word)]


def incomplete(documents):
    """Texts that miss a language, or are the same in two where that is no word they share."""
    for name, document in documents.items():
        languages = document["languages"]
        for where, text in texts(document, languages):
            if set(text) != set(languages) or not all(map(str.strip, text.values())):
                yield f"{name}{where} is not in {', '.join(languages)}: {sorted(text)}"
            sentences = [one for one in text.values() if len(words(one)) > 3]
            if len(set(sentences)) < len(sentences):
                yield f"{name}{where} says the same in two languages: {sentences}"


# An acute score is no diagnosis, and what goes together is not said to be a cause.
FORBIDDEN = re.compile(r"burn.?out|\bbecause of\b|\bcaused? by\b|\bleads? to\b|\bveroorza|"
                       r"\bleidt tot\b|\bte wijten aan\b|\bà cause d|\bmène à\b|"
                       r"\bVBBA\b|\bCOPSOQ\b|\bSWING\b|\bUWES\b", re.I)


def forbidden(documents):
    for name, document in documents.items():
        for where, text in texts(document, document["languages"]):
            for word in FORBIDDEN.findall(" ".join(text.values())):
                yield f"{name}{where} says '{word}'"


# French sets a space that does not break before ? ! : ; and inside « ».
CARELESS = re.compile(r"[^\s\u00a0][?!;»]|[ ][?!:;»]|«[^\u00a0]")


def untypographic(documents):
    for name, document in documents.items():
        for where, text in texts(document, document["languages"]):
            found = [one for one in text.values()
                     if "'" in one or "  " in one or one != one.strip()]
            found += [one for one in [text.get("fr", "")] if CARELESS.search(one)]
            for one in found:
                yield f"{name}{where}: quotes or spaces in '{one}'"
