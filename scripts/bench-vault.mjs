// `npm run bench:vault [-- --quick] [-- --only PART,…] [-- --storage sqlite|postgres]`: measures the
// vault's performance and compares it with bare Fastify in the same run. Uses only the loopback interface.
// Takes 11 minutes, or 3 with `--quick`.
// `-- --beside DIR` alternates between this code and the code of the checkout in DIR, which needs its own
// `node_modules`.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { beside } from '../test/bench/vault/beside.ts';
import { parts, run } from '../test/bench/vault/run.ts';
import { runMain } from './lib/main.mjs';
import { Sentence } from './lib/sentence.mjs';
import { setUp } from './lib/setup.mjs';

const engines = /** @type {const} */ (['sqlite', 'postgres']);

await runMain(async (shutdown) => {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      storage: { type: 'string' },
      beside: { type: 'string' },
    },
  });
  const only = chosen(parts, values.only, '--only');
  const storages = chosen(engines, values.storage, '--storage');
  await setUp({});
  const options = {
    engines: storages,
    isQuick: values.quick,
    print: (/** @type {string} */ text) => console.log(text),
    tell: (/** @type {string} */ text) => console.error(text),
    atEnd: (/** @type {() => Promise<void>} */ close) => shutdown.add(close),
  };
  const isReached =
    values.beside === undefined
      ? await run({ ...options, only })
      : await beside({ ...options, checkout: resolve(values.beside) });
  await shutdown.exit(isReached ? 0 : 1);
});

/**
 * @template {string} Name
 * @param {readonly Name[]} all
 * @param {string | undefined} asked
 * @param {string} option
 * @returns {readonly Name[]}
 */
function chosen(all, asked, option) {
  if (asked === undefined) return all;
  const names = asked.split(',');
  const unknown = names.find((name) => !all.some((one) => one === name));
  if (unknown !== undefined) throw new Sentence(`${option} accepts ${all.join(', ')}, not "${unknown}".`);
  return all.filter((one) => names.includes(one));
}
