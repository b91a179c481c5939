import { indented, type ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'statements at random';

/** Random statements over two names, unlike real code: everything in them is followed by the analysis. */
export const mixed: Flow = {
  kind,
  write: (writer) => {
    const start = writer.fresh('start');
    const first = `n = ${writer.literal()}\nm = ${writer.literal()}\n`;
    const body = `${first}${block(writer, 0, false)}\n${writer.read(kind, 'n', 'sound')}`;
    writer.add(`def ${start}(conv):\n${indented(body)}\n${start}(conv)`);
  },
};

function block(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  const statements = [statement(writer, depth, inLoop)];
  if (writer.random.chance(0.5)) statements.push(statement(writer, depth, inLoop));
  return statements.join('\n');
}

type Write = (writer: ProgramWriter, depth: number, inLoop: boolean) => string;

function statement(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  const simple: readonly [Write, ...Write[]] = [assignment, assignment, assignment, readOf, both, leaving];
  if (depth > 1) return writer.random.of(simple)(writer, depth, inLoop);
  return writer.random.of([...simple, condition, condition, forLoop, whileLoop, attempt, matching, using])(
    writer,
    depth,
    inLoop,
  );
}

function variable(writer: ProgramWriter): string {
  return writer.random.of(['n', 'm']);
}

function expression(writer: ProgramWriter, depth = 0): string {
  if (depth > 1 || writer.random.chance(0.4)) return writer.literal();
  const inner = (): string => expression(writer, depth + 1);
  return writer.random.of([
    () => variable(writer),
    () => `(${inner()} if pick(2) else ${inner()})`,
    () => `{"x": ${inner()}, "y": ${inner()}}[choose("x", "y")]`,
    () => `[${inner()}, ${inner()}][pick(2)]`,
    () => `(pick(2) and ${inner()} or ${inner()})`,
    () => `(${variable(writer)} := ${inner()})`,
  ])();
}

function assignment(writer: ProgramWriter): string {
  return `${variable(writer)} = ${expression(writer)}`;
}

function both(writer: ProgramWriter): string {
  return `n, m = ${expression(writer)}, ${expression(writer)}`;
}

function readOf(writer: ProgramWriter): string {
  return writer.read(kind, writer.random.chance(0.7) ? variable(writer) : expression(writer), 'sound');
}

function leaving(writer: ProgramWriter): string {
  return writer.random.of([
    'boom()',
    'pass',
    'pick(2) or boom()',
    'if pick(2):\n    return',
    'if pick(2):\n    raise Boom',
  ]);
}

function condition(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  const leave = inLoop && writer.random.chance(0.2) ? `\n    ${writer.random.of(['break', 'continue'])}` : '';
  const inner = (): string => indented(block(writer, depth + 1, inLoop));
  const otherwise = writer.random.chance(0.6) ? `\nelse:\n${inner()}` : '';
  return `if pick(2):\n${inner()}${leave}${otherwise}`;
}

function forLoop(writer: ProgramWriter, depth: number): string {
  const items = `[${writer.literal()}, ${writer.literal()}]`;
  const body = indented(block(writer, depth + 1, true));
  return `for ${writer.random.of(['n', 'm', 'other'])} in ${items}:\n${body}${afterwards(writer, depth, 'else')}`;
}

function whileLoop(writer: ProgramWriter, depth: number): string {
  return `while again():\n${indented(block(writer, depth + 1, true))}${afterwards(writer, depth, 'else')}`;
}

/** `else` of a loop or of `try`, `finally`. */
function afterwards(writer: ProgramWriter, depth: number, word: 'else' | 'finally'): string {
  return writer.random.chance(0.25) ? `\n${word}:\n${indented(block(writer, depth + 1, false))}` : '';
}

/** It may fail before and after each statement. */
function attempt(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  const inner = block(writer, depth + 1, inLoop);
  const tried = `try:\n${indented(failing(writer, depth, inLoop))}`;
  const end = afterwards(writer, depth, 'else') + afterwards(writer, depth, 'finally');
  return `${tried}\nexcept Boom:\n${indented(inner)}${end}`;
}

function failing(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  const statements = [statement(writer, depth + 1, inLoop), statement(writer, depth + 1, inLoop)];
  return `boom()\n${statements.slice(writer.random.below(2)).join('\nboom()\n')}\nboom()`;
}

function matching(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  const inner = (): string => indented(block(writer, depth + 1, inLoop), 2);
  const otherwise = writer.random.chance(0.6) ? `\n    case _:\n${inner()}` : '';
  return `match choose("x", "y"):\n    case "x":\n${inner()}${otherwise}`;
}

/** The manager swallows exceptions. */
function using(writer: ProgramWriter, depth: number, inLoop: boolean): string {
  return `with manager():\n${indented(failing(writer, depth, inLoop))}`;
}
