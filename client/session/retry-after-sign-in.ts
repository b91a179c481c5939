import { missingReason } from './session-state.ts';

/**
 * Wraps the vault for user actions: if the vault rejects a request because the session has ended, the request
 * is repeated after the user has signed in again. `signsInAgain` resolves to whether the user did so.
 * Concurrent requests share one prompt.
 */
export function retryingAfterSignIn<V extends object>(vault: V, signsInAgain: () => Promise<boolean>): V {
  let asking: Promise<boolean> | undefined;
  const isSignedInAgain = (): Promise<boolean> => {
    asking ??= signsInAgain().finally(() => (asking = undefined));
    return asking;
  };
  return new Proxy(vault, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const ask = (): unknown => Reflect.apply(member, target, given);
        const answer = ask();
        return answer instanceof Promise ? answer.catch(afterRefusal(ask, isSignedInAgain)) : answer;
      };
    },
  });
}

/** A rejected request was not executed, so it is safe to repeat. */
function afterRefusal(ask: () => unknown, isSignedInAgain: () => Promise<boolean>) {
  return async (error: unknown): Promise<unknown> => {
    if (missingReason(error) !== 'signedOut' || !(await isSignedInAgain())) throw error;
    return ask();
  };
}
