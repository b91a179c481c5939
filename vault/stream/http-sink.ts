import { toExported } from '../domain/audit/audit-log.ts';
import { type AuditSink, SinkError, sinkMilliseconds } from './sink.ts';

/**
 * An address that receives entries as lines of JSON in the body of a POST, and responds with 2xx once it has
 * them.
 */
export function httpSink(url: URL, token: string | undefined): AuditSink {
  const name = `${url.origin}${url.pathname}`;
  const headers = {
    'content-type': 'application/x-ndjson',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  return {
    name,
    async send(entries, signal) {
      const body = entries.map((entry) => `${JSON.stringify(toExported(entry))}\n`).join('');
      const limited = AbortSignal.any([signal, AbortSignal.timeout(sinkMilliseconds)]);
      const status = await post(url, { headers, body, signal: limited }).catch((error: unknown) => {
        throw new SinkError(`${name} does not answer.`, { cause: error });
      });
      if (status < 200 || status > 299) throw new SinkError(`${name} answered ${String(status)}.`);
    },
  };
}

async function post(url: URL, init: Pick<RequestInit, 'body' | 'headers' | 'signal'>): Promise<number> {
  const answer = await fetch(url, { method: 'POST', redirect: 'manual', ...init });
  await answer.body?.cancel();
  return answer.status;
}
