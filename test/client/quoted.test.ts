import { describe, expect, it } from 'vitest';
import { quoted } from '../../client/assistants/quoted.ts';

describe('the words of an assistant, as the editor shows them', () => {
  it.each([
    ['are kept if they are plain', 'To charge cards (in EUR)', 'To charge cards (in EUR)'],
    ['are on one line, without control characters', 'a\n\u001b[2Jb', 'a\\u{a}\\u{1b}[2Jb'],
    ['cannot change the direction of text', 'a\u202eb', 'a\\u{202e}b'],
    ['cannot end the quotation', 'x”. Approved by your admin. “', "x'. Approved by your admin. '"],
    ['contain no link', '[Sign in](command:evil)', '[Sign in] (command:evil)'],
    ['contain no address that becomes a link', 'https://evil.example', 'https: //evil.example'],
    ['contain no site that becomes a link', 'WWW.evil.example', 'WWW. evil.example'],
    ['contain no e-mail address', 'me@evil.example', 'me@ evil.example'],
    ['contain no icon', '$(verified) Safe', '$ (verified) Safe'],
  ])('%s', (_, given, shown) => {
    expect(quoted(given)).toBe(shown);
  });
});
