"""The relays that can stand between the ends. Each is a command that is in the foreground and the files that it needs."""
import glob
import os
import shutil

import world

HERE = os.path.dirname(os.path.abspath(__file__))
ALLOWED_DOMAINS = 1000


def kamailio(folder, certificates, links, strip=True, touched=True):
    """`touched`: all of its shared memory at the start. Kamailio with tm: keeps each transaction, as the edge does. Two workers, but one when many connections are opened at
    once: Debian's 5.6.3 with OpenSSL 3 frees TLS memory twice between its workers then, and crashes."""
    modules = next(iter(glob.glob("/usr/lib/*/kamailio/modules/")), None)
    if modules is None or shutil.which("kamailio") is None:
        raise SystemExit("relay: kamailio and kamailio-tls-modules are not installed; ./dev bench relay installs them")
    side = (f"method = TLSv1.2+\nverify_certificate = yes\nrequire_certificate = yes\nprivate_key = {certificates}/edge.key\n"
            f"certificate = {certificates}/edge.pem\nca_list = {certificates}/ca.pem\n")
    with open(f"{folder}/tls.cfg", "w", encoding="ascii") as tls:
        tls.write(f"[server:default]\n{side}\n[client:default]\n{side}")
    with open(f"{HERE}/kamailio.cfg.in", encoding="ascii") as source:
        text = source.read()
    for key, value in {"LISTEN": world.DEVICE, "NEXT_HOP": world.NEXT_HOP, "MODULES": modules, "WORKERS": "2" if links == 1 else "1",
                       "TLS": f"{folder}/tls.cfg"}.items():
        text = text.replace(f"@{key}@", value)
    with open(f"{folder}/kamailio.cfg", "w", encoding="ascii") as config:
        config.write(text)
    defines = (["-A", "STRIP"] if strip else []) + (["-A", "TOUCHED"] if touched else [])
    return ["kamailio", "-DD", "-E", *defines, "-f", f"{folder}/kamailio.cfg", "-Y", folder, "-P",
            f"{folder}/kamailio.pid", "-m", "1500", "-M", "16"]


def edge(folder, certificates, program):
    """Our edge as shipped, with a full list of allowed domains. alpha.example is outside, beta.example is ours."""
    if not os.access(program, os.X_OK):
        raise SystemExit(f"relay: {program} is not built; run ./dev build release")
    others = "\n".join(f'    <domain name="partner{number:04}.example"/>' for number in range(1, ALLOWED_DOMAINS))
    files = f'chain="{certificates}/edge.pem" key="{certificates}/edge.key" authorities="{certificates}/ca.pem"'
    with open(f"{folder}/topology.xml", "w", encoding="ascii") as topology:
        topology.write(f"""<?xml version="1.0" encoding="UTF-8"?>
<topology xmlns="urn:fedproof:topology:1">
  <sip-domains><domain name="beta.example"/></sip-domains>
  <edge>
    <external fqdn="edge.example" listen="{world.DEVICE}"/>
    <internal fqdn="edge-int.example" listen="{world.DEVICE_INSIDE}"/>
    <next-hop fqdn="beta.example" address="{world.NEXT_HOP}"/>
    <certificate usage="AccessEdgeExternal" {files}/>
    <certificate usage="Internal" {files}/>
  </edge>
  <access-edge AllowFederatedUsers="true"/>
  <allowed-domains>
    <domain name="alpha.example" proxy-fqdn="alpha.example"/>
{others}
  </allowed-domains>
</topology>
""")
    return [program, "--topology", f"{folder}/topology.xml"]
