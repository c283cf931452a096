#!/usr/bin/env python3
"""Enrols an organisation in the house that is up: a certificate, an entry in the directory, an administrator.

Three parties act, as in real life. The partner makes a key, which leaves its folder never, and a request for a
certificate. The authority signs that with one URI, the organisation's. The association registers the organisation: the
first one, its own youth office, by the operator; every other one by that youth office's administrator.
"""
import argparse
import json
import pathlib
import re
import secrets
import subprocess
import sys
import uuid

from authority import Authority

ROOT = pathlib.Path(__file__).resolve().parents[2]
FVCTL = ROOT / 'build/dev/bin/fvctl'
CURRENT = ROOT / '.dev/up'
URI = 'spiffe://fallverbund.example/org/'
KINDS = ['YOUTH_OFFICE', 'COORDINATION_OFFICE', 'PROVIDER', 'CLINIC', 'SCHOOL', 'CRISIS_TEAM', 'EMERGENCY_SERVICE', 'OTHER']


def die(text):
    print(f'tools/dev: {text}', file=sys.stderr)
    sys.exit(1)


def ask(profile, method, request):
    """The answer of one call; a refusal is fvctl's to explain."""
    done = subprocess.run([str(FVCTL), '--profile', str(profile), '--json', 'call', method, json.dumps(request)],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode != 0:
        die(f'{method} was not accepted: {done.stdout}{done.stderr}')
    return json.loads(done.stdout)


def profile_of(name, organisation_id, person_id):
    return {'ca': 'ca.pem', 'cert': f'org-{name}.pem', 'key': f'org-{name}.key', 'organisation_id': organisation_id,
            'unit_id': '', 'person_id': person_id, 'role': 'ADMINISTRATOR', 'endpoints_file': 'endpoints.json',
            'labels_file': 'labels.json'}


def administrator_of(clients, organisation_id):
    """The profile of an administrator of that organisation, or None."""
    for path in sorted(clients.glob('*-admin.json')):
        if json.loads(path.read_text())['organisation_id'] == organisation_id:
            return path
    return None


def enrol(data, name, kind, display_name, inspects):
    clients, authority = data / 'clients', Authority(data / 'ca')
    admin = clients / f'{name}-admin.json'
    if admin.exists():
        die(f'{name} is enrolled already; {admin} is its administrator. Name another organisation.')
    operator = clients / 'operator.json'
    bootstrap = ask(operator, 'GetBootstrap', {})
    first = not bootstrap.get('done', False)
    if first and kind != 'YOUTH_OFFICE':
        die('the first organisation of an association is its own youth office: enrol one with --kind YOUTH_OFFICE, then this.')
    registrar = operator if first else administrator_of(clients, bootstrap['organisation_id'])
    if registrar is None:
        die(f"the first youth office's administrator has no profile in {clients}; only they register others.")

    # The id must be known before the certificate, which names it; it is kept so that a second try goes on with it.
    ids_file = clients / 'organisations.json'
    ids = json.loads(ids_file.read_text()) if ids_file.exists() else {}
    if first:
        ids[name] = bootstrap['organisation_id']
    ids.setdefault(name, secrets.token_hex(16))
    ids_file.write_text(json.dumps(ids, indent=1))

    stem = clients / f'org-{name}'
    request = authority.request(stem)                                           # the partner
    authority.sign(request, f'{URI}{ids[name]}', stem.with_suffix('.pem'))      # the authority
    asked = {'request_id': str(uuid.uuid5(uuid.NAMESPACE_OID, ids[name])), 'organisation_id': ids[name],  # the association
             'display_name': display_name, 'administrator_name': f'Verwaltung {display_name}'}
    if first:
        answer = ask(registrar, 'BootstrapAssociation', asked)
    else:
        answer = ask(registrar, 'RegisterOrganisation', asked | {'kind': f'ORGANISATION_KIND_{kind}', 'inspects': inspects})

    admin.write_text(json.dumps(profile_of(name, ids[name], answer['administrator_person_id']), indent=1))
    print(f'{display_name} is enrolled as {ids[name]}.\n'
          f'  certificate and key   {stem}.pem, {stem}.key\n'
          f'  its administrator     {admin}\n'
          f'  ./tools/dev fvctl --as {name}-admin methods RegisterPerson')


def main():
    parser = argparse.ArgumentParser(prog='tools/dev enrol', description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('name', help='a short name for files, such as nachbar')
    parser.add_argument('--kind', required=True, choices=KINDS, help='what kind of organisation it is')
    parser.add_argument('--inspects', action='store_true',
                        help='with --kind OTHER: its people may be auditors and ombudspersons, who read every case')
    parser.add_argument('--display-name', help='its official name; without it, NAME')
    parser.add_argument('--data', help='the folder of a house that runs; without it, the house that is up')
    options = parser.parse_args()
    if not re.fullmatch('[a-z][a-z0-9-]{0,31}', options.name):
        die(f"'{options.name}' is no name for files: up to 32 lower-case letters, digits and hyphens, a letter first.")
    if options.inspects and options.kind != 'OTHER':
        die('--inspects is for --kind OTHER: who works on cases does not check them.')
    if not options.data and not CURRENT.exists():
        die('no house is up. Start one with ./tools/dev up, or name a running one with --data.')
    data = pathlib.Path(options.data or CURRENT.read_text().strip()).resolve()
    if not (data / 'clients/endpoints.json').exists():
        die(f'{data} holds no house that was ever up. Start it: ./tools/dev up --data {data}')
    enrol(data, options.name, options.kind, options.display_name or options.name, options.inspects)


if __name__ == '__main__':
    try:
        main()
    except OSError as error:
        die(f'{error.filename or "the system"}: {error.strerror}')
    except RuntimeError as error:
        die(str(error))
