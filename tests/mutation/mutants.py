# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Mutants of C: copies of a file with one small fault each, such as people make.

The layout of the project tells what a sign means: clang-format puts blanks on both sides of an
operator of two operands, and on one side at most of any other."""
import dataclasses
import re

from tokens import tokens_of

COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"),
               "==": ("!=",), "!=": ("==",)}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "+=": "-=", "-=": "+=",
              "*=": "/=", "/=": "*=", "&": "|", "|": "&", "<<": ">>", ">>": "<<", "|=": "&=",
              "&=": "|="}
STEPS = {"++": "--", "--": "++"}
LOGIC = {"&&": "||", "||": "&&"}
TRUTHS = {"true": "false", "false": "true"}
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
KEYWORDS = {"return", "if", "else", "for", "while", "do", "switch", "case", "default", "sizeof",
            "const", "static", "struct", "enum", "union", "typedef", "unsigned", "signed",
            "goto", "break", "continue", "void", "int", "char", "double", "float", "long", "short"}
JUMPS = {"goto", "break", "continue"}


@dataclasses.dataclass(frozen=True)
class Mutant:
    kind: str
    function: str
    start: int
    end: int
    text: str  # what stands there instead

    def applied(self, source):
        return source[:self.start] + self.text + source[self.end:]


def between_blanks(source, token):
    return source[token.start - 1].isspace() and source[token.end].isspace()


def of_operator(source, token):
    if token.kind != "mark":
        return
    if token.text in STEPS:
        yield "step", STEPS[token.text]
    elif not between_blanks(source, token):
        return
    elif token.text in COMPARISONS:
        for other in COMPARISONS[token.text]:
            yield "comparison", other
    elif token.text in ARITHMETIC:
        yield "arithmetic", ARITHMETIC[token.text]
    elif token.text in LOGIC:
        yield "logic", LOGIC[token.text]


def of_constant(token):
    """Off by one, to both sides; a whole number that is not written as a bit pattern."""
    if token.kind == "number":
        if re.fullmatch(r"\d+", token.text):
            yield "constant", str(int(token.text) + 1)
            yield "constant", f"({int(token.text) - 1})"
        elif not token.text.lower().startswith("0x"):
            yield "constant", f"({token.text} + 1)"
    elif token.kind == "name" and token.text in TRUTHS:
        yield "constant", TRUTHS[token.text]


def of_status(tokens, at):
    """One status for another. WB_E_ and WB_OK are all the names there are."""
    token = tokens[at]
    if token.kind != "name":
        return
    if token.text == "WB_OK" and tokens[at - 1].text == "return":
        yield "status", "WB_E_NUMERIC"
    elif re.fullmatch(r"WB_E_[A-Z]+", token.text):
        yield "status", "WB_E_DATA" if token.text == "WB_E_ARG" else "WB_E_ARG"


def closing(tokens, at):
    """Where the bracket that opens at a place is closed."""
    depth = 0
    for here in range(at, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[here].text, 0)
        if depth == 0:
            return here
    return at


def negations(source, tokens):
    for at, token in enumerate(tokens[:-1]):
        if token.function and token.text in ("if", "while") and tokens[at + 1].text == "(":
            inside = tokens[at + 1].end, tokens[closing(tokens, at + 1)].start
            condition = source[slice(*inside)]
            yield Mutant("negation", token.function, *inside, f"!({condition})")


def statements(tokens):
    """First and last place of everything up to a semicolon that is not in brackets."""
    first = None
    depth = 0
    for at, token in enumerate(tokens):
        if first is None:
            if token.text not in ("{", "}", ";", "else", "do"):
                first = at
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
            if depth == 0 and first is not None and tokens[first].text in ("if", "for", "while", "switch"):
                first = None
        elif depth == 0 and token.text in (";", "{", "}", ":"):
            ternary = token.text == ":" and any(t.text == "?" for t in tokens[first or at:at])
            if token.text == ";" and first is not None and first < at:
                yield first, at
            if not ternary:
                first = None


def is_declaration(source, tokens, first):
    one, two = tokens[first], tokens[first + 1]
    pointer = two.text == "*" and not source[two.end].isspace()
    return one.kind == "name" and (two.kind == "name" or pointer)


def may_go(source, tokens, first, last):
    """Is it a call, an assignment, a step or a jump? Without a declaration nothing compiles."""
    one = tokens[first]
    if one.text in JUMPS:
        return True
    if one.function is None or one.text in KEYWORDS or is_declaration(source, tokens, first):
        return False
    texts = {token.text for token in tokens[first:last]}
    return bool(texts & (ASSIGNMENTS | set(STEPS))) or tokens[last - 1].text == ")"


def deletions(source, tokens):
    for first, last in statements(tokens):
        one = tokens[first]
        if one.function and may_go(source, tokens, first, last):
            yield Mutant("deletion", one.function, one.start, tokens[last].start, "")


def failures_forgotten(source, tokens):
    """return wb_fail(...) that says what is wrong and goes on as if nothing were."""
    for first, last in statements(tokens):
        if tokens[first].text == "return" and tokens[first + 1].text == "wb_fail":
            inside = tokens[first + 1].start, tokens[last].start
            said = source[slice(*inside)]
            yield Mutant("status", tokens[first].function, *inside, f"({said}, WB_OK)")


def mutants_of(source):
    """All mutants of a source text, in the order of the text."""
    tokens = tokens_of(source)
    found = []
    for at, token in enumerate(tokens):
        if token.function is not None:
            changes = [*of_operator(source, token), *of_constant(token), *of_status(tokens, at)]
            found += [Mutant(kind, token.function, token.start, token.end, text)
                      for kind, text in changes]
    found += [*negations(source, tokens), *deletions(source, tokens),
              *failures_forgotten(source, tokens)]
    return sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.text))
