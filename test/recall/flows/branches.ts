import { indented, type ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

/** Conditions, with names that are reassigned, or that leave the function. */
export const branches: Flow = {
  kind: 'branches',
  write: (writer) => {
    const start = writer.fresh('start');
    const first = writer.random.chance(0.5) ? `n = ${writer.literal()}\n` : 'n = None\n';
    const read = writer.read('branches', 'n');
    const chosen = `${first}${condition(writer, 0)}
if n:
    ${read}`;
    writer.add(`def ${start}(conv):\n${indented(chosen)}\n${start}(conv)`);
  },
};

function condition(writer: ProgramWriter, depth: number): string {
  const parts = [`if pick(2):\n${indented(branch(writer, depth))}`];
  if (writer.random.chance(0.4)) parts.push(`elif pick(2):\n${indented(branch(writer, depth))}`);
  if (writer.random.chance(0.7)) parts.push(`else:\n${indented(branch(writer, depth))}`);
  return parts.join('\n');
}

function branch(writer: ProgramWriter, depth: number): string {
  if (depth < 2 && writer.random.chance(0.3)) return condition(writer, depth + 1);
  const given = `n = ${writer.known(1)}`;
  return writer.random.of([given, given, given, `${given}\nreturn`, 'pass']);
}

export const conditionalExpressions: Flow = {
  kind: 'ternaries and walrus',
  write: (writer) => {
    const kind = 'ternaries and walrus';
    const [a, b, c] = [writer.literal(), writer.literal(), writer.literal()];
    const n = writer.fresh('n');
    writer.add(
      writer.random.of([
        writer.read(kind, `${a} if pick(2) else ${b}`),
        writer.read(kind, `${a} if pick(2) else ${b} if pick(2) else ${c}`),
        writer.read(kind, `None or ${a}`),
        writer.read(kind, `pick(2) and ${a} or ${b}`),
        `${n} = ${a} if pick(2) else None\n${writer.read(kind, `${n} or ${b}`)}`,
        `if (${n} := ${writer.known()}):\n    ${writer.read(kind, n)}`,
        writer.read(kind, `(${n} := ${writer.known()})`),
        `${n} = ${a}\npick(2) and (${n} := ${b})\n${writer.read(kind, n)}`,
        `${n} = ${a} if pick(2) else ""\n${writer.read(kind, `${n} or ${writer.known()}`)}`,
      ]),
    );
  },
};

export const matches: Flow = {
  kind: 'match',
  write: (writer) => {
    const start = writer.fresh('start');
    const isOpen = writer.random.chance(0.4);
    const last = isOpen ? '' : `\n    case _:\n        n = ${writer.known()}`;
    const first = isOpen ? `n = ${writer.literal()}\n` : '';
    const second = writer.random.chance(0.3) ? ' if pick(2)' : '';
    const code = `${first}match choose("x", "y", "z"):
    case "x":
        n = ${writer.known()}
    case "y"${second}:
        n = ${writer.literal()}${last}
${writer.read('match', 'n')}`;
    writer.add(`def ${start}(conv):\n${indented(code)}\n${start}(conv)`);
  },
};

export const loops: Flow = {
  kind: 'loops',
  write: (writer) => {
    const kind = 'loops';
    const [a, b, c] = [writer.literal(), writer.literal(), writer.literal()];
    const [n, k] = [writer.fresh('n'), writer.fresh('k')];
    const N = n.toUpperCase();
    const read = indented(writer.read(kind, n));
    writer.add(
      writer.random.of([
        `for ${n} in [${a}, ${b}]:\n${read}`,
        `for ${n} in ${a}, ${b}, ${c}:\n${read}`,
        `${N} = (${a}, ${b})\nfor ${n} in ${N}:\n${read}`,
        `for ${n} in {${a}: 1, ${b}: 2}:\n${read}`,
        `for ${k}, ${n} in {"x": ${a}, "y": ${b}}.items():\n${read}`,
        `${N} = {"x": ${a}, "y": ${b}}\nfor ${n} in ${N}.values():\n${read}`,
        `for ${k}, ${n} in enumerate([${a}, ${b}]):\n${read}`,
        `for ${k}, ${n} in [("x", ${a}), ("y", ${b})]:\n${read}`,
        `for ${n} in sorted([${a}, ${b}]):\n${read}`,
        writer.call(kind, `[conv.utils.get_secret(${n}) for ${n} in [${a}, ${b}]]`),
        `${n} = ${a}\nwhile again():\n    ${n} = ${b}\n${writer.read(kind, n)}`,
        `${n} = ${a}\nwhile again():\n${read}\n    ${n} = ${b}`,
      ]),
    );
  },
};
