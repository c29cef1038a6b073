# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Changes to plans, and the store that keeps them."""
import copy
import datetime
import json
import os
import pickle
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import werkbaar as wb

UTC = datetime.timezone.utc
NEW_YEAR = datetime.datetime(2027, 1, 1, tzinfo=UTC)


def action(name, **fields):
    return {"id": name, "title": {"nl": name.upper()}, **fields}


def plan_of(*actions):
    return wb.Plan.from_json(json.dumps({
        "format": "werkbaar-plan/1.0", "id": "p", "version": "1", "languages": ["nl"],
        "scope": "sector", "title": {"nl": "P"}, "objectives": [
            {"id": "o", "title": {"nl": "O"}, "sections": [
                {"id": "s", "title": {"nl": "S"}, "actions": list(actions)}]}]}))


def actions_of(plan):
    return json.loads(plan.to_json())["objectives"][0]["sections"][0]["actions"]


PLAN = plan_of(action("a"), action("b"), action("c"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.plan"


@pytest.fixture
def store(path):
    with wb.Store(path) as opened:
        opened.import_plan(PLAN, "e1", why="first", now=NEW_YEAR)
        yield opened


# ---- changes ----

def test_changes_are_made_call_by_call_and_carried_out():
    changes = wb.Changes()
    changes.add("s", "actions", action("n", actions=[action("n1")]), follows="a")
    changes.add("s", "actions", action("m"), follows=None)
    changes.set("a", "title/en", "A", expected=None)
    changes.move("c", "a", "actions", expected={"parent": "s"})
    changes.remove("b", expected=action("b"))
    assert len(changes) == 5
    assert actions_of(PLAN.apply(changes)) == [
        action("m"), {"id": "a", "title": {"nl": "A", "en": "A"}, "actions": [action("c")]},
        action("n", actions=[action("n1")])]
    assert repr(changes) == "<werkbaar.Changes of 5 operations>"


def test_changes_come_back_from_their_text(tmp_path):
    changes = wb.Changes()
    changes.set("a", "aim/nl", "é\n\"", expected=...)
    changes.remove("b", version=3)
    again = wb.Changes.from_json(changes.to_json())
    assert again.to_json() == changes.to_json()
    changes.to_file(tmp_path / "changes.json")
    assert wb.Changes.from_file(tmp_path / "changes.json").to_json() == changes.to_json()


def test_a_refused_change_shows_both_values_and_its_place():
    changes = wb.Changes()
    changes.set("a", "title/nl", "X", expected="Y")
    with pytest.raises(wb.ConflictError, match='is "A", where "Y" is expected') as refused:
        PLAN.apply(changes)
    assert refused.value.where == "changes#/operations/0/expected"


def test_changes_that_are_wrong_are_refused():
    changes = wb.Changes()
    with pytest.raises(wb.ArgumentTypeError, match="value must be what JSON has"):
        changes.set("a", "title/nl", {1, 2})
    with pytest.raises(wb.ArgumentTypeError, match="value must be what JSON has"):
        changes.set("a", "cost", float("nan"))
    with pytest.raises(wb.DataError):
        changes.add("s", "actions", {})
    with pytest.raises(wb.DataError):
        changes.remove("a", version=-1)
    assert len(changes) == 0
    with pytest.raises(wb.DataError) as refused:
        wb.Changes.from_json('{"format": "werkbaar-changes/1.0", "operations": [{"op": "swap"}]}')
    assert (refused.value.line, refused.value.where) == (1, "changes#/operations/0/op")
    with pytest.raises(wb.VersionError):
        wb.Changes.from_json('{"format": "werkbaar-changes/2.0", "operations": []}')


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy,
                                   lambda changes: pickle.loads(pickle.dumps(changes))])
def test_changes_are_copied_and_pickled_and_go_their_own_way(again):
    changes = wb.Changes()
    changes.remove("b", version=3)
    other = again(changes)
    assert other.to_json() == changes.to_json()
    other.remove("c", version=3)
    assert (len(changes), len(other)) == (1, 2)


def test_threads_share_changes_that_one_adds_to():
    changes, done = wb.Changes(), threading.Event()

    def add():
        while not done.is_set() and len(changes) < 2000:
            changes.set("a", "cost", None, expected=None)

    def use():
        for _ in range(30):
            assert PLAN.apply(changes) == PLAN
            assert set(changes.frame(PLAN).to_dict()["record"]) <= {"a"}

    with ThreadPoolExecutor(4) as pool:
        adding = pool.submit(add)
        using = [pool.submit(use) for _ in range(3)]
        try:
            for each in using:
                each.result()
        finally:
            done.set()
        adding.result()
    assert len(wb.Changes.from_json(changes.to_json())) == len(changes)


@pytest.mark.parametrize("use", [
    len, wb.Changes.to_json, lambda changes: changes.add("s", "actions", action("n")),
    lambda changes: changes.set("a", "cost", 1, version=1),
    lambda changes: changes.move("a", "s", "actions", version=1),
    lambda changes: changes.remove("a", version=1), lambda changes: changes.frame(PLAN),
    lambda changes: PLAN.apply(changes)])
def test_changes_that_another_thread_uses_are_waited_for(use):
    changes, done = wb.Changes(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with changes._hold:
            pool.submit(use, changes).add_done_callback(lambda used: done.set())
            assert not done.wait(0.02)
        assert done.wait(60)


def test_what_is_no_changes_no_plan_or_no_path_is_refused(store):
    with pytest.raises(wb.ArgumentTypeError, match="after must be a Plan, not str"):
        PLAN.diff("after.json")
    with pytest.raises(wb.ArgumentTypeError, match="theirs must be a Plan, not dict"):
        PLAN.merge(PLAN, {})
    with pytest.raises(wb.ArgumentTypeError, match="plan must be a Plan, not str"):
        store.import_plan("plan.json", "e1")
    with pytest.raises(wb.ArgumentTypeError, match="path must be a path, not int"):
        wb.Store(5)
    with pytest.raises(wb.ArgumentTypeError, match="changes must be Changes, not Plan"):
        PLAN.apply(PLAN)
    with pytest.raises(wb.ArgumentTypeError, match="changes must be Changes, not list"):
        store.apply([], "e1")


def test_a_difference_makes_the_one_of_the_other_and_is_told():
    other = plan_of(action("c"), action("a", kind="measure"))
    changes = PLAN.diff(other)
    assert PLAN.apply(changes) == other
    told = changes.frame(PLAN, "nl").to_dict()
    assert told["text"] == ["actie 'c' (C) is verplaatst binnen 'actions' van 's'",
                            "'kind' van actie 'a' (A): van leeg naar \"measure\"",
                            "actie 'b' (B) is verwijderd uit 'actions' van 's'"]
    with pytest.raises(wb.ConflictError, match="two plans"):
        PLAN.diff(wb.Plan.builtin("actieplan-werkbaar-werk"))


def test_a_merge_takes_both_and_names_conflicts():
    ours, theirs = plan_of(action("a", cost=1), action("b"), action("c")), plan_of(
        action("a", cost=2), action("b", kind="measure"), action("c"))
    merged, conflicts = PLAN.merge(ours, theirs)
    assert actions_of(merged) == [action("a", cost=1), action("b", kind="measure"), action("c")]
    found = conflicts.to_dict()
    assert (found["conflict"], found["ours"], found["theirs"]) == (["both_changed"], ["1"], ["2"])
    assert PLAN.merge(ours, PLAN)[0] == ours


# ---- the store ----

def test_what_is_imported_is_what_is_there(store, path):
    assert store.plan() == PLAN
    assert store.seq() == 1
    with wb.Store(str(path), mode="read") as other:
        assert other.plan().hash == PLAN.hash
        assert pickle.loads(pickle.dumps(other.plan())) == PLAN
    with pytest.raises(wb.ConflictError, match="holds a plan already"):
        store.import_plan(PLAN, "e1")


def test_an_edit_is_kept_with_who_when_and_why(store):
    assert store.set("a", "kind", "measure", "e2", expected=None, why="agreed",
                     now=NEW_YEAR + datetime.timedelta(days=1)) == 2
    store.set_name("e2", "An")
    history = store.history().to_dict()
    assert history["seq"] == [1, 2]
    assert history["operation"] == ["import", "change"]
    assert history["editor"] == ["e1", "e2"]
    assert history["name"] == [None, "An"]
    assert history["why"] == ["first", "agreed"]
    assert history["text"][1] == "'kind' of action 'a' (A): from empty to \"measure\""
    assert (history["before"][1], history["after"][1]) == (None, '"measure"')
    store.erase_name("e2")
    assert store.history().to_dict()["name"] == [None, None]
    store.verify()


def test_a_stale_edit_is_refused(store, path):
    version = store.seq()
    with wb.Store(path, mode="existing") as other:
        other.set("a", "kind", "measure", "e2", version=version)
    with pytest.raises(wb.ConflictError, match="changed by entry 2, after entry 1"):
        store.set("a", "kind", "research", "e1", version=version)
    with pytest.raises(wb.ConflictError, match='is "measure", where empty is expected'):
        store.set("a", "kind", "research", "e1", expected=None)
    with pytest.raises(wb.DataError, match="or the version, is missing"):
        store.set("a", "kind", "research", "e1")
    assert store.set("a", "kind", "research", "e1", version=store.seq()) == 3


def test_all_operations_or_none(store):
    changes = wb.Changes()
    changes.set("a", "kind", "measure", expected=None)
    changes.set("b", "kind", "party", expected=None)
    with pytest.raises(wb.DataError) as refused:
        store.apply(changes, "e1")
    assert refused.value.where == "changes#/operations/1/value"
    assert store.plan() == PLAN
    assert store.seq() == 1


def test_the_plan_as_it_was(store):
    day = datetime.date(2027, 2, 1)
    store.set("a", "kind", "measure", "e1", expected=None,
              now=datetime.datetime(2027, 2, 1, 23, 59, tzinfo=UTC))
    store.set("a", "kind", None, "e1", expected="measure", now=datetime.datetime(2027, 2, 2, tzinfo=UTC))
    assert store.plan() == store.plan(seq=1) == store.plan(at=NEW_YEAR) == PLAN
    assert actions_of(store.plan(at=day))[0] == action("a", kind="measure")
    assert store.seq(at=day) == 2
    assert len(store.history(since=day)) == 2
    assert len(store.history(since=datetime.date(2027, 2, 2))) == 1
    assert len(store.history(1, record="b")) == 0
    with pytest.raises(wb.ArgumentError, match="no entry up to then"):
        store.plan(at=datetime.date(2026, 12, 31))
    with pytest.raises(wb.ArgumentError, match="has no entry 9"):
        store.plan(seq=9)
    with pytest.raises(wb.ArgumentError, match="not both"):
        store.plan(seq=1, at=day)


def test_undoing_is_a_new_entry(store):
    store.set("a", "kind", "measure", "e1", expected=None)
    assert store.undo("e2", why="wrong") == 3
    assert store.plan() == PLAN
    assert store.undo("e2", 3) == 4
    assert actions_of(store.plan())[0] == action("a", kind="measure")
    with pytest.raises(wb.ConflictError):
        store.undo("e2", 2 + 1)
    with pytest.raises(wb.ArgumentError, match="import"):
        store.undo("e2", 1)
    store.verify()


def test_undo__0_is_no_edit_and_not_the_last_one(store):
    store.set("a", "kind", "measure", "e1", expected=None)
    with pytest.raises(wb.ArgumentError, match="edit is 0, and must be above 0"):
        store.undo("e2", 0)
    assert store.seq() == 2 and actions_of(store.plan())[0] == action("a", kind="measure")


def test_moments_have_a_zone(store):
    with pytest.raises(wb.ArgumentError, match="no time zone"):
        store.set("a", "kind", "measure", "e", expected=None, now=datetime.datetime(2027, 1, 1))
    with pytest.raises(wb.ArgumentTypeError, match="at must be a datetime"):
        store.seq(at="2027-01-01")
    assert store.seq(at=1798761600000000) == 1
    store.set("a", "kind", "measure", "e", expected=None)  # now, by the clock
    made = store.history(1).to_dict()["at"][0]
    assert abs(made - datetime.datetime.now(made.tzinfo)) < datetime.timedelta(hours=1)


def test_a_closed_store_says_so(store):
    store.close()
    assert repr(store) == "<werkbaar.Store closed>"
    with pytest.raises(wb.ArgumentError, match="the store is closed"):
        store.plan()
    store.close()


def test_files_that_are_no_store(path, tmp_path):
    with pytest.raises(wb.IoError):
        wb.Store(path, mode="existing")
    with pytest.raises(wb.ArgumentError, match="mode 'write' is not known"):
        wb.Store(path, mode="write")
    (tmp_path / "text").write_text("no database, but a text that is long enough\n" * 50)
    with pytest.raises(wb.DataError, match="not a database"):
        wb.Store(tmp_path / "text")
    with wb.Store(path) as empty, pytest.raises(wb.DataError, match="holds no plan yet"):
        empty.plan()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(wb.VersionError, match="version 2, which is newer"):
        wb.Store(path)


def test_only_reading(store, path):
    with wb.Store(path, mode="read") as reading:
        with pytest.raises(wb.ArgumentError, match="was opened to read"):
            reading.set("a", "kind", "measure", "e", expected=None)
        store.set("a", "kind", "measure", "e", expected=None)
        assert reading.seq() == 2


def test_threads_share_a_store_and_lose_nothing(store):
    def count_up():
        for _ in range(10):
            while True:
                cost = actions_of(store.plan())[0].get("cost")
                try:
                    store.set("a", "cost", (cost or 0) + 1, "e", expected=cost)
                    break
                except wb.ConflictError:
                    pass

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert actions_of(store.plan())[0]["cost"] == 40
    store.verify()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_store_does_not_cross_a_fork(store):
    store._process = -1
    with pytest.raises(wb.ConflictError, match="forked"):
        store.plan()
    store._process = os.getpid()


def test_the_plan_that_is_built_in_survives_a_store(path):
    plan = wb.Plan.builtin("actieplan-werkbaar-werk")
    with wb.Store(path) as store:
        store.import_plan(plan, "e1", now=NEW_YEAR)
        assert store.plan().to_json() == plan.to_json()
        store.verify()
