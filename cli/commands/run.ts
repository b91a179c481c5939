import { Option } from 'commander';
import { MaskedValues } from '../../run/masking/masker.ts';
import type { OpenRun } from '../../run/open-run.ts';
import { environmentOfProgram } from '../../run/variables.ts';
import { CliError } from '../host/cli-error.ts';
import { agentIdNamed, agentToRunAs } from './common/agent-to-run-as.ts';
import { connectToVault, type VaultOption } from '../knowledge/vault-connection.ts';
import type { CliHost } from '../host/cli-host.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions } from './common/options.ts';
import {
  codeOfEnding,
  hasIdentity,
  openIdentityRun,
  openProgramRun,
  withProgramRun,
} from './common/program-run.ts';
import { type ProgramVariables, programVariables } from './common/program-variables.ts';
import { timeFrom } from './common/times.ts';

interface RunOptions extends VaultOption {
  readonly agent?: string;
  readonly as?: 'agent' | 'sandbox';
  readonly expires: string;
  readonly env: readonly string[];
  readonly envFile: readonly string[];
  readonly mask?: boolean;
}

export const addRun: AddCommand = (program, host, done) => {
  const command = program
    .command('run')
    .description('run a program with your environment secrets and a short-lived agent token')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its arguments, after --')
    .option('--agent <agent>', 'an agent by id, name or folder; default: that of the working directory')
    .addOption(
      new Option('--as <what>', 'sandbox: without an agent token; agent: only with one').choices([
        'sandbox',
        'agent',
      ]),
    )
    .option('--expires <time>', "when the agent's token expires, even if the program is still running", '1h')
    .option(
      '--env <variable=secret[.field]>',
      'a variable that holds a secret of the agent; repeatable',
      also,
      [],
    )
    .option(
      '-f, --env-file <file>',
      'file with lines NAME=value; a value can be agent-secrets://secret[/field]; repeatable',
      also,
      [],
    )
    .option('--mask', "replace the values of these secrets in the program's output");
  addVaultOptions(command).action(async ([name = '', ...args]: readonly string[], options: RunOptions) => {
    const given = programVariables(options.envFile, options.env, host.cwd);
    const code = await withProgramRun(
      host,
      () => open(options, given, host),
      async (run) => {
        const env = environmentOfProgram(host.env, { ...given.plain, ...run.variables });
        const masked = options.mask ? new MaskedValues(run.secrets) : undefined;
        const ending = await host.runProgram({ command: name, args, cwd: host.cwd, env, masked });
        return codeOfEnding(ending, name, host);
      },
    );
    done(code);
  });
};

function also(one: string, before: readonly string[]): readonly string[] {
  return [...before, one];
}

const noAgent =
  'note: no project.yaml was found above this folder, so the program gets no agent secrets. Name an agent with --agent, or use --as sandbox to hide this note.';

/** @throws CliError, VaultError */
async function open(options: RunOptions, { wanted }: ProgramVariables, host: CliHost): Promise<OpenRun> {
  if (options.as === 'sandbox' && options.agent !== undefined) {
    throw new CliError('With --as sandbox, a program has no agent. Leave --agent out.');
  }
  if (options.as === 'sandbox' && wanted.length > 0) {
    throw new CliError('With --as sandbox, a program has no agent. Leave --env and references out.');
  }
  if (options.as !== 'sandbox' && hasIdentity(options, host)) {
    return openIdentityRun(options, { agentId: agentIdNamed(options.agent, host), wanted }, host);
  }
  const tokenEnds = timeFrom(options.expires, host.now(), 'ahead');
  const vault = connectToVault(options, host);
  const agentId = options.as === 'sandbox' ? undefined : await agentToRunAs(options.agent, vault, host);
  const needsAgent = options.as === 'agent' || options.agent !== undefined || wanted.length > 0;
  if (agentId === undefined && options.as !== 'sandbox' && !needsAgent) host.note(noAgent);
  const withoutToken =
    wanted.length > 0
      ? 'Ask an account admin.'
      : 'Ask an account admin, or leave the agent out with --as sandbox.';
  return openProgramRun(vault, { agentId, needsAgent, tokenEnds, wanted }, host, withoutToken);
}
