# SPDX-License-Identifier: MIT
# SPDX-FileCopyrightText: libwerkbaar contributors
# shellcheck shell=bash disable=SC2034 # who sources this uses the lists
#
# What the scripts beside this file share; they source it. It moves to the top of the
# project, names the step that is running, and installs what a step lacks with apt.

set -euo pipefail
export LC_ALL=C.UTF-8
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

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
    printf '\n%s stopped: %s.\n' "$script" "$1" >&2
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
    libjansson-dev libutf8proc-dev 'libboost-dev|libboost1.74-dev')
packages_to_test=(libcmocka-dev r-base-core r-cran-survey r-cran-psych r-cran-psychtools
    r-cran-jsonlite abigail-tools universal-ctags)
packages_to_test_all=(clang valgrind clang-format)

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

# Install the packages that are not there yet. Words: why, then the packages. On a system
# without apt nothing is installed; the build then says what it misses.
install_missing()
{
    local why=$1 missing known unknown package

    shift
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        echo "No apt here, so nothing is installed; $why takes: $*"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if [ "${#missing[@]}" -eq 0 ]; then
        echo "Everything $why takes is installed."
        return
    fi
    echo "Installing what $why takes and this machine lacks: ${missing[*]}"
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        stop "it needs root or sudo to install ${missing[*]}; ask who manages this machine"
    fi
    mkdir -p build
    apt update || echo "The package lists could not be refreshed; going on with the old ones."
    known=()
    unknown=()
    for package in "${missing[@]}"; do
        if apt-cache show "$package" >/dev/null 2>&1; then
            known+=("$package")
        else
            unknown+=("$package")
        fi
    done
    if [ "${#unknown[@]}" -gt 0 ]; then
        echo "This system's apt does not know ${unknown[*]}; what needs them is skipped."
    fi
    if [ "${#known[@]}" -gt 0 ]; then
        apt install -y --no-install-recommends "${known[@]}" ||
            stop "apt could not install ${known[*]}; is there a network?"
        echo "Installed (${SECONDS} s since the start)."
    fi
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
