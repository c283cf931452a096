#!/usr/bin/env python3
"""Writes the option files of an association's services, and the endpoints for fvctl, from what `fvctl provision` pinned.

One file per service, ETC/NAME.conf, read by `fallverbund-NAME --config`; every line is an option of that program's --help.
Certificates are expected as ETC/certificates/{ca.pem,svc-NAME.pem,svc-NAME.key}, keys where `fvctl provision` and the vault keep
them, STATE/secrets. Run it again after a change; each service reads its file when it starts.
"""
import argparse
import json
import pathlib

SERVICES = ['keys', 'team', 'intake', 'case', 'crisis', 'audit']


def addresses(options):
    return {service: f'{options.host}:{options.first_port + i}' for i, service in enumerate(SERVICES)}


def lines(service, pins, options):
    certificate = f'{options.etc}/certificates/svc-{service}'
    authority = f'{options.etc}/certificates/ca.pem'
    values = {'association': pins['association'], 'listen': addresses(options)[service],
              'data': f'{options.state}/projection-{service}', 'nats-url': options.bus,
              'genesis-sha256': pins['genesis_sha256'], 'signer-key': f'{options.state}/secrets/signer-{service}',
              'signer-key-id': pins['signers'][service],
              'metrics-listen': f'{options.host}:{options.first_metrics_port + SERVICES.index(service)}'}
    for side in ('tls', 'nats'):
        values |= {f'{side}-ca': authority, f'{side}-cert': f'{certificate}.pem', f'{side}-key': f'{certificate}.key'}
    if service == 'keys':
        values['key-encryption-keys'] = f'{options.state}/secrets/encryption'
    elif service == 'audit':  # holds no keys
        values['journal-genesis-sha256'] = pins['journal_genesis_sha256']
    else:
        values['vault'] = options.vault or addresses(options)['keys']
    return [f'{name} = "{value}"' for name, value in values.items()] + ['production = true', f'calls-per-second = {options.calls_per_second}']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--pins', required=True, help='the file that `fvctl provision --out` wrote')
    parser.add_argument('--bus', required=True, help='address of the bus, such as tls://127.0.0.1:4222')
    parser.add_argument('--vault', default='', help='address of the key vault, if it runs on another host')
    parser.add_argument('--host', default='127.0.0.1', help='where the services of this host listen (default %(default)s)')
    parser.add_argument('--first-port', type=int, default=7001,
                        help=f'of {", ".join(SERVICES)}, one after the other (default %(default)s)')
    parser.add_argument('--first-metrics-port', type=int, default=9101,
                        help='where each tells Prometheus, on a private net only (default %(default)s)')
    parser.add_argument('--calls-per-second', type=int, default=50,
                        help='of one organisation, at each instance; 0: no limit (default %(default)s)')
    parser.add_argument('--etc', default='/etc/fallverbund', help='where the files go (default %(default)s)')
    parser.add_argument('--state', default='/var/lib/fallverbund', help='keys and projections (default %(default)s)')
    options = parser.parse_args()
    pins = json.loads(pathlib.Path(options.pins).read_text())
    for service in SERVICES:
        (pathlib.Path(options.etc) / f'{service}.conf').write_text('\n'.join(lines(service, pins, options)) + '\n')
    endpoints = pathlib.Path(options.etc) / 'endpoints.json'
    endpoints.write_text(json.dumps(addresses(options), indent=1) + '\n')


if __name__ == '__main__':
    try:
        main()
    except OSError as error:
        raise SystemExit(f'options.py: {error.filename}: {error.strerror}')
    except (KeyError, ValueError) as error:
        raise SystemExit(f'options.py: --pins is no file that `fvctl provision` wrote: {error}')
