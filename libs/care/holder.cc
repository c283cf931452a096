#include "libs/care/holder.h"

namespace fallverbund::care {

bool IsNamed(const Holder& holder) {
  return !holder.organisation_id.empty() && !holder.person_id.empty();
}

bool HasDeputy(const Holder& holder) {
  return !holder.deputy_person_id.empty() && holder.deputy_person_id != holder.person_id;
}

bool IsNamed(const Tonight& tonight) {
  return tonight.kind != common::v1::TONIGHT_KIND_UNSPECIFIED && IsNamed(tonight.holder);
}

bool AcceptsForItself(common::v1::TonightKind kind) {
  return kind == common::v1::TONIGHT_KIND_PLACEMENT || kind == common::v1::TONIGHT_KIND_CRISIS_TEAM ||
         kind == common::v1::TONIGHT_KIND_IN_CARE;
}

Holder FromProto(const common::v1::Holder& proto) {
  return {proto.organisation_id(), proto.unit_id(), proto.person_id(), proto.deputy_person_id(),
          proto.basis()};
}

common::v1::Holder ToProto(const Holder& holder) {
  common::v1::Holder proto;
  proto.set_organisation_id(holder.organisation_id);
  proto.set_unit_id(holder.unit_id);
  proto.set_person_id(holder.person_id);
  proto.set_deputy_person_id(holder.deputy_person_id);
  proto.set_basis(holder.basis);
  return proto;
}

Tonight FromProto(const common::v1::Tonight& proto) {
  return {proto.kind(), FromProto(proto.holder())};
}

common::v1::Tonight ToProto(const Tonight& tonight) {
  common::v1::Tonight proto;
  proto.set_kind(tonight.kind);
  *proto.mutable_holder() = ToProto(tonight.holder);
  return proto;
}

}  // namespace fallverbund::care
