import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placesOfKeys, readKeys } from '../../sign-in/index.ts';

const url = 'https://vault.example.com';
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'keys-of-this-machine-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(file: string, content: string, mode = 0o600): string {
  const full = path.join(home, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content, { mode });
  chmodSync(full, mode);
  return full;
}

function keysBy(env: Record<string, string> = {}) {
  const all = { HOME: home, ...env };
  return placesOfKeys(all).map((place) => [place.program, readKeys(place, url, all)]);
}

describe('keys that other programs store on this machine', () => {
  it('are offered only where there are any', () => {
    expect(placesOfKeys({ HOME: home })).toEqual([]);
    expect(placesOfKeys({})).toEqual([]);
  });

  it('are found without being read', () => {
    write('.config/agent-secrets/keys.json', 'not even JSON', 0o000);
    expect(placesOfKeys({ HOME: home }).map(({ program }) => program)).toEqual(['commandLine']);
  });

  it('of the command line are those of this vault alone', () => {
    const keys = { [url]: { key: 'not-a-real-key' }, 'https://elsewhere.example.com': { key: 'not-ours' } };
    write('.config/agent-secrets/keys.json', JSON.stringify({ version: 1, keys }));
    expect(keysBy()).toEqual([['commandLine', [{ label: url, key: 'not-a-real-key' }]]]);
  });

  it('of the agent platform have a name each, from its file and its variables', () => {
    write('.poly/credentials.json', '{"us-1":"not-a-real-key-us","euw-1":"not-a-real-key-euw","note":7}');
    expect(keysBy({ POLY_ADK_KEY_UK: 'not-a-real-key-uk', POLY_ADK_KEYS: 'other', PATH: '/bin' })).toEqual([
      [
        'platform',
        [
          { label: 'us-1', key: 'not-a-real-key-us' },
          { label: 'euw-1', key: 'not-a-real-key-euw' },
        ],
      ],
      ['platform', [{ label: 'POLY_ADK_KEY_UK', key: 'not-a-real-key-uk' }]],
    ]);
  });

  it('are refused when others can read them, without quoting them', () => {
    write('.poly/credentials.json', '{"us-1":"not-a-real-key"}', 0o644);
    expect(() => keysBy()).toThrow(/^Others can read the keys in /);
    write('.poly/credentials.json', 'not-a-real-key');
    expect(() => keysBy()).toThrow(/cannot be read\.$/);
  });

  it('remain unchanged', () => {
    const file = write('.poly/credentials.json', '{"us-1":"not-a-real-key"}');
    const before = statSync(file).mtimeMs;
    keysBy();
    expect(statSync(file).mtimeMs).toBe(before);
    expect(readdirSync(home, { recursive: true })).toEqual(['.poly', '.poly/credentials.json']);
  });
});
