"""Lets a browser through a door that asks for a certificate: bytes of the loopback, forwarded over mutual TLS.

chromium-headless-shell presents no client certificate, also where its NSS database holds one: AutoSelectCertificateForUrls is a
policy of the desktop's program, and lies in /etc. So the browser speaks plain HTTP to us, and we mutual TLS to the service. We
read nothing and change nothing: the headers that the browser obeys are the service's own.
"""
import asyncio
import concurrent.futures
import contextlib
import ssl
import threading

PART = 1 << 16  # bytes at once


class Forwarder:
    def __init__(self, port, authority, certificate, key):
        self.context = ssl.create_default_context(cafile=str(authority))
        self.context.load_cert_chain(certificate, key)
        self.service = port
        started = concurrent.futures.Future()
        self.thread = threading.Thread(target=self.run, args=(started,), daemon=True)
        self.thread.start()
        self.port = started.result()

    def run(self, started):
        try:
            asyncio.run(self.serve(started))
        except BaseException as why:
            if started.done():
                raise
            started.set_exception(why)

    async def serve(self, started):
        self.loop, self.ended = asyncio.get_running_loop(), asyncio.Event()
        async with await asyncio.start_server(self.forward, '127.0.0.1', 0) as server:
            started.set_result(server.sockets[0].getsockname()[1])
            await self.ended.wait()

    async def forward(self, reader, writer):
        with contextlib.suppress(OSError), contextlib.closing(writer):  # refused: the browser finds the connection closed
            from_service, to_service = await asyncio.open_connection('127.0.0.1', self.service, ssl=self.context)
            await asyncio.gather(self.copy(reader, to_service), self.copy(from_service, writer))

    @staticmethod
    async def copy(reader, writer):
        with contextlib.suppress(OSError), contextlib.closing(writer):
            while part := await reader.read(PART):
                writer.write(part)
                await writer.drain()

    def close(self):
        self.loop.call_soon_threadsafe(self.ended.set)
        self.thread.join()
