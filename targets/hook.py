"""What every start hook does: reads the wanted state, starts its edge, answers, and lives as long as the edge does.

docs/targets/README.md is the contract. A hook calls main(start), where `start` gets the state as a dict and gives back the running
process, or raises Unsupported or Failed.
"""
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time

STOP_SECONDS = 5
PR_SET_PDEATHSIG = 1


class Unsupported(Exception):
    """Parts of the wanted state that the edge cannot be given; a list of their names is the argument."""


class Failed(Exception):
    """It should have worked."""


def endpoint(side):
    return f"{side['address']}:{side['port']}"


def is_listening(side):
    """Read from the kernel's table, so that no connection disturbs the one that is asked about."""
    row = f"{int.from_bytes(socket.inet_aton(side['address']), 'little'):08X}:{side['port']:04X}"
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(line.split()[1] == row and line.split()[3] == "0A" for line in list(table)[1:])


def wait_until(condition, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def wait_for_free_ports(wanted):
    """An edge that was killed may take a moment to let go of them."""
    sides = (wanted["external"], wanted["internal"])
    if not wait_until(lambda: not any(map(is_listening, sides)), STOP_SECONDS):
        raise Failed(f"somebody else listens on {endpoint(sides[0])} or {endpoint(sides[1])}")


def program_folder():
    """Where fedproof and what was built with it lie: beside the program that started us, unless FEDPROOF_BIN says otherwise."""
    return os.environ.get("FEDPROOF_BIN") or os.path.dirname(os.path.realpath(f"/proc/{os.getppid()}/exe"))


def _end_with_us():
    """Between fork and exec: the edge gets SIGTERM, and ends its own children, when the one who started it dies."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(command, is_ready, seconds, log=None, **more):
    """The process, once it is ready; what it writes goes to `log`, else to our standard error."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log or sys.stderr, stderr=log or sys.stderr,
                               preexec_fn=_end_with_us, **more)
    if not wait_until(lambda: process.poll() is not None or is_ready(), seconds):
        stop(process)
        raise Failed(f"{os.path.basename(command[0])} is not ready after {seconds} s")
    if process.poll() is not None:
        raise Failed(f"{os.path.basename(command[0])} ended with {process.returncode}")
    return process


def stop(process):
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answer(**said):
    print(json.dumps(said), flush=True)


def main(start):
    """The program's exit code."""
    if sys.argv[1:] != ["start"]:
        raise SystemExit(f"usage: {sys.argv[0]} start <STATE.json")
    try:
        process = start(json.load(sys.stdin))
    except Unsupported as missing:
        _answer(unsupported=[name.replace("_", " ") for name in missing.args[0]])
        return 0
    except Failed as reason:
        _answer(failed=str(reason))
        return 1
    told = []
    signal.signal(signal.SIGTERM, lambda *_: (told.append(True), process.terminate()))
    _answer(ready=True)
    code = process.wait()
    return 0 if told else code or 1
