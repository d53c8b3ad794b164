#!/usr/bin/env bash
# run.sh JOBS [PATCH…]: puts one deliberate fault after the other into a copy of the tree and runs the virtual suite on it.
# A fault is a file harness/mutants/NAME.patch (git diff, from the root); its first line says what it breaks. One that the
# suite does not notice survives. Ends with `K of N mutants killed`; exit 1 if one survived, 2 if something else was wrong.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
jobs=$1
shift
patches=("$@")
if (($# == 0)); then mapfile -t patches < <(find "$root/harness/mutants" -name '*.patch' | sort); fi
((${#patches[@]})) || { echo "mutants: no patch in harness/mutants" >&2; exit 2; }
for i in "${!patches[@]}"; do patches[i]=$(realpath "${patches[i]}"); done

tree=$root/build/mutants/tree
bin=$root/build/mutants/build
export GIT_CEILING_DIRECTORIES=$root/build   # so that git apply takes the copy for what it is
export CCACHE_BASEDIR=$root/build/mutants
fail() { echo "mutants: $*" >&2; exit 2; }

rm -rf "$tree" && mkdir -p "$tree"
git ls-files -z -co --exclude-standard | while IFS= read -r -d '' file; do
    [[ ! -f $file ]] || printf '%s\0' "$file"
done | tar --null -T - -cf - | tar -xmf - -C "$tree"   # new dates: objects of an earlier fault must not pass for current
cd "$tree"
cmake -S . -B "$bin" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DFEDPROOF_TESTS=OFF >/dev/null

build() { ninja -C "$bin" -j "$jobs" fedproof >"$bin/build.log" 2>&1; }
suite() { timeout 300 "$bin/bin/fedproof" run --scenarios "$tree/scenarios" --on virtual -j "$jobs" -o "$bin/out" "$@" >"$bin/suite.log" 2>&1; }

build || { tail -n 30 "$bin/build.log" >&2; fail "the tree does not build"; }
suite || { tail -n 30 "$bin/suite.log" >&2; fail "the suite fails without any mutant"; }

killed=0 survivors=()
for patch in "${patches[@]}"; do
    name=$(basename "$patch" .patch)
    git apply "$patch" || fail "$name does not apply"
    build || { tail -n 30 "$bin/build.log" >&2; fail "$name does not compile"; }
    if suite --fail-fast; then
        survivors+=("$name")
        echo "survived: $name: $(head -n 1 "$patch")"
    else
        killed=$((killed + 1))
        echo "killed: $name"
    fi
    git apply -R "$patch"
done
echo "$killed of ${#patches[@]} mutants killed"
((${#survivors[@]} == 0))
