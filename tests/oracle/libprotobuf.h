// libprotobuf as a judge of .proto sources, in process.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>

namespace leyline {

// Sources by import path.
using Sources = std::map<std::string, std::string, std::less<>>;

// Compiles files and what they import, with the rules of protoc. google/protobuf/* come from
// libprotobuf itself.
class Libprotobuf : private google::protobuf::compiler::SourceTree,
                    private google::protobuf::compiler::MultiFileErrorCollector {
 public:
  explicit Libprotobuf(const Sources& sources);

  // Null when the file is refused; then errors() has the reasons.
  const google::protobuf::FileDescriptor* Find(const std::string& path) {
    return pool_.FindFileByName(path);
  }
  // "a.proto:3:7: message" with 1-based places, in the order of their discovery.
  const std::vector<std::string>& errors() const { return errors_; }
  const google::protobuf::DescriptorPool& pool() const { return pool_; }

 private:
  google::protobuf::io::ZeroCopyInputStream* Open(const std::string& path) override;
  void AddError(const std::string& path, int line, int column, const std::string& text) override;

  const Sources& sources_;
  std::vector<std::string> errors_;
  google::protobuf::DescriptorPoolDatabase builtin_;
  google::protobuf::compiler::SourceTreeDescriptorDatabase database_;
  google::protobuf::DescriptorPool pool_;
};

// What `protoc -o` writes for a file, without source info and without the empty options that it
// gives to a method with the body `{}`.
google::protobuf::FileDescriptorProto ToProto(const google::protobuf::FileDescriptor& file);

// The file and everything that it imports, as `protoc --include_imports -o` writes them.
google::protobuf::FileDescriptorSet SetWithImports(const google::protobuf::FileDescriptor& file);

// Whether two serialized FileDescriptorProtos mean the same; options are read with the extensions
// that `pool` has. Empty when they do, else the differences, one a line: "modified:
// message_type[0].name: "A" -> "B"".
std::string Differences(const google::protobuf::DescriptorPool& pool, const std::string& expected,
                        const std::string& actual);

}  // namespace leyline
