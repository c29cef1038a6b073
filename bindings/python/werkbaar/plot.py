# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Charts of what the library finds, made with Altair (``pip install 'werkbaar[plot]'``).

Each takes the tables that the library gives and is an Altair chart: it shows itself in a notebook,
and ``chart.save("file.html")`` or, with vl-convert-python, ``.png`` and ``.svg`` write it. Each
says its unit, source, n and interval, a preset and SYNTHETIC; what is hidden has no number in it.
How they look, here and in R, is in ``look.json``; see ``docs/plots.md``.
"""
from ._plot_groups import bottlenecks, groups, heat
from ._plot_model import forest, roc
from ._plot_plan import budget, timeline
from ._plot_waves import waves

__all__ = ["bottlenecks", "budget", "forest", "groups", "heat", "roc", "timeline", "waves"]
