"""The auditor's pages as the audit of a played house serves them, in a headless Chromium that runs no script: with its headers,
by mouse and by keyboard. Tests of pages_test.py, which has the house."""
import re
import sys
import unittest

from forwarder import Forwarder
from house_test import FVCTL, ROOT, call

sys.path.insert(0, str(ROOT / 'tests/browser'))
import chromium  # noqa: E402
from snapshot import Snapshot  # noqa: E402

CASE_LINK = 'main a[href^="/case/"]'
MOST_TABS = 60  # to the first proof of a case's page, and some more
# What a browser does where no style sheet came through.
LINK_WITHOUT_STYLE, SHAPE_WITHOUT_STYLE, TRANSPARENT = 'rgb(0, 0, 238)', 'rgb(0, 0, 0)', 'rgba(0, 0, 0, 0)'


class PagesInBrowser:
    """Needs of the test case: port, folder and house, and assert_tells_no_name."""
    browser = None

    def open(self, path):
        self.start_browser_or_skip()
        self.browser.open(self.served + path)
        return self.look()

    @classmethod
    def start_browser_or_skip(cls):
        if cls.browser:
            return
        program = chromium.find()
        if program is None:
            raise unittest.SkipTest('there is no Chromium on this machine; ./tools/dev test installs one')
        forwarder = Forwarder(cls.port, cls.house.authority.certificate, cls.folder / 'auditor.pem', cls.folder / 'auditor.key')
        cls.addClassCleanup(forwarder.close)
        cls.served = f'http://127.0.0.1:{forwarder.port}'
        cls.browser = chromium.Chromium(program)
        cls.addClassCleanup(cls.browser.close)
        for domain in ('Network', 'Log', 'Audits'):
            cls.browser.call(f'{domain}.enable')
        cls.browser.call('Network.setExtraHTTPHeaders', headers={'Accept-Language': 'de'})  # whatever this machine speaks

    def follow(self, selector):
        """Clicks on it, and looks at the page that comes."""
        return self.look_after(lambda: self.browser.click(selector))

    def look_after(self, step):
        self.browser.events.clear()
        step()
        self.browser.wait_for('Page.loadEventFired')
        return self.look()

    def press_enter(self):
        self.browser.press('Enter', 13, text='\r')

    def look(self):
        """What the browser made of the page; it had nothing to complain of, asked nobody else, and shows no name."""
        seen = Snapshot(self.browser)
        self.assertEqual(self.complaints(), [])
        asked = [message['params']['request']['url'] for message in self.told('Network.requestWillBeSent')]
        self.assertTrue(asked)
        self.assertEqual([url for url in asked if not url.startswith((self.served + '/', 'data:'))], [])
        document = self.browser.call('DOM.getDocument', depth=0)['root']['nodeId']
        self.assert_tells_no_name(self.browser.call('DOM.getOuterHTML', nodeId=document)['outerHTML'].encode())
        return seen

    def told(self, event):
        return [message for message in self.browser.events if message.get('method') == event]

    def complaints(self):
        """Errors of its console, what it thinks bad, and what did not load or was refused."""
        return [message['params'] for event in ('Log.entryAdded', 'Audits.issueAdded', 'Network.loadingFailed') for message in self.told(event)]

    def path(self):
        return self.browser.call('Page.getFrameTree')['frameTree']['frame']['url'].removeprefix(self.served)

    @staticmethod
    def title(seen):
        return next(text for text, _, _, element in seen.texts() if element == 'h1')

    @staticmethod
    def entries(seen):
        """Positions of the events that a case's page lists, each by its link to the proof."""
        found = [re.fullmatch(r'/case/\w+/proof/(\d+)', link.get('href', '')) for link, _, _ in seen.boxes('a')]
        return [int(one[1]) for one in found if one]

    def test_a_browser_follows_the_list_to_a_case_and_lays_its_timeline_out(self):
        self.assertEqual(self.title(self.open('/')), 'Fälle')
        seen = self.follow(CASE_LINK)
        case = self.cases()[0]['case_id']
        self.assertEqual(self.path(), f'/case/{case}')
        self.assertTrue(self.title(seen).startswith(f'Fall {case[:8]}'))
        self.assertEqual(seen.boxes('html')[0][0]['lang'], 'de')
        drawn = [(bar['class'], bounds) for bar, _, bounds in seen.boxes('rect')]
        served = self.get(f'/case/{case}')[1]
        self.assertEqual(len(drawn), served.count(b'<rect '))
        for kind, (_, _, width, height) in drawn:
            self.assertGreater(width, 1, kind)
            self.assertGreater(height, 10, kind)
        self.assertGreater(max(bounds[2] for kind, bounds in drawn if kind == 'held'), 500, 'who held the case all the time')
        for label, (_, _, width, height) in seen.labels():
            self.assertGreater(min(width, height), 0, label)
        self.assertIn('Verbleib heute Nacht', [label for label, _ in seen.labels()])

    def test_a_browser_goes_back_in_time_by_slider_and_by_day(self):
        newest = self.open(f'/case/{self.cases()[0]["case_id"]}')
        at_newest = self.entries(newest)
        slider = next(field for field, _, _ in newest.boxes('input') if field.get('id') == 'slider')
        self.browser.click('#slider')  # in its middle
        seen = self.follow('form.wide button')
        self.assertEqual((seen.covered_labels(), seen.cut_labels()), ([], []), 'other times, other ticks')
        earlier = self.entries(seen)
        position = int(re.search(r'\?at=(\d+)\b', self.path())[1])
        self.assertTrue(int(slider['min']) < position < int(slider['max']), position)
        self.assertEqual(earlier, [one for one in at_newest if one <= position])
        self.assertTrue(0 < len(earlier) < len(at_newest), earlier)

        first_day = next(field for field, _, _ in newest.boxes('input') if field.get('id') == 'at_day')['min']
        self.follow('.steps a:last-child')
        self.browser.click('#at')
        self.browser.call('Input.insertText', text=first_day)
        on_first_day = self.entries(self.look_after(self.press_enter))
        self.assertIn(f'?at={first_day}&', self.path())
        self.assertEqual(on_first_day, at_newest[:len(on_first_day)])
        self.assertTrue(0 < len(on_first_day) < len(earlier), on_first_day)

    def test_a_browser_changes_the_language_and_stays_where_it_is(self):
        case = self.cases()[0]
        position = int(case['last_position']) - 1
        german = self.open(f'/case/{case["case_id"]}?at={position}')
        english = self.follow('a[hreflang="en"]')
        self.assertEqual(english.boxes('html')[0][0]['lang'], 'en')
        self.assertTrue(self.title(english).startswith('Case '))
        self.assertIn('Who was responsible when', [text for text, _, _, _ in english.texts()])
        self.assertEqual(self.entries(english), self.entries(german))
        self.assertEqual(self.title(self.follow('nav a')), 'Cases')
        self.assertTrue(self.title(self.follow(CASE_LINK)).startswith('Case '))
        self.assertTrue(self.title(self.follow('a[hreflang="de"]')).startswith('Fall '))

    def test_a_browser_opens_the_other_pages(self):
        self.open('/')
        for path, title in (('/findings', 'Befunde'), ('/overdue', 'Versäumte Termine'), ('/figures', 'Zahlen nach Quartal')):
            seen = self.follow(f'nav a[href="{path}"]')
            self.assertEqual((self.path(), self.title(seen)), (path, title))
        bars = [bounds for bar, _, bounds in seen.boxes('rect') if bar['class'] == 'held']
        self.assertTrue(bars)
        self.assertGreater(min(width for _, _, width, _ in bars), 1)
        self.assertGreater(max(height for _, _, _, height in bars), 20)

    def test_a_browser_saves_a_proof_that_holds(self):
        self.open(f'/case/{self.cases()[0]["case_id"]}')
        self.browser.call('Browser.setDownloadBehavior', behavior='allow', downloadPath=str(self.folder), eventsEnabled=True)
        self.browser.events.clear()
        self.browser.click('a[href*="/proof/"]')
        file = self.browser.wait_for('Page.downloadWillBegin')['suggestedFilename']
        self.assertRegex(file, r'^\d+\.tlog-proof$')
        while self.browser.wait_for('Page.downloadProgress')['state'] != 'completed':
            self.browser.events = [event for event in self.browser.events if event.get('method') != 'Page.downloadProgress']
        checked = call(FVCTL, 'audit', 'check', self.folder / file, '--policy', self.house.dir / 'clients/policy')
        self.assertEqual(checked.returncode, 0, checked.stderr)
        but_that_it_saved = [one for one in self.complaints() if not one.get('canceled')]
        self.assertEqual(but_that_it_saved, [], 'what is saved is not gone to, and the browser says: canceled')

    def test_a_browser_obeys_the_headers_and_the_style_gets_through(self):
        seen = self.open(f'/case/{self.cases()[0]["case_id"]}')
        answers = [message['params']['response'] for message in self.told('Network.responseReceived') if message['params']['type'] == 'Document']
        headers = {name.lower(): value for name, value in answers[0]['headers'].items()}
        for name, value in (('content-security-policy', "default-src 'none'"), ('content-security-policy', "frame-ancestors 'none'"),
                            ('x-content-type-options', 'nosniff'), ('cache-control', 'no-store'), ('referrer-policy', 'no-referrer')):
            self.assertIn(value, headers[name])
        self.assertNotEqual(seen.boxes('header')[0][1]['background-color'], TRANSPARENT)
        self.assertNotEqual(seen.boxes('a')[-1][1]['color'], LINK_WITHOUT_STYLE)
        self.assertNotIn(SHAPE_WITHOUT_STYLE, [style['fill'] for _, style, _ in seen.boxes('rect')])
        footer = self.browser.call('DOM.querySelector', nodeId=self.browser.call('DOM.getDocument', depth=0)['root']['nodeId'], selector='footer')
        self.browser.call('DOM.setOuterHTML', **footer, outerHTML='<footer><img src="/figures"></footer>')
        self.assertEqual(self.browser.wait_for('Network.loadingFailed').get('blockedReason'), 'csp')
        self.browser.wait_for('Log.entryAdded')
        self.assertGreater(len(self.complaints()), 1, 'the picture that was refused, and what the browser wrote of it')

    def test_a_browser_goes_from_the_list_to_a_proof_by_keyboard_alone(self):
        self.open('/')
        wanted = ['Zum Inhalt', 'Fälle', 'Befunde', 'Versäumte Termine', 'Zahlen nach Quartal', 'English', self.cases()[0]['case_id']]
        self.assert_reaches(wanted)
        seen = self.look_after(self.press_enter)
        self.assertEqual(self.path(), f'/case/{wanted[-1]}')
        self.assert_reaches(wanted[:-1] + ['Zeigen', 'Stelle zeigen', 'Tag zeigen', 'Ein Ereignis früher', 'Neuester Stand',
                                           f'Beweis zu Stelle {self.entries(seen)[0]}'])

    def assert_reaches(self, wanted):
        """By Tab, in this order; whatever else is on the way."""
        reached = []
        for _ in range(MOST_TABS):
            self.browser.press('Tab', 9)
            reached += [name for _, name in self.browser.focused()]
            if reached[-1:] == wanted[-1:]:
                break
        on_the_way = iter(reached)
        self.assertEqual([name for name in wanted if name not in on_the_way], [], reached)
