// `node scripts/pull-request-pictures.mjs`: takes the pictures of docs/for-reviewers.md from the golden files of
// the example pull request. Needs Chromium, in CHROMIUM or at /usr/bin/chromium.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { marked } from 'marked';
import { chromium } from 'playwright-core';
import { format } from 'prettier';
import sharp from 'sharp';
import { runMain } from './lib/main.mjs';
import { root } from './lib/paths.mjs';
import { annotationsPage, codeQualityPage, escaped, sarifPage, testReportPage } from './lib/report-pages.mjs';

const golden = path.join(root, 'test/reviewers/golden');
const folder = path.join(root, 'docs/pull-request');

/** As GitHub shows a job summary. */
const summaryStyle = `
  body { font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif; color: #1f2328; background: #fff; margin: 0; padding: 20px 24px; width: 980px; box-sizing: border-box; }
  h2 { font-size: 20px; border-bottom: 1px solid #d1d9e0; padding-bottom: 6px; margin: 0 0 12px; }
  h3 { font-size: 16px; margin: 18px 0 8px; }
  p { margin: 0 0 12px; }
  table { border-collapse: collapse; margin-bottom: 12px; }
  th, td { border: 1px solid #d1d9e0; padding: 5px 10px; text-align: left; vertical-align: top; }
  tr:nth-child(2n) td { background: #f6f8fa; }
  code { font: 12px ui-monospace, "Liberation Mono", monospace; background: #818b981f; border-radius: 6px; padding: 2px 5px; }
  a { color: #0969da; text-decoration: none; }`;

/** Like that of a summary, with the colors of levels and changed lines. */
const reportStyle = `${summaryStyle}
  h3:first-child { margin-top: 0; }
  body { width: 1160px; }
  table { width: 100%; }
  tr:nth-child(2n) td { background: none; }
  td:nth-child(-n+3):not([colspan]) { white-space: nowrap; }
  tr td[colspan] { background: #f6f8fa; }
  small { color: #59636e; margin-left: 8px; }
  table:last-child { margin-bottom: 0; }
  .label { border-radius: 9px; padding: 1px 8px; font-size: 12px; white-space: nowrap; background: #eaeef2; color: #59636e; }
  .warning, .major, .failure { --level: #9a6700; } .label.warning, .label.major { background: #fff8c5; color: var(--level); }
  .error, .critical { --level: #d1242f; } .label.error, .label.critical, .label.failure { background: #ffebe9; color: #d1242f; }
  .label.passed { background: #dafbe1; color: #1a7f37; }
  .notice { --level: #0969da; }
  .diff { font-size: 12px; border: 1px solid #d1d9e0; }
  .diff td { border: 0; padding: 1px 8px; }
  .diff td:first-child:not([colspan]) { width: 24px; text-align: right; color: #59636e; }
  .diff td:nth-child(2) { width: 6px; }
  .diff .added td { background: #dafbe1; } .diff .removed td { background: #ffebe9; }
  .diff td[colspan] { padding: 6px 10px 6px 56px; }
  pre { font: 12px/1.5 ui-monospace, "Liberation Mono", monospace; margin: 0; }
  .annotation { font-size: 13px; border: 1px solid #d1d9e0; border-left: 4px solid var(--level); border-radius: 6px; background: #fff; padding: 6px 12px; }
  .annotation b { color: var(--level); }
  .annotation + .annotation { margin-top: 6px; }`;

const terminalStyle = `
  body { background: #0d1117; margin: 0; padding: 18px 22px; width: 1060px; box-sizing: border-box; }
  pre { font: 13px/1.45 ui-monospace, "Liberation Mono", monospace; color: #d1d7e0; margin: 0; white-space: pre-wrap; }
  .path { color: #79c0ff; } .heading { color: #fff; font-weight: bold; } .warning { color: #d29922; } .error { color: #f85149; }`;

/** @type {readonly { name: string, from: string, body: (text: string) => string | Promise<string>, style: string }[]} */
const pictures = [
  { name: 'summary', from: 'pull-request.md', body: (text) => marked.parse(text), style: summaryStyle },
  {
    name: 'terminal',
    from: 'pull-request.txt',
    body: (text) =>
      `<pre>$ agent-secrets check --diff main --catalog catalog.json\n\n${coloured(text)}</pre>`,
    style: terminalStyle,
  },
  { name: 'annotations', from: 'pull-request.github.txt', body: annotationsPage, style: reportStyle },
  { name: 'code-scanning', from: 'pull-request.sarif', body: sarifPage, style: reportStyle },
  { name: 'code-quality', from: 'pull-request.gitlab.json', body: codeQualityPage, style: reportStyle },
  { name: 'test-report', from: 'pull-request.junit.xml', body: testReportPage, style: reportStyle },
];

await runMain(async () => {
  await mkdir(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  /** @type {Record<string, string>} */
  const taken = {};
  try {
    const page = await browser.newPage({ deviceScaleFactor: 1.5 });
    for (const { name, from, body, style } of pictures) {
      const text = await readFile(path.join(golden, from), 'utf8');
      await page.setContent(
        `<!doctype html><meta charset="utf-8"><style>${style}</style>${await body(text)}`,
      );
      const png = await page.locator('body').screenshot();
      await writeFile(path.join(folder, `${name}.webp`), await sharp(png).webp({ quality: 70 }).toBuffer());
      taken[from] = createHash('sha256').update(text).digest('hex');
    }
  } finally {
    await browser.close();
  }
  const record = await format(JSON.stringify(taken), { parser: 'json' });
  await writeFile(path.join(folder, 'taken-from.json'), record);
});

/**
 * The colours of a terminal, which the golden file does not contain.
 * @param {string} text
 */
function coloured(text) {
  return escaped(text)
    .split('\n')
    .map((line) => {
      if (/^[A-Z][^:]*$/.test(line) && !line.endsWith('.')) return `<span class="heading">${line}</span>`;
      return line
        .replace(/^([\w./-]+:\d+:\d+)/, '<span class="path">$1</span>')
        .replace(/  (warning|error)  /, '  <span class="$1">$1</span>  ')
        .replace(/^Failed:/, '<span class="error">$&</span>');
    })
    .join('\n');
}
