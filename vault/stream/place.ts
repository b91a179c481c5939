import { isAbsolute } from 'node:path';
import { OperatorError } from '../errors/errors.ts';
import { type AuditSink, fileSink, httpSink } from './sinks.ts';
import {
  syslogOverTcp,
  syslogOverTls,
  syslogOverUdp,
  syslogOverUnixSocket,
  type SyslogPlace,
} from './syslog-sink.ts';

const unixPrefix = 'syslog+unix:';

/**
 * An absolute path, `https://…`, `syslog+tcp://HOST:PORT`, `syslog+tls://HOST:PORT?ca=FILE`,
 * `syslog+udp://HOST:PORT` or `syslog+unix:PATH`. An https address receives the token in the environment
 * variable AGENT_SECRETS_AUDIT_STREAM_TOKEN, if set.
 * @throws OperatorError
 */
export function openStreamPlace(setting: string, env: NodeJS.ProcessEnv = process.env): AuditSink {
  if (isAbsolute(setting)) return fileSink(setting);
  if (setting.startsWith(unixPrefix) && isAbsolute(setting.slice(unixPrefix.length))) {
    return syslogOverUnixSocket(setting.slice(unixPrefix.length));
  }
  const url = URL.parse(setting);
  const sink = url?.username === '' && url.password === '' ? sinkOf(url, env) : undefined;
  if (sink) return sink;
  throw new OperatorError(
    'The audit stream must go to an absolute path, https://…, syslog+tcp://HOST:PORT, syslog+tls://HOST:PORT, syslog+udp://HOST:PORT or syslog+unix:PATH.',
  );
}

function sinkOf(url: URL, env: NodeJS.ProcessEnv): AuditSink | undefined {
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal)) {
    return httpSink(url, env['AGENT_SECRETS_AUDIT_STREAM_TOKEN']);
  }
  const place = syslogPlaceOf(url);
  if (!place) return undefined;
  if (url.protocol === 'syslog+tcp:') return syslogOverTcp(place);
  if (url.protocol === 'syslog+udp:') return syslogOverUdp(place);
  if (url.protocol === 'syslog+tls:') return syslogOverTls(place, url.searchParams.get('ca') ?? undefined);
  return undefined;
}

function syslogPlaceOf({ hostname, port }: URL): SyslogPlace | undefined {
  if (hostname === '' || port === '') return undefined;
  return { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port) };
}
