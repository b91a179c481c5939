import type { AddCommand } from '../common/add-command.ts';
import { addVaultAccounts } from './accounts.ts';
import { addVaultAudit } from './audit.ts';
import { addVaultBackup } from './backup.ts';
import { addVaultConfirmClock } from './confirm-clock.ts';
import { addVaultInit } from './init.ts';
import { addVaultMigrate } from './migrate.ts';
import { addVaultNewAccount } from './new-account.ts';
import { addVaultNewAdminKey } from './new-admin-key.ts';
import { addVaultRestore } from './restore.ts';
import { addVaultRotateKeys } from './rotate-keys.ts';
import { addVaultSeal } from './seal.ts';
import { addVaultServe } from './serve.ts';
import { addVaultStatus } from './status.ts';

/** `agent-secrets vault …`: what operators do with a vault on its own machine. */
export const vaultCommands: readonly AddCommand[] = [
  addVaultMigrate,
  addVaultServe,
  addVaultInit,
  addVaultStatus,
  addVaultSeal,
  addVaultBackup,
  addVaultRestore,
  addVaultRotateKeys,
  addVaultAudit,
  addVaultNewAdminKey,
  addVaultNewAccount,
  addVaultAccounts,
  addVaultConfirmClock,
];
