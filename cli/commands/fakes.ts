import { existsSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { URI } from 'vscode-uri';
import type { AgentProject } from '../../contracts/agent-project.ts';
import { fakesFile, fakesLanguages, type FakesLanguage, isFakesFile } from '../../run/fakes/fakes-file.ts';
import { CliError, exitCodes } from '../host/cli-error.ts';
import { type CatalogOptions, type Catalogs, chooseCatalogs } from '../knowledge/catalogs.ts';
import type { CliHost } from '../host/cli-host.ts';
import { displayPath, readFoundText, writeOutput } from '../workspace/disk-files.ts';
import { agentsIn } from '../workspace/workspace.ts';
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
    for (const agent of agentsIn(paths, host)) {
      const file = await writeFakes(agent, catalogs, options, host);
      if (file !== undefined) written.push(file);
    }
    if (written.length === 0) throw new CliError('No agent here can read a secret: nothing was written.');
    host.print(written.map((file) => `${displayPath(file, host.cwd)}\n`).join(''));
    done(exitCodes.clean);
  });
};

/** The file that was written, if any. */
async function writeFakes(
  { agentId, agentName, rootUri }: AgentProject,
  catalogs: Catalogs,
  { out, language }: FakesOptions,
  host: CliHost,
): Promise<string | undefined> {
  const { catalog, unknownBecause = '' } = await catalogs(agentId);
  const fakes = catalog && fakesFile(catalog, language);
  if (!fakes) {
    const why = catalog ? `${agentName} can read no secret.` : `Nothing is known of ${agentName}.`;
    host.note(`note: ${why} No fakes are written for it. ${unknownBecause}`.trimEnd());
    return undefined;
  }
  const file = path.join(path.resolve(URI.parse(rootUri).fsPath, out), fakes.name);
  if (existsSync(file) && !isFakesFile(readFoundText(file))) {
    throw new CliError(
      `${displayPath(file, host.cwd)} is not one of ours. Choose another folder with --out.`,
    );
  }
  await writeOutput(file, fakes.text, host);
  return file;
}
