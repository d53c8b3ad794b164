"""Where everybody sits on loopback, and who is who: one certificate authority, three certificates."""
import os
import socket
import subprocess

DEVICE = "127.0.0.1:5061"        # the relay under test: TLS, wants a client certificate
DEVICE_INSIDE = "127.0.0.1:5063"  # the edge's inner listener, which this benchmark leaves alone
NEXT_HOP = "127.0.0.1:5081"      # stunnel as beta.example, in front of the answering sipp
ANSWERER = "127.0.0.1:5082"
TO_DEVICE = "127.0.0.1:5062"     # stunnel as alpha.example, behind the calling sipp
CALLER_PORT = 5071

CERTIFICATES = {
    "edge": "DNS:edge.example,DNS:edge-int.example",
    "alpha": "DNS:alpha.example",
    "beta": "DNS:beta.example",
}


def make_certificates(folder):
    """A throw-away authority and a P-256 certificate for each party; what exists is kept."""
    if os.path.exists(f"{folder}/done"):
        return
    os.makedirs(folder, exist_ok=True)

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-days", "3650", "-subj", "/CN=Benchmark Authority", "-keyout", "ca.key", "-out", "ca.pem")
    for name, alternatives in CERTIFICATES.items():
        with open(f"{folder}/{name}.ext", "w", encoding="ascii") as extensions:
            extensions.write(f"subjectAltName={alternatives}\nextendedKeyUsage=serverAuth,clientAuth\n")
        openssl("req", "-new", *key, "-subj", f"/CN={name}.example", "-keyout", f"{name}.key", "-out", f"{name}.csr")
        openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                "-days", "3650", "-extfile", f"{name}.ext", "-out", f"{name}.pem")
    open(f"{folder}/done", "w", encoding="ascii").close()


def address(endpoint):
    host, port = endpoint.rsplit(":", 1)
    return host, int(port)


def demand_free_ports():
    """Ends the program when another one already sits where the benchmark wants to."""
    for endpoint in (DEVICE, DEVICE_INSIDE, NEXT_HOP, ANSWERER, TO_DEVICE, f"127.0.0.1:{CALLER_PORT}"):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address(endpoint))
            except OSError as error:
                raise SystemExit(f"relay: {endpoint} is taken ({error.strerror}); end its owner first") from error


def is_listening(endpoint):
    """Read from the kernel's table, so that no connection disturbs the one that is asked about."""
    host, port = address(endpoint)
    wanted = f"{int.from_bytes(socket.inet_aton(host), 'little'):08X}:{port:04X}"
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(row.split()[1] == wanted and row.split()[3] == "0A" for row in list(table)[1:])
