# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Every example in the documents of the package and in its README runs, and every public function
has one."""
import doctest
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys

import pytest

import werkbaar as wb
from cases import ROOT

MODULES = [module.name for module in pkgutil.iter_modules(wb.__path__) if module.name != "_core"]
README = (ROOT / "bindings" / "python" / "README.md").read_text(encoding="utf-8")
PUBLIC = [name for name in wb.__all__ if not (
    inspect.isclass(getattr(wb, name)) and issubclass(getattr(wb, name), Exception))]


TAKES = {"dask": "dask", "spark": "pyspark"}


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name):
    if name in TAKES:
        pytest.importorskip(TAKES[name])
    found = doctest.testmod(importlib.import_module(f"werkbaar.{name}"))
    assert found.failed == 0


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_public_has_an_example(name):
    thing = getattr(wb, name)
    assert ">>> " in inspect.getdoc(thing)
    for member, function in inspect.getmembers(thing, inspect.isroutine):
        if not member.startswith("_") and inspect.isclass(thing):
            assert ">>> " in (inspect.getdoc(function) or ""), f"{name}.{member}"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.M | re.S)


def test_the_readme_has_examples():
    assert len(blocks("pycon")) >= 1 and len(blocks("python")) >= 3


@pytest.mark.parametrize("text", blocks("python"))
def test_a_program_of_the_readme_runs(text):
    exec(compile(text, "README.md", "exec"), {})


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "python").glob("*.py")), ids=lambda path: path.name)
def test_a_program_in_examples_runs(path):
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout


@pytest.mark.parametrize("text", blocks("pycon"))
def test_a_session_of_the_readme_says_what_it_shows(text, monkeypatch):
    monkeypatch.chdir(ROOT)
    session = doctest.DocTestParser().get_doctest(text, {}, "README", "README.md", 0)
    assert doctest.DocTestRunner().run(session).failed == 0
