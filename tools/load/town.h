// A town under load: who acts, and the cases that are open in it.
#ifndef FALLVERBUND_TOOLS_LOAD_TOWN_H_
#define FALLVERBUND_TOOLS_LOAD_TOWN_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "fallverbund/intake/v1/intake_service.pb.h"
#include "tools/load/closed_loop.h"

namespace fallverbund::load {

// The case worker who holds all cases, whoever stands in for them, and the coordinator who said yes to their
// inquiries: names in town.story.
inline constexpr char kCaseWorker[] = "adler";
inline constexpr char kDeputy[] = "specht";
inline constexpr char kCoordinator[] = "wachtel";

// A voice of the profile `clients`/NAME.json with `service`; each call makes a connection of its own.
// `target`: HOST:PORT instead of the profile's endpoint. `plain`: without TLS, for a server of the benchmark
// alone.
absl::StatusOr<Voice> VoiceOf(const std::string& clients, const std::string& name, const std::string& service,
                              const std::string& target = "", bool plain = false);

// Founds the organisations and people of `story` in a new house and opens `cases` cases through the API,
// inquiry by inquiry; their ids then stand in `clients`/cases.txt, one a line. `clients` as house.py makes
// it.
absl::Status FoundTown(const std::string& story, const std::string& clients, const std::string& clock,
                       int cases);

// kNotFound: no town was founded here.
absl::StatusOr<std::vector<std::string>> ReadCases(const std::string& clients);

// A write that a case of any age accepts, with a sealed text: somebody spoke with the young person.
Wish ContactWish(const std::string& case_id, const Voice& voice);

// An inquiry of the town's case worker that nobody has answered yet; two supports were broken off (A3).
absl::StatusOr<intake::v1::SubmitInquiryRequest> ReadInquiry(const std::string& clients);
// The same once more, as a wish of its own. `voice` is the case worker's, with the intake service.
Wish InquiryWish(intake::v1::SubmitInquiryRequest inquiry, const Voice& voice);

}  // namespace fallverbund::load

#endif  // FALLVERBUND_TOOLS_LOAD_TOWN_H_
