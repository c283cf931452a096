"""Who asked is counted with no field for anybody: neither in the call, nor in the event, nor in the table (E7, E9)."""
import pathlib
import re
import unittest

PROTO = pathlib.Path(__file__).resolve().parents[2] / 'proto/fallverbund/intake/v1'
# Of a call: which one it is, when, and in which quarter of the town. Of a figure: how many.
OF_NOBODY = {'string request_id', 'google.protobuf.Timestamp occurred_at', 'string social_space_id', 'bool hidden', 'uint64 count'}


def fields(name):
    """`type name` of every field of that message."""
    text = '\n'.join(file.read_text() for file in sorted(PROTO.glob('prevention_*.proto')))
    body = re.search(rf'^message {name} \{{\n(.*?)^\}}', text, flags=re.M | re.S)[1]
    return set(re.findall(r'(?:^|;) *((?:repeated |optional )?[\w.]+ \w+) = \d+', body, flags=re.M))


def codes():
    text = (PROTO / 'prevention_events.proto').read_text() + (PROTO / 'prevention_service.proto').read_text()
    return set(re.findall(r'^enum (\w+) \{', text, flags=re.M))


class NoIdentity(unittest.TestCase):
    def of_somebody(self, name):
        found = fields(name)
        self.assertGreater(len(found), 3)
        return sorted(field for field in found - OF_NOBODY if field.split()[0] not in codes())

    def test_no_contact_names_anybody(self):
        self.assertEqual(self.of_somebody('AnonymousContactCounted'), [])

    def test_no_call_asks_who_it_was(self):
        self.assertEqual(self.of_somebody('CountAnonymousContactRequest'), [])

    def test_no_figure_names_anybody(self):
        self.assertEqual(self.of_somebody('PreventionFigure'), [])


if __name__ == '__main__':
    unittest.main()
