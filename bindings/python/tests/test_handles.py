# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Handles: freed in any order, wrong ones refused, nothing leaks."""
import gc
import itertools
import os
import subprocess
import sys

import pytest

import werkbaar as wb
from cases import ANSWERS, LONG, tiny
from werkbaar import _core

ROUNDS = 200_000 if LONG else 50_000


def chain():
    """Objects that were each made of the one before."""
    instrument = tiny()
    answers = wb.Frame(ANSWERS)
    scores = wb.score(answers, instrument)
    design = wb.Design(scores, weights="weight")
    spec = wb.Spec(mean="werkbaar", by="sex", weights="weight")
    tally = wb.Tally(spec)
    tally.update(scores)
    steps = wb.Weighting(weights="weight", result="v").poststratify({"sex": {"m": 4, "f": 4}})
    plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    support = wb.Support.builtin("werkbaarheidscheque-2020")
    return {"plan": plan, "changes": plan.diff(plan), "support": support,
            "verdicts": support.assess({"employees": 0})[0], "weighting": steps, "weighted": wb.weight(answers, steps, report=True)[1],
            "instrument": instrument, "answers": answers, "scores": scores, "design": design,
            "spec": spec, "tally": tally, "estimates": tally.estimate()}


def scan_chain():
    """The same of a company's scan."""
    questionnaire, organisation, answers = wb.example_scan()
    scan = wb.Scan.run(questionnaire, organisation, answers)
    findings, pool, catalogue = scan.findings(), wb.Pool(), wb.Catalogue()
    pool.add_json(scan.tally("c1"))
    return {"questionnaire": questionnaire, "person": questionnaire.instrument(),
            "organisation": organisation, "people": answers, "scan": scan,
            "ledger": scan.ledger(), "pool": pool, "findings": findings, "catalogue": catalogue,
            "measures": wb.suggest(findings, catalogue)}


USE = {
    "plan": lambda x: x.scope == "flemish",
    "changes": lambda x: len(x) == 0,
    "support": lambda x: x.historical,
    "verdicts": lambda x: x["verdict"] == ["not_eligible"],
    "weighting": lambda x: x.steps == ["poststratify"],
    "weighted": lambda x: x["category"] == [None, "m", "f"],
    "instrument": lambda x: x.id == "tiny",
    "answers": lambda x: x["a1"] == ANSWERS["a1"],
    "scores": lambda x: len(x["werkbaar"]) == 8,
    "design": lambda x: len(x.mean("werkbaar")) == 1,
    "spec": lambda x: "werkbaar" in x.to_json(),
    "tally": lambda x: len(x.copy()) == 8,
    "estimates": lambda x: x["sex"] == ["f", "m"],
}
USE_OF_SCANS = {
    "questionnaire": lambda x: x.minutes() > 0,
    "person": lambda x: x.id == "bakery-scan.person",
    "organisation": lambda x: x.staff == 208,
    "people": lambda x: len(x) == 147,
    "scan": lambda x: len(x.table("audit")) > 0,
    "ledger": lambda x: x.scope == "bakery:2030",
    "pool": lambda x: len(x) == 1,
    "findings": lambda x: 1 in x["rank"],
    "catalogue": lambda x: len(x.table("sectors")) > 0,
    "measures": lambda x: len(x) > 0,
}
PAIRS = [(make, use, *pair) for make, use in ((chain, USE), (scan_chain, USE_OF_SCANS))
         for pair in itertools.permutations(use, 2)]


@pytest.mark.parametrize("make, use, first, second", PAIRS,
                         ids=[f"{first}-{second}" for *_, first, second in PAIRS])
def test_objects_go_in_any_order(make, use, first, second):
    objects = make()
    for name in (first, second):
        del objects[name]
        for other, thing in objects.items():
            assert use[other](thing), (name, other)


def test_a_source_outlives_what_it_was_made_of():
    scores = wb.score(wb.Source(wb.Frame(ANSWERS), chunk_rows=3), tiny())
    gc.collect()
    assert len(scores.collect()) == 8


def handles(folder):
    made = chain() | scan_chain()
    found = {name: made[name]._handle for name in (
        "instrument", "answers", "spec", "tally", "weighting", "plan", "changes", "support",
        "catalogue", "questionnaire", "organisation", "ledger", "scan", "pool")}
    return {**found, "store": _core.wb_store_open(str(folder / "x.plan"), {}), "source": wb.Source(ANSWERS)._handle}


CALLS = {
    "instrument": (_core.wb_instrument_id, _core.wb_instrument_hash, _core.wb_instrument_verified),
    "answers": (_core.wb_frame_row_count, _core.wb_frame_column_count, _core.wb_frame_metadata),
    "weighting": (_core.wb_weighting_result, _core.wb_weighting_step_count),
    "plan": (_core.wb_plan_id, _core.wb_plan_hash, _core.wb_plan_scope),
    "changes": (_core.wb_changes_count,),
    "support": (_core.wb_support_id, _core.wb_support_verified),
    "store": (_core.wb_store_verify,),
    "ledger": (_core.wb_ledger_scope, _core.wb_ledger_frame),
    "organisation": (_core.wb_organisation_id, _core.wb_organisation_hash,
                     _core.wb_organisation_staff, _core.wb_organisation_min_n),
    "questionnaire": (_core.wb_questionnaire_id, _core.wb_questionnaire_hash),
    "scan": (_core.wb_scan_id, _core.wb_scan_hash, _core.wb_scan_status, _core.wb_scan_ledger,
             _core.wb_scan_reference),
    "pool": (_core.wb_pool_company_count,),
    "spec": (_core.wb_tally_new,),
    "tally": (_core.wb_tally_row_count, _core.wb_tally_spec_hash, _core.wb_tally_spec),
    "source": (_core.wb_source_next, _core.wb_source_schema),
}


@pytest.mark.parametrize("kind", CALLS)
def test_the_low_layer_refuses_other_handles(kind, tmp_path):
    for call, (name, handle) in itertools.product(CALLS[kind], handles(tmp_path).items()):
        if name != kind:
            with pytest.raises(wb.ArgumentTypeError):
                call(handle)


@pytest.mark.parametrize("wrong", [None, 0, "handle", b"", object(), 2**64, [], sys])
@pytest.mark.parametrize("kind", CALLS)
def test_the_low_layer_refuses_what_is_no_handle(kind, wrong):
    for call in CALLS[kind]:
        with pytest.raises(wb.ArgumentTypeError):
            call(wrong)


@pytest.mark.parametrize("kind", [wb.Instrument, wb.Spec, wb.Tally, wb.Design, wb.Plan,
                                  wb.Support, wb.Changes, wb.Ledger, wb.Organisation,
                                  wb.Questionnaire, wb.Scan])
def test_an_object_that_was_never_made_is_an_attribute_error(kind):
    empty = kind.__new__(kind)
    for name in ("id", "to_json", "estimate", "mean", "row_count"):
        if hasattr(kind, name):
            with pytest.raises(AttributeError):
                found = getattr(empty, name)
                asked = ["y"] if name == "mean" else [{"y": [1.0]}] if kind is wb.Spec else []
                found(*asked if name != "to_json" else [])


def resident():
    """Bytes of memory in use."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def pipeline(frame, spec, content):
    tally = wb.Tally(spec)
    tally.update(frame, threads=1)
    tally.estimate()
    return tally


def travel(frame, spec, content):
    wb.Tally.from_bytes(content).spec.to_json()


def refused(frame, spec, content):
    try:
        wb.Tally(spec).update({"y": [1.0]}, threads=1)
    except wb.DataError as error:
        assert error.item == "sex"
    try:
        wb.Tally.from_bytes(content[:40])
    except wb.DataError:
        return
    raise AssertionError("half a tally was read")


#: Another library that lets go of a frame when the interpreter is no more.
AT_THE_VERY_END = '''
import ctypes
import werkbaar as wb

frame = wb.Frame({"a": memoryview(bytearray(16)).cast("d"), "b": ["x", "y"]})
_, batch = frame.__arrow_c_array__()
pointer = ctypes.pythonapi.PyCapsule_GetPointer
pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
given, taken = pointer(batch, b"arrow_array"), libc.malloc(80)
ctypes.memmove(taken, given, 80)
words = (ctypes.c_uint64 * 10).from_address(given)
release, words[8] = words[8], 0
del frame
assert libc.__cxa_atexit(ctypes.c_void_p(release), ctypes.c_void_p(taken), None) == 0
'''


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="an Itanium C++ function")
def test_a_frame_may_go_after_the_interpreter():
    done = subprocess.run([sys.executable, "-c", AT_THE_VERY_END], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def unready(frame, spec, content):
    """Getters, and handles that are made and dropped."""
    made = wb.Tally(spec)
    assert len(made) == 0 and made.spec_hash
    frame[0:2].metadata


COUNTS = wb.Frame({"cell": ["a", "b"], "measure": ["m", "m"], "n": [9, 4]})


def released(frame, spec, content):
    """Three results at once, two of them, and none."""
    shown = wb.disclose(COUNTS, min_n=5, scope="s", release="1", threads=1)
    assert len(shown) == 3 and shown[2].scope == "s"
    assert wb.disclose(COUNTS, min_n=5, threads=1)[2] is None
    try:
        wb.disclose(COUNTS, min_n=5, scope="s", release="1", earlier=shown[2], threads=1)
    except wb.ConflictError:
        return
    raise AssertionError("a release was made twice")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="needs /proc")
@pytest.mark.skipif("libasan" in os.environ.get("LD_PRELOAD", "")
                    or "valgrind" in os.environ.get("LD_PRELOAD", ""),
                    reason="these tools keep freed memory; they look for leaks themselves")
@pytest.mark.parametrize("use", [pipeline, travel, refused, unready, released])
def test_memory_stays_where_it_is(use):
    frame = wb.Frame({"y": [1.0, 2.0, 4.0, 3.0], "sex": ["m", "f", "m", "f"]})
    spec = wb.Spec(mean="y", by="sex")
    content = pipeline(frame, spec, b"").to_bytes()
    for _ in range(2000):
        use(frame, spec, content)
    gc.collect()
    before = resident()
    for _ in range(ROUNDS):
        use(frame, spec, content)
    gc.collect()
    # The smallest block that could leak in each round takes 32 bytes.
    assert resident() - before < 2**18 + 16 * ROUNDS
