import { openSegmentPlace } from '../archive/place.ts';
import { openStreamPlace } from '../stream/place.ts';
import { isOriginPattern } from '../plugins/cors.ts';
import { isNetwork, isWithin, loopbackNetworks } from '../rate-limit/networks.ts';
import { defaultTokenDays } from '../domain/context/token-days.ts';
import { OperatorError } from '../errors/errors.ts';

/** Options for starting a vault. */
export interface ServeOptions {
  /** Directory for everything the vault stores; created if missing. */
  readonly dataDir: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly host?: string;
  /** Name of the account created on first start. */
  readonly accountName?: string;
  /** Id of the account created on first start; random if absent. */
  readonly accountId?: string;
  /** The root key that protects the vault, such as `passphrase:prompt`; a file in `dataDir` by default. */
  readonly rootKey?: string;
  /**
   * Absolute path or https address that receives signatures of the audit log; a file in `dataDir` by default.
   */
  readonly checkpoints?: string;
  /**
   * Folder (absolute path) or `s3://BUCKET/PREFIX` to which the audit log is exported; not exported by
   * default.
   */
  readonly auditArchive?: string;
  /** How many days exported entries stay in the database; forever by default. */
  readonly auditKeepDays?: number;
  /**
   * Where every audit entry is sent: a file (absolute path), syslog or an https address; not sent by default.
   */
  readonly auditStream?: string;
  /**
   * Address of a PostgreSQL database, `postgres://…`, that stores everything; a file in `dataDir` by default.
   */
  readonly database?: string;
  /** Serves a storage even if it is marked as moved elsewhere. */
  readonly despiteMove?: boolean;
  /** Additional host names to accept. */
  readonly hosts?: readonly string[];
  /**
   * Files with the certificate chain and its key (PEM); set both or neither. Required on non-loopback
   * addresses.
   */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** File (JSON) with the OpenID Connect settings for sign-in; keys only if absent. */
  readonly openId?: string;
  /** Maximum lifetime of a new token in days, from 1 to 3660; 366 by default. */
  readonly maxTokenDays?: number;
  /** Maximum lifetime of a new agent token in days; defaults to the limit for all tokens. */
  readonly maxAgentTokenDays?: number;
  /** File (JSON) with the issuers whose tokens let workloads sign in as agents; none if absent. */
  readonly workloadIssuers?: string;
  /** Networks of proxies whose `X-Forwarded-For` is trusted; none by default. */
  readonly proxies?: readonly string[];
  /** Networks that can request `/metrics`; only this machine by default. */
  readonly metricsFrom?: readonly string[];
  /** Origins of web pages whose editors may send requests, with `*.` for any subdomain; none by default. */
  readonly origins?: readonly string[];
  /** Where log lines (JSON) are written; standard error by default. */
  readonly log?: { write(line: string): void };
  /** Whether to close gracefully on SIGTERM and SIGINT; true by default. */
  readonly handleSignals?: boolean;
}

type Optional =
  | 'accountId'
  | 'auditArchive'
  | 'auditKeepDays'
  | 'auditStream'
  | 'checkpoints'
  | 'database'
  | 'log'
  | 'maxAgentTokenDays'
  | 'openId'
  | 'rootKey'
  | 'tlsCert'
  | 'tlsKey'
  | 'workloadIssuers';

export type Config = Required<Omit<ServeOptions, Optional>> & Pick<ServeOptions, Optional>;

/** Validates the options and fills in defaults. @throws OperatorError */
export function checkConfig(options: ServeOptions): Config {
  const config: Config = {
    host: '127.0.0.1',
    accountName: 'Example account',
    hosts: [],
    proxies: [],
    origins: [],
    metricsFrom: loopbackNetworks,
    handleSignals: true,
    despiteMove: false,
    maxTokenDays: defaultTokenDays.people,
    ...options,
  };
  checkAddress(config);
  checkNetworks(config);
  checkOrigins(config);
  checkAudit(config);
  checkTokenDays(config);
  if (config.database !== undefined && !/^postgres(ql)?:\/\//.test(config.database)) {
    throw new OperatorError('The database must be a PostgreSQL address, such as postgres://user@host/name.');
  }
  return config;
}

function checkAddress(config: Config): void {
  if (!Number.isInteger(config.port) || config.port < 0 || config.port > 65_535) {
    throw new OperatorError(`The port must be a number from 0 to 65535.`);
  }
  const isSecure = config.tlsCert !== undefined && config.tlsKey !== undefined;
  if (!isSecure && (config.tlsCert ?? config.tlsKey) !== undefined) {
    throw new OperatorError('TLS needs both files: the certificate and its key.');
  }
  if (isSecure || config.host === 'localhost' || isWithin(loopbackNetworks, config.host)) return;
  throw new OperatorError(
    `The vault serves plain HTTP on this machine only. To listen on ${config.host}, set a certificate and a key, or use 127.0.0.1 with a TLS proxy in front of it.`,
  );
}

function checkAudit({ auditArchive, auditKeepDays, auditStream }: Config): void {
  if (auditArchive !== undefined) openSegmentPlace(auditArchive);
  if (auditStream !== undefined) openStreamPlace(auditStream);
  if (auditKeepDays === undefined || auditArchive !== undefined) return;
  throw new OperatorError(
    'The vault only prunes exported entries. Set where to export them with --audit-archive, or omit --audit-keep-days.',
  );
}

function checkNetworks({ proxies, metricsFrom }: Config): void {
  const wrong = [...proxies, ...metricsFrom].find((network) => !isNetwork(network));
  if (wrong === undefined) return;
  throw new OperatorError(`"${wrong}" is not a network. Write an address, or a network such as 10.0.0.0/8.`);
}

function checkTokenDays({ maxTokenDays, maxAgentTokenDays = maxTokenDays }: Config): void {
  for (const days of [maxTokenDays, maxAgentTokenDays]) {
    if (Number.isInteger(days) && days >= 1 && days <= 3660) continue;
    throw new OperatorError('The longest lifetime of a token must be a number of days from 1 to 3660.');
  }
}

function checkOrigins({ origins }: Config): void {
  const wrong = origins.find((origin) => !isOriginPattern(origin));
  if (wrong === undefined) return;
  throw new OperatorError(
    `"${wrong}" is not the origin of a web page. Write https://editor.example, or https://*.editor.example.`,
  );
}
