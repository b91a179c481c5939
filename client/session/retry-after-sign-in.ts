import { missingReason } from './session-state.ts';

/**
 * The same vault, for what a person asked for: a question that it refuses because their sign-in has ended is
 * asked once more when they have signed in again. `signsInAgain` answers whether they did; several questions
 * at the same time ask them once.
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

/** The vault did nothing of what it refused, so asking again does nothing twice. */
function afterRefusal(ask: () => unknown, isSignedInAgain: () => Promise<boolean>) {
  return async (error: unknown): Promise<unknown> => {
    if (missingReason(error) !== 'signedOut' || !(await isSignedInAgain())) throw error;
    return ask();
  };
}
