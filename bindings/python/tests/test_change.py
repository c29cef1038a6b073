# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Changes between waves, against the formula and by hand."""
import math

import pytest

import werkbaar as wb
from cases import rows

WAVES = {
    "year": [2013] * 3 + [2016] * 3 + [2019] * 3,
    "sex": ["m", "f", "m"] * 3,
    "y": [1.0, 2.0, 3.0, 2.0, 4.0, 6.0, 5.0, 5.0, 8.0],
}


def estimates(by="year"):
    return wb.Design(WAVES, strata="year").mean("y", by=by)


def test_each_wave_is_compared_with_the_one_before():
    found = rows(wb.change(estimates(), "year"))
    assert [(row["year"], row["reference"]) for row in found] == [(2016, 2013), (2019, 2016)]
    assert [row["difference"] for row in found] == [2.0, 2.0]


def test_or_with_the_first():
    found = rows(wb.change(estimates(), "year", reference="first"))
    assert [(row["year"], row["reference"]) for row in found] == [(2016, 2013), (2019, 2013)]
    assert [row["difference"] for row in found] == [2.0, 4.0]


def test_the_standard_error_and_df_are_of_two_independent_samples():
    by_wave = {row["year"]: row for row in rows(estimates())}
    for row in rows(wb.change(estimates(), "year")):
        one, other = by_wave[row["year"]], by_wave[row["reference"]]
        assert row["se"] == pytest.approx(math.hypot(one["se"], other["se"]), rel=1e-14)
        assert row["df"] == one["df"] + other["df"]
        assert row["status"] == "ok" and 0 < row["p"] < 1


def test_other_groups_stay_apart():
    found = rows(wb.change(wb.Design(WAVES, strata="year").total("y", by=["sex", "year"]), "year"))
    assert [(row["sex"], row["year"]) for row in found] == [
        ("f", 2016), ("f", 2019), ("m", 2016), ("m", 2019)]


def test_the_level_is_of_the_intervals():
    narrow, wide = (rows(wb.change(estimates(), "year", level=level))[0] for level in (0.5, 0.99))
    assert wide["lower"] < narrow["lower"] < narrow["difference"] < narrow["upper"]


def test_a_pandas_frame_of_estimates_does_too():
    pytest.importorskip("pandas")
    theirs = wb.change(estimates().to_pandas(), "year", output="frame")
    assert [row["difference"] for row in rows(theirs)] == [2.0, 2.0]


def test_an_unknown_reference_lists_the_known():
    with pytest.raises(wb.ArgumentError, match="reference 'last'.*'previous', 'first'"):
        wb.change(estimates(), "year", reference="last")


@pytest.mark.parametrize("level", [0, 1, math.nan])
def test_a_level_outside_0_and_1_is_refused(level):
    with pytest.raises(wb.ArgumentError, match="level"):
        wb.change(estimates(), "year", level=level)


def test_a_column_that_is_not_there_is_a_data_error():
    with pytest.raises(wb.DataError, match="wave"):
        wb.change(estimates(), "wave")


def test_what_are_no_estimates_is_a_data_error():
    with pytest.raises(wb.DataError):
        wb.change(WAVES, "year")


@pytest.mark.parametrize("column", [None, 3])
def test_the_column_is_a_name(column):
    with pytest.raises(wb.ArgumentError):
        wb.change(estimates(), column)
