import type { Effect, SinkEffect } from './library.ts';
import { rows, words } from './rows.ts';

const notShown = ['exc_info', 'stack_info', 'stacklevel'];

/** `logger.info("key %s", key)` */
export const pythonLog: SinkEffect = {
  sink: 'log',
  template: 'percent',
  exceptNamed: notShown,
  showsErrors: 'if asked',
};
const errorLog: SinkEffect = { ...pythonLog, showsErrors: 'always' };
const logWithLevel: SinkEffect = { ...pythonLog, except: [0] };
/** For loggers whose templates have other placeholders. */
const plainLog: SinkEffect = { sink: 'log', exceptNamed: notShown, showsErrors: 'if asked' };

const leveled = 'critical debug error exception fatal info success trace warn warning';
export const pythonLogMethods = words(`${leveled} log`);

const loggers: readonly (readonly [string, Effect])[] = [
  ...rows(pythonLog, leveled, 'logging.'),
  ['logging.log', logWithLevel],
  ['logging.exception', errorLog],
  ...rows(pythonLog, leveled, 'logging.Logger.'),
  ['logging.Logger.log', logWithLevel],
  ['logging.Logger.exception', errorLog],
  ...rows(pythonLog, leveled, 'logging.LoggerAdapter.'),
  ['logging.LoggerAdapter.log', logWithLevel],
  ['logging.LoggerAdapter.exception', errorLog],
  ...rows(pythonLog, leveled, 'logging.root.'),
  ['logging.root.log', logWithLevel],
  ['logging.root.exception', errorLog],
  ...rows({ makes: 'logging.Logger' }, 'getLogger Logger Logger.getChild', 'logging.'),
  ...rows(
    { makes: 'logging.Logger' },
    `celery.utils.log.get_task_logger multiprocessing.get_logger aws_lambda_powertools.Logger
    aws_lambda_powertools.logging.Logger`,
  ),
  ...rows(
    { makes: 'logging.Logger', keepsContext: true },
    'LoggerAdapter Logger.bind Logger.new',
    'logging.',
  ),
  ...rows(
    { makes: 'logging.Handler' },
    'StreamHandler FileHandler Handler handlers.RotatingFileHandler handlers.TimedRotatingFileHandler',
    'logging.',
  ),
  ...rows(
    'shape records',
    'Handler.setFormatter Handler.addFilter Logger.addFilter Logger.addHandler',
    'logging.',
  ),
  ...rows('record text', 'LogRecord.getMessage Formatter.format', 'logging.'),
  ['logging.makeLogRecord', 'record'],
  ['logging.Formatter', { makes: 'logging.Formatter' }],
  ...rows('nothing', 'logging.* logging.Logger.*'),
  ...rows(
    { makes: 'logging.Logger', keepsContext: true },
    'get_logger getLogger wrap_logger stdlib.get_logger stdlib.BoundLogger',
    'structlog.',
  ),
  ...rows(pythonLog, leveled, 'structlog.logger.'),
  ['structlog.logger.exception', errorLog],
  ...rows({ sink: 'log' }, 'bind_contextvars bound_contextvars', 'structlog.contextvars.'),
  ['structlog.*', 'nothing'],
  ...rows(plainLog, leveled, 'loguru.logger.'),
  ['loguru.logger.log', { ...plainLog, except: [0] }],
  ['loguru.logger.exception', { ...plainLog, showsErrors: 'always' }],
  ...rows({ makes: 'loguru.logger', keepsContext: true }, 'bind contextualize opt patch', 'loguru.logger.'),
  ...rows('nothing', 'loguru.logger.*'),
];

const print: SinkEffect = {
  sink: 'log',
  stream: { name: 'file' },
  unless: { name: 'file', isNot: ['sys.stdout', 'sys.stderr'] },
};

const screens: readonly (readonly [string, Effect])[] = [
  ...rows(print, 'print builtins.print click.echo click.secho typer.echo typer.secho rich.print'),
  ['rich.console.Console', { makes: 'rich.console.Console' }],
  ...rows(
    { sink: 'log' },
    'rich.console.Console.print rich.console.Console.log rich.pretty.pprint icecream.ic',
  ),
  ...rows(
    { ...print, stream: { name: 'stream' }, unless: { name: 'stream', isNot: ['sys.stdout', 'sys.stderr'] } },
    'pprint.pprint pprint.pp',
  ),
  ['pprint.PrettyPrinter', { makes: 'pprint.PrettyPrinter' }],
  ['pprint.PrettyPrinter.pprint', { sink: 'log' }],
  ['pprint.PrettyPrinter.pformat', 'shown'],
  ...rows(
    { sink: 'log' },
    `sys.stdout.write sys.stderr.write sys.stdout.writelines sys.stderr.writelines sys.stdout.buffer.write
    sys.stderr.buffer.write sys.__stdout__.write sys.__stderr__.write`,
  ),
  [
    'json.dump',
    {
      sink: 'log',
      stream: { name: 'fp', position: 1 },
      unless: { name: 'fp', position: 1, isNot: ['sys.stdout', 'sys.stderr'] },
    },
  ],
  // A string is written to the screen, and a number becomes the status.
  ...rows({ sink: 'log' }, 'sys.exit exit quit'),
  ...rows({ sink: 'log', exceptNamed: ['category', 'stacklevel'] }, 'warnings.warn warnings.warn_explicit'),
  ['warnings.*', 'nothing'],
];

const conversation: readonly (readonly [string, Effect])[] = [
  ...rows({ sink: 'log' }, pythonLogMethods.join(' '), 'conv.log.'),
  ...rows({ sink: 'model' }, 'say utils.prompt_llm', 'conv.'),
  ['conv.write_metric', { sink: 'state', called: 'conv.write_metric' }],
  ['conv.*', 'nothing'],
];

export const pythonStores: ReadonlyMap<string, string> = new Map([
  ['conv.state', 'conv.state'],
  ['conv.memory', 'conv.memory'],
]);

/** Methods of dictionaries, lists and sets. For some of them, the first argument is the key. */
function storing([store, called]: readonly [string, string]): readonly (readonly [string, Effect])[] {
  return [
    ...rows({ sink: 'state', called }, 'update append appendleft add extend', `${store}.`),
    ...rows(
      { sink: 'state', called, except: [0] },
      'setdefault set insert __setitem__ __setattr__',
      `${store}.`,
    ),
  ];
}

/** The Python functions that write values where they must not arrive. */
export const pythonSinks: readonly (readonly [string, Effect])[] = [
  ...loggers,
  ...screens,
  ...conversation,
  ...[...pythonStores].flatMap(storing),
];
