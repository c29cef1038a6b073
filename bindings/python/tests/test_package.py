# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The package as a whole: types that hold, and nothing imported unasked."""
import pathlib
import subprocess
import sys

import pytest

import werkbaar as wb

HERE = pathlib.Path(wb.__file__).parent
OTHERS = ("numpy", "pandas", "polars", "pyarrow", "duckdb", "pyreadstat", "tqdm", "altair",
          "dask", "pyspark")


def test_everything_listed_is_there_in_order():
    assert list(wb.__all__) == sorted(wb.__all__)
    assert all(hasattr(wb, name) for name in wb.__all__)
    assert wb.__version__ == wb._core.wb_version()


def run(code, *arguments):
    done = subprocess.run([sys.executable, *arguments, "-c", code], capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_no_other_library_is_imported_unasked():
    out = run("import sys, werkbaar as wb\n"
              "frame = wb.Frame({'a': [1, None], 'b': ['x', 'y'], 'c': [0.5, None]})\n"
              "frame.to_dict(), repr(frame), frame._repr_html_(), frame.to_csv()\n"
              "wb.read_csv(b'a\\n1\\n'), wb.Frame([{'a': 1}]), list(wb.Source(frame))\n"
              "import pickle; pickle.loads(pickle.dumps(frame))\n"
              f"print([name for name in {OTHERS} if name in sys.modules])")
    assert out == "[]\n"


def test_work_goes_on_where_no_other_library_can_be_imported():
    out = run(f"import sys\nfor name in {OTHERS}: sys.modules[name] = None\n"
              "import werkbaar as wb\n"
              "frame = wb.Frame({'a': [1, None, 3]})\n"
              "print(wb.Design(frame).mean('a')['estimate'])\n")
    assert out == "[2.0]\n"


def test_the_package_says_that_it_is_typed():
    assert (HERE / "py.typed").exists()
    assert (HERE / "_core.pyi").exists()


USER = '''
import werkbaar as wb

frame = wb.Frame({"a": [1, None], "sex": ["m", "v"]}, labels={"a": "A"})
values: list[object] = frame["a"]
part: wb.Frame = frame[0:1]
some: wb.Frame = frame[["a"]]
text: str = frame.to_csv()
nothing: None = frame.to_csv("out.csv")
rows: int = len(frame.to_pandas())
first: wb.Frame = next(wb.scan_csv(b"a"))
label: str | None = frame.label("a")
replicates = wb.Replicates(columns="rep*", type="jkn", rscales=[0.5, 0.5])
design = wb.Design(frame, weights="a", clusters=["b", "c"], replicates=replicates)
design.mean("a", by=[["b"], []], lonely="centre", df=3, replicates="jk1", seed=1)
design.ratio("a", ["b", "c"], design_effect=True)
wb.Tally(wb.Spec(ratio=("a", "b"), strata="c")).estimate(precision=True, output="pandas")
questionnaire, organisation, answers = wb.example_scan()
scan: wb.Scan = wb.Scan.run(questionnaire, organisation, answers, release="2", fpc=False)
printed: bytes = questionnaire.export("html", language="en")
written: None = questionnaire.export("xlsform", "form.xlsx", unit="workpost")
found = scan.findings(weights={"work_amount": 2.0}, output="frame")
ledger: wb.Ledger | None = wb.disclose(frame, min_n=10)[2]
left: str = scan.tally("c1")
companies: int = len(wb.Pool("c1.json"))
try:
    wb.read_csv("answers.csv", types={"a": "int8"})
except wb.DataError as error:
    row: int | None = error.row
'''


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    """Runs mypy, which remembers from one run to the next what it read."""
    pytest.importorskip("mypy")
    cache = tmp_path_factory.mktemp("mypy")

    def strict(path):
        done = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", cache,
                               path], capture_output=True, text=True, cwd=HERE.parent)
        return done.returncode, done.stdout + done.stderr

    return strict


def test_types_hold_in_the_package(mypy):
    status, out = mypy(HERE)
    assert status == 0, out


def test_types_hold_for_a_user_and_mistakes_are_found(mypy, tmp_path):
    user = tmp_path / "user.py"
    user.write_text(USER)
    status, out = mypy(user)
    assert status == 0, out
    user.write_text(USER + "frame.label(3)\nnumber: int = frame.to_csv()\n"
                    "design.mean('a', lonley='fail')\nwb.Design(frame, clusters=3)\n"
                    "wb.Spec(mean='a', level=0.9)\nwb.disclose(frame)\nscan.findings(fdl=0.1)\n")
    status, out = mypy(user)
    assert status != 0 and out.count("error:") == 7, out
