import { html, nothing, type TemplateResult } from 'lit';
import type {
  AgentUsage,
  ChangeList,
  ChangeRights,
  FromChangesPanel,
} from '../../contracts/access-changes-messages.ts';
import type { BranchChanges, NeededSecret } from '../../contracts/changes.ts';
import { button, linkButton, type Part, statusRegion, tableHead } from '../common/parts.ts';
import { t } from '../common/words.ts';
import { accessText, catalogText, summary, suppressedRules } from './words.ts';

export interface ShownChanges {
  readonly changes: BranchChanges;
  readonly agentNames: Readonly<Record<string, string>>;
  readonly rights: ChangeRights;
  /** Absent until the code has been compared with the granted access. */
  readonly agents?: readonly AgentUsage[];
  readonly status: string;
}

type Post = (message: FromChangesPanel) => void;

export function changesView(shown: ShownChanges, post: Post): TemplateResult {
  const { changes, status } = shown;
  return html`<div class="panel wide" role="region" aria-labelledby="title">
    <h1 id="title">${t('Review Access Changes')}</h1>
    <p class="lead">
      ${summary(changes.needs)} ${t('Compared with')} <code>${changes.base.name}</code>
      (<code>${changes.base.commit.slice(0, 12)}</code>).
    </p>
    ${commands(post)} ${needed(shown, post)} ${findings(changes, post)} ${suppressions(changes, post)}
    ${dynamicReads(shown, post)} ${gone(shown, post)} ${catalog(shown)} ${notChecked(changes)}
    ${usage(shown.agents)} ${statusRegion(status)}
  </div>`;
}

export function absentView(message: string, post: Post): TemplateResult {
  return html`<div class="panel wide" role="region" aria-labelledby="title">
    <h1 id="title">${t('Review Access Changes')}</h1>
    <p class="lead" role="status">${message}</p>
    ${commands(post)}
  </div>`;
}

function commands(post: Post): TemplateResult {
  const refresh = (): void => post({ type: 'refresh' });
  const choose = (): void => post({ type: 'choose-base' });
  return html`<div class="row-buttons">
    ${button({ id: 'choose-base', label: t('Choose Base…'), press: choose, secondary: true })}
    ${button({ id: 'refresh', label: t('Compare Again'), press: refresh, secondary: true })}
  </div>`;
}

function needed(shown: ShownChanges, post: Post): Part {
  const rows = shown.changes.needs.map(
    (row, index) =>
      html`<tr>
        <th scope="row"><code>${row.name}</code></th>
        <td>${nameOf(shown, row.agentId)}</td>
        <td>${place('needs', index, row.label, post)}</td>
        <td>
          <span class=${row.access === 'granted' ? '' : 'not-granted'}>${accessText(row.access)}</span>
          ${action(shown, row, index, post)}
        </td>
      </tr>`,
  );
  return table('needs', t('Needed access'), [t('Secret'), t('Agent'), t('Place'), t('Access')], rows);
}

/** The one command that the user's role allows. */
function action({ rights }: ShownChanges, { access, name }: NeededSecret, index: number, post: Post): Part {
  if (access === 'nonexistent' && rights.mayCreate) {
    return act('create', t('Create…'), t('Create {0}', name), index, post);
  }
  if (access !== 'missing') return nothing;
  if (rights.mayGrant) return act('grant', t('Grant…'), t('Grant {0}', name), index, post);
  return rights.mayRequest
    ? act('request', t('Request Access…'), t('Request access to {0}', name), index, post)
    : nothing;
}

type Verb = Extract<FromChangesPanel, { type: 'act' }>['verb'];

function act(verb: Verb, label: string, spoken: string, index: number, post: Post): TemplateResult {
  return html`<button
    type="button"
    class="text-button"
    aria-label=${spoken}
    @click=${() => post({ type: 'act', verb, index })}
  >
    ${label}
  </button>`;
}

function findings({ findings: found }: BranchChanges, post: Post): Part {
  const rows = found.map(
    ({ message, rule, label }, index) =>
      html`<tr>
        <th scope="row">${message}</th>
        <td><code>${rule}</code></td>
        <td>${place('findings', index, label, post)}</td>
      </tr>`,
  );
  return table('findings', t('New findings'), [t('Finding'), t('Rule'), t('Place')], rows);
}

function notChecked({ notChecked: files }: BranchChanges): Part {
  const rows = files.map(
    ({ label }) =>
      html`<tr>
        <th scope="row"><code>${label}</code></th>
        <td>${t('{0} shows why', 'agent-secrets check --diff')}</td>
      </tr>`,
  );
  return table('not-checked', t('Not checked'), [t('File'), t('Reason')], rows);
}

function suppressions({ suppressions: added }: BranchChanges, post: Post): Part {
  const rows = added.map(
    (one, index) =>
      html`<tr>
        <th scope="row">${suppressedRules(one)}</th>
        <td>${one.reason === '' ? html`<strong>${t('no reason given')}</strong>` : one.reason}</td>
        <td data-heading=${t('Suppressed finding')}>${list(one.suppressed)}</td>
        <td>${place('suppressions', index, one.label, post)}</td>
      </tr>`,
  );
  const headings = [t('Rule'), t('Reason'), t('Suppressed finding'), t('Place')];
  return table('suppressions', t('New suppressions'), headings, rows);
}

function dynamicReads(shown: ShownChanges, post: Post): Part {
  const rows = shown.changes.dynamic.map(
    ({ agentId, patterns, label }, index) =>
      html`<tr>
        <th scope="row">${patterns.length === 0 ? t('any name') : patterns.join(', ')}</th>
        <td>${nameOf(shown, agentId)}</td>
        <td>${place('dynamic', index, label, post)}</td>
      </tr>`,
  );
  return table('dynamic', t('New dynamic reads'), [t('Possible names'), t('Agent'), t('Place')], rows);
}

function gone(shown: ShownChanges, post: Post): Part {
  const { changes, rights } = shown;
  const rows = changes.gone.map(({ name, agentId, label, mayRevoke }, index) => {
    const revoke = rights.mayGrant
      ? act('revoke', t('Edit Access…'), t('Edit access to {0}', name), index, post)
      : t('can be revoked');
    return html`<tr>
      <th scope="row"><code>${name}</code></th>
      <td>${nameOf(shown, agentId)}</td>
      <td>${label}</td>
      <td>${mayRevoke ? revoke : t('a dynamic read may still use it')}</td>
    </tr>`;
  });
  return table('gone', t('No longer read'), [t('Secret'), t('Agent'), t('Last read at'), t('Access')], rows);
}

function catalog(shown: ShownChanges): Part {
  const rows = shown.changes.catalog.map(
    ({ name, agentId, change }) =>
      html`<tr>
        <th scope="row"><code>${name}</code></th>
        <td>${nameOf(shown, agentId)}</td>
        <td>${catalogText(change)}</td>
      </tr>`,
  );
  return table('catalog', t('Catalog changes'), [t('Secret'), t('Agent'), t('Change')], rows);
}

function usage(agents: readonly AgentUsage[] | undefined): Part {
  const rows = (agents ?? []).map(
    ({ agentName, used, unused, missing, uncertain }) =>
      html`<tr>
        <th scope="row">${agentName}</th>
        <td data-heading=${t('Granted and read')}>${list(used)}</td>
        <td data-heading=${t('Granted, not read')}>
          ${uncertain ? t('unknown: the code chooses names at run time, or is still being analyzed') : list(unused)}
        </td>
        <td data-heading=${t('Read, not granted')}>${list(missing)}</td>
      </tr>`,
  );
  const headings = [t('Agent'), t('Granted and read'), t('Granted, not read'), t('Read, not granted')];
  return table('usage', t('Granted and used'), headings, rows);
}

function table(
  id: string,
  title: string,
  headings: readonly string[],
  rows: readonly TemplateResult[],
): Part {
  if (rows.length === 0) return nothing;
  return html`<section class="changes" aria-labelledby="${id}-heading">
    <h2 id="${id}-heading">${title}</h2>
    <table>
      ${tableHead(headings)}
      <tbody>
        ${rows}
      </tbody>
    </table>
  </section>`;
}

function place(from: ChangeList, index: number, label: string, post: Post): TemplateResult {
  return linkButton(label, () => post({ type: 'open-place', list: from, index }));
}

function list(texts: readonly string[]): Part {
  if (texts.length === 0) return html`${t('none')}`;
  return html`<ul>
    ${texts.map((text) => html`<li>${text}</li>`)}
  </ul>`;
}

function nameOf({ agentNames }: ShownChanges, agentId: string): string {
  return agentNames[agentId] ?? agentId;
}
