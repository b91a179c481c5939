/** Operations of an operator on the machine that has the data directory. */
export { sentenceOf } from '../control/refusal.ts';
export { listAccounts, newAccount } from './accounts.ts';
export { backUp } from './backup.ts';
export { confirmClock } from './confirm-clock.ts';
export { exportAudit } from './export-audit.ts';
export { initVault } from './init.ts';
export { exportLog, type ListedSegment, listSegments, pruneLog, sealLog } from './keep-log.ts';
export { newAdminKey } from './new-admin-key.ts';
export { restore } from './restore.ts';
export { rotateKeys } from './rotate.ts';
export { sealRunning } from './seal.ts';
export { vaultStatus } from './status.ts';
export { verifyAudit } from './verify.ts';
