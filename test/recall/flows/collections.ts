import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

export const dictionaries: Flow = {
  kind: 'dictionaries',
  write: (writer) => {
    const kind = 'dictionaries';
    const [names, key] = [writer.fresh('NAMES'), writer.fresh('KEY')];
    const any = 'choose("x", "y")';
    const display = `{"x": ${writer.known()}, "y": ${writer.known()}}`;
    const given = `${names} = ${display}\n`;
    const nested = `{"x": {"k": ${writer.literal()}, "u": "-"}, "y": {"k": ${writer.literal()}}}`;
    writer.add(
      writer.random.of([
        given + writer.read(kind, `${names}[${any}]`),
        given + writer.read(kind, `${names}["x"]`),
        given + writer.read(kind, `${names}.get(${any})`),
        given + writer.read(kind, `${names}.get(choose("x", "y", "z"), ${writer.literal()})`),
        `${given}${key} = "y"\n${writer.read(kind, `${names}[${key}]`)}`,
        given + writer.read(kind, `${names}["x" if pick(2) else "y"]`),
        writer.read(kind, `${display}[${any}]`),
        `${names} = ${nested}\n${writer.read(kind, `${names}[${any}]["k"]`)}`,
        inFunction(writer, kind, display, any),
      ]),
    );
  },
};

function inFunction(writer: ProgramWriter, kind: string, display: string, key: string): string {
  const start = writer.fresh('start');
  return `def ${start}(conv, brand):
    names = ${display}
    ${writer.read(kind, 'names[brand]')}
${start}(conv, ${key})`;
}

export const lists: Flow = {
  kind: 'lists and tuples',
  write: (writer) => {
    const kind = 'lists and tuples';
    const [names, n, m] = [writer.fresh('NAMES'), writer.fresh('n'), writer.fresh('m')];
    const [a, b] = [writer.known(), writer.known()];
    const [open, close] = writer.random.of([
      ['[', ']'],
      ['(', ')'],
    ]);
    const given = `${names} = ${open}${a}, ${b}${close}\n`;
    writer.add(
      writer.random.of([
        given + writer.read(kind, `${names}[pick(2)]`),
        given + writer.read(kind, `${names}[0]`),
        given + writer.read(kind, `${names}[-1]`),
        `${n}, ${m} = ${a}, ${b}\n${writer.read(kind, m)}`,
        `${n}, ${m} = ${m}x, ${n}x = ${a}, ${b}\n${writer.read(kind, `${m}x`)}`,
        `${given}${n}, ${m} = ${names}\n${writer.read(kind, n)}`,
        writer.read(kind, `[${a}, ${b}][pick(2)]`),
        `${n}, (${m}, _) = ${a}, (${b}, 1)\n${writer.read(kind, m)}`,
      ]),
    );
  },
};
