"""Compares what callers were told with what lies in the log. Pure: both are lists of dictionaries."""
import collections

SHOWN = 20  # of one kind


def find_faults(calls, log, begins_after):
    """Sentences, one for each thing that must not be. `begins_after`: the head before the first call.

    A call: name, request_id, command_id, outcome (accepted, refused, unknown), writes (whether being
    accepted always means a commit of its own), answers (position and commit_id of every acceptance it was told).
    """
    faults = []
    by_position = {int(message['position']): message for message in log}
    if list(by_position) != list(range(1, len(log) + 1)):
        faults.append('the log has a hole or tells a position twice')
    faults += [f'position {position} holds no commit' for position, message in by_position.items()
               if message.get('unreadable')]
    faults += told_twice(log, 'commit_id') + told_twice(log, 'command_id')
    faults += broken_versions(log)
    of_command = {message['command_id']: message for message in log if message.get('command_id')}
    for call in calls:
        faults += faults_of(call, of_command.get(call['command_id']), by_position)
    asked = {call['command_id'] for call in calls}
    founded = {message['organisation'] for message in log if int(message['position']) <= begins_after}
    for message in log:
        by_person = len(message.get('organisation', '')) == 32 and message['organisation'] in founded
        if int(message['position']) > begins_after and by_person and message['command_id'] not in asked:
            faults.append(f'position {number(message)}: {" ".join(message["events"])} is a command that nobody sent')
    return faults


def number(message):
    return int(message['position'])


def faults_of(call, written, by_position):
    name = f'{call["name"]} {call["request_id"]}'
    if call['outcome'] == 'refused' and written:
        yield f'{name} was refused ({call.get("code")} {call.get("reason")}) and is in the log at position {number(written)}'
    if call['outcome'] == 'unknown':
        yield f'{name} has no answer although the house is whole again ({call.get("code")}: {call.get("message")})'
    if call['outcome'] != 'accepted':
        return
    if call['writes'] and not written:
        yield f'{name} was acknowledged at position {call["answers"][0]["position"]} and is not in the log'
    for answer in call['answers']:
        position = int(answer['position'])
        message = by_position.get(position)
        if message is None or message.get('commit_id') != answer['commit_id']:
            yield f'{name} was told position {position} with commit {answer["commit_id"]}, which is not there'
        elif written and position != number(written):
            yield f'{name} was told position {position}, and it is at {number(written)}'


def told_twice(log, field):
    counted = collections.Counter(message[field] for message in log if message.get(field))
    return [f'{field} {value} is {times} times in the log' for value, times in counted.items() if times > 1]


def broken_versions(log):
    versions = collections.Counter()
    for message in log:
        if 'aggregate_version' not in message:
            continue
        versions[message['subject']] += 1
        if int(message['aggregate_version']) != versions[message['subject']]:
            yield f'position {number(message)}: version {message["aggregate_version"]} where {versions[message["subject"]]} is next'


def shortened(faults):
    if len(faults) <= SHOWN:
        return faults
    return faults[:SHOWN] + [f'... and {len(faults) - SHOWN} more']
