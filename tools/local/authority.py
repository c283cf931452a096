"""A throw-away certificate authority for one machine; the certificates name one URI each (mTLS)."""
import os
import pathlib
import subprocess
import tempfile


class Authority:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.certificate = self.folder / 'ca.pem'

    def make(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650',
                '-subj', '/CN=fallverbund local authority', '-keyout', str(self.folder / 'ca.key'),
                '-out', str(self.certificate))

    def issue(self, uri, stem, server=False):
        """Writes STEM.pem and STEM.key (mode 0600): for `uri` as client; with `server` also as one on the loopback,
        which no partner may pose as."""
        stem = pathlib.Path(stem)
        stem.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            request, extensions = os.path.join(folder, 'request.pem'), os.path.join(folder, 'extensions')
            pathlib.Path(extensions).write_text(
                f'subjectAltName=URI:{uri}{",DNS:localhost,IP:127.0.0.1" if server else ""}\n'
                f'extendedKeyUsage=clientAuth{",serverAuth" if server else ""}\n'
                'basicConstraints=critical,CA:FALSE\n')
            openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/O=fallverbund',
                    '-keyout', f'{stem}.key', '-out', request)
            openssl('x509', '-req', '-in', request, '-CA', str(self.certificate), '-CAkey', str(self.folder / 'ca.key'),
                    '-days', '365', '-extfile', extensions, '-out', f'{stem}.pem')
        os.chmod(f'{stem}.key', 0o600)


def openssl(*arguments):
    done = subprocess.run(['openssl', *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f'openssl {arguments[0]} failed:\n{done.stderr}')
