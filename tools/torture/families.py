"""Families on the prevention chain: accompanied, handed over warm from one service to the next, and forgotten when they say so.
No case of theirs exists; each lane has some."""
from callers import HEARD

OTHER = {'meise': 'birke', 'kleiber': 'birke', 'birke': 'meise', 'buche': 'meise'}
DEPUTY = {'meise': 'kleiber', 'kleiber': 'meise', 'birke': 'buche', 'buche': 'birke'}
LINE = 'SERVICE_LINE_BABY_GUIDE'
PHASES = ['LIFE_PHASE_AT_HOME', 'LIFE_PHASE_DAY_CARE', 'LIFE_PHASE_PRIMARY_SCHOOL']
FAMILIES_PER_LANE = 3


class Families:
    """A lane's. `lane` makes the calls; what comes next depends on what the house says of a family now."""

    def __init__(self, lane):
        self.lane = lane
        self.social_space = None
        self.navigators = {}  # by transition: who accompanies, by name
        self.withdrawn = {}   # by transition: whoever was told

    def step(self):
        if not self.social_space:
            return self.define_social_space()
        if self.withdrawn and self.lane.dice.random() < 0.2:
            return self.look_again()
        if len(self.navigators) < FAMILIES_PER_LANE and (not self.navigators or self.lane.dice.random() < 0.3):
            return self.begin()
        self.accompany(self.lane.dice.choice(list(self.navigators)))

    def define_social_space(self):
        cast = self.lane.world.cast
        answer = self.lane.write('habicht', 'DefineSocialSpace', {
            'display_name': self.lane.thread.name, 'unit_id': cast.unit['adler'], 'person_id': cast.person['adler'],
            'deputy_person_id': cast.person['specht']})
        if answer:
            self.social_space = answer['social_space_id']

    def begin(self):
        counted = {'service_line': LINE, 'social_space_id': self.social_space, 'language_need': 'LANGUAGE_NEED_NONE'}
        self.lane.write('meise', 'CountAnonymousContact', counted | {'purpose': 'CONTACT_PURPOSE_ADVICE'})
        cast = self.lane.world.cast
        answer = self.lane.write('meise', 'BeginTransition', counted | {
            'navigator_person_id': cast.person['meise'], 'deputy_person_id': cast.person['kleiber'],
            'consent_by': 'CONSENT_GIVER_ONE_PARENT', 'family_name': 'Selin und Nuri Spatz', 'agreed': 'Sie duerfen weitersagen',
            'expected': [{'phase': phase, 'due': self.lane.date(days=30 * (1 + number))} for number, phase in enumerate(PHASES)]})
        if answer:
            self.navigators[answer['transition_id']] = 'meise'

    def accompany(self, transition):
        who = self.navigators[transition]
        answer = self.lane.read(who, 'GetTransition', {'transition_id': transition})
        if not answer:
            return
        shown = answer['transition']
        navigator = self.lane.world.cast.name[shown['navigator']['person_id']]
        asked = {'transition_id': transition}
        self.navigators[transition] = navigator
        if self.lane.dice.random() < 0.15:
            self.withdraw(transition, navigator)
        elif shown.get('handover'):
            self.hand_over(asked, navigator, shown['handover'])
        elif shown.get('expected') and self.lane.dice.random() < 0.6:
            self.offer(asked, navigator, shown['expected'][0]['phase'])
        else:
            self.lane.write(navigator, 'RecordFamilyDecision', asked | {
                'subject': 'FAMILY_DECISION_SUBJECT_GOALS', 'participation': HEARD, 'decision': 'schlafen lernen'})

    def offer(self, asked, navigator, phase):
        cast, to = self.lane.world.cast, OTHER[navigator]
        self.lane.write(navigator, 'OfferWarmHandover', asked | {
            'to_organisation_id': cast.organisation[to], 'to_person_id': cast.person[to], 'to_line': LINE, 'for_phase': phase,
            'items': ['HANDOVER_ITEM_HOW_TO_REACH'], 'participation': HEARD, 'note': 'lieber Nachrichten'})

    def hand_over(self, asked, navigator, offer):
        asked = asked | {'handover_id': offer['handover_id']}
        receiver = self.lane.world.cast.name[offer['to']['person_id']]
        if not offer.get('met'):
            came = {'receiver_person_id': offer['to']['person_id']} if self.lane.dice.random() < 0.8 else {}
            self.lane.write(navigator, 'RecordWarmMeeting', asked | came | {'family_present': True, 'note': 'mit Tee'})
        elif self.lane.write(receiver, 'AcceptWarmHandover', asked | {'deputy_person_id': self.lane.world.cast.person[DEPUTY[receiver]]}):
            self.navigators[asked['transition_id']] = receiver

    def withdraw(self, transition, navigator):
        if self.lane.write(navigator, 'WithdrawPreventionConsent',
                           {'transition_id': transition, 'withdrawn_by': 'CONSENT_GIVER_ONE_PARENT'}):
            del self.navigators[transition]
            self.withdrawn[transition] = navigator
            self.look_again()

    def look_again(self):
        """What a family has withdrawn stays so."""
        transition, navigator = self.lane.dice.choice(list(self.withdrawn.items()))
        answer = self.lane.read(navigator, 'GetTransition', {'transition_id': transition})
        if answer and answer['transition']['state'] != 'TRANSITION_STATE_CONSENT_WITHDRAWN':
            self.lane.world.complain(f'transition {transition}: consent was withdrawn, and a read at position {self.lane.position} '
                                     f'shows {answer["transition"]["state"]}')
