"""Servers that tests deliver to: a mail server and a chat service, on real sockets of this machine."""

import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller


@dataclass
class Call:
    """A call that the service got."""

    method: str
    path: str
    token: str | None
    body: dict


@dataclass
class Service:
    """A web service that notes its calls; `answers`: {path: (status, JSON, headers)}, else 200 and {}."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: dict = field(default_factory=dict)


@contextmanager
def web_service():
    """A `Service` that listens as long as the block lasts."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = self.path.partition("?")[0]
            token = self.headers.get("Authorization")
            service.calls.append(Call(self.command, path, token, json.loads(raw) if raw else {}))
            status, answer, *headers = service.answers.get(path, (200, {}))
            body = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in (headers[0] if headers else {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = handle_any

        def log_message(self, *args):
            """Tests read `calls`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Mailbox:
    """Takes mail, but for the addresses in `refused`: {address: the SMTP answer}."""

    def __init__(self):
        self.mails, self.refused = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@contextmanager
def mail_server():
    """A `Mailbox` and the port where it listens as long as the block lasts."""
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield mailbox, port
    finally:
        controller.stop()
