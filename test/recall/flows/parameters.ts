import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'parameters';

export const parameters: Flow = {
  kind,
  write: (writer) => {
    writer.random.of([here, nested, elsewhere, constructor, through])(writer);
  },
};

function here(writer: ProgramWriter): void {
  const name = writer.fresh(writer.random.of(['_read', 'read']));
  writer.add(`def ${name}(conv, name, other=${writer.literal()}):
    ${writer.read(kind, 'name')}
    ${writer.read(kind, 'other')}
${name}(conv, ${writer.known()})
${name}(conv, name=${writer.literal()}, other=${writer.literal()})`);
}

function nested(writer: ProgramWriter): void {
  const name = writer.fresh('start');
  writer.add(`def ${name}(conv):
    def read(name):
        ${writer.read(kind, 'name')}
    read(${writer.known()})
    read(${writer.literal()})
${name}(conv)`);
}

function elsewhere(writer: ProgramWriter): void {
  const [module, name] = [writer.fresh('keys'), writer.fresh('read')];
  const alias = writer.fresh('fetch');
  writer.add(`def ${name}(conv, name):\n    ${writer.read(kind, 'name')}`, `${module}.py`);
  const [statement, used] = writer.random.of([
    [`from ${module} import ${name}`, name],
    [`from ${module} import ${name} as ${alias}`, alias],
    [`import ${module}`, `${module}.${name}`],
  ]);
  writer.add(`${statement}\n${used}(conv, ${writer.known()})\n${used}(conv, name=${writer.literal()})`);
}

function constructor(writer: ProgramWriter): void {
  const [module, name] = [writer.fresh('api'), writer.fresh('Handler')];
  writer.add(
    `class ${name}:
    def __init__(self, conv, secret_name):
        self.conv = conv
        self.secret_name = secret_name
    def key(self):
        ${writer.read(kind, 'self.secret_name', 'exact', 'self.conv')}`,
    `${module}.py`,
  );
  writer.add(`from ${module} import ${name}
${name}(conv, ${writer.literal()}).key()
${name}(conv, secret_name=${writer.known()}).key()`);
}

function through(writer: ProgramWriter): void {
  const [inner, outer] = [writer.fresh('_inner'), writer.fresh('_outer')];
  writer.add(`def ${inner}(conv, name):
    ${writer.read(kind, 'name')}
def ${outer}(conv, name):
    ${inner}(conv, name)
${outer}(conv, ${writer.known()})
${outer}(conv, ${writer.literal()})`);
}
