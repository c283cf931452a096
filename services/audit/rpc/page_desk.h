// Answers the pages' door: who may read what, by the same rule and with the same journal as gRPC, and the
// page.
#ifndef FALLVERBUND_SERVICES_AUDIT_RPC_PAGE_DESK_H_
#define FALLVERBUND_SERVICES_AUDIT_RPC_PAGE_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"
#include "libs/access/check.h"
#include "libs/eventlog/event_log.h"
#include "libs/projection/projector.h"
#include "libs/service/host.h"
#include "libs/tlog_files/file_tile_store.h"
#include "services/audit/door/door.h"
#include "services/audit/pages/list_pages.h"

namespace fallverbund::audit {

// A browser sends no metadata, so a certificate for it names the person beside the organisation: a DNS name
// <person id>.person.fallverbund.example, written by the authority. Who reads pages acts as AUDITOR; whether
// this person has that role the directory says, at every request.
inline constexpr char kPersonSuffix[] = ".person.fallverbund.example";
absl::StatusOr<access::Caller> ReaderOf(const crypto::Certificate& certificate);

// Paths: / (cases), /findings, /overdue, /figures, /case/<id>, and the proof of one of its entries as a file,
// /case/<id>/proof/<position>. Each is answered as the methods of AuditService or ProofService it shows would
// be: not before everything the log's leader knows is read, denials and reads journaled first. Thread-safe;
// all outlive it.
class PageDesk {
 public:
  // `published`: the folder of the published log; empty: there is none here, and no proof.
  PageDesk(service::Host& host, eventlog::EventLog& journal, projection::Projector& of_journal,
           const std::string& published)
      : host_(host),
        journal_(journal),
        of_journal_(of_journal),
        published_(!published.empty()),
        tiles_(published) {}

  PageReply Answer(const PageRequest& request);

 private:
  using Methods = std::vector<const google::protobuf::MethodDescriptor*>;
  struct Reading {  // one request on its way
    const PageRequest& request;
    access::Caller reader;
    pages::Asked asked;
    std::string object_id;
    std::optional<uint64_t> proof_of;  // a position
    Methods methods;
    absl::Time deadline;
  };

  absl::StatusOr<std::string> Read(const Reading& reading);
  absl::StatusOr<std::string> CasesPage(const Reading& reading);
  absl::StatusOr<std::string> FindingsPage(const Reading& reading);
  absl::StatusOr<std::string> OverduePage(const Reading& reading);
  absl::StatusOr<std::string> FiguresPage(const Reading& reading);
  absl::StatusOr<std::string> CasePage(const Reading& reading);
  absl::StatusOr<std::string> Proof(const Reading& reading);
  absl::Status WaitForAll(absl::Time deadline);
  // nullopt: allowed. What is denied is journaled.
  absl::StatusOr<std::optional<access::Denial>> Denied(const Reading& reading);
  absl::Status JournalDenial(const Reading& reading, const access::Denial& denial);
  absl::Status JournalRead(const Reading& reading);

  service::Host& host_;
  eventlog::EventLog& journal_;
  projection::Projector& of_journal_;
  const bool published_;
  const tlog_files::FileTileStore tiles_;
};

}  // namespace fallverbund::audit

#endif  // FALLVERBUND_SERVICES_AUDIT_RPC_PAGE_DESK_H_
