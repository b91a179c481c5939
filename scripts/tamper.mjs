// `npm run test:tamper [-- --every N]`: edits a vault's database in every way that an attacker could: every
// byte in every column that contains ciphertext or a MAC, every pair of rows, every audit log entry. All
// edits must be detected.
import { attempts } from '../test/vault/tamper/attacks.ts';
import { openTamperedVault } from '../test/vault/tamper/tampered-vault.ts';

const [, , option, number] = process.argv;
const step = option === '--every' ? Math.max(1, Number(number)) : 1;
const started = performance.now();
/** @type {Map<string, { tried: number, missed: string[] }>} */
const table = new Map();
const vault = await openTamperedVault();
let total = 0;
for await (const { attack, where, noticed } of attempts(vault, step)) {
  const row = table.get(attack) ?? { tried: 0, missed: [] };
  row.tried += 1;
  if (!noticed) row.missed.push(where);
  table.set(attack, row);
  total += 1;
  if (total % 2000 === 0) console.error(`${total} attempts, ${seconds()} s`);
}
await vault.close();

console.log('| change to the database | tried | detected |');
console.log('| --- | ---: | ---: |');
for (const [attack, { tried, missed }] of table) {
  console.log(`| ${attack} | ${tried} | ${tried - missed.length} |`);
}
const missed = [...table].flatMap(([attack, row]) => row.missed.map((where) => `${attack}: ${where}`));
console.log(`\n${total} attempts, ${total - missed.length} detected, ${seconds()} s.`);
for (const one of missed.slice(0, 50)) console.log(`Not detected: ${one}`);
if (missed.length > 0 || total === 0) process.exitCode = 1;

function seconds() {
  return ((performance.now() - started) / 1000).toFixed(1);
}
