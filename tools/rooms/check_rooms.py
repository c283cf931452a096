#!/usr/bin/env python3
"""Checks every include against the arrows declared in CMake (tools/cmake/Rooms.cmake).

usage: check_rooms.py SOURCE_ROOT ROOMS_TXT
ROOMS_TXT has one room a line: name|folder|PURE|deps|test deps. Prints one line per wrong arrow, with file and
line, and what to do; exits 1 if there is any.
"""
import pathlib
import re
import sys
from collections import namedtuple

Room = namedtuple("Room", "name folder pure deps test_deps")

INCLUDE = re.compile(r'\s*#\s*include\s+([<"])([^>"]+)[>"]')
GRPC_USERS = r"libs/rpc/|services/[a-z]+/rpc/|services/[a-z]+/main\.cc|services/program/|tools/(fvctl|load|bench|relay)/|tests/"
# Header, who may include it, what the others do instead.
TECHNOLOGY = [
    (r"nats/", r"libs/eventlog_jetstream/|tools/bench/", "speak to the port in libs/eventlog"),
    (r"rocksdb/", r"libs/projection_rocksdb/|tools/bench/", "speak to the port in libs/projection"),
    (r"openssl/|sodium", r"libs/crypto/", "use libs/crypto"),
    (r"grpc(pp)?/|fallverbund/.*\.grpc\.pb\.h", GRPC_USERS, "keep gRPC in libs/rpc and services/*/rpc"),
    (r"curl/", r"tools/relay/", "only what leaves the house speaks HTTP and SMTP"),
    (r"spdlog/", r"libs/runtime/", "log through libs/runtime"),
]
# What a pure room must not even see: clock, disk, network, randomness and threads of its own.
IMPURE = re.compile(r"(thread|random|fstream|iostream|filesystem|future|unistd\.h|fcntl\.h|sys/.*|netinet/.*"
                    r"|absl/random/.*|absl/time/clock\.h)$")
IMPURE_BUT = {
    "libs/base/clock.h": "declares the port through which the edge reads the time",
}
# Rooms that are not pure but have pure ports: a pure room may depend on them and include these of their headers.
PORTS = {
    "projection": {"page.h", "projection_store.h", "row_codec.h", "row_cursor.h", "view.h"},
    "command": {"command_log.h", "given.h", "lru_cache.h"},
}
# Libraries of others that a pure room may link. OpenSSL's and libsodium's are here because hashing, sealing and
# signing are functions of their inputs; only libs/crypto may include their headers (above).
PURE_LINKS = re.compile(r"absl::|protobuf::libprotobuf$|OpenSSL::Crypto$|PkgConfig::SODIUM$")

ADAPTER = re.compile(r"_(jetstream|rocksdb)$")
COMPOSITION = "services/program"  # what all main.cc share: there, too, adapters meet ports
MAY_NAME_ADAPTERS = r"main_|program$|.*_testing$|.*" + ADAPTER.pattern


def read_rooms(path):
    rooms = []
    for line in pathlib.Path(path).read_text().splitlines():
        if line:
            name, folder, pure, deps, test_deps = line.split("|")
            rooms.append(Room(name, folder, pure == "TRUE", own(deps), own(test_deps)))
    return rooms


def own(deps):
    return [d.removeprefix("fallverbund::") if d.startswith("fallverbund::") else "::" + d for d in deps.split()]


def rooms_of(path, rooms):
    """The rooms of the innermost declared folder that `path` lies in."""
    inside = [r for r in rooms if path.startswith(r.folder + "/")]
    return [r for r in inside if len(r.folder) == max(len(i.folder) for i in inside)]


def is_test(path):
    return path.endswith("_test.cc") or "/testing/" in path


def service_of(folder):
    parts = folder.split("/")
    return parts[1] if parts[0] == "services" and len(parts) > 1 else None


def declared_arrows(rooms):
    """What is wrong in the declarations themselves."""
    by_name = {r.name: r for r in rooms}
    for r in rooms:
        for dep in r.deps:
            to = by_name.get(dep)
            if to is None:
                if r.pure and not dep.startswith("proto_") and not PURE_LINKS.match(dep.removeprefix("::")):
                    yield f"{r.folder}: pure room {r.name} depends on {dep.removeprefix('::')}; take it as a value or a port"
                continue
            if r.pure and not to.pure and dep not in PORTS:
                yield f"{r.folder}: pure room {r.name} depends on {to.name}, which is not pure; take it as a value or a port"
            if service_of(r.folder) and to.folder != COMPOSITION and service_of(to.folder) not in (None, service_of(r.folder)):
                yield f"{r.folder}: {r.name} depends on {to.name} of another service; services meet in proto/ and the log"
            if r.folder.startswith("libs/") and not to.folder.startswith("libs/"):
                yield f"{r.folder}: {r.name} depends on {to.name} above it; libs never see services or tools"
        if service_of(r.folder) and r.folder.split("/")[2:3] and r.folder.split("/")[2] in ("domain", "views", "reactions"):
            if not r.pure and not r.name.endswith("_testing"):
                yield f"{r.folder}: {r.name} must be declared PURE"
        if re.match(r"services/[a-z]+/domain$", r.folder):
            for dep in r.deps:
                if dep in by_name and by_name[dep].folder not in ("libs/base", "libs/decider", "libs/care", r.folder):
                    yield f"{r.folder}: a domain may depend on base, decider, care and protos only, not on {dep}"
        if r.folder.startswith("services/audit") and "care" in below(r.name, by_name):
            yield f"{r.folder}: {r.name} reaches libs/care; the checker does not share the rule's code"
        if not (r.folder.startswith("tools/") or re.match(MAY_NAME_ADAPTERS, r.name)):
            for dep in filter(ADAPTER.search, r.deps):
                yield f"{r.folder}: {r.name} depends on the adapter {dep}; only a main.cc names adapters, take the port"
    yield from cycles(by_name)


def below(name, by_name, seen=None):
    """Every room that `name` reaches."""
    seen = set() if seen is None else seen
    for dep in by_name[name].deps:
        if dep in by_name and dep not in seen:
            seen.add(dep)
            below(dep, by_name, seen)
    return seen


def cycles(by_name):
    done = set()

    def visit(name, path):
        if name in path:
            yield f"{by_name[name].folder}: rooms in a circle: {' -> '.join(path[path.index(name):] + [name])}"
        elif name not in done:
            for dep in by_name[name].deps:
                if dep in by_name:
                    yield from visit(dep, path + [name])
            done.add(name)

    for name in by_name:
        yield from visit(name, [])


def doors(root, rooms):
    """Every room has a README at its door, of five lines or fewer. A testing/ shares its room's door, the rooms of
    a service may share the service's."""
    for folder in sorted({r.folder for r in rooms}):
        places = [folder, folder.removesuffix("/testing")]
        if service_of(folder):
            places.append("/".join(folder.split("/")[:2]))
        readme = next((p for p in (root / place / "README.md" for place in places) if p.exists()), None)
        if readme is None:
            yield f"{folder}: no README.md; say in five lines or fewer what the room is for"
        elif len([line for line in readme.read_text().splitlines() if line.strip()]) > 5:
            yield f"{readme.relative_to(root)}: more than five lines"


def behind_a_port(header, here, to):
    if not any(r.pure for r in here) or any(r.pure for r in to):
        return None
    ports = set().union(*(PORTS.get(r.name, set()) for r in to))
    if header.rsplit("/", 1)[-1] in ports:
        return None
    return f"a pure room may include only the ports of {to[0].name}: {', '.join(sorted(ports))}"


def wrong_include(path, header, quoted, here, rooms):
    """Why `path`, a file of the rooms `here`, may not include `header`; None if it may."""
    for pattern, users, instead in TECHNOLOGY:
        if re.match(pattern, header) and not re.match(users, path):
            return f"{instead}"
    if any(r.pure for r in here) and not is_test(path) and IMPURE.match(header) and path not in IMPURE_BUT:
        return "a pure room has no clock, disk, network, randomness or threads; take the result as a value"
    allowed = {r.name for r in here}
    for r in here:
        allowed.update(r.deps + (r.test_deps if is_test(path) else []))
    proto = re.match(r"fallverbund/(\w+)/v\d+/\w+(\.grpc)?\.pb\.h$", header)
    if proto:
        area, grpc = proto.groups()
        need = [f"grpc_{area}"] if grpc else [f"proto_{area}", f"grpc_{area}"]
        return None if not allowed.isdisjoint(need) else f"add fallverbund::{need[0]} to the DEPS of {here[0].name}"
    if re.match(r"(libs|services|tools|tests)/", header):
        to = rooms_of(header, rooms)
        if not to:
            return "no room is declared there (fv_room in its CMakeLists.txt)"
        if not allowed.isdisjoint(t.name for t in to):
            return None if is_test(path) else behind_a_port(header, here, to)
        return f"not an arrow: add fallverbund::{to[0].name} to the DEPS of {here[0].name} if it may know {to[0].folder}"
    if quoted and "/" not in header:
        return "include from the top of the tree, not from beside"
    return None


def includes(root, rooms):
    for top in ("libs", "services", "tools"):
        for file in sorted((root / top).rglob("*")):
            if file.suffix not in (".h", ".cc"):
                continue
            path = str(file.relative_to(root))
            here = rooms_of(path, rooms)
            if not here:
                yield f"{path}: lies in no declared room (fv_room in its CMakeLists.txt)"
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                found = INCLUDE.match(line)
                if found:
                    why = wrong_include(path, found.group(2), found.group(1) == '"', here, rooms)
                    if why:
                        yield f"{path}:{number}: includes {found.group(2)}: {why}"


def check(root, rooms):
    root = pathlib.Path(root)
    return [*declared_arrows(rooms), *doors(root, rooms), *includes(root, rooms)]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    rooms = read_rooms(sys.argv[2])
    if not rooms:
        sys.exit(f"{sys.argv[2]} names no room; configure first: cmake --preset dev")
    wrong = check(sys.argv[1], rooms)
    print("\n".join(wrong) if wrong else f"{len(rooms)} rooms, every arrow declared.")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
