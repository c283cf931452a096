// Appends events through emmett's PostgreSQL store for a while; prints throughput and latency as JSON. Called by peers.py.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, connection, inFlight, seconds, payloadBytes] = process.argv.slice(2);
const require = createRequire(modules + '/');
const { getPostgreSQLEventStore } = await import(pathToFileURL(require.resolve('@event-driven-io/emmett-postgresql')));
const pg = require('pg');

const flights = Number(inFlight);
const pool = new pg.Pool({ connectionString: connection, max: flights });
const store = getPostgreSQLEventStore(connection, { connectionOptions: { pool } });
await store.schema.migrate();

const text = 'x'.repeat(Number(payloadBytes));
const warm = performance.now() + 500;
const end = warm + Number(seconds) * 1000;
const latencies = [];

async function fly(number) {
  const stream = `case-${process.pid}-${Date.now()}-${number}`;
  let version = 'STREAM_DOES_NOT_EXIST';
  while (performance.now() < end) {
    const start = performance.now();
    const result = await store.appendToStream(stream, [{ type: 'ContactRecorded', data: { text } }], {
      expectedStreamVersion: version,
    });
    const now = performance.now();
    version = result.nextExpectedStreamVersion;
    if (now >= warm && now < end) latencies.push((now - start) * 1000);
  }
}

await Promise.all(Array.from({ length: flights }, (_, number) => fly(number)));
latencies.sort((a, b) => a - b);
const at = (share) => Math.round(latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0);
console.log(JSON.stringify({ per_second: latencies.length / Number(seconds), p50_us: at(0.5), p99_us: at(0.99) }));
await store.close();
await pool.end();
