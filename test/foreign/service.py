"""A shop of one shelf: a service in another language than the one that rehearses it. It listens on PORT."""
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    left = 1_000_000

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        if self.path in ("/", "/health"):
            self.reply(200, {"status": "ok"})
        elif self.path.startswith("/stock/"):
            self.reply(200, {"left": Shop.left})
        else:
            self.reply(404, {"message": "there is no such thing"})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        Shop.left -= 1
        self.reply(201, {"left": Shop.left})

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
Server(("", int(os.environ["PORT"])), Shop).serve_forever()
