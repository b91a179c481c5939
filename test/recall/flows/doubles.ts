import type { Flow } from './flow.ts';

const kind = 'test doubles';

/** Objects that are not conversations, passed to code that also receives the real one. */
export const doubles: Flow = {
  kind,
  write: (writer) => {
    const [start, double] = [writer.fresh('start'), writer.fresh('Double')];
    const name = writer.literal();
    const production = writer.random.of([
      `def ${start}(conv):\n    ${writer.read(kind, writer.known())}`,
      `def ${start}(conv, name=${name}):\n    ${writer.read(kind, 'name')}`,
      `def ${start}(conv):\n    utils = conv.utils\n    ${writer.call(kind, `utils.get_secret(${name})`)}`,
    ]);
    writer.add(`${production}\n${writer.random.of(kinds)(double)}\n${start}(${double}())\n${start}(conv)`);
  },
};

const kinds: readonly [(name: string) => string, ...((name: string) => string)[]] = [
  (name) => `class ${name}Utils:
    def get_secret(self, secret_name):
        return "not-a-real-key"
class ${name}:
    def __init__(self):
        self.utils = ${name}Utils()`,
  (name) => `class ${name}:
    @property
    def utils(self):
        return self
    def get_secret(self, secret_name):
        return {"key": "not-a-real-key"}[secret_name] if secret_name == "key" else ""`,
  (name) => `from unittest.mock import MagicMock
def ${name}():
    fake = MagicMock()
    fake.utils.get_secret.return_value = "not-a-real-key"
    return fake`,
  (name) => `from types import SimpleNamespace
def ${name}():
    return SimpleNamespace(utils=SimpleNamespace(get_secret=lambda secret_name: "not-a-real-key"))`,
];
