import type { AddCommand } from '../common/command.ts';
import { addAccounts, addNewAccount, addNewAdminKey } from './accounts.ts';
import { addAudit } from './audit.ts';
import { addBackup, addRestore } from './backup.ts';
import { addConfirmClock, addSeal, addStatus } from './status.ts';
import { addVaultInit } from './init.ts';
import { addVaultMigrate } from './migrate.ts';
import { addVaultRotateKeys } from './rotate-keys.ts';
import { addVaultServe } from './serve.ts';

/** `agent-secrets vault …`: the operators' commands for a vault on the same machine. */
export const vaultCommands: readonly AddCommand[] = [
  addVaultMigrate,
  addVaultServe,
  addVaultInit,
  addStatus,
  addSeal,
  addBackup,
  addRestore,
  addVaultRotateKeys,
  addAudit,
  addNewAdminKey,
  addNewAccount,
  addAccounts,
  addConfirmClock,
];
