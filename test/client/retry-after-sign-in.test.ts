import { describe, expect, it } from 'vitest';
import { retryingAfterSignIn } from '../../client/session/retry-after-sign-in.ts';
import { VaultError } from '../../vault-client/index.ts';

const ended = new VaultError('CredentialExpired', 'Your sign-in has ended.');
const refused = new VaultError('Forbidden', 'Your role does not allow this.');

describe('a save with an expired sign-in', () => {
  it('is completed after a new sign-in, with what was typed', async () => {
    const vault = new Saving([ended]);
    await expect(retryingAfterSignIn(vault, () => Promise.resolve(true)).save('name')).resolves.toBe(
      'saved name',
    );
    expect(vault.asked).toEqual(['name', 'name']);
  });

  it('is refused without a new sign-in', async () => {
    const vault = new Saving([ended]);
    await expect(retryingAfterSignIn(vault, () => Promise.resolve(false)).save('name')).rejects.toBe(ended);
    expect(vault.asked).toEqual(['name']);
  });

  it('is retried once, not forever', async () => {
    const vault = new Saving([ended, ended, ended]);
    await expect(retryingAfterSignIn(vault, () => Promise.resolve(true)).save('name')).rejects.toBe(ended);
    expect(vault.asked).toEqual(['name', 'name']);
  });

  it('asks once for several requests at the same time, and again another day', async () => {
    const vault = new Saving([ended, ended]);
    let times = 0;
    const going = retryingAfterSignIn(vault, () => Promise.resolve((times += 1) > 0));
    await Promise.all([going.save('a'), going.save('b')]);
    expect(times).toBe(1);
    vault.answers.push(ended);
    await going.save('c');
    expect(times).toBe(2);
  });

  it('asks nothing after other failures, nor for reads', async () => {
    const vault = new Saving([refused]);
    const going = retryingAfterSignIn(vault, () => Promise.reject(new Error('no prompt was expected')));
    await expect(going.save('name')).rejects.toBe(refused);
    expect(going.label()).toBe('vault');
    expect(going.asked).toEqual(['name']);
  });
});

/** Answers with these failures first, then saves. */
class Saving {
  readonly asked: string[] = [];
  readonly answers: VaultError[];
  constructor(answers: VaultError[]) {
    this.answers = answers;
  }

  save(name: string): Promise<string> {
    this.asked.push(name);
    const failure = this.answers.shift();
    return failure ? Promise.reject(failure) : Promise.resolve(`saved ${name}`);
  }

  label(): string {
    return 'vault';
  }
}
