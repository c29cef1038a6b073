# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The same numbers by other means: a scorer in plain Python with fractions, and the formulas of
include/werkbaar/survey.h in numpy. Slow, and easy to read."""
from fractions import Fraction

import numpy as np


def scale_score(scale, items, answers):
    """The score of one person on a scale, as a fraction; None when too few are answered."""
    codes, lows, highs = [], [], []
    for name in scale["items"]:
        item, answer = items[name], answers[name]
        if answer is None or answer in item.get("missing", []):
            continue
        low, high = item["min"], item["max"]
        codes.append(low + high - answer if item.get("reversed") else answer)
        lows.append(low)
        highs.append(high)
    if len(codes) < scale.get("min_answered", len(scale["items"])):
        return None
    if scale["rule"] == "percent":
        return Fraction(100 * (sum(codes) - sum(lows)), sum(highs) - sum(lows))
    mean = Fraction(sum(codes), len(codes))
    return mean if scale["rule"] == "mean" else mean * len(scale["items"])


def light(cut, score):
    if score is None:
        return None
    value = Fraction(cut["value"])
    return {"at_least": score >= value, "above": score > value, "at_most": score <= value,
            "below": score < value}[cut["comparison"]]


def score_row(definition, answers):
    """Every score of one person."""
    items = {item["id"]: item for item in definition["items"]}
    found, problems, scores = {}, {}, {}
    for scale in definition["scales"]:
        score = scores[scale["id"]] = scale_score(scale, items, answers)
        found[scale["id"]] = None if score is None else float(score)
        found[f"{scale['id']}_reason"] = "too_few_answers" if score is None else None
    for indicator in definition["indicators"]:
        score = scores[indicator["scale"]]
        problem = problems[indicator["id"]] = light(indicator["problem"], score)
        found[f"{indicator['id']}_problem"] = problem
        if "acute" in indicator:
            found[f"{indicator['id']}_acute"] = light(indicator["acute"], score)
    for composite in definition["composites"]:
        parts = [problems[part] for part in composite["of"]]
        known = None not in parts
        count = sum(parts) if known else None
        found[composite["id"]] = (count if composite["rule"] == "count_of" or not known
                                  else count == 0)
        found[f"{composite['id']}_reason"] = None if known else "missing_part"
    return found


def deviation(contributions, strata):
    """The standard error of a sum over rows drawn with replacement within strata."""
    variance = 0.0
    for stratum in np.unique(strata):
        u = contributions[strata == stratum]
        variance += len(u) / (len(u) - 1) * np.sum((u - u.mean()) ** 2)
    return float(np.sqrt(variance))


def estimate(statistic, y, member, weights, strata):
    """Estimate, standard error, df and n of the mean or total of y among the members; a share
    is the mean of 0 and 1."""
    observed = member & ~np.isnan(y)
    filled = np.where(observed, y, 0.0)
    w = np.where(observed, weights, 0.0)
    positive = w > 0
    n = int(positive.sum())
    df = n - len(np.unique(strata[positive]))
    total = float(np.sum(w * filled))
    if statistic == "total":
        return total, deviation(w * filled, strata), df, n
    if n == 0:
        return None, None, df, n
    size = w.sum()
    value = total / size
    return value, deviation(w * (filled - value) * observed / size, strata), df, n
