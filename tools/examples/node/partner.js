'use strict';
// Calls a Fallverbund from Node: certificates, metadata, retries, refusals. Copy it into your program.
// Needs @grpc/grpc-js, @grpc/proto-loader (npm install) and the folder proto/ of this repository.
const { randomUUID } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { setTimeout: pauseFor } = require('node:timers/promises');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');
const protobuf = require('protobufjs'); // what proto-loader itself stands on

const PROTO = process.env.FALLVERBUND_PROTO || path.resolve(__dirname, '../../../proto');
const SERVICES = {
  team: ['fallverbund/team/v1/directory_service.proto', 'fallverbund.team.v1.DirectoryService'],
  intake: ['fallverbund/intake/v1/intake_service.proto', 'fallverbund.intake.v1.IntakeService'],
  case: ['fallverbund/casework/v1/case_service.proto', 'fallverbund.casework.v1.CaseService'],
};

// The outcome is unknown or may be another a moment later. Sending the same request_id again is always safe.
// CANCELLED, when it was not us who cancelled: the call reached a service as it was ending.
const TRY_AGAIN = [grpc.status.UNAVAILABLE, grpc.status.CANCELLED, grpc.status.DEADLINE_EXCEEDED, grpc.status.ABORTED,
  grpc.status.RESOURCE_EXHAUSTED];
const TRIES = 8;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;
const ANSWER_BYTES = 16 << 20;

// The rule says no. `reason` is stable and made for programs; the sentences are made for people.
class Refused extends Error {
  constructor(refusal, code) {
    super(`[${refusal.row}] ${refusal.english} ${refusal.nextEnglish} (${refusal.reason})`);
    Object.assign(this, { code, reason: refusal.reason, row: refusal.row, german: refusal.german,
      nextGerman: refusal.nextGerman });
  }
}

// Everything else that is not an answer: a malformed request, no answer after all tries, a mistake of theirs.
class Failed extends Error {}

const types = new protobuf.Root();
types.resolvePath = (_origin, target) => path.join(PROTO, target);
types.loadSync(['fallverbund/common/v1/status.proto', 'fallverbund/common/v1/result.proto']);
const typeNamed = (name) => types.lookupType(`fallverbund.common.v1.${name}`);

// { refusal, fields } from the trailer grpc-status-details-bin, which is a google.rpc.Status.
function readDetails(error) {
  const found = { refusal: null, fields: [] };
  const [bytes] = error.metadata ? error.metadata.get('grpc-status-details-bin') : [];
  if (!bytes) return found;
  for (const detail of typeNamed('CallStatus').decode(bytes).details) {
    if (detail.type_url.endsWith('/fallverbund.common.v1.Refusal')) {
      found.refusal = typeNamed('Refusal').decode(detail.value);
    } else if (detail.type_url.endsWith('/google.rpc.BadRequest')) {
      const bad = typeNamed('BadRequest').decode(detail.value);
      found.fields.push(...bad.fieldViolations.map((each) => `${each.field} ${each.description}`));
    }
  }
  return found;
}

class Partner {
  // The profile says who calls, with which certificate, and where the services are; its paths are relative to it.
  constructor(profilePath, { say = () => {}, deadlineMs = 10000 } = {}) {
    this.folder = path.dirname(profilePath);
    this.profile = JSON.parse(fs.readFileSync(profilePath, 'utf8'));
    this.endpoints = JSON.parse(this.read(this.profile.endpoints_file));
    this.say = say;
    this.deadlineMs = deadlineMs;
    this.clients = {};
  }

  read(name) {
    return fs.readFileSync(path.join(this.folder, name));
  }

  // The service's client; its channel is opened once and reconnects itself.
  client(service) {
    if (this.clients[service]) return this.clients[service];
    const [file, name] = SERVICES[service];
    const definition = loader.loadSync(file, { includeDirs: [PROTO], keepCase: true, longs: String, enums: String,
      defaults: true });
    const Client = name.split('.').reduce((where, word) => where[word], grpc.loadPackageDefinition(definition));
    const target = this.endpoints[service];
    const options = { 'grpc.service_config': '{"loadBalancingConfig": [{"round_robin": {}}]}',
      'grpc.max_receive_message_length': ANSWER_BYTES };
    // On this machine services are addressed by number; by a DNS name this is not needed.
    if (/^(ipv4:|\d)/.test(target)) options['grpc.ssl_target_name_override'] = 'localhost';
    const { ca, key, cert } = this.profile;
    const credentials = grpc.credentials.createSsl(this.read(ca), this.read(key), this.read(cert));
    this.clients[service] = new Client(target, credentials, options);
    return this.clients[service];
  }

  once(service, method, request) {
    const metadata = new grpc.Metadata();
    metadata.set('fv-person', this.profile.person_id);
    metadata.set('fv-role', this.profile.role);
    const client = this.client(service);
    return new Promise((answered, failed) => {
      client[method](request, metadata, { deadline: Date.now() + this.deadlineMs },
        (error, answer) => (error ? failed(error) : answered(answer)));
    });
  }

  // The answer. Throws Refused when the rule says no, Failed for everything else, after a bounded number of tries.
  async call(service, method, request) {
    let pause = FIRST_PAUSE_MS;
    for (let left = TRIES - 1; ; --left) {
      try {
        return await this.once(service, method, request);
      } catch (error) {
        const { refusal, fields } = readDetails(error);
        if (refusal) throw new Refused(refusal, error.code);
        if (!TRY_AGAIN.includes(error.code) || left === 0) {
          throw new Failed([`${grpc.status[error.code]}: ${error.details || error.message}`, ...fields].join('; '));
        }
        this.say(`${grpc.status[error.code]}, trying again with the same request`);
      }
      await pauseFor(pause * (0.5 + Math.random() / 2)); // apart, so that not all partners come back at once
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }

  // Every item of a paged list.
  async* pages(service, method, request, items) {
    let token = '';
    do {
      const answer = await this.call(service, method, { ...request, page_token: token });
      yield* answer[items];
      token = answer.next_page_token;
    } while (token);
  }

  close() {
    for (const client of Object.values(this.clients)) client.close();
  }
}

module.exports = { Failed, Partner, Refused, requestId: randomUUID };
