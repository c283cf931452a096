#!/usr/bin/env python3
"""The outside world of the relay's test: an HTTP server and two SMTP servers on free ports of the loopback. The second one
takes mail only after STARTTLS, under a certificate of its own.

Prints `HTTP_PORT SMTP_PORT STARTTLS_PORT CERTIFICATE_FILE`, then a JSON object for everything it has taken. The first webhook
is answered with 503, the first mail without TLS with 451, so that both come again. Ends when its standard input does.
"""
import asyncio
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
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
        if not session.ssl and first('smtp'):
            return '451 later, please'
        say(outlet='mail', sender=envelope.mail_from, to=envelope.rcpt_tos, text=envelope.content.decode(), tls=bool(session.ssl))
        return '250 taken'


def certificate(folder):
    """Of this machine's loopback, for an hour or so."""
    pem, key = folder / 'mail.pem', folder / 'mail.key'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
                    '-subj', '/CN=mail of the test', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', pem],
                   check=True, capture_output=True)
    return pem, key


async def serve(folder):
    pem, key = certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    hooks = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Hook)
    threading.Thread(target=hooks.serve_forever, daemon=True).start()
    listen = asyncio.get_running_loop().create_server
    mails = await listen(lambda: SMTP(Mails()), '127.0.0.1', 0)
    under_tls = await listen(lambda: SMTP(Mails(), tls_context=context, require_starttls=True), '127.0.0.1', 0)
    print(hooks.server_address[1], *(one.sockets[0].getsockname()[1] for one in (mails, under_tls)), pem, flush=True)
    await asyncio.to_thread(sys.stdin.read)


with tempfile.TemporaryDirectory() as made:
    asyncio.run(serve(pathlib.Path(made)))
