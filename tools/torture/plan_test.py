import argparse
import unittest

import plan

TARGETS = ['bus', 'keys', 'case-1', 'case-2']


class Plan(unittest.TestCase):
    def test_the_same_seed_makes_the_same_plan_and_another_one_another(self):
        self.assertEqual(plan.make(7, 60, TARGETS, True), plan.make(7, 60, TARGETS, True))
        self.assertNotEqual(plan.make(7, 60, TARGETS, True), plan.make(8, 60, TARGETS, True))

    def test_everything_is_over_before_the_load_ends(self):
        for seed in range(200):
            for fault in plan.make(seed, 30, TARGETS, True):
                self.assertLessEqual(fault.at + fault.seconds, 30, (seed, fault))

    def test_no_target_is_broken_twice_at_a_time(self):
        for seed in range(200):
            free_at = dict.fromkeys(TARGETS, 0)
            for fault in plan.make(seed, 120, TARGETS, True):
                for target in TARGETS if fault.kind == 'power' else [fault.target] if fault.target in free_at else []:
                    self.assertGreaterEqual(fault.at + 0.11, free_at[target], (seed, fault))
                    free_at[target] = fault.at + fault.seconds

    def test_nothing_is_cut_off_where_there_are_no_namespaces(self):
        self.assertNotIn('cut', {fault.kind for seed in range(50) for fault in plan.make(seed, 120, TARGETS, False)})

    def test_two_minutes_hold_every_kind_on_every_target(self):
        faults = [fault for seed in range(20) for fault in plan.make(seed, 120, TARGETS, True)]
        for target in TARGETS:
            self.assertEqual({fault.kind for fault in faults if fault.target == target},
                             {'kill', 'pause', 'restart', 'cut'})
        self.assertLessEqual({'power', 'clock'}, {fault.kind for fault in faults})

    def test_a_plan_that_was_written_down_is_read_as_it_was(self):
        faults = plan.make(7, 60, TARGETS, True)
        self.assertEqual(plan.read(plan.write(faults)), faults)

    def test_a_word_that_is_no_fault_is_named(self):
        for word in ('2:kick:bus:1', 'x:kill:bus:1', '2:kill:bus'):
            with self.assertRaisesRegex(argparse.ArgumentTypeError, word):
                plan.read(f'1:kill:bus:1,{word}')


if __name__ == '__main__':
    unittest.main()
