# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Questionnaires, composed of scan modules."""
from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, BinaryIO, overload

from . import _core
from ._arguments import (Names, names, read_text, reader_of_bytes, reader_of_file, write_file,
                         written)
from ._catalogue import Catalogue, using
from ._changes import as_json
from ._convert_out import check_output
from ._definition import FileDefinition
from ._errors import ArgumentError, ArgumentTypeError
from ._frame import Frame, give_back
from ._instrument import Instrument
from ._organisation import Organisation

Recipe = Mapping[str, Any] | str | bytes | os.PathLike[str] | BinaryIO
"""A recipe: its content, the text of its file, or the file: a Path, a binary file object."""


class Questionnaire(FileDefinition):
    """A questionnaire that was composed of scan modules: all that it takes to ask, to score and to
    discuss.

    It never changes once made, so threads may share it. The same recipe and the same modules make
    the same questionnaire, on every machine; two are equal when all they say is (see :attr:`hash`).

    Examples
    --------
    >>> import werkbaar as wb
    >>> scan = wb.Questionnaire.compose({
    ...     "format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
    ...     "languages": ["nl", "en"], "title": {"nl": "Onze scan", "en": "Our scan"},
    ...     "modules": [{"id": "work-pressure"}, {"id": "autonomy"}]})
    >>> scan
    <werkbaar.Questionnaire 'our-scan' version 1.0>
    >>> scan.table("modules")["id"]
    ['work-pressure', 'autonomy']
    """

    __slots__ = ()

    def __init__(self, *given: object, **named: object) -> None:
        raise ArgumentTypeError("a Questionnaire is made by Questionnaire.compose(), .from_file() "
                                "or .from_json()")

    @classmethod
    def compose(cls, recipe: Recipe, catalogue: Catalogue | None = None) -> Questionnaire:
        """Compose the questionnaire that a recipe asks for (``docs/formats/recipe.md``).

        Parameters
        ----------
        recipe : dict, str, path or binary file object
            The recipe as Python has it, the text of its file (a str or bytes), or the file: a
            ``pathlib.Path`` or a file object.
        catalogue : Catalogue, optional
            What modules are taken from; what is built in when left out.

        Raises
        ------
        DataError
            What the recipe says wrongly, with ``.line``, ``.column`` and ``.where``: a module that
            is not there, modules that do not go together, a question that cannot be left out.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "food", "version": "1.0",
        ...           "languages": ["nl"], "title": {"nl": "Voeding"}, "sector": "food"}
        >>> wb.Questionnaire.compose(recipe).minutes() > 0
        True
        >>> try:
        ...     wb.Questionnaire.compose({**recipe, "modules": [{"id": "no-such"}]})
        ... except wb.DataError as error:
        ...     print(error.where)
        recipe#/modules/0
        """
        with using(catalogue) as handle:
            return cls._of(_composed(handle, recipe))

    @classmethod
    def from_file(cls, file: str | os.PathLike[str] | BinaryIO) -> Questionnaire:
        """Read a questionnaire file (``docs/formats/questionnaire.md``): a path, or a binary file
        object.

        Raises
        ------
        DataError
            What the file says wrongly, with ``.line``, ``.column`` and ``.where``.
        LimitError, VersionError, IoError
            It is too large, made for a newer library, or cannot be read.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
        ...           "languages": ["nl"], "title": {"nl": "Onze scan"},
        ...           "modules": [{"id": "autonomy"}]}
        >>> scan = wb.Questionnaire.compose(recipe)
        >>> wb.Questionnaire.from_file(io.BytesIO(scan.to_json().encode())) == scan
        True
        """
        return cls._of(_core.wb_questionnaire_read(reader_of_file(file)))

    @classmethod
    def from_json(cls, text: str | bytes) -> Questionnaire:
        """Read a questionnaire from the text of a file. Raises as :meth:`from_file`.

        Examples
        --------
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
        ...           "languages": ["nl"], "title": {"nl": "Onze scan"},
        ...           "modules": [{"id": "autonomy"}]}
        >>> scan = wb.Questionnaire.compose(recipe)
        >>> wb.Questionnaire.from_json(scan.to_json()) == scan
        True
        """
        return cls._of(read_text(_core.wb_questionnaire_read, text, "questionnaire"))

    def _write(self, to: Any) -> None:
        _core.wb_questionnaire_write(self._handle, to)

    @property
    def id(self) -> str:
        """The id of the questionnaire, that of its recipe."""
        found: str = _core.wb_questionnaire_id(self._handle)
        return found

    @property
    def version(self) -> str:
        """The version of the questionnaire."""
        found: str = _core.wb_questionnaire_version(self._handle)
        return found

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
        found: str = _core.wb_questionnaire_hash(self._handle)
        return found

    def title(self, language: str = "nl") -> str:
        """The title in a language, else in the first of the questionnaire.

        Examples
        --------
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
        ...           "languages": ["nl"], "title": {"nl": "Onze scan"},
        ...           "modules": [{"id": "autonomy"}]}
        >>> wb.Questionnaire.compose(recipe).title("en")
        'Onze scan'
        """
        found: str = _core.wb_questionnaire_title(self._handle, language)
        return found

    def minutes(self, language: str = "nl") -> int:
        """About how many minutes the questions to persons take, all of them; 0 without any.

        Examples
        --------
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
        ...           "languages": ["nl"], "title": {"nl": "Onze scan"},
        ...           "modules": [{"id": "ergonomics"}]}
        >>> wb.Questionnaire.compose(recipe).minutes()   # of work posts, which an expert looks at
        0
        """
        found: int = _core.wb_questionnaire_minutes(self._handle, language)
        return found

    def instrument(self, unit: str = "person") -> Instrument:
        """The instrument that scores the answers of one unit.

        Parameters
        ----------
        unit : {"person", "workpost", "organisation"}

        Raises
        ------
        ArgumentError
            Nothing is scored for this unit; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
        ...           "languages": ["nl"], "title": {"nl": "Onze scan"},
        ...           "modules": [{"id": "autonomy"}]}
        >>> wb.Questionnaire.compose(recipe).instrument().id
        'our-scan.person'
        """
        return Instrument._of(_core.wb_questionnaire_instrument(self._handle, unit))

    def table(self, part: str, language: str = "nl") -> Frame:
        """A part of the questionnaire.

        Parameters
        ----------
        part : str
            ``"modules"``, ``"questions"``, ``"answers"``, ``"scales"``, ``"indicators"`` (with
            ``fingerprint``: two figures compare only when it is the same), ``"themes"``,
            ``"notices"``, ``"discussion"`` or ``"terms"``; ``include/werkbaar/compose.h`` has the
            columns.
        language : str
            Of the texts, else the first of the questionnaire.

        Raises
        ------
        ArgumentError
            There is no such part; the message names those there are.

        Examples
        --------
        >>> import werkbaar as wb
        >>> recipe = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0",
        ...           "languages": ["nl", "en"], "title": {"nl": "Scan", "en": "Scan"},
        ...           "modules": [{"id": "autonomy"}]}
        >>> questions = wb.Questionnaire.compose(recipe).table("questions", "en")
        >>> questions["unit"][0], questions["number"][0]
        ('person', 1)
        """
        return Frame._of(_core.wb_questionnaire_table(self._handle, part, language))

    @overload
    def export(self, format: str, path: None = None, *, unit: str = "person",
               language: str | None = None, organisation: Organisation | None = None) -> bytes: ...

    @overload
    def export(self, format: str, path: str | os.PathLike[str], *, unit: str = "person",
               language: str | None = None, organisation: Organisation | None = None) -> None: ...

    def export(self, format: str, path: str | os.PathLike[str] | None = None, *,
               unit: str = "person", language: str | None = None,
               organisation: Organisation | None = None) -> bytes | None:
        """The questions to one unit in the form that another tool takes
        (``docs/formats/exchange.md``). Nothing in it asks for who answers.

        Parameters
        ----------
        format : {"html", "limesurvey", "xlsform"}
            A page to print; the survey structure (.txt) of LimeSurvey; a workbook for ODK and
            KoboToolbox.
        path : path, optional
            Where it is written, all of it or nothing; left out, it is given back.
        unit : {"person", "workpost", "organisation"}
        language : str, optional
            All of the questionnaire when left out; for html its first.
        organisation : Organisation, optional
            Persons are asked for its groups, too, and for work posts there is a place for the name
            of the post.

        Raises
        ------
        DataError
            Questions whose text is licensed or not there; the message names them. A column of the
            organisation that tells no group.
        LimitError
            A code that the tool cannot hold.

        Examples
        --------
        >>> import werkbaar as wb
        >>> questionnaire = wb.example_scan()[0]
        >>> questionnaire.export("html", language="en")[:15]
        b'<!DOCTYPE html>'
        """
        def write(to: Any) -> None:
            if organisation is None:
                _core.wb_questionnaire_export(self._handle, format, unit, language, to)
            else:
                groups = Organisation._handle_of("organisation", organisation)
                _core.wb_scan_export(self._handle, groups, format, unit, language, to)

        if path is None:
            return written(write)
        write_file(write, path)
        return None

    def import_answers(self, file: str | os.PathLike[str] | BinaryIO, format: str = "csv", *,
                       unit: str = "person", keep: Names = (),
                       organisation: Organisation | None = None,
                       output: str | None = None) -> Any:
        """Read answers as a tool exports them: CSV, to a frame that :meth:`Scan.run` takes.

        Columns that a tool adds by itself (times, addresses, devices, ...) are dropped, one that
        has no place is refused, and rows come in another order than that of the file, which may
        tell who answered.

        Parameters
        ----------
        file : path or binary file object
        format : {"csv", "limesurvey", "xlsform"}
            ``csv`` has the ids of questions as names of columns.
        unit : {"person", "workpost", "organisation"}
        keep : str or list of str
            Columns to keep as text, such as those of groups that were asked otherwise.
        organisation : Organisation, optional
            That of the export: its groups come in as their ids, and of work posts the name as
            ``record``. Without ``keep``.
        output : str, optional
            The library of the result: "frame", "pandas", "polars" or "arrow".

        Raises
        ------
        DataError
            A column that has no place or is not there (``.item``), an answer that is none
            (``.row``, ``.item``), what is wrong with the CSV (``.line``).
        ConflictError
            Answers of another questionnaire, or a survey with other groups.

        Examples
        --------
        >>> import io
        >>> import werkbaar as wb
        >>> questionnaire, organisation, answers = wb.example_scan()
        >>> file = io.BytesIO(answers.to_csv().encode())
        >>> again = questionnaire.import_answers(file, organisation=organisation)
        >>> wb.Scan.run(questionnaire, organisation, again) == wb.Scan.run(*wb.example_scan())
        True
        """
        check_output(output)
        kept = names("keep", keep)
        if organisation is None:
            made = _core.wb_questionnaire_import(self._handle, format, unit, reader_of_file(file),
                                                 kept)
        elif kept:
            raise ArgumentError("columns to keep go without an organisation, which says them",
                                item="keep")
        else:
            groups = Organisation._handle_of("organisation", organisation)
            made = _core.wb_scan_import(self._handle, groups, format, unit, reader_of_file(file))
        return give_back(Frame._of(made), None, output)

    def __repr__(self) -> str:
        return f"<werkbaar.Questionnaire '{self.id}' version {self.version}>"


def _composed(catalogue: Any, recipe: Recipe) -> Any:
    """The handle of what a recipe asks for."""
    def compose(reader: Any) -> Any:
        return _core.wb_compose(catalogue, reader)

    if isinstance(recipe, Mapping):
        return compose(reader_of_bytes(as_json("recipe", dict(recipe)), "recipe"))
    if isinstance(recipe, (str, bytes)):
        return read_text(compose, recipe, "recipe",
                         "a str is the text of a recipe: give a pathlib.Path of its file")
    return compose(reader_of_file(recipe))
