import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CliError, exitCodes } from '../cli-error.ts';
import { exportSnapshot } from '../knowledge/export-snapshot.ts';
import { connectToVault } from '../knowledge/vault-connection.ts';
import { counted } from '../output/table.ts';
import { visible } from '../output/visible-text.ts';
import type { CliHost } from '../cli-host.ts';
import type { AddCommand } from './common/add-command.ts';
import { addVaultOptions, type VaultOption } from './common/options.ts';

interface ExportOptions extends VaultOption {
  readonly out?: string;
  readonly agent?: readonly string[];
}

export const addCatalogExport: AddCommand = (program, host, done) => {
  const command = program
    .command('catalog')
    .description('names, kinds and access of secrets, never their values')
    .command('export')
    .description('write a snapshot that `check --catalog` and the language server can use without a vault')
    .option('--out <file>', 'write to this file instead of standard output; overwrites the file')
    .option('--agent <ids...>', 'only these agents; default: all agents that the key can see');
  addVaultOptions(command).action(async (options: ExportOptions) => {
    const snapshot = await exportSnapshot(connectToVault(options, host), host, options.agent);
    if (options.agent && snapshot.agents.length === 0) {
      throw new CliError('None of these agents has a catalog, so no snapshot was written.');
    }
    const text = `${JSON.stringify(snapshot, null, 2)}\n`;
    if (options.out === undefined) host.print(text);
    else {
      await write(options.out, text, host);
      host.note(`Wrote the names of ${counted(snapshot.agents.length, 'agent')} to ${visible(options.out)}.`);
    }
    done(exitCodes.clean);
  });
};

async function write(out: string, text: string, host: CliHost): Promise<void> {
  try {
    await writeFile(path.resolve(host.cwd, out), text);
  } catch {
    throw new CliError(`${out} cannot be written. Choose another file with --out.`);
  }
}
