"""What is done to a house, when and for how long: a pure function of a seed and of what there is to break."""
import argparse
import random
from collections import namedtuple

# `at`, `seconds`: from the beginning of the load, and how long it lasts. `target`: a process of the house.
# kinds: kill (-9, started again afterwards), pause (SIGSTOP, SIGCONT), restart (SIGTERM, started again), cut (nothing
# reaches it over the network), power (all processes are killed at once), clock (the house's clock jumps ahead).
Fault = namedtuple('Fault', 'at kind target seconds')

FIRST_AT = 2.0
CALM_AT_THE_END = 3.0  # the load goes on meanwhile
MEAN_GAP = 2.5
WEIGHTS = {'kill': 8, 'pause': 5, 'restart': 3, 'cut': 5, 'power': 1, 'clock': 1}
LONGEST = {'kill': 4.0, 'pause': 8.0, 'restart': 1.0, 'cut': 8.0, 'power': 2.0}
CLOCK_HOURS = [1, 12, 36, 24 * 15]


def make(seed, seconds, targets, can_cut):
    """The faults in the order of time. At most one at a time on one target; a power cut waits for the others to end."""
    dice = random.Random(f'torture {seed}')
    kinds = [kind for kind in WEIGHTS if kind != 'cut' or can_cut]
    busy_until = dict.fromkeys(targets, 0.0)
    faults = []
    at = FIRST_AT
    last = seconds - CALM_AT_THE_END
    while at < last:
        kind = dice.choices(kinds, [WEIGHTS[kind] for kind in kinds])[0]
        lasts = round(min(0.2 + dice.random() ** 2 * LONGEST.get(kind, 0), max(0.2, last - at)), 1)
        if kind == 'clock':
            faults.append(Fault(round(at, 1), kind, f'{dice.choice(CLOCK_HOURS)}h', 0))
        elif kind == 'power':
            at = max(at, *busy_until.values())
            if at >= last:
                break
            faults.append(Fault(round(at, 1), kind, 'all', lasts))
            busy_until = dict.fromkeys(targets, at + lasts + 1)
        else:
            idle = [target for target in targets if busy_until[target] <= at]
            if idle:
                target = dice.choice(idle)
                faults.append(Fault(round(at, 1), kind, target, lasts))
                busy_until[target] = at + lasts + 1
        at += 0.1 + dice.expovariate(1 / MEAN_GAP)
    return faults


def describe(faults):
    return '\n'.join(f'  {fault.at:6.1f} s  {fault.kind:<8}{fault.target:<12}' +
                     (f'for {fault.seconds} s' if fault.seconds else '') for fault in faults)


def write(faults):
    """As the option --faults takes it: a plan that stays the same when this file changes."""
    return ','.join(f'{fault.at:g}:{fault.kind}:{fault.target}:{fault.seconds:g}' for fault in faults)


def read(text):
    """What `write` wrote; as the type of an option, so that argparse shows the sentence."""
    faults = []
    for word in text.split(','):
        try:
            at, kind, target, seconds = word.split(':')
            faults.append(Fault(float(at), kind, target, float(seconds)))
            known = kind in WEIGHTS
        except ValueError:
            known = False
        if not known:
            raise argparse.ArgumentTypeError(
                f'{word!r} is no fault; one reads AT:KIND:TARGET:SECONDS, the kinds are {", ".join(WEIGHTS)}')
    return faults
