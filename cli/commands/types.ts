import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { URI } from 'vscode-uri';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { CliError, exitCodes } from '../cli-error.ts';
import type { Catalogs } from '../knowledge/catalogs.ts';
import { chooseCatalogs, type CatalogOptions } from '../knowledge/choose-catalogs.ts';
import type { CliHost } from '../cli-host.ts';
import { generatedModules } from '../types/generated-modules.ts';
import { stubsOfAgent } from '../types/stubs-of-agent.ts';
import { displayPath } from '../workspace/display-path.ts';
import { openAnalyzed } from '../workspace/open-analyzed.ts';
import type { AddCommand } from './common/add-command.ts';
import { addVaultOptions, pathsArgument } from './common/options.ts';

type TypesOptions = CatalogOptions & { readonly out: string };

export const addTypes: AddCommand = (program, host, done) => {
  const command = program
    .command('types')
    .description("write stubs that declare an agent's secrets for Pyright and mypy")
    .argument(...pathsArgument)
    .option('--out <folder>', "output folder, relative to each agent's folder", 'typings')
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault');
  addVaultOptions(command).action(async (paths: readonly string[], options: TypesOptions) => {
    const catalogs = await chooseCatalogs(options, host);
    let written = 0;
    for (const agent of agentsIn(paths, host)) written += await writeStubs(agent, catalogs, options, host);
    if (written === 0)
      throw new CliError('No agent here has both generated modules and a catalog, so nothing was written.');
    done(exitCodes.clean);
  });
};

/** Sorted by folder. */
function agentsIn(paths: readonly string[], host: CliHost): readonly AgentProject[] {
  const { workspace } = openAnalyzed(paths, host);
  const agents = new Map<string, AgentProject>();
  for (const file of workspace.files) {
    const agent = workspace.agentOf(file);
    if (agent !== undefined) agents.set(agent.rootUri, agent);
  }
  return [...agents.values()].toSorted((one, other) => (one.rootUri < other.rootUri ? -1 : 1));
}

/** The number of files written. */
async function writeStubs(
  { agentId, agentName, rootUri }: AgentProject,
  catalogs: Catalogs,
  { out }: TypesOptions,
  host: CliHost,
): Promise<number> {
  const { catalog, unknownBecause = '' } = await catalogs(agentId);
  if (catalog === undefined) {
    const sentence = `No catalog is available for ${agentName}, so no types were written for it.`;
    host.note(`note: ${sentence} ${unknownBecause}`.trimEnd());
    return 0;
  }
  const folder = URI.parse(rootUri).fsPath;
  const target = path.resolve(folder, out);
  const stubs = stubsOfAgent(generatedModules(folder), catalog, target === folder);
  if (stubs.length === 0) {
    host.note(
      `note: ${agentName} has no generated module that reads secrets, so no types were written for it.`,
    );
  }
  for (const stub of stubs) {
    const file = path.join(target, stub.path);
    await write(file, stub.text, host);
    host.print(`${displayPath(file, host.cwd)}\n`);
  }
  return stubs.length;
}

async function write(file: string, text: string, { cwd }: CliHost): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch {
    throw new CliError(`${displayPath(file, cwd)} cannot be written. Choose another folder with --out.`);
  }
}
