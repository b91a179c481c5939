import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningVault, serve } from '../../../vault/main.ts';
import { clientId, type RealProvider, startRealProvider } from './real-provider.ts';

/** A vault, and the provider that its users sign in with. */
export interface Team {
  readonly directory: string;
  readonly provider: RealProvider;
  readonly vault: RunningVault;
  close(): Promise<void>;
}

/** `ada` is an admin until a test changes that. */
export async function startTeam(): Promise<Team> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sign-in-'));
  const provider = await startRealProvider();
  provider.people.set('ada', { name: 'Ada', groups: ['secrets-admins'] });
  const openId = writeOpenIdSettings(directory, provider);
  const dataDir = path.join(directory, 'data');
  const vault = await serve({ dataDir, port: 0, openId, log: { write() {} }, handleSignals: false });
  return {
    directory,
    provider,
    vault,
    async close() {
      await vault.close();
      await provider.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The file that makes a vault trust this provider; returns its path. */
export function writeOpenIdSettings(directory: string, { issuer }: RealProvider): string {
  const file = path.join(directory, 'openid.json');
  const roles = { claim: 'groups', admin: ['secrets-admins'], author: ['secrets-authors'] };
  const scopes = ['openid', 'profile', 'groups'];
  writeFileSync(file, JSON.stringify({ issuer, clientId, scopes, roles, deviceCode: true }));
  return file;
}
