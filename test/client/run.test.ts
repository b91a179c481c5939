import { describe, expect, it } from 'vitest';
import {
  baseName,
  debuggingForFile,
  displayLine,
  isInside,
  programForFile,
  programForLine,
  terminalName,
} from '../../client/run/run.ts';

describe('the program that runs a file', () => {
  it.each([
    ['/w/pay.py', 'python', ['/venv/bin/python', '/w/pay.py']],
    ['/w/pay.js', 'javascript', ['node', '/w/pay.js']],
    ['/w/pay.ts', 'typescript', ['node', '/w/pay.ts']],
    ['/w/pay.sh', 'shellscript', ['sh', '/w/pay.sh']],
  ])('of %s (%s) is %j', (file, language, line) => {
    const program = programForFile(file, language, '/venv/bin/python');
    expect([program?.command, ...(program?.args ?? [])]).toEqual(line);
  });

  it('is unknown when no program can start it: the user is asked', () => {
    expect(programForFile('/w/notes.md', 'markdown', 'python3')).toBeUndefined();
  });

  it('is shown as a line, with quotes around words with spaces', () => {
    expect(displayLine({ command: 'node', args: ['/my work/pay.js'] })).toBe('node "/my work/pay.js"');
  });
});

describe('a typed command', () => {
  it.each([
    ['/bin/zsh', ['-c', 'npm test']],
    ['C:\\Windows\\System32\\cmd.exe', ['/d', '/s', '/c', 'npm test']],
    ['C:\\Program Files\\PowerShell\\7\\pwsh.exe', ['-NoLogo', '-Command', 'npm test']],
  ])('is sent to the shell %s as %j', (shell, args) => {
    expect(programForLine('npm test', shell)).toEqual({ command: shell, args });
  });
});

describe('paths', () => {
  it('have a last part on either system', () => {
    expect([baseName('/a/b.py'), baseName('C:\\a\\b.py')]).toEqual(['b.py', 'b.py']);
  });

  it('are inside a folder, but not inside one with a longer name', () => {
    expect(isInside('/w/hotel/pay.py', '/w/hotel')).toBe(true);
    expect(isInside('/w/hotel-two/pay.py', '/w/hotel')).toBe(false);
  });
});

describe('the debugger of a file', () => {
  it('is known for Python, JavaScript and TypeScript', () => {
    const types = ['python', 'javascript', 'typescript', 'shellscript', 'markdown'].map(
      (language) => debuggingForFile('/w/a', language, '/w')?.type,
    );
    expect(types).toEqual(['debugpy', 'node', 'node', undefined, undefined]);
  });
});

describe('the terminal that runs a command', () => {
  it('is named after it, and after the beginning of a long one', () => {
    expect(terminalName('npm test')).toBe('npm test');
    expect(terminalName('python3 -m pytest tests/functions -k "payments and not slow"')).toBe(
      'python3 -m pytest tests/functio…',
    );
  });
});
