# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What all definitions have alike: they are what their JSON says, in a text and in a file."""
import io
import json

import pytest
import werkbaar as wb

RECIPE = {"format": "werkbaar-recipe/1.0", "id": "our-scan", "version": "1.0", "languages": ["nl"],
          "title": {"nl": "Onze scan"}, "modules": [{"id": "autonomy"}]}
ORGANISATION = ('{"format":"werkbaar-organisation/1.0","id":"bakery","title":{"nl":"Bakkerij"},"staff":90,'
                '"min_n":10,"fieldwork":{"id":"2030","from":"2030-03-01","until":"2030-03-31","invited":88}}')
COUNTS = {"cell": ["all"], "measure": ["load"], "n": [60], "problem": [20]}
MADE = {
    "instrument": lambda: wb.Instrument.builtin("wbm-employees"),
    "ledger": lambda: wb.disclose(COUNTS, min_n=10, scope="acme:2026", release="1")[2],
    "organisation": lambda: wb.Organisation.from_json(ORGANISATION),
    "plan": lambda: wb.Plan.builtin("actieplan-werkbaar-werk"),
    "questionnaire": lambda: wb.Questionnaire.compose(RECIPE),
    "scan": lambda: wb.Scan.run(*wb.example_scan()),
    "support": lambda: wb.Support.builtin("werkbaarheidscheque-2020"),
    "weighting": lambda: wb.Weighting().trim(upper=3),
}


@pytest.mark.parametrize("kind", MADE)
def test_a_definition_is_what_its_json_says(kind):
    found = MADE[kind]()
    assert json.loads(found.to_json())["format"] == f"werkbaar-{kind}/1.0"
    assert type(found).from_json(found.to_json()) == found
    assert type(found).from_file(io.BytesIO(found.to_json().encode())) == found


@pytest.mark.parametrize("kind", MADE)
def test_a_definition_goes_to_a_file_whole_or_not_at_all(kind, tmp_path):
    found = MADE[kind]()
    found.to_file(tmp_path / "x.json")
    assert (tmp_path / "x.json").read_bytes() == found.to_json().encode()
    assert type(found).from_file(tmp_path / "x.json") == found
    with pytest.raises(wb.IoError):
        found.to_file(tmp_path / "no folder" / "x.json")
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_the_json_of_steps_and_of_an_organisation_is_canonical():
    assert wb.Weighting(result="w").to_json() == '{"format":"werkbaar-weighting/1.0","result":"w","steps":[]}'
    assert wb.Organisation.from_json(ORGANISATION).to_json().startswith('{"fieldwork":{"from":"2030-03-')
    assert len(json.loads(MADE["plan"]().to_json())["objectives"]) == 3
    assert json.loads(MADE["support"]().to_json())["ceiling"]["cents"] == 1000000
