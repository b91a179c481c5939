import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

/** f-strings, `%`, `.format` and `+` of values known in the file. */
export const knownText: Flow = {
  kind: 'text of known parts',
  write: (writer) => {
    const part = writer.fresh('part');
    const value = writer.random.of([
      writer.literal(),
      writer.literal(),
      `(${writer.literal()} if pick(2) else ${writer.literal()})`,
    ]);
    writer.add(`${part} = ${value}\n${readOf(writer, 'text of known parts', part, 'exact')}`);
  },
};

/** The same with a part that is known at run time only. */
export const patterns: Flow = {
  kind: 'text of unknown parts',
  write: (writer) => {
    const part = writer.fresh('part');
    // `given` is a name that the runner of the program defines.
    const code = writer.random.chance(0.3)
      ? readOf(writer, 'text of unknown parts', 'given', 'pattern')
      : `${part} = unknown()\n${readOf(writer, 'text of unknown parts', part, 'pattern')}`;
    writer.add(code);
  },
};

function readOf(writer: ProgramWriter, kind: string, part: string, expected: 'exact' | 'pattern'): string {
  const base = writer.secret();
  const template = writer.fresh('TEMPLATE');
  const n = writer.fresh('n');
  const read = (expression: string): string => writer.read(kind, expression, expected);
  return writer.random.of([
    read(`f"${base}_{${part}}_api"`),
    read(`f"{${part}}_${base}"`),
    read(`"${base}_%s_api" % ${part}`),
    read(`"%s_${base}" % (${part},)`),
    read(`"%s_%s" % ("${base}", ${part})`),
    read(`"${base}_{}_api".format(${part})`),
    read(`"{0}_${base}_{0}".format(${part})`),
    read(`"{brand}_${base}".format(brand=${part})`),
    read(`"${base}_" + ${part}`),
    read(`"${base}_" + ${part} + "_api"`),
    read(`f"${base}_{${part}}" "_api"`),
    `${template} = "${base}_{}_api"\n${read(`${template}.format(${part})`)}`,
    `${n} = "${base}_"\n${n} += ${part}\n${read(n)}`,
    `def ${n}(brand):\n    return f"${base}_{brand}"\n${read(`${n}(${part})`)}`,
  ]);
}
