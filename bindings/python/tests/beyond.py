# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""What the tests of files, Dask and Spark share: rows, what is asked of them, and the answers of
one machine that has all rows in memory."""
import functools
import os
import pathlib

import werkbaar as wb
from cases import SAMPLE
from test_tally import near

INSTRUMENT = "wbm-employees"
#: Two passes: shares, means and a quantile, in groups.
SPEC = wb.Spec(mean=["werkbaar", "leermogelijkheden"], proportion="vermoeidheid_problem",
               quantile="leermogelijkheden", by=[["sector"], ["sex", "age"], []],
               weights="weight", strata="stratum")
MODEL = wb.Model("vermoeidheid_problem", ["r_werkdruk_problem", "age", "sex"], weights="weight",
                 strata="stratum")


@functools.cache
def answers():
    """SYNTHETIC answers, as they are before they are scored."""
    return wb.read_csv(SAMPLE)


@functools.cache
def scored():
    return wb.score(answers(), INSTRUMENT)


@functools.cache
def one_machine():
    return SPEC.estimate(scored()), MODEL.fit(scored())


def same_estimates(tally):
    assert len(tally) == len(answers())
    return near(tally.estimate(), one_machine()[0])


def same_fit(fit):
    ours = one_machine()[1]
    return all(near(getattr(fit, part), getattr(ours, part))
               for part in ("coefficients", "terms", "summary", "covariance"))


def parts(count):
    """The answers in parts that are not equally long; one has no rows."""
    rows = len(answers())
    cuts = [rows * i * i // (count * count) for i in range(count + 1)]
    return [answers()[first:last] for first, last in zip([0, *cuts], cuts)]


class Fatal:
    """Ends the process that first asks for it, and perhaps others: what a machine that fails does."""

    def __init__(self, folder, others=None):
        self.mark = os.fspath(pathlib.Path(folder, "ended"))
        self.others = others

    def __call__(self):
        try:
            os.close(os.open(self.mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            return
        with open(self.mark, "w", encoding="ascii") as file:
            file.write(str(os.getpid()))
        if self.others is not None:
            self.others()
        os._exit(1)

    def happened(self):
        """The number of the process that ended, of which there is one."""
        text = pathlib.Path(self.mark).read_text(encoding="ascii")
        return int(text) != os.getpid()
