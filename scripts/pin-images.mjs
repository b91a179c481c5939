// Pins the images in deploy/ by digest: `node scripts/pin-images.mjs`. With `--check`, fails if an image is
// not pinned. `docker buildx imagetools inspect` gets the current digests from the registry.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './lib/command.mjs';
import { digestIn, imagesIn, pinned } from './lib/images.ts';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { Sentence } from './lib/sentence.mjs';

const files = ['deploy/Containerfile', 'deploy/compose.yaml'];

await runMain(async () => {
  const texts = await Promise.all(files.map((file) => readFile(path.join(root, file), 'utf8')));
  if (process.argv.includes('--check')) return check(texts);
  /** @type {Map<string, string>} */
  const digests = new Map();
  for (const { name } of texts.flatMap(imagesIn)) {
    if (!digests.has(name)) digests.set(name, await digestOf(name));
  }
  for (const [index, file] of files.entries()) {
    await writeFile(path.join(root, file), pinned(texts[index] ?? '', digests));
  }
  for (const [name, digest] of digests) console.log(`${name}@${digest}`);
});

/** @param {readonly string[]} texts */
function check(texts) {
  const loose = texts.flatMap(imagesIn).filter(({ digest }) => digest === undefined);
  if (loose.length === 0) return;
  const names = [...new Set(loose.map(({ name }) => name))].join(', ');
  throw new Sentence(`Images without a digest: ${names}. Run: node scripts/pin-images.mjs`);
}

/** @param {string} name */
async function digestOf(name) {
  const { code, output } = await run('docker', ['buildx', 'imagetools', 'inspect', name]);
  const digest = digestIn(output);
  if (code === 0 && digest) return digest;
  throw new Sentence(
    `The registry did not return the digest of ${name}. Check docker buildx and the network.`,
  );
}
