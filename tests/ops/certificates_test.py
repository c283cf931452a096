"""Certificates rotate under load and no call fails (P16): new leaves for every service, for the bus and for a partner, and a
partner of a second authority is let in, all without a restart. Called by ctest with the bus in NATS_SERVER."""
import json
import os
import signal
import subprocess
import sys
import unittest

from ops_house import ROOT, OpsHouse, folder_for
from ops_load import Load, wait_until

sys.path.insert(0, str(ROOT / 'tools/local'))
from authority import Authority  # noqa: E402

URI = 'spiffe://fallverbund.example/'


class Certificates(unittest.TestCase):
    def setUp(self):
        self.folder = folder_for(type(self))
        self.house = OpsHouse(self.folder / 'house')
        self.house.play()
        self.house.up()
        self.addCleanup(self.house.down)
        self.authority = Authority(self.house.data / 'ca')
        self.endpoints = json.loads((self.house.clients / 'endpoints.json').read_text())

    def rotate(self, stem, uri, server):
        """A new key and certificate in the same files, the key first."""
        new = self.folder / 'new' / stem.name
        self.authority.issue(URI + uri, new, server=server)
        for kind in ('key', 'pem'):
            os.replace(f'{new}.{kind}', f'{stem}.{kind}')

    def shown_by(self, service):
        """Serial number of the certificate that the service shows to a new connection."""
        operator = self.house.clients / 'operator'
        shown = subprocess.run(['openssl', 's_client', '-connect', self.endpoints[service], '-cert', f'{operator}.pem', '-key',
                                f'{operator}.key', '-alpn', 'h2'], input=b'', capture_output=True).stdout
        return serial(shown)

    def reload_bus(self):
        for pid_file in (self.house.data / 'run').glob('bus*.pid'):
            log = self.house.data / 'logs' / f'{pid_file.stem}.log'
            seen = log.stat().st_size
            os.kill(int(pid_file.read_text()), signal.SIGHUP)
            wait_until(lambda: b'Reloaded server configuration' in log.read_bytes()[seen:], 'reloaded')

    def use(self, person, stem):
        """The person's program is told of other files; one step, so no call sees half of it."""
        profile = self.house.clients / f'{person}.json'
        told = json.loads(profile.read_text()) | {'cert': f'{stem}.pem', 'key': f'{stem}.key'}
        new = profile.with_suffix('.new')
        new.write_text(json.dumps(told))
        new.rename(profile)

    def test_leaves_and_authority_rotate_under_load_and_no_call_fails(self):
        school = json.loads((self.house.clients / 'organisations.json').read_text())['schule']
        with Load(self.house) as load:
            load.goes_on()
            for service in self.endpoints:
                self.rotate(self.house.data / f'certificates/svc-{service}', f'svc/{service}', server=True)
            self.rotate(self.house.data / 'certificates/nats', 'svc/nats', server=True)
            self.reload_bus()
            for service in self.endpoints:
                new = serial((self.house.data / f'certificates/svc-{service}.pem').read_bytes())
                wait_until(lambda: self.shown_by(service) == new, f'rotated: {service}')
            load.goes_on()

            self.authority.issue(f'{URI}org/{school}', self.house.clients / 'org-schule-2')
            self.use('lerche', 'org-schule-2')
            load.goes_on()

            second = Authority(self.folder / 'second')
            second.make()
            for bundle in (self.house.data / 'ca/ca.pem', self.house.clients / 'ca.pem'):
                both = bundle.with_suffix('.new')
                both.write_bytes(bundle.read_bytes() + second.certificate.read_bytes())
                both.rename(bundle)
            second.issue(f'{URI}org/{school}', self.house.clients / 'org-schule-3')
            stranger = self.house.clients / 'lerche-3.json'
            stranger.write_text(json.dumps(json.loads((self.house.clients / 'lerche.json').read_text())
                                           | {'cert': 'org-schule-3.pem', 'key': 'org-schule-3.key'}))
            wait_until(lambda: self.let_in('lerche-3'), 'let in')
            self.use('lerche', 'org-schule-3')
            load.goes_on()
        self.assertEqual(load.failed, [])
        self.assertGreater(sum(load.done), 5 * len(load.threads))
        self.assertIn('findings: 0', self.house.report())

    def test_instances_restart_one_after_the_other_under_load_and_no_call_fails(self):
        """What the bus is shown is read at the start only; so is a new program. Two of each, and nobody notices."""
        self.house.down()
        self.house.verb('up', '--instances', '2')
        with Load(self.house) as load:
            load.goes_on()
            for service in ('keys', 'team', 'intake', 'case'):  # the load's own; the others are restarted in the same way
                self.rotate(self.house.data / f'certificates/svc-{service}', f'svc/{service}', server=True)
                for instance in (1, 2):
                    self.house.restart(self, f'{service}-{instance}')
                    self.house.ready()
                load.goes_on()
        self.assertEqual(load.failed, [])

    def let_in(self, who):
        """The handshake is what counts: any answer of the service will do."""
        try:
            self.house.ask(who, 'WaitSettled', {}, '--service', 'intake')
        except AssertionError as error:
            return 'PERMISSION_DENIED' in str(error)
        return True


def serial(pem):
    told = subprocess.run(['openssl', 'x509', '-noout', '-serial'], input=pem, capture_output=True)
    return told.stdout.decode().strip()


if __name__ == '__main__':
    unittest.main(verbosity=2)
