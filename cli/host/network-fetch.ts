import { VaultError } from '../../vault-client/index.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The `fetch` of the vault's client and the sign-in. */
export interface RequestInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | URLSearchParams;
  readonly signal?: AbortSignal;
  readonly redirect: 'manual';
  readonly cache?: 'no-store';
}

export interface Network {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
}

/** Loads the network with the first request, and turns failures that have an explanation into errors for users. */
export function networkFetch(load: () => Promise<Network>): Network['fetch'] {
  let network: Promise<Network> | undefined;
  return async (url, init) => {
    try {
      const { fetch } = await (network ??= load());
      return await fetch(url, init);
    } catch (error) {
      if (error instanceof Error && error.name === 'NetworkError') {
        throw new VaultError('Unreachable', error.message);
      }
      throw error;
    }
  };
}
