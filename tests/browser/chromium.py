"""A headless Chromium over its own pipe (Chrome DevTools Protocol), with nothing but Python's standard library."""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time

PROGRAMS = ['chromium-headless-shell', 'chromium']
ANSWERS_WITHIN = 60  # seconds; the machine may be slow, and busy


def find():
    """The program's path; None, so that a test is skipped, where there is none. FV_BROWSER_REQUIRED=1 says that there must be
    one: tools/dev test installs it, so nobody skips there unseen."""
    program = next((path for path in map(shutil.which, PROGRAMS) if path), None)
    if program is None and os.environ.get('FV_BROWSER_REQUIRED') == '1':
        raise RuntimeError(f'there is none of {", ".join(PROGRAMS)}, and FV_BROWSER_REQUIRED asks for one')
    return program


class Chromium:
    """Not for pages of others: the sandbox is off, since tests run as root."""

    def __init__(self, program):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # its children may still write
        self.from_us, self.to_them = os.pipe()
        self.from_them, self.to_us = os.pipe()
        # Chromium reads its pipe 3 and writes its pipe 4. Debian's sh knows no numbers above 9, and we may have more files open.
        self.process = subprocess.Popen(
            ['/bin/bash', '-c', f'exec "$0" "$@" 3<&{self.from_us} 4>&{self.to_us}', program, '--headless', '--no-sandbox',
             '--disable-gpu', '--disable-dev-shm-usage', '--remote-debugging-pipe', f'--user-data-dir={self.profile.name}',
             'about:blank'],
            pass_fds=[self.from_us, self.to_us], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(self.from_us)
        os.close(self.to_us)
        self.buffer = b''
        self.events = []
        self.number = 0
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = None
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        self.call('Page.enable')
        self.call('Emulation.setScriptExecutionDisabled', value=True)

    def wait_for(self, event):
        """What the browser has said about it since the page was opened, or says next."""
        while True:
            for message in self.events:
                if message.get('method') == event:
                    return message['params']
            self.events.append(self.read())

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if getattr(self, 'session', None):
            message['sessionId'] = self.session
        os.write(self.to_them, json.dumps(message).encode() + b'\0')
        while True:
            answer = self.read()
            if answer.get('id') == self.number:
                if 'error' in answer:
                    raise RuntimeError(f'{method}: {answer["error"]}')
                return answer['result']
            self.events.append(answer)

    def read(self):
        deadline = time.monotonic() + ANSWERS_WITHIN
        while b'\0' not in self.buffer:
            ready, _, _ = select.select([self.from_them], [], [], max(0, deadline - time.monotonic()))
            part = os.read(self.from_them, 1 << 20) if ready else b''
            if not part:
                raise RuntimeError('Chromium does not answer')
            self.buffer += part
        message, self.buffer = self.buffer.split(b'\0', 1)
        return json.loads(message)

    def open(self, url, width=1280, height=1800):
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.events = []
        self.call('Page.navigate', url=url)
        self.wait_for('Page.loadEventFired')

    def press(self, key, number, **more):
        self.call('Input.dispatchKeyEvent', type='keyDown', key=key, code=key, windowsVirtualKeyCode=number, **more)
        self.call('Input.dispatchKeyEvent', type='keyUp', key=key, code=key, windowsVirtualKeyCode=number)

    def click(self, selector):
        """With the mouse, on the first that the CSS selector finds."""
        node = self.call('DOM.querySelector', nodeId=self.call('DOM.getDocument', depth=0)['root']['nodeId'], selector=selector)['nodeId']
        if not node:
            raise RuntimeError(f'{selector} is not on the page')
        self.call('DOM.scrollIntoViewIfNeeded', nodeId=node)
        corners = self.call('DOM.getContentQuads', nodeId=node)['quads'][0]
        for kind in ('mousePressed', 'mouseReleased'):
            self.call('Input.dispatchMouseEvent', type=kind, x=sum(corners[0::2]) / 4, y=sum(corners[1::2]) / 4, button='left', clickCount=1)

    def read_aloud(self):
        """(role, name) of what a screen reader meets."""
        return [(n.get('role', {}).get('value', ''), n.get('name', {}).get('value', '')) for n in self.heard() if not n.get('ignored')]

    def focused(self):
        """(role, name) of what the keyboard is on."""
        return [(n['role']['value'], n['name']['value']) for n in self.heard()
                if any(p['name'] == 'focused' and p['value'].get('value') for p in n.get('properties', []))
                and n['role']['value'] != 'RootWebArea']

    def heard(self):
        return self.call('Accessibility.getFullAXTree')['nodes']

    def close(self):
        self.session = None
        self.call('Browser.close')
        try:
            self.process.wait(ANSWERS_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.to_them)
        os.close(self.from_them)
        self.profile.cleanup()
