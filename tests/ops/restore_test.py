"""The restore drill: a house is backed up while it works, destroyed, and comes back from its backup with the same state,
the same verdict and the same opened texts. Called by ctest with the bus in NATS_SERVER."""
import shutil
import threading
import unittest

from ops_house import OpsHouse, events, folder_for, restore
from ops_load import SECONDS, wait_until

BEFORE = 3  # contacts written before the backup under load begins


class Writing(threading.Thread):
    """One contact after the other until told to end; what was acknowledged stands in `acknowledged`."""

    def __init__(self, house):
        super().__init__()
        self.house, self.acknowledged, self.failed = house, [], None
        self.enough, self.moved = threading.Event(), threading.Condition()

    def run(self):
        try:
            while not self.enough.is_set():
                text = f'Notiz {len(self.acknowledged)} der Schule'
                written = (*self.house.contact(text), text)
                with self.moved:
                    self.acknowledged.append(written)
                    self.moved.notify_all()
        except Exception as error:  # whatever it is, no drill may pass over it
            with self.moved:
                self.failed = error
                self.moved.notify_all()

    def wait_for(self, count):
        with self.moved:
            enough = self.moved.wait_for(lambda: self.failed or len(self.acknowledged) >= count, timeout=SECONDS)
            if self.failed:
                raise self.failed
            if not enough:
                raise AssertionError(f'not {count} contacts within {SECONDS} s')
            return list(self.acknowledged)

    def end(self):
        self.enough.set()
        self.join()
        if self.failed:
            raise self.failed


def sealed(house):
    """How many positions the published checkpoint covers: the second line of its note."""
    return int((house.data / 'published/checkpoint').read_text().splitlines()[1])


class Restore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = folder_for(cls)
        cls.house = OpsHouse(cls.folder / 'house')
        cls.house.play()
        cls.house.up()
        cls.addClassCleanup(lambda: OpsHouse(cls.folder / 'restored').down())
        cls.addClassCleanup(lambda: cls.house.data.exists() and cls.house.down())

        writing = Writing(cls.house)
        writing.start()
        cls.before = writing.wait_for(BEFORE)
        cls.house.back_up(cls.folder / 'under-load')
        writing.wait_for(len(writing.acknowledged) + 2)  # it works on afterwards: the first may have been on its way before
        writing.end()
        cls.written = writing.acknowledged
        last = max(position for _, position, _ in cls.written)
        wait_until(lambda: sealed(cls.house) >= last, f'sealed up to {last}')  # what is lost below was cosigned

        cls.projections, cls.report, cls.texts = cls.house.projections(), cls.house.report(), cls.house.texts()
        cls.house.back_up(cls.folder / 'quiet')
        cls.house.down()
        shutil.copytree(cls.house.data / 'witnesses', cls.folder / 'witnesses')  # partners run them: they lose nothing
        shutil.rmtree(cls.house.data)

    def restored(self, backup):
        house = restore(self.folder / backup, self.folder / 'restored')
        shutil.copytree(self.folder / 'witnesses', house.data / 'witnesses')
        self.addCleanup(shutil.rmtree, house.data)
        self.addCleanup(house.down)
        house.up()
        return house

    def test_everything_comes_back_the_same(self):
        house = self.restored('quiet')
        self.assertEqual(house.projections(), self.projections)
        self.assertEqual(house.report(), self.report)
        self.assertIn('gaps: 0', self.report)
        self.assertEqual(house.texts(), self.texts)
        self.assertTrue(self.texts)
        self.assertEqual({state for _, state, _ in self.texts}, {'TEXT_STATE_OPENED'})
        for contact_id, _, text in self.written:
            self.assertEqual(house.summary_of(contact_id), text)
        house.contact('Es geht weiter')
        self.assertEqual(self.ended(house), [])

    def ended(self, house):
        return events((house.data / 'logs/audit-1.log').read_text(), 'sealing_ended')

    def test_a_backup_under_load_holds_what_was_acknowledged_before_it_and_a_prefix_of_the_rest(self):
        house = self.restored('under-load')
        report = house.report()
        self.assertIn('gaps: 0', report)
        self.assertIn('findings: 0', report)
        head = int(house.projections()['intake']['position'])
        self.assertGreaterEqual(head, max(position for _, position, _ in self.before))
        self.assertLess(head, max(position for _, position, _ in self.written))
        for contact_id, position, text in self.written:
            if position <= head:
                self.assertEqual(house.summary_of(contact_id), text)
        # The witnesses remember what is lost: nothing is sealed any more, and all the rest works.
        wait_until(lambda: self.ended(house), 'the end of sealing')
        house.ready()


if __name__ == '__main__':
    unittest.main(verbosity=2)
