"""Two organisations on loopback: contoso.example behind a real fedproof-edge, fabrikam.example behind strangers."""
import os
import signal
import socket
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CONTOSO, FABRIKAM = "contoso.example", "fabrikam.example"
READY_SECONDS = 15
CALL_SECONDS = 15
NAMES = {"edge-outside": f"sip.{CONTOSO}", "edge-inside": f"edge-int.{CONTOSO}", "pool": f"pool.{CONTOSO}",
         "partner": f"sip.{FABRIKAM}", "partner-inside": f"inside.{FABRIKAM}"}


class Failure(Exception):
    """Something did not go as it must; the text says where to look."""


class World:
    """Addresses, certificates and processes of one test; all of it ends with it."""

    def __init__(self, folder):
        self.folder = os.path.abspath(folder)
        os.makedirs(self.folder, exist_ok=True)
        self.running = []
        self.net = self._free_net()
        self.home, self.home_user = self.at(20, 5061), self.at(20, 5080)
        self.edge_outside, self.edge_inside = self.at(10, 5061), self.at(11, 5061)
        self.partner, self.partner_user = self.at(30, 5061), self.at(32, 5080)
        self._make_certificates()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            self.end(process)

    def at(self, host, port):
        return f"{self.net}.{host}", port

    @staticmethod
    def _free_net():
        """A /24 that no other run of these tests has: the lease is a listening socket, kept until this process ends."""
        for number in range(os.getpid() % 200 * 60, os.getpid() % 200 * 60 + 12_000):
            net = f"127.{160 + number // 250 % 60}.{1 + number % 250}"
            lease = socket.socket()
            try:
                lease.bind((f"{net}.1", 5061))
                lease.listen(1)
            except OSError:
                lease.close()
                continue
            World.lease = lease
            return net
        raise Failure("no free network below 127.160.0.0/10")

    def path(self, name):
        return f"{self.folder}/{name}"

    def _make_certificates(self):
        def openssl(*words):
            subprocess.run(["openssl", *words], cwd=self.folder, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE)

        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        openssl("req", "-x509", *key, "-days", "2", "-subj", "/CN=Strangers Authority", "-keyout", "ca.key", "-out", "ca.pem")
        for name, host in NAMES.items():
            with open(self.path(f"{name}.ext"), "w", encoding="ascii") as extensions:
                extensions.write(f"subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth,clientAuth\n")
            openssl("req", "-new", *key, "-subj", f"/CN={host}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
            openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
                    "2", "-extfile", f"{name}.ext", "-out", f"{name}.pem")

    # ---- processes ----

    def start(self, name, command, **more):
        with open(self.path(f"{name}.log"), "w", encoding="utf-8") as log:
            process = subprocess.Popen(command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=log,
                                       stderr=subprocess.STDOUT, **more)
        process.name = name
        self.running.append(process)
        return process

    def end(self, process):
        if process in self.running:
            self.running.remove(process)
        if process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def tail(self, name):
        with open(self.path(f"{name}.log"), encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-12:])

    def wait_listening(self, process, *endpoints):
        deadline = time.monotonic() + READY_SECONDS
        while not all(map(is_listening, endpoints)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise Failure(f"{process.name} does not listen on {endpoints}:\n{self.tail(process.name)}")
            time.sleep(0.02)

    # ---- those who take part ----

    def start_edge(self, program):
        """fedproof-edge for contoso, with fabrikam allowed and found by SRV."""
        def place(endpoint):
            return f"{endpoint[0]}:{endpoint[1]}"

        with open(self.path("topology.xml"), "w", encoding="ascii") as document:
            document.write(
                f'<topology xmlns="urn:fedproof:topology:1"><sip-domains><domain name="{CONTOSO}"/></sip-domains><edge>'
                f'<external fqdn="{NAMES["edge-outside"]}" listen="{place(self.edge_outside)}"/>'
                f'<internal fqdn="{NAMES["edge-inside"]}" listen="{place(self.edge_inside)}"/>'
                f'<next-hop fqdn="{NAMES["pool"]}" address="{place(self.home)}"/>'
                '<certificate usage="AccessEdgeExternal" chain="edge-outside.pem" key="edge-outside.key" authorities="ca.pem"/>'
                '<certificate usage="Internal" chain="edge-inside.pem" key="edge-inside.key" authorities="ca.pem"/></edge>'
                f'<access-edge AllowFederatedUsers="true"/><allowed-domains><domain name="{FABRIKAM}"/></allowed-domains>'
                '</topology>')
        edge = self.start("edge", [program, "--topology", self.path("topology.xml"), "--resolver", place(self.at(2, 10053)),
                                   "--log", "text"])
        self.wait_listening(edge, self.edge_outside, self.edge_inside)

    def start_tunnel(self, name, certificate, outward, inward):
        """stunnel for a party without TLS: `outward` and `inward` are (accepts here, connects there); each end shows the
        certificate and takes a peer of our authority alone."""
        def service(title, role, ends):
            (host, port), (far_host, far_port) = ends
            return (f"[{title}]\n{role}accept = {host}:{port}\nconnect = {far_host}:{far_port}\ncert = {certificate}.pem\n"
                    f"key = {certificate}.key\nCAfile = ca.pem\nverifyChain = yes\n")

        with open(self.path(f"{name}.conf"), "w", encoding="ascii") as conf:
            conf.write("foreground = yes\npid =\nsyslog = no\n" + service("outward", "client = yes\nsni =\n", outward) +
                       service("inward", "", inward))
        tunnel = self.start(name, ["stunnel4", self.path(f"{name}.conf")])
        self.wait_listening(tunnel, outward[0], inward[0])

    def called(self, name, scenario, endpoint, **keys):
        """A SIPp that waits for one call."""
        words = [word for key, value in keys.items() for word in ("-key", key, value)]
        process = self.start(name, self._sipp(scenario, endpoint, name) + words + ["-m", "1"])
        self.wait_listening(process, endpoint)
        return process

    def calls(self, name, scenario, endpoint, target, **keys):
        """A SIPp that makes one call; Failure unless it goes as written."""
        words = [word for key, value in keys.items() for word in ("-key", key, value)]
        process = self.start(name, self._sipp(scenario, endpoint, name) + words +
                             ["-m", "1", "-timeout", str(CALL_SECONDS), "-timeout_error", f"{target[0]}:{target[1]}"])
        self.must_end_well(process)

    def _sipp(self, scenario, endpoint, name):
        # Its traces of messages stay for whoever looks for a reason.
        return ["sipp", "-sf", f"{HERE}/{scenario}.xml", "-i", endpoint[0], "-p", str(endpoint[1]), "-t", "t1", "-nostdin",
                "-trace_msg", "-message_file", self.path(f"{name}.messages"), "-trace_err", "-error_file",
                self.path(f"{name}.errors")]

    def must_end_well(self, process, seconds=CALL_SECONDS + 5):
        """SIPp ends with 0 when every message came and went as its scenario says."""
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            code = f"no end within {seconds} s"
        self.end(process)
        if code != 0:
            errors = self.path(f"{process.name}.errors")
            why = open(errors, encoding="utf-8", errors="replace").read()[-800:] if os.path.exists(errors) else ""
            raise Failure(f"{process.name}: {code}\n{why}\n{self.tail(process.name)}")


def is_listening(endpoint):
    """Read from the kernel's table, so that no connection disturbs the one that is asked about."""
    row = f"{int.from_bytes(socket.inet_aton(endpoint[0]), 'little'):08X}:{endpoint[1]:04X}"
    with open("/proc/net/tcp", encoding="ascii") as table:
        return any(line.split()[1] == row and line.split()[3] == "0A" for line in list(table)[1:])
