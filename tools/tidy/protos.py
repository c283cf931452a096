"""Reads the declarations of our .proto files: messages with their fields and reserved numbers, enums."""
import re
from collections import namedtuple

Field = namedtuple("Field", "line type name number")
Field.value_type = property(lambda self: re.sub(r"repeated |map.*,\s*([\w.]+)\s*>", r"\1", self.type))
Declared = namedtuple("Declared", "file fields reserved")

FIELD = re.compile(r"(?:optional )?((?:repeated )?[\w.]+|map\s*<\s*\w+\s*,\s*[\w.]+\s*>)\s+(\w+)\s*=\s*(\d+)")
VALUE = re.compile(r"()(\w+)\s*=\s*(\d+)")


class Protos:
    def __init__(self):
        self.messages = {}  # full name -> Declared
        self.enums = {}  # likewise; its values have no type

    def full_name(self, name, scope):
        """What `name` means inside the message `scope`; None if it is not ours."""
        parts = scope.split(".")
        full = (".".join([*parts[:depth], name]) for depth in range(len(parts), -1, -1))
        return next((f for f in full if f in self.messages or f in self.enums), None)

    def reachable_from(self, starts_in):
        """Messages and enums of the files for which `starts_in(file)`, and all they consist of."""
        ahead = [n for n, d in [*self.messages.items(), *self.enums.items()] if starts_in(d.file)]
        seen = set()
        while ahead:
            name = ahead.pop()
            if name is None or name in seen:
                continue
            seen.add(name)
            if name in self.messages:
                ahead += [self.full_name(field.value_type, name) for field in self.messages[name].fields]
        return sorted(seen)


def read_protos(root):
    protos = Protos()
    for file in sorted((root / "proto").rglob("*.proto")):
        path = str(file.relative_to(root))
        text = re.sub(r'//[^\n]*|"[^"\n]*"', "", file.read_text())
        package, blocks = "", []  # blocks: (keyword, name) of every brace that is open
        for part in re.finditer(r"([^{};]*)([{};])", text):
            words, end = part.group(1).strip(), part.group(2)
            line = text.count("\n", 0, part.start(2)) + 1
            scope = ".".join([package, *(n for keyword, n in blocks if keyword in ("message", "enum"))])
            if end == "{":
                blocks.append((words.split() + ["", ""])[:2])
                keyword, name = blocks[-1]
                if keyword in ("message", "enum"):
                    kind = protos.messages if keyword == "message" else protos.enums
                    kind[f"{scope}.{name}"] = Declared(path, [], set())
            elif end == "}":
                blocks.pop()
            elif words.startswith("package "):
                package = words.split()[1]
            elif blocks and blocks[-1][0] in ("message", "oneof", "enum"):
                declared = protos.enums.get(scope) or protos.messages[scope]
                if words.startswith("reserved"):
                    declared.reserved.update(reserved_numbers(words))
                elif field := (VALUE if blocks[-1][0] == "enum" else FIELD).match(words):
                    kind, name, number = field.groups()
                    declared.fields.append(Field(line, kind, name, int(number)))
    return protos


def reserved_numbers(words):
    for first, last in re.findall(r"(\d+)(?:\s+to\s+(\d+))?", words):
        yield from range(int(first), int(last or first) + 1)
