import { isIP } from 'node:net';
import { createMatcher } from '../rate-limit/networks.ts';
import { ProblemError } from '../errors/errors.ts';
import type { VaultApp } from './vault-app.ts';

/**
 * A trusted proxy's description of the sender determines limits, address ranges of keys and the audit log, so
 * every entry of its `X-Forwarded-For` must be an address or the request is refused. The header is ignored
 * from other senders, and `Forwarded` is always ignored.
 */
export function addForwardedCheck(app: VaultApp, proxies: readonly string[]): void {
  if (proxies.length === 0) return;
  const isProxy = createMatcher(proxies);
  app.addHook('onRequest', (request, _reply, done) => {
    const forwarded = request.headers['x-forwarded-for'];
    const isSaidByProxy = forwarded !== undefined && isProxy(request.socket.remoteAddress ?? '');
    done(isSaidByProxy && !namesAddresses(String(forwarded)) ? refusal() : undefined);
  });
}

/** Several headers of this name arrive as one list. */
function namesAddresses(forwarded: string): boolean {
  return forwarded.split(',').every((entry) => isIP(entry.trim()) !== 0);
}

function refusal(): ProblemError {
  return new ProblemError(
    'InvalidInput',
    'X-Forwarded-For must contain IP addresses only, without ports. Correct the proxy in front of the vault.',
  );
}
