"""The published log of one house: its key, the two witnesses that cosign it, the policy that names them, and what an auditor
does with all of it. Here everything stands on one machine; deploy/witness.md is how partner agencies run it."""

WITNESSES = ['witness-1', 'witness-2']  # both must cosign


class Sealing:
    """On the folder and the crew of a house. Whoever starts the sealing audit has started the witnesses before: their
    addresses stand in the policy."""

    def __init__(self, crew, association, programs):
        self.crew = crew
        self.fvctl = str(programs / 'fvctl')
        self.witness = str(programs / 'fallverbund-witness')
        self.log_name = f'log.{association}.example/events'  # as its genesis has it, and each receipt
        self.published = crew.dir / 'published'
        self.policy = crew.dir / 'clients/policy'  # the partners' side: whom they trust
        self.key = crew.dir / 'keys/log'
        # The journal's own tree: another name and key, the same witnesses.
        self.journal_name = f'{self.log_name.rpartition("/")[0]}/journal'
        self.journal_published = crew.dir / 'published-journal'
        self.journal_policy = crew.dir / 'clients/journal-policy'
        self.journal_key = crew.dir / 'keys/journal'

    def options(self):
        """Of the one instance of the audit that seals."""
        return ['--seal-into', str(self.published), '--seal-key', str(self.key), '--seal-policy', str(self.policy),
                '--seal-journal-into', str(self.journal_published), '--seal-journal-key', str(self.journal_key),
                '--seal-journal-policy', str(self.journal_policy)]

    def reading(self):
        """Of the other instances, which serve proofs from the same folder."""
        return ['--published', str(self.published), '--published-journal', str(self.journal_published)]

    def start(self):
        """The witnesses, listening, and the policy with the addresses they have now. Keys are made at the first start."""
        logs = {policy: self.log_key(name, key) for policy, name, key in (
            (self.policy, self.log_name, self.key), (self.journal_policy, self.journal_name, self.journal_key))}
        lines = []
        for name in WITNESSES:
            key = self.crew.program(name, [*self.identity(name), '--show-key']).strip()
            self.crew.path('witnesses', name, 'logs').write_text('\n'.join(logs.values()))
            lines.append(f'witness {name} {key} http://{self.crew.address(name)}')
        for policy, log in logs.items():
            policy.write_text('\n'.join([f'log {log}', *lines, f'group both all {" ".join(WITNESSES)}', 'quorum both']) + '\n')
        for name in WITNESSES:
            self.spawn(name)
        for name in WITNESSES:
            port_file = self.port_file(name)
            self.crew.wait_for(name, lambda port_file=port_file: port_file.exists() and port_file.read_text().strip(), 'listening')

    def log_key(self, name, key):
        return self.crew.program('fvctl audit log-key', [
            self.fvctl, 'audit', 'log-key', '--name', name, '--key', str(key)]).strip()

    def spawn(self, name):
        """One witness on the folder it has; returns at once."""
        self.port_file(name).unlink(missing_ok=True)
        logs = [word for log in self.crew.path('witnesses', name, 'logs').read_text().splitlines() for word in ('--log', log)]
        self.crew.spawn(name, [*self.identity(name), *logs,
                               '--data', str(self.crew.path('witnesses', name, 'remembered')),
                               '--listen', self.crew.address(name), '--port-file', str(self.port_file(name))])

    def identity(self, name):
        return [self.witness, '--name', f'{name}.example/1', '--key', str(self.crew.path('witnesses', name, 'key'))]

    def port_file(self, name):
        return self.crew.path('run', f'{name}.port')

    # --- what an auditor does ---

    def size(self, published=None):
        """How many positions the published checkpoint covers: the second line of its note."""
        checkpoint = (published or self.published) / 'checkpoint'
        return int(checkpoint.read_text().splitlines()[1]) if checkpoint.exists() else 0

    def wait_published(self, position, journal_position, sealer):
        """Until both checkpoints cover these positions; `sealer` names the instance that seals."""
        for published, last in ((self.published, position), (self.journal_published, journal_position)):
            self.crew.wait_for(sealer, lambda published=published, last=last: self.size(published) >= last, f'sealed up to {last}')

    def prove(self, position):
        """The proof of this position as a file, checked as somebody checks it who has nothing but the policy."""
        proof = self.crew.dir / f'{position}.tlog-proof'
        proof.write_text(self.crew.program('fvctl audit prove', [
            self.fvctl, 'audit', 'prove', str(position), '--folder', str(self.published)]))
        return proof, self.crew.program('fvctl audit check', [
            self.fvctl, 'audit', 'check', str(proof), '--policy', str(self.policy)])

    def archive(self, bus):
        """The whole log as a folder, and its verdict, computed from nothing else; `bus`: how operators reach it."""
        folder = self.crew.dir / 'archive'
        self.crew.program('fvctl audit export', [
            self.fvctl, 'audit', 'export', *bus, '--published', str(self.published), '--policy', str(self.policy),
            '--journal-published', str(self.journal_published), '--journal-policy', str(self.journal_policy), str(folder)])
        return folder, self.crew.program('fvctl audit verify', [
            self.fvctl, 'audit', 'verify', str(folder), '--policy', str(self.policy),
            '--journal-policy', str(self.journal_policy)])
