"""The nats-servers of a house: one, or three in a cluster, `bus-1` to `bus-3`."""
import os
import pathlib
import signal
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RENDER = ROOT / 'deploy/nats/render.py'
LEADS = 'JetStream cluster new metadata leader'


class Bus:
    """`certificate`: stem of the servers' own; `ca`: the authority's file."""

    def __init__(self, crew, association, replicas, ca, certificate):
        self.crew = crew
        self.association = association
        self.replicas = replicas
        self.ca = ca
        self.certificate = certificate
        self.change_window = False

    def names(self):
        return [f'bus-{i}' for i in range(1, self.replicas + 1)]

    def urls(self):
        return ','.join(f'tls://{self.crew.address(name)}' for name in self.names())

    def config(self, name):
        return self.crew.path('bus', name, 'nats.conf')

    def store(self, name):
        return self.crew.path('bus', name, 'store')

    def render(self, name):
        command = [sys.executable, str(RENDER), '--association', self.association, '--server-name', name,
                   '--listen', self.crew.address(name), '--store-dir', str(self.store(name)),
                   '--ports-dir', str(self.config(name).parent), '--tls-ca', str(self.ca),
                   '--tls-cert', f'{self.certificate}.pem', '--tls-key', f'{self.certificate}.key',
                   '--output', str(self.config(name))]
        if self.change_window:
            command.append('--change-window')
        if self.replicas > 1:
            command += ['--replicas', str(self.replicas), '--cluster-listen', self.route(name)]
            for other in self.names():
                if other != name:
                    command += ['--route', f'tls://{self.route(other)}']
        self.crew.program('deploy/nats/render.py', command)

    def route(self, name):
        return self.crew.address(f'{name}-route')

    def start(self, change_window=False):
        """All servers; a cluster has a leader when this returns."""
        self.change_window = change_window
        seen = {name: self.crew.log_size(name) for name in self.names()}
        for name in self.names():
            self.spawn(name)
        for name in self.names():
            self.wait_listening(name)
        if self.replicas > 1:
            self.crew.wait_for('bus-1', lambda: any(self.crew.said(n, LEADS, since) for n, since in seen.items()),
                               'one of a cluster with a leader')

    def spawn(self, name):
        for old in self.config(name).parent.glob('*.ports'):
            old.unlink()
        self.render(name)
        self.crew.spawn(name, [os.environ['NATS_SERVER'], '-c', str(self.config(name))])

    def wait_listening(self, name):
        folder = self.config(name).parent
        self.crew.wait_for(name, lambda: list(folder.glob('*.ports')), 'listening')

    def set_change_window(self, open_):
        """Lets the provisioner and the log's signer log in, or no longer."""
        self.change_window = open_
        for name in self.names():
            seen = self.crew.log_size(name)
            self.render(name)
            self.crew.children[name].send_signal(signal.SIGHUP)
            self.crew.wait_for(name, lambda: self.crew.said(name, 'Reloaded server configuration', seen), 'reloaded')
