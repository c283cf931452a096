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

    def options(self):
        """Of the one instance of the audit that seals."""
        return ['--seal-into', str(self.published), '--seal-key', str(self.key), '--seal-policy', str(self.policy)]

    def reading(self):
        """Of the other instances, which serve proofs from the same folder."""
        return ['--published', str(self.published)]

    def start(self):
        """The witnesses, listening, and the policy with the addresses they have now. Keys are made at the first start."""
        log = self.crew.program('fvctl audit log-key', [
            self.fvctl, 'audit', 'log-key', '--name', self.log_name, '--key', str(self.key)]).strip()
        lines = [f'log {log}']
        for name in WITNESSES:
            key = self.crew.program(name, [*self.identity(name), '--show-key']).strip()
            self.crew.path('witnesses', name, 'log').write_text(log)
            lines.append(f'witness {name} {key} http://{self.crew.address(name)}')
        self.policy.write_text('\n'.join([*lines, f'group both all {" ".join(WITNESSES)}', 'quorum both']) + '\n')
        for name in WITNESSES:
            self.spawn(name)
        for name in WITNESSES:
            port_file = self.port_file(name)
            self.crew.wait_for(name, lambda port_file=port_file: port_file.exists() and port_file.read_text().strip(), 'listening')

    def spawn(self, name):
        """One witness on the folder it has; returns at once."""
        self.port_file(name).unlink(missing_ok=True)
        self.crew.spawn(name, [*self.identity(name), '--log', self.crew.path('witnesses', name, 'log').read_text(),
                               '--data', str(self.crew.path('witnesses', name, 'remembered')),
                               '--listen', self.crew.address(name), '--port-file', str(self.port_file(name))])

    def identity(self, name):
        return [self.witness, '--name', f'{name}.example/1', '--key', str(self.crew.path('witnesses', name, 'key'))]

    def port_file(self, name):
        return self.crew.path('run', f'{name}.port')

    # --- what an auditor does ---

    def size(self):
        """How many positions the published checkpoint covers: the second line of its note."""
        checkpoint = self.published / 'checkpoint'
        return int(checkpoint.read_text().splitlines()[1]) if checkpoint.exists() else 0

    def wait_published(self, position, sealer):
        """Until the checkpoint covers this position; `sealer` names the instance that seals."""
        self.crew.wait_for(sealer, lambda: self.size() >= position, f'sealed up to {position}')

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
            self.fvctl, 'audit', 'export', *bus, '--published', str(self.published), '--policy', str(self.policy), str(folder)])
        return folder, self.crew.program('fvctl audit verify', [
            self.fvctl, 'audit', 'verify', str(folder), '--policy', str(self.policy)])
