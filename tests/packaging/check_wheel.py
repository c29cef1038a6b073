# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""The Python wheel is small and needs nothing but the C library and zlib of the system, on
which wheels for many Linuxes may count (PEP 600); it, and with WB_TEST_LONG=1 the source
distribution, which is compiled for that, install in clean environments, and work there.

usage: check_wheel.py [PYTHON], the Python that builds and uses them"""
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "house"))
import tap  # noqa: E402

PYTHON = sys.argv[1] if len(sys.argv) > 1 else "python3"
PLACE = tap.ROOT / "build" / "wheel"
LARGEST = 5_000_000
VERSION = (tap.ROOT / "VERSION").read_text(encoding="ascii").strip()
SYSTEM = re.compile(r"lib(c|m|pthread|dl|rt|z)\.so\.\d|ld-linux.*")
TIMED = 11


def the_only(pattern):
    """The one file of that name that scripts/wheel left; None without, or with more."""
    found = list(PLACE.glob(pattern))
    return found[0] if len(found) == 1 else None


def badly_named(wheel):
    """A wheel for this Python and all that come after it, on many Linuxes."""
    minor = tap.output(PYTHON, "-c", "import sys; print(sys.version_info.minor)").strip()
    wanted = rf"werkbaar-{re.escape(VERSION)}-cp3{minor}-abi3-manylinux\S+\.whl"
    return [] if re.fullmatch(wanted, wheel.name) else [f"{wheel.name} is not like {wanted}"]


def missing_notices(wheel):
    """Names of works in the wheel of which it does not carry the notice."""
    with zipfile.ZipFile(wheel) as files:
        texts = [files.read(name).decode() for name in files.namelist() if "licenses/" in name]
    return [name for name in ("libwerkbaar", "jansson", "utf8proc", "Unicode", "SQLite",
                             "Boost", "SWIG", "ReadStat")
            if not any(name in text for text in texts)]


def foreign_needs(wheel, folder):
    """Libraries that something in the wheel wants, and the wheel lacks, nor Linux has."""
    with zipfile.ZipFile(wheel) as files:
        names = [name for name in files.namelist() if ".so" in name]
        inside = {pathlib.PurePath(name).name for name in names}
        for name in names:
            told = tap.output("readelf", "--dynamic", "--wide", files.extract(name, folder))
            for needed in re.findall(r"\(NEEDED\).*\[(.+)\]", told):
                if needed not in inside and not SYSTEM.fullmatch(needed):
                    yield f"{name} needs {needed}"


class Environment:
    """A virtual environment of its own with one distribution in it, and nothing else."""

    def __init__(self, distribution, folder, *options):
        self.folder = folder
        folder.mkdir()
        self.python = folder / "environment" / "bin" / "python"
        self.problems = (tap.run(PYTHON, "-m", "venv", folder / "environment")
                         or tap.run(self.python, "-m", "pip", "install", "--quiet",
                                    *options, distribution, cwd=folder))

    def run(self, *words):
        """What is wrong when its Python runs these words, away from the sources."""
        return tap.run(self.python, "-I", *words, cwd=self.folder)

    def import_times(self):
        """Milliseconds that importing the package took, of several runs."""
        for _ in range(TIMED):
            told = subprocess.run([self.python, "-I", "-X", "importtime", "-c",
                                   "import werkbaar"], cwd=self.folder, text=True, check=True,
                                  stderr=subprocess.PIPE).stderr
            yield int(re.search(r"(\d+) \| werkbaar$", told, flags=re.M)[1]) / 1000


def check_installed(kind, distribution, folder, *options):
    """Install a distribution, with these options of pip, and use it."""
    environment = Environment(distribution, folder, *options)
    tap.check(f"the {kind} installs in a clean environment", environment.problems)
    job = pathlib.Path(__file__).with_name("use_package.py")
    tap.check(f"the {kind} works there", environment.run(job, VERSION))
    return environment


def building_problems():
    """The end of what scripts/wheel says, when it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    ended = subprocess.run([tap.ROOT / "scripts" / "wheel", "--no-install", "--python", PYTHON],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                           env=environment)
    return ended.stdout.splitlines()[-40:] if ended.returncode else []


tap.check("scripts/wheel works", building_problems())
wheel, sources = the_only("*.whl"), the_only("*.tar.gz")
if wheel is None:
    tap.check("there is one wheel", ["there is none, or more than one"])
    tap.done()
with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    size = wheel.stat().st_size
    tap.check("the wheel is for this Python and later ones", badly_named(wheel))
    tap.check("the wheel has less than 5 MB", [f"{size} bytes"] if size >= LARGEST else [])
    tap.check("the wheel carries the notices of what is in it", missing_notices(wheel))
    tap.check("the wheel stands alone", foreign_needs(wheel, folder / "files"))
    environment = check_installed("wheel", wheel, folder / "wheel")
    if not environment.problems:
        times = list(environment.import_times())
        print(f"{wheel.name}: {size} bytes; importing takes {statistics.median(times):.1f} ms, "
              f"the median of {TIMED} ({min(times):.1f} to {max(times):.1f})", file=sys.stderr)
    if tap.tracked_names() is None:
        tap.skip("the source distribution", "this is no git clone")
    elif sources is None:
        tap.check("there is one source distribution", ["there is none, or more than one"])
    elif os.environ.get("WB_TEST_LONG", "0") != "1":
        tap.skip("the source distribution installs", "it takes long; WB_TEST_LONG=1 has it")
    else:
        # the wheel has shown that it compiles with optimisation
        check_installed("source distribution", sources, folder / "sources",
                        "--config-settings=setup-args=-Doptimization=0")
tap.done()
