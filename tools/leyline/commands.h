// The subcommands, one file each.
#pragma once

#include "base/folders.h"
#include "tools/leyline/command.h"

namespace leyline {

Subcommand DiffCommand();
Subcommand ValidateCommand();
Subcommand ImpactCommand();
Subcommand GateCommand(Folders& folders);
Subcommand ProposeCommand();
Subcommand RenewCommand();
Subcommand ApproveCommand();
Subcommand RejectCommand();
Subcommand DeferCommand();
Subcommand RevokeCommand();
Subcommand WithdrawCommand();
Subcommand ResolveCommand();
Subcommand ReopenCommand();
Subcommand DecideCommand();
Subcommand ReviewCommand();
Subcommand StatusCommand();
Subcommand PolicyCheckCommand();
Subcommand PolicyExplainCommand();
Subcommand MergedCommand();
Subcommand BreakerStatusCommand();
Subcommand BreakerResetCommand();
Subcommand BreakerIsolateCommand();
Subcommand AuditInitCommand();
Subcommand AuditVerifyCommand();
Subcommand AuditCheckpointCommand();
Subcommand AuditReconcileCommand();
Subcommand AuditShowCommand();
Subcommand AuditExportCommand();
Subcommand AuditDisownCommand();
Subcommand AuditRepairCommand();
Subcommand MetricsCommand();
Subcommand NotifyCommand();
Subcommand RulesCommand();
Subcommand ExplainCommand();
Subcommand WitnessCommand();
Subcommand SchemaCommand();
Subcommand BypassCommand();
Subcommand InitCommand();
Subcommand DemoCommand(Folders& folders);

}  // namespace leyline
