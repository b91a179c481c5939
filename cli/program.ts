import { Command, CommanderError } from 'commander';
import { VaultError } from '../vault-client/index.ts';
import { CliError, exitCodes } from './host/cli-error.ts';
import type { AddCommand } from './commands/common/command.ts';
import { addCall } from './commands/call.ts';
import { addCatalogExport } from './commands/catalog-export.ts';
import { addCheck } from './commands/check.ts';
import { addMcp } from './commands/mcp/index.ts';
import { addExplain } from './commands/explain.ts';
import { addFakes } from './commands/fakes.ts';
import { addAccess } from './commands/access.ts';
import { addAccessApply } from './commands/access-apply.ts';
import { addAccessPlan } from './commands/access-plan.ts';
import { addAccount } from './commands/account.ts';
import { addAgents } from './commands/agents.ts';
import { addAudit } from './commands/audit.ts';
import { addCompletion } from './commands/completion.ts';
import { addEnvironment } from './commands/environment.ts';
import { addIdentities } from './commands/identities.ts';
import { addLogin, addLogout, addWhoami } from './commands/login.ts';
import { addRequests } from './commands/requests.ts';
import { addSecrets } from './commands/secrets/index.ts';
import { addTokens } from './commands/tokens.ts';
import { addUsers } from './commands/users.ts';
import { addReferences } from './commands/references.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addTypes } from './commands/types.ts';
import { vaultCommands } from './commands/vault/index.ts';
import { visible } from '../contracts/visible-text.ts';
import { ReviewError } from '../review/index.ts';
import { scrubArguments, withoutCommands } from './output/visible-text.ts';
import type { CliHost } from './host/cli-host.ts';

const commands: readonly AddCommand[] = [
  addCall,
  addCatalogExport,
  addCheck,
  addExplain,
  addMcp,
  addFakes,
  addReferences,
  addReport,
  addRun,
  addTypes,
  ...vaultCommands,
  // These commands work with a vault over the network, with a user's key. None of them reads a value.
  addLogin,
  addLogout,
  addWhoami,
  addSecrets,
  addAccess,
  addAccessPlan,
  addAccessApply,
  addRequests,
  addAgents,
  addAccount,
  addUsers,
  addTokens,
  addIdentities,
  addEnvironment,
  addAudit,
  addCompletion,
];

/**
 * Runs one command line. Every error is reported as one sentence on standard error, with exit code 2. Other
 * exit codes may be those of the program that `run` starts.
 */
export async function runCommandLine(args: readonly string[], given: CliHost): Promise<number> {
  const host: CliHost = { ...given, note: (sentence) => given.note(visibleLines(sentence)) };
  let code: number = exitCodes.clean;
  const program = createProgram(host);
  for (const add of commands) add(program, host, (result) => (code = result));
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return codeOfError(error, host);
  }
}

function createProgram(host: CliHost): Command {
  return new Command('agent-secrets')
    .version(host.version, '--version')
    .description('Finds problems in code that reads the secrets of AI agents, and manages a vault.')
    .configureOutput({
      writeOut: host.print,
      writeErr: (text) => host.note(scrubArguments(text.trimEnd())),
      getOutHasColors: () => host.colour,
      getErrHasColors: () => false,
    })
    .exitOverride();
}

function codeOfError(error: unknown, host: CliHost): number {
  // Commander has already reported invalid arguments; help is not an error.
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.clean : exitCodes.couldNotRun;
  }
  if (error instanceof CliError || error instanceof ReviewError) host.note(`error: ${error.message}`);
  else if (error instanceof VaultError) host.note(`error: ${visible(error.message)}`);
  else host.note(`error: agent-secrets failed: ${String(error)}. Please report this.`);
  return exitCodes.couldNotRun;
}

/** Notes contain user input and text from files and vaults, which must not control a terminal or a runner. */
function visibleLines(note: string): string {
  return note
    .split('\n')
    .map((line) => withoutCommands(visible(line)))
    .join('\n');
}
