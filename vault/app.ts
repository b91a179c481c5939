import { randomBytes } from 'node:crypto';
import { createServer } from 'node:https';
import swagger, { type SwaggerOptions } from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, {
  type FastifyBaseLogger,
  type FastifyServerFactory,
  type FastifyServerOptions,
  LogController,
} from 'fastify';
import { limits as sizes } from '../contracts/secret.ts';
import {
  defaultLimits,
  type Limits,
  rateOfPeople,
  rateOfWorkloads,
  SignInLimits,
} from './rate-limit/rate-limit.ts';
import { loopbackNetworks } from './rate-limit/networks.ts';
import type { Vault } from './domain/context/vault.ts';
import { Metrics } from './observability/metrics.ts';
import { addAuthentication } from './plugins/authenticate.ts';
import {
  addProblems,
  answerExpectations,
  answerFrameworkError,
  clientErrorAnswerer,
} from './plugins/problems.ts';
import { limitConnections } from './plugins/connection-limit.ts';
import { addCors } from './plugins/cors.ts';
import { requireStorableTimes } from './plugins/date-times.ts';
import {
  addForwardedCheck,
  addHostCheck,
  addSealCheck,
  addStrictBodies,
  addTextCheck,
} from './plugins/request-checks.ts';
import { addMetrics, addRequestLog } from './plugins/request-log.ts';
import { addAccessRoutes } from './routes/access.ts';
import { addAccountRoutes, addIdentityRoutes } from './routes/account.ts';
import { addAgentRoutes } from './routes/agents.ts';
import { addAuditRoutes } from './routes/audit.ts';
import { addCatalogRoutes } from './routes/catalog.ts';
import { addAssistantRoutes, addEnvironmentRoutes, addSandboxRoutes } from './routes/environment.ts';
import { addEventRoutes } from './routes/events.ts';
import { addHealthRoutes, addMetricsRoutes } from './routes/health.ts';
import { addRequestRoutes } from './routes/requests.ts';
import { addSecretRoutes, addVersionRoutes } from './routes/secrets.ts';
import { addSignInRoutes } from './routes/sign-in.ts';
import { addTokenRoutes, addUserRoutes } from './routes/people.ts';
import { addValueRoutes } from './routes/value.ts';
import { addWorkloadRoutes } from './routes/workloads.ts';
import type { IdentityProvider } from './sign-in/index.ts';
import type { WorkloadIssuers } from './sign-in/workload-issuers.ts';
import type { VaultApp } from './plugins/vault-app.ts';

export interface AppOptions {
  readonly vault: Vault;
  readonly logger: FastifyBaseLogger;
  /** Host names that the server responds to, in addition to the loopback names. */
  readonly hosts: readonly string[];
  readonly limits?: Limits;
  /** Maximum number of open connections; unlimited by default. */
  readonly mostConnections?: number;
  readonly metrics?: Metrics;
  /** Networks that can read the metrics; only this machine by default. */
  readonly metricsFrom?: readonly string[];
  /** Networks of proxies trusted to report the sender's address; none by default. */
  readonly proxies?: readonly string[];
  /** Origins of web pages whose editors can send requests; none by default. */
  readonly origins?: readonly string[];
  /** The identity provider with which people can sign in, in addition to keys. */
  readonly identityProvider?: IdentityProvider;
  /** Issuers whose tokens let workloads sign in as agents; none by default. */
  readonly workloadIssuers?: WorkloadIssuers;
  /** Certificate chain and key as PEM; plain HTTP if absent. */
  readonly tls?: Tls;
  /** Schema compilers; Fastify's own by default. */
  readonly schemaController?: FastifyServerOptions['schemaController'];
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
  addAssistantRoutes,
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
    // A logger per request costs more than the few lines that include a request id.
    childLoggerFactory: (parent) => parent,
    bodyLimit: sizes.bodyBytes,
    requestTimeout,
    // Requests that arrive during shutdown are served as usual: the vault stops once no requests are left.
    return503OnClosing: false,
    ...(options.proxies?.length && { trustProxy: [...options.proxies] }),
    ...(tls && { serverFactory: secureServers(tls) }),
    ...(options.schemaController && { schemaController: options.schemaController }),
    exposeHeadRoutes: false,
    genReqId: newId,
    clientErrorHandler: clientErrorAnswerer(newId),
    // A request without a host gets the same error as one with the wrong host, not an empty response.
    http: { requireHostHeader: false, ...arrival },
    // The longest name, with every character escaped.
    routerOptions: { maxParamLength: sizes.nameLength * 12 },
    frameworkErrors: answerFrameworkError,
    // A body that does not match the schema is rejected, never coerced.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false },
      onCreate: requireStorableTimes,
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  answerExpectations(app.server);
  if (options.mostConnections !== undefined) limitConnections(app.server, options.mostConnections);
  addProblems(app);
  addRequestLog(app, now);
  addHostCheck(app, hosts);
  addForwardedCheck(app, options.proxies ?? []);
  addCors(app, options.origins ?? []);
  addSealCheck(app, vault);
  addMetrics(app, metrics);
  addAuthentication(app, vault, limits, now);
  addStrictBodies(app);
  addTextCheck(app);
  await app.register(swagger, openApi);
  await app.register(async (scope: VaultApp) => {
    for (const addRoutes of routes) addRoutes(scope, vault);
    addSignInRoutes(scope, vault, new SignInLimits(rateOfPeople, now), options.identityProvider);
    addWorkloadRoutes(scope, vault, new SignInLimits(rateOfWorkloads, now), options.workloadIssuers);
    addEventRoutes(scope, vault, limits.streams, metrics);
    addMetricsRoutes(scope, metrics, options.metricsFrom ?? loopbackNetworks);
  });
  return app;
}

/** Monotonic, in milliseconds. */
const now = () => performance.now();

const requestTimeout = 10_000;

/**
 * Node applies the longer limit to the request and the shorter one to its headers. Both have the same value
 * and are checked often.
 */
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
      description: 'Stores secrets and their access lists, and returns values to agents at run time.',
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

/** Ids that are unique across restarts and cheap to create. */
function countRequests(): () => string {
  const start = randomBytes(6).toString('hex');
  let count = 0;
  return () => `${start}-${(count += 1).toString(36)}`;
}
