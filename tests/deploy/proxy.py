"""An HTTP proxy before a server: it counts, and it can be as bad as a network is on a bad day."""

import http.client
import http.server
import random
import socket
import struct
import threading
import time
import types


class Proxy:
    """Listens on `port` and hands requests on to the server at `to`.

    `faults` maps a kind to its share of the requests: `503`, `429`, `reset` (not handed on), `lost` (handed on, and
    the answer thrown away), `slow` (a third of a second late).

    Requests whose path has the text `broken` in it are answered with 503. With `hold`, a part of a path, the first PUT of such a path waits: `reached` tells that it came, `go` lets it on.
    """

    def __init__(self, to, faults=None, seed=1, latency=0.0):
        self.to, self.faults, self.latency = to, faults or {}, latency
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.requests = {}
        self.sent = self.received = 0
        self.done = {}
        self.hold = self.broken = None
        self.reached, self.go = threading.Event(), threading.Event()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except (ConnectionError, TimeoutError):
                    self.close_connection = True

            def do(self):
                proxy.serve(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do_PROPFIND = do_MKCOL = do_MOVE = do_COPY = do

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.port = self.listener.server_address[1]
        self.connections = threading.local()
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()

    def reset_counts(self):
        with self.lock:
            self.requests, self.sent, self.received = {}, 0, 0

    def fault(self, method):
        with self.lock:
            self.requests[method] = self.requests.get(method, 0) + 1
            at = self.random.random()
            for kind, share in self.faults.items():
                at -= share
                if at < 0:
                    self.done[kind] = self.done.get(kind, 0) + 1
                    return kind
        return None

    def serve(self, handler):
        length = int(handler.headers.get("content-length") or 0)
        body = handler.rfile.read(length) if length else None
        fault = self.fault(handler.command)
        if self.broken and self.broken in handler.path:
            fault = "503"
        time.sleep(self.latency)
        if handler.command == "PUT" and self.hold and self.hold in handler.path and not self.reached.is_set():
            self.reached.set()
            self.go.wait(120)
        if fault in ("503", "429"):
            handler.send_response(int(fault))
            if fault == "429":
                handler.send_header("retry-after", "0")
            handler.send_header("content-length", "0")
            handler.end_headers()
            return
        if fault == "reset":
            self.reset(handler)
            return
        if fault == "slow":
            time.sleep(0.33)
        answer, content = self.hand_on(handler, body)
        with self.lock:
            self.sent += length
            self.received += len(content)
        if fault == "lost":
            self.reset(handler)
            return
        handler.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "content-length"):
                handler.send_header(name, value)
        # An answer to HEAD tells the length of what it does not hold.
        told = answer.getheader("content-length") if handler.command == "HEAD" else str(len(content))
        if answer.status not in (204, 304) and told is not None:
            handler.send_header("content-length", told)
        handler.end_headers()
        handler.wfile.write(content)

    def hand_on(self, handler, body):
        headers = {name: value for name, value in handler.headers.items() if name.lower() != "connection"}
        for attempt in (1, 2):
            connection = getattr(self.connections, "open", None)
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.to, timeout=60)
                self.connections.open = connection
            try:
                connection.request(handler.command, handler.path, body=body, headers=headers)
                answer = connection.getresponse()
                return answer, answer.read()
            except (http.client.HTTPException, ConnectionError):
                # The server closed a connection that was kept.
                connection.close()
                self.connections.open = None
                if attempt == 2:
                    raise

    @staticmethod
    def reset(handler):
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.rfile.close()
        handler.connection.close()
        handler.close_connection = True
        # Writing what is still in the buffer would fail.
        handler.wfile = open("/dev/null", "wb")


def answer(status, reason, content, kind):
    """One that no server gave, as `hand_on` gives them."""
    told = types.SimpleNamespace(status=status, reason=reason)
    told.getheaders = lambda: [("content-type", kind)]
    told.getheader = lambda name: str(len(content)) if name == "content-length" else None
    return told, content
