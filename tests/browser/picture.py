#!/usr/bin/env python3
"""The picture of the README: the timeline of the sample page, as one SVG that stands alone.

usage: picture.py SAMPLE_PROGRAM [FILE]
With FILE it is written there; without, it fails where the README shows another one than the program draws now.
The sample is Milo's case, who is nobody: bodies and persons have made-up ids, and a page shows no names.
"""
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = ROOT / 'README.md'
PICTURE = ROOT / 'deploy/case-page.svg'
MOST_BYTES = 60_000
NAMESPACE = 'http://www.w3.org/2000/svg'


def of_page(html):
    """The page's drawing with the page's rules for drawings, on the page's paper."""
    drawing = re.search(r'<svg viewBox="0 0 (\d+) (\d+)"[^>]*>(.*?)</svg>', html, re.S)
    width, height, shapes = drawing.groups()
    rules = '\n'.join(line for line in html.splitlines() if re.match(r'svg [.t]', line))
    paper = re.search(r'body\{margin:0;background:(#\w+)', html)[1]
    return (f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
            f'font-family="\'DejaVu Sans\',Arial,sans-serif">\n<style>\n{rules}\n</style>\n'
            f'<rect width="{width}" height="{height}" style="fill:{paper}"/>{shapes}</svg>\n')


def with_other_ids(picture):
    """A test's ids are numbers with zeros before them, and would all be 00000000…; in a log they are random."""
    def other(match):
        return hashlib.sha256(match[0].encode()).hexdigest()[:32]

    def bar(match):
        tooltip, label = match[1], match[2]
        found = re.search(r'[0-9a-f]{32}', tooltip)
        short = other(found)[:8] if found else ''
        return f'<title>{tooltip}</title>{match[3]}{label.replace("00000000…", short + "…") if found else label}</text>'

    picture = re.sub(r'<title>([^<]*)</title>(?=(?:[^<]*</rect><text[^>]*>)([^<]*)</text>)((?:[^<]*</rect><text[^>]*>))[^<]*</text>', bar, picture)
    return re.sub(r'[0-9a-f]{32}', other, picture)


def check(picture):
    """What a reader of the README must be able to see."""
    assert len(picture.encode()) < MOST_BYTES, f'{len(picture.encode())} bytes are too many for a README'
    kinds = [element.get('class') for element in ET.fromstring(picture).iter(f'{{{NAMESPACE}}}rect')]
    assert kinds.count('held') > 5 and 'setting' in kinds and 'gap' not in kinds, kinds
    assert '00000000…' not in picture, 'ids that nobody tells apart'
    for word in ('<script', 'href', 'url(', '@import'):
        assert word not in picture, word


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], folder], check=True)
        picture = with_other_ids(of_page((pathlib.Path(folder) / 'case.en.html').read_text()))
    check(picture)
    if len(sys.argv) > 2:
        pathlib.Path(sys.argv[2]).write_text(picture)
        return
    shown = README.parent / re.search(r'!\[[^]]+\]\(([^)]+\.svg)\)', README.read_text())[1]
    assert shown == PICTURE, f'the README shows {shown}'
    if shown.read_text() != picture:
        sys.exit(f'{shown} is not what a page shows now. Draw it anew and look at it:\n'
                 f'  python3 {sys.argv[0]} {sys.argv[1]} {shown}')


if __name__ == '__main__':
    main()
