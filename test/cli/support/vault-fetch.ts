import type { Fetch } from '../../../vault-client/index.ts';
import type { TestVault } from '../../vault/support/test-vault.ts';

/** A `fetch` answered by a vault in this process, without network. */
export function fetchOf(test: Pick<TestVault, 'app'>): Fetch {
  return async (url, { method, headers, body }) => {
    const { pathname, search } = new URL(url);
    const answer = await test.app.inject({
      method: methodOf(method),
      url: pathname + search,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    });
    const names = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
    const empty = [204, 304].includes(answer.statusCode);
    return new Response(empty ? null : answer.payload, {
      status: answer.statusCode,
      headers: Object.fromEntries(names),
    });
  };
}

function methodOf(method: string): 'GET' | 'POST' | 'PATCH' | 'DELETE' {
  switch (method) {
    case 'GET':
    case 'POST':
    case 'PATCH':
    case 'DELETE':
      return method;
    default:
      throw new Error(`No route has the method ${method}.`);
  }
}
