# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""From answers about work to scores, and to estimates with their uncertainty."""
from . import _core

__version__: str = _core.wb_version()
