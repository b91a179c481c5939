import { describe, expect, it } from 'vitest';
import { checkOpenId } from '../../../vault/sign-in/settings.ts';
import { keyIn, openSignInVault, settings } from './support/sign-in-vault.ts';

describe('sign-in settings', () => {
  it('need little, and have strict defaults', () => {
    expect(checkOpenId(settings)).toMatchObject({
      audience: 'agent-secrets',
      scopes: ['openid', 'profile', 'email'],
      subjectClaim: 'sub',
      sessionHours: 8,
      deviceCode: false,
    });
  });

  it.each([
    'https://login.example.com',
    'https://login.example.com/realms/team',
    'http://127.0.0.1:8080/realms/team',
    'http://localhost:8080',
  ])('accept the issuer %s', (issuer) => {
    expect(checkOpenId({ ...settings, issuer }).issuer).toBe(issuer);
  });

  it.each([
    'http://login.example.com',
    'http://127.0.0.1.evil.example',
    'ftp://login.example.com',
    'https://user:not-a-real-password@login.example.com',
    'https://login.example.com/?tenant=1',
    'https://login.example.com/#team',
    'login.example.com',
    '',
  ])('refuse the issuer %j', (issuer) => {
    expect(() => checkOpenId({ ...settings, issuer })).toThrow(/sign-in settings/);
  });

  it.each([
    ['no one with any right', { roles: { claim: 'groups' } }],
    ['a role that there is not', { roles: { claim: 'groups', owner: ['x'] } }],
    ['a misspelt name', { client_id: 'agent-secrets' }],
    ['a password of the client', { clientSecret: 'not-a-real-secret' }],
    ['a session without end', { sessionHours: 1000 }],
    ['scopes without openid', { scopes: ['email'] }],
    ['an address that can change hands as subject', { subjectClaim: 'email' }],
    ['a domain that is none', { emailDomains: ['@example.com'] }],
  ])('refuse %s', (_what, changes) => {
    expect(() => checkOpenId({ ...settings, ...changes })).toThrow(/sign-in settings/);
  });
});

describe('settings that restrict sign-ins', () => {
  it('find roles in a nested claim', async () => {
    const one = await openSignInVault({ roles: { claim: ['realm_access', 'roles'], author: ['author'] } });
    const answer = await one.signIn({ claims: { realm_access: { roles: ['author'] } } });
    expect(answer).toMatchObject({ status: 201, json: { role: 'author' } });
    await one.test.close();
  });

  it('find a role in a claim of one text, and never in part of a text', async () => {
    const one = await openSignInVault({ roles: { claim: 'department', reviewer: ['security'] } });
    expect((await one.signIn({ claims: { department: 'security' } })).status).toBe(201);
    expect((await one.signIn({ claims: { department: 'security-guests' } })).status).toBe(403);
    await one.test.close();
  });

  it('do not take built-in properties for claims', async () => {
    const one = await openSignInVault({ roles: { claim: ['constructor', 'name'], admin: ['Object'] } });
    expect((await one.signIn()).status).toBe(403);
    await one.test.close();
  });

  it.each([['email'], [['email']]])('give roles by address only when it is verified (%j)', async (claim) => {
    const one = await openSignInVault({ roles: { claim, admin: ['ada@example.com'] } });
    expect((await one.signIn({ claims: { email_verified: undefined } })).status).toBe(403);
    expect((await one.signIn({ claims: { email_verified: 'true' } })).status).toBe(403);
    keyIn(await one.signIn());
    await one.test.close();
  });

  it.each([
    ['ada@example.com', true, 201],
    ['ada@EXAMPLE.com', true, 201],
    ['ada@evil.example', true, 403],
    ['ada@sub.example.com', true, 403],
    ['ada@example.com@evil.example', true, 403],
    ['ada@example.com', false, 403],
    [undefined, true, 403],
  ])('with domains, let in %s (verified: %s) with %i', async (email, verified, status) => {
    const one = await openSignInVault({ emailDomains: ['example.com'] });
    const answer = await one.signIn({ claims: { email, email_verified: verified } });
    expect(answer.status).toBe(status);
    if (status === 403) expect(await one.lastEntry()).toMatchObject({ code: 'EmailDomain' });
    await one.test.close();
  });

  it('accept a missing nonce only where device codes are allowed, and never a wrong one', async () => {
    const one = await openSignInVault({ deviceCode: true });
    expect((await one.signIn({ claims: { nonce: undefined } })).status).toBe(201);
    expect((await one.signIn({ claims: { nonce: 'another-nonce' } })).status).toBe(401);
    await one.test.close();
  });

  it('distinguish people by the id of the organization if configured', async () => {
    const one = await openSignInVault({ subjectClaim: 'oid' });
    expect((await one.signIn()).status).toBe(401);
    const first = await one.signIn({ claims: { oid: 'same', sub: 'for-one-program' } });
    const second = await one.signIn({ claims: { oid: 'same', sub: 'for-another-program' } });
    expect((second.json as { userId: string }).userId).toBe((first.json as { userId: string }).userId);
    await one.test.close();
  });
});
