# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
"""Fetch what draws the charts of explorer pages: charts.py FOLDER

Takes Vega and Vega-Lite from npm, the versions below and no others, checks that they are those
bytes, and leaves each packed (gzip, base64) in FOLDER; prints where. What is there already stays.
The variable WERKBAAR_CHARTS names a folder that has them, for machines without npm. Exits with 1
and a sentence when they cannot be had.
"""
import base64
import gzip
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

# name, version, sha512 of the package as npm has it ("integrity"), the file in it
CHARTS = [
    ("vega", "6.4.0", "rHXCq2LpEWCLMjXBEj7hocY9G0/i5TGYRayGGSj06VTF4+l2IG2Z7oeZKCjWbUh/7hTE/mVhbaOPB72wCElh6g==",
     "package/build/vega.min.js"),
    ("vega-lite", "6.4.3", "d/7hPjfz560UERaQuTmGgIVfXAe3g2hJWeC+igDeaGohUdEoNrHLXgR/yTOBT8vV/lIuuKnw+0/xWWblkDwkMQ==",
     "package/build/vega-lite.min.js"),
]


def folder_name():
    """Another version is another folder."""
    return "-".join(version for _, version, _, _ in CHARTS)


def files_in(folder):
    return [folder / folder_name() / f"{name}.txt" for name, _, _, _ in CHARTS]


def download(npm, place, name, version):
    """The package, as npm hands it out."""
    run = subprocess.run([npm, "pack", "--loglevel=error", "--prefer-offline", "--fetch-retries=1",
                          "--fetch-timeout=60000", f"{name}@{version}"], cwd=place,
                         stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    found = place / f"{name}-{version}.tgz"
    if run.returncode != 0 or not found.exists():
        why = " ".join(run.stderr.split())[:200]
        sys.exit(f"npm could not fetch {name} {version}: {why}")
    return found


def packed(package, integrity, member):
    """The file of a package, for a page; the package is the one that is meant."""
    if base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() != integrity:
        sys.exit(f"{package.name} is not the package that is pinned: its sha512 differs")
    with tarfile.open(package) as archive:
        code = archive.extractfile(member).read()
    return base64.b64encode(gzip.compress(code, 9, mtime=0))


def fetch(folder):
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("there is no npm, which fetches Vega and Vega-Lite")
    with tempfile.TemporaryDirectory() as work:
        made = [packed(download(npm, pathlib.Path(work), name, version), integrity, member)
                for name, version, integrity, member in CHARTS]
    for path, content in zip(files_in(folder), made):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def main(folder):
    given = os.environ.get("WERKBAAR_CHARTS")
    for place in [pathlib.Path(given)] if given else []:
        if all(path.exists() for path in files_in(place)):
            folder = place
    if not all(path.exists() for path in files_in(folder)):
        fetch(folder)
    print(*(path.resolve() for path in files_in(folder)), sep="\n")


main(pathlib.Path(sys.argv[1]))
