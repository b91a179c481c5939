import {
  chmodSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseFormats, type ReportHost, reporters, writeReports } from '../../../cli/reporters/index.ts';
import { TemporaryWorkspace } from '../../server/support/workspace.ts';
import { change, noChange, options, pay, wholeCheck } from './support/example-change.ts';

interface Folder extends Disposable {
  readonly workspace: TemporaryWorkspace;
  readonly host: ReportHost;
  readonly printed: () => string;
  readonly write: (...values: readonly string[]) => Promise<void>;
}

function folder(): Folder {
  const workspace = new TemporaryWorkspace('');
  const printed: string[] = [];
  const host = {
    cwd: workspace.root,
    colour: true,
    version: '1.2.3',
    now: options.now,
    print: (text: string) => void printed.push(text),
    uninterrupted: <T>(work: () => Promise<T>) => work(),
  };
  return {
    workspace,
    host,
    printed: () => printed.join(''),
    write: (...values) => writeReports(noChange, parseFormats(values), host),
    [Symbol.dispose]: () => workspace[Symbol.dispose](),
  };
}

describe('writing reports', () => {
  it('writes each report to its file, in a new folder if needed, and prints the one without', async () => {
    using given = folder();
    await given.write('text', 'json=out/deep/report.json', 'junit=report.xml');
    expect(given.printed()).toContain('no new access and no new findings');
    expect(readFileSync(given.workspace.path('out/deep/report.json'), 'utf8')).toBe(
      reporters.json.changes(noChange, options),
    );
    expect(readFileSync(given.workspace.path('report.xml'), 'utf8')).toContain('<testsuites>');
    expect(readdirSync(given.workspace.root).toSorted()).toEqual(['out', 'report.xml']);
  });

  it('prints nothing if every report has a file', async () => {
    using given = folder();
    await given.write('json=a.json');
    expect(given.printed()).toBe('');
  });

  it('uses color only on standard output', async () => {
    using given = folder();
    await writeReports(change, parseFormats(['text', 'text=a.txt']), given.host);
    expect(given.printed()).toContain('\u001B[');
    expect(readFileSync(given.workspace.path('a.txt'), 'utf8')).not.toContain('\u001B');
  });

  it('replaces a file as a whole: a reader that opened the old one still has all of it', async () => {
    using given = folder();
    given.workspace.write('a.json', 'old');
    linkSync(given.workspace.path('a.json'), given.workspace.path('opened'));
    await given.write('json=a.json');
    expect(readFileSync(given.workspace.path('opened'), 'utf8')).toBe('old');
    expect(readFileSync(given.workspace.path('a.json'), 'utf8')).toContain('"needs"');
  });

  it.skipIf(process.platform === 'win32')('keeps the permissions and the links of a file', async () => {
    using given = folder();
    given.workspace.write('real/a.json', 'old');
    chmodSync(given.workspace.path('real/a.json'), 0o640);
    symlinkSync(given.workspace.path('real/a.json'), given.workspace.path('link.json'));
    await given.write('json=link.json');
    expect(readFileSync(given.workspace.path('real/a.json'), 'utf8')).toContain('"needs"');
    expect(statSync(given.workspace.path('real/a.json')).mode & 0o777).toBe(0o640);
  });

  it.skipIf(process.platform === 'win32')('writes to a device instead of replacing it', async () => {
    using given = folder();
    await given.write('json=/dev/null');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('refuses two reports in one file, whatever its names', async () => {
    using given = folder();
    given.workspace.write('a.json', 'old');
    symlinkSync(given.workspace.path('a.json'), given.workspace.path('b.json'));
    await expect(given.write('json=a.json', 'sarif=b.json')).rejects.toThrow(
      'Two reports would be written to b.json. Give each report its own file.',
    );
    await expect(given.write('json=new.json', `sarif=${given.workspace.path('new.json')}`)).rejects.toThrow(
      'Two reports would be written to',
    );
    expect(readFileSync(given.workspace.path('a.json'), 'utf8')).toBe('old');
  });

  it.each([
    ['folder', 'it is a folder. Add a file name.'],
    ['file/a.json', 'a part of its path is a file, not a folder. Choose another folder.'],
    [`${'x'.repeat(300)}.json`, 'its name is too long. Choose a shorter one.'],
  ])('says why %s cannot be written, and leaves nothing behind', async (file, reason) => {
    using given = folder();
    mkdirSync(given.workspace.path('folder'));
    writeFileSync(given.workspace.path('file'), 'text');
    await expect(given.write('text', `json=${file}`)).rejects.toThrow(`${file} cannot be written: ${reason}`);
    expect(readdirSync(given.workspace.root).toSorted()).toEqual(['file', 'folder']);
    expect(given.printed()).toBe('');
  });

  it('shows the code of a whole check from disk, and that of a change only if it is given', async () => {
    using given = folder();
    given.workspace.write('hotel/functions/pay.py', pay);
    const outputs = parseFormats(['text']);
    await writeReports(wholeCheck, outputs, { ...given.host, colour: false });
    expect(given.printed()).toContain('     4 |     key = conv.utils.get_secret("payment_api_kye")');
    const before = given.printed().length;
    await writeReports(change, outputs, { ...given.host, colour: false });
    expect(given.printed().slice(before)).not.toContain(' | ');
    await writeReports(change, outputs, { ...given.host, colour: false, sourceOf: options.sourceOf });
    expect(given.printed().slice(before)).toContain('     4 |     key');
  });
});
