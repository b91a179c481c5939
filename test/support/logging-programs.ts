import { bookingAgent, open } from './analysis-fixture.ts';
import { edited } from './analysis-markers.ts';

/** A program that logs the value of a secret. */
export interface LoggingProgram {
  readonly languageId: 'python' | 'typescript';
  readonly code: string;
}

/** Expressions that show the value of `key`. */
const shownInPython = [
  'key',
  '(key)',
  'str(key)',
  'repr(key)',
  'key[:4] + key',
  'key.strip()',
  '"key " + key',
  'key + " key"',
  '"a" + key + "b"',
  '"a" + (key + "b")',
  'f"{key}"',
  'f"key {key}"',
  "f'key: {key}'",
  'f"{user} {key!r:>10} {user}"',
  'f"{{}} {key}"',
  'rf"\\d {key}"',
  'f"""key\n{key}\n"""',
  'f"{user}: " f"{key}"',
  '"a " f"{key}"',
  '"%s" % key',
  '"%s %s" % (user, key)',
  '"%d %s" % (1, key)',
  '"%(a)s" % {"a": key}',
  '"{}".format(key)',
  '"{a} {}".format(user, a=key)',
  '"{:>5}".format(key)',
  '" ".join([user, key])',
  '[key]',
  '[user, key]',
  '(user, key)',
  '{"key": key}',
  '{"user": user, "key": key}',
  '{"key": {"inner": key, "user": user}}',
  'json.dumps({"user": user, "key": key})',
  'key if user else "none"',
  'key or "none"',
  'creds',
  'creds["client_secret"]',
  "f\"{creds['client_id']} {creds['client_secret']}\"",
  'conv.utils.get_secret("stripe_api_key")',
  'header',
  'f"{user} {header}"',
];

/** Calls that log an expression, at the `$`. */
const callsInPython = [
  'print($)',
  'print("text", $)',
  'print($, "text", sep="")',
  'print("text", $, user, file=sys.stderr)',
  'print(\n    "text",\n    $,  # note\n)',
  'logging.info($)',
  'logging.info("value %s", $)',
  'logging.info("%s: %s (%s)", user, $, 3)',
  'logging.info("text", extra={"value": $})',
  'conv.log.warning("text", value=$)',
  'sys.stderr.write($)',
  'raise ValueError($)',
  'raise ValueError("text", $) from None',
];

/** What is around a call. */
const around = {
  python: [
    '$',
    'if user:\n    $',
    'if user: $',
    'try:\n    user()\nexcept ValueError:\n    $\nfinally:\n    pass',
    'user = 1; $',
  ],
  typescript: [
    '$',
    'if (user) {\n  $\n}',
    'if (user) $',
    'for (const one of user) $',
    'switch (user) {\n  case 1:\n    $\n}',
  ],
} as const;

const shownInTypeScript = [
  'key',
  '(key)',
  'key!',
  'key as string',
  'String(key)',
  'key.trim()',
  '"key " + key',
  'key + " key"',
  '"a" + key + "b"',
  '`${key}`',
  '`key ${key}`',
  '`${user}: ${key} ${user}`',
  '`a ${`b ${key}`} ${user}`',
  '"a".concat(key)',
  '["a", key].join(" ")',
  '[key]',
  '[user, key]',
  '{ key }',
  '{ user, key }',
  '{ key: key, user }',
  '{ value: { key, user } }',
  '{ user, ...creds }',
  'JSON.stringify({ user, key })',
  'user ? key : "none"',
  'key ?? "none"',
  'key || "none"',
  'creds',
  'creds.client_secret',
  '`${creds.client_id} ${creds.client_secret}`',
  'await conv.utils.getSecret("stripe_api_key")',
  'header',
  '`${user} ${header}`',
];

const callsInTypeScript = [
  'console.log($);',
  'console.log("text", $);',
  'console.log("text", $, user)',
  'console.error(\n  "text",\n  $, // note\n);',
  'console.log("%s: %s", user, $);',
  'conv.log.info("text", $);',
  'process.stdout.write($);',
  'throw new Error($);',
];

/** Many programs: every way to show a value, in every call, at every place. */
export function loggingPrograms(): readonly LoggingProgram[] {
  const each = (language: LoggingProgram['languageId']): readonly LoggingProgram[] => {
    const isPython = language === 'python';
    const [shown, calls] = isPython ? [shownInPython, callsInPython] : [shownInTypeScript, callsInTypeScript];
    return shown.flatMap((value, number) =>
      calls.flatMap((call, position) => {
        const places = around[language];
        // Every value occurs in every call, and every call at every place, but not every combination of all
        // three.
        const place = places[(number + position) % places.length] ?? '$';
        return { languageId: language, code: programWith(filled(place, filled(call, value)), language) };
      }),
    );
  };
  return [...each('python'), ...each('typescript')];
}

/** Puts code in the place of `$`, with the indentation of the place. */
function filled(place: string, code: string): string {
  const indent = /^([ \t]*)\S*\$/m.exec(place)?.[1] ?? '';
  const isText = code.includes('"""');
  return place.replace(/(?<![{`])\$(?!\{)/, () => (isText ? code : code.replaceAll('\n', `\n${indent}`)));
}

function programWith(code: string, language: LoggingProgram['languageId']): string {
  const isPython = language === 'python';
  const indent = isPython ? '    ' : '  ';
  const indented = code
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
  return isPython
    ? [
        'import json, logging, sys',
        '',
        'def start(conv, user):',
        '    key = conv.utils.get_secret("stripe_api_key")',
        '    creds = conv.utils.get_secret("booking_api")',
        '    header = "Bearer " + key',
        indented,
        '',
      ].join('\n')
    : [
        'export async function start(conv, user) {',
        '  const key = await conv.utils.getSecret("stripe_api_key");',
        '  const creds = await conv.utils.getSecret("booking_api");',
        '  const header = "Bearer " + key;',
        indented,
        '}',
        '',
      ].join('\n');
}

export interface Fixed {
  readonly title: string;
  readonly text: string;
}

/** The code after each edit that is offered for its log findings, except for edits that suppress them. */
export function fixedIn({ code, languageId }: LoggingProgram): readonly Fixed[] {
  const { analyzer, file } = open(code, languageId);
  const found = analyzer.findings(file, bookingAgent()).filter(({ rule }) => rule === 'secret-in-log');
  return found.flatMap(({ range }) =>
    analyzer
      .codeActions(file, range, bookingAgent())
      .filter(({ title, edit, finding }) => {
        const isOwn =
          finding !== undefined && file.offsetAt(finding.range.start) === file.offsetAt(range.start);
        return edit !== undefined && isOwn && !title.startsWith('Ignore');
      })
      .map(({ title, edit = [] }) => ({ title, text: edited(file, edit) })),
  );
}

export function findingsIn({ code, languageId }: LoggingProgram): number {
  const { analyzer, file } = open(code, languageId);
  return analyzer.findings(file, bookingAgent()).filter(({ rule }) => rule === 'secret-in-log').length;
}
