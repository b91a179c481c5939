import { exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { addCheckOptions, type CheckOptions, refuseContradictions } from './check/options.ts';
import { checkStaged, checkStdin } from './check/other-states.ts';
import { checkDiff } from './check/diff.ts';
import { runCheck } from './check/run-check.ts';
import { watchAndCheck } from './check/watch.ts';
import type { AddCommand } from './common/command.ts';
import { pathsArgument } from './common/options.ts';

/** One way to check. Returns the exit code. */
type Mode = (paths: readonly string[], options: CheckOptions, host: CliHost) => Promise<number>;

export const addCheck: AddCommand = (program, host, done) => {
  const command = program
    .command('check')
    .description('report problems in code that reads secrets, such as missing secrets or access')
    .argument(...pathsArgument)
    .addHelpText('after', further);
  addCheckOptions(command).action(async (paths: readonly string[], options: CheckOptions) => {
    refuseContradictions(options, paths);
    done(await modeOf(options)(paths, options, host));
  });
};

/** Each option that changes what is checked has a mode of its own. */
function modeOf({ diff, staged, stdinFilepath, watch }: CheckOptions): Mode {
  if (diff !== undefined) return checkDiff;
  if (staged === true) return checkStaged;
  if (stdinFilepath !== undefined) return checkStdin;
  if (watch === true) return watchAndCheck;
  return async (paths, options, host) => (await runCheck({ paths, options }, host)).code;
}

const further = `
Baselines:
  agent-secrets check --baseline known.json --write-baseline   accept all current findings
  agent-secrets check --baseline known.json                    report only new ones
  Findings keep their identity when lines move. A note lists the ones that are fixed.

Changes:
  With --diff, --agent limits the report to these agents, and --rule limits the new findings. New suppressions and
  what could not be checked are always reported, for all agents and rules.

Exit codes:
  ${exitCodes.clean}  no findings at or above the severity of --fail-on; a note names each agent without a catalog
  ${exitCodes.findings}  at least one such finding, or more warnings than --max-warnings
  ${exitCodes.couldNotRun}  no such findings, and something could not be checked: invalid arguments, no code or agent
     found, no answer from the vault, no agent with a catalog, or a file that failed
  With --watch, the exit code is that of the last check.`;
