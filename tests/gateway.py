"""An HTTP proxy that opens TLS with certificates of its own, as many companies have one.

Whatever host is asked for by CONNECT, the proxy speaks TLS in its name, and hands the plain
stream to one service on this machine.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Gateway:
    """Listens on loopback; `asked` holds the first line and the headers of each CONNECT."""

    def __init__(self, host: str, port: int, folder: Path) -> None:
        """`host` is the name that the certificate is made for, `port` where the service is."""
        self.asked: list[str] = []
        self.ca_file = folder / "ca.pem"
        self._target = port
        self._serving: list[threading.Thread] = []
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(_certificate(host, folder, self.ca_file))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://anna:s3cret@127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for serving in self._serving:
            serving.join(5)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                serving = threading.Thread(target=self._serve, args=(client,), daemon=True)
                self._serving.append(serving)
                serving.start()

    def _serve(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):  # the other side need not trust us
            head = b""
            while not head.endswith(b"\r\n\r\n") and (part := client.recv(1)):
                head += part
            self.asked.append(head.decode())
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with (
                self._tls.wrap_socket(client, server_side=True) as opened,
                socket.create_connection(("127.0.0.1", self._target)) as service,
            ):
                back = threading.Thread(target=_pump, args=(service, opened), daemon=True)
                back.start()
                _pump(opened, service)
                back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    for one in (source, sink):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def gateway(host: str, port: int, folder: Path) -> Iterator[Gateway]:
    """A proxy to the service on `port`, for as long as it is needed."""
    opened = Gateway(host, port, folder)
    try:
        yield opened
    finally:
        opened.close()


def _certificate(host: str, folder: Path, ca_file: Path) -> Path:
    """A certificate that vouches for itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    ca_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    both = folder / "server.pem"
    both.write_bytes(
        ca_file.read_bytes()
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return both
