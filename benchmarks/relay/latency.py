#!/usr/bin/env python3
"""Latency that a relay adds to one MESSAGE and its 200 with one in flight: our edge beside Kamailio, and no relay at all.

latency.py [--pairs N] [--messages N] [--edge PROGRAM] [--out FOLDER]

Both ends are small Python programs that speak TLS themselves. What they cost is measured by a run without a relay, and
subtracted. Exit codes: 0, 1 (a message was not answered with 200), 2 (usage).
"""
import argparse
import json
import multiprocessing
import os
import socket
import ssl
import statistics
import sys
import time

import devices
import processes
import relay
import world

HERE = os.path.dirname(os.path.abspath(__file__))


def message(number):
    """The MESSAGE that sipp sends in relay.py, filled in."""
    with open(f"{HERE}/message_uac.xml", encoding="ascii") as source:
        text = source.read()
    text = text.split("<![CDATA[", 1)[1].split("]]>", 1)[0].strip() + "\n"
    head, body = text.split("\n\n", 1)
    for key, value in {"[branch].@IDENT@": f"z9hG4bKlatency{number}", "[pid]x[call_number]": str(number),
                       "[call_id]": f"{number}@latency.example", "[len]": str(len(body) + body.count("\n"))}.items():
        head = head.replace(key, value)
    return f"{head}\n\n{body}".replace("\n", "\r\n").encode()


def context(certificates, name, side):
    result = ssl.SSLContext(side)
    result.check_hostname = False
    result.verify_mode = ssl.CERT_REQUIRED
    result.load_verify_locations(f"{certificates}/ca.pem")
    result.load_cert_chain(f"{certificates}/{name}.pem", f"{certificates}/{name}.key")
    return result


def read_message(connection, rest):
    """One message and what came behind it; None at the end."""
    while b"\r\n\r\n" not in rest:
        more = connection.recv(65536)
        if not more:
            return None, b""
        rest += more
    head, rest = rest.split(b"\r\n\r\n", 1)
    length = next(int(line.split(b":", 1)[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length"))
    while len(rest) < length:
        rest += connection.recv(65536)
    return head, rest[length:]


def answer_all(certificates, listening):
    """The far end: 200 to everything."""
    kept = (b"via:", b"from:", b"call-id:", b"cseq:")
    with socket.create_server(world.address(world.NEXT_HOP)) as server:
        listening.set()
        while True:
            plain, _ = server.accept()
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with context(certificates, "beta", ssl.PROTOCOL_TLS_SERVER).wrap_socket(plain, server_side=True) as connection:
                rest = b""
                while True:
                    head, rest = read_message(connection, rest)
                    if head is None:
                        break
                    lines = [b"SIP/2.0 200 OK"]
                    for line in head.split(b"\r\n"):
                        if line.lower().startswith(kept):
                            lines.append(line)
                        elif line.lower().startswith(b"to:"):
                            lines.append(line + b";tag=b1")
                    connection.sendall(b"\r\n".join(lines) + b"\r\nContent-Length: 0\r\n\r\n")


def ask(certificates, to, messages):
    """Round trips in microseconds; an answer that is no 200 ends it."""
    plain = socket.create_connection(world.address(to))
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    trips, rest = [], b""
    with context(certificates, "alpha", ssl.PROTOCOL_TLS_CLIENT).wrap_socket(plain) as connection:
        for number in range(messages):
            wire = message(number)
            begin = time.perf_counter()
            connection.sendall(wire)
            while True:
                head, rest = read_message(connection, rest)
                if head is None or not head.startswith(b"SIP/2.0 100"):
                    break
            trips.append((time.perf_counter() - begin) * 1e6)
            if head is None or not head.startswith(b"SIP/2.0 200"):
                raise SystemExit(f"latency: message {number} was answered {head[:40] if head else 'with the end of the stream'}")
    return trips[len(trips) // 10:]   # the first tenth warms up


def measure(device, chosen):
    folder, certificates = f"{chosen.out}/{device}", f"{chosen.out}/certificates"
    os.makedirs(folder, exist_ok=True)
    listening, process = multiprocessing.Event(), None
    far_end = multiprocessing.Process(target=answer_all, args=(certificates, listening), daemon=True)
    far_end.start()
    try:
        listening.wait(10)
        if device != "none":
            command = (devices.edge(folder, certificates, os.path.abspath(chosen.edge)) if device == "edge"
                       else devices.kamailio(folder, certificates, 1))
            process = processes.start(command, f"{folder}/latency.log")
            processes.wait_listening(process, world.DEVICE, f"{folder}/latency.log")
        return statistics.median(ask(certificates, world.NEXT_HOP if device == "none" else world.DEVICE, chosen.messages))
    finally:
        processes.end(process)
        far_end.kill()
        far_end.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--edge", default=f"{relay.ROOT}/build/release/bin/fedproof-edge")
    parser.add_argument("--out", default=f"{relay.ROOT}/out/bench-latency")
    chosen = parser.parse_args()
    if chosen.pairs < 1 or chosen.messages < 10:
        parser.error("--pairs starts at 1, --messages at 10")
    chosen.out = os.path.abspath(chosen.out)
    os.makedirs(chosen.out, exist_ok=True)
    world.demand_free_ports()
    world.make_certificates(f"{chosen.out}/certificates")
    rounds = []
    for number in range(1, chosen.pairs + 1):
        order = ["none", "kamailio", "edge"] if number % 2 else ["edge", "kamailio", "none"]
        trip = {device: measure(device, chosen) for device in order}
        trip["ratio"] = (trip["edge"] - trip["none"]) / (trip["kamailio"] - trip["none"])
        rounds.append(trip)
        print(f"pair {number}  p50 of a round trip: none {trip['none']:.0f} µs, kamailio {trip['kamailio']:.0f} µs, "
              f"edge {trip['edge']:.0f} µs", flush=True)
    added = {device: statistics.median(trip[device] - trip["none"] for trip in rounds) for device in ("kamailio", "edge")}
    ratio = statistics.median(trip["ratio"] for trip in rounds)
    print(f"added p50: kamailio {added['kamailio']:.0f} µs, edge {added['edge']:.0f} µs; ratio edge / kamailio = {ratio:.3f}")
    with open(f"{chosen.out}/latency.json", "w", encoding="utf-8") as file:
        json.dump({"messages": chosen.messages, "added_us": added, "ratio": ratio, "rounds": rounds}, file, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
