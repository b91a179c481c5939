import type { Flow } from './flow.ts';

/** Names that cannot be determined by reading: the analysis must report them as dynamic. */
export const dynamic: Flow = {
  kind: 'dynamic by construction',
  write: (writer) => {
    const kind = 'dynamic by construction';
    const [n, names] = [writer.fresh('n'), writer.fresh('NAMES')];
    const read = (expression: string): string => writer.read(kind, expression, 'dynamic');
    const a = writer.literal();
    writer.add(
      writer.random.of([
        read('unknown()'),
        `${n} = ${a}\nif pick(2):\n    ${n} = unknown()\n${read(n)}`,
        read(`unknown() or ${a}`),
        read(`${a} if pick(2) else unknown()`),
        `${names} = {"x": ${a}}\n${names}["x"] = unknown()\n${read(`${names}["x"]`)}`,
        `${names} = {"x": ${a}}\n${names}.update(x=unknown())\n${read(`${names}["x"]`)}`,
        `${names} = [${a}]\n${names}.append(unknown())\n${read(`${names}[pick(2)]`)}`,
        `${names} = {"x": ${a}}\n(lambda d: d.update(x=unknown()))(${names})\n${read(`${names}["x"]`)}`,
        `class ${n}:\n    name = ${a}\n${n}.name = unknown()\n${read(`${n}.name`)}`,
        `import os\nos.environ["${n}"] = unknown()\n${read(`os.environ["${n}"]`)}`,
        `for ${n} in [${a}, unknown()]:\n    ${read(n)}`,
        `${n} = f"{unknown()}"\n${read(n)}`,
      ]),
    );
  },
};

/** Code after which nothing is certain about a whole file: these are on their own. */
export const dynamicFiles: Flow = {
  kind: 'dynamic by construction',
  write: (writer) => {
    const n = writer.fresh('n');
    const read = (expression: string): string =>
      writer.read('dynamic by construction', expression, 'dynamic');
    const a = writer.literal();
    writer.add(
      writer.random.of([
        `class ${n}:\n    name = ${a}\nsetattr(${n}, "name", unknown())\n${read(`${n}.name`)}`,
        `${n} = ${a}\nglobals()["${n}"] = unknown()\n${read(n)}`,
      ]),
    );
  },
};
