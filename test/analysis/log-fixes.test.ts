import { parser as javaScript } from '@lezer/javascript';
import { parser as python } from '@lezer/python';
import { describe, expect, it } from 'vitest';
import { findingsIn, fixedIn, loggingPrograms, type LoggingProgram } from '../support/logging-programs.ts';

const leaveOut = 'Leave the value out';
const remove = 'Remove this statement';
const mask = 'Write "***" instead of the value';

function isParsed(text: string, languageId: string): boolean {
  const parser = languageId === 'python' ? python : javaScript.configure({ dialect: 'ts' });
  let isWhole = true;
  parser.parse(text).iterate({ enter: ({ type }) => void (isWhole &&= !type.isError) });
  return isWhole;
}

/** The line in a function of Python. */
const inPython = (line: string): LoggingProgram => ({
  languageId: 'python',
  code: [
    'import json, logging, sys',
    '',
    'def start(conv, user):',
    '    key = conv.utils.get_secret("stripe_api_key")',
    '    creds = conv.utils.get_secret("booking_api")',
    ...line.split('\n').map((one) => `    ${one}`),
    '    return user',
    '',
  ].join('\n'),
});

const inTypeScript = (line: string): LoggingProgram => ({
  languageId: 'typescript',
  code: [
    'export async function start(conv, user) {',
    '  const key = await conv.utils.getSecret("stripe_api_key");',
    '  const creds = await conv.utils.getSecret("booking_api");',
    ...line.split('\n').map((one) => `  ${one}`),
    '  return user;',
    '}',
    '',
  ].join('\n'),
});

/** The lines that a fix leaves of the lines in the function. Undefined if it is not offered. */
function lines(program: LoggingProgram, title: string): string | undefined {
  const found = fixedIn(program)
    .find((one) => one.title === title)
    ?.text.split('\n');
  const [head, indent] = program.languageId === 'python' ? [5, 4] : [3, 2];
  const tail = program.languageId === 'python' ? 2 : 3;
  return found
    ?.slice(head, -tail)
    .map((one) => one.slice(indent))
    .join('\n');
}

describe('a value that is logged is left out', () => {
  it.each([
    ['an argument', 'print("key", key)', 'print("key")'],
    ['the first argument', 'print(key, user)', 'print(user)'],
    [
      'an argument with its comma',
      'print(\n    "a",\n    key,  # the key\n)',
      'print(\n    "a",  # the key\n)',
    ],
    ['a keyword', 'conv.log.info("loaded", key=key, user=user)', 'conv.log.info("loaded", user=user)'],
    [
      'an entry',
      'logging.info("a", extra={"key": key, "user": user})',
      'logging.info("a", extra={"user": user})',
    ],
    ['the only entry, with its keyword', 'logging.info("a", extra={"key": key})', 'logging.info("a")'],
    ['a part of an f-string', 'print(f"user {user} has {key} now")', 'print(f"user {user} has now")'],
    [
      'the only part of an f-string, which is none then',
      'print(f"the key is: {key}")',
      'print("the key is")',
    ],
    ['the part with a format', 'print(f"{user} {key!r:>10}")', 'print(f"{user}")'],
    ['several parts', 'print(f"{user} {key} {creds}")', 'print(f"{user}")'],
    ['the end of a sum', 'print("key is " + key)', 'print("key is ")'],
    ['the middle of a sum', 'print("a" + key + "b")', 'print("a" + "b")'],
    ['the start of a sum', 'print(key + " is set")', 'print(" is set")'],
    ['an argument with its placeholder', 'logging.info("key: %s", key)', 'logging.info("key")'],
    [
      'the second of two placeholders',
      'logging.info("%s has %s", user, key)',
      'logging.info("%s has", user)',
    ],
    ['an item', 'print([user, key])', 'print([user])'],
    ['one of two adjacent strings', 'print(f"a {key}" f" {user}")', 'print("a" f" {user}")'],
    [
      'a secret field beside an open one',
      "print(f\"{creds['client_id']} {creds['client_secret']}\")",
      'print(f"{creds[\'client_id\']}")',
    ],
    [
      'a text with the value',
      'header = "Bearer " + key\nprint(f"{user} {header}")',
      'header = "Bearer " + key\nprint(f"{user}")',
    ],
    ['nothing that only has its length', 'print(f"{len(key)} {key}")', 'print(f"{len(key)}")'],
    ['what an exception says', 'raise ValueError(f"bad {key}")', 'raise ValueError("bad")'],
  ])('%s', (_, line, expected) => {
    expect(lines(inPython(line), leaveOut)).toBe(expected);
  });

  it.each([
    ['an argument', 'console.log("key", key);', 'console.log("key");'],
    ['a part of a template', 'console.log(`key: ${key}, ${user}`);', 'console.log(`key, ${user}`);'],
    ['a property', 'console.log({ key, user });', 'console.log({ user });'],
    ['a property with a value', 'console.log({ user, key: key });', 'console.log({ user });'],
    ['spread properties', 'console.log({ user, ...creds });', 'console.log({ user });'],
    ['an object without others', 'conv.log.info("a", { key });', 'conv.log.info("a");'],
    ['a part of a sum', 'console.log("key " + key + user);', 'console.log("key " + user);'],
    ['an argument with a type', 'console.log("a", key as string);', 'console.log("a");'],
    ['an argument with its placeholder', 'console.log("%s: %s", user, key);', 'console.log("%s", user);'],
    ['what an error says', 'throw new Error(`bad ${key}`);', 'throw new Error(`bad`);'],
  ])('%s, in TypeScript', (_, line, expected) => {
    expect(lines(inTypeScript(line), leaveOut)).toBe(expected);
  });
});

describe('a statement that logs nothing else is removed', () => {
  it.each([
    ['with its line', 'print(key)', ''],
    ['with a stream', 'print(key, file=sys.stderr)', ''],
    ['with several lines', 'print(\n    key,\n)', ''],
    ['where a block needs one', 'if user:\n    print(key)', 'if user:\n    pass'],
    ['on the line of a condition', 'if user: print(key)', 'if user: pass'],
    ['on a line with others', 'print(key); user = 1', 'pass; user = 1'],
    ['if it shows the value with a function', 'print(str(key))', ''],
    ['if it writes to a stream', 'sys.stderr.write(key)', ''],
    ['if it shows nothing but the value', 'print(f"{key}")', ''],
  ])('%s', (_, line, expected) => {
    const all = lines(inPython(line), remove);
    expect(all).toBe(expected);
  });

  it.each([
    ['with its line', 'console.log(key);', ''],
    ['where a statement is needed', 'if (user) console.log(key);', 'if (user) {}'],
    [
      'without joining its neighbors',
      'const a = user\nconsole.log(key)\n;[1].map(String)',
      'const a = user\n;[1].map(String)',
    ],
    [
      'so that the next line does not continue the one before',
      'const a = user\nconsole.log(key);\n[1].map(String)',
      'const a = user\n{}\n[1].map(String)',
    ],
    ['unless it is only a part of the statement', 'user && console.log(key)', undefined],
  ])('%s, in TypeScript', (_, line, expected) => {
    expect(lines(inTypeScript(line), remove)).toBe(expected);
  });
});

describe('a value that is logged is masked', () => {
  it.each([
    ['an argument', 'print("key", key)', 'print("key", "***")'],
    ['a keyword', 'conv.log.info("loaded", key=key)', 'conv.log.info("loaded", key="***")'],
    ['an entry', 'logging.info("k %(a)s", {"a": key})', 'logging.info("k %(a)s", {"a": "***"})'],
    ['a part of an f-string', 'print(f"user {user} has {key!r:>10}")', 'print(f"user {user} has ***")'],
    ['a part that documents itself', 'print(f"{key=}")', 'print(f"***")'],
    ['a part of a sum', 'print("key is " + key)', 'print("key is " + "***")'],
    ['an argument with a placeholder', 'logging.info("key %s", key)', 'logging.info("key %s", "***")'],
    ['one value of a percent template', 'print("%s: %s" % (user, key))', 'print("%s: %s" % (user, "***"))'],
    ['the whole text if a number is expected', 'print("%d: %s" % (user, key))', 'print("***")'],
    ['a value of format', 'print("k {a} {}".format(user, a=key))', 'print("k {a} {}".format(user, a="***"))'],
    ['an item of a joined list', 'print(" ".join([user, key]))', 'print(" ".join([user, "***"]))'],
    ['one branch', 'print(key if user else "none")', 'print("***" if user else "none")'],
    ['a value that is shown by a function', 'print("a", str(key))', 'print("a", "***")'],
    ['what an exception says', 'raise ValueError("bad", key)', 'raise ValueError("bad", "***")'],
    ['a text in an f-string of the other quotes', `print(f"{print(key)}")`, `print(f"{print('***')}")`],
  ])('%s', (_, line, expected) => {
    expect(lines(inPython(line), mask)).toBe(expected);
  });

  it.each([
    ['a part of a template', 'console.log(`key ${key} ${user}`);', 'console.log(`key *** ${user}`);'],
    ['a short property', 'console.log({ key, user });', 'console.log({ key: "***", user });'],
    ['a default', 'console.log(key ?? "none");', 'console.log("***" ?? "none");'],
    ['a concatenation', 'console.log("a".concat(key));', 'console.log("a".concat("***"));'],
  ])('%s, in TypeScript', (_, line, expected) => {
    expect(lines(inTypeScript(line), mask)).toBe(expected);
  });

  it('with the quotes that the file uses', () => {
    const code = inTypeScript("console.log('a', key, 'b', 'c', 'd');");
    expect(lines(code, mask)).toBe("console.log('a', '***', 'b', 'c', 'd');");
  });
});

describe('no fix is offered', () => {
  it.each([
    [
      'at the call of a function that logs its argument',
      'def helper(a):\n    print(a)\n    return len(a)\nhelper(key)',
    ],
    ['for fields that are spread', 'print(**creds)', mask],
    ['if the call needs the argument', 'logging.log(logging.INFO, key)', leaveOut],
    ['if the placeholders do not match', 'logging.info("%s %s", *user, key)', leaveOut],
    ['if the program would go on', 'sys.exit(key)', remove],
    ['for the argument of an exception', 'raise ValueError("bad", key)', leaveOut],
  ])('%s', (_, line, title?: string) => {
    const program = inPython(line);
    expect(findingsIn(program)).toBeGreaterThan(0);
    const offered = fixedIn(program).filter((one) => title === undefined || one.title === title);
    expect(offered).toEqual([]);
  });
});

describe('after every fix', () => {
  const programs = loggingPrograms().filter((program) => findingsIn(program) > 0);

  it('the file can be parsed, and the finding is gone', { timeout: 180_000 }, () => {
    const failures: string[] = [];
    let count = 0;
    for (const program of programs) {
      const before = findingsIn(program);
      const all = fixedIn(program);
      if (all.length === 0) failures.push(`No fix:\n${program.code}`);
      for (const { title, text } of all) {
        count++;
        const after = findingsIn({ ...program, code: text });
        if (!isParsed(text, program.languageId) || after >= before)
          failures.push(`${title} (${String(before)} → ${String(after)}):\n${program.code}\n=>\n${text}`);
      }
    }
    expect(failures.slice(0, 10)).toEqual([]);
    expect(programs.length).toBeGreaterThan(700);
    expect(count).toBeGreaterThan(programs.length);
  });
});
