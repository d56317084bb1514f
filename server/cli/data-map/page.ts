import { counted } from '../prose.ts';
import { html, Markup, prose } from './markup.ts';
import type { DataMap, MapCall, MapData, MapFinding, MapVendor } from './model.ts';
import { PAGE_STYLE } from './page-style.ts';
import { picture } from './picture.ts';
import { CONSENT, DISCLOSURE, weakest } from './words.ts';

/** The map as one page that stands by itself: no script, nothing to fetch, everything from the workspace escaped. */
export function dataMapPage(map: DataMap): string {
  const { figure, caption } = picture(map);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>AI data map of ${map.project}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <h1>AI data map of ${map.project}</h1>
          <p class="dim">
            Which personal data goes to which model, what guards it, and where people are told. Read off the source
            code: it states what was found there, and what was not.
          </p>
          <ul class="numbers">
            ${numbers(map)}
          </ul>
        </header>
        <main id="main">
          <h2 id="flows">Flows</h2>
          <figure tabindex="0" aria-label="Picture of the flows">
            ${figure}
            <figcaption>${caption}</figcaption>
          </figure>
          ${vendors(map)} ${categories(map)} ${calls(map)} ${findings(map)} ${unseen(map)}
        </main>
        <footer>Made by ${map.tool.name} ${map.tool.version}. The page is facts about code, no legal advice.</footer>
      </body>
    </html> `;
  return page.text;
}

const STYLE = new Markup(PAGE_STYLE);

const numbers = ({ summary, vendors: all, data }: DataMap): Markup[] =>
  [
    [summary.aiCalls, summary.aiCalls === 1 ? 'AI call' : 'AI calls'],
    [all.length, all.length === 1 ? 'recipient' : 'recipients'],
    [countries(all), countries(all) === 1 ? 'known country' : 'known countries'],
    [data.length, 'categories of personal data'],
    [summary.findings.error + summary.findings.warning, 'errors and warnings'],
  ].map(([count = 0, words = '']) => html`<li><b>${count}</b> ${words}</li>`);

/** This machine, and where nobody knows, are no countries. */
const countries = (all: readonly MapVendor[]): number =>
  new Set(all.map(({ country }) => country).filter((country) => country !== '??' && country !== 'LOCAL')).size;

const heads = (names: readonly string[]): Markup[] => names.map((name) => html`<th scope="col">${name}</th>`);

/** A table that scrolls by itself where it is too wide, also by the keyboard. */
function table(title: string, names: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll" role="region" aria-label="${title}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${heads(names)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const special = html` <span class="special">special category</span>`;

function dataList(data: readonly MapData[]): Markup {
  if (data.length === 0) return html`<span class="dim">none found</span>`;
  const items = data.map((item) => html`<li>${item.label}${item.special ? special : ''} <code>${item.key}</code></li>`);
  return html`<ul>
    ${items}
  </ul>`;
}

function vendors({ vendors: all }: DataMap): Markup {
  if (all.length === 0) return html``;
  const row = (vendor: MapVendor): Markup =>
    html`<tr>
      <th scope="row">${vendor.name}</th>
      <td>${vendor.countryName}</td>
      <td>${vendor.sdks.join(', ')}</td>
      <td>${vendor.kinds.join(', ')}</td>
      <td>${vendor.calls}</td>
      <td>${dataList(vendor.data)}</td>
    </tr>`;
  const names = ['Recipient', 'Country', 'Through', 'What for', 'Calls', 'Personal data'];
  return html`<h2 id="recipients">Recipients</h2>
    ${table('Recipients', names, all.map(row))}`;
}

function categories({ data, flows, vendors: all }: DataMap): Markup {
  if (data.length === 0) return html``;
  const names = new Map(all.map(({ id, name, countryName }) => [id, `${name} (${countryName})`]));
  const row = (item: MapData): Markup => {
    const own = flows.filter((flow) => flow.data.key === item.key);
    const consent = weakest(own.map((flow) => flow.consent)) ?? 'unknown';
    const to = own.map(({ vendor, calls }) => html`<li>${names.get(vendor) ?? vendor}: ${counted(calls, 'call')}</li>`);
    return html`<tr>
      <th scope="row">${item.label}${item.special ? special : ''}<br /><code>${item.key}</code></th>
      <td>
        <ul>
          ${to}
        </ul>
      </td>
      <td>${status(consent, CONSENT[consent], null)}</td>
    </tr>`;
  };
  return html`<h2 id="categories">Personal data</h2>
    ${table('Personal data', ['Category', 'Goes to', 'Consent, weakest of its calls'], data.map(row))}`;
}

function calls({ calls: all, vendors: known }: DataMap): Markup {
  if (all.length === 0)
    return html`<h2 id="calls">AI calls</h2>
      <p>No call of a model was found.</p>`;
  const vendorOf = new Map(known.map((vendor) => [vendor.id, vendor]));
  const row = (call: MapCall): Markup =>
    html`<tr>
      <th scope="row"><code>${call.api}</code><br /><span class="where">${call.where}</span></th>
      <td>
        ${vendorOf.get(call.vendor)?.name ?? call.vendor}<br /><span class="dim"
          >${vendorOf.get(call.vendor)?.countryName ?? ''}</span
        >
      </td>
      <td>${call.sdk}</td>
      <td>${dataList(call.data)}</td>
      <td>
        ${status(call.consent, CONSENT[call.consent], call.consentAt)}${call.bases.length === 0 ? '' : html`<br />declared basis: ${call.bases.join(', ')}`}
      </td>
      <td>${status(call.disclosure, DISCLOSURE[call.disclosure], call.disclosureAt)}</td>
    </tr>`;
  const names = ['Call', 'Recipient', 'Through', 'Personal data', 'Consent', 'People are told'];
  return html`<h2 id="calls">AI calls</h2>
    ${table('AI calls', names, all.map(row))}`;
}

const status = (kind: string, words: string, at: string | null): Markup =>
  html`<span class="status ${kind}">${words}</span>${at === null ? '' : html`<br /><span class="where">${at}</span>`}`;

function findings({ findings: all }: DataMap): Markup {
  if (all.length === 0)
    return html`<h2 id="findings">Findings</h2>
      <p>No rule has a finding.</p>`;
  const row = (finding: MapFinding): Markup =>
    html`<tr>
      <th scope="row">${finding.severity}</th>
      <td>
        ${prose(finding.message)}<br /><span class="where">${finding.where}</span
        >${finding.suppressed === null ? '' : html`<br />suppressed: ${finding.suppressed}`}
      </td>
      <td><code>${finding.rule}</code><br />${finding.confidence} confidence</td>
      <td>
        ${
          finding.laws.length === 0
            ? ''
            : html`<ul>
                ${finding.laws.map((law) => html`<li>${law}</li>`)}
              </ul>`
        }
      </td>
    </tr>`;
  const title = `Findings`;
  return html`<h2 id="findings">${title}</h2>
    ${table(title, ['Severity', 'What was found', 'Rule', 'Laws, with dates of application'], all.map(row))}`;
}

function unseen({ unseen: all, summary }: DataMap): Markup {
  const looked = html`<p>
    ${counted(summary.files, 'file')} were looked at; ${summary.analysed} of them lie on a path between data, a model
    and people.
  </p>`;
  if (all.length === 0)
    return html`<h2 id="unseen">What could not be seen</h2>
      ${looked}
      <p>Nothing was given up on the way.</p>`;
  const items = all.map(({ where, reason }) => html`<li><span class="where">${where}</span> ${prose(reason)}</li>`);
  return html`<h2 id="unseen">What could not be seen</h2>
    ${looked}
    <p>Data that takes these ways is not in the map.</p>
    <ul class="plain">
      ${items}
    </ul>`;
}
