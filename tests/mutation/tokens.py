# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""C as a row of tokens, each with the function it stands in. Comments and lines of the
preprocessor are left out: nothing in them is changed."""
import dataclasses
import re

TOKEN = re.compile(
    r"""(?P<skipped>/\*.*?\*/|//[^\n]*|^[ \t]*\#(?:[^\n]*\\\n)*[^\n]*)
      | (?P<string>"(?:\\.|[^"\\])*")
      | (?P<char>'(?:\\.|[^'\\])*')
      | (?P<number>\.?\d(?:[eEpP][+-]|[\w.])*)
      | (?P<name>[A-Za-z_]\w*)
      | (?P<mark><<=|>>=|\.\.\.|->|\+\+|--|&&|\|\||<<|>>|::|[<>=!+\-*/%&|^]=
               |[-+*/%<>=!&|^~?:;,.(){}\[\]])""",
    re.S | re.M | re.X)


@dataclasses.dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int
    function: str | None = None  # None outside of functions


def plain_tokens(text):
    for match in TOKEN.finditer(text):
        if match.lastgroup != "skipped":
            yield Token(match.lastgroup, match.group(), match.start(), match.end())


def called_before(tokens, brace):
    """The name before the brackets that end right before a brace, or None: an array, a struct."""
    depth = 0
    for at in range(brace - 1, -1, -1):
        if tokens[at].text == ")":
            depth += 1
        elif tokens[at].text == "(":
            depth -= 1
            if depth == 0:
                before = tokens[at - 1] if at else None
                return before.text if before and before.kind == "name" else None
        elif depth == 0:
            return None
    return None


def tokens_of(text):
    """All tokens. A brace after brackets opens a function, unless one is open already."""
    tokens = list(plain_tokens(text))
    function, depth = None, 0
    for at, token in enumerate(tokens):
        if token.text == "{":
            if function is None:
                function = called_before(tokens, at)
            depth += function is not None
        token.function = function
        if token.text == "}" and function is not None:
            depth -= 1
            if depth == 0:
                function = None
    return tokens
