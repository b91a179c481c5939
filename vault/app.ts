import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import swagger, { type SwaggerOptions } from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, type FastifyServerFactory, LogController } from 'fastify';
import { limits as sizes } from '../contracts/secret.ts';
import { defaultLimits, type Limits, type Rate } from './domain/callers/limits.ts';
import { loopbackNetworks } from './domain/callers/networks.ts';
import type { Vault } from './domain/vault.ts';
import { Metrics } from './observability/metrics.ts';
import { addAuthentication } from './plugins/authenticate.ts';
import { answerExpectations, clientErrorAnswerer } from './plugins/client-errors.ts';
import { limitConnections } from './plugins/connection-limit.ts';
import { addCors } from './plugins/cors.ts';
import { addForwardedCheck } from './plugins/forwarded-check.ts';
import { addHostCheck } from './plugins/host-check.ts';
import { createSenderLimits } from './plugins/limits.ts';
import { addMetrics } from './plugins/metrics.ts';
import { addProblems, answerFrameworkError } from './plugins/problems.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { addSealCheck } from './plugins/sealed.ts';
import { addStrictBodies } from './plugins/strict-bodies.ts';
import { addTextCheck } from './plugins/text-check.ts';
import { addAccessRoutes } from './routes/access.ts';
import { addAccountRoutes } from './routes/account.ts';
import { addAgentRoutes } from './routes/agents.ts';
import { addAuditRoutes } from './routes/audit.ts';
import { addCatalogRoutes } from './routes/catalog.ts';
import { addEnvironmentRoutes } from './routes/environment.ts';
import { addEventRoutes } from './routes/events.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addIdentityRoutes } from './routes/identity.ts';
import { addRequestRoutes } from './routes/requests.ts';
import { addMetricsRoutes } from './routes/metrics.ts';
import { addSandboxRoutes } from './routes/sandbox.ts';
import { addSecretRoutes } from './routes/secrets.ts';
import { addSignInRoutes } from './routes/sign-in.ts';
import { addTokenRoutes } from './routes/tokens.ts';
import { addUserRoutes } from './routes/users.ts';
import { addValueRoutes } from './routes/value.ts';
import { addVersionRoutes } from './routes/versions.ts';
import { addWorkloadRoutes } from './routes/workloads.ts';
import type { IdentityProvider } from './sign-in/index.ts';
import { createSignInLimits, rateOfPeople, rateOfWorkloads, type SignInLimits } from './sign-in/limits.ts';
import type { WorkloadIssuers } from './sign-in/workload-issuers.ts';
import type { VaultApp } from './vault-app.ts';

export interface AppOptions {
  readonly vault: Vault;
  readonly logger: FastifyBaseLogger;
  /** Names the server answers to besides those of the loopback. */
  readonly hosts: readonly string[];
  readonly limits?: Limits;
  /** Connections that may be open at once; any number by default. */
  readonly mostConnections?: number;
  readonly metrics?: Metrics;
  /** Networks that may see the metrics; this machine by default. */
  readonly metricsFrom?: readonly string[];
  /** Networks of proxies whose word on the sender's address is believed; none by default. */
  readonly proxies?: readonly string[];
  /** Web pages whose editors may ask; none by default. */
  readonly origins?: readonly string[];
  /** Whom people can sign in with, besides with keys. */
  readonly identityProvider?: IdentityProvider;
  /** Whose tokens workloads can sign in with as agents; none by default. */
  readonly workloadIssuers?: WorkloadIssuers;
  /** Certificate chain and key, as PEM: everything is encrypted. Plain HTTP when absent. */
  readonly tls?: Tls;
}

export interface Tls {
  readonly cert: Buffer;
  readonly key: Buffer;
}

const routes = [
  addAccessRoutes,
  addAccountRoutes,
  addAgentRoutes,
  addAuditRoutes,
  addCatalogRoutes,
  addEnvironmentRoutes,
  addHealthRoutes,
  addIdentityRoutes,
  addRequestRoutes,
  addSandboxRoutes,
  addSecretRoutes,
  addTokenRoutes,
  addUserRoutes,
  addValueRoutes,
  addVersionRoutes,
];

/** Builds the server without listening. */
export async function createApp(options: AppOptions): Promise<VaultApp> {
  const { vault, logger, hosts, limits = defaultLimits, metrics = new Metrics(), tls } = options;
  const newId = countRequests();
  const app: VaultApp = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for every request costs more than the few lines that name their request.
    childLoggerFactory: (parent) => parent,
    bodyLimit: sizes.bodyBytes,
    requestTimeout,
    // What arrives while the vault stops is answered like before: it stops when nothing is asked any more.
    return503OnClosing: false,
    ...(options.proxies?.length && { trustProxy: [...options.proxies] }),
    ...(tls && { serverFactory: secureServers(tls) }),
    exposeHeadRoutes: false,
    genReqId: newId,
    clientErrorHandler: clientErrorAnswerer(newId),
    // A request without a host is refused like one with a wrong host, and not by an empty answer.
    http: { requireHostHeader: false, ...arrival },
    // The longest name, every character escaped.
    routerOptions: { maxParamLength: sizes.nameLength * 12 },
    frameworkErrors: answerFrameworkError,
    // What does not fit the schema is refused, never bent until it fits.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  answerExpectations(app.server);
  if (options.mostConnections !== undefined) limitConnections(app.server, options.mostConnections);
  addProblems(app);
  addRequestLog(app, () => performance.now());
  addHostCheck(app, hosts);
  addForwardedCheck(app, options.proxies ?? []);
  addCors(app, options.origins ?? []);
  addSealCheck(app, vault);
  addMetrics(app, metrics);
  addAuthentication(
    app,
    vault,
    createSenderLimits(vault, limits, () => performance.now()),
  );
  addStrictBodies(app);
  addTextCheck(app);
  await app.register(swagger, openApi);
  await app.register(async (scope: VaultApp) => {
    for (const addRoutes of routes) addRoutes(scope, vault);
    addSignInRoutes(scope, vault, signInLimits(rateOfPeople), options.identityProvider);
    addWorkloadRoutes(scope, vault, signInLimits(rateOfWorkloads), options.workloadIssuers);
    addEventRoutes(scope, vault, limits.streams, metrics);
    addMetricsRoutes(scope, metrics, options.metricsFrom ?? loopbackNetworks);
  });
  return app;
}

function signInLimits(subjects: Rate): SignInLimits {
  return createSignInLimits(() => performance.now(), subjects);
}

const requestTimeout = 10_000;

/** Node gives a request its longer limit and the headers the shorter one: both are the same, and looked at often. */
const arrival = { headersTimeout: requestTimeout, connectionsCheckingInterval: 1_000 } as const;

function secureServers({ cert, key }: Tls): FastifyServerFactory {
  return (handler) => {
    const options = { cert, key, minVersion: 'TLSv1.2', requireHostHeader: false, ...arrival } as const;
    const server = createServer(options, handler);
    server.requestTimeout = requestTimeout;
    return server;
  };
}

const openApi: SwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Agent Secrets vault',
      description: 'Stores secrets, their access lists, and answers agents at run time.',
      version: '1',
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-KEY' },
      },
    },
    security: [{ bearer: [] }, { apiKey: [] }],
  },
};

/** Ids are unique across restarts and cost nothing. */
function countRequests(): () => string {
  const start = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${start}-${(count += 1).toString(36)}`;
}
