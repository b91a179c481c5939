import { describe, expect, it } from 'vitest';
import { afterSignIn } from '../../client/session/after-sign-in.ts';
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

describe('what was asked for before a sign-in', () => {
  it('goes on when the session has heard of it, although the editor says so first', async () => {
    const session = new Session({ kind: 'signedOut' });
    const after = afterSignIn(session);
    session.enter({ kind: 'loading' });
    expect(await after).toEqual(ready);
  });

  it('goes on where the session was the first to hear', async () => {
    expect(await afterSignIn(new Session({ kind: 'loading' }))).toEqual(ready);
  });
});
