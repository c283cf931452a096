"""What others reach on the same machine: message-db and emmett on PostgreSQL 15, each called directly, with nothing in
front of it, one event per append with an expected version, on disk before it is acknowledged.

message-db is driven by pgbench over prepared statements, the cheapest client there is; emmett by its own library in
node. The cluster is a new one in a temporary folder, on a socket of its own, with PostgreSQL's defaults but for the
number of connections; synchronous_commit and fsync are said aloud. It goes when the measuring is over.
"""
import json
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile
import time

BIN = pathlib.Path('/usr/lib/postgresql/15/bin')
SCRIPTS = pathlib.Path(__file__).resolve().parent
START_SECONDS = 30
CONNECT_SECONDS = 3  # pgbench counts connecting in its time
USER = 'postgres'  # PostgreSQL does not run as root; its Debian package brings the user


class Failed(Exception):
    pass


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


class Cluster:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='fv-peers-'))
        self.server = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server:
            self.server.terminate()
            self.server.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *words):
        as_user = ['runuser', '-u', USER, '--'] if os.getuid() == 0 else []
        return [*as_user, *map(str, words)]

    def run(self, *words, **more):
        environment = os.environ | {'PGHOST': str(self.folder), 'PGUSER': USER} | more.pop('env', {})
        done = subprocess.run(self.command(*words), capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=self.folder,
                              env=environment, **more)
        if done.returncode != 0:
            raise Failed(f'{pathlib.Path(words[0]).name} failed:\n{(done.stdout + done.stderr)[-2000:]}')
        return done.stdout

    def start(self):
        if os.getuid() == 0:
            owner = pwd.getpwnam(USER)
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self.run(BIN / 'initdb', '-D', self.folder / 'data', '-A', 'trust', '-U', USER, '--no-sync')
        log = open(self.folder / 'log', 'w')
        self.server = subprocess.Popen(
            self.command(BIN / 'postgres', '-D', self.folder / 'data', '-k', self.folder, '-c', 'listen_addresses=',
                         '-c', 'max_connections=200', '-c', 'fsync=on', '-c', 'synchronous_commit=on'),
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(self.command(BIN / 'pg_isready', '-q', '-h', self.folder)).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > deadline:
                raise Failed(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()[-2000:]}")
            time.sleep(0.1)


class MessageDb:
    """`write_message` of message-db; every connection has a stream of its own, in so many categories."""

    def __init__(self, cluster, modules):
        self.cluster = cluster
        database = cluster.folder / 'message-db'  # where the user may read it
        shutil.copytree(modules / '@eventide/message-db/database', database)
        for path in [database, *database.rglob('*')]:
            path.chmod(0o755)
        cluster.run('bash', database / 'install.sh', env={'DATABASE_NAME': 'message_store'})

    def measure(self, in_flight, categories, seconds, payload_bytes):
        # Streams of one run are new: a version of its own that each connection counts up from -1.
        run = time.monotonic_ns()
        script = self.cluster.folder / 'write.sql'
        data = json.dumps({'text': 'x' * payload_bytes})
        script.write_text(
            f'\\set category :client_id % {categories}\n'
            "SELECT message_store.write_message(gen_random_uuid()::varchar, 'case' || :category || '-' || :run || '_' || :client_id,"
            f" 'ContactRecorded', '{data}'::jsonb, NULL, :version - 1) AS version \\gset\n"
            '\\set version :version + 1\n')
        script.chmod(0o644)
        prefix = self.cluster.folder / f'log-{run}'
        self.cluster.run(BIN / 'pgbench', '-n', '-M', 'prepared', '-c', in_flight, '-j', 1, '-T', seconds + CONNECT_SECONDS, '-f', script, '-D',
                         f'run={run}', '-D', 'version=0', '--log', f'--log-prefix={prefix}', 'message_store',
                         env={'PGOPTIONS': '-c search_path=message_store,public'})
        ended = []  # (when, microseconds taken)
        for path in self.cluster.folder.glob(f'{prefix.name}.*'):
            for line in path.read_text().splitlines():
                _, _, taken, _, second, microsecond = line.split()[:6]
                ended.append((int(second) + int(microsecond) / 1e6, int(taken)))
        since = max(when for when, _ in ended) - seconds  # by then all are connected
        latencies = sorted(taken for when, taken in ended if when > since)
        return {'per_second': len(latencies) / seconds, 'p50_us': percentile(latencies, 0.5),
                'p99_us': percentile(latencies, 0.99)}


class Emmett:
    """`appendToStream` of emmett's PostgreSQL store; every call in flight has a stream of its own."""

    def __init__(self, cluster, modules):
        self.cluster = cluster
        self.modules = modules
        cluster.run(BIN / 'createdb', 'emmett')

    def measure(self, in_flight, seconds, payload_bytes):
        done = subprocess.run(
            ['node', str(SCRIPTS / 'emmett.mjs'), str(self.modules), f'postgresql://{USER}@localhost/emmett?host={self.cluster.folder}',
             str(in_flight), str(seconds), str(payload_bytes)],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=seconds + 120)
        if done.returncode != 0:
            raise Failed(f'emmett failed:\n{(done.stdout + done.stderr)[-2000:]}')
        return json.loads(done.stdout.splitlines()[-1])


def measure(modules, seconds, rounds, payload_bytes, say, ours):
    """{name: [{'per_second', 'p50_us', 'p99_us'} of each round]} at 64 in flight, and at 1 under 'NAME at 1'. `ours` is
    one way more, {name: function of the number in flight}: it takes turns with them."""
    modules = pathlib.Path(modules)
    runs = {}
    with Cluster() as cluster:
        message_db, emmett = MessageDb(cluster, modules), Emmett(cluster, modules)
        ways = ours | {
            'message-db, one category': lambda n: message_db.measure(n, 1, seconds, payload_bytes),
            'message-db, 64 categories': lambda n: message_db.measure(n, 64, seconds, payload_bytes),
            'emmett': lambda n: emmett.measure(n, seconds, payload_bytes)}
        for turn in range(rounds):
            for name, way in ways.items():
                for in_flight in (64, 1):
                    say(f'peers, {turn + 1} of {rounds}: {name}, {in_flight} in flight')
                    runs.setdefault(name if in_flight == 64 else f'{name} at 1', []).append(way(in_flight))
    return runs
