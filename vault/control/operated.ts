import type { DataDirectory } from '../setup/data-directory.ts';
import type { NextRootKey } from '../setup/directory-root-key.ts';
import { openSegmentPlace } from '../archive/place.ts';
import type { SegmentPlace } from '../domain/audit/segment-place.ts';
import type { Vault } from '../domain/context/vault.ts';
import { OperatorError } from '../errors/errors.ts';
import type { CheckpointSigner } from '../background/sign-checkpoints.ts';

/** A vault with the operations reserved for its operator. */
export interface Operated {
  readonly vault: Vault;
  /** The kind of root key in use, as in its setting: `file`, `passphrase`, … */
  readonly rootKeyKind: () => string;
  /** Absent if the vault is not being served. */
  readonly serving?: { readonly address: string; readonly processId: number; readonly startedAt: string };
  /** Signs the end of the audit log. Rejects if the signature could not be stored. */
  readonly signNow: () => Promise<void>;
  /** Writes a new admin key to a separate file and returns its path. */
  readonly keepAdminKey: (id: string, key: string) => string;
  /** Where the vault exports log segments, unless a command specifies another location. */
  readonly segments?: SegmentPlace;
  readonly nextRootKey: (setting: string | undefined) => NextRootKey;
  /** How long other processes of the vault have to pick up a new term before old ones are destroyed. */
  readonly settleMilliseconds: number;
}

/** Twelve times the interval at which a process picks up a new term. */
const settleMilliseconds = 60_000;

/** `address` is where the vault is served; absent if an operator has opened it exclusively. */
export function operatedBy(
  vault: Vault,
  directory: Pick<DataDirectory, 'keepFurtherKey' | 'nextRootKey'>,
  config: { readonly rootKey?: string; readonly database?: string; readonly auditArchive?: string },
  { signNow }: CheckpointSigner,
  address?: string,
): Operated {
  let kind = kindOf(config.rootKey);
  const isServing = address !== undefined;
  return {
    vault,
    rootKeyKind: () => kind,
    ...(isServing && {
      serving: { address, processId: process.pid, startedAt: new Date().toISOString() },
    }),
    signNow,
    ...(config.auditArchive !== undefined && { segments: openSegmentPlace(config.auditArchive) }),
    keepAdminKey: (id, key) => directory.keepFurtherKey(id, key),
    nextRootKey: (setting) => {
      if (isServing) refusePrompt(setting);
      const next = directory.nextRootKey(setting);
      return {
        rootKey: next.rootKey,
        adopt: () => {
          kind = kindOf(setting);
          return next.adopt();
        },
      };
    },
    // An embedded database has one process; a shared one may have several, regardless of who runs the
    // command.
    settleMilliseconds: config.database === undefined ? 0 : settleMilliseconds,
  };
}

function kindOf(setting = 'file:'): string {
  return setting.slice(0, setting.indexOf(':'));
}

function refusePrompt(setting: string | undefined): void {
  if (!/^passphrase:(prompt)?$/.test(setting ?? '')) return;
  throw new OperatorError(
    'A running vault cannot prompt for a passphrase. Use passphrase:file:PATH, or stop the vault first.',
  );
}
