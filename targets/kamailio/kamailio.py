#!/usr/bin/env python3
"""Kamailio as a federation edge: the hook of target.xml, and a module for whoever wants one beside him.

As a program: `kamailio.py start` reads the wanted state (docs/targets/README.md) from stdin, writes the configuration below its
folder, starts Kamailio, says {"ready": true} when it takes handshakes, and lives as long as it does.
"""
import glob
import os
import socket
import ssl
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
sys.dont_write_bytecode = True

import hook  # noqa: E402
from hook import Failed, Unsupported, endpoint  # noqa: E402

START_SECONDS = 12
PRELOADS = ("libresolver_preload.so", "libopenssl_after_fork.so")
# Settings of an Access Edge that change nothing where its headers and counts are not claimed.
WITHOUT_MEANING = {"source_not_marked", "archiving_disclaimer", "previous_route_key"}


def preloaded(name):
    """One of the libraries that stand beside this file as source: beside the program that started us, else the newest build's."""
    found = glob.glob(f"{hook.program_folder()}/{name}")
    found += sorted(glob.glob(f"{HERE}/../../build/*/bin/{name}"), key=os.path.getmtime, reverse=True)
    if not found:
        raise Failed(f"{name} is not built: ./dev build")
    return os.path.abspath(found[0])


def modules():
    for folder in glob.glob("/usr/lib/*/kamailio/modules"):
        if os.path.exists(f"{folder}/tls.so"):
            return folder
    raise Failed("kamailio or kamailio-tls-modules is not installed: ./dev setup test")


def fill(template, target, **values):
    with open(f"{HERE}/{template}", encoding="ascii") as source:
        text = source.read()
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    with open(target, "w", encoding="ascii") as copy:
        copy.write(text)


def check(wanted):
    """Raises Unsupported for what has no counterpart here."""
    missing = [name for name in wanted.get("settings", {}) if name not in WITHOUT_MEANING]
    if wanted.get("discovery"):
        missing.append("partner discovery")
    if missing:
        raise Unsupported(missing)


def lists(wanted):
    rows = [("own", domain, "1") for domain in wanted["domains"]]
    rows += [("allowed", entry["domain"], entry.get("proxy_fqdn", "srv")) for entry in wanted["allowed"]]
    rows += [("place", entry["domain"], entry.get("proxy_address") or f"{entry['proxy_fqdn']}:5061")
             for entry in wanted["allowed"] if "proxy_fqdn" in entry]
    rows += [("blocked", domain, "1") for domain in wanted["blocked"]]
    return "\n".join(f'    $sht({table}=>{domain.lower()}) = "{value.lower()}";' for table, domain, value in rows)


def tls_section(role, side, more=""):
    """Whoever has no certificate of the authorities does not get past the handshake."""
    return (f"[{role}]\nmethod = TLSv1.2+\nverify_certificate = yes\nrequire_certificate = yes\n"
            f"certificate = {side['chain']}\nprivate_key = {side['key']}\nca_list = {side['authorities']}\n{more}\n")


def render(wanted):
    """Writes kamailio.cfg and tls.cfg into the wanted folder; the name of the former."""
    folder, timers = wanted["folder"], wanted["timers"]
    external, internal, next_hop = wanted["external"], wanted["internal"], wanted["next_hop"]
    plain = next_hop.get("transport") == "tcp"
    listen = [f"listen=tls:{endpoint(external)} advertise {external['fqdn']}:{external['port']}",
              f"listen={'tcp' if plain else 'tls'}:{endpoint(internal)} advertise {internal['fqdn']}:{internal['port']}",
              f"alias={external['fqdn']}", f"alias={internal['fqdn']}"]
    refuse = '    sl_send_reply("403", "No Federation"); exit;' if not wanted["federation"] else ""
    with open(f"{folder}/tls.cfg", "w", encoding="ascii") as tls:
        tls.write(tls_section("server:default", external) + tls_section("client:default", external))
        if not plain:
            tls.write(tls_section(f"server:{endpoint(internal)}", internal))
            tls.write(tls_section("client:any", internal, f"server_name = {next_hop['fqdn']}\n"))
    scale = timers["scale"]
    fill("kamailio.cfg.in", f"{folder}/kamailio.cfg", LISTEN="\n".join(listen), MODULES=modules(), TLS=f"{folder}/tls.cfg",
         LISTS=lists(wanted), FEDERATION=refuse, EXTERNAL_ADDRESS=external["address"], EXTERNAL=endpoint(external),
         INTERNAL=endpoint(internal), NEXT_HOP=endpoint(next_hop), NEXT_HOP_NAME=next_hop["fqdn"],
         INSIDE="tcp" if plain else "tls",
         TIMER_F_MS=64 * timers["t1_ms"] // scale, TIMER_C_MS=180_000 // scale, LIFETIME_MS=1_800_000 // scale)
    return f"{folder}/kamailio.cfg"


def takes_handshakes(side):
    """It listens before its workers run, so that it listens says little."""
    context = ssl.create_default_context(cafile=side["authorities"])
    context.check_hostname = False
    context.load_cert_chain(side["chain"], side["key"])
    try:
        with socket.create_connection((side["address"], side["port"]), 2) as plain, context.wrap_socket(plain):
            return True
    except OSError:
        return False


def start(wanted, log=None):
    """Kamailio in the wanted state; the process."""
    check(wanted)
    hook.wait_for_free_ports(wanted)
    environment = {**os.environ, "LD_PRELOAD": " ".join(map(preloaded, PRELOADS))}
    if wanted["dns"]:
        environment["FEDPROOF_RESOLVER"] = wanted["dns"][0]
    sides = (wanted["external"], wanted["internal"])
    command = ["/usr/sbin/kamailio", "-DD", "-E", "-f", render(wanted), "-Y", wanted["folder"], "-P",
               f"{wanted['folder']}/kamailio.pid", "-m", "64", "-M", "8"]
    return hook.spawn(command, lambda: all(map(hook.is_listening, sides)) and takes_handshakes(sides[0]), START_SECONDS, log,
                      env=environment)


if __name__ == "__main__":
    sys.exit(hook.main(start))
