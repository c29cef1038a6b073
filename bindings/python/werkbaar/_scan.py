# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Company scans: what may be shown of the answers, and nothing else."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, BinaryIO

from . import _core
from ._arguments import checked_level, choice, flag, read_text, reader_of_file, written
from ._definition import FileDefinition
from ._disclose import PROTECT, Ledger
from ._errors import ArgumentTypeError
from ._findings import Reading
from ._frame import Frame, as_frame, give_back
from ._organisation import Organisation
from ._questionnaire import Questionnaire
from ._run import Progress, run_options


class Scan(Reading, FileDefinition):
    """What a company's scan may show: released counts, and all that pages, findings, references
    and pools are made of beside them. No answer is in it, and no count that is hidden.

    It never changes once made, so threads may share it. Two are equal when all they say is (see
    :attr:`hash`).

    Examples
    --------
    >>> import werkbaar as wb
    >>> questionnaire, organisation, answers = wb.example_scan()   # SYNTHETIC
    >>> scan = wb.Scan.run(questionnaire, organisation, answers)
    >>> scan
    <werkbaar.Scan 'bakery:2030': ok>
    >>> response = scan.table("response")
    >>> response["group"][0], response["answered"][0], response["staff"][0]
    ('all', 147, 208)
    >>> results = scan.table("results", "en")
    >>> results["status"][results["group"].index("department/office")]   # 8 of them answered
    'hidden'
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError("a Scan is made by Scan.run(), .from_file() or .from_json()")

    @classmethod
    def run(cls, questionnaire: Questionnaire, organisation: Organisation, answers: Any, *,
            level: float = 0.95, release: str = "1", earlier: Ledger | None = None,
            fpc: bool = True, protect: str = "all", threads: int | None = None,
            progress: Progress = None) -> Scan:
        """Make a scan of answers: score them, count problems in every group, and keep of the
        counts what may be shown.

        A row is a person. Below how many answers nothing is shown, the organisation says.

        Parameters
        ----------
        questionnaire : Questionnaire
        organisation : Organisation
        answers : Frame, or anything one is made of
            Columns of the questions to persons and of the groups, and others whose name begins
            with ``x_``. Another column is refused: identifiers must not enter.
        level : float
            Of intervals.
        release : str
            The id of this report: another one for every report on the same answers.
        earlier : Ledger, optional
            That of the report before this one; left out, this is the first.
        fpc : bool
            Who answered is a part of the staff, and nobody is beside it; False: the staff is taken
            for a sample of a larger one.
        protect : {"all", "rules"}
            As for :func:`disclose`.
        threads, progress
            As for :meth:`Tally.update`.

        Raises
        ------
        DataError
            A column of another name or one that is not there (``.item``), an answer outside its
            codes, a group that the organisation does not have (``.row``, ``.item``), more answers
            than staff.
        ConflictError
            Answers of another questionnaire, a ledger of another scope or of this release.

        Examples
        --------
        >>> import werkbaar as wb
        >>> questionnaire, organisation, answers = wb.example_scan()
        >>> scan = wb.Scan.run(questionnaire, organisation, answers)
        >>> results = scan.table("results").to_dict()
        >>> round(results["share"][0], 3), results["n"][0]   # of everyone, the first theme
        (0.374, 147)
        >>> try:
        ...     wb.Scan.run(questionnaire, organisation, {**answers.to_dict(),
        ...                                               "email": ["x"] * 147})
        ... except wb.DataError as error:
        ...     print(error.item)
        email
        """
        options = {"level": checked_level(level), "release": release,
                   "earlier": None if earlier is None else Ledger._handle_of("earlier", earlier),
                   "no_fpc": 1 - flag("fpc", fpc), "protect": choice("protect", protect, PROTECT)}
        return cls._of(_core.wb_scan_run(
            Questionnaire._handle_of("questionnaire", questionnaire),
            Organisation._handle_of("organisation", organisation), as_frame(answers)._handle,
            options, run_options(threads, progress, 0)))

    def with_records(self, questionnaire: Questionnaire, unit: str, records: Any) -> Scan:
        """A new scan: this one with what an expert found. They replace what was there of the same
        unit; scores and checklists as they are, no statistics.

        Parameters
        ----------
        questionnaire : Questionnaire
            That of the scan.
        unit : {"workpost", "organisation"}
        records : Frame, or anything one is made of
            A row per work post, or one of the organisation: ``record`` (its name) and columns of
            the questions and checklists of that unit (1 yes, 0 no, 9 does not apply).

        Raises
        ------
        ArgumentError
            The questionnaire has no such unit.
        DataError
            A column of another name, an answer outside its codes, a record twice (``.row``,
            ``.item``).
        ConflictError
            It is not the questionnaire of the scan.

        Examples
        --------
        >>> import werkbaar as wb
        >>> questionnaire, organisation, answers = wb.example_scan()
        >>> scan = wb.Scan.run(questionnaire, organisation, answers)
        >>> items = questionnaire.table("questions").to_dict()
        >>> posts = {"record": ["oven 1", "packing"],
        ...          **{id: [0, 1] for id, unit in zip(items["id"], items["unit"])
        ...             if unit == "workpost"}}
        >>> richer = scan.with_records(questionnaire, "workpost", posts)
        >>> sorted(set(richer.table("records")["record"])), len(scan.table("records"))
        (['oven 1', 'packing'], 0)
        """
        made = _core.wb_scan_read(_core.wb_reader_of(self._bytes(), "scan"))
        _core.wb_scan_add_records(made, Questionnaire._handle_of("questionnaire", questionnaire),
                                  unit, as_frame(records)._handle)
        return type(self)._of(made)

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Scan:
        """Read a scan file (``docs/formats/scan.md``): a path, or a binary file object.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``: so a number in a
            hidden row, or a ledger that says otherwise.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> scan = wb.Scan.run(*wb.example_scan())
        >>> wb.Scan.from_file(io.BytesIO(scan.to_json().encode())) == scan
        True
        """
        return cls._of(_core.wb_scan_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Scan:
        """Read a scan from the text of a file. Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> scan = wb.Scan.run(*wb.example_scan())
        >>> wb.Scan.from_json(scan.to_json()) == scan
        True
        """
        return cls._of(read_text(_core.wb_scan_read, text, "scan"))

    def _write(self, to: Any) -> None:
        _core.wb_scan_write(self._handle, to)

    @property
    def id(self) -> str:
        """The ids of the organisation and of its fieldwork: ``"bakery:2030"``."""
        found: str = _core.wb_scan_id(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_scan_hash(self._handle)
        return found

    @property
    def status(self) -> str:
        """``"ok"``, or ``"too_small"``: too few people answered, so that there are no figures."""
        found: str = _core.wb_scan_status(self._handle)
        return found

    def ledger(self) -> Ledger:
        """What was shown of these answers up to and with this report: `earlier` of the next one.

        Examples
        --------
        >>> import werkbaar as wb
        >>> example = wb.example_scan()
        >>> ledger = wb.Scan.run(*example).ledger()
        >>> again = wb.Scan.run(*example, release="2", earlier=ledger)
        >>> again.ledger().scope
        'bakery:2030'
        """
        return Ledger._of(_core.wb_scan_ledger(self._handle))

    def table(self, part: str, language: str = "nl") -> Frame:
        """A part of the scan.

        Parameters
        ----------
        part : str
            ``"groups"``, ``"themes"``, ``"response"``, ``"results"``, ``"records"``,
            ``"checklists"``, ``"guide"``, ``"method"``, or ``"audit"``, which is confidential and
            not in a scan that was read; ``include/werkbaar/scan.h`` has the columns.
        language : str
            Of the texts, else Dutch, English, or the first there is.

        Raises
        ------
        ArgumentError
            There is no such part; the message names those there are.
        UnsupportedError
            The audit of a scan that was read or copied.

        Examples
        --------
        >>> import werkbaar as wb
        >>> scan = wb.Scan.run(*wb.example_scan())
        >>> guide = scan.table("guide", "en")
        >>> guide["number"][0], guide["question"][0][-1]
        (1, '?')
        >>> "too_few" in scan.table("audit")["rule"]
        True
        """
        return Frame._of(_core.wb_scan_table(self._handle, part, language))

    def tally(self, company: str, *, measures: Any = None) -> str:
        """What the company leaves a :class:`Pool`, as the text of a pool file
        (``docs/formats/pool.md``): released counts of the whole organisation and of the
        hierarchies its file declares for pools. No name, no small cell.

        Parameters
        ----------
        company : str
            A pseudonym, the same every time.
        measures : Frame, or anything one is made of, optional
            What was chosen: ``measure`` (id) and ``status`` (planned, running, done, stopped).

        Raises
        ------
        DataError
            A company that is no id, or measures that are none.

        Examples
        --------
        >>> import json
        >>> import werkbaar as wb
        >>> left = wb.Scan.run(*wb.example_scan()).tally("c17")
        >>> json.loads(left)["company"], "bakery" in left
        ('c17', False)
        """
        frame = None if measures is None else as_frame(measures)
        options = {"company": company, "measures": None if frame is None else frame._handle}
        return written(lambda to: _core.wb_scan_tally(self._handle, options, to)).decode()

    def __repr__(self) -> str:
        return f"<werkbaar.Scan '{self.id}': {self.status}>"


def selftest(questionnaire: Questionnaire, answers: Any, *, language: str = "nl",
             output: str | None = None) -> Any:
    """Scores and lights of one person, for nobody else: nothing is kept, nothing is compared. It
    is no diagnosis, and the cut-offs are not the official ones; the metadata say so.

    Parameters
    ----------
    questionnaire : Questionnaire
    answers : dict, or a table of one row
        The code of each question that was answered.
    language : str
        Of the texts.
    output : str, optional
        The library of the result.

    Returns
    -------
    Frame
        A row per indicator of persons: theme, title, kind, indicator, label, score, light, text,
        status.

    Raises
    ------
    DataError
        A question that is not there, or an answer outside its codes (``.item``).

    Examples
    --------
    >>> import werkbaar as wb
    >>> questionnaire = wb.example_scan()[0]
    >>> mine = {f"interruptions_{i}": 3 for i in (1, 2, 3)} | {"interruptions_4": 0}
    >>> lights = wb.selftest(questionnaire, mine, language="en").to_dict()
    >>> dict(zip(lights["indicator"], lights["status"]))["work_amount"]
    'not_answered'
    >>> dict(zip(lights["indicator"], lights["light"]))["interruptions"]
    'red'
    """
    given = ({name: [value] for name, value in answers.items()}
             if isinstance(answers, Mapping) else answers)
    made = _core.wb_selftest(Questionnaire._handle_of("questionnaire", questionnaire),
                             as_frame(given)._handle, language)
    return give_back(Frame._of(made), None if isinstance(answers, Mapping) else answers, output)
