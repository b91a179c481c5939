import { describe, expect, it } from 'vitest';
import { afterSignIn } from '../../client/session/await-session.ts';
import { Emitter } from '../../client/common/emitter.ts';
import type { SessionState } from '../../client/session/session-state.ts';
import type { SessionChange } from '../../client/session/vault-session.ts';
import { identity } from './support.ts';

const ready: SessionState = { kind: 'ready', identity };

class Session {
  readonly #changes = new Emitter<SessionChange>();
  state: SessionState;
  readonly onDidChange = this.#changes.event;
  readonly settled = (): Promise<SessionState> => Promise.resolve(ready);

  constructor(state: SessionState) {
    this.state = state;
  }

  enter(state: SessionState): void {
    this.state = state;
    this.#changes.fire({});
  }
}

describe('an action that was interrupted by a sign-in', () => {
  it('continues once the session knows of the sign-in, even if the editor reports it first', async () => {
    const session = new Session({ kind: 'signedOut' });
    const after = afterSignIn(session);
    session.enter({ kind: 'loading' });
    expect(await after).toEqual(ready);
  });

  it('continues if the session knew first', async () => {
    expect(await afterSignIn(new Session({ kind: 'loading' }))).toEqual(ready);
  });
});
