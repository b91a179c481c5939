// `node node-reads-process.ts COUNT AT_ONCE`: reads a secret COUNT times; prints how long each read took, in
// ms.
import { createClient } from '../../../runtime/node/index.ts';

const [count = 0, atOnce = 1] = process.argv.slice(2).map(Number);
const client = createClient();
const times: number[] = [];
for (let warm = 0; warm < 50; warm += 1) await client.getSecret('bench');

let begun = 0;
const started = performance.now();
const read = async (): Promise<void> => {
  while ((begun += 1) <= count) {
    const start = performance.now();
    await client.getSecret('bench');
    times.push(performance.now() - start);
  }
};
await Promise.all(Array.from({ length: atOnce }, read));
process.stdout.write(JSON.stringify({ seconds: (performance.now() - started) / 1000, times }));
