import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'tests calling production code';

/** What production reads, called by tests in the same folder. */
export const tests: Flow = {
  kind,
  write: (writer) => {
    writer.random.of([givenName, ownName, handler, parametrized, fixture])(writer);
  },
};

function givenName(writer: ProgramWriter): void {
  const [module, start] = [writer.fresh('production'), writer.fresh('start')];
  writer.add(
    `def ${start}(conv, name=${writer.literal()}):\n    ${writer.read(kind, 'name')}`,
    `${module}.py`,
  );
  writer.add(`from ${module} import ${start}
def test_${start}():
    ${start}(conv, ${writer.known()})
def test_default_of_${start}():
    ${start}(conv)
test_${start}()
test_default_of_${start}()`);
}

function ownName(writer: ProgramWriter): void {
  const [module, start] = [writer.fresh('production'), writer.fresh('start')];
  writer.add(
    `NAME = ${writer.known()}\ndef ${start}(conv):\n    ${writer.read(kind, 'NAME')}`,
    `${module}.py`,
  );
  writer.add(`import ${module}
class Test${start}:
    def test(self):
        ${module}.${start}(conv)
Test${start}().test()`);
}

function handler(writer: ProgramWriter): void {
  const [module, owner] = [writer.fresh('production'), writer.fresh('Handler')];
  writer.add(
    `class ${owner}:
    def __init__(self, conv, name):
        self.conv = conv
        self.name = name
    def go(self):
        ${writer.read(kind, 'self.name', 'exact', 'self.conv')}`,
    `${module}.py`,
  );
  writer.add(`from ${module} import ${owner}
class Test${owner}:
    def set_up(self):
        self.handler = ${owner}(conv, ${writer.known()})
    def test(self):
        self.handler.go()
test = Test${owner}()
test.set_up()
test.test()`);
}

function parametrized(writer: ProgramWriter): void {
  const [module, start] = [writer.fresh('production'), writer.fresh('start')];
  writer.add(`def ${start}(conv, name):\n    ${writer.read(kind, 'name')}`, `${module}.py`);
  writer.add(`from ${module} import ${start}
for case in [${writer.literal()}, ${writer.literal()}]:
    ${start}(conv, case)`);
}

function fixture(writer: ProgramWriter): void {
  const [module, start, given] = [writer.fresh('production'), writer.fresh('start'), writer.fresh('given')];
  writer.add(`def ${start}(conv, name):\n    ${writer.read(kind, 'name')}`, `${module}.py`);
  writer.add(`from ${module} import ${start}
def ${given}():
    return ${writer.known()}
def test_${start}(name):
    ${start}(conv, name)
test_${start}(${given}())`);
}
