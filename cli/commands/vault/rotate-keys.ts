import { CliError, exitCodes } from '../../host/cli-error.ts';
import { counted } from '../../output/table.ts';
import type { Rotated } from '../../../vault/control/messages.ts';
import { type AddCommand, vaultGroup } from '../common/command.ts';
import { addTargetOptions, targetOf, type TargetOptions, withProgress, withVaultModule } from './target.ts';

interface RotateOptions extends TargetOptions {
  readonly root?: string | true;
  readonly term?: true;
  readonly seed?: true;
  readonly endTokens?: true;
}

const phases = {
  begun: 'Rewrapping keys',
  wrapping: 'Rewrapping keys',
  destroyed: 'Rewrapping keys',
  kept: 'Rewrapping keys',
  ending: 'Revoking tokens',
  renewing: 'Renewing MACs',
  settling: 'Waiting for other vaults on the database to load the new keys (seconds)',
};

export const addVaultRotateKeys: AddCommand = (program, host, done) => {
  const command = vaultGroup(program)
    .command('rotate-keys')
    .description(
      'replace the term key, the root key, or the seed of all MACs while the vault is running; run again to resume',
    );
  addTargetOptions(command)
    .option('--term', 'use a new key for the data keys of all values (default)')
    .option('--root [setting]', 'use a new root key; default: a new file in the data folder')
    .option('--seed', 'use a new seed for MACs, token digests and signatures, after a leak')
    .option('--end-tokens', 'with --seed: revoke all tokens and sandbox sessions')
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

function rotationOf({ root, term, seed, endTokens }: RotateOptions) {
  if ([root, term, seed].filter((one) => one !== undefined).length > 1) {
    throw new CliError('Use only one of --root, --seed and --term at a time.');
  }
  if (endTokens && !seed) throw new CliError('Use --end-tokens only with --seed.');
  if (seed) return { what: 'seed', endTokens: endTokens === true } as const;
  if (root === undefined) return { what: 'term' } as const;
  return { what: 'root', setting: root === true ? undefined : root } as const;
}

function rotatedText(rotated: Rotated, { root, endTokens }: RotateOptions): string {
  const { wrapped, damaged, term, kept, seed } = rotated;
  if (seed !== undefined) return seedText(rotated, endTokens === true);
  const keys = `${counted(wrapped, 'key')} rewrapped.`;
  if (term === undefined) return `The root key was replaced; ${keys}\n${afterRoot(root)}`;
  const lines = [`New values use term ${String(term)}; ${keys}`];
  if (damaged > 0)
    lines.push(`${counted(damaged, 'record')} could not be decrypted. Run: agent-secrets vault audit verify`);
  if (kept.length > 0) lines.push(`Still in use: term ${kept.join(', ')}.`);
  return lines.join('\n');
}

function seedText({ wrapped, damaged, seed = 0, ended = 0 }: Rotated, endsTokens: boolean): string {
  const lines = [
    `The seed was replaced (generation ${String(seed)}); ${counted(wrapped, 'row')} got a new MAC.`,
  ];
  if (damaged > 0)
    lines.push(`${counted(damaged, 'row')} could not be verified. Run: agent-secrets vault audit verify`);
  lines.push(
    endsTokens
      ? `${counted(ended, 'token')} revoked. Create an admin key with: agent-secrets vault new-admin-key`
      : 'Tokens stay valid. If they may have leaked, revoke them with: --seed --end-tokens',
  );
  lines.push('Existing backups contain the old seed. After you restore one, rotate the seed again.');
  return lines.join('\n');
}

function afterRoot(root: string | true | undefined): string {
  const old = 'Existing backups can only be opened with the old root key. Keep it as long as you keep them';
  if (typeof root !== 'string') {
    return `Copy the new root.key to a safe place. ${old}, away from the database. It is stored next to the new one as root.key.old-NUMBER.`;
  }
  return `Start the vault from now on with: --root-key '${root}'\n${old}.`;
}
