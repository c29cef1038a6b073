# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""No arguments crash the low layer: every function, called with whatever there is."""
import random
from array import array

import pytest

import werkbaar as wb
from werkbaar import _core

FUNCTIONS = sorted(name for name in dir(_core) if callable(getattr(_core, name))
                   and name.startswith(("wb_", "column_")))


#: Never used up; made once, since every row of `pool` takes time.
CATALOGUE = _core.wb_catalogue_new()
EXAMPLE = [thing._handle for thing in (*wb.example_scan(), wb.Scan.run(*wb.example_scan()))]
LEDGER = wb.disclose({"cell": ["a"], "measure": ["m"], "n": [9]}, min_n=5, scope="s",
                     release="0")[2]._handle


def pool():
    """Values of every kind that some function takes, made anew: some are used up."""
    frame = wb.Frame({"a": [1, None], "b": ["x", "y"], "c": [0.5, 2.0]})._handle
    source = _core.wb_source_from_frame(frame, 1)
    spec = _core.wb_spec_new()
    _core.wb_spec_add_estimand(spec, 1, "a")
    schema, batch = _core.wb_frame_export_arrow(frame)
    plan = _core.wb_plan_builtin("actieplan-werkbaar-werk")
    return [
        None, 0, 1, -1, 2**20, 2**63, 0.5, float("nan"), True, "a", "b", "", "é\0", "\ud800",
        b"", b"{}", b"a\n1\n", bytearray(b"abcd"), array("d", [0, 0]), array("q", [0, 0]), [],
        ["a"], ["a", None], [frame], [None], (), {}, {"odd": 1}, {"values": array("d", [0, 0])},
        {"threads": 1}, {"progress": lambda fraction: False}, {"max_rows": 1}, object(), frame,
        source, spec, _core.wb_tally_new(spec), _core.wb_writer_to_memory(),
        _core.wb_reader_of(b"a\n1\n", "x"), _core.wb_instrument_builtin("wbm-employees"),
        _core.wb_frame_new(2), schema, batch, plan, [plan], _core.wb_changes_new(),
        _core.wb_support_builtin("werkbaarheidscheque-2020"), CATALOGUE, *EXAMPLE, "results", "person", LEDGER,
        _core.wb_pool_new(), {"company": "c1"}, {"most": 1},
        {"min_n": 5}, {"min_n": 5, "scope": "s", "release": "1", "earlier": LEDGER}, "action-5", "2026-01-31",
        _core.wb_source_export_arrow(_core.wb_source_from_frame(frame, 0)),
    ]


def outcome(function, arguments):
    """What a call does, but for crashing: give something, or raise a kind of error."""
    try:
        function(*arguments)
    except (wb.WerkbaarError, TypeError, ValueError, IndexError, BufferError, MemoryError):
        return "raised"
    return "gave"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_arguments_crash_the_function(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # some open files for writing
    function = getattr(_core, name)
    chance = random.Random(name)
    outcomes = set()
    stores = [_core.wb_store_open("x.plan", {})] if name.startswith("wb_store_") else []
    for count in range(8):
        values = pool() + stores
        for _ in range(60):
            outcomes.add(outcome(function, [chance.choice(values) for _ in range(count)]))
    assert outcomes <= {"gave", "raised"} and "raised" in outcomes
