#!/usr/bin/env python3
"""Does the suite notice each deliberate fault? Ends with `K of N mutants killed`.

mutants.py [PATCH…] [--draw N] [--by TEXT] [--generated N] [--seed S] [--proofs] [--jobs N]

Written mutants are patches beside this file; their first line says what they break, the second, `proves: ID…`, which
requirements that breaches. Generated ones are small edits of the
edge's sources, drawn by a seed. Each is built in a copy of the tree, and the virtual suite alone decides.
  --draw N      only N of the written ones, chosen by the hash of --by (default: the commit)
  --proofs      each mutant meets all scenarios of what it breaches, and proved_by in requirements.xml is written anew
Exit codes: 0; 1 too many survived, or one that survivors.md does not argue; 2 usage, or the tree fails without any mutant.
"""
import argparse
import glob
import hashlib
import json
import os
import subprocess
import sys
import time

import generate
import proofs
from copy_of_tree import Broken, CopyOfTree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
WRITTEN_SHARE, GENERATED_SHARE = 0.95, 0.80   # what must be caught


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("patches", nargs="*", metavar="PATCH")
    parser.add_argument("--draw", type=int, metavar="N")
    parser.add_argument("--by", metavar="TEXT")
    parser.add_argument("--generated", type=int, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--proofs", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    if chosen.generated is not None and (chosen.patches or chosen.draw or chosen.proofs):
        parser.error("--generated goes with --seed and --jobs only")
    if min(chosen.draw or 1, chosen.generated or 1, chosen.jobs) < 1:
        parser.error("numbers start at 1")
    return chosen


def file_of(patch):
    """A patch may be meant by its file or by its bare name."""
    for file in (os.path.abspath(patch), f"{HERE}/{patch}.patch"):
        if os.path.isfile(file):
            return file
    raise Broken(f"no patch is called {patch}; harness/mutants holds them")


def written(chosen):
    """The patches to try, as (name, file, what it breaks, requirements it breaches)."""
    files = [file_of(patch) for patch in chosen.patches] or sorted(glob.glob(f"{HERE}/*.patch"))
    if not files:
        raise Broken("no patch in harness/mutants")
    if chosen.draw:
        by = chosen.by or subprocess.run(["git", "-C", ROOT, "rev-parse", "HEAD"], check=True, text=True,
                                         capture_output=True).stdout.strip()
        files.sort(key=lambda file: hashlib.sha256((by + os.path.basename(file)).encode()).digest())
        files = sorted(files[:chosen.draw])
    result = []
    for file in files:
        with open(file, encoding="utf-8") as text:
            what, second = text.readline().strip(), text.readline().strip()
        result.append((os.path.basename(file).removesuffix(".patch"), file, what, second.removeprefix("proves:").split()))
    return result


def check_that_all_apply():
    """A patch that no longer fits is found here, also when it is not drawn today."""
    stale = [os.path.basename(file) for file in sorted(glob.glob(f"{HERE}/*.patch"))
             if subprocess.run(["git", "-C", ROOT, "apply", "--check", file], check=False, capture_output=True).returncode]
    if stale:
        raise Broken("these no longer apply to the tree; write them anew: " + ", ".join(stale))


def check_claims():
    """Each patch says what it breaches, in ids that exist: a slip of the pen would prove nothing and be noticed by nobody."""
    known = proofs.requirements(ROOT)
    wrong = []
    for file in sorted(glob.glob(f"{HERE}/*.patch")):
        with open(file, encoding="utf-8") as text:
            text.readline()
            second = text.readline()
        unknown = [one for one in second.removeprefix("proves:").split() if one not in known]
        if not second.startswith("proves:") or unknown:
            wrong.append(" ".join([os.path.basename(file), *unknown]))
    if wrong:
        raise Broken("the second line is `proves: ID…` with ids of requirements.xml; not so in: " + ", ".join(wrong))


def argued():
    """Names of the written mutants that may survive: survivors.md has a line `- NAME: why` for each."""
    with open(f"{HERE}/survivors.md", encoding="utf-8") as text:
        return {line[2:].split(":", 1)[0].strip() for line in text if line.startswith("- ")}


class Tally:
    def __init__(self, total):
        self.total, self.killed, self.survivors, self.records, self.broken = total, 0, [], [], []
        self.equal = 0
        self.begin = time.monotonic()

    def add(self, name, text, verdict, seconds, proves=()):
        by = ", ".join(verdict.red[:3]) or verdict.how
        self.records.append({"mutant": name, "what": text, "killed": verdict.killed, "how": verdict.how,
                             "red": verdict.red, "proves": list(proves), "seconds": round(seconds, 1)})
        if verdict.killed:
            self.killed += 1
            print(f"killed: {name} ({seconds:.1f} s) by {by}", flush=True)
        else:
            self.survivors.append(name)
            print(f"survived: {name} ({seconds:.1f} s): {text}", flush=True)

    def close(self, folder):
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/mutants.json", "w", encoding="utf-8") as out:
            json.dump(self.records, out, indent=1)
        without = [record["mutant"] for record in self.records if record["killed"] and not record["red"]]
        if without:
            print("noticed without a red scenario (the program died or hung):", ", ".join(without))
        if self.equal:
            print(f"{self.equal} more gave a program that was known already; others were drawn instead")
        count = max(len(self.records), 1)
        seconds = sum(record["seconds"] for record in self.records)
        print(f"{seconds / count:.1f} s a mutant, the slowest {max((r['seconds'] for r in self.records), default=0)} s; "
              f"list in {os.path.relpath(folder, ROOT)}/mutants.json")


def judge_written(tree, chosen, at_once):
    """Those scenarios first that judge what the patch breaches: mostly they are enough. Then all of them."""
    if at_once:
        verdict = tree.judge(fail_fast=not chosen.proofs, scenarios=at_once)
        if verdict.killed:
            return verdict
    return tree.judge(fail_fast=True)


def try_written(tree, chosen, tally, patches):
    judges = proofs.judged_by_scenario(tree.root)
    for name, file, text, proves in patches:
        begin = time.monotonic()
        tree.apply(file)
        try:
            if not tree.build():
                tally.broken.append(name)
                print(f"{name} does not compile:\n{tree.build_log_tail()}", flush=True)
                continue
            at_once = sorted(scenario for scenario, ids in judges.items() if set(ids) & set(proves))
            verdict = judge_written(tree, chosen, at_once)
        finally:
            tree.take_back(file)
        tally.add(name, text, verdict, time.monotonic() - begin, proves)


def try_generated(tree, chosen, tally):
    for mutant in generate.draw(tree.root, chosen.seed):
        if tally.total == len(tally.records):
            break
        begin = time.monotonic()
        with tree.edited(mutant.file, mutant.text):
            if not tree.build():
                continue   # not a program: another is drawn instead
            if not tree.is_new_program():
                tally.equal += 1   # nothing could tell it from the original, or from another mutant
                continue
            verdict = tree.judge(fail_fast=True)
        tally.add(mutant.name, mutant.what, verdict, time.monotonic() - begin)


def main():
    chosen = options()
    patches = [] if chosen.generated else written(chosen)
    check_that_all_apply()
    check_claims()
    tree = CopyOfTree(ROOT, chosen.jobs)
    tree.prepare()
    tally = Tally(chosen.generated or len(patches))
    if chosen.generated:
        try_generated(tree, chosen, tally)
    else:
        try_written(tree, chosen, tally, patches)
    tally.close(f"{ROOT}/out/mutants")
    if chosen.proofs:
        proofs.write(ROOT, tally.records)
    unargued = [] if chosen.generated else sorted(set(tally.survivors) - argued())
    if unargued:
        print("not argued in harness/mutants/survivors.md:", ", ".join(unargued))
    if tally.broken:
        print("do not compile:", ", ".join(tally.broken))
    share = GENERATED_SHARE if chosen.generated else 0 if chosen.draw or chosen.patches else WRITTEN_SHARE
    print(f"{tally.killed} of {len(tally.records)} mutants killed")
    return 1 if unargued or tally.broken or tally.killed < share * len(tally.records) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Broken as broken:
        print(f"mutants: {broken}", file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
