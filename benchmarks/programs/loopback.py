"""A server on the loopback interface, in a process of its own, that answers every GET with the same bytes."""

import contextlib
import multiprocessing
import socket
from collections.abc import Iterator


def _serve(server: socket.socket, body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    while True:
        connection, _ = server.accept()
        with connection, contextlib.suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            pending = b""
            while data := connection.recv(65536):
                pending += data
                while b"\r\n\r\n" in pending:
                    pending = pending.partition(b"\r\n\r\n")[2]
                    connection.sendall(head + body)


def _serve_all(server: socket.socket, body: bytes) -> None:
    import threading

    for _ in range(8):
        threading.Thread(target=_serve, args=(server, body), daemon=True).start()
    threading.Event().wait()


@contextlib.contextmanager
def serving(body: bytes) -> Iterator[str]:
    """The URL of a server that gives `body`."""
    server = socket.create_server(("127.0.0.1", 0))
    process = multiprocessing.get_context("fork").Process(target=_serve_all, args=(server, body), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
    finally:
        process.kill()
        process.join()
        server.close()
