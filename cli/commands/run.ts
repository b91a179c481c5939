import { Option } from 'commander';
import type { Identity } from '../../contracts/vault-api/identity.ts';
import { type Lack, openRun, type OpenRun, RunRefused } from '../../run/open-run.ts';
import type { Ending } from '../../run/run-program.ts';
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
import { timeFrom } from './common/times.ts';

interface RunOptions extends VaultOption {
  readonly agent?: string;
  readonly as?: 'agent' | 'sandbox';
  readonly expires: string;
}

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
    .option('--expires <time>', "when the agent's token ends, if the program runs so long", '1h');
  addVaultOptions(command).action(async ([name = '', ...args]: readonly string[], options: RunOptions) => {
    const run = await open(options, host);
    for (const lack of run.lacks) host.note(`note: ${lacking[lack]}`);
    const env = environmentOfProgram(host.env, run.variables);
    try {
      const ending = await host.runProgram({ command: name, args, cwd: host.cwd, env });
      done(codeOf(ending, name, host));
    } finally {
      await end(run, host);
    }
  });
};

/** @throws CliError, VaultError */
async function open(options: RunOptions, host: CliHost): Promise<OpenRun> {
  if (options.as === 'sandbox' && options.agent !== undefined) {
    throw new CliError('With --as sandbox a program reads for no agent. Leave --agent out.');
  }
  const tokenEnds = timeFrom(options.expires, host.now(), 'ahead');
  const vault = connectToVault(options, host);
  const agentId = options.as === 'sandbox' ? undefined : await agentToRunAs(options.agent, vault, host);
  const needsAgent = options.as === 'agent' || options.agent !== undefined;
  try {
    return await openRun(runVaultOf(vault, host.fetch), { agentId, needsAgent, tokenEnds });
  } catch (error) {
    throw error instanceof RunRefused ? new CliError(await refusal(error, agentId, () => vault.me())) : error;
  }
}

async function refusal(
  { code, variable }: RunRefused,
  agentId: string | undefined,
  me: () => Promise<Identity>,
): Promise<string> {
  if (code === 'unusableVariable') {
    return `No program can be given ${visible(variable)}: its value holds a null byte. Set it anew.`;
  }
  if (code === 'nothingToGive') {
    return 'The key speaks for no person and may issue no token, so there is nothing to run with. Sign in as yourself.';
  }
  if (agentId === undefined) {
    return 'No agent is here. Name one with --agent, or leave --as agent out.';
  }
  const { role } = await me();
  return `The role ${role} may not issue a token for ${visible(agentId)}. Ask an admin, or leave the agent out with --as sandbox.`;
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
