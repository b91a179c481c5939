/** A program with a name that is being written: `‹` and `›` surround its present text, `‸` is the cursor. */
export interface Row {
  readonly title: string;
  readonly marked: string;
}

/** A kind of string literal. */
export interface Kind {
  readonly prefix: string;
  readonly quote: string;
}

export interface Language {
  readonly languageId: string;
  readonly runs: 'python' | 'javascript';
  readonly kinds: readonly Kind[];
  readonly rows: (kind: Kind) => readonly Row[];
  /** Whether a string of that kind can be the name. */
  readonly holds: (kind: Kind, name: string) => boolean;
  /** Whole programs. */
  readonly programs: readonly string[];
  /** Programs with an unclosed string. */
  readonly unfinished: readonly string[];
  /** Places where a name would be wrong. */
  readonly silent: readonly string[];
}

/** A row without its marks, and their positions. */
export function marksOf(marked: string): {
  readonly code: string;
  readonly start: number;
  readonly offset: number;
  readonly end: number;
} {
  return {
    code: marked.replaceAll(/[‹‸›]/g, ''),
    start: marked.indexOf('‹'),
    offset: marked.indexOf('‸') - 1,
    end: marked.indexOf('›') - 2,
  };
}

/** How a language writes the parts of the rows. */
interface Syntax {
  readonly read: (argument: string) => string;
  readonly others: readonly [string, string];
  readonly comment: string;
  /** Statements with strings, in the lines below. */
  readonly below: string;
  readonly places: Readonly<Record<string, (literal: string) => string>>;
}

function rowsFor({ prefix, quote }: Kind, { read, others, comment, below, places }: Syntax): readonly Row[] {
  const opening = `${prefix}${quote}`;
  const whole = (name: string): string => `${opening}${name}${quote}`;
  const row = (title: string, code: string): Row => ({ title, marked: `${code}\nafter = "kept"` });
  const [named, quoted] = others;
  return [
    row('empty', read(whole('‹‸›'))),
    row('at the start', read(whole('‹‸stripe›'))),
    row('in the middle', read(whole('‹str‸ipe›'))),
    row('at the end', read(whole('‹stripe‸›'))),
    row('of several words', read(whole('‹my ‸own-key.v2›'))),
    row('before other arguments', read(`${whole('‹st‸›')}${named}`)),
    row('before a comment', `${read(whole('‹st‸›'))}${comment}`),
    row('after a string', `read = "it's"; ${read(whole('‹st‸›'))}`),
    row('before a string', `${read(whole('‹st‸›'))}; read = 'b'`),
    row('above other strings', `${read(whole('‹st‸›'))}\n${below}`),
    row('not closed', `${read(`${opening}‹‸›`)}\n${below}`),
    row('not closed, half-typed', `${read(`${opening}‹st‸›`)}\n${below}`),
    row('not closed, before other arguments', `${read(`${opening}‹‸›${named}`)}\n${below}`),
    row('not closed, half-typed, before others', `${read(`${opening}‹st‸›${named}`)}\n${below}`),
    row('not closed, before other quotes', `${read(`${opening}‹st‸›${quoted}`)}\n${below}`),
    row('not closed, before a comment', `${read(`${opening}‹st‸›`)}${comment}\n${below}`),
    row('not closed, with no string below', read(`${opening}‹st‸›`)),
    ...Object.entries(places).flatMap(([title, place]) => [
      row(title, place(whole('‹st‸ri›'))),
      row(`${title}, not closed`, `${place(`${opening}‹st‸›`)}\n${below}`),
    ]),
  ];
}

const textPrefixes = ['', 'r', 'R', 'u', 'U', 'f', 'F', 'rf', 'Rf', 'rF', 'fr', 'FR'];
const bytesPrefixes = ['b', 'B', 'br', 'Rb', 'rB', 'BR'];

export const python: Language = {
  languageId: 'python',
  runs: 'python',
  kinds: [...textPrefixes, ...bytesPrefixes].flatMap((prefix) =>
    ["'", '"', "'''", '"""'].map((quote) => ({ prefix, quote })),
  ),
  rows: (kind) =>
    rowsFor(kind, {
      read: (argument) => `conv.utils.get_secret(${argument})`,
      others: [', timeout=5, name="z"', ", it='s'"],
      comment: ` # don't "quote" this`,
      below: ['b = "b"', "c = 'c'", 'd = """d"""', "e = '''e'''"].join('\n'),
      places: {
        'by keyword': (literal) => `conv.utils.get_secret(timeout=1, secret_name=${literal})`,
        'in a choice': (literal) => `conv.utils.get_secret("a" if False else ${literal})`,
        'as a field': (literal) => `conv.utils.get_secret("fields")[${literal}]`,
        'as a field by get': (literal) => `x = conv.utils.get_secret("fields")\nx.get(${literal})`,
        'as a variable': (literal) => `import os\nos.environ[${literal}]`,
        'as a variable by get': (literal) => `import os\nos.environ.get(${literal}, "z")`,
        'as a variable by getenv': (literal) => `import os\nos.getenv(${literal})`,
      },
    }),
  holds: ({ prefix, quote }, name) => {
    if (/b/i.test(prefix)) return false;
    return !/r/i.test(prefix) || (!name.includes(quote.charAt(0)) && !name.endsWith('\\'));
  },
  programs: [
    'conv.utils.get_secret("stripe_key", timeout=5, name="z")',
    `conv.utils.get_secret(f'stripe_key'); x = "b"; y = 'c'`,
    'conv.utils.get_secret(\n    r"""stripe_key""",  # don\'t\n    timeout=5,\n)',
    'x = conv.utils.get_secret("fields")\nx["one"]; x.get("two", "three")',
    'import os\nos.environ["ONE"]; os.environ.get("TWO", "three"); os.getenv("FOUR")',
    'conv.utils.get_secret()',
    'x = 1\nconv.utils.get_secret(x, timeout=5)',
  ],
  unfinished: [
    'conv.utils.get_secret("stripe_key, timeout=5, name="z")\nx = "b"',
    "conv.utils.get_secret('stripe_key)  # don't\nx = 'b'",
    'conv.utils.get_secret("""stripe_key, timeout=5)\nx = """b"""',
    'conv.utils.get_secret(f"stripe_key, x={"b": 1})\nx = f"{b}"',
    'conv.utils.get_secret("fields")["one, x["two"]\nx = "b"',
    'conv.utils.get_secret(stripe_key, "b\nx = "b"',
    'import os\nos.environ["ONE, "b"]\nos.environ.get("TWO, "three")',
  ],
  silent: [
    'conv.utils.get_secret(f"‸{env}_key")',
    'conv.utils.get_secret(f"{env}_‸key")',
    'conv.utils.get_secret(f"{env}_key‸")',
    'conv.utils.get_secret(f"‸{env}_key)',
    'conv.utils.get_secret(f"{env}_‸',
    'conv.utils.get_secret(f"{env‸}")',
    'conv.utils.get_secret("a" "‸")',
    'conv.utils.get_secret("‸" "a")',
    'conv.utils.get_secret("a_" + "‸")',
    'conv.utils.get_secret("‸" % brand)',
    'conv.utils.get_secret("‸".format(brand))',
    'conv.utils.get_secret("a" if x == "‸" else "b")',
    'conv.utils.get_secret("a", "‸")',
    'conv.utils.get_secret("a", "‸',
    'conv.utils.get_secret("a, timeout=5‸)',
    'conv.utils.get_secret(‸timeout=5)',
    'conv.utils.get_secret(‸ timeout=5)',
    'conv.utils.get_secret(‸name)',
    'conv.utils.get_secret("""\n‸""")',
    'conv.utils.get_secret(t"‸")',
  ],
};

export function javaScript(languageId: string): Language {
  return {
    languageId,
    runs: 'javascript',
    kinds: ['"', "'", '`'].map((quote) => ({ prefix: '', quote })),
    rows: (kind) =>
      rowsFor(kind, {
        read: (argument) => `conv.utils.getSecret(${argument})`,
        others: [', { timeout: 5, name: "z" }', ", { it: 's' }"],
        comment: ` // don't "quote" this`,
        below: ['b = "b"', "c = 'c'", 'd = `d`'].join('\n'),
        places: {
          'in a choice': (literal) => `conv.utils.getSecret(false ? "a" : ${literal})`,
          'by default': (literal) => `conv.utils.getSecret(undefined ?? ${literal})`,
          'as a field': (literal) => `conv.utils.getSecret("fields")[${literal}]`,
          'as a variable': (literal) => `process.env[${literal}]`,
        },
      }),
    holds: () => true,
    programs: [
      'conv.utils.getSecret("stripe_key", { timeout: 5, name: "z" })',
      "conv.utils.getSecret('stripe_key'); x = `b`; y = 'c'",
      "conv.utils.getSecret(\n    `stripe_key`,  // don't\n    5,\n)",
      'x = conv.utils.getSecret("fields")\nx["one"]',
      'process.env["ONE"]; process.env.TWO; process.env.THREE ?? "four"',
      'conv.utils.getSecret()',
    ],
    unfinished: [
      'conv.utils.getSecret("stripe_key, { timeout: 5, name: "z" })\nx = "b"',
      "conv.utils.getSecret('stripe_key)  // don't\nx = 'b'",
      'conv.utils.getSecret(`stripe_key, 5)\nx = `b`',
      'conv.utils.getSecret(`stripe_key, { x: 5 })\nx = `${b}`',
      'conv.utils.getSecret("fields")["one, x["two"]\nx = "b"',
      'process.env["ONE, "b"]\nprocess.env.\nfoo("b")',
    ],
    silent: [
      'conv.utils.getSecret(`‸${env}_key`)',
      'conv.utils.getSecret(`${env}_‸key`)',
      'conv.utils.getSecret(`‸${env}_key)',
      'conv.utils.getSecret(`${env}_‸',
      'conv.utils.getSecret(String.raw`‸`)',
      'conv.utils.getSecret("a_" + "‸")',
      'conv.utils.getSecret("a", "‸")',
      'conv.utils.getSecret("a, 5‸)',
      'conv.utils.getSecret(‸name)',
      ...(languageId === 'typescriptreact' ? ['x = <Field secret="‸" />', "x = <Field secret='‸' />"] : []),
    ],
  };
}
