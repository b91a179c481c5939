import { loggingPackages } from './javascript-packages.ts';
import type { Effect, MakingEffect, SinkEffect } from './library.ts';
import { rows, words } from './rows.ts';

export const javaScriptLog: SinkEffect = { sink: 'log' };

export const javaScriptLogMethods = words(
  'critical debug error fatal info log notice silly success trace verbose warn warning',
);
/** Includes the levels of syslog, and those that single packages add. */
const methods = `${javaScriptLogMethods.join(' ')} alert await box complete crit done emerg fail fav http mark note
  pending ready star start watch`;

const logger = 'logging package';
/** Options of loggers that change or hide what is logged. */
const makes: MakingEffect = {
  makes: logger,
  unless: new Set(['format', 'formatters', 'hooks', 'maskValuesOfKeys', 'redact', 'serializers']),
};
/** A child logger includes its constructor's arguments in each message. */
const child: MakingEffect = { ...makes, keepsContext: true };

const loggers: readonly (readonly [string, Effect])[] = [
  ...loggingPackages.flatMap((name) => rows(javaScriptLog, methods, `${name}.`)),
  ...rows('nothing', loggingPackages.map((name) => `${name}.*`).join(' ')),
  ...rows(
    makes,
    `pino pino.pino bunyan.createLogger consola.create consola.withTag consola.createConsola
    log4js.getLogger loglevel.getLogger signale.Signale signale.scope tslog.Logger winston.createLogger winston.Logger
    winston.loggers.get @aws-lambda-powertools/logger.Logger @nestjs/common.Logger`,
  ),
  ...rows(javaScriptLog, methods, `${logger}.`),
  ['winston.child', child],
  [`${logger}.child`, child],
  ...rows(makes, 'getSubLogger getLogger scope withTag withDefaults', `${logger}.`),
  [`${logger}.*`, 'nothing'],
];

const screens: readonly (readonly [string, Effect])[] = [
  ...words('debug dir dirxml error group groupCollapsed info log table timeLog trace warn').map(
    (method) => [`console.${method}`, { sink: 'log', called: `console.${method}` }] as const,
  ),
  ['console.assert', { sink: 'log', except: [0], called: 'console.assert' }],
  ['console.*', 'nothing'],
  ...rows({ sink: 'log' }, 'process.stdout.write process.stderr.write process.emitWarning'),
];

const conversation: readonly (readonly [string, Effect])[] = [
  ...javaScriptLogMethods.map(
    (method) => [`conv.log.${method}`, { sink: 'log', called: `conv.log.${method}` }] as const,
  ),
  ...words('say utils.prompt utils.prompt_llm utils.promptLlm utils.promptLLM').map(
    (name) => [`conv.${name}`, { sink: 'model', called: `conv.${name}` }] as const,
  ),
  ...words('write_metric writeMetric').map(
    (name) => [`conv.${name}`, { sink: 'state', called: `conv.${name}` }] as const,
  ),
  ['conv.*', 'nothing'],
];

export const javaScriptStores: ReadonlyMap<string, string> = new Map([
  ['conv.state', 'conv.state'],
  ['conv.memory', 'conv.memory'],
]);

function storing([store, called]: readonly [string, string]): readonly (readonly [string, Effect])[] {
  return [
    ...rows({ sink: 'state', called }, 'update push unshift add', `${store}.`),
    ...rows({ sink: 'state', called, except: [0] }, 'set', `${store}.`),
  ];
}

/** The JavaScript functions that write values where they must not arrive. */
export const javaScriptSinks: readonly (readonly [string, Effect])[] = [
  ...loggers,
  ...screens,
  ...conversation,
  ...[...javaScriptStores].flatMap(storing),
];
