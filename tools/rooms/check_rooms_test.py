"""Plants one wrong arrow at a time in a small house and sees that the checker names it."""
import pathlib
import tempfile
import unittest

from check_rooms import check, read_rooms

ROOMS = """\
base|libs/base|TRUE|absl::status|
eventlog|libs/eventlog|TRUE|fallverbund::base fallverbund::proto_eventlog|
eventlog_jetstream|libs/eventlog_jetstream|FALSE|fallverbund::eventlog PkgConfig::NATS|fallverbund::base
case_domain|services/case/domain|TRUE|fallverbund::base fallverbund::proto_casework|
team_domain|services/team/domain|TRUE|fallverbund::base|
main_case|services/case|FALSE|fallverbund::case_domain fallverbund::eventlog_jetstream|
"""


class CheckRooms(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for place in ("libs/base", "libs/eventlog", "libs/eventlog_jetstream", "services/case", "services/team"):
            self.write(f"{place}/README.md", "What it is for.\n")
        (self.root / "tools").mkdir()

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def wrong(self, rooms=ROOMS):
        self.write("rooms.txt", rooms)
        return check(self.root, read_rooms(self.root / "rooms.txt"))

    def sees(self, *words, rooms=ROOMS):
        wrong = self.wrong(rooms)
        self.assertEqual(len(wrong), 1, wrong)
        for word in words:
            self.assertIn(word, wrong[0])

    def test_a_house_in_order_passes(self):
        self.write("libs/eventlog/log.h", '#include "libs/base/id.h"\n#include "fallverbund/eventlog/v1/commit.pb.h"\n')
        self.write("libs/eventlog_jetstream/log.cc", "#include <nats/nats.h>\n")
        self.write("libs/eventlog_jetstream/log_test.cc", '#include "libs/base/id.h"\n')
        self.write("services/case/main.cc", '#include "services/case/domain/decide.h"\n')
        self.assertEqual(self.wrong(), [])

    def test_an_undeclared_arrow_is_named_with_file_and_line(self):
        self.write("libs/base/id.h", '// x\n#include "libs/eventlog/log.h"\n')
        self.sees("libs/base/id.h:2:", "fallverbund::eventlog")

    def test_an_arrow_of_an_arrow_is_not_enough(self):
        self.write("libs/eventlog_jetstream/log.cc", '#include "libs/base/id.h"\n')
        self.sees("libs/eventlog_jetstream/log.cc:1:", "fallverbund::base")

    def test_a_pure_room_may_know_the_ports_of_a_room_and_nothing_else_of_it(self):
        rooms = ROOMS + ("projection|libs/projection|FALSE||\n"
                         "directory|libs/directory|TRUE|fallverbund::projection|\n")
        self.write("libs/projection/README.md", "x\n")
        self.write("libs/directory/README.md", "x\n")
        self.write("libs/directory/directory.h", '#include "libs/projection/view.h"\n')
        self.assertEqual(self.wrong(rooms), [])
        self.write("libs/directory/directory.h", '#include "libs/projection/projector.h"\n')
        self.sees("libs/directory/directory.h:1:", "only the ports of projection", rooms=rooms)

    def test_services_never_include_one_another(self):
        self.write("services/case/domain/decide.cc", '#include "services/team/domain/state.h"\n')
        self.sees("services/case/domain/decide.cc:1:")
        self.write("services/case/domain/decide.cc", "")
        rooms = ROOMS.replace("main_case|services/case|FALSE|", "main_case|services/case|FALSE|fallverbund::team_domain ")
        self.sees("another service", rooms=rooms)

    def test_an_undeclared_proto_area_is_named(self):
        self.write("libs/eventlog/log.cc", '#include "fallverbund/casework/v1/case_events.pb.h"\n')
        self.sees("libs/eventlog/log.cc:1:", "fallverbund::proto_casework")

    def test_a_technology_stays_in_its_room(self):
        for header, path in (("nats/nats.h", "libs/eventlog/log.cc"), ("rocksdb/db.h", "libs/eventlog/log.cc"),
                             ("openssl/evp.h", "services/case/domain/decide.cc"),
                             ("grpcpp/grpcpp.h", "libs/eventlog/log.cc"), ("spdlog/spdlog.h", "libs/base/id.cc")):
            with self.subTest(header):
                self.write(path, f"#include <{header}>\n")
                self.sees(path + ":1:", header)
                self.write(path, "")

    def test_a_pure_room_sees_no_clock_disk_or_thread(self):
        for header in ("<thread>", "<fstream>", "<random>", '"absl/time/clock.h"', "<sys/socket.h>"):
            with self.subTest(header):
                self.write("services/case/domain/decide.cc", f"#include {header}\n")
                self.sees("services/case/domain/decide.cc:1:", "pure")

    def test_a_pure_room_depends_on_pure_rooms_and_plain_libraries_only(self):
        for room in ("libs/view", "libs/desk"):
            self.write(f"{room}/README.md", "What it is for.\n")
        self.sees("not pure", rooms=ROOMS + "desk|libs/desk|FALSE||\nview|libs/view|TRUE|fallverbund::desk|\n")
        self.sees("gRPC::grpc++", rooms=ROOMS.replace("base|libs/base|TRUE|", "base|libs/base|TRUE|gRPC::grpc++ "))

    def test_a_domain_is_pure_and_knows_only_the_plain_rooms(self):
        self.sees("PURE", rooms=ROOMS.replace("services/team/domain|TRUE", "services/team/domain|FALSE"))
        self.sees("domain", "eventlog", rooms=ROOMS.replace("team/domain|TRUE|", "team/domain|TRUE|fallverbund::eventlog "))

    def test_libs_never_see_services(self):
        rooms = ROOMS.replace("jetstream|FALSE|", "jetstream|FALSE|fallverbund::team_domain ")
        self.sees("libs never see services", rooms=rooms)

    def test_only_a_main_names_an_adapter(self):
        self.write("libs/command/README.md", "What it is for.\n")
        self.sees("adapter", rooms=ROOMS + "command|libs/command|FALSE|fallverbund::eventlog_jetstream|\n")

    def test_the_audit_does_not_share_the_rules_code(self):
        for room in ("libs/care", "libs/helper", "services/audit"):
            self.write(f"{room}/README.md", "What it is for.\n")
        self.sees("libs/care", rooms=ROOMS + "care|libs/care|TRUE||\nhelper|libs/helper|TRUE|fallverbund::care|\n"
                  "audit_index|services/audit/index|FALSE|fallverbund::helper|\n")

    def test_rooms_in_a_circle_are_named(self):
        self.sees("base -> eventlog -> base", rooms=ROOMS.replace("libs/base|TRUE|", "libs/base|TRUE|fallverbund::eventlog "))

    def test_a_room_without_a_readme_and_one_with_too_much_are_named(self):
        (self.root / "libs/eventlog/README.md").unlink()
        self.sees("libs/eventlog", "README.md")
        self.write("libs/eventlog/README.md", "a\n" * 6)
        self.sees("libs/eventlog/README.md", "five lines")

    def test_a_file_outside_every_room_is_named(self):
        self.write("libs/stray/x.cc", "")
        self.sees("libs/stray/x.cc", "no declared room")

    def test_an_include_from_beside_is_named(self):
        self.write("libs/base/id.cc", '#include "id.h"\n')
        self.sees("libs/base/id.cc:1:", "top of the tree")


if __name__ == "__main__":
    unittest.main()
