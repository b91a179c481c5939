import { StartError } from './errors.ts';

/** What a vault can be told when it starts. */
export interface ServeOptions {
  /** Directory that holds everything the vault keeps; made when it is missing. */
  readonly dataDir: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly host?: string;
  /** Name of the account that the first start makes. */
  readonly accountName?: string;
  /** Id of the account that the first start makes; a random one when absent. */
  readonly accountId?: string;
  /** Which root key protects the vault, such as `passphrase:prompt`; a file in `dataDir` by default. */
  readonly rootKey?: string;
  /** Absolute path or https address that gets signatures over the audit log; a file in `dataDir` by default. */
  readonly checkpoints?: string;
  /** Further host names to answer to. */
  readonly hosts?: readonly string[];
  /** Where log lines (JSON) go; standard error by default. */
  readonly log?: { write(line: string): void };
  /** Close gracefully on SIGTERM and SIGINT; true by default. */
  readonly handleSignals?: boolean;
}

type Optional = 'accountId' | 'checkpoints' | 'log' | 'rootKey';

export type Config = Required<Omit<ServeOptions, Optional>> & Pick<ServeOptions, Optional>;

/** Fills in what was left out. @throws StartError */
export function checkConfig(options: ServeOptions): Config {
  const config: Config = {
    host: '127.0.0.1',
    accountName: 'Example account',
    hosts: [],
    handleSignals: true,
    ...options,
  };
  if (!Number.isInteger(config.port) || config.port < 0 || config.port > 65_535) {
    throw new StartError(`The port must be a number from 0 to 65535.`);
  }
  if (!/^(127(\.\d{1,3}){3}|::1|localhost)$/.test(config.host)) {
    throw new StartError(
      `The vault speaks plain HTTP and therefore listens on this machine only. Use 127.0.0.1 instead of ${config.host}, with a TLS proxy in front of it.`,
    );
  }
  return config;
}
