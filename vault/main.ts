import type { Logger } from 'pino';
import { type AppOptions, createApp } from './app.ts';
import { openSegmentPlace } from './archive/place.ts';
import { keepLog } from './background/keep-log.ts';
import { addStreamGauges, streamLog } from './stream/stream-log.ts';
import { streamPosition } from './stream/position.ts';
import { openStreamPlace } from './stream/place.ts';
import { cleanUp, countRefusals, endAccess, recordUses } from './background/clean-up.ts';
import { measureSizes } from './background/measure-sizes.ts';
import { retryOpening } from './background/retry-opening.ts';
import { signCheckpoints } from './background/sign-checkpoints.ts';
import { warnOfExpiry, watchClock, watchHistory, watchKeys } from './background/watches.ts';
import { checkpointsOf } from './setup/checkpoint-sink.ts';
import { checkConfig, type Config, type ServeOptions } from './setup/config.ts';
import { operatedBy } from './control/operated.ts';
import { startControl } from './control/server.ts';
import { type DataDirectory, takeDataDirectory } from './setup/data-directory.ts';
import { openVault } from './domain/open-vault.ts';
import type { Vault } from './domain/context/vault.ts';
import { OperatorError } from './errors/errors.ts';
import { handleOtherSignals, sayFarewell, Teardown } from './shutdown.ts';
import { createLog, createLogOn } from './observability/logger.ts';
import { MeasuredStorage } from './observability/measured-storage.ts';
import { Metrics } from './observability/metrics.ts';
import { addProcessGauges, addVaultFigures } from './observability/vault-figures.ts';
import { openOptions, openStorage } from './setup/open-storage.ts';
import { mostConnections } from './plugins/connection-limit.ts';
import { readSignIn } from './read-sign-in.ts';
import { readTls, serveCertificate } from './read-tls.ts';
import type { VaultApp } from './plugins/vault-app.ts';

export type { ServeOptions } from './setup/config.ts';
export { OperatorError } from './errors/errors.ts';
export { migrateVault, type MigrateOptions, type MigrationStep } from './migrate/migrate-vault.ts';
export * as operator from './operator/index.ts';

/** A running vault. */
export interface RunningVault {
  /** The vault's address, without a trailing slash. */
  readonly url: string;
  /** Why the vault is sealed, as a sentence for the operator; `undefined` while it is open. */
  sealed(): string | undefined;
  /** Completes pending requests, then stops; afterwards, the data directory is no longer in use. */
  close(): Promise<void>;
}

/**
 * Starts a vault. The first start creates the account and writes the admin's key to `admin.key` in the data
 * directory.
 * @throws OperatorError with a sentence for the user
 */
export async function serve(options: ServeOptions): Promise<RunningVault> {
  const config = checkConfig(options);
  const tls = readTls(config);
  const signIn = readSignIn(config);
  const teardown = new Teardown();
  try {
    return await start(config, { tls, signIn }, teardown);
  } catch (error) {
    await teardown.run().catch(() => undefined);
    throw error;
  }
}

/**
 * Registers cleanup steps with `teardown` for everything it starts. They run after a failure, or later to
 * stop the vault.
 */
async function start(
  config: Config,
  { tls, signIn }: { tls: ReturnType<typeof readTls>; signIn: ReturnType<typeof readSignIn> },
  teardown: Teardown,
): Promise<RunningVault> {
  const directory = takeDataDirectory(config.dataDir, config.rootKey);
  teardown.add(() => directory.release());
  const log = config.log ? createLogOn(config.log) : createLog(process.stderr);
  const { logger } = log;
  teardown.add(() => log.flush());
  let reload: (() => void) | undefined;
  teardown.add(handleOtherSignals(() => reload?.()));
  const storage = new MeasuredStorage(await openStorage(directory, config));
  teardown.add(() => storage.close());
  const checkpoints = checkpointsOf(config.checkpoints, directory.checkpointPath);
  const opening = openOptions(storage, directory, config, checkpoints[0]);
  const vault = await openVault(opening);
  const metrics = new Metrics();
  const secure = tls && { tls };
  const app = await createApp({ ...appOptions(config), ...signIn, vault, logger, metrics, ...secure });
  const certificate = serveCertificate(app, config, tls, logger);
  teardown.add(() => certificate.stop());
  reload = certificate.reload;
  const url = await listen(app, config);
  const signer = signCheckpoints(vault, checkpoints, logger);
  teardown.add(() => signer.end());
  teardown.add(watchHistory(vault, checkpoints[0], metrics, logger).stop);
  teardown.add(watchClock(vault, metrics, logger).stop);
  teardown.add(recordUses(vault, logger));
  teardown.add(countRefusals(vault, logger));
  teardown.add(cleanUp(vault, logger));
  teardown.add(startAuditKeeping(vault, directory, config, { logger, metrics }));
  teardown.add(warnOfExpiry(vault, logger));
  teardown.add(endAccess(vault, logger));
  teardown.add(() => sayFarewell(app));
  teardown.add(addProcessGauges(metrics, log));
  const measured = measureSizes(vault, config.dataDir);
  teardown.add(() => measured.stop());
  addVaultFigures(metrics, {
    vault,
    storage,
    checkpointAge: signer.age,
    sizes: measured.sizes,
    certificateEnd: certificate.end,
  });
  teardown.add(watchKeys(vault, logger));
  teardown.add(retryOpening(vault, opening, logger));
  const operated = operatedBy(vault, directory, config, signer, url);
  teardown.add(await startControl(directory.controlPath, operated, logger));
  return running(url, vault, config, logger, () => teardown.run());
}

/** Exports or streams the audit log, if configured. Returns a function that stops it. */
function startAuditKeeping(
  vault: Vault,
  { streamPath }: DataDirectory,
  { auditArchive, auditKeepDays, auditStream }: Config,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
): () => Promise<void> {
  const stream =
    auditStream === undefined
      ? undefined
      : streamLog(vault, openStreamPlace(auditStream), streamPosition(streamPath, auditStream), logger);
  if (stream) addStreamGauges(metrics, stream);
  const keeping =
    auditArchive === undefined
      ? undefined
      : keepLog(
          vault,
          {
            place: openSegmentPlace(auditArchive),
            ...(auditKeepDays !== undefined && { keepDays: auditKeepDays }),
            ...(stream && { streamed: () => stream.sent }),
          },
          logger,
        );
  return async () => {
    await Promise.all([keeping?.(), stream?.stop()]);
  };
}

/** A vault that listens on a specific address also accepts that address as a host name. */
function appOptions({
  host,
  hosts,
  proxies,
  metricsFrom,
  origins,
}: Config): Omit<AppOptions, 'logger' | 'vault'> {
  const own = ['0.0.0.0', '::'].includes(host) ? [] : [host];
  return { hosts: [...own, ...hosts], proxies, metricsFrom, origins, mostConnections: mostConnections() };
}

async function listen(app: VaultApp, { host, port, tlsCert }: Config): Promise<string> {
  const isSecure = tlsCert !== undefined;
  try {
    const url = await app.listen({ host, port, listenTextResolver: () => 'listening' });
    return isSecure ? url.replace(/^http:/, 'https:') : url;
  } catch (error) {
    await app.close();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'EADDRINUSE'
        ? `Port ${String(port)} on ${host} is in use. Stop the program that uses it, or choose another port.`
        : `The vault cannot listen on port ${String(port)} of ${host} (${String(code)}). Choose another port.`;
    throw new OperatorError(reason, { cause: error });
  }
}

function running(
  url: string,
  { seal }: Vault,
  { handleSignals }: Config,
  logger: Logger,
  stop: () => Promise<void>,
): RunningVault {
  let closing: Promise<void> | undefined;
  const closeOnce = async (): Promise<void> => {
    // A second signal ends the process immediately.
    for (const signal of signals) process.off(signal, closeOnSignal);
    await stop();
  };
  const close = (): Promise<void> => (closing ??= closeOnce());
  const closeOnSignal = (): void => {
    const closed = close().catch((error: unknown) => {
      logger.error({ err: error }, 'could not stop cleanly');
      process.exitCode = 1;
    });
    void closed.then(exitDespiteUnreadLog);
  };
  if (handleSignals) for (const signal of signals) process.once(signal, closeOnSignal);
  return { url, sealed: () => seal.sentence, close };
}

/** Unread log lines would keep the process alive; by now, it has waited long enough for their reader. */
function exitDespiteUnreadLog(): void {
  if (process.stderr.writableLength > 0) process.exit();
}

const signals = ['SIGTERM', 'SIGINT'] as const;
