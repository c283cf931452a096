#!/usr/bin/env python3
"""The outside world of the relay's test: an HTTP server and an SMTP server on free ports of the loopback.

Prints `HTTP_PORT SMTP_PORT`, then a JSON object for everything it has taken. The first webhook is answered with 503, the
first mail with 451, so that both come again. Ends when its standard input does.
"""
import asyncio
import http.server
import json
import sys
import threading

from aiosmtpd.smtp import SMTP

LOCK = threading.Lock()
REFUSED = set()


def first(what):
    with LOCK:
        return what not in REFUSED and not REFUSED.add(what)


def say(**what):
    with LOCK:
        print(json.dumps(what), flush=True)


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length'])).decode()
        if first('http'):
            self.send_response(503)
        else:
            say(outlet='webhook', body=body, timestamp=self.headers['Fv-Timestamp'], signature=self.headers['Fv-Signature'],
                key=self.headers['Idempotency-Key'])
            self.send_response(204)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *_):
        pass


class Mails:
    async def handle_DATA(self, server, session, envelope):
        if first('smtp'):
            return '451 later, please'
        say(outlet='mail', sender=envelope.mail_from, to=envelope.rcpt_tos, text=envelope.content.decode())
        return '250 taken'


async def serve():
    hooks = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hook)
    threading.Thread(target=hooks.serve_forever, daemon=True).start()
    mails = await asyncio.get_running_loop().create_server(lambda: SMTP(Mails()), '127.0.0.1', 0)
    print(hooks.server_address[1], mails.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


asyncio.run(serve())
