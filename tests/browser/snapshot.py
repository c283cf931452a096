"""What a browser made of a page: laid out, with styles."""
import re

STYLES = ['color', 'background-color', 'fill', 'font-size', 'font-weight', 'display', 'visibility']


class Snapshot:
    """What the browser made of a page: one entry a laid-out node, with text, styles and place."""

    def __init__(self, browser):
        taken = browser.call('DOMSnapshot.captureSnapshot', computedStyles=STYLES, includePaintOrder=False)
        strings, document = taken['strings'], taken['documents'][0]
        nodes, layout = document['nodes'], document['layout']
        text = lambda index: strings[index] if index >= 0 else ''
        self.width = document['contentWidth']
        self.parents = nodes['parentIndex']
        self.names = [text(i).lower() for i in nodes['nodeName']]
        self.attributes = [dict(zip(map(text, a[0::2]), map(text, a[1::2]))) for a in nodes['attributes']]
        self.laid_out = []
        self.style_of = {}
        for i, node in enumerate(layout['nodeIndex']):
            style = dict(zip(STYLES, map(text, layout['styles'][i])))
            self.style_of[node] = style
            self.laid_out.append((node, text(layout['text'][i]).strip(), style, layout['bounds'][i]))

    def texts(self):
        """(text, colour, background, element) of every text on the screen."""
        for node, text, style, _ in self.laid_out:
            if text and style.get('visibility') != 'hidden':
                yield text, style, self.background(node), self.names[self.parents[node]]

    def boxes(self, name):
        """(attributes, style, bounds) of every element of that name on the screen."""
        return [(self.attributes[node], style, bounds) for node, _, style, bounds in self.laid_out if self.names[node] == name]

    def labels(self):
        """(text, bounds) of every one in a drawing."""
        return [(text, bounds) for node, text, _, bounds in self.laid_out if text and self.inside(node, 'svg')]

    def covered_labels(self):
        """Pairs of labels that stand on one another."""
        labels = self.labels()
        return [(one, other) for i, (one, a) in enumerate(labels) for other, b in labels[i + 1:]
                if not (a[0] + a[2] <= b[0] + 1 or b[0] + b[2] <= a[0] + 1 or a[1] + a[3] <= b[1] + 3 or b[1] + b[3] <= a[1] + 3)]

    def cut_labels(self):
        """Labels that reach out of the first drawing."""
        left, _, width, _ = self.boxes('svg')[0][2]
        return [label for label, (x, _, wide, _) in self.labels() if x < left - 1 or x + wide > left + width + 1]

    def inside(self, node, name):
        while node >= 0:
            if self.names[node] == name:
                return True
            node = self.parents[node]
        return False

    def background(self, node):
        while node >= 0:
            colour = rgb(self.style_of.get(node, {}).get('background-color', ''))
            if colour and colour[3] > 0:
                return colour
            node = self.parents[node]
        return (255, 255, 255, 1)


def rgb(text):
    found = re.match(r'rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)', text)
    return found and (*(float(found[i]) for i in (1, 2, 3)), float(found[4] or 1))
