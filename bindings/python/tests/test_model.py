# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Models: as far as they are Python's own; their numbers are the library's."""
import math

import pytest
import werkbaar as wb

ROWS = {"stress": [1, 0, 0, 0, 1, 1, 1, 0], "shift": ["day"] * 4 + ["night"] * 4,
        "years": [1, 2, 3, 4, 1, 2, 3, 6], "wave": [1, 2] * 4, "w": [1, 2, 1, 2, 1, 1, 2, 1]}


def test_fit__gives_the_odds_of_a_table():
    found = wb.Model("stress", "shift").fit(ROWS).coefficients.to_dict()
    assert found["status"] == ["ok", "reference", "ok"]
    assert found["estimate"][0] == pytest.approx(-math.log(3), rel=1e-12)
    assert found["odds_ratio"][2] == pytest.approx(9, rel=1e-12)
    assert found["se"][2] == pytest.approx(math.sqrt(8 / 7 * 8 / 3), rel=1e-9)


def test_fit__is_the_same_of_a_source():
    model = wb.Model("stress", ["years", "wave"], family="linear", categorical="wave", weights="w")
    ours = model.fit(ROWS)
    other = model.fit(wb.Source(ROWS), threads=2)
    assert ours.coefficients.to_dict() == other.coefficients.to_dict()
    assert ours.terms.to_dict()["df1"] == [1.0, 1.0]
    assert len(ours.covariance) == 6


def test_model__is_what_it_writes():
    model = wb.Model("stress", ["years", "shift"], interactions=[["years", "shift"]],
                     reference={"shift": "night"}, domain="inside", intercept=False, event="1",
                     weights="w", strata="wave")
    assert wb.Model.from_json(model.to_json()) == model
    assert model.needed() == ["stress", "years", "shift", "inside", "w", "wave"]


@pytest.mark.parametrize("terms, more, item", [
    (["years", "years"], {}, "years"), (["stress"], {}, "stress"),
    (["years"], {"categorical": "shift"}, "shift"),
    (["years"], {"interactions": [["years", "shift"]]}, "shift")])
def test_model__refuses(terms, more, item):
    with pytest.raises(wb.ArgumentError) as error:
        wb.Model("stress", terms, **more)
    assert error.value.item == item


def test_fit__names_what_does_not_vary():
    with pytest.raises(wb.DataError) as error:
        wb.Model("stress", "shift").fit({"stress": [1, 0], "shift": ["day", "day"]})
    assert error.value.item == "shift"
    with pytest.raises(wb.ArgumentError):
        wb.Model("stress", "shift").fit(ROWS, levels=0.9)
