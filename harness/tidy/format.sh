#!/usr/bin/env bash
# format.sh [--check]: clang-format over every C++ file that git knows or would add. --check changes nothing and exits 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
mode=(-i)
[[ ${1:-} != --check ]] || mode=(--dry-run -Werror)
git ls-files -z -co --exclude-standard -- '*.cpp' '*.hpp' | xargs -0 -r clang-format-14 "${mode[@]}"
shellcheck dev .ci/run .ci/night harness/*/*.sh
