import type { Flow } from './flow.ts';

const kind = 'enumerations as text';

export const enumerations: Flow = {
  kind,
  write: (writer) => {
    const [names, n] = [writer.fresh('Names'), writer.fresh('n')];
    const bases = writer.random.of(['Enum', 'str, Enum', 'StrEnum']);
    const [one, other] = [writer.secret(), writer.secret()];
    const read = (expression: string): string => writer.read(kind, expression);
    const uses: [string, ...string[]] = [
      read(`${names}.ONE.value`),
      read(`${names}["OTHER"].value`),
      read(`(${names}.ONE if pick(2) else ${names}.OTHER).value`),
      read(`${names}(choose("${one}", "${other}")).value`),
      read(`f"{${names}.ONE.value}_api"`),
      `for ${n} in ${names}:\n    ${read(`${n}.value`)}`,
      `def ${n}(name):\n    ${read('name.value')}\n${n}(${names}.ONE)\n${n}(${names}.OTHER)`,
    ];
    if (bases !== 'Enum') uses.push(read(`${names}.ONE`), `${n} = ${names}.OTHER\n${read(n)}`);
    // Other code writes the name of the class.
    if (bases === 'StrEnum') uses.push(read(`f"{${names}.ONE}_api"`), read(`str(${names}.OTHER)`));
    writer.add(`from enum import Enum, StrEnum
class ${names}(${bases}):
    ONE = ${writer.quoted(one)}
    OTHER = ${writer.quoted(other)}
${writer.random.of(uses)}`);
  },
};
