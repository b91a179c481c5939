import type { ProgramWriter } from '../program-writer.ts';
import type { Flow } from './flow.ts';

const kind = 'functions that return names';

export const functions: Flow = {
  kind,
  write: (writer) => {
    writer.random.of([early, picking, passing, twice, chained, matching, optional])(writer);
  },
};

function early(writer: ProgramWriter): void {
  const name = writer.fresh('vault_name');
  writer.add(`def ${name}(conv):
    if pick(2):
        return ${writer.known()}
    return ${writer.known()}
${writer.read(kind, `${name}(conv)`)}`);
}

function picking(writer: ProgramWriter): void {
  const [name, names] = [writer.fresh('name_for'), writer.fresh('NAMES')];
  writer.add(`${names} = {"x": ${writer.literal()}, "y": ${writer.literal()}}
def ${name}(brand):
    return ${names}[brand]
${writer.read(kind, `${name}(choose("x", "y"))`)}`);
}

function passing(writer: ProgramWriter): void {
  const name = writer.fresh('same');
  writer.add(`def ${name}(n):
    return n
${writer.read(kind, `${name}(${writer.known()})`)}`);
}

function twice(writer: ProgramWriter): void {
  const name = writer.fresh('choice');
  writer.add(`def ${name}(n, m=${writer.literal()}):
    return n if pick(2) else m
${writer.read(kind, `${name}(${writer.literal()})`)}
${writer.read(kind, `${name}(${writer.literal()}, m=${writer.literal()})`)}`);
}

function chained(writer: ProgramWriter): void {
  const [inner, outer] = [writer.fresh('inner'), writer.fresh('outer')];
  writer.add(`def ${outer}():
    n = ${inner}()
    return n
def ${inner}():
    return ${writer.known()}
${writer.read(kind, `${outer}()`)}`);
}

function matching(writer: ProgramWriter): void {
  const name = writer.fresh('name_for');
  writer.add(`def ${name}(brand):
    match brand:
        case "x":
            return ${writer.literal()}
        case _:
            return ${writer.known()}
${writer.read(kind, `${name}(choose("x", "y"))`)}`);
}

function optional(writer: ProgramWriter): void {
  const name = writer.fresh('maybe');
  writer.add(`def ${name}():
    if pick(2):
        return ${writer.literal()}
    return None
${writer.read(kind, `${name}() or ${writer.literal()}`)}`);
}
