import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'imports one away';

export const imports: Flow = {
  kind,
  write: (writer) => {
    const module = writer.fresh('names');
    const defined = writer.random.of([constant, branch, dictionary, builder, owner, enumeration])(writer);
    writer.add(defined.code, `${module}.py`);
    const { name } = defined;
    const alias = writer.fresh('alias');
    const [statement, used] = writer.random.of([
      [`from ${module} import ${name}`, name],
      [`from ${module} import ${name} as ${alias}`, alias],
      [`import ${module}`, `${module}.${name}`],
      [`import ${module} as ${alias}`, `${alias}.${name}`],
      [`from . import ${module}`, `${module}.${name}`],
    ]);
    writer.add(`${statement}\n${writer.read(kind, defined.use(used))}`);
  },
};

interface Defined {
  readonly name: string;
  readonly code: string;
  readonly use: (name: string) => string;
}

function constant(writer: ProgramWriter): Defined {
  const name = writer.fresh('MAIN');
  return { name, code: `${name} = ${writer.known()}`, use: (used) => used };
}

function branch(writer: ProgramWriter): Defined {
  const name = writer.fresh('MAIN');
  const code = `if pick(2):\n    ${name} = ${writer.literal()}\nelse:\n    ${name} = ${writer.literal()}`;
  return { name, code, use: (used) => used };
}

function dictionary(writer: ProgramWriter): Defined {
  const name = writer.fresh('NAMES');
  const code = `${name} = {"x": ${writer.literal()}, "y": ${writer.literal()}}`;
  const key = writer.random.of(['"x"', 'choose("x", "y")']);
  return { name, code, use: (used) => `${used}[${key}]` };
}

function builder(writer: ProgramWriter): Defined {
  const name = writer.fresh('vault_name');
  const code = `def ${name}(n):
    if pick(2):
        return ${writer.literal()}
    return n`;
  const argument = writer.literal();
  return { name, code, use: (used) => `${used}(${argument})` };
}

function owner(writer: ProgramWriter): Defined {
  const name = writer.fresh('Names');
  return { name, code: `class ${name}:\n    MAIN = ${writer.known()}`, use: (used) => `${used}.MAIN` };
}

function enumeration(writer: ProgramWriter): Defined {
  const name = writer.fresh('Names');
  const code = `from enum import Enum\nclass ${name}(Enum):\n    MAIN = ${writer.literal()}`;
  return { name, code, use: (used) => `${used}.MAIN.value` };
}
