"""Child processes: start, wait until they listen, CPU time of the whole tree, end."""
import os
import signal
import subprocess
import time

from world import is_listening

TICKS = os.sysconf("SC_CLK_TCK")


def start(command, log):
    with open(log, "w", encoding="utf-8") as out:
        return subprocess.Popen(command, cwd=os.path.dirname(log), stdin=subprocess.DEVNULL, stdout=out,
                                stderr=subprocess.STDOUT)


def wait_listening(process, endpoint, log, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_listening(endpoint):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    with open(log, encoding="utf-8", errors="replace") as text:
        tail = "".join(text.readlines()[-15:])
    raise SystemExit(f"relay: nobody listens on {endpoint}; the end of {log}:\n{tail}")


def end(process, how=signal.SIGTERM):
    """Asks once, then kills."""
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(8)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stat(pid):
    with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as line:
        return line.read().rsplit(")", 1)[1].split()


def _tree(root):
    """`root` and all its descendants."""
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                children.setdefault(int(_stat(name)[1]), []).append(int(name))
            except OSError:
                continue  # it ended while we looked
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        yield pid


def memory_kib(root):
    """Proportional set size of `root` and all its descendants."""
    total = 0
    for pid in _tree(root):
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
                total += next(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        except OSError:
            continue  # it ended while we looked
    return total


def cpu_seconds(root):
    """User and system time of `root` and of all its descendants, those included that they have waited for."""
    total = 0
    for pid in _tree(root):
        try:
            total += sum(int(field) for field in _stat(pid)[11:15])
        except OSError:
            continue
    return total / TICKS
