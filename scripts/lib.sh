# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# shellcheck shell=bash disable=SC2034 # who sources this uses the lists
#
# What the scripts beside this file share; they source it. It moves to the top of the
# project, names the step that is running, and installs what a step lacks with apt.

set -euo pipefail
export LC_ALL=C.UTF-8
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
mkdir -p build # what all steps leave, logs of installing too

script=scripts/$(basename -- "$0")
step="starting"

# Name the step that begins; the closing sentence of a failure repeats it.
begin()
{
    step=$1
    printf '\n== %s (%d s)\n' "$step" "$SECONDS"
}

# Stop with a sentence that says why. Words: the sentence, the exit status (1).
stop()
{
    printf '\n%s stopped: %s\n' "$script" "$1" >&2
    explained=yes
    exit "${2:-1}"
}

explained=no
say_what_failed()
{
    local status=$?

    if [ "$status" -ne 0 ] && [ "$explained" = no ]; then
        printf '\n%s stopped while %s (exit status %d); the lines above say why.\n' \
            "$script" "$step" "$status" >&2
    fi
}
trap say_what_failed EXIT

# ---- packages ----

# `a|b`: one of the two will do.
packages_to_build=(gcc g++ libc6-dev meson ninja-build 'pkg-config|pkgconf' python3
    libjansson-dev libutf8proc-dev libsqlite3-dev zlib1g-dev libreadstat-dev
    'libboost-dev|libboost1.74-dev')
packages_to_test=("${packages_to_build[@]}" libcmocka-dev)
packages_to_compare=(r-base-core r-cran-survey r-cran-mass r-cran-psych r-cran-psychtools r-cran-proc
    r-cran-jsonlite abigail-tools universal-ctags python3-jsonschema chromium valgrind)
packages_to_build_wheel=("${packages_to_build[@]}" git python3-dev python3-venv)
packages_to_make_site=(doxygen python3 python3-venv r-base-core)
packages_to_test_all=(clang clang-format default-jre-headless
    "${packages_to_make_site[@]}")
packages_to_build_r=(gcc g++ libc6-dev make 'pkg-config|pkgconf' python3 python3-venv
    libjansson-dev libutf8proc-dev libsqlite3-dev zlib1g-dev libreadstat-dev r-base-core
    r-cran-bh)
packages_to_test_r=("${packages_to_build_r[@]}" r-cran-mass r-cran-testthat r-cran-haven r-cran-tibble
    r-cran-data.table r-cran-bit64 r-cran-generics r-cran-survey r-cran-rmarkdown r-cran-knitr r-cran-ggplot2
    pandoc chromium poppler-utils)

# Is a package installed? `a|b` is when either is.
has_package()
{
    local name

    for name in ${1//|/ }; do
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null || true) in
        ?i*) return 0 ;;
        esac
    done
    return 1
}

# Those of the given packages that are not installed, one a line, the first of `a|b`.
missing_packages()
{
    local package

    for package in "$@"; do
        has_package "$package" || printf '%s\n' "${package%%|*}"
    done
}

# Run apt-get as root, patiently: another apt may hold the lock, a mirror may hiccup. What
# it prints goes to build/apt.log, and to the terminal when it fails.
apt()
{
    local become_root=() log=build/apt.log

    if [ "$(id -u)" -ne 0 ]; then
        become_root=(sudo)
    fi
    "${become_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        return 1
    }
}

# Install the packages that are not there yet. Words: what takes them, then the packages.
# On a system without apt nothing is installed; the build then says what it misses.
# Returns 1 when a package could not be installed, having said why.
install_missing()
{
    local who=$1 missing known=() unknown=() package

    shift
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "There is no apt here, so nothing is installed; $who takes: $*"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        echo "Everything that $who takes is installed."
        return
    fi
    echo "Installing what $who takes and this machine lacks: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        echo "That takes root, or a user with sudo." >&2
        return 1
    fi
    apt update || echo "The package lists could not be refreshed; going on with the old ones."
    for package in "${missing[@]}"; do
        # `apt-cache show` knows packages that no version can be had of
        if [ -n "$(apt-cache madison "$package" 2>/dev/null)" ]; then
            known+=("$package")
        else
            unknown+=("$package")
        fi
    done
    if [ "${#known[@]}" -gt 0 ]; then
        apt install -y --no-install-recommends "${known[@]}" || return 1
        echo "Installed (${SECONDS} s since the start)."
    fi
    if [ "${#unknown[@]}" -gt 0 ]; then
        echo "This system's apt does not know ${unknown[*]}." >&2
        return 1
    fi
}

# Without these packages there is no going on.
need_packages()
{
    install_missing "$@" ||
        stop "not every package that $1 takes could be installed; the lines above say why"
}

# Without these packages there is less to do.
want_packages()
{
    install_missing "$@" || echo "Going on without; what needs them is skipped."
}

# Have the one version of SWIG that makes the wrappers of the bindings, and name it in SWIG.
# It comes from PyPI into build/swig, unless `swig` is that version already.
need_swig()
{
    local version is

    version=$(cat bindings/swig-version)
    for SWIG in "${SWIG:-swig}" "$PWD/build/swig/bin/swig"; do
        is=$("$SWIG" -version 2>/dev/null | sed -n 's/^SWIG Version //p') || is=
        if [ "$is" = "$version" ]; then
            export SWIG
            return
        fi
    done
    echo "Installing SWIG $version in build/swig."
    rm -rf build/swig
    pip_into build/swig build/swig.log "swig==$version" ||
        stop "SWIG $version, which makes the wrappers of the bindings, cannot be installed"
    export SWIG
}

# Have Vega and Vega-Lite, which npm fetches, in build/charts, and name that folder to every
# build that follows. Without them there are no explorer pages; all else goes on.
want_charts()
{
    if ! command -v npm >/dev/null && [ "${1:-install}" = install ]; then
        want_packages "fetching what draws explorer pages" npm
    fi
    if python3 data/explorer/charts.py build/charts >build/charts.log 2>&1; then
        export WERKBAAR_CHARTS=$PWD/build/charts
        echo "What draws explorer pages is in build/charts."
    else
        unset WERKBAAR_CHARTS
        echo "No explorer pages: $(tail -n 1 build/charts.log)"
    fi
}

# Have the environment in which the Python package is tested: SWIG and what the tests take,
# from PyPI, in build/python. swig.ini there tells meson of that SWIG.
need_python_environment()
{
    local place=build/python wanted

    wanted=$(python3 --version && cat bindings/swig-version bindings/python/tests/requirements.txt)
    need_environment "$place" "testing the Python package" "$wanted" build/pip.log \
        "swig==$(cat bindings/swig-version)" -r bindings/python/tests/requirements.txt || return
    printf "[binaries]\nswig = '%s'\n" "$PWD/$place/bin/swig" >"$place/swig.ini"
}

# Have there what only --all takes: Spark, which is large.
need_all_of_python_environment()
{
    local place=build/python wanted

    wanted=$(cat bindings/python/tests/requirements-all.txt)
    if [ "$(cat "$place/made-for-all" 2>/dev/null)" != "$wanted" ]; then
        echo "Adding to $place what testing everything takes, from PyPI."
        pip_into "$place" build/pip-all.log -r bindings/python/tests/requirements-all.txt || return
        printf '%s\n' "$wanted" >"$place/made-for-all"
    fi
}

# Have what makes the site of the documents, from PyPI, in build/site-tools.
need_site_environment()
{
    need_environment build/site-tools "making the site" \
        "$(python3 --version && cat tools/site/requirements.txt)" build/pip-site.log \
        -r tools/site/requirements.txt
}

# Have what reads counters of coverage, from PyPI, in build/coverage-tools: gcovr as a program, and
# coverage.py in a folder of its own, to go beside the packages of build/python.
need_coverage_environment()
{
    local place=build/coverage-tools

    need_environment "$place" "coverage" "$(python3 --version && cat tests/coverage/requirements.txt)" \
        build/pip-coverage.log -r tests/coverage/requirements.txt || return
    [ -d "$place/beside" ] ||
        "$place/bin/pip" install -q --target "$place/beside" "$(grep ^coverage tests/coverage/requirements.txt)"
}

# Have an environment with packages from PyPI; another wish makes it anew. Words: its folder, what
# it is for, the wish as a text, a log, then those of pip. Returns 1 when it could not be made.
need_environment()
{
    local place=$1 use=$2 wanted=$3 log=$4

    shift 4
    if [ "$(cat "$place/made-for" 2>/dev/null)" = "$wanted" ]; then
        echo "Everything that $use takes is in $place."
        return
    fi
    echo "Installing what $use takes in $place, from PyPI."
    rm -rf "$place"
    pip_into "$place" "$log" "$@" || return
    printf '%s\n' "$wanted" >"$place/made-for"
}

# Install with pip in an environment, which is made when it is not there. Words: its folder, a log,
# then those of pip. What it says is shown when it fails, and then this returns 1.
pip_into()
{
    local place=$1 log=$2

    shift 2
    { python3 -m venv "$place" && "$place/bin/pip" install -q "$@"; } </dev/null >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        return 1
    }
}

# libFuzzer and the sanitizers of the clang that is here come apart from it.
package_of_libfuzzer()
{
    echo "libclang-rt-$(clang -dumpversion | cut -d . -f 1)-dev"
}

# ---- building ----

# Configure a build directory, or bring an earlier one up to date. Words: directory, then
# options of meson setup.
configure()
{
    local directory=$1

    shift
    if [ ! -f "$directory/build.ninja" ]; then
        rm -rf "$directory"
        meson setup "$directory" "$@"
    elif ! meson setup --reconfigure "$directory" "$@" >/dev/null; then
        meson setup --wipe "$directory" "$@"
    fi
}

# Tests in which there are several threads, for `meson test`. ThreadSanitizer of gcc up to 13 takes
# addresses that kernels with much randomness give to others.
tests_with_threads=(--wrap 'setarch -R' faults/shared faults/fork frame/threads survey/threads base/run)

tsan_options=halt_on_error=1:suppressions=$PWD/tests/tsan.supp

# Build these with ThreadSanitizer. Of libraries that are not built so (jansson, SQLite) it sees the
# calls alone. Words: directory.
build_with_thread_sanitizer()
{
    CC=gcc CXX=g++ configure "$1" -Dtests=enabled -Dwerror=false -Db_sanitize=thread -Db_lundef=false \
        -Doptimization=1 &&
        ninja -C "$1" tests/faults/test_faults_{shared,fork} tests/test_{frame_threads,survey_threads,base_run}
}
