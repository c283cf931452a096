"""A throw-away certificate authority for one machine; the certificates name one URI each (mTLS)."""
import os
import pathlib
import subprocess
import tempfile

import interrupt


class Authority:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.certificate = self.folder / 'ca.pem'
        self.hosts = ['127.0.0.1']  # where the servers listen

    def make(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650',
                '-subj', '/CN=fallverbund local authority', '-keyout', str(self.folder / 'ca.key'),
                '-out', str(self.certificate))

    def issue(self, uri, stem, server=False, person=''):
        """Writes STEM.pem and STEM.key (mode 0600): for `uri` as client; with `server` also as one on `hosts`,
        which no partner may pose as; with `person` for that person's browser (the auditor's pages)."""
        self.sign(self.request(stem), uri, f'{stem}.pem', server, person)

    @staticmethod
    def request(stem):
        """What a partner does: makes STEM.key (mode 0600), and returns a request for a certificate as text."""
        stem = pathlib.Path(stem)
        stem.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            request = os.path.join(folder, 'request.pem')
            openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/O=fallverbund',
                    '-keyout', f'{stem}.key', '-out', request)
            os.chmod(f'{stem}.key', 0o600)
            return pathlib.Path(request).read_text()

    def sign(self, request, uri, certificate, server=False, person=''):
        """What the authority does: signs the request's public key for `uri`, whatever names the request asks for."""
        names = ''.join(f',IP:{host}' for host in self.hosts) + ',DNS:localhost' if server else ''
        names += f',DNS:{person}.person.fallverbund.example' if person else ''
        with tempfile.TemporaryDirectory() as folder:
            asked, extensions = os.path.join(folder, 'request.pem'), os.path.join(folder, 'extensions')
            pathlib.Path(asked).write_text(request)
            pathlib.Path(extensions).write_text(
                f'subjectAltName=URI:{uri}{names}\n'
                f'extendedKeyUsage=clientAuth{",serverAuth" if server else ""}\n'
                'basicConstraints=critical,CA:FALSE\n')
            openssl('x509', '-req', '-in', asked, '-CA', str(self.certificate), '-CAkey', str(self.folder / 'ca.key'),
                    '-days', '365', '-extfile', extensions, '-out', str(certificate))


def openssl(*arguments):
    done = interrupt.run(['openssl', *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(f'openssl {arguments[0]} failed:\n{done.stderr}')
