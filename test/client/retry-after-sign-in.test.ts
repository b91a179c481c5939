import { describe, expect, it } from 'vitest';
import { retryingAfterSignIn } from '../../client/session/retry-after-sign-in.ts';
import { VaultError } from '../../vault-client/index.ts';

const ended = new VaultError('CredentialExpired', 'Your sign-in has ended.');
const refused = new VaultError('Forbidden', 'Your role does not allow this.');

describe('what a person saves when their sign-in has ended', () => {
  it('is saved once they have signed in again, with what they typed', async () => {
    const vault = new Saving([ended]);
    await expect(retryingAfterSignIn(vault, () => Promise.resolve(true)).save('name')).resolves.toBe(
      'saved name',
    );
    expect(vault.asked).toEqual(['name', 'name']);
  });

  it('is refused when they do not sign in', async () => {
    const vault = new Saving([ended]);
    await expect(retryingAfterSignIn(vault, () => Promise.resolve(false)).save('name')).rejects.toBe(ended);
    expect(vault.asked).toEqual(['name']);
  });

  it('is tried once more, not for ever', async () => {
    const vault = new Saving([ended, ended, ended]);
    await expect(retryingAfterSignIn(vault, () => Promise.resolve(true)).save('name')).rejects.toBe(ended);
    expect(vault.asked).toEqual(['name', 'name']);
  });

  it('asks them once for several questions at the same time, and anew another day', async () => {
    const vault = new Saving([ended, ended]);
    let times = 0;
    const going = retryingAfterSignIn(vault, () => Promise.resolve((times += 1) > 0));
    await Promise.all([going.save('a'), going.save('b')]);
    expect(times).toBe(1);
    vault.answers.push(ended);
    await going.save('c');
    expect(times).toBe(2);
  });

  it('asks nobody about another failure, nor about what is no question', async () => {
    const vault = new Saving([refused]);
    const going = retryingAfterSignIn(vault, () => Promise.reject(new Error('nobody was to be asked')));
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
