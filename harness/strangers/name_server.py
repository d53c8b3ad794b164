"""A DNS server over UDP for a handful of names: A and _sipfederationtls SRV records, NODATA for other types, NXDOMAIN for the rest."""
import socket
import struct
import threading

A, SRV = 1, 33
TTL = 60


def _name(labels):
    return b"".join(bytes([len(label)]) + label for label in (part.encode() for part in labels.split("."))) + b"\0"


def _question(query):
    """The name in lower case, the type, and the bytes of the question."""
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode("ascii").lower())
        at += 1 + query[at]
    return ".".join(labels), struct.unpack(">H", query[at + 1:at + 3])[0], query[12:at + 5]


class NameServer:
    """A context manager: it answers inside."""

    def __init__(self, endpoint, addresses, services):
        """`addresses`: host to IPv4 address; `services`: SIP domain to (host, port)."""
        self.records = {(host, A): socket.inet_aton(address) for host, address in addresses.items()}
        for domain, (host, port) in services.items():
            self.records[(f"_sipfederationtls._tcp.{domain}", SRV)] = struct.pack(">HHH", 0, 0, port) + _name(host)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(endpoint)
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.socket.close()

    def answer(self, query):
        name, kind, question = _question(query)
        found = self.records.get((name, kind))
        known = any(host == name for host, _ in self.records)
        flags = 0x8400 | (0 if known else 3)
        head = query[:2] + struct.pack(">HHHHH", flags, 1, 1 if found else 0, 0, 0)
        record = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, TTL, len(found)) + found if found else b""
        return head + question + record

    def _serve(self):
        while True:
            try:
                query, peer = self.socket.recvfrom(512)
            except OSError:
                return  # closed: the world ends
            try:
                answer = self.answer(query)
            except (IndexError, UnicodeDecodeError, struct.error):
                continue  # no question that can be read
            self.socket.sendto(answer, peer)
