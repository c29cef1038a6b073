# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The analyst's script of bench/analyst in Python.

usage: analyst.py generate FILE ROWS
       analyst.py werkbaar|svy|samplics|statsmodels FILE INSTRUMENT REPLICATES

Prints JSON: milliseconds of each step that the package can do, bytes that were resident with
the rows in memory and at most, and the numbers. One thread is asked for by the environment."""
from __future__ import annotations

import json
import pathlib
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

ITEMS = ([f"w1_{i:02}" for i in range(1, 12)] + [f"w2_{i:02}" for i in range(1, 10)]
         + [f"w3_{i:02}" for i in range(1, 5)] + [f"w4_{i:02}" for i in range(1, 5)])
REVERSED = ("w1_04", "w2_02", "w2_05", "w2_08")
# The scales: fewest answers, and when it is a problem.
SCALES: list[tuple[str, str, int, Callable[[Any], Any]]] = [
    ("fatigue", "w1_", 8, lambda x: x >= 6 / 11), ("wellbeing", "w2_", 6, lambda x: x <= 4 / 9),
    ("growth", "w3_", 3, lambda x: x <= 1), ("home", "w4_", 3, lambda x: x >= 2)]
SHARES = [f"{scale[0]}_problem" for scale in SCALES] + ["werkbaar"]
OTHERS = {"stratum": 12, "cell": 24, "sex": 2, "age": 6, "size": 5}
MARGINS = ("sex", "age", "size")
TERMS = ["sex", "age", "size", "cell"]
NO_ANSWER = 9


# ---- rows: SYNTHETIC, columns of a block of bytes ----

def generate(path: str, rows: int) -> None:
    """Answers hang together through a burden per person, which goes with the cell."""
    random = np.random.default_rng(2004)
    codes = {name: random.integers(0, n, rows, dtype=np.int8) for name, n in OTHERS.items()}
    burden = 0.6 * random.random(rows) + 0.3 * codes["cell"] / 24 + 0.02 * codes["age"]
    with open(path, "wb") as file:
        for i in range(len(ITEMS)):
            noise = random.random(rows)
            answer = (noise < 0.15 + 0.6 * burden if i < 20
                      else 4 * (0.6 * noise + 0.3999 * burden)).astype(np.int8)
            answer[random.random(rows) < 0.02] = NO_ANSWER
            file.write(answer.tobytes())
        for name in OTHERS:
            file.write(codes[name].tobytes())
        file.write((0.5 + 2.5 * random.random(rows)).tobytes())


def load(path: str) -> dict[str, np.ndarray]:
    width = len(ITEMS) + len(OTHERS)
    data = np.fromfile(path, dtype=np.uint8)
    n = len(data) // (width + 8)
    columns = {name: data[i * n:(i + 1) * n].view(np.int8)
               for i, name in enumerate([*ITEMS, *OTHERS])}
    columns["weight"] = data[width * n:].view(np.float64)
    return columns


def totals(rows: int) -> dict[str, dict[int, float]]:
    """Of the population, by category: analyst.R has the same."""
    return {name: {k: 1.75 * rows / OTHERS[name] * (1 + 0.05 * shift)
                   for k, shift in enumerate(shifts)}
            for name, shifts in (("sex", [1, -1]), ("age", [1, -1, 2, -2, 1, -1]),
                                 ("size", [2, 1, 0, -1, -2]))}


def memory(which: str) -> int:
    lines = pathlib.Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return 1024 * int(next(line.split()[1] for line in lines if line.startswith(which + ":")))


class Watch:
    """Takes the time of steps, and the most that was resident meanwhile."""

    def __init__(self) -> None:
        pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self.before = memory("VmRSS")
        self.steps: dict[str, float] = {}
        self.numbers: dict[str, list[float]] = {}

    def step(self, name: str, job: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        found = job()
        self.steps[name] = 1000 * (time.perf_counter() - start)
        return found

    def tell(self) -> None:
        print(json.dumps({"steps": self.steps, "before": self.before, "peak": memory("VmHWM"),
                          "numbers": self.numbers}))


def checked(weights: np.ndarray, other: np.ndarray) -> list[float]:
    """What is compared of weights."""
    return [float(np.dot(weights, other)), float(np.dot(weights, weights)), *map(float, weights[:10])]


# ---- ours ----

def werkbaar(columns: dict[str, np.ndarray], instrument: str, replicates: int) -> None:
    import polars as pl

    import werkbaar as wb
    people = pl.DataFrame(columns)
    margins: dict[str, dict[Any, float]] = dict(totals(len(people)))
    watch = Watch()
    scores = watch.step("score", lambda: wb.score(
        people, wb.Instrument.from_file(instrument), select=SHARES, threads=1))
    design = watch.step("design", lambda: wb.Design(scores, weights="weight", strata="stratum"))
    groups = watch.step("groups", lambda: design.mean(SHARES, by="cell", threads=1))
    steps = wb.Weighting(weights="weight", result="raked").rake(margins)
    raked = watch.step("rake", lambda: wb.weight(scores, steps, threads=1))
    model = wb.Model("werkbaar", TERMS, categorical=TERMS, weights="weight", strata="stratum")
    fit = watch.step("logit", lambda: model.fit(scores, threads=1))
    made = watch.step("bootstrap", lambda: design.mean(
        SHARES, replicates="bootstrap", n_replicates=replicates, seed=4, threads=1))
    by_cell = groups.sort(["variable", "cell"])
    found = fit.coefficients.to_dict()
    watch.numbers = {
        "groups": [value for row in by_cell.select("estimate", "se").rows() for value in row],
        "rake": checked(raked["raked"].to_numpy(), columns["weight"]),
        "logit": [value for kind, *pair in zip(found["status"], found["estimate"], found["se"])
                  if kind != "reference" for value in pair],
        "bootstrap": made.sort("variable")["estimate"].to_list(),
        "bootstrap_se": made.sort("variable")["se"].to_list()}
    watch.tell()


# ---- the others ----

def recoded(columns: dict[str, np.ndarray]) -> Any:
    """A data frame in which no answer is null and reversed items are turned: not timed."""
    import polars as pl
    people = pl.DataFrame(columns)
    people = people.with_columns(pl.when(pl.col(item) != NO_ANSWER).then(pl.col(item)).alias(item)
                                 for item in ITEMS)
    return people.with_columns((1 - pl.col(item)).cast(pl.Int8).alias(item) for item in REVERSED)


def scored(people: Any) -> Any:
    import polars as pl
    lights = []
    for name, prefix, least, rule in SCALES:
        items = [item for item in ITEMS if item.startswith(prefix)]
        answered = pl.sum_horizontal(pl.col(item).is_not_null() for item in items)
        score = pl.when(answered >= least).then(pl.mean_horizontal(items))
        lights.append(rule(score).cast(pl.Float64).alias(f"{name}_problem"))
    made = people.select(*OTHERS, "weight", *lights)
    problems = sum((pl.col(name) for name in SHARES[1:-1]), pl.col(SHARES[0]))
    return made.with_columns((problems == 0).cast(pl.Float64).alias("werkbaar"))


def svy(columns: dict[str, np.ndarray], instrument: str, replicates: int) -> None:
    import polars as pl
    import svy as package
    people = recoded(columns)
    margins = totals(len(people))
    watch = Watch()
    scores = watch.step("score", lambda: scored(people))
    sample = watch.step("design", lambda: package.Sample(
        scores, package.Design(stratum="stratum", wgt="weight")))
    groups = watch.step("groups", lambda: [sample.estimation.mean(
        name, by="cell", drop_nulls=True) for name in SHARES])
    raked = watch.step("rake", lambda: sample.weighting.rake(
        controls=margins, wgt_name="raked", tol=1e-10, update_design_wgts=False))
    fit = watch.step("logit", lambda: sample.glm.fit(
        "werkbaar", x=[package.Cat(name) for name in TERMS], family="binomial"))

    def bootstrap() -> list[Any]:
        rows = scores.with_row_index("person")
        made = package.Sample(rows, package.Design(stratum="stratum", psu="person", wgt="weight"))
        made = made.weighting.create_bs_wgts(replicates, rstate=4)
        return [made.estimation.mean(name, method="replication", drop_nulls=True)
                for name in SHARES]

    made = watch.step("bootstrap", bootstrap)
    in_order = sorted(zip(SHARES, groups))
    boot = [row.to_polars() for _, row in sorted(zip(SHARES, made))]
    watch.numbers = {
        "groups": [value for _, found in in_order
                   for row in found.to_polars().with_columns(pl.col("cell").cast(pl.Int32)).sort("cell")
                   .select("est", "se").rows() for value in row],
        "rake": checked(raked.data["raked"].to_numpy(), columns["weight"]),
        "logit": [value for coef in fit.coefs for value in (coef.est, coef.se)],
        "bootstrap": [row["est"][0] for row in boot], "bootstrap_se": [row["se"][0] for row in boot]}
    watch.tell()


def samplics(columns: dict[str, np.ndarray], instrument: str, replicates: int) -> None:
    import warnings
    warnings.simplefilter("ignore")
    import samplics as package
    people = recoded(columns)
    margins = totals(len(people))
    watch = Watch()
    scores = watch.step("score", lambda: scored(people))
    plain = {name: scores[name].to_numpy() for name in scores.columns}

    def mean(name: str) -> Any:
        estimator = package.TaylorEstimator(package.PopParam.mean)
        estimator.estimate(y=plain[name], samp_weight=plain["weight"], stratum=plain["stratum"],
                           domain=plain["cell"], remove_nan=True)
        return estimator

    groups = watch.step("groups", lambda: [mean(name) for name in SHARES])
    raked = watch.step("rake", lambda: package.SampleWeight().rake(
        plain["weight"], {name: plain[name] for name in MARGINS}, margins, tol=1e-10,
        ctrl_tol=1e-10))
    whole = ~np.isnan(plain["werkbaar"])

    def logit() -> Any:
        glm = package.SurveyGLM(package.ModelType.LOGISTIC)
        dummies = np.column_stack([np.ones(whole.sum())] + [
            (plain[name][whole] == k).astype(float) for name in TERMS for k in range(1, OTHERS[name])])
        glm.estimate(y=plain["werkbaar"][whole], x=dummies, samp_weight=plain["weight"][whole],
                     stratum=plain["stratum"][whole])
        return glm

    def bootstrap() -> list[Any]:
        maker = package.ReplicateWeight(package.RepMethod.bootstrap, nb_reps=replicates, rand_seed=4)
        made = maker.replicate(plain["weight"], np.arange(len(scores)), plain["stratum"])
        weights = made[[name for name in made.columns if name.startswith("_boot_wgt_")]]
        found = []
        for name in sorted(SHARES):
            estimator = package.ReplicateEstimator(package.RepMethod.bootstrap, package.PopParam.mean)
            estimator.estimate(y=plain[name], samp_weight=plain["weight"], rep_weights=weights,
                               remove_nan=True)
            found.append(estimator)
        return found

    fit = watch.step("logit", logit)
    made = watch.step("bootstrap", bootstrap)
    in_order = sorted(zip(SHARES, groups))
    watch.numbers = {
        "groups": [value for _, found in in_order for k in range(24)
                   for value in (found.point_est[k], found.stderror[k])],
        "rake": checked(np.asarray(raked), columns["weight"]),
        "logit": [float(value) for pair in zip(fit.beta["point_est"], fit.beta["stderror"])
                  for value in pair],
        "bootstrap": [float(found.point_est) for found in made],
        "bootstrap_se": [float(found.stderror) for found in made]}
    watch.tell()


def statsmodels(columns: dict[str, np.ndarray], instrument: str, replicates: int) -> None:
    """Coefficients with weights; it has no strata, and so no errors of a design."""
    import statsmodels.api as package
    people = recoded(columns)
    watch = Watch()
    scores = watch.step("score", lambda: scored(people))

    def logit() -> Any:
        rows = scores.drop_nulls("werkbaar")
        dummies = np.column_stack([np.ones(len(rows))] + [
            (rows[name].to_numpy() == k).astype(float) for name in TERMS
            for k in range(1, OTHERS[name])])
        model = package.GLM(rows["werkbaar"].to_numpy(), dummies, family=package.families.Binomial(),
                            freq_weights=rows["weight"].to_numpy())
        return model.fit(tol=1e-10, cov_type="HC0")

    watch.numbers = {"logit_coef": watch.step("logit", logit).params.tolist()}
    watch.tell()


if __name__ == "__main__":
    what, path, *words = sys.argv[1:]
    if what == "generate":
        generate(path, int(words[0]))
    else:
        {"werkbaar": werkbaar, "svy": svy, "samplics": samplics,
         "statsmodels": statsmodels}[what](load(path), words[0], int(words[1]))
