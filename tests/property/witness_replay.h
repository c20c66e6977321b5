// Witnesses run again on whole versions, as libprotobuf's own compiler reads them: what a slice
// left out must not make a difference.
#pragma once

#include <memory>
#include <string>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include "analyzer/diff/change.h"
#include "analyzer/schema/snapshot.h"

namespace leyline::testing {

// One version: a file of package t. Enums have holders, as a witness of an enum does.
class WholeVersion {
 public:
  // `snapshot`: the same source as Leyline reads it, by which an edition becomes proto2 or proto3.
  WholeVersion(const std::string& source, const Snapshot& snapshot);

  // Whether libprotobuf takes the source: no edition that neither older syntax has an equal of.
  bool is_valid() const { return file_ != nullptr; }
  // Whether two fields of one message have one name in JSON, as proto2 allows: which of them a
  // parser takes depends on what else the message has.
  bool has_name_clash() const { return has_name_clash_; }
  // Whether a delimited field of an edition is a group here that no source could declare: its text
  // is not what the edition's would be.
  bool has_odd_group() const { return has_odd_group_; }
  std::unique_ptr<google::protobuf::Message> New(const std::string& type) const;

 private:
  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  const google::protobuf::FileDescriptor* file_ = nullptr;
  bool has_name_clash_ = false;
  bool has_odd_group_ = false;
};

// What the witness says and the whole versions don't; empty when they agree, or when nothing was
// executed.
std::string Disagreement(const Change& change, const Verdict& verdict, const WholeVersion& before,
                         const WholeVersion& after);

}  // namespace leyline::testing
