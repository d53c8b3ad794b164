#!/usr/bin/env python3
"""What a relayed MESSAGE and its 200 cost: our edge beside Kamailio, interleaved in one run on loopback.

relay.py [--pairs N] [--messages N] [--in-flight N] [--links N] [--only kamailio|edge] [--edge PROGRAM] [--out FOLDER]

Each MESSAGE carries a forged trust header; a run in which one arrives, or in which one is not answered, counts as failed.
CPU is that of the relay's process tree alone, so the rate of sipp and stunnel does not matter to it. Compare the ratios:
the machine is shared, and both relays of a pair ran within seconds of each other. Exit codes: 0, 1 (a run failed), 2 (usage).
"""
import argparse
import json
import os
import re
import statistics
import sys

import devices
import processes
import sipp
import world

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--messages", type=int, default=20000, help="in each measured run")
    parser.add_argument("--warm", type=int, default=2000, help="messages before the measuring begins")
    parser.add_argument("--in-flight", type=int, default=200)
    parser.add_argument("--links", type=int, default=1, help="TLS connections that share the messages in flight")
    parser.add_argument("--only", choices=["kamailio", "edge"])
    parser.add_argument("--edge", default=f"{ROOT}/build/release/bin/fedproof-edge")
    parser.add_argument("--out", default=f"{ROOT}/out/bench-relay")
    chosen = parser.parse_args()
    if min(chosen.pairs, chosen.messages, chosen.in_flight, chosen.links) < 1:
        parser.error("numbers start at 1")
    return chosen


def command_of(device, folder, certificates, chosen):
    if device == "edge":
        return devices.edge(folder, certificates, os.path.abspath(chosen.edge))
    return devices.kamailio(folder, certificates, chosen.links, strip=device != "kamailio-open")


def run(device, chosen, messages, answer_within=10):
    """One relay between fresh ends: warms it up, then measures."""
    folder, certificates = f"{chosen.out}/{device}", f"{chosen.out}/certificates"
    os.makedirs(folder, exist_ok=True)
    command = command_of(device, folder, certificates, chosen)
    in_flight = chosen.links if chosen.links > 1 else chosen.in_flight
    with sipp.Ends(folder, certificates) as ends:
        process = processes.start(command, f"{folder}/device.log")
        try:
            processes.wait_listening(process, world.DEVICE, f"{folder}/device.log")
            if device != "kamailio-open":
                ends.send(max(chosen.warm // chosen.links, 1) * chosen.links, in_flight, chosen.links)
            before = processes.cpu_seconds(process.pid)
            result = ends.send(messages, in_flight, chosen.links, answer_within)
            result["cpu_seconds"] = round(processes.cpu_seconds(process.pid) - before, 3)
            result["forged_arrived"] = ends.forged_arrived()
        finally:
            processes.end(process)
    if device == "edge":
        result["parked_share"] = parked_share(f"{folder}/device.log")
    answered = max(result["answered"], 1)
    result.update(device=device, cpu_us=round(result["cpu_seconds"] * 1e6 / answered, 2),
                  rate=round(result["answered"] / result["seconds"]))
    result["ok"] = (result["sipp"] == 0 and result["answered"] == result["sent"] and result["failed"] == 0
                    and result["forged_arrived"] == 0)
    return result


def parked_share(log):
    """Of the requests that went on, those that had to wait for a link, a name or a slow reader: what the edge says at its end.
    A figure of a relay that only moves what it has parked is another one than that of a relay in flow."""
    with open(log, encoding="utf-8", errors="replace") as text:
        last = [line for line in text if " stopped " in line][-1]
    said = dict(re.findall(r"(\w+)=(\d+)", last))
    return round(int(said["parked"]) / max(int(said["requests"]), 1), 4)


def prove_the_judge(chosen):
    """A relay that strips nothing must be seen to fail, else the other runs prove nothing."""
    single = argparse.Namespace(**{**vars(chosen), "links": 1})
    result = run("kamailio-open", single, messages=20, answer_within=1)
    if result["ok"] or result["forged_arrived"] == 0:
        raise SystemExit("relay: the judge is blind: a relay that strips nothing was not caught")


def show(pair, result):
    verdict = "" if result["ok"] else "   FAILED: %(answered)d of %(sent)d answered, %(forged_arrived)d forged arrived" % result
    parked = f"   {100 * result['parked_share']:.1f} % parked" if "parked_share" in result else ""
    print(f"pair {pair}  {result['device']:<9} {result['cpu_us']:8.2f} µs CPU/message {result['rate']:7d} msgs/s{parked}{verdict}",
          flush=True)


def main():
    chosen = options()
    os.makedirs(chosen.out, exist_ok=True)
    chosen.out = os.path.abspath(chosen.out)
    world.demand_free_ports()
    world.make_certificates(f"{chosen.out}/certificates")
    if chosen.only != "edge":
        prove_the_judge(chosen)
    both = [chosen.only] if chosen.only else ["kamailio", "edge"]
    pairs = []
    for number in range(1, chosen.pairs + 1):
        # Every other pair the other way round, so that a drift of the machine falls on both alike.
        order = both if number % 2 else both[::-1]
        pair = {device: run(device, chosen, chosen.messages) for device in order}
        for device in both:
            show(number, pair[device])
        pairs.append(pair)
    summary = {device: {"cpu_us": statistics.median(pair[device]["cpu_us"] for pair in pairs),
                        "rate": statistics.median(pair[device]["rate"] for pair in pairs)} for device in both}
    if len(both) == 2:
        summary["ratio"] = round(statistics.median(pair["edge"]["cpu_us"] / pair["kamailio"]["cpu_us"] for pair in pairs), 4)
    good = all(result["ok"] for pair in pairs for result in pair.values())
    report = f"{chosen.out}/relay-{chosen.links}-links.json"
    with open(report, "w", encoding="utf-8") as file:
        json.dump({"in_flight": chosen.in_flight if chosen.links == 1 else chosen.links, "links": chosen.links,
                   "messages": chosen.messages, "ok": good, "median": summary, "pairs": pairs}, file, indent=1)
        file.write("\n")
    for device in both:
        print(f"median  {device:<9} {summary[device]['cpu_us']:8.2f} µs CPU/message {summary[device]['rate']:7.0f} msgs/s")
    if "ratio" in summary:
        print(f"ratio   edge / kamailio = {summary['ratio']:.3f} (median of {chosen.pairs} pairs, 1/{1 / summary['ratio']:.1f})")
    print(f"report  {report}")
    if not good:
        print("relay: a run failed, so its numbers say nothing", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
