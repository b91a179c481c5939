import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'literals and aliases';

export const aliases: Flow = {
  kind,
  write: (writer) => {
    writer.random.of([literal, receiver, method, local, attribute, vaultFunction, keptMethod])(writer);
  },
};

function literal(writer: ProgramWriter): void {
  writer.add(writer.read(kind, writer.known()));
}

function receiver(writer: ProgramWriter): void {
  const utils = writer.fresh('utils');
  writer.add(`${utils} = conv.utils
${writer.call(kind, `${utils}.get_secret(${writer.known()})`)}`);
}

function method(writer: ProgramWriter): void {
  const [fetch, read] = [writer.fresh('fetch'), writer.fresh('read')];
  writer.add(`${fetch} = conv.utils.get_secret
${read} = ${fetch}
${writer.call(kind, `${read}(${writer.known()})`)}`);
}

function local(writer: ProgramWriter): void {
  const name = writer.fresh('start');
  writer.add(`def ${name}(conv):
    utils = conv.utils
    n = ${writer.known()}
    ${writer.call(kind, 'utils.get_secret(n)')}
${name}(conv)`);
}

function attribute(writer: ProgramWriter): void {
  const [owner, constant] = [writer.fresh('Handler'), writer.fresh('NAME')];
  writer.add(`${constant} = ${writer.known()}
class ${owner}:
    def __init__(self, conv):
        self.conv = conv
    def go(self):
        ${writer.read(kind, constant, 'exact', 'self.conv')}
${owner}(conv).go()`);
}

function keptMethod(writer: ProgramWriter): void {
  const owner = writer.fresh('Handler');
  writer.add(`class ${owner}:
    def __init__(self, conv):
        self.read = conv.utils.get_secret
    def go(self):
        ${writer.call(kind, `self.read(${writer.known()})`)}
${owner}(conv).go()`);
}

function vaultFunction(writer: ProgramWriter): void {
  const module = writer.random.of(['utils', 'utils.secret_vault']);
  const alias = writer.fresh('sv');
  writer.add(`from ${module} import secret_vault as ${alias}
${writer.call(kind, `${alias}(${writer.known()})`)}`);
}
