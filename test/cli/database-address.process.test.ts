import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseAddress } from '../../cli/commands/vault/target.ts';

describe('the address of a database', () => {
  let cwd = '';
  beforeAll(() => {
    cwd = mkdtempSync(path.join(tmpdir(), 'agent-secrets-address-'));
    writeFileSync(path.join(cwd, 'password.txt'), 'not a/real@password\n');
  });
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));

  const AGENT_SECRETS_DATABASE = 'postgres://vault@database/vault?sslmode=disable';
  const AGENT_SECRETS_DATABASE_PASSWORD_FILE = 'password.txt';

  it('is the given one, otherwise the one from the environment', () => {
    const env = { AGENT_SECRETS_DATABASE };
    expect(databaseAddress('postgres://other/vault', { cwd, env })).toBe('postgres://other/vault');
    expect(databaseAddress(undefined, { cwd, env })).toBe(AGENT_SECRETS_DATABASE);
    expect(databaseAddress(undefined, { cwd, env: { AGENT_SECRETS_DATABASE: '' } })).toBeUndefined();
  });

  it('takes its password from a file', () => {
    const env = { AGENT_SECRETS_DATABASE, AGENT_SECRETS_DATABASE_PASSWORD_FILE };
    const address = new URL(databaseAddress(undefined, { cwd, env }) ?? '');
    expect(decodeURIComponent(address.password)).toBe('not a/real@password');
    expect(address.host + address.pathname + address.search).toBe('database/vault?sslmode=disable');
  });

  it('keeps a password that it already has', () => {
    const env = { AGENT_SECRETS_DATABASE_PASSWORD_FILE };
    const named = 'postgres://vault:not-real@database/vault';
    expect(databaseAddress(named, { cwd, env })).toBe(named);
  });

  it('says which file cannot be read', () => {
    const env = { AGENT_SECRETS_DATABASE, AGENT_SECRETS_DATABASE_PASSWORD_FILE: 'missing.txt' };
    expect(() => databaseAddress(undefined, { cwd, env })).toThrow(/cannot be read from .*missing\.txt/);
  });
});
