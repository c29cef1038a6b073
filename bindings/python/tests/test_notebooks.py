# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The notebooks in examples/python run from beginning to end, what they assert holds, and they are
kept without their outputs."""
import concurrent.futures
import json
import os
import re

import pytest

from cases import ROOT

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

FOLDER = ROOT / "examples" / "python"
PATHS = sorted(FOLDER.glob("*.ipynb"))
NAMES = [path.name for path in PATHS]
# Jupyter's own processes take minutes under a sanitizer; the calls are those of other tests.
INSTRUMENTED = "LD_PRELOAD" in os.environ


def run(path):
    """The notebook with its outputs, or what went wrong."""
    book = nbformat.read(path, as_version=4)
    client = nbclient.NotebookClient(book, timeout=300, kernel_name="python3",
                                     resources={"metadata": {"path": str(path.parent)}})
    try:
        return client.execute()
    except nbclient.exceptions.CellExecutionError as error:
        return error


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """All of them, two at a time, with nothing left in the home of who runs the tests."""
    if INSTRUMENTED:
        pytest.skip("notebooks run without a sanitizer")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            return dict(zip(NAMES, workers.map(run, PATHS)))


def outputs(book):
    return [output for cell in book.cells for output in cell.get("outputs", [])]


def text_of(book):
    """All that is shown as text."""
    return "".join(output.get("text", "") or output.get("data", {}).get("text/plain", "")
                   for output in outputs(book))


def test_there_are_four():
    assert NAMES == ["from_survey.ipynb", "monitor.ipynb", "plan.ipynb", "scan.ipynb"]


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_to_its_end(name, executed):
    book = executed[name]
    assert not isinstance(book, Exception), book
    assert outputs(book)
    for output in outputs(book):
        assert output.output_type != "error" and output.get("name") != "stderr", output


def test_they_show_what_their_text_tells(executed):
    assert text_of(executed["from_survey.ipynb"]).count("the same as R") == 12
    assert "52131" in text_of(executed["monitor.ipynb"])
    assert "SYNTHETIC" in text_of(executed["scan.ipynb"])
    assert "moved since 2017 by +3.3" in text_of(executed["plan.ipynb"])
    charts = {name: sum("image/png" in output.get("data", {}) for output in outputs(book))
              for name, book in executed.items()}
    assert charts == {"from_survey.ipynb": 0, "monitor.ipynb": 5, "plan.ipynb": 2, "scan.ipynb": 1}


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_a_notebook_is_kept_without_outputs(path):
    text = path.read_text(encoding="utf-8")
    book = json.loads(text)
    nbformat.validate(nbformat.reads(text, as_version=4))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    assert len({cell["id"] for cell in book["cells"]}) == len(book["cells"])
    for cell in book["cells"]:
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
    assert text == json.dumps(book, indent=1, ensure_ascii=False) + "\n" and len(text) < 30_000


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_a_notebook_keeps_to_words_of_care(path):
    book = json.loads(path.read_text(encoding="utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in book["cells"]
                     if cell["cell_type"] == "markdown")
    assert "SYNTHETIC" in text
    for said in re.finditer(r"because of|caused by|leads to|effect of", text):
        before = text[max(0, said.start() - 12):said.start()].lower()
        assert re.search(r"(never|not) [\"*“]$", before), text[said.start() - 40:said.end()]
