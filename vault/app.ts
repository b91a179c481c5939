import { randomBytes } from 'node:crypto';
import swagger, { type SwaggerOptions } from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { limits } from '../contracts/secret.ts';
import type { Vault } from './domain/vault.ts';
import { addAuthentication } from './plugins/authenticate.ts';
import { addHostCheck } from './plugins/host-check.ts';
import { addProblems, answerFrameworkError } from './plugins/problems.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { addSealCheck } from './plugins/sealed.ts';
import { addAccessRoutes } from './routes/access.ts';
import { addAgentRoutes } from './routes/agents.ts';
import { addCatalogRoutes } from './routes/catalog.ts';
import { addEventRoutes } from './routes/events.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addIdentityRoutes } from './routes/identity.ts';
import { addRequestRoutes } from './routes/requests.ts';
import { addSecretRoutes } from './routes/secrets.ts';
import { addTokenRoutes } from './routes/tokens.ts';
import { addValueRoutes } from './routes/value.ts';
import { addVersionRoutes } from './routes/versions.ts';
import type { VaultApp } from './vault-app.ts';

export interface AppOptions {
  readonly vault: Vault;
  readonly logger: FastifyBaseLogger;
  /** Names the server answers to besides those of the loopback. */
  readonly hosts: readonly string[];
}

const routes = [
  addAccessRoutes,
  addAgentRoutes,
  addCatalogRoutes,
  addEventRoutes,
  addHealthRoutes,
  addIdentityRoutes,
  addRequestRoutes,
  addSecretRoutes,
  addTokenRoutes,
  addValueRoutes,
  addVersionRoutes,
];

/** Builds the server without listening. */
export async function createApp({ vault, logger, hosts }: AppOptions): Promise<VaultApp> {
  const app: VaultApp = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for every request costs more than the few lines that name their request.
    childLoggerFactory: (parent) => parent,
    bodyLimit: limits.bodyBytes,
    requestTimeout: 10_000,
    exposeHeadRoutes: false,
    genReqId: countRequests(),
    // The longest name, every character escaped.
    routerOptions: { maxParamLength: limits.nameLength * 12 },
    frameworkErrors: answerFrameworkError,
    // What does not fit the schema is refused, never bent until it fits.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  addProblems(app);
  addRequestLog(app);
  addHostCheck(app, hosts);
  addSealCheck(app, vault);
  addAuthentication(app, vault);
  await app.register(swagger, openApi);
  await app.register(async (scope: VaultApp) => {
    for (const addRoutes of routes) addRoutes(scope, vault);
  });
  return app;
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
