#!/usr/bin/env python3
"""Strangers as partners of a real fedproof-edge: page mode and an IM session each way, with Kamailio, and with SIPp behind stunnel.

usage: strangers_test.py FEDPROOF_EDGE [FOLDER]. What the strangers wrote stays in FOLDER, else only after a failure. With
GTEST_OUTPUT=xml:DIR/ the results go there as well, as those of the other unit tests do.
"""
import os
import shutil
import sys
import tempfile
import time
from xml.sax.saxutils import quoteattr

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, f"{HERE}/../../targets/kamailio"]
sys.dont_write_bytecode = True

import kamailio  # noqa: E402
import parties  # noqa: E402
from name_server import NameServer  # noqa: E402
from parties import CONTOSO, FABRIKAM, NAMES  # noqa: E402

ALICE, BOB = f"alice@{CONTOSO}", f"bob@{FABRIKAM}"


def wanted_of_kamailio(world):
    """Kamailio as fabrikam's edge, with a SIPp behind it that speaks TCP."""
    def side(name, endpoint):
        return {"fqdn": NAMES[name], "address": endpoint[0], "port": endpoint[1], "chain": world.path(f"{name}.pem"),
                "key": world.path(f"{name}.key"), "authorities": world.path("ca.pem")}

    user = world.partner_user
    return {"domains": [FABRIKAM], "external": side("partner", world.partner),
            "internal": side("partner-inside", world.at(31, 5060)),
            "next_hop": {"fqdn": "user", "address": user[0], "port": user[1], "transport": "tcp"},
            "dns": ["{}:{}".format(*world.at(2, 10053))], "federation": True, "discovery": False,
            "allowed": [{"domain": CONTOSO}], "blocked": [], "settings": {},
            "timers": {"t1_ms": 500, "t2_ms": 4000, "t4_ms": 5000, "scale": 1}, "folder": world.folder}


class Strangers:
    """The world with a partner of one kind in it."""

    def __init__(self, world, kind):
        self.world = world
        self.kind = kind
        # Where a user of fabrikam hands in a request, and what his Via says.
        self.way_out = (world.at(31, 5060), "TCP") if kind == "kamailio" else (world.at(30, 5070), "TLS")

    def start(self):
        world = self.world
        if self.kind == "kamailio":
            with open(world.path("kamailio.log"), "w", encoding="utf-8") as log:
                process = kamailio.start(wanted_of_kamailio(world), log)
            process.name = "kamailio"
            world.running.append(process)
        else:
            world.start_tunnel("partner-tunnel", "partner", (world.at(30, 5070), world.edge_outside),
                               (world.partner, world.partner_user))

    def exchange(self, what, inbound):
        """One call of the scenarios `what`; both of its ends must see it to its end."""
        world, name = self.world, f"{self.kind}-{what}-{'in' if inbound else 'out'}"
        called_at = world.home_user if inbound else world.partner_user
        called = world.called(f"{name}-called", f"{what}_called", called_at, contact=ALICE if inbound else BOB)
        target, via = self.way_out if inbound else (world.at(20, 5070), "TLS")
        caller, callee = (BOB, ALICE) if inbound else (ALICE, BOB)
        caller_at = world.at(33 if inbound else 21, 5090)
        world.calls(f"{name}-caller", f"{what}_caller", caller_at, target, **{"from": caller, "to": callee, "via": via})
        world.must_end_well(called)


def run(edge, folder):
    """Yields (name, failure or None, seconds) for each exchange."""
    with parties.World(folder) as world:
        places = {NAMES["edge-outside"]: world.edge_outside, NAMES["edge-inside"]: world.edge_inside,
                  NAMES["pool"]: world.home, NAMES["partner"]: world.partner, NAMES["partner-inside"]: world.at(31, 5060)}
        with NameServer(world.at(2, 10053), {name: place[0] for name, place in places.items()},
                        {CONTOSO: (NAMES["edge-outside"], 5061), FABRIKAM: (NAMES["partner"], 5061)}):
            for kind in ("kamailio", "sipp"):
                began = len(world.running)
                world.start_tunnel("pool-tunnel", "pool", (world.at(20, 5070), world.edge_inside),
                                   (world.home, world.home_user))
                world.start_edge(edge)
                strangers = Strangers(world, kind)
                strangers.start()
                for what in ("page", "session"):
                    for inbound in (False, True):
                        start, failure = time.monotonic(), None
                        try:
                            strangers.exchange(what, inbound)
                        except parties.Failure as reason:
                            failure = f"{reason}\nthe edge's log ends:\n{world.tail('edge')}"
                        yield f"{kind}_{what}_{'in' if inbound else 'out'}", failure, time.monotonic() - start
                for process in reversed(world.running[began:]):
                    world.end(process)


def write_junit(results):
    """Beside the files of GoogleTest's programs, where `./dev test` counts them."""
    wanted = os.environ.get("GTEST_OUTPUT", "")
    if not wanted.startswith("xml:"):
        return
    failed = sum(1 for _, failure, _ in results if failure)
    with open(f"{wanted[4:]}/strangers_test.xml", "w", encoding="utf-8") as report:
        report.write(f'<testsuites>\n<testsuite name="strangers" tests="{len(results)}" failures="{failed}" errors="0">\n')
        for name, failure, seconds in results:
            report.write(f'<testcase name="{name}" time="{seconds:.2f}">')
            report.write(f"<failure message={quoteattr(failure)}/>" if failure else "")
            report.write("</testcase>\n")
        report.write("</testsuite>\n</testsuites>\n")


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="strangers.")
    results = []
    try:
        for name, failure, seconds in run(os.path.abspath(sys.argv[1]), folder):
            results.append((name, failure, seconds))
            print(f"{'FAILED' if failure else 'passed'}  {name}  {seconds:.1f} s", flush=True)
            if failure:
                print(failure, flush=True)
    except (parties.Failure, kamailio.Failed, OSError) as reason:
        results.append(("the_world", str(reason), 0.0))
        print(f"FAILED  {reason}")
    write_junit(results)
    failed = sum(1 for _, failure, _ in results if failure)
    if not failed and len(sys.argv) < 3:
        shutil.rmtree(folder)
    elif failed:
        print(f"what the strangers wrote is in {folder}")
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
