import { CliError, exitCodes } from '../../cli-error.ts';
import { counted } from '../../output/table.ts';
import type { Rotated } from '../../../vault/control/messages.ts';
import type { AddCommand } from '../common/add-command.ts';
import { vaultGroup } from '../common/command-group.ts';
import { addTargetOptions, type TargetOptions, targetOf, withProgress } from './target.ts';
import { withVaultModule } from './vault-module.ts';

interface RotateOptions extends TargetOptions {
  readonly root?: string | true;
  readonly term?: true;
}

const phases = {
  begun: 'Rewrapping keys',
  wrapping: 'Rewrapping keys',
  destroyed: 'Rewrapping keys',
  kept: 'Rewrapping keys',
  settling: 'Giving other vaults on the database time to see the new keys (seconds)',
};

export const addVaultRotateKeys: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('rotate-keys')
    .description('replace the term key, or the root key, while the vault serves; run again when interrupted');
  addTargetOptions(command)
    .option('--term', 'a new key for the data keys of all values; the default')
    .option('--root [setting]', 'a new root key; a new file in the data folder without a setting')
    .action(async (options: RotateOptions) => {
      const target = targetOf(options, host);
      const rotation = rotationOf(options);
      const rotated = await withVaultModule(host, ({ operator }) =>
        withProgress(host, phases, (onProgress) => operator.rotateKeys(target, rotation, onProgress)),
      );
      host.print(`${rotatedText(rotated, options)}\n`);
      done(rotated.damaged > 0 ? exitCodes.findings : exitCodes.clean);
    });
};

function rotationOf({ root, term }: RotateOptions) {
  if (root === undefined) return { what: 'term' } as const;
  if (term) throw new CliError('Rotate one after the other: --root or --term.');
  return { what: 'root', setting: root === true ? undefined : root } as const;
}

function rotatedText({ wrapped, damaged, term, kept }: Rotated, { root }: RotateOptions): string {
  const keys = `${counted(wrapped, 'key')} rewrapped.`;
  if (term === undefined) return `The root key is a new one; ${keys}\n${afterRoot(root)}`;
  const lines = [`New values use term ${String(term)}; ${keys}`];
  if (damaged > 0)
    lines.push(`${counted(damaged, 'record')} could not be opened. Run: agent-secrets vault audit verify`);
  if (kept.length > 0) lines.push(`Still in use: term ${kept.join(', ')}.`);
  return lines.join('\n');
}

function afterRoot(root: string | true | undefined): string {
  const old = 'Back-ups made until now open with the old root key only: keep it as long as you keep them';
  if (typeof root !== 'string') {
    return `Copy the new root.key to a safe place. ${old}, away from the database. It is stored next to the new one as root.key.old-NUMBER.`;
  }
  return `Start the vault from now on with: --root-key '${root}'\n${old}.`;
}
