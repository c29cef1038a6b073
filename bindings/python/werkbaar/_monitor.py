# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The monitor: waves of answers in; every indicator for every group, and how it compares, out."""
from __future__ import annotations

import os
from collections.abc import Iterable
from typing import IO, Any

from . import _core
from ._arguments import LONELY, checked_level, choice, type_name, write_to
from ._disclose import Ledger
from ._errors import ArgumentError, ArgumentTypeError
from ._frame import Frame
from ._hold import Hold
from ._instrument import Instrument, as_instrument
from ._monitor_definition import MonitorDefinition
from ._monitor_files import checked_formats, files_of, write_files
from ._run import Progress, run_options
from ._source import Source, as_source
from ._spec import Spec


class Monitor:
    """Waves of answers, taken in one by one: each row is read once, scored and tallied.

    Threads may share a monitor: calls wait for each other. It is as confidential as the answers.

    Parameters
    ----------
    definition : MonitorDefinition, or the id of a built-in one
    instrument : Instrument or str, optional
        The built-in one that the definition names, when left out.
    spec : Spec, optional
        Another design than that of the definition; what else it asks for is not looked at.

    Raises
    ------
    ArgumentError
        The instrument is another one than the definition names.
    ConflictError
        A variable or topic has the name of something in the instrument.

    Examples
    --------
    >>> import werkbaar as wb
    >>> items = wb.Instrument.builtin("wbm-employees").items()["id"]
    >>> people = {"year": [2019] * 400 + [2023] * 400, "weight": [1.0] * 800, "stratum": [1] * 800,
    ...           "sex": ["man", "vrouw"] * 400}
    >>> people |= {item: [i % 3 % 2 for i in range(800)] for item in items}
    >>> monitor = wb.Monitor("wbm-employees")
    >>> monitor.add(people)
    >>> len(monitor)
    800
    >>> results = monitor.results()
    >>> cells = results.table("cells")
    >>> cells["wave"][0], cells["measure"][0], cells["n"][0]
    ('2019', 'werkbaar', 400)
    """

    __slots__ = ("_handle", "_hold", "__weakref__")
    _handle: Any

    def __init__(self, definition: MonitorDefinition | str, *,
                 instrument: Instrument | str | None = None, spec: Spec | None = None) -> None:
        if isinstance(definition, str):
            definition = MonitorDefinition.builtin(definition)
        handle = MonitorDefinition._handle_of("definition", definition)
        scoring = None if instrument is None else as_instrument(instrument)._handle
        self._handle = _core.wb_monitor_new(handle, scoring)
        self._hold = Hold("monitor")
        if spec is not None:
            if not isinstance(spec, Spec):
                raise ArgumentTypeError(f"spec must be a Spec, not {type_name(spec)}", item="spec")
            _core.wb_monitor_set_design(self._handle, spec._handle)

    def add(self, data: Any, *, wave: str | int | None = None, name: str | None = None,
            threads: int | None = None, progress: Progress = None) -> None:
        """Take in answers. When it fails the monitor is as it was.

        Parameters
        ----------
        data : Frame, Source, or anything a Frame is made of
            Of a Source, all that it has left. A column that is not there is missing for all
            rows, and said in the notes; those of the design must be there.
        wave : str or int, optional
            Of all rows; when left out, the column that the definition names tells it.
        name : str, optional
            What errors and notes call the answers, such as the name of a file.
        threads : int, optional
            How many at most; all cores when left out.
        progress : bool or callable, optional
            As for :meth:`Tally.update`.

        Raises
        ------
        DataError
            An answer outside its codes, a label that contradicts the instrument or the
            definition, a wave that is none.
        ConflictError
            The wave is in already.

        Examples
        --------
        >>> import werkbaar as wb
        >>> people = {item: [0] for item in wb.Instrument.builtin("wbm-employees").items()["id"]}
        >>> people |= {"sex": ["x"], "weight": [1.0], "stratum": [1]}
        >>> monitor = wb.Monitor("wbm-employees")
        >>> try:
        ...     monitor.add(people, wave=2023, name="a.sav")
        ... except wb.DataError as error:
        ...     print(error.item)
        sex
        """
        source = data if isinstance(data, Source) else as_source(data)
        if source is None:
            source = Source(data, chunk_rows=0)
        with self._hold, source._using() as handle:
            _core.wb_monitor_add(self._handle, None if wave is None else str(wave), name, handle,
                                 run_options(threads, progress))

    def __len__(self) -> int:
        with self._hold:
            found: int = _core.wb_monitor_row_count(self._handle)
        return found

    def results(self, *, level: float | None = None, lonely: str = "fail",
                release: str | None = None, earlier: Ledger | None = None,
                scope: str | None = None,
                threads: int | None = None, progress: Progress = None) -> MonitorResults:
        """Every estimate and comparison of what is in.

        Parameters
        ----------
        level : float, optional
            Of intervals; that of the definition when left out.
        lonely : {"fail", "certainty", "centre", "average", "collapse"}
            What is done with a stratum of one unit, see :meth:`Design.mean`.
        release : str, optional
            The id of this report; then there is a ledger, :meth:`MonitorResults.ledger`. The
            definition must protect (``publication.protect``) and hide.
        earlier : Ledger, optional
            What was shown of these answers before: that of the report before.
        scope : str, optional
            The id of the answers; that of the definition when left out.
        threads : int, optional
            How many at most; all cores when left out.
        progress : bool or callable, optional
            As for :meth:`Tally.update`.

        Raises
        ------
        DataError
            No answers came in.
        ConflictError
            The ledger is of other answers, knows this release, or has a group or measure that
            the definition has not.

        Examples
        --------
        >>> import werkbaar as wb
        >>> try:
        ...     wb.Monitor("wbm-employees").results()
        ... except wb.DataError as error:
        ...     print(error)
        no answers came in
        """
        options: dict[str, Any] = {"lonely": choice("lonely", lonely, LONELY)}
        if level is not None:
            options["level"] = checked_level(level)
        options |= {"release": release, "scope": scope,
                    "earlier": None if earlier is None else Ledger._handle_of("earlier", earlier)}
        with self._hold:
            return MonitorResults._of(_core.wb_monitor_results_make(
                self._handle, options, run_options(threads, progress)))

    def __repr__(self) -> str:
        return f"<werkbaar.Monitor: {len(self)} rows>"

    def __reduce__(self) -> Any:
        raise ArgumentTypeError("a Monitor cannot be pickled or copied: give it the answers again")


class MonitorResults:
    """Every estimate and comparison of a monitor, see :meth:`Monitor.results`. It never changes
    once made, so threads may share it.

    Examples
    --------
    >>> import werkbaar as wb
    >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
    >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
    >>> people |= {item: [i % 2 for i in range(60)] for item in items}
    >>> monitor = wb.Monitor("wbm-selfemployed")
    >>> monitor.add(people, wave=2023)
    >>> results = monitor.results()
    >>> results.table("response")["rows"][-1]
    60
    """

    __slots__ = ("_handle", "__weakref__")
    _handle: Any

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError("MonitorResults are made by Monitor.results()")

    @classmethod
    def _of(cls, handle: Any) -> MonitorResults:
        made = cls.__new__(cls)
        made._handle = handle
        return made

    def table(self, part: str, language: str | None = None) -> Frame:
        """A part of the results: ``cells``, ``changes``, ``groups``, ``trend``, ``targets``,
        ``published``, ``counts``, ``response``, ``notes``, ``released``, ``audit`` (as
        confidential as the answers) or ``labels`` (``docs/formats/monitor-definition.md`` says where their columns are described).

        Examples
        --------
        >>> import werkbaar as wb
        >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
        >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
        >>> people |= {item: [i % 2 for i in range(60)] for item in items}
        >>> monitor = wb.Monitor("wbm-selfemployed")
        >>> monitor.add(people, wave=2023)
        >>> monitor.results().table("targets")["target"][0]
        0.55
        """
        return Frame._of(_core.wb_monitor_results_table(self._handle, part, language))

    @property
    def parts(self) -> list[str]:
        """The names of the parts, for :meth:`table`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
        >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
        >>> people |= {item: [i % 2 for i in range(60)] for item in items}
        >>> monitor = wb.Monitor("wbm-selfemployed")
        >>> monitor.add(people, wave=2023)
        >>> monitor.results().parts[:4]
        ['cells', 'changes', 'groups', 'trend']
        """
        names = [_core.wb_monitor_part_name(i) for i in range(_core.wb_monitor_part_count())]
        return [name for name in names if name is not None]

    def tables(self, language: str | None = None) -> dict[str, Frame]:
        """Every part by its name, but ``audit``, which is as confidential as the answers.

        Examples
        --------
        >>> import werkbaar as wb
        >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
        >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
        >>> people |= {item: [i % 2 for i in range(60)] for item in items}
        >>> monitor = wb.Monitor("wbm-selfemployed")
        >>> monitor.add(people, wave=2023)
        >>> tables = monitor.results().tables("en")
        >>> tables["response"]["rows"][-1]
        60
        """
        return {part: self.table(part, language) for part in self.parts if part != "audit"}

    def write(self, folder: str | os.PathLike[str],
              formats: str | Iterable[str] = ("csv", "xlsx", "json"), *,
              language: str | None = None, note: str | None = None) -> list[str]:
        """Write every table into a folder, which is made when it is not there, under the names
        that ``werkbaar monitor --output`` gives them (``docs/formats/monitor.md``).

        ``ID-PART.csv`` of each part, the same bytes as the command's; ``ID.xlsx``, a sheet for
        each part (the command's has a sheet ``summary`` more); ``ID-PART.json``, what stands under
        the name of the part in the command's ``monitor.json``; and ``ID-ledger.json`` when the
        results were made with a ``release``. `ID` is the instrument's id. The page
        (``monitor.html``) is made by the command alone. ``audit`` is never written.

        The files appear when all of them are complete.

        Parameters
        ----------
        folder : path
        formats : str or sequence of str
            Of ``csv``, ``xlsx`` and ``json``.
        language : str, optional
            Of labels; the first of the definition when left out.
        note : str, optional
            Say this about the data in every file.

        Returns
        -------
        list of str
            The paths of the files.

        Raises
        ------
        LimitError
            A part has more rows than a sheet: leave out ``xlsx``.

        Examples
        --------
        >>> import tempfile
        >>> import werkbaar as wb
        >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
        >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
        >>> people |= {item: [i % 2 for i in range(60)] for item in items}
        >>> monitor = wb.Monitor("wbm-selfemployed")
        >>> monitor.add(people, wave=2023)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     paths = monitor.results().write(folder, "csv")
        >>> paths[0].endswith("wbm-selfemployed-cells.csv")
        True
        """
        asked = checked_formats(formats)
        try:
            ledger = self.ledger()
        except ArgumentError:  # made without a release
            ledger = None
        return write_files(folder, files_of(self.tables(language), asked, note, ledger))

    def ledger(self) -> Ledger:
        """What was shown up to and with these results, when they were made with a ``release``:
        the ``earlier`` of the next. It holds no number that is hidden.

        Examples
        --------
        >>> import werkbaar as wb
        >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
        >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
        >>> people |= {item: [i % 2 for i in range(60)] for item in items}
        >>> monitor = wb.Monitor("wbm-selfemployed")
        >>> monitor.add(people, wave=2023)
        >>> first = monitor.results(release="first").ledger()
        >>> second = monitor.results(release="second", earlier=first)
        >>> set(second.table("released")["release"])
        {'first'}
        """
        return Ledger._of(_core.wb_monitor_results_ledger(self._handle))

    def __repr__(self) -> str:
        rows = [f"{part} {len(table)}" for part, table in self.tables().items()]
        return f"<werkbaar.MonitorResults: rows of {', '.join(rows)}>"

    def __reduce__(self) -> Any:
        raise ArgumentTypeError("MonitorResults cannot be pickled or copied: keep their tables")


def explore(results: MonitorResults | Iterable[MonitorResults], path: str | os.PathLike[str] | IO[bytes], *,
            language: str = "nl", title: str | None = None, note: str | None = None) -> None:
    """Write a page, one HTML file that needs no network, in which a reader picks an indicator, groups,
    a wave and what to compare, with charts and tables.

    Only what :meth:`MonitorResults.table` shows is in it: of what is hidden there is a mark and no
    number (``docs/formats/explorer.md``).

    Parameters
    ----------
    results : MonitorResults, or several that the reader picks from
    path : path or binary file
    language : {"nl", "en"}
        The page opens in it; the reader can switch.
    title : str, optional
        Above the page.
    note : str, optional
        Said on the page, such as what the answers are.

    Raises
    ------
    UnsupportedError
        This package was built without Vega and Vega-Lite, which npm brings when it is built.

    Examples
    --------
    >>> import io
    >>> import werkbaar as wb
    >>> items = wb.Instrument.builtin("wbm-selfemployed").items()["id"]
    >>> people = {"weight": [1.0] * 60, "stratum": [1] * 60}
    >>> people |= {item: [i % 2 for i in range(60)] for item in items}
    >>> monitor = wb.Monitor("wbm-selfemployed")
    >>> monitor.add(people, wave=2023)
    >>> page = io.BytesIO()
    >>> try:
    ...     wb.explore(monitor.results(), page, language="en")
    ...     page.getvalue()[:15] == b"<!doctype html>"
    ... except wb.UnsupportedError:
    ...     True
    True
    """
    several = [results] if isinstance(results, MonitorResults) else list(results)
    for one in several:
        if not isinstance(one, MonitorResults):
            raise ArgumentTypeError(f"results must be MonitorResults, not {type_name(one)}", item="results")
    options: dict[str, Any] = {"language": language}
    options |= {} if title is None else {"title": title}
    options |= {} if note is None else {"note": note}

    def write(to: Any) -> None:
        _core.wb_monitor_explore([one._handle for one in several], options, to)

    write_to(write, path)
