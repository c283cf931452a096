#!/usr/bin/env python3
"""The auditor's pages in a headless Chromium that runs no script.

usage: browser_test.py SAMPLE_PROGRAM [FOLDER]   (FOLDER: keeps the pages and pictures there)
Ends with 77, which ctest calls skipped, where there is no Chromium; tools/dev test installs one.
"""
import base64
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import chromium  # noqa: E402
from snapshot import Snapshot, rgb  # noqa: E402

SAMPLE = FOLDER = BROWSER = None
PAGES = [f'{name}.{language}' for name in ('case', 'gap', 'file', 'cases', 'findings', 'overdue', 'figures') for language in ('de', 'en')]


def url(page):
    return (FOLDER / f'{page}.html').as_uri()


def contrast(a, b):
    def luminance(colour):
        parts = [c / 255 for c in colour[:3]]
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Pages(unittest.TestCase):
    def test_every_text_has_the_contrast_of_aa(self):
        for page in PAGES:
            BROWSER.open(url(page))
            seen = 0
            for text, style, background, element in Snapshot(BROWSER).texts():
                if element == 'text':  # in the drawing, measured in palette_test
                    continue
                with self.subTest(page=page, text=text[:40]):
                    self.assertGreaterEqual(contrast(rgb(style['color']), background), 4.5)
                seen += 1
            self.assertGreater(seen, 5, page)

    def test_the_timeline_is_drawn_with_gaps_in_red(self):
        BROWSER.open(url('gap.de'))
        snapshot = Snapshot(BROWSER)
        bars = [(bar.get('class'), style, bounds) for bar, style, bounds in snapshot.boxes('rect')]
        gaps = [(style, bounds) for kind, style, bounds in bars if kind == 'gap']
        self.assertEqual(len(gaps), 1)
        red, green, blue, _ = rgb(gaps[0][0]['fill'])
        self.assertTrue(red > 150 and green < 60 and blue < 60, gaps)
        self.assertGreater(gaps[0][1][2], 100, 'four days of nine: to be seen')
        self.assertGreater(len([1 for kind, _, _ in bars if kind == 'held']), 5)
        self.assertIn('Lücke: niemand', [text for text, _, _, _ in snapshot.texts()])

    def test_nothing_is_drawn_outside_and_no_page_is_wider_than_the_window(self):
        for page in PAGES:
            for width in (1280, 400):
                BROWSER.open(url(page), width=width)
                snapshot = Snapshot(BROWSER)
                with self.subTest(page=page, width=width):
                    self.assertLessEqual(snapshot.width, width)
        BROWSER.open(url('case.de'))
        snapshot = Snapshot(BROWSER)
        drawing = next(bounds for n, _, _, bounds in snapshot.laid_out if snapshot.names[n] == 'svg')
        for node, _, _, (x, y, w, h) in snapshot.laid_out:
            if snapshot.names[node] in ('rect', 'circle', 'polygon', 'line', 'text'):
                self.assertGreaterEqual(x, drawing[0] - 1)
                self.assertLessEqual(x + w, drawing[0] + drawing[2] + 1)
                self.assertLessEqual(y + h, drawing[1] + drawing[3] + 1)

    def test_labels_of_the_drawing_do_not_cover_one_another(self):
        for page in ('case.de', 'gap.en'):
            BROWSER.open(url(page))
            snapshot = Snapshot(BROWSER)
            self.assertGreater(len(snapshot.labels()), 10)
            self.assertEqual(snapshot.covered_labels(), [], page)

    def test_a_screen_reader_finds_language_headings_tables_and_fields(self):
        for page, language, timeline, at in (('case.de', 'de', 'Wer wann verantwortlich war', 'Wie bekannt am'),
                                             ('case.en', 'en', 'Who was responsible when', 'As known on')):
            BROWSER.open(url(page))
            self.assertIn(f'<html lang="{language}">', (FOLDER / f'{page}.html').read_text())
            aloud = BROWSER.read_aloud()
            roles = [role for role, _ in aloud]
            self.assertEqual(roles.count('main'), 1)
            self.assertIn('navigation', roles)
            self.assertGreaterEqual(roles.count('table'), 2)
            self.assertTrue(any(role in ('img', 'image') and timeline in name for role, name in aloud), aloud[:40])
            self.assertTrue(any(role == 'heading' and timeline == name for role, name in aloud))
            self.assertTrue(any(role == 'textbox' and name.startswith(at) for role, name in aloud))
            unnamed = [role for role, name in aloud if role in ('link', 'button', 'textbox', 'image', 'img') and not name]
            self.assertEqual(unnamed, [])

    def test_the_keyboard_reaches_links_fields_and_button_in_order(self):
        BROWSER.open(url('case.en'))
        reached = []
        for _ in range(40):
            BROWSER.press('Tab', 9)
            reached += [name for _, name in BROWSER.focused()]
        self.assertEqual(reached[0], 'Skip to content')
        wanted = ['Cases', 'Findings', 'Missed dates', 'Figures by quarter', 'Deutsch', 'Show', 'Show position', 'Show day',
                  'One event earlier', 'One event later', 'Newest state']
        places = [reached.index(name) for name in wanted]  # ValueError: not reached
        self.assertEqual(places, sorted(places))

    def test_the_slider_works_by_keyboard_and_without_a_script(self):
        BROWSER.open(url('case.en'))
        for _ in range(20):
            BROWSER.press('Tab', 9)
            if any(role == 'slider' and name.startswith('Slide: position of the log') for role, name in BROWSER.focused()):
                break
        else:
            self.fail('nobody reaches the slider')
        BROWSER.press('Home', 36)
        BROWSER.press('ArrowRight', 39)
        BROWSER.press('Tab', 9)
        self.assertIn(('button', 'Show position'), BROWSER.focused())
        BROWSER.events.clear()
        BROWSER.press('Enter', 13, text='\r')
        asked = BROWSER.wait_for('Page.frameRequestedNavigation')['url']
        BROWSER.wait_for('Page.loadEventFired')  # of the page that says that there is none
        self.assertTrue(asked.endswith('?at=2&lang=en'), asked)

    def test_it_prints(self):
        for page in ('case.de', 'file.en'):
            BROWSER.open(url(page))
            paper = base64.b64decode(BROWSER.call('Page.printToPDF', preferCSSPageSize=True, printBackground=True)['data'])
            self.assertTrue(paper.startswith(b'%PDF-'))
            (FOLDER / f'{page}.pdf').write_bytes(paper)
            sheets = len(re.findall(rb'/Type\s*/Page\b', paper))
            self.assertTrue(1 <= sheets <= 8, f'{sheets} sheets')

    def test_pictures_show_more_than_a_white_sheet(self):
        for page in PAGES:
            BROWSER.open(url(page))
            picture = base64.b64decode(BROWSER.call('Page.captureScreenshot', format='png')['data'])
            (FOLDER / f'{page}.png').write_bytes(picture)
            self.assertGreater(len(picture), 8_000, page)

    def test_no_page_asks_for_anything_else(self):
        BROWSER.call('Network.enable')
        try:
            for page in PAGES:
                BROWSER.open(url(page))
                resources = BROWSER.call('Page.getResourceTree')['frameTree']
                elsewhere = [one['url'] for one in resources['resources'] if not one['url'].startswith('data:')]
                self.assertEqual(elsewhere, [], page)  # data: is the browser's own sign on a field for a day
        finally:
            BROWSER.call('Network.disable')


def main():
    global SAMPLE, FOLDER, BROWSER
    program = chromium.find()
    if program is None:
        print('SKIPPED: there is no Chromium on this machine, so nobody looked at the pages. ./tools/dev test installs '
              'chromium-headless-shell.')
        sys.exit(77)
    SAMPLE = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else folder)
        FOLDER.mkdir(parents=True, exist_ok=True)
        subprocess.run([SAMPLE, str(FOLDER)], check=True)
        BROWSER = chromium.Chromium(program)
        try:
            result = unittest.main(argv=[sys.argv[0]], exit=False).result
        finally:
            BROWSER.close()
    sys.exit(0 if result.wasSuccessful() else 1)


if __name__ == '__main__':
    main()
