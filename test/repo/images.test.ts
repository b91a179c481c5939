import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestIn, imagesIn, pinned } from '../../scripts/lib/images.ts';

const deployed = (file: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../deploy', file), 'utf8');
const [first, second] = [`sha256:${'1a'.repeat(32)}`, `sha256:${'2b'.repeat(32)}`];

describe('pinning images by digest', () => {
  it('finds every image from a registry, and not the one that we build', () => {
    const names = [...imagesIn(deployed('Containerfile')), ...imagesIn(deployed('compose.yaml'))];
    const expected = [
      /^docker\.io\/library\/node:[\d.]+/,
      /^docker\.io\/library\/node:/,
      /\/postgres:/,
      /\/caddy:/,
    ];
    expect(names).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(names[index]?.name).toMatch(pattern);
  });

  it('changes nothing else in a file, keeps the stage of a build, and replaces an older digest', () => {
    const text = `# FROM x\nFROM docker.io/library/node:24 AS build\nRUN a\nFROM docker.io/library/node:24@${second}\n`;
    expect(pinned(text, new Map([['docker.io/library/node:24', first]]))).toBe(
      `# FROM x\nFROM docker.io/library/node:24@${first} AS build\nRUN a\nFROM docker.io/library/node:24@${first}\n`,
    );
  });

  it('leaves an image alone whose digest is not known', () => {
    const text = '    image: docker.io/library/postgres:18\n';
    expect(pinned(text, new Map())).toBe(text);
    expect(imagesIn(text)).toEqual([{ name: 'docker.io/library/postgres:18', digest: undefined }]);
  });

  it('takes the digest of all platforms, not that of one', () => {
    const output = `Name:      docker.io/library/node:24\nMediaType: application/vnd.oci.image.index.v1+json\nDigest:    ${first}\n\nManifests:\n  Name:        docker.io/library/node:24@${second}\n  Platform:    linux/amd64\n`;
    expect(digestIn(output)).toBe(first);
    expect(digestIn('ERROR: not found')).toBeUndefined();
  });
});
