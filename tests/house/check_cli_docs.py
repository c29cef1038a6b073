# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""docs/cli.md holds what every command says with --help.

usage: check_cli_docs.py WERKBAAR WB_SYNTH [--write]"""
import subprocess
import sys

import tap

PAGE = tap.ROOT / "docs" / "cli.md"
COMMANDS = ("", "instruments", "instruments list", "instruments show",
            "instruments check", "score", "variables", "weight", "estimate", "quality", "model",
            "model pass", "model merge", "model step", "model weights", "jobs", "roc", "cutoffs", "monitor",
            "tally", "tally make", "tally merge", "tally estimate", "plan", "plan list",
            "plan show", "plan actions", "plan check", "plan status",
            "plan agenda", "plan duties", "plan budget", "plan answers", "plan sheet",
            "plan compare", "plan evaluate", "plan draft", "plan import", "plan export", "plan set",
            "plan undo", "plan history", "plan forget", "plan diff", "plan merge",
            "support", "support list", "support show", "support assess", "support split",
            "scan", "scan modules", "scan compose",
            "scan export", "scan import", "scan run", "scan page", "scan show", "scan reference", "scan compare",
            "scan findings", "scan suggest", "scan draft", "scan tally", "scan pool", "scan selftest",
            "scan guide")
HEAD = """# The commands

What `--help` prints; `scripts/cli-docs` writes this page. Exit status: 0 when it worked, 1 when the
data, a file or the design does not allow it, 2 when the command line is wrong. Results go to standard
output or `--output`, errors and progress to standard error.
"""


def help_of(name, program, *words):
    told = subprocess.run([program, *words, "--help"], capture_output=True, text=True)
    if told.returncode != 0 or told.stderr or not told.stdout:
        raise SystemExit(f"{name} --help ended with {told.returncode}: {told.stderr}")
    return f"\n## {name}\n\n```text\n{told.stdout.rstrip()}\n```\n"


def page(werkbaar, synth):
    parts = [HEAD]
    for command in COMMANDS:
        parts.append(help_of(f"werkbaar {command}".strip(), werkbaar, *command.split()))
    parts.append(help_of("wb-synth", synth))
    return "".join(parts)


text = page(sys.argv[1], sys.argv[2])
if sys.argv[3:] == ["--write"]:
    PAGE.write_text(text, encoding="utf-8")
    print(f"{tap.relative(PAGE)} says what the commands say now.")
    sys.exit(0)
current = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
tap.check("docs/cli.md is what --help prints",
          [] if text == current else ["it is not: run scripts/cli-docs"])
tap.done()
