import { describe, expect, it } from 'vitest';
import { missingImportOfOs } from '../../client/snippets/python-import.ts';

function withOs(text: string): string {
  const missing = missingImportOfOs(text);
  return missing ? text.slice(0, missing.offset) + missing.line + text.slice(missing.offset) : text;
}

describe('the import of os', () => {
  it.each([
    'import os\n',
    'import json, os\n',
    'import os, json\n',
    'import os.path\n',
    'import os  # paths\n',
  ])('is not added next to %j', (text) => expect(withOs(text)).toBe(text));

  it.each(['import os as system\n', 'import oslo\n', 'from os import path\n', '# import os\n'])(
    'is added to %j, which does not bring it',
    (text) => expect(withOs(text)).toContain('import os\n'),
  );

  it('is not inferred from a text that shows it', () => {
    expect(withOs('"""Write:\nimport os\n"""\nx = 1\n')).toBe(
      '"""Write:\nimport os\n"""\nimport os\n\nx = 1\n',
    );
  });

  it('is placed at the top, with an empty line before code', () => {
    expect(withOs('def f():\n    pass\n')).toBe('import os\n\ndef f():\n    pass\n');
    expect(withOs('')).toBe('import os\n');
  });

  it('is placed above the other imports, and below what has to come first', () => {
    expect(withOs('import re\nx = 1\n')).toBe('import os\nimport re\nx = 1\n');
    expect(withOs('"""About\nthis."""\n\nfrom _gen import *\n')).toBe(
      '"""About\nthis."""\n\nfrom _gen import *\nimport os\n',
    );
    expect(withOs('#!/usr/bin/env python\nfrom __future__ import annotations\nimport re\n')).toBe(
      '#!/usr/bin/env python\nfrom __future__ import annotations\nimport os\nimport re\n',
    );
  });

  it('uses the line ending of the file', () => {
    expect(withOs('import re\r\n')).toBe('import os\r\nimport re\r\n');
  });
});
