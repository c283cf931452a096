#!/usr/bin/env python3
"""Speaks the bus's own protocol, for attacks no library would send: sends standard input as it is after CONNECT,
then PING, and prints what the server said until its PONG. Arguments: port, folder of certificates, service."""
import socket
import ssl
import sys


def until(stream, marker):
    received = b""
    while marker not in received:
        chunk = stream.recv(65536)
        if not chunk:
            return received + b"(closed)"
        received += chunk
    return received


def main():
    port, certs, service = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    plain = socket.create_connection(("127.0.0.1", port), timeout=20)
    until(plain, b"\r\n")  # INFO comes in the clear, then TLS
    context = ssl.create_default_context(cafile=f"{certs}/ca.pem")
    context.load_cert_chain(f"{certs}/{service}.pem", f"{certs}/{service}.key")
    stream = context.wrap_socket(plain, server_hostname="127.0.0.1")
    stream.sendall(b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true,"lang":"attack"}\r\n')
    stream.sendall(sys.stdin.buffer.read())
    stream.sendall(b"PING\r\n")
    sys.stdout.buffer.write(until(stream, b"PONG\r\n"))


if __name__ == "__main__":
    main()
