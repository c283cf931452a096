import unittest

import verdict

OFFICE = 'a' * 32


def call(request_id='r1', outcome='accepted', writes=True, answers=None):
    return {'name': 'RecordSetback', 'request_id': request_id, 'command_id': f'of {request_id}', 'outcome': outcome,
            'writes': writes, 'answers': answers if answers is not None else [{'position': 2, 'commit_id': 'c2'}]}


def message(position, command='', version=1, subject='s', organisation=OFFICE):
    return {'position': position, 'subject': subject, 'commit_id': f'c{position}', 'command_id': command or f'm{position}',
            'aggregate_version': version, 'organisation': organisation, 'events': ['E']}


def log_of(*calls):
    """The founding, and one message for each call."""
    return [message(1, subject='founding')] + [
        message(2 + i, each['command_id'], version=1 + i) for i, each in enumerate(calls)]


def faults(calls, log):
    return verdict.find_faults(calls, log, begins_after=1)


class Verdict(unittest.TestCase):
    def test_what_was_acknowledged_and_is_there_is_right(self):
        self.assertEqual(faults([call()], log_of(call())), [])

    def test_what_was_acknowledged_and_is_not_there_is_found(self):
        found = faults([call(), call('r2', answers=[{'position': 3, 'commit_id': 'c3'}])], log_of(call()))
        self.assertIn('acknowledged at position 3 and is not in the log', found[0])

    def test_another_commit_at_the_position_that_was_told_is_found(self):
        self.assertIn('which is not there', faults([call(answers=[{'position': 2, 'commit_id': 'lost'}])], log_of(call()))[0])

    def test_two_answers_to_one_request_are_found(self):
        told = call(answers=[{'position': 2, 'commit_id': 'c2'}, {'position': 1, 'commit_id': 'c1'}])
        self.assertIn('and it is at 2', faults([told], log_of(call()))[0])

    def test_what_was_refused_and_is_there_is_found(self):
        self.assertIn('was refused', faults([call(outcome='refused', answers=[])], log_of(call()))[0])

    def test_what_was_refused_and_is_not_there_is_right(self):
        self.assertEqual(faults([call(outcome='refused', answers=[])], log_of()), [])

    def test_what_had_nothing_to_do_may_name_an_earlier_commit(self):
        idle = call('r2', writes=False, answers=[{'position': 2, 'commit_id': 'c2'}])
        self.assertEqual(faults([call(), idle], log_of(call())), [])

    def test_a_command_that_took_effect_twice_is_found(self):
        found = faults([call()], log_of(call(), call()))
        self.assertTrue(any('2 times in the log' in each for each in found), found)

    def test_a_command_that_nobody_sent_is_found(self):
        self.assertIn('nobody sent', faults([], log_of(call()))[0])

    def test_a_hole_is_found(self):
        self.assertIn('hole', faults([], [message(1), message(3, organisation='case', version=2)])[0])

    def test_a_version_that_was_written_twice_is_found(self):
        log = [message(1), message(2, organisation='case', version=1)]
        self.assertIn('version 1 where 2 is next', faults([], log)[0])

    def test_no_answer_from_a_house_that_is_whole_is_found(self):
        self.assertIn('no answer', faults([call(outcome='unknown', answers=[])], log_of())[0])


if __name__ == '__main__':
    unittest.main()
