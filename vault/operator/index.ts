/** Operations for an operator on the machine that has the data directory. */
export { sentenceOf } from '../control/server.ts';
export { confirmClock, listAccounts, newAccount, newAdminKey, rotateKeys, sealRunning } from './command.ts';
export { backUp } from './backup.ts';
export { exportAudit } from './export-audit.ts';
export { initVault } from './init.ts';
export { exportLog, type ListedSegment, listSegments, pruneLog, sealLog } from './keep-log.ts';
export { restore } from './restore.ts';
export { vaultStatus } from './status.ts';
export { verifyAudit } from './verify.ts';
