// `npm run screenshots [-- --only NAME…]`: retakes the screenshots in docs/images/ in a real editor.
// NAME is a scene or the first word of several scenes. Default: all scenes. `--built` skips packaging.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runMain } from './lib/main.mjs';
import { buildPackage } from './lib/package-extension.mjs';
import { root } from './lib/paths.mjs';
import { setUp } from './lib/setup.mjs';

await runMain(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      built: { type: 'boolean', default: false },
    },
  });
  const { node, codeServer = '', chromium = '' } = await setUp({ codeServer: true, chromium: true });
  if (!values.built) await buildPackage(node);
  const env = { ...process.env, CODE_SERVER: codeServer, CHROMIUM: chromium };
  const program = path.join(root, 'test', 'screenshots', 'main.ts');
  const args = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', program, ...values.only, ...positionals];
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
  await new Promise((resolve) => child.once('exit', resolve));
  process.exitCode = child.exitCode ?? 1;
});
