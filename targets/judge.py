#!/usr/bin/env python3
"""Holds a target against what is known of it.

usage: judge.py FEDPROOF TARGET_FOLDER OUT

TARGET_FOLDER/verdicts.txt says for each scenario which verdict it comes to (`passed`, `failed`, `unsupported`) and, for those that
fail, the clause that the target breaks. All are run against TARGET_FOLDER/target.xml; every other verdict than the known one is a
failure, a scenario that suddenly passes included. OUT/judged.xml tells it as JUnit. Exit code 1: some verdict is another one.
"""
import json
import subprocess
import sys
from xml.sax.saxutils import quoteattr

WORDS = ("passed", "failed", "unsupported")
RUN_SECONDS = 240
TARGET_JOBS = "8"  # a scenario waits far longer than it computes


def known_verdicts(path):
    """Scenario id to (verdict, clause)."""
    verdicts = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            words = line.split("#")[0].split(maxsplit=2)
            if not words:
                continue
            if len(words) < 2 or words[0] not in WORDS:
                raise SystemExit(f"{path}:{number}: a line is VERDICT SCENARIO [CLAUSE], with VERDICT one of {', '.join(WORDS)}")
            verdict, scenario = words[:2]
            if verdict == "failed" and len(words) < 3:
                raise SystemExit(f"{path}:{number}: {scenario} fails by no clause; name it, or mend the scenario")
            if scenario in verdicts:
                raise SystemExit(f"{path}:{number}: {scenario} is there twice")
            verdicts[scenario] = (verdict, words[2].strip() if len(words) > 2 else "")
    return verdicts


def run(fedproof, folder, scenarios, out):
    """Scenario id to (verdict, reason)."""
    command = [fedproof, "run", *scenarios, "--on", "target", "--target", f"{folder}/target.xml", "-o", f"{out}/run", "-j",
               TARGET_JOBS, "--report", "json", "-q"]
    with open(f"{out}/screen.txt", "w", encoding="utf-8") as screen:
        code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=screen, stderr=subprocess.STDOUT, timeout=RUN_SECONDS,
                              check=False).returncode
    if code not in (0, 1):
        with open(f"{out}/screen.txt", encoding="utf-8") as screen:
            raise SystemExit(f"{' '.join(command)}\nended with {code}:\n{screen.read()[-2000:]}")
    with open(f"{out}/run/report.json", encoding="utf-8") as report:
        return {one["id"]: (one["verdict"], one.get("reason", "")) for one in json.load(report)["scenarios"]}


def main():
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    fedproof, folder, out = sys.argv[1:]
    known = known_verdicts(f"{folder}/verdicts.txt")
    seen = run(fedproof, folder, sorted(known), out)
    wrong = 0
    with open(f"{out}/judged.xml", "w", encoding="utf-8") as judged:
        cases = []
        for scenario, (verdict, _) in known.items():
            now, reason = seen.get(scenario, ("not run", ""))
            text = "" if now == verdict else f"{now} instead of {verdict}: {reason}"
            wrong += bool(text)
            cases.append(f"<testcase name={quoteattr(scenario)}>" + (f"<failure message={quoteattr(text)}/>" if text else "") +
                         "</testcase>\n")
            if text:
                print(f"{scenario}: {text}")
        judged.write(f'<testsuites>\n<testsuite name={quoteattr(folder)} tests="{len(known)}" failures="{wrong}" errors="0">\n' +
                     "".join(cases) + "</testsuite>\n</testsuites>\n")
    tally = {word: sum(1 for verdict, _ in known.values() if verdict == word) for word in WORDS}
    print(f"{folder}: " + ", ".join(f"{count} {word}" for word, count in tally.items()) +
          (f" known; {wrong} came out otherwise" if wrong else ", each as known"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
