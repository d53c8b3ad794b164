#!/usr/bin/env python3
"""Memory of an idle federated TLS connection: our edge beside Kamailio, interleaved in one run on loopback.

idle.py [--pairs N] [--connections N] [--edge PROGRAM] [--out FOLDER]

Opens the connections with a client certificate, says nothing on them, and divides what the relay's process tree has grown by
(proportional set size, so that memory shared between Kamailio's processes counts once). The kernel's buffers are not counted.
The first 100 connections come before the measuring: what a relay sets up once is not a connection's.
Exit codes: 0, 1 (a connection was not kept), 2 (usage).
"""
import argparse
import json
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

WARM = 100


def connect(certificates):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(f"{certificates}/ca.pem")
    context.load_cert_chain(f"{certificates}/alpha.pem", f"{certificates}/alpha.key")
    return context.wrap_socket(socket.create_connection(world.address(world.DEVICE)))


def closed(connection):
    """Reads what a TLS 1.3 server says after the handshake (its tickets), and sees whether it has hung up."""
    connection.settimeout(0.001)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def measure(device, chosen):
    folder, certificates = f"{chosen.out}/{device}", f"{chosen.out}/certificates"
    os.makedirs(folder, exist_ok=True)
    command = (devices.edge(folder, certificates, os.path.abspath(chosen.edge)) if device == "edge"
               else devices.kamailio(folder, certificates, chosen.connections, touched=False))
    process, connections = processes.start(command, f"{folder}/idle.log"), []
    try:
        processes.wait_listening(process, world.DEVICE, f"{folder}/idle.log")
        connections += [connect(certificates) for _ in range(WARM)]
        time.sleep(1)
        before = processes.memory_kib(process.pid)
        connections += [connect(certificates) for _ in range(chosen.connections)]
        time.sleep(1)
        grown = processes.memory_kib(process.pid) - before
        lost = sum(closed(connection) for connection in connections)
    finally:
        for connection in connections:
            connection.close()
        processes.end(process)
    return {"device": device, "kib": round(grown / chosen.connections, 2), "lost": lost}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--connections", type=int, default=500)
    parser.add_argument("--edge", default=f"{relay.ROOT}/build/release/bin/fedproof-edge")
    parser.add_argument("--out", default=f"{relay.ROOT}/out/bench-idle")
    chosen = parser.parse_args()
    if min(chosen.pairs, chosen.connections) < 1 or chosen.connections > 3500:
        parser.error("--pairs starts at 1; --connections is 1 to 3500")
    chosen.out = os.path.abspath(chosen.out)
    os.makedirs(chosen.out, exist_ok=True)
    world.demand_free_ports()
    world.make_certificates(f"{chosen.out}/certificates")
    results = []
    for pair in range(1, chosen.pairs + 1):
        for device in ("kamailio", "edge") if pair % 2 else ("edge", "kamailio"):
            results.append(measure(device, chosen))
            print("pair %d  %-9s %7.2f KiB a connection%s" %
                  (pair, device, results[-1]["kib"], f"   FAILED: {results[-1]['lost']} lost" if results[-1]["lost"] else ""),
                  flush=True)
    median = {device: statistics.median(one["kib"] for one in results if one["device"] == device)
              for device in ("kamailio", "edge")}
    print(f"median  kamailio {median['kamailio']:.2f} KiB, edge {median['edge']:.2f} KiB; "
          f"ratio edge / kamailio = {median['edge'] / median['kamailio']:.3f}")
    with open(f"{chosen.out}/idle.json", "w", encoding="utf-8") as file:
        json.dump({"connections": chosen.connections, "median": median, "runs": results}, file, indent=1)
    return 1 if any(one["lost"] for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())
