/** Looks of the page: light and dark, on screens of any width and on paper; nothing is fetched. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --back: #fff; --card: #f6f8fa; --line: #d0d7de;
  --none: #b3261e; --partial: #8a5a00; --guarded: #1a7f37; --unknown: #57606a; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9aa4af; --back: #0d1117; --card: #161b22;
  --line: #30363d; --none: #ff8a80; --partial: #e3b341; --guarded: #56d364; --unknown: #9aa4af; --link: #79c0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1.5rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem; }
p { margin: .25rem 0 .75rem; max-width: 46rem; } .dim { color: var(--dim); } a { color: var(--link); }
code, .where { font-family: ui-monospace, monospace; font-size: .86em; overflow-wrap: anywhere; }
.skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.numbers { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 0; padding: 0; list-style: none; }
.numbers li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1rem; min-width: 8rem; }
.numbers b { display: block; font-size: 1.5rem; line-height: 1.2; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; } thead th { background: var(--card); white-space: nowrap; }
tbody th { font-weight: 600; } td ul { margin: 0; padding-left: 1.1rem; }
.status { font-weight: 600; } .none { color: var(--none); } .partial { color: var(--partial); }
.guarded, .disclosed { color: var(--guarded); } .unknown, .not-needed { color: var(--unknown); }
.special { border: 1px solid var(--none); color: var(--none); border-radius: 4px; padding: 0 .3rem; font-size: .78rem;
  white-space: nowrap; }
figure { margin: 0; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
svg { display: block; width: 100%; min-width: 40rem; height: auto; font: 13px system-ui, sans-serif; }
svg text { fill: var(--text); } svg .head { fill: var(--dim); font-weight: 600; }
svg .box { fill: var(--back); stroke: var(--line); } svg .flow { fill: none; stroke: currentColor; stroke-opacity: .55; }
svg .none { stroke-dasharray: 7 4; } svg .partial { stroke-dasharray: 2 4; }
svg .unknown { stroke-dasharray: 10 3 2 3; }
.matrix { width: auto; min-width: 40rem; font-size: .85rem; } .matrix th, .matrix td { padding: .3rem .4rem; }
.matrix thead th { background: none; white-space: normal; vertical-align: bottom; font-size: .78rem; line-height: 1.3; }
.matrix thead th + th { max-width: 5.6rem; text-align: center; } .matrix tr > :first-child { position: sticky; left: 0; background: var(--card); }
.matrix tbody th { font-weight: 400; max-width: 10.5rem; } .matrix .group th { font-weight: 600; color: var(--dim); padding-top: .9rem; }
.matrix td { text-align: center; white-space: nowrap; font-variant-numeric: tabular-nums; border-left: 1px solid var(--line); }
.matrix td[class] { background: color-mix(in srgb, currentColor 12%, transparent); }
figcaption { color: var(--dim); font-size: .88rem; margin-top: .75rem; }
ul.plain { padding-left: 1.1rem; } footer { margin-top: 3rem; color: var(--dim); font-size: .88rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } .scroll, figure { overflow: visible; border: 0; padding: 0; }
  tr, figure { break-inside: avoid; } h2 { break-after: avoid; } .skip { display: none; } }
`;
