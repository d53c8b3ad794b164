"""The two sipps at the ends and the stunnels that speak TLS for them (Debian's sipp has none)."""
import csv
import os
import signal
import subprocess
import time

import processes
import world

HERE = os.path.dirname(os.path.abspath(__file__))
COMMON = ["-nostdin", "-timer_resol", "1", "-max_recv_loops", "1000", "-i", "127.0.0.1", "-buff_size", "1048576",
          "-deadcall_wait", "0"]


def _scenario(name, folder, **values):
    with open(f"{HERE}/{name}", encoding="ascii") as source:
        text = source.read()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    with open(f"{folder}/{name}", "w", encoding="ascii") as copy:
        copy.write(text)
    return f"{folder}/{name}"


def _count(path, column):
    """A column of the last line of sipp's statistics."""
    with open(path, encoding="ascii", errors="replace") as table:
        rows = list(csv.reader(table, delimiter=";"))
    return int(dict(zip(rows[0], rows[-1]))[column])


class Ends:
    """Both ends of a relay. A context manager: they run inside it."""

    def __init__(self, folder, certificates):
        self.folder = folder
        self.certificates = certificates
        self.running = []

    def __enter__(self):
        stats = f"{self.folder}/uas.csv"
        if os.path.exists(stats):
            os.unlink(stats)
        self.answerer = processes.start(
            ["sipp", *COMMON, "-t", "t1", "-sf", _scenario("message_uas.xml", self.folder), "-trace_stat", "-stf", stats,
             "-fd", "1", "-p", world.ANSWERER.split(":")[1], "127.0.0.1"], f"{self.folder}/uas.log")
        self.running.append(self.answerer)
        tunnel = processes.start(["stunnel4", self._stunnel_conf()], f"{self.folder}/stunnel.log")
        self.running.append(tunnel)
        try:
            processes.wait_listening(self.answerer, world.ANSWERER, f"{self.folder}/uas.log")
            processes.wait_listening(tunnel, world.NEXT_HOP, f"{self.folder}/stunnel.log")
        except SystemExit:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            processes.end(process, signal.SIGKILL if process is self.answerer else signal.SIGTERM)

    def _stunnel_conf(self):
        def party(name):
            return (f"cert = {self.certificates}/{name}.pem\nkey = {self.certificates}/{name}.key\n"
                    f"CAfile = {self.certificates}/ca.pem\nverifyChain = yes\n")

        path = f"{self.folder}/stunnel.conf"
        with open(path, "w", encoding="ascii") as conf:
            conf.write("foreground = yes\npid =\nsyslog = no\nsocket = l:TCP_NODELAY=1\nsocket = r:TCP_NODELAY=1\n"
                       f"[to-device]\nclient = yes\naccept = {world.TO_DEVICE}\nconnect = {world.DEVICE}\n{party('alpha')}"
                       f"[from-device]\naccept = {world.NEXT_HOP}\nconnect = {world.ANSWERER}\n{party('beta')}")
        return path

    def send(self, messages, in_flight, links=1, answer_within=10):
        """Sends `messages` MESSAGEs, `in_flight` at a time. With `links` > 1 each of so many calls has its own
        connection and sends its share one after the other. Returns a dict of what came of it."""
        rounds = messages // links if links > 1 else 1
        calls = links if links > 1 else messages
        stats = f"{self.folder}/uac.csv"
        if os.path.exists(stats):
            os.unlink(stats)
        scenario = _scenario("message_uac.xml", self.folder, IDENT="[$round]", ROUNDS=str(rounds))
        transport = ["-t", "tn", "-max_socket", str(links + 50)] if links > 1 else ["-t", "t1"]
        begin = time.monotonic()
        with open(f"{self.folder}/uac.log", "w", encoding="utf-8") as log:
            code = subprocess.run(
                ["sipp", *COMMON, *transport, "-sf", scenario, "-p", str(world.CALLER_PORT), "-m", str(calls), "-r",
                 "200000", "-l", str(min(in_flight, calls)), "-trace_stat", "-stf", stats, "-fd", "1", "-timeout", "600s",
                 "-recv_timeout", str(answer_within * 1000), world.TO_DEVICE],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, check=False).returncode
        seconds = time.monotonic() - begin
        answered, failed = _count(stats, "SuccessfulCall(C)"), _count(stats, "FailedCall(C)")
        return {"sent": calls * rounds, "answered": answered * rounds, "failed": failed, "sipp": code,
                "seconds": round(seconds, 3)}

    def forged_arrived(self):
        """How many MESSAGEs reached the far end with the forged header. sipp writes its statistics once a second."""
        time.sleep(1.2)
        return _count(f"{self.folder}/uas.csv", "forged(C)")
