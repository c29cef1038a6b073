# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Threads, forked and other processes, interrupts."""
import multiprocessing
import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

import werkbaar as wb
from cases import ANSWERS, tiny
from test_tally import ASKED, DATA, filled, near, part

MANY = {name: values * 20000 for name, values in DATA.items()}


def in_time(*jobs):
    """Run jobs at the same time; each must end."""
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)


def test_threads_share_an_instrument_and_a_frame():
    instrument, frame = tiny(), wb.Frame(ANSWERS)
    expected = wb.score(frame, instrument).to_dict()
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: wb.score(frame, instrument).to_dict(), range(64)):
            assert found == expected


def test_threads_share_a_design():
    design = wb.Design(MANY, weights="w", strata="h")
    expected = design.mean("y", by="sex").to_dict()
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: design.mean("y", by="sex").to_dict(), range(16)):
            assert found == expected


def test_threads_that_update_one_tally_lose_no_row():
    tally = wb.Tally(**ASKED)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: tally.update(part(i % 6, i % 6 + 1)), range(600)))
    whole = wb.Tally(**ASKED)
    for _ in range(100):
        whole.update(DATA)
    assert len(tally) == 600
    assert near(tally.estimate(), whole.estimate())


def test_threads_read_a_tally_that_another_updates():
    tally = filled()
    errors = []

    def read():
        try:
            for _ in range(50):
                assert len(tally) % 6 == 0
                tally.estimate()
                wb.Tally.from_bytes(tally.to_bytes())
                repr(tally)
        except Exception as error:
            errors.append(error)

    def update():
        for _ in range(50):
            tally.update(DATA)

    in_time(read, update, read)
    assert errors == [] and len(tally) == 306


def test_tallies_merged_into_each_other_do_not_wait_for_ever():
    one, other = filled(), filled()
    in_time(lambda: [one.merge(other.copy()) for _ in range(8)] and None,
            lambda: [one.merge(other) for _ in range(3)] and None,
            lambda: [other.merge(one) for _ in range(3)] and None)
    assert len(one) % 6 == len(other) % 6 == 0


def test_other_threads_run_during_a_long_call():
    went_on = threading.Event()
    seen = []

    def watch(fraction):
        # Only another thread can set the event, and the callback waits for it.
        seen.append(went_on.wait(30))

    threading.Timer(0.01, went_on.set).start()
    wb.Tally(**ASKED).update(MANY, progress=watch)
    assert seen and all(seen)


def test_progress_is_told_on_the_thread_that_asked():
    told = set()
    wb.Tally(**ASKED).update(MANY, threads=2, progress=lambda f: told.add(threading.get_ident()))
    assert told == {threading.get_ident()}


def test_an_interrupt_ends_a_long_call_and_changes_nothing(interruptible):
    tally = wb.Tally(**ASKED)
    rows = len(MANY["y"])
    frame = wb.Frame(MANY)
    timer = threading.Timer(0.05, os.kill, [os.getpid(), signal.SIGINT])
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        while True:
            tally.update(frame)
    assert len(tally) % rows == 0


# ---- processes ----

def in_child(job):
    """Run a job in a forked process; what it gives must be true."""
    child = os.fork()
    if child == 0:
        answer = 1
        try:
            answer = 0 if job() else 2
        finally:
            os._exit(answer)
    assert os.waitpid(child, 0)[1] == 0


def test_handles_work_after_a_fork():
    instrument, tally, design = tiny(), filled(), wb.Design(DATA, weights="w")
    estimates, means = tally.estimate().to_dict(), design.mean("y").to_dict()
    scores = wb.score(ANSWERS, instrument).to_dict()

    def job():
        tally.update(DATA)
        return (len(tally) == 12 and wb.score(ANSWERS, instrument).to_dict() == scores
                and design.mean("y").to_dict() == means)

    in_child(job)
    assert tally.estimate().to_dict() == estimates


def test_a_tally_at_work_in_another_thread_is_refused_after_a_fork():
    tally = filled()
    started, go_on = threading.Event(), threading.Event()

    def hold(fraction):
        started.set()
        go_on.wait(60)

    worker = threading.Thread(target=tally.update, args=[MANY], kwargs={"progress": hold})
    worker.start()
    assert started.wait(60)

    def job():
        try:
            tally.estimate()
        except wb.ConflictError as error:
            return "forked" in str(error)

    try:
        in_child(job)
    finally:
        go_on.set()
        worker.join(60)
    assert len(tally) == 6 + len(MANY["y"])


def tally_part(bounds):
    return filled(part(*bounds))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_give_their_tallies_back(method):
    with multiprocessing.get_context(method).Pool(2) as pool:
        parts = pool.map(tally_part, [(0, 2), (2, 4), (4, 6)])
    assert near(sum(parts).estimate(), filled().estimate())


def score_and_tally(answers, instrument, spec):
    tally = wb.Tally(spec)
    tally.update(wb.score(answers, instrument))
    return tally


def test_instruments_and_specs_go_to_other_processes():
    spec = wb.Spec(mean="werkbaar", by="sex")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        tally = pool.apply(score_and_tally, (ANSWERS, tiny(), spec))
    here = score_and_tally(ANSWERS, tiny(), spec)
    assert tally.estimate().to_dict() == here.estimate().to_dict()
