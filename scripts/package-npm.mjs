// `npm run package:npm [-- --out FOLDER]`: writes the packages for the npm registry, by default to dist/npm/.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from './lib/main.mjs';
import { packNpmPackages } from './lib/npm-packages.mjs';
import { root } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const { values } = parseArgs({
    options: { out: { type: 'string', default: path.join(root, 'dist/npm') } },
  });
  const { node } = await setUp({});
  for (const file of await packNpmPackages(node, path.resolve(values.out)))
    console.log(path.relative(root, file));
});
