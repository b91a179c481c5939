import { join, relative, resolve, sep } from 'node:path';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { URI } from 'vscode-uri';
import { typeStub, utilsClassIn } from '../../analysis/for-command-line.ts';
import type { AgentProject } from '../../contracts/agent-project.ts';
import type { AgentCatalog } from '../../contracts/catalog.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions, pathsArgument } from './common/options.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import type { CliHost } from '../host/cli-host.ts';
import { type CatalogOptions, chooseCatalogs } from '../knowledge/catalogs.ts';
import { writeOutput } from '../output/write-output.ts';
import { agentsIn, type Catalogs, displayPath } from '../../review/index.ts';

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

/** Returns the number of files written. */
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
  const target = resolve(folder, out);
  const stubs = stubsOfAgent(generatedModules(folder), catalog, target === folder);
  if (stubs.length === 0) {
    host.note(
      `note: ${agentName} has no generated module that reads secrets, so no types were written for it.`,
    );
  }
  for (const stub of stubs) {
    const file = join(target, stub.path);
    await writeOutput(file, stub.text, host);
    host.print(`${displayPath(file, host.cwd)}\n`);
  }
  return stubs.length;
}

interface Stub {
  /** Relative to the stub folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/**
 * Returns an agent's stubs; empty if none of its modules reads secrets or has a conversation. A type checker
 * loads an entire package from one location, so a separate folder also needs copies of the package's other
 * modules.
 */
function stubsOfAgent(
  modules: readonly GeneratedModule[],
  { secrets }: AgentCatalog,
  isInAgentFolder: boolean,
): readonly Stub[] {
  const utils = utilsOf(modules);
  const stubs = modules.map((one) => {
    const elsewhere = utils && utils.path !== one.path ? utils : undefined;
    const place = elsewhere && { ...elsewhere, module: relativeModule(one.path, elsewhere.path) };
    return { path: `${one.path}i`, stub: typeStub(one.text, secrets, place), text: one.text };
  });
  if (stubs.every(({ stub }) => stub === undefined)) return [];
  return stubs
    .filter(({ stub }) => stub !== undefined || !isInAgentFolder)
    .map(({ path, stub, text }) => ({ path, text: stub ?? text }));
}

/** Finds the first class with the function that `conv.utils` provides. */
function utilsOf(modules: readonly GeneratedModule[]): { path: string; name: string } | undefined {
  for (const { path, text } of modules) {
    const name = utilsClassIn(text);
    if (name !== undefined) return { path, name };
  }
  return undefined;
}

/** Returns `.conv_utils` for a module in the same folder, `..conv_utils` for one in the parent folder. */
function relativeModule(from: string, to: string): string {
  const folder = from.split('/').slice(0, -1);
  const target = to.replace(/(?:\/__init__)?\.py$/, '').split('/');
  const differs = target.findIndex((part, index) => part !== folder[index]);
  const common = differs < 0 ? target.length : differs;
  return '.'.repeat(folder.length - common + 1) + target.slice(common).join('.');
}

/** A Python file in an agent's `_gen` folder. */
interface GeneratedModule {
  /** Relative to the agent's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Returns the modules sorted by path; empty if the agent has no such folder. */
function generatedModules(agentFolder: string): readonly GeneratedModule[] {
  const folder = join(agentFolder, '_gen');
  return entriesOf(folder)
    .filter((entry) => entry.isFile() && entry.name.endsWith('.py'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({
      path: relative(agentFolder, file).split(sep).join('/'),
      text: readFileSync(file, 'utf8'),
    }));
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    // An agent without generated modules needs no types.
    return [];
  }
}
