import { indented, type ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'classes and attributes';

export const classes: Flow = {
  kind,
  write: (writer) => {
    writer.random.of([constants, enumeration, constructor, given, method, switching])(writer);
  },
};

function constants(writer: ProgramWriter): void {
  const owner = writer.fresh('Names');
  writer.add(`class ${owner}:
    MAIN = ${writer.known()}
${writer.read(kind, `${owner}.MAIN`)}`);
}

function enumeration(writer: ProgramWriter): void {
  const owner = writer.fresh('Names');
  writer.add(`from enum import Enum
class ${owner}(Enum):
    MAIN = ${writer.literal()}
    OTHER = ${writer.literal()}
${writer.read(kind, `${owner}.MAIN.value`)}`);
}

function constructor(writer: ProgramWriter): void {
  const owner = writer.fresh('Handler');
  const body = `self.conv = conv\nself.name = ${writer.known()}`;
  writer.add(handler(writer, owner, body, writer.read(kind, 'self.name', 'exact', 'self.conv')));
  writer.add(`${owner}(conv).go()`);
}

function switching(writer: ProgramWriter): void {
  const owner = writer.fresh('Handler');
  const body = `self.conv = conv
if pick(2):
    self.name = ${writer.literal()}
else:
    self.name = ${writer.known()}`;
  writer.add(handler(writer, owner, body, writer.read(kind, 'self.name', 'exact', 'self.conv')));
  writer.add(`${owner}(conv).go()`);
}

function given(writer: ProgramWriter): void {
  const owner = writer.fresh('_Handler');
  const body = 'self.conv = conv\nself.name = name';
  const read = writer.read(kind, 'self.name', 'exact', 'self.conv');
  writer.add(handler(writer, owner, body, read, ', name'));
  writer.add(`${owner}(conv, ${writer.literal()}).go()\n${owner}(conv, name=${writer.known()}).go()`);
}

function method(writer: ProgramWriter): void {
  const owner = writer.fresh('Handler');
  const decorator = writer.random.of(['', '@property\n', '@staticmethod\n', '@classmethod\n']);
  const parameters = decorator.includes('static') ? '' : decorator.includes('class') ? 'cls' : 'self';
  const name = `self.vault_name${decorator.includes('property') ? '' : '()'}`;
  writer.add(`class ${owner}:
${indented(`${decorator}def vault_name(${parameters}):\n    return ${writer.known()}`)}
    def go(self, conv):
        ${writer.read(kind, name)}
${owner}().go(conv)`);
}

function handler(writer: ProgramWriter, owner: string, body: string, read: string, more = ''): string {
  const name = writer.random.of(['go', 'run', 'start']);
  const alias = name === 'go' ? '' : `\n    go = ${name}`;
  return `class ${owner}:
    def __init__(self, conv${more}):
${indented(body, 2)}
    def ${name}(self):
        ${read}${alias}`;
}
