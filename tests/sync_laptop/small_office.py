"""A small real office on 127.0.0.1, told by a test what to answer; and a wire that is cut after so many bytes."""

import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import msgspec

from kamdesk.exchange import http_words as words
from kamdesk.exchange.http_words import STATUS, Problem

OFFICE = {words.OFFICE_HEADER: "0f" * 16, words.PROTOCOL_HEADER: "1"}


def refusal(code, **headers):
    """What an office answers when it refuses."""
    body = msgspec.json.encode(Problem(code=code))
    return STATUS[code], {**OFFICE, **{name.replace("_", "-"): value for name, value in headers.items()}}, body


def said(body, **headers):
    """What an office answers when it does not."""
    return 200, {**OFFICE, **headers}, body


class SmallOffice(ThreadingHTTPServer):
    """Answers each path by a function of (body, headers, query); notes what was asked and how often it was called."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), _Answering)
        self.answers = answers
        self.asked = []
        self.connections = 0
        self.answering = 0
        self.counting = threading.Condition()
        self.is_ending = False

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def end(self):
        """Answer nobody any more; what is being answered is waited for."""
        self.is_ending = True
        self.shutdown()
        self.server_close()
        with self.counting:
            self.counting.wait_for(lambda: not self.answering, timeout=20)

    def process_request(self, request, client_address):
        self.connections += 1
        super().process_request(request, client_address)

    def handle_error(self, request, client_address):
        """Whoever hangs up, hangs up."""


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def _answer(self):
        with self.server.counting:
            self.server.answering += 1
        try:
            self._answered()
        finally:
            with self.server.counting:
                self.server.answering -= 1
                self.server.counting.notify_all()

    def _answered(self):
        size = int(self.headers.get("Content-Length") or 0)
        body, path = self.rfile.read(size), urlsplit(self.path)
        self.server.asked.append((path.path, dict(self.headers), body))
        status, headers, answer = self.server.answers[path.path](body, self.headers, path.query)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if isinstance(answer, bytes):
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)
            self.wfile.flush()
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for chunk in answer:
                self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")
            self.wfile.write(b"0\r\n\r\n")
            self.wfile.flush()
        finally:
            if hasattr(answer, "close"):
                answer.close()

    do_GET = do_POST = do_PUT = _answer  # noqa: N815  (http.server names them)

    def log_message(self, *_):
        """Tests keep quiet."""


@contextmanager
def running(answers, *, tls=None):
    """A small office for the length of a block."""
    office = SmallOffice(answers)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*tls)
        office.socket = context.wrap_socket(office.socket, server_side=True)
    thread = threading.Thread(target=office.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield office
    finally:
        office.end()


class Wire:
    """Carries bytes between a laptop and an office, and is cut after so many of what the office says."""

    def __init__(self, address):
        target = urlsplit(address)
        self._office = (target.hostname, target.port)
        self._ear = socket.create_server(("127.0.0.1", 0))
        self.port = self._ear.getsockname()[1]
        self.cut_after = None
        self.carried = 0
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def close(self):
        self._ear.close()

    def _listen(self):
        with suppress(OSError):
            while True:
                laptop, _ = self._ear.accept()
                office = socket.create_connection(self._office)
                threading.Thread(target=self._carry, args=(laptop, office, False), daemon=True).start()
                threading.Thread(target=self._carry, args=(office, laptop, True), daemon=True).start()

    def _carry(self, from_, to, is_answer):
        with suppress(OSError):
            while data := from_.recv(65536):
                if is_answer:
                    if self.cut_after is not None:
                        data = data[: max(self.cut_after - self.carried, 0)]
                    self.carried += len(data)
                to.sendall(data)
                if is_answer and self.cut_after is not None and self.carried >= self.cut_after:
                    break
        for each in (from_, to):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
