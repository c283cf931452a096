"""Calls a Fallverbund from Python: certificates, metadata, retries, refusals. Copy it into your program.

Needs Debian's python3-grpcio and python3-protobuf, and the stubs that `./tools/dev api` leaves in build/dev/api/python.
"""
import collections
import json
import pathlib
import random
import time
import uuid

import grpc
from fallverbund.common.v1 import result_pb2, status_pb2

Profile = collections.namedtuple('Profile', 'folder ca cert key organisation_id unit_id person_id role endpoints')

# The outcome is unknown or may be another a moment later. Sending the same request_id again is always safe.
# CANCELLED, when it was not us who cancelled: the call reached a service as it was ending.
TRY_AGAIN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.ABORTED,
             grpc.StatusCode.RESOURCE_EXHAUSTED)
TRIES = 8
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0
ANSWER_BYTES = 16 << 20


class Refused(Exception):
    """The rule says no. `reason` is stable and made for programs; the sentences are made for people."""

    def __init__(self, refusal, code):
        super().__init__(f'[{refusal.row}] {refusal.english} {refusal.next_english} ({refusal.reason})')
        self.code, self.reason, self.row = code, refusal.reason, refusal.row
        self.german, self.next_german = refusal.german, refusal.next_german


class Failed(Exception):
    """Everything else that is not an answer: a malformed request, no answer after all tries, a mistake of theirs."""


def request_id():
    """One per wish, made before the first try and kept until an answer is there."""
    return str(uuid.uuid4())


def read_profile(path):
    """Who calls, with which certificate, and where the services are; paths in it are relative to its own folder."""
    path = pathlib.Path(path)
    told = json.loads(path.read_text())
    return Profile(folder=path.parent, endpoints=json.loads((path.parent / told['endpoints_file']).read_text()),
                   **{name: told[name] for name in Profile._fields if name not in ('folder', 'endpoints')})


def read_details(error):
    """(Refusal or None, what was wrong with each field) from the trailer grpc-status-details-bin, a google.rpc.Status."""
    refusal, fields = None, []
    for key, value in error.trailing_metadata() or ():
        if key != 'grpc-status-details-bin':
            continue
        for detail in status_pb2.CallStatus.FromString(value).details:
            if detail.Is(result_pb2.Refusal.DESCRIPTOR):
                refusal = result_pb2.Refusal.FromString(detail.value)
            elif detail.type_url == 'type.googleapis.com/google.rpc.BadRequest':
                violations = status_pb2.BadRequest.FromString(detail.value).field_violations
                fields += [f'{each.field} {each.description}' for each in violations]
    return refusal, fields


class Partner:
    def __init__(self, profile, say=lambda line: None, deadline_seconds=10):
        self.profile, self.say, self.deadline_seconds = profile, say, deadline_seconds
        self.channels = {}

    def stub(self, service, stub_class):
        """The service's stub, such as stub('case', CaseServiceStub); its channel is opened once and reconnects itself."""
        if service not in self.channels:
            files = [self.profile.folder / name for name in (self.profile.ca, self.profile.key, self.profile.cert)]
            credentials = grpc.ssl_channel_credentials(*(file.read_bytes() for file in files))
            target = self.profile.endpoints[service]
            options = [('grpc.lb_policy_name', 'round_robin'), ('grpc.max_receive_message_length', ANSWER_BYTES)]
            if target.startswith('ipv4:'):  # several instances on this machine; by a DNS name this is not needed
                options.append(('grpc.ssl_target_name_override', 'localhost'))
            self.channels[service] = grpc.secure_channel(target, credentials, options)
        return stub_class(self.channels[service])

    def call(self, method, request):
        """The answer. Raises Refused when the rule says no, Failed for everything else, after a bounded number of tries."""
        metadata = [('fv-person', self.profile.person_id), ('fv-role', self.profile.role)]
        pause = FIRST_PAUSE_SECONDS
        for left in reversed(range(TRIES)):
            try:
                return method(request, metadata=metadata, timeout=self.deadline_seconds)
            except grpc.RpcError as error:
                refusal, fields = read_details(error)
                if refusal is not None:
                    raise Refused(refusal, error.code()) from error
                if error.code() not in TRY_AGAIN or left == 0:
                    raise Failed('; '.join([f'{error.code().name}: {error.details()}', *fields])) from error
                self.say(f'{error.code().name}, trying again with the same request')
            time.sleep(pause * random.uniform(0.5, 1))  # apart, so that not all partners come back at once
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def pages(self, method, request, items):
        """Every item of a paged list."""
        while True:
            answer = self.call(method, request)
            yield from getattr(answer, items)
            if not answer.next_page_token:
                return
            request.page_token = answer.next_page_token

    def close(self):
        for channel in self.channels.values():
            channel.close()
