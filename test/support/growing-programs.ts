import { randomFrom } from './edited-programs.ts';

export type GrowingLanguage = 'python' | 'typescript';

/** Equivalent code in both languages. */
type Code = Readonly<Record<GrowingLanguage, string>>;

/**
 * Generates a program of `length` random pieces that are all connected: branches, loops, choices, strings,
 * collections, classes, helpers that call helpers, and reads in between. A longer program starts with the
 * shorter one.
 */
export function growingProgram(seed: number, length: number, language: GrowingLanguage): string {
  const random = randomFrom(seed);
  const outside: string[] = [];
  const inside: string[] = [];
  for (let at = 0; at < length; at++) {
    const { helper, statement } = pieceOf(random, at);
    outside.push(helper[language]);
    inside.push(statement[language]);
  }
  return language === 'python'
    ? `${outside.join('')}\ndef start(conv, o):\n    v = "a"\n${inside.join('')}`
    : `${outside.join('')}\nexport function start(conv, o) {\n  let v = "a";\n${inside.join('')}}\n`;
}

interface Piece {
  readonly helper: Code;
  readonly statement: Code;
}

function pieceOf(random: (below: number) => number, at: number): Piece {
  const value = valueOf(random, at);
  return { helper: helperOf(random, at), statement: statementOf(random, at, value) };
}

/** Generates functions, constants and classes that build on earlier ones. */
function helperOf(random: (below: number) => number, at: number): Code {
  const before = Math.max(0, at - 1 - random(4));
  const other = Math.max(0, at - 1 - random(4));
  if (at === 0)
    return {
      python: 'def h0(n):\n    return n\nC0 = "c"\nclass K0:\n    NAME = "k"\n',
      typescript: 'function h0(n) { return n; }\nconst C0 = "c";\nclass K0 { static NAME = "k"; }\n',
    };
  const [call, constant] = [
    ['n', `h${before}(n)`, `h${before}(n + "x")`, `h${at}(n + "y")`][random(4)] ?? 'n',
    [`C${before}`, `C${before} + "_"`, `C${before} + C${other}`, '"d"'][random(4)] ?? '""',
  ];
  return {
    python: `def h${at}(n):\n    if n:\n        return ${call}\n    return "r"\nC${at} = ${constant}\nclass K${at}(K${before}):\n    NAME = C${other}\n`,
    typescript: `function h${at}(n) { if (n) return ${call}; return "r"; }\nconst C${at} = ${constant};\nclass K${at} extends K${before} { static NAME = C${other}; }\n`,
  };
}

function valueOf(random: (below: number) => number, at: number): Code {
  const other = Math.max(0, at - random(4));
  const values: readonly Code[] = [
    both(`"n${at}"`),
    both(`v + "_${at}"`),
    both(`C${other} + "_" + v`),
    both(`h${other}(v)`),
    both(`K${other}.NAME`),
    { python: `f"{v}_{C${other}}"`, typescript: `\`\${v}_\${C${other}}\`` },
    { python: `"t${at}" if o.t${at} else v`, typescript: `o.t${at} ? "t${at}" : v` },
    { python: `{"a": v, "b": C${other}}[o.k]`, typescript: `({ a: v, b: C${other} })[o.k]` },
    { python: `[v, "i${at}"][o.k]`, typescript: `[v, "i${at}"][o.k]` },
    { python: 'v.lower()', typescript: 'v.toLowerCase()' },
  ];
  return values[random(values.length)] ?? both('"z"');
}

function both(code: string): Code {
  return { python: code, typescript: code };
}

function statementOf(random: (below: number) => number, at: number, value: Code): Code {
  const statements: readonly Code[] = [
    {
      python: `    if o.a${at}:\n        v = ${value.python}\n`,
      typescript: `  if (o.a${at}) v = ${value.typescript};\n`,
    },
    {
      python: `    for x in o.list:\n        v = ${value.python}\n`,
      typescript: `  for (const x of o.list) { v = ${value.typescript}; }\n`,
    },
    {
      python: `    try:\n        v = ${value.python}\n    except ValueError:\n        v = "e"\n`,
      typescript: `  try { v = ${value.typescript}; } catch { v = "e"; }\n`,
    },
    { python: `    v = ${value.python}\n`, typescript: `  v = ${value.typescript};\n` },
    { python: `    conv.utils.get_secret(v)\n`, typescript: `  conv.utils.getSecret(v);\n` },
    {
      python: `    conv.utils.get_secret(${value.python})\n`,
      typescript: `  conv.utils.getSecret(${value.typescript});\n`,
    },
  ];
  return statements[random(statements.length)] ?? both('');
}
