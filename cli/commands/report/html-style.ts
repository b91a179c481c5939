/** The style sheet of the page. Its hash is in the page's policy. */
export const style = `
:root { color-scheme: light dark; --line: #8a8a8a; --ink: #1a1a1a; --paper: #ffffff; --soft: #f3f3f3; --link: #0b57c2;
  --good: #dff3e3; --warn: #fff0c9; --bad: #fde0dd; --dim: #ececec; }
@media (prefers-color-scheme: dark) { :root { --line: #7d7d7d; --ink: #f0f0f0; --paper: #1c1c1c; --soft: #282828;
  --link: #8ab8ff; --good: #163d22; --warn: #4a3a07; --bad: #56201c; --dim: #333333; } }
@media (prefers-contrast: more) { :root { --line: #000000; --ink: #000000; --paper: #ffffff; --soft: #ffffff;
  --link: #00339a; --good: #ffffff; --warn: #ffffff; --bad: #ffffff; --dim: #ffffff; } }
@media (prefers-contrast: more) and (prefers-color-scheme: dark) { :root { --line: #ffffff; --ink: #ffffff;
  --paper: #000000; --soft: #000000; --link: #9cc7ff; --good: #000000; --warn: #000000; --bad: #000000; --dim: #000000; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 110rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.6rem; } h2 { margin: 2.5rem 0 0.25rem; font-size: 1.25rem; } h3 { font-size: 1rem; }
p { margin: 0.25rem 0 0.75rem; max-width: 80ch; } .origin { font-size: 0.875rem; }
a { color: var(--link); } nav ul { padding-left: 1.25rem; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 0.5rem; background: var(--paper); padding: 0.25rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
summary { cursor: pointer; padding: 0.25rem 0; width: fit-content; }
.scroll { overflow: auto; max-width: 100%; max-height: 85vh; border: 1px solid var(--line); width: fit-content; }
.block { content-visibility: auto; contain-intrinsic-size: auto 40rem; }
table { border-collapse: separate; border-spacing: 0; }
th, td { padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--line); border-right: 1px solid var(--line); text-align: left;
  vertical-align: top; unicode-bidi: isolate; overflow-wrap: anywhere; }
th { font-weight: 600; background: var(--soft); }
tbody th, section > details td { min-width: 8rem; max-width: 28rem; }
td ul { margin: 0; padding: 0; list-style: none; } small { font-weight: 400; }
thead th { position: sticky; top: 0; z-index: 1; }
.matrix th[scope=row], .matrix thead th:first-child { position: sticky; left: 0; }
.matrix thead th:first-child { z-index: 2; }
.matrix thead th { min-width: 6.5rem; max-width: 12rem; vertical-align: bottom; } .matrix thead small { display: block; }
.matrix tbody th { min-width: 15rem; max-width: 22rem; } .matrix td { white-space: nowrap; }
.used { background: var(--good); } .maybe, .incomplete, .unknown { background: var(--warn); }
.stale, .missing, .nonexistent { background: var(--bad); font-weight: 600; } .unused { background: var(--warn); }
.no-code { background: var(--dim); }
.legend { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 0.75rem; max-width: 80ch; }
.legend dt { padding: 0 0.5rem; border: 1px solid var(--line); } .legend dd { margin: 0; }
code { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; }
@media (max-width: 45rem) { body { padding: 0.75rem; } .matrix th[scope=row] { max-width: 9rem; min-width: 6rem; } }
@media print { body { padding: 0; max-width: none; font-size: 9pt; } nav, .skip, summary { display: none; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; }
  .scroll { overflow: visible; max-height: none; border: 0; width: auto; } .block { content-visibility: visible; }
  thead th, .matrix th[scope=row], .matrix thead th:first-child { position: static; } .matrix table { font-size: 6pt; }
  .matrix thead th { min-width: 0; max-width: none; writing-mode: vertical-rl; } .matrix td { padding: 0.1rem 0.2rem; }
  tr { break-inside: avoid; } * { print-color-adjust: exact; } }
`;
