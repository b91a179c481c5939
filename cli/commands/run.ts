import { Option } from 'commander';
import { MaskedValues } from '../../run/masking/masker.ts';
import { type Lack, openRun, type OpenRun } from '../../run/open-run.ts';
import type { Ending } from '../../run/run-program.ts';
import { RunRefused } from '../../run/run-refused.ts';
import { runVaultOf } from '../../run/run-vault.ts';
import { environmentOfProgram } from '../../run/variables.ts';
import { VaultError } from '../../vault-client/index.ts';
import { CliError } from '../cli-error.ts';
import { agentToRunAs } from '../knowledge/agent-to-run-as.ts';
import { connectToVault } from '../knowledge/vault-connection.ts';
import { visible } from '../output/visible-text.ts';
import type { CliHost } from '../cli-host.ts';
import type { AddCommand } from './common/add-command.ts';
import { addVaultOptions, type VaultOption } from './common/options.ts';
import { type ProgramVariables, programVariables } from './common/program-variables.ts';
import { runRefusal } from './common/run-refusal.ts';
import { timeFrom } from './common/times.ts';

interface RunOptions extends VaultOption {
  readonly agent?: string;
  readonly as?: 'agent' | 'sandbox';
  readonly expires: string;
  readonly env: readonly string[];
  readonly envFile: readonly string[];
  readonly mask?: boolean;
}

/** As shells have it after Ctrl+C. */
const codeOfStopped = 130;

export const addRun: AddCommand = (program, host, done) => {
  const command = program
    .command('run')
    .description('run a program with your environment secrets, and with a short-lived token of an agent')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its arguments, after --')
    .option('--agent <agent>', 'an agent by id, name or folder; by default that of the working directory')
    .addOption(
      new Option('--as <what>', 'sandbox: no token of an agent; agent: not without one').choices([
        'sandbox',
        'agent',
      ]),
    )
    .option('--expires <time>', "when the agent's token ends, if the program runs so long", '1h')
    .option(
      '--env <variable=secret[.field]>',
      'a variable that holds a secret of the agent; repeatable',
      also,
      [],
    )
    .option(
      '-f, --env-file <file>',
      'lines NAME=value, where a value may be agent-secrets://secret[/field]; repeatable',
      also,
      [],
    )
    .option('--mask', "replace the values of these secrets in the program's output");
  addVaultOptions(command).action(async ([name = '', ...args]: readonly string[], options: RunOptions) => {
    const given = programVariables(options.envFile, options.env, host.cwd);
    const stopped = host.untilStopped().then(() => codeOfStopped);
    const run = await open(options, given, host);
    // Only what has resolved already comes first.
    if ((await Promise.race([stopped, Promise.resolve()])) === codeOfStopped) {
      await end(run, host);
      done(codeOfStopped);
      return;
    }
    for (const lack of run.lacks) host.note(`note: ${lacking[lack]}`);
    const env = environmentOfProgram(host.env, { ...given.plain, ...run.variables });
    try {
      const masked = options.mask ? new MaskedValues(run.secrets) : undefined;
      const ending = await host.runProgram({ command: name, args, cwd: host.cwd, env, masked });
      done(codeOf(ending, name, host));
    } finally {
      await end(run, host);
    }
  });
};

function also(one: string, before: readonly string[]): readonly string[] {
  return [...before, one];
}

/** @throws CliError, VaultError */
async function open(options: RunOptions, { wanted }: ProgramVariables, host: CliHost): Promise<OpenRun> {
  if (options.as === 'sandbox' && options.agent !== undefined) {
    throw new CliError('With --as sandbox a program reads for no agent. Leave --agent out.');
  }
  if (options.as === 'sandbox' && wanted.length > 0) {
    throw new CliError('With --as sandbox a program reads for no agent. Leave --env and references out.');
  }
  const tokenEnds = timeFrom(options.expires, host.now(), 'ahead');
  const vault = connectToVault(options, host);
  const agentId = options.as === 'sandbox' ? undefined : await agentToRunAs(options.agent, vault, host);
  const needsAgent = options.as === 'agent' || options.agent !== undefined || wanted.length > 0;
  try {
    return await openRun(runVaultOf(vault, host.fetch), { agentId, needsAgent, tokenEnds, wanted });
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    const role = async (): Promise<string> => (await vault.me()).role;
    throw new CliError(await runRefusal(error, { agentId, role }));
  }
}

const lacking: Readonly<Record<Lack, string>> = {
  agent:
    'your role issues no tokens of agents, so the program cannot read secrets of its agent. --as sandbox says that this is meant.',
  environment: 'the key speaks for no person, so the program gets no environment secrets.',
};

/** As shells tell it. */
function codeOf(ending: Ending, name: string, { note }: CliHost): number {
  if (ending.kind === 'ended') return ending.code;
  if (ending.kind === 'notFound') {
    note(`error: There is no command ${visible(name)}. Check its name and the PATH.`);
    return 127;
  }
  if (ending.kind === 'tooLarge') {
    note(`error: ${visible(name)} cannot be run: its arguments and variables are too large for this system.`);
    return 126;
  }
  note(`error: ${visible(name)} cannot be run. Check that it is a program, and its permissions.`);
  return 126;
}

/** The program has ended anyway; its code tells how. */
async function end(run: OpenRun, { note }: CliHost): Promise<void> {
  try {
    await run.end();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    note(`note: ${error.message} The token ends by itself.`);
  }
}
