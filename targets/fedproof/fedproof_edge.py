#!/usr/bin/env python3
"""fedproof-edge as a target: what a scenario says of our own edge must also hold when it is told as a stranger would be."""
import os
import sys
from xml.sax.saxutils import quoteattr

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True

import hook  # noqa: E402

START_SECONDS = 10


def element(tag, /, **attributes):
    return f"<{tag} " + " ".join(f"{key.replace('_', '-')}={quoteattr(str(value))}" for key, value in attributes.items()) + "/>"


def flag(value):
    return "true" if value else "false"


def topology(wanted):
    external, internal, next_hop, timers = (wanted[part] for part in ("external", "internal", "next_hop", "timers"))
    parts = ["<sip-domains>", *(element("domain", name=domain) for domain in wanted["domains"]), "</sip-domains><edge>"]
    parts += [element(name, fqdn=side["fqdn"], listen=hook.endpoint(side))
              for name, side in (("external", external), ("internal", internal))]
    parts.append(element("next-hop", fqdn=next_hop["fqdn"], address=hook.endpoint(next_hop)))
    parts += [element("certificate", usage=usage, chain=side["chain"], key=side["key"], authorities=side["authorities"])
              for usage, side in (("AccessEdgeExternal", external), ("Internal", internal))]
    parts.append("</edge>" + element("access-edge", AllowFederatedUsers=flag(wanted["federation"]),
                                     EnablePartnerDiscovery=flag(wanted["discovery"])))
    if wanted["allowed"]:
        parts += ["<allowed-domains>", *(element("domain", name=entry.pop("domain"), **entry) for entry in wanted["allowed"]),
                  "</allowed-domains>"]
    if wanted["blocked"]:
        parts += ["<blocked-domains>", *(element("domain", name=domain) for domain in wanted["blocked"]), "</blocked-domains>"]
    parts.append(element("timers", t1=f"{timers['t1_ms']}ms", t2=f"{timers['t2_ms']}ms", t4=f"{timers['t4_ms']}ms",
                         scale=timers["scale"]))
    return '<topology xmlns="urn:fedproof:topology:1">' + "".join(parts) + "</topology>\n"


def start(wanted):
    if wanted["settings"]:
        raise hook.Unsupported(list(wanted["settings"]))
    hook.wait_for_free_ports(wanted)
    path = f"{wanted['folder']}/topology.xml"
    with open(path, "w", encoding="ascii") as document:
        document.write(topology(wanted))
    command = [f"{hook.program_folder()}/fedproof-edge", "--topology", path, "--log", "text"]
    for resolver in wanted["dns"]:
        command += ["--resolver", resolver]
    sides = (wanted["external"], wanted["internal"])
    return hook.spawn(command, lambda: all(map(hook.is_listening, sides)), START_SECONDS)


if __name__ == "__main__":
    sys.exit(hook.main(start))
