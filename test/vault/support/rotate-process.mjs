// Rotates a vault's keys repeatedly until it is killed: `node rotate-process.mjs DIR [seed]`.
import { join } from 'node:path';
import { takeDataDirectory } from '../../../vault/setup/data-directory.ts';
import { newRootKeyIn } from '../../../vault/setup/directory-root-key.ts';
import { rotateRootKey } from '../../../vault/domain/keys/rotate-root.ts';
import { rotateSeed } from '../../../vault/domain/keys/rotate-seed.ts';
import { rotateTerm } from '../../../vault/domain/keys/rotate-term.ts';
import { openVault } from '../../../vault/domain/open-vault.ts';
import { openSqliteStorage } from '../../../vault/storage/sqlite/index.ts';

const actor = /** @type {const} */ ({
  accountId: 'acc_test',
  actorId: 'vault',
  actorRole: 'vault',
  requestId: 'test',
});
const [, , directory = '', what = 'term and root'] = process.argv;
const taken = takeDataDirectory(directory);
const vault = await openVault({
  storage: openSqliteStorage(join(directory, 'vault.db')),
  rootKey: taken.rootKey,
  now: () => new Date(),
  newId: (prefix) => `${prefix}_${String(process.pid)}`,
  account: { id: undefined, name: 'Test' },
  keepAdminKey: () => {},
});
if (vault.seal.sentence !== undefined) {
  console.log(`sealed: ${vault.seal.sentence}`);
  process.exit(1);
}
console.log('ready');
for (;;) {
  if (what !== 'seed') break;
  for await (const { phase } of rotateSeed(vault, actor)) console.log(phase);
}
for (;;) {
  for await (const { phase, term } of rotateTerm(vault, actor)) console.log(phase, term);
  const next = newRootKeyIn(directory);
  for await (const step of rotateRootKey(vault, actor, next.rootKey)) console.log('root', step.wrapped);
  next.adopt();
  vault.seal.rootKey = taken.rootKey;
  console.log('adopted');
}
