import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Option } from 'commander';
import { URI } from 'vscode-uri';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { fakesFile, fakesLanguages, type FakesLanguage, isFakesFile } from '../../run/fakes/fakes-file.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import { type CatalogOptions, type Catalogs, chooseCatalogs } from '../knowledge/catalogs.ts';
import type { CliHost } from '../host/cli-host.ts';
import { displayPath, readFoundText } from '../workspace/disk-files.ts';
import { openAnalyzed } from '../workspace/workspace.ts';
import type { AddCommand } from './common/command.ts';
import { addVaultOptions, pathsArgument } from './common/options.ts';

type FakesOptions = CatalogOptions & { readonly out: string; readonly language: FakesLanguage };

export const addFakes: AddCommand = (program, host, done) => {
  const command = program
    .command('fakes')
    .description("write typed fakes of an agent's secrets, for tests without a vault")
    .argument(...pathsArgument)
    .option('--out <folder>', "output folder, relative to each agent's folder", 'tests')
    .addOption(
      new Option('--language <language>', 'language of the tests')
        .choices([...fakesLanguages])
        .default('python'),
    )
    .option('--catalog <file>', 'use a snapshot from `agent-secrets catalog export` instead of a vault');
  addVaultOptions(command).action(async (paths: readonly string[], options: FakesOptions) => {
    const catalogs = await chooseCatalogs(options, host);
    const written: string[] = [];
    for (const agent of openAnalyzedAgents(paths, host)) {
      const file = await writeFakes(agent, catalogs, options, host);
      if (file !== undefined) written.push(file);
    }
    if (written.length === 0) throw new CliError('No agent here can read a secret: nothing was written.');
    host.print(written.map((file) => `${displayPath(file, host.cwd)}\n`).join(''));
    done(exitCodes.clean);
  });
};

/** Sorted by folder. */
function openAnalyzedAgents(paths: readonly string[], host: CliHost): readonly AgentProject[] {
  const { workspace } = openAnalyzed(paths, host);
  const agents = workspace.files.flatMap((file) => workspace.agentOf(file) ?? []);
  const byFolder = new Map(agents.map((agent) => [agent.rootUri, agent]));
  return [...byFolder.values()].toSorted((one, other) => (one.rootUri < other.rootUri ? -1 : 1));
}

/** The file that was written, if any. */
async function writeFakes(
  { agentId, agentName, rootUri }: AgentProject,
  catalogs: Catalogs,
  { out, language }: FakesOptions,
  { note, cwd }: CliHost,
): Promise<string | undefined> {
  const { catalog, unknownBecause = '' } = await catalogs(agentId);
  const fakes = catalog && fakesFile(catalog, language);
  if (!fakes) {
    const why = catalog ? `${agentName} can read no secret.` : `Nothing is known of ${agentName}.`;
    note(`note: ${why} No fakes are written for it. ${unknownBecause}`.trimEnd());
    return undefined;
  }
  const file = path.join(path.resolve(URI.parse(rootUri).fsPath, out), fakes.name);
  if (existsSync(file) && !isFakesFile(readFoundText(file))) {
    throw new CliError(`${displayPath(file, cwd)} is not one of ours. Choose another folder with --out.`);
  }
  await write(file, fakes.text, cwd);
  return file;
}

async function write(file: string, text: string, cwd: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch {
    throw new CliError(`${displayPath(file, cwd)} cannot be written. Choose another folder with --out.`);
  }
}
