#!/usr/bin/env bash
# tidy.sh JOBS [--all]: clang-tidy on the changed C++ files (or on all), then the house rules of tidy_test.
# The static analyzer, which takes two thirds of the time, runs with --all only.
# Changed: against DEV_BASE, else in CI against the commit before, else against HEAD; new files count.
set -euo pipefail
cd "$(dirname "$0")/../.."

base=${DEV_BASE:-}
if [[ -z $base ]]; then
    base=HEAD
    [[ ${CI:-} != true ]] || base=HEAD~1
fi
sources=('*.cpp' '*.hpp')
checks=(--checks=-clang-analyzer-*)
if [[ ${2:-} == --all ]]; then
    checks=()
    mapfile -t changed < <(git ls-files -co --exclude-standard -- "${sources[@]}")
elif git rev-parse -q --verify "$base^{commit}" >/dev/null; then
    mapfile -t changed < <(git diff --name-only --diff-filter=d "$base" -- "${sources[@]}"
                           git ls-files -o --exclude-standard -- "${sources[@]}")
else
    echo "tidy: there is no $base to compare with; clang-tidy is left to ./dev tidy --all" >&2
    changed=()
fi

# A header is judged through the source beside it.
files=()
for file in "${changed[@]}"; do
    [[ $file != *.hpp ]] || file=${file%.hpp}.cpp
    [[ ! -f $file || $file == *_fuzz.cpp ]] || files+=("$file")
done
if ((${#files[@]})); then
    mapfile -t files < <(printf '%s\n' "${files[@]}" | sort -u)
    echo "tidy: clang-tidy on ${#files[@]} files" >&2
    printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P "$1" clang-tidy-14 -p build/release --quiet "${checks[@]}"
fi
exec build/release/bin/harness_tidy_test --gtest_brief=1
