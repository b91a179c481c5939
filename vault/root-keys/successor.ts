import { IntegrityError } from '../crypto/integrity-error.ts';
import { type RootKey, RootKeyUnavailable } from '../crypto/root-key.ts';

/**
 * Tries both root keys during a replacement: what the current one does not open, the new one may. Once it
 * has, the replacement is known to be complete: `adopt` finishes it, and returns the root key to use from
 * then on.
 */
export function withSuccessor(current: RootKey, next: RootKey, adopt: () => RootKey): RootKey {
  let chosen = current;
  return {
    wrap: (key, label) => chosen.wrap(key, label),
    async unwrap(wrapped, label) {
      try {
        return await chosen.unwrap(wrapped, label);
      } catch (error) {
        if (!(error instanceof IntegrityError || error instanceof RootKeyUnavailable)) throw error;
        const key = await next.unwrap(wrapped, label).catch(() => undefined);
        if (!key) throw error;
        chosen = adopt();
        return key;
      }
    },
    forget: () => {
      current.forget?.();
      next.forget?.();
    },
  };
}
