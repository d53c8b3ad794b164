#!/usr/bin/env python3
"""50,000 MESSAGEs through the edge, from sipp to sipp, TLS with client certificates on both sides.

soak.py [--messages N] [--in-flight N] [--links N] [--edge PROGRAM] [--out FOLDER]

Exit code 0: each was answered with 200 and none arrived with the forged trust header that all of them carry.
"""
import argparse
import os
import shutil
import sys

import relay
import world


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--messages", type=int, default=50000)
    parser.add_argument("--in-flight", type=int, default=200)
    parser.add_argument("--links", type=int, default=1)
    parser.add_argument("--edge", default=f"{relay.ROOT}/build/release/bin/fedproof-edge")
    parser.add_argument("--out", default=f"{relay.ROOT}/out/soak")
    chosen = parser.parse_args()
    chosen.out = os.path.abspath(chosen.out)
    chosen.warm = 1
    os.makedirs(chosen.out, exist_ok=True)
    world.demand_free_ports()
    world.make_certificates(f"{chosen.out}/certificates")
    if shutil.which("kamailio"):
        relay.prove_the_judge(chosen)
    result = relay.run("edge", chosen, chosen.messages)
    print("%(sent)d sent, %(answered)d answered, %(forged_arrived)d forged headers arrived, %(seconds).1f s, "
          "%(cpu_us).2f µs CPU a message" % result)
    print("passed" if result["ok"] else "FAILED")
    return 0 if result["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
