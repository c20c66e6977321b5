// Field paths of an entry of the subsystem map, followed through the contracts. For claims.cc.
#pragma once

#include "analyzer/impact/claims.h"

namespace leyline {

// Each path must lead to a field on one side at least; on both it may lead elsewhere.
FieldScope ResolveFields(const ContractUse& use, const TypeGraph& graph, const Snapshot& before,
                         const Snapshot& after, Errors& errors);

}  // namespace leyline
