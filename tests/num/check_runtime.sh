#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library needs no C++ runtime, although one unit of it is C++.
# usage: check_runtime.sh libwerkbaar.so
set -eu
command -v readelf >/dev/null || exit 77 # meson: skipped
needed=$(readelf --dynamic "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
test -n "$needed"
echo "$needed"
if echo "$needed" | grep -E 'libstdc|libc\+\+|libsupc'; then
    echo "the library needs the C++ runtime" >&2
    exit 1
fi
