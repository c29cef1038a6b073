# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Errors: kinds, places, pickles; interrupts and what callbacks raise."""
import copy
import pickle
import signal
import threading

import pytest

import werkbaar as wb
from werkbaar import _core
from werkbaar._errors import _make

KINDS = {
    "WB_E_NOMEM": (wb.OutOfMemoryError, MemoryError),
    "WB_E_ARG": (wb.ArgumentError, ValueError),
    "WB_E_DATA": (wb.DataError, ValueError),
    "WB_E_DESIGN": (wb.DesignError, ValueError),
    "WB_E_NUMERIC": (wb.NumericError, ArithmeticError),
    "WB_E_CONVERGENCE": (wb.ConvergenceError, ArithmeticError),
    "WB_E_VERSION": (wb.VersionError, ValueError),
    "WB_E_IO": (wb.IoError, OSError),
    "WB_E_UNSUPPORTED": (wb.UnsupportedError, NotImplementedError),
    "WB_E_CANCELLED": (wb.CancelledError, RuntimeError),
    "WB_E_CONFLICT": (wb.ConflictError, ValueError),
    "WB_E_LIMIT": (wb.LimitError, MemoryError),
}


@pytest.mark.parametrize("status", KINDS)
def test_every_status_has_a_class_that_is_a_built_in_too(status):
    kind, built_in = KINDS[status]
    error = _make(getattr(_core, status), "m", "", -1, "", 0, 0, -1, 0)
    assert type(error) is kind
    assert isinstance(error, wb.WerkbaarError) and isinstance(error, built_in)
    assert error.status == status
    assert str(error) == "m"
    assert (error.item, error.row, error.where, error.line, error.column,
            error.offset) == (None,) * 6


def test_no_status_of_the_library_is_forgotten():
    assert set(KINDS) == {name for name in dir(_core) if name.startswith("WB_E_")}


def test_a_status_of_a_newer_library_is_an_error_as_well():
    assert type(_make(-99, "m", "", -1, "", 0, 0, -1, 0)) is wb.WerkbaarError


@pytest.mark.parametrize("status", KINDS)
@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy,
                                   lambda error: pickle.loads(pickle.dumps(error))])
def test_errors_survive_pickling_with_all_they_know(status, again):
    error = _make(getattr(_core, status), "no", "q1", 3, "a.json#/x", 4, 5, 6, 0)
    other = again(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert vars(other) == vars(error)
    assert (other.item, other.row, other.where, other.line, other.column,
            other.offset) == ("q1", 3, "a.json#/x", 4, 5, 6)


def test_the_text_names_every_place_once():
    assert str(wb.DataError("no", item="q1", row=3)) == "no ('q1'; row 3, counted from 0)"
    assert str(wb.DataError("6 to 'q1' in row 3", item="q1", row=3)) == \
        "6 to 'q1' in row 3 (rows count from 0)"
    assert str(wb.DataError("no", row=1)) == "no (row 1, counted from 0)"
    assert str(wb.DataError("no 1 in row 12", row=1)) == \
        "no 1 in row 12 (row 1, counted from 0)"
    assert str(wb.DataError("no", where="f.json", line=2, column=7)) == \
        "no (f.json; line 2; column 7)"
    assert str(wb.IoError("no", where="f.bin", offset=9)) == "no (f.bin; byte 9)"


def test_an_argument_of_another_type_is_a_type_error():
    with pytest.raises(TypeError) as caught:
        wb.Frame(3)
    assert isinstance(caught.value, wb.ArgumentTypeError)
    assert isinstance(caught.value, wb.ArgumentError)
    assert caught.value.item == "data"


def test_a_column_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError) as caught:
        wb.Frame({"a": [1]})["b"]
    assert str(caught.value) == "there is no column 'b'; there are: 'a'"
    assert caught.value.item == "b"


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(OSError, match="absent.csv"):
        wb.read_csv(tmp_path / "absent.csv")


def chunks(n_rows=1_000_000):
    """A source of as many frames as rows: collecting it takes a while."""
    return wb.Source({"a": range(n_rows)}, chunk_rows=1)


def test_what_a_progress_callback_raises_comes_through():
    def fail(fraction):
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        chunks(1000).collect(progress=fail)


def test_a_progress_callback_that_returns_false_stops_the_call():
    seen = []

    def stop(fraction):
        seen.append(fraction)
        return False

    with pytest.raises(wb.CancelledError):
        chunks(1000).collect(progress=stop)
    assert len(seen) == 1


def test_a_progress_callback_may_return_false_of_numpy():
    numpy = pytest.importorskip("numpy")
    with pytest.raises(wb.CancelledError):
        chunks(1000).collect(progress=lambda fraction: fraction < numpy.float64(-1))
    assert len(chunks(1000).collect(progress=lambda fraction: numpy.True_)) == 1000


def test_an_interrupt_ends_a_long_call(interruptible):
    source = chunks()
    caller = threading.main_thread().ident

    def interrupt(fraction):
        if fraction != 0:
            signal.pthread_kill(caller, signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        source.collect(progress=interrupt)
    assert next(source)["a"][0] < 999_999


def test_an_interrupt_is_seen_without_a_callback(interruptible):
    source = chunks()
    caller = threading.main_thread().ident
    timer = threading.Timer(0.02, signal.pthread_kill, (caller, signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        timer.start()
        while True:
            source.collect()
            source.rewind()
    timer.join()


class Failing:
    """A file whose reading fails."""

    def __init__(self, first=b""):
        self.first = first

    def read(self, size):
        first, self.first = self.first, b""
        if first:
            return first
        raise ConnectionError("lost")


def test_what_a_file_raises_comes_through():
    with pytest.raises(ConnectionError, match="lost"):
        wb.read_csv(Failing())
    with pytest.raises(ConnectionError, match="lost"):
        wb.read_csv(Failing(b"a\n1\n"))


@pytest.mark.parametrize("given, message", [
    ("text", "bytes"), (None, "bytes"), (b"x" * 10_000_000, "when asked for")])
def test_a_file_that_gives_nonsense_is_refused(given, message):
    class Odd:
        def read(self, size):
            return given

    with pytest.raises(wb.WerkbaarError, match=message):
        wb.read_csv(Odd())
