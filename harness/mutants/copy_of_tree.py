"""A copy of the working tree in which faults are built and judged, so that the tree itself is never touched."""
import contextlib
import hashlib
import os
import resource
import shutil
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field


class Broken(Exception):
    """Something is wrong that is not the fault that was put in."""


@dataclass
class Verdict:
    killed: bool
    how: str                                  # passed, red scenarios, crashed, hung
    red: list = field(default_factory=list)   # ids of scenarios


def _bounded():
    """A fault that allocates without end must not take the machine with it."""
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))


@dataclass
class Limits:
    """Of the suite in seconds: when it is looked at, when it is ended whatever it does, and the processor time that says it hangs."""
    usual: float
    most: float
    cpu: float


def _cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class CopyOfTree:
    # Optimised lightly and without debug information: compile and link count here, and the suite as well. The library's
    # assertions make a step beyond an end what it is, a program that dies.
    FLAGS = ["-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1 -w -D_GLIBCXX_ASSERTIONS", "-DFEDPROOF_TESTS=OFF"]

    def __init__(self, source, jobs):
        self.source, self.jobs = source, jobs
        self.root = f"{source}/build/mutants/tree"
        self.bin = f"{source}/build/mutants/build"
        self.limits = Limits(300.0, 300.0, 1e6)
        self._programs = set()
        # git apply must take the copy for what it is, and ccache must know the copy's files from the tree's.
        self.environment = {**os.environ, "GIT_CEILING_DIRECTORIES": f"{source}/build"}

    def _run(self, command, log, limits=None):
        """Its exit code; None when it goes beyond the limits, and is ended."""
        with open(log, "w", encoding="utf-8") as out, \
                subprocess.Popen(command, cwd=self.root, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                                 env=self.environment, preexec_fn=_bounded) as process:
            try:
                if limits is None:
                    return process.wait()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    return process.wait(limits.usual)
                if _cpu_seconds(process.pid) < limits.cpu:
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        return process.wait(limits.most - limits.usual)
                return None
            finally:
                process.kill()  # nothing, where it has ended

    def prepare(self):
        shutil.rmtree(self.root, ignore_errors=True)
        files = subprocess.run(["git", "-C", self.source, "ls-files", "-z", "-co", "--exclude-standard"], check=True,
                               capture_output=True).stdout.decode().split("\0")
        for name in files:
            if name and os.path.isfile(f"{self.source}/{name}"):
                os.makedirs(os.path.dirname(f"{self.root}/{name}"), exist_ok=True)
                # New dates: objects of an earlier fault must not pass for current.
                shutil.copy(f"{self.source}/{name}", f"{self.root}/{name}")
        os.makedirs(self.bin, exist_ok=True)
        log = f"{self.bin}/configure.log"
        if self._run(["cmake", "-S", self.root, "-B", self.bin, "-G", "Ninja", *self.FLAGS], log) != 0:
            raise Broken(f"the tree does not configure; see {log}")
        if not self.build():
            raise Broken(f"the tree does not build:\n{self.build_log_tail()}")
        begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        verdict = self.judge(fail_fast=False)
        if verdict.killed:
            raise Broken(f"the suite fails without any mutant: {verdict.how} {' '.join(verdict.red)}")
        # A mutant that hangs may cost no more than 15 s with its build. Whoever has computed longer than the good suite needs
        # hangs; whoever has not may be on a machine that has other work, and has time until `most`.
        usual, after = time.monotonic() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        self.limits = Limits(1.3 * usual, max(1.5 * usual, min(3 + 1.5 * usual, 10)), 1.1 * cpu)
        self.is_new_program()

    def is_new_program(self):
        """Whether the compiler has made a program that was not judged before, neither the good one nor one with a fault."""
        with open(f"{self.bin}/bin/fedproof", "rb") as file:
            digest = hashlib.file_digest(file, "sha256").digest()
        is_new = digest not in self._programs
        self._programs.add(digest)
        return is_new

    def build(self):
        return self._run(["ninja", "-C", self.bin, "-j", str(self.jobs), "fedproof"], f"{self.bin}/build.log") == 0

    def build_log_tail(self):
        with open(f"{self.bin}/build.log", encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-30:])

    def judge(self, fail_fast, scenarios=()):
        """The virtual suite decides, or these scenarios of it. A program that dies or never ends has failed in the scenario
        that it was in."""
        out = f"{self.bin}/out"
        shutil.rmtree(out, ignore_errors=True)
        command = [f"{self.bin}/bin/fedproof", "run", *scenarios, "--scenarios", f"{self.root}/scenarios",
                   "--on", "virtual", "-j", str(self.jobs), "-o", out, "--report", "junit",
                   *(["--fail-fast"] if fail_fast else [])]
        code = self._run(command, f"{self.bin}/suite.log", self.limits)
        if code is None:
            return Verdict(True, "hung")
        if code == 0:
            return Verdict(False, "passed")
        red = self._red(f"{out}/junit.xml")
        if code == 2 and not red:
            raise Broken(f"the suite was not run as meant; see {self.bin}/suite.log")
        return Verdict(True, "red" if red else f"ended with {code}", red)

    @staticmethod
    def _red(file):
        try:
            cases = ElementTree.parse(file).iter("testcase")
        except (OSError, ElementTree.ParseError):
            return []
        return [f"{case.get('classname')}/{case.get('name')}" for case in cases
                if case.find("failure") is not None or case.find("error") is not None]

    def apply(self, patch):
        if self._run(["git", "apply", patch], f"{self.bin}/apply.log") != 0:
            raise Broken(f"{patch} does not apply")

    def take_back(self, patch):
        if self._run(["git", "apply", "-R", patch], f"{self.bin}/apply.log") != 0:
            raise Broken(f"{patch} cannot be taken back")

    @contextlib.contextmanager
    def edited(self, name, text):
        path = f"{self.root}/{name}"
        with open(path, encoding="utf-8") as file:
            before = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            yield
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(before)
