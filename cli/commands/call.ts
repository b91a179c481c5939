import { statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { isVariableName, steersPrograms } from '../../contracts/variable-name.ts';
import { targetFrom } from '../../run/call/command-line.ts';
import { fakesByName, fakeVariable } from '../../run/fakes/fake-values.ts';
import { MaskedValues } from '../../run/masking/masker.ts';
import type { OpenRun } from '../../run/open-run.ts';
import type { Program } from '../../run/run-program.ts';
import { agentVariables, environmentOfProgram } from '../../run/variables.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { type CatalogOptions, chooseCatalogs } from '../knowledge/catalogs.ts';
import { connectToVault } from '../knowledge/vault-connection.ts';
import { visible } from '../../contracts/visible-text.ts';
import { DiskProjects, type KnownNames } from '../../review/index.ts';
import type { AddCommand } from './common/command.ts';
import {
  codeOfEnding,
  hasIdentity,
  openIdentityRun,
  openProgramRun,
  withProgramRun,
} from './common/program-run.ts';
import { addVaultOptions } from './common/options.ts';

interface CallOptions extends CatalogOptions {
  readonly fakes?: boolean;
  readonly conv?: string;
}

const tokenMinutes = 15;

export const addCall: AddCommand = (program, host, done) => {
  const command = program
    .command('call')
    .description("call an agent's function in Python, JavaScript or TypeScript with a local conv")
    .usage('[options] <file[:function]> [name=value...]')
    .argument('<file[:function]>', 'the function; default: the one with the name of the file')
    .argument('[name=value...]', 'parameters of the function')
    .option('--fakes', 'use made-up values for the secrets of a catalog, without reading a vault')
    .option(
      '--catalog <file>',
      'with --fakes: use a snapshot from `agent-secrets catalog export` instead of a vault',
    )
    .option('--conv <file>', 'attributes of conv (JSON file)');
  addVaultOptions(command).action(async (target: string, given: readonly string[], options: CallOptions) => {
    const callee = calleeOf(target, options, given, host);
    done(
      options.fakes ? await callWithFakes(callee, options, host) : await callWithVault(callee, options, host),
    );
  });
};

/** What to run, without its secrets. */
interface Callee {
  readonly file: string;
  readonly agent: AgentProject | undefined;
  readonly command: string;
  readonly args: readonly string[];
  /** Whether the launcher can report the values that the function reads, so that all its output is masked. */
  readonly tellsValues: boolean;
  /** Whether functions in this kind of file can only be called in an agent project. */
  readonly needsAgent: boolean;
}

/** @throws CliError */
function calleeOf(target: string, { conv }: CallOptions, given: readonly string[], host: CliHost): Callee {
  const { file } = targetFrom(target);
  const absolute = path.resolve(host.cwd, file);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new CliError(`File ${file} not found.`);
  }
  const wrong = given.find((one) => !/^[^=]+=/.test(one));
  if (wrong !== undefined) throw new CliError('Write parameters as name=value.');
  const [command, ...launcher] = launcherOf(file, host);
  const args = [...launcher, target, ...given, ...(conv === undefined ? [] : ['--conv', conv])];
  const isPython = file.endsWith('.py');
  const tellsValues = !isPython && process.platform !== 'win32';
  const agent = new DiskProjects([], host.note).agentOf(path.dirname(absolute));
  return { file: absolute, agent, command, args, needsAgent: isPython, tellsValues };
}

/** The launchers are in the folder of this program. @throws CliError */
function launcherOf(file: string, { bundles, node, python }: CliHost): readonly [string, ...string[]] {
  if (file.endsWith('.py')) return [python, path.join(bundles, 'runtime/python/call.py'), 'call'];
  if (!/\.[cm]?[jt]s$/.test(file)) {
    throw new CliError(
      `${file} cannot be called. Supported files are .py, .js, .mjs, .cjs, .ts, .mts and .cts.`,
    );
  }
  const quiet = ['ExperimentalWarning', 'MODULE_TYPELESS_PACKAGE_JSON'].map(
    (name) => `--disable-warning=${name}`,
  );
  return [node, ...quiet, path.join(bundles, 'call.js')];
}

/** @throws CliError, VaultError */
async function callWithVault(callee: Callee, options: CallOptions, host: CliHost): Promise<number> {
  if (options.catalog !== undefined) throw new CliError('Use --catalog only with --fakes.');
  const { agent, needsAgent, file } = callee;
  if (needsAgent && !agent) {
    throw new CliError(
      `${path.relative(host.cwd, file)} does not belong to an agent: no project.yaml was found above it.`,
    );
  }
  if (hasIdentity(options, host)) {
    const signIn = () => openIdentityRun(options, { agentId: agent?.agentId }, host);
    return withProgramRun(host, signIn, (run) => startWith(callee, run, host));
  }
  const tokenEnds = new Date(Date.parse(host.now()) + tokenMinutes * 60_000).toISOString();
  const vault = connectToVault(options, host, 'Or add --fakes.');
  const open = () =>
    openProgramRun(
      vault,
      { agentId: agent?.agentId, needsAgent, tokenEnds },
      host,
      'Ask an account admin, or run it with --fakes.',
    );
  return withProgramRun(host, open, (run) => startWith(callee, run, host));
}

function startWith(callee: Callee, run: OpenRun, host: CliHost): Promise<number> {
  const env = environmentOfProgram(host.env, run.variables);
  return start(callee, env, new MaskedValues(run.secrets), host);
}

/** @throws CliError, VaultError */
async function callWithFakes(callee: Callee, options: CallOptions, host: CliHost): Promise<number> {
  const { agent } = callee;
  const { catalog, environment = [] } = await knownOf(agent, options, host);
  // A catalog file may come with untrusted code.
  const names = environment.filter((name) => isVariableName(name) && !steersPrograms(name));
  const folder = await mkdtemp(path.join(tmpdir(), 'agent-secrets-fakes-'));
  try {
    const fakes = path.join(folder, 'fakes.json');
    await writeFile(fakes, JSON.stringify(catalog ? fakesByName(catalog) : {}));
    const variables = {
      ...Object.fromEntries(names.map((name) => [name, host.env[name] ?? fakeVariable(name)])),
      [agentVariables.vaultUrl]: undefined,
      [agentVariables.token]: undefined,
      [agentVariables.agentId]: agent?.agentId,
    };
    const env = environmentOfProgram(host.env, variables);
    return await start({ ...callee, args: [...callee.args, '--fakes', fakes] }, env, undefined, host);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Returns nothing for a file outside any agent project, because it reads no agent secrets. @throws CliError,
 * VaultError
 */
async function knownOf(
  agent: AgentProject | undefined,
  options: CatalogOptions,
  host: CliHost,
): Promise<Pick<KnownNames, 'catalog' | 'environment'>> {
  if (!agent) return {};
  const known = await (await chooseCatalogs(options, host))(agent.agentId);
  if (known.catalog) return known;
  throw new CliError(
    `No catalog is available for ${agent.agentName}. ${known.unknownBecause ?? ''}`.trimEnd(),
  );
}

async function start(
  { command, args, tellsValues }: Callee,
  env: Program['env'],
  masked: MaskedValues | undefined,
  host: CliHost,
): Promise<number> {
  const told = tellsValues && masked !== undefined;
  const ending = await host.runProgram({
    command,
    args: told ? [...args, '--tell-values'] : args,
    cwd: host.cwd,
    env,
    masked,
    tellsValues: told,
  });
  if (ending.kind !== 'notFound') return codeOfEnding(ending, command, host);
  host.note(`error: Command ${visible(command)} not found. Install it, or add it to the PATH.`);
  return exitCodes.couldNotRun;
}
