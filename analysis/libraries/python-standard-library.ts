import type { Effect } from './library.ts';
import { rows, words } from './rows.ts';

const texts: readonly (readonly [string, Effect])[] = [
  ...rows('shown', 'dumps', 'json.'),
  ...rows('parse', 'loads', 'json.'),
  ['json.JSONEncoder', { makes: 'json.JSONEncoder' }],
  ['json.JSONEncoder.encode', 'shown'],
  ['json.JSONDecoder', { makes: 'json.JSONDecoder' }],
  ['json.JSONDecoder.decode', 'parse'],
  ['json.load', 'nothing'],
  ...rows(
    'keep',
    `b64encode b64decode standard_b64encode standard_b64decode urlsafe_b64encode urlsafe_b64decode b32encode
    b32decode b32hexencode b32hexdecode b16encode b16decode a85encode a85decode b85encode b85decode
    z85encode z85decode encodebytes decodebytes`,
    'base64.',
  ),
  ...rows('keep', 'hexlify unhexlify b2a_hex a2b_hex b2a_base64 a2b_base64', 'binascii.'),
  ['binascii.*', 'nothing'],
  ...rows(
    'keep',
    'quote quote_plus quote_from_bytes unquote unquote_plus unquote_to_bytes urljoin',
    'urllib.parse.',
  ),
  ...rows('shown', 'urlencode urlunparse urlunsplit', 'urllib.parse.'),
  ...rows('parse', 'parse_qs parse_qsl', 'urllib.parse.'),
  ...rows('parse address', 'urlparse urlsplit', 'urllib.parse.'),
  ...rows('keep receiver', 'urlparse.geturl urlsplit.geturl', 'urllib.parse.'),
  ...rows('replace fields', 'urlparse._replace urlsplit._replace', 'urllib.parse.'),
  ...rows('replace', 'sub subn', 're.'),
  ...rows('split', 'split', 're.'),
  ...rows('keep', 'escape', 're.'),
  ...rows('compile pattern', 'compile', 're.'),
  ...rows('match', 'search match fullmatch findall finditer', 're.'),
  ...rows('group', 'group groups groupdict __getitem__', 're.Match.'),
  ['re.*', 'nothing'],
  ['string.Template', 'same'],
  ...rows('substitute', 'substitute safe_substitute', 'string.Template.'),
  ['string.Formatter', { makes: 'string.Formatter' }],
  ['string.Formatter.format', 'format'],
  ['string.capwords', 'keep'],
  ...rows('same', 'dedent indent', 'textwrap.'),
  ...rows('keep', 'fill wrap', 'textwrap.'),
  ['textwrap.shorten', 'nothing'],
  ['shlex.quote', 'keep'],
  ['shlex.split', 'split'],
  ['shlex.join', 'shown'],
  ...rows('keep', 'escape unescape', 'html.'),
  ...rows('keep', 'escape unescape quoteattr', 'xml.sax.saxutils.'),
  ...rows('list', 'StringIO BytesIO', 'io.'),
  ['codecs.encode', 'keep'],
  ['codecs.decode', 'keep'],
  ['unicodedata.normalize', 'texts'],
  ['ast.literal_eval', 'parse'],
  ['pprint.pformat', 'shown'],
  ['pprint.saferepr', 'shown'],
  ['reprlib.repr', 'nothing'],
];

const collections: readonly (readonly [string, Effect])[] = [
  ...rows('append', 'heappush', 'heapq.'),
  ...rows('one item', 'heappop', 'heapq.'),
  ...rows('method', 'methodcaller methodcaller.called', 'operator.'),
  ['copy.copy', 'copy of'],
  ['copy.deepcopy', 'deep copy'],
  ['copy.replace', 'replace fields'],
  ...rows('dictionary', 'defaultdict OrderedDict Counter ChainMap UserDict', 'collections.'),
  ...rows('list', 'deque UserList', 'collections.'),
  ...rows('list', 'queue.Queue queue.SimpleQueue asyncio.Queue multiprocessing.Queue'),
  ['collections.namedtuple', 'named tuple'],
  ...rows('dictionary', 'SimpleNamespace', 'types.'),
  ['collections.ChainMap.new_child', 'merge'],
  ['types.MappingProxyType', 'copy of'],
  ['argparse.Namespace', 'dictionary'],
  ...rows('mask', 'zlib.compress gzip.compress bz2.compress lzma.compress pickle.dumps marshal.dumps'),
  ...rows(
    'masked value',
    'zlib.decompress gzip.decompress bz2.decompress lzma.decompress pickle.loads marshal.loads',
  ),
  ['urllib.request.Request', { makes: 'urllib.request.Request' }],
  ['dataclasses.asdict', 'attributes'],
  ['dataclasses.astuple', 'values of'],
  ['dataclasses.replace', 'replace fields'],
  ['dataclasses.dataclass', 'decorate'],
  ['dataclasses.field', 'field default'],
  ['dataclasses.fields', 'fields of'],
  ['dataclasses.*', 'nothing'],
  ...rows('make record', '_make', 'typing.NamedTuple.'),
  ...rows('attributes', '_asdict', 'typing.NamedTuple.'),
  ...rows('replace fields', '_replace', 'typing.NamedTuple.'),
  ['typing.cast', 'same'],
  ['typing.NewType', 'new type'],
  ['typing.NewType.called', 'same'],
  ['typing.*', 'nothing'],
  ['contextvars.ContextVar', { makes: 'contextvars.ContextVar' }],
  ['contextvars.ContextVar.set', 'append'],
  ['contextvars.ContextVar.get', 'one item'],
  ['contextvars.ContextVar.reset', 'clear'],
  ['contextvars.copy_context', { makes: 'contextvars.Context' }],
  ['contextvars.Context.run', 'call'],
  ['contextvars.*', 'nothing'],
  ...rows('concat', 'chain', 'itertools.'),
  ...rows('flat map', 'chain.from_iterable', 'itertools.'),
  ['itertools.repeat', 'repeat'],
  ...rows('items as list', 'cycle islice tee accumulate compress', 'itertools.'),
  ...rows('zip', 'zip_longest product', 'itertools.'),
  ['itertools.starmap', 'star map'],
  ...rows('filter of', 'takewhile dropwhile', 'itertools.'),
  ...rows('item getter', 'itemgetter itemgetter.called', 'operator.'),
  ...rows('attribute getter', 'attrgetter attrgetter.called', 'operator.'),
  ...rows('texts', 'add concat mod', 'operator.'),
  ...rows('merge', 'or_ ior', 'operator.'),
  ['operator.getitem', 'get'],
  ['operator.setitem', 'put'],
  ['operator.delitem', 'remove key'],
  ['operator.*', 'nothing'],
  ...rows('one item', 'random.choice secrets.choice'),
  ...rows('items as list', 'sample choices', 'random.'),
  ['random.shuffle', 'nothing'],
  ['random.*', 'nothing'],
];

/** Writers add their arguments to the stream that they were created with. */
const streams: readonly (readonly [string, Effect])[] = [
  ...rows(
    'write to',
    'csv.writer.writerow csv.writer.writerows csv.DictWriter.writerow csv.DictWriter.writerows',
  ),
  ...rows('written', 'csv.writer csv.DictWriter'),
  ['csv.DictWriter.writeheader', 'nothing'],
];

const settings: readonly (readonly [string, Effect])[] = [
  ...rows('dictionary', 'ConfigParser RawConfigParser', 'configparser.'),
  ...rows('get entry', 'ConfigParser.get RawConfigParser.get', 'configparser.'),
  ...rows('nothing', 'ConfigParser.items RawConfigParser.items', 'configparser.'),
];

const errors: readonly (readonly [string, Effect])[] = [
  ...rows('error text', 'format_exc format_exception format_exception_only', 'traceback.'),
  ...rows('print errors', 'print_exc print_exception', 'traceback.'),
];

const calls: readonly (readonly [string, Effect])[] = [
  ...rows(
    'decorate',
    'lru_cache cache cached_property wraps singledispatch singledispatchmethod total_ordering',
    'functools.',
  ),
  ...rows('partial', 'partial partialmethod', 'functools.'),
  ['functools.reduce', 'reduce of'],
  ['functools.update_wrapper', 'same'],
  ['functools.cmp_to_key', 'nothing'],
  ...rows('context', 'contextmanager asynccontextmanager', 'contextlib.'),
  ...rows('same', 'nullcontext closing aclosing', 'contextlib.'),
  ['contextlib.redirect_stdout', 'redirect output'],
  ['contextlib.redirect_stdout.left', 'output again'],
  ...rows('enter', 'enter_context enter_async_context', 'contextlib.ExitStack.'),
  ...rows('enter', 'enter_context enter_async_context', 'contextlib.AsyncExitStack.'),
  ...rows({ makes: 'contextlib.ExitStack' }, 'ExitStack AsyncExitStack', 'contextlib.'),
  ...rows('receiver', '__enter__ __aenter__', 'contextlib.ExitStack.'),
  ['contextlib.*', 'nothing'],
  ...rows('decorate', 'abstractmethod abstractproperty', 'abc.'),
  ...rows('run', 'run wait_for create_task ensure_future shield run_coroutine_threadsafe', 'asyncio.'),
  ['asyncio.gather', 'gather'],
  ['asyncio.to_thread', 'call'],
  ['asyncio.as_completed', 'items as list'],
  ...rows(
    { makes: 'asyncio.AbstractEventLoop' },
    'get_event_loop get_running_loop new_event_loop',
    'asyncio.',
  ),
  ...rows('run', 'run_until_complete create_task', 'asyncio.AbstractEventLoop.'),
  ...rows(
    'call',
    'run_in_executor call_soon call_soon_threadsafe call_later call_at',
    'asyncio.AbstractEventLoop.',
  ),
  ...rows({ makes: 'asyncio.TaskGroup' }, 'TaskGroup', 'asyncio.'),
  ['asyncio.TaskGroup.create_task', 'run'],
  ['asyncio.TaskGroup.__aenter__', 'receiver'],
  ['asyncio.*', 'nothing'],
  ...rows(
    { makes: 'concurrent.futures.Executor' },
    'ThreadPoolExecutor ProcessPoolExecutor',
    'concurrent.futures.',
  ),
  ['concurrent.futures.Executor.submit', 'call'],
  ['concurrent.futures.Executor.map', 'map of'],
  ['concurrent.futures.Executor.__enter__', 'receiver'],
  ['concurrent.futures.as_completed', 'items as list'],
  ['concurrent.futures.*', 'nothing'],
  ...rows('receiver', '__enter__', 'io.TextIOWrapper.'),
  ...rows('call', 'threading.Thread multiprocessing.Process'),
  ['threading.*', 'nothing'],
  ['atexit.register', 'decorate'],
];

/** Modules whose functions return no part of a value, except those with rows of their own. */
const harmlessModules = `hashlib hmac secrets uuid datetime time math cmath decimal fractions statistics zoneinfo calendar locale platform
  inspect gc weakref enum abc numbers bisect heapq signal errno stat types traceback tracemalloc sys os importlib
  pkgutil unicodedata string difflib array struct zlib gzip bz2 lzma`;

/** The functions of Python's standard library, except for sinks. */
export const pythonStandardLibrary: readonly (readonly [string, Effect])[] = [
  ...texts,
  ...collections,
  ...calls,
  ...errors,
  ...streams,
  ...settings,
  ...rows('keep', 'join expanduser expandvars normpath normcase abspath realpath', 'os.path.'),
  ...rows('use', 'putenv system popen write', 'os.'),
  ...rows('keep', 'fspath fsencode fsdecode', 'os.'),
  ...rows(
    'nothing',
    words(harmlessModules)
      .map((module) => `${module}.*`)
      .join(' '),
  ),
  ...rows(
    'use',
    `urllib.request.* http.* smtplib.* ftplib.* imaplib.* poplib.* ssl.* socket.* sqlite3.* subprocess.* email.*
    shutil.* tempfile.* pathlib.* csv.* configparser.* pickle.* xmlrpc.* io.TextIOWrapper.*`,
  ),
];
