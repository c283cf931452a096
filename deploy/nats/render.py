#!/usr/bin/env python3
"""Renders the nats-server configuration of one association, see --help.

Every service has an account of its own and reaches the log only through service imports: its own subjects to
write, direct get and MSG.GET to read, hints to wake up. With ordinary permissions in one account a service could
name a foreign subject as the reply of its own publish, and the server's acknowledgement would be stored there as
an event.
"""
import argparse
import json
import pathlib
import re
import string
import sys

HERE = pathlib.Path(__file__).resolve().parent
URI = "spiffe://fallverbund.example/svc/"

DECIDERS = ["intake", "case", "team", "crisis"]
SERVICES = DECIDERS + ["audit", "keys"]
PROVISIONING = ["log"]  # genesis and signer keys; its user exists in a change window only
ACCOUNTS = SERVICES + PROVISIONING

# Each server answers once: whether it syncs before it acknowledges, and whether a stream has stopped writing.
SYSTEM_CALLS = [("$SYS.REQ.SERVER.PING.JSZ", "fvapi.sys.jsz"), ("$SYS.REQ.SERVER.PING.HEALTHZ", "fvapi.sys.healthz")]


def account(service):
    return "SVC_" + service.upper()


class Association:
    """What each service may do with the streams of one association."""

    def __init__(self, name):
        self.name = name
        self.stream = "FV_" + name.upper()
        self.journal = self.stream + "_JOURNAL"
        self.keys = self.stream + "_KEYS"
        self.hints = f"fvhint.{name}.>"

    def writes(self, service):
        """Subjects the service appends to. The audit reads the log and writes only to the journal."""
        journal = f"fvj.{self.name}.{service}.>"
        return [journal] if service == "audit" else [f"fv.{self.name}.{service}.>", journal]

    def calls(self, service):
        """(subject in LOG, its name in the service's account, whether it answers more than once).

        They get names outside $JS.API: imported under their own name they are answered twice, an error first.
        """
        calls = [
            (f"$JS.API.DIRECT.GET.{self.stream}", "fvapi.log.read", True),
            (f"$JS.API.STREAM.MSG.GET.{self.stream}", "fvapi.log.get", False),
        ]
        if service in ("audit", "log"):
            calls += [
                (f"$JS.API.DIRECT.GET.{self.journal}", "fvapi.journal.read", True),
                (f"$JS.API.STREAM.MSG.GET.{self.journal}", "fvapi.journal.get", False),
            ]
        else:
            # Who writes to the journal may see the last entry on its own subjects, to settle a doubt; nothing else.
            own = f"fvj.{self.name}.{service}.>"
            calls += [(f"$JS.API.DIRECT.GET.{self.journal}.{own}", f"fvapi.journal.last.{own}", False)]
        if service == "keys":
            bucket = f"$KV.{self.keys}.>"
            calls += [
                (bucket, f"fvapi.keys.{bucket}", False),
                (f"$JS.API.STREAM.INFO.KV_{self.keys}", f"fvapi.keys.STREAM.INFO.KV_{self.keys}", False),
                (f"$JS.API.STREAM.MSG.GET.KV_{self.keys}", f"fvapi.keys.STREAM.MSG.GET.KV_{self.keys}", False),
            ]
        return calls


def quoted(texts):
    return "[" + ", ".join(json.dumps(text) for text in texts) + "]"


def times(size, factor):
    """"3GB" three times is "9GB"."""
    number, unit = re.fullmatch(r"(\d+)([A-Z]*)", size).groups()
    return f"{int(number) * factor}{unit}"


def log_account(association, max_store, change_window):
    exports = {}  # line without its accounts -> accounts
    for service in ACCOUNTS:
        lines = [f'service: "{subject}"' for subject in association.writes(service)]
        for subject, _, many in association.calls(service):
            lines.append(f'service: "{subject}"' + (", response_type: stream" if many else ""))
        lines.append(f'stream: "{association.hints}"')
        for line in lines:
            exports.setdefault(line, []).append(account(service))
    users = ""
    if change_window:  # all-powerful: makes and changes streams, and the reply attack works in here
        users = (f'{{user: "{URI}prov", permissions: {{publish: {{allow: ["$JS.API.>"]}}, '
                 f'subscribe: {{allow: ["_INBOX.prov.>"]}}}}}}')
    body = "\n".join(f"      {{{line}, accounts: [{', '.join(who)}]}}" for line, who in exports.items())
    return (f"  LOG: {{\n"
            f"    jetstream: {{max_store: {max_store}, max_mem: 0, max_streams: 3, max_consumers: 1}}\n"
            f"    users: [{users}]\n"
            f"    exports: [\n{body}\n    ]\n"
            f"  }}")


def service_account(association, service, change_window):
    may_publish = (association.writes(service) + [name for _, name, _ in association.calls(service)] +
                   [name for _, name in SYSTEM_CALLS])
    user = ""
    if service in SERVICES or change_window:
        user = (f'{{user: "{URI}{service}", permissions: {{\n'
                f"      publish: {{allow: {quoted(may_publish)}}}\n"
                f'      subscribe: {{allow: {quoted([f"_INBOX.{service}.>", association.hints])}}}}}}}')
    imports = [f'{{service: {{account: LOG, subject: "{subject}"}}}}' for subject in association.writes(service)]
    imports += [f'{{service: {{account: LOG, subject: "{subject}"}}, to: "{name}"}}'
                for subject, name, _ in association.calls(service)]
    imports.append(f'{{stream: {{account: LOG, subject: "{association.hints}"}}}}')
    imports += [f'{{service: {{account: SYS, subject: "{subject}"}}, to: "{name}"}}' for subject, name in SYSTEM_CALLS]
    body = "\n".join("      " + line for line in imports)
    return (f"  {account(service)}: {{\n"
            f"    users: [{user}]\n"
            f"    imports: [\n{body}\n    ]\n"
            f"  }}")


def system_account():
    everyone = ", ".join(account(service) for service in ACCOUNTS)
    exports = "\n".join(f'      {{service: "{subject}", response_type: stream, accounts: [{everyone}]}}'
                        for subject, _ in SYSTEM_CALLS)
    return (f'  SYS: {{\n'
            f'    users: [{{user: "{URI}ops"}}]\n'
            f"    exports: [\n{exports}\n    ]\n"
            f"  }}")


def cluster_block(args):
    if not args.cluster_listen:
        return ""
    routes = quoted(args.route)
    # With verify alone every certificate of the authority, a partner's too, could join as a server and read and
    # write all accounts; so only the servers' own name is let in.
    return (f'cluster {{\n  name: "{args.association}"\n  listen: "{args.cluster_listen}"\n  routes: {routes}\n'
            f'  authorization {{ user: "{URI}nats" }}\n'
            f'  tls {{ cert_file: "{args.tls_cert}", key_file: "{args.tls_key}", ca_file: "{args.tls_ca}", '
            f'verify_and_map: true, min_version: "1.3" }}\n}}')


def render(args):
    association = Association(args.association)
    accounts = [system_account(), log_account(association, times(args.max_store, args.replicas), args.change_window)]
    accounts += [service_account(association, service, args.change_window) for service in ACCOUNTS]
    template = string.Template((HERE / "server.conf.template").read_text())
    return template.substitute(
        association=args.association,
        server_name=args.server_name,
        listen=args.listen,
        monitor=f'http: "{args.monitor}"' if args.monitor else "# monitoring is off",
        pid_file=f'pid_file: "{args.pid_file}"' if args.pid_file else "# no pid file",
        ports_file=f'ports_file_dir: "{args.ports_dir}"' if args.ports_dir else "# no ports file",
        tls_cert=args.tls_cert,
        tls_key=args.tls_key,
        tls_ca=args.tls_ca,
        store_dir=args.store_dir,
        max_store=args.max_store,
        accounts="\n".join(accounts),
        cluster=cluster_block(args))


def association_name(text):
    if not re.fullmatch(r"[a-z][a-z0-9]{1,15}", text):
        raise argparse.ArgumentTypeError("an association is two to sixteen of a-z and 0-9, a letter first")
    return text


def size(text):
    if not re.fullmatch(r"[1-9]\d*(KB|MB|GB|TB)?", text):
        raise argparse.ArgumentTypeError("a size is a number of bytes, or of KB, MB, GB or TB, such as 3GB")
    return text


def plain_path(text):
    if '"' in text or "\n" in text or "\\" in text:
        raise argparse.ArgumentTypeError("a path in the configuration must not hold quotes or backslashes")
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--association", required=True, type=association_name)
    parser.add_argument("--listen", default="127.0.0.1:4222", help="host:port for services; port -1 takes a free one")
    parser.add_argument("--monitor", default="", help="host:port for /varz and /jsz, on loopback only; default off")
    parser.add_argument("--store-dir", required=True, type=plain_path, help="where the streams lie")
    parser.add_argument("--max-store", default="3GB", type=size,
                        help="of this server: at least the sum of the streams' max_bytes (default %(default)s)")
    parser.add_argument("--replicas", default=1, type=int, choices=[1, 3, 5],
                        help="copies of each stream in the cluster; the account's limit counts them all (default %(default)s)")
    parser.add_argument("--tls-cert", required=True, type=plain_path)
    parser.add_argument("--tls-key", required=True, type=plain_path)
    parser.add_argument("--tls-ca", required=True, type=plain_path, help="the authority of all certificates")
    parser.add_argument("--server-name", default="n1", help="unique in a cluster")
    parser.add_argument("--cluster-listen", default="", help="host:port for routes; default: no cluster")
    parser.add_argument("--route", action="append", default=[], help="tls://host:port of another server; repeat")
    parser.add_argument("--pid-file", default="", type=plain_path)
    parser.add_argument("--ports-dir", default="", type=plain_path, help="where the server writes the ports it took")
    parser.add_argument("--change-window", action="store_true",
                        help="let the provisioner and the log's signer log in; render and reload without it afterwards")
    parser.add_argument("--output", default="-", help="file to write; default standard output")
    args = parser.parse_args()
    text = render(args)
    if args.output == "-":
        sys.stdout.write(text)
    else:
        pathlib.Path(args.output).write_text(text)


if __name__ == "__main__":
    main()
