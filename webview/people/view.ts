import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import {
  isValidKey,
  type ListedKey,
  type ListedPerson,
  type PeopleAction,
  type PeopleView,
  type ToPeoplePanel,
} from '../../contracts/people-messages.ts';
import { roleLabel } from '../../contracts/role-label.ts';
import { localHour, localTime } from '../common/access-words.ts';
import { alertRegion, button, filterInput, iconButton, tickedIn } from '../common/parts.ts';
import { t } from '../common/words.ts';

export interface PeoplePage extends Omit<Extract<ToPeoplePanel, { type: 'people' }>, 'type' | 'view'> {
  readonly view: PeopleView;
  readonly alert: string;
}

export interface PeopleActions {
  readonly look: (changed: Partial<PeopleView>) => void;
  readonly act: (action: PeopleAction, id?: string) => void;
}

export function peoplePage(page: PeoplePage, actions: PeopleActions): TemplateResult {
  const { mayChangePeople, mayChangeKeys } = page;
  const { filter, ended } = page.view;
  const { look, act } = actions;
  const people = page.people.filter((person) =>
    fits(filter, person.name, person.email, roleLabel(person.role, t)),
  );
  const keys = page.keys.filter(
    (key) =>
      (ended || isValidKey(key, new Date())) &&
      fits(filter, key.name, key.owner, key.issuedBy, roleLabel(key.role, t)),
  );
  return html`<div class="panel wide people-panel" role="region" aria-labelledby="title">
    <h1 id="title" tabindex="-1">${t('People and Keys')}</h1>
    ${alertRegion(page.alert)}
    ${filterInput('people-filter', t('Filter people and keys'), filter, (text) => look({ filter: text }))}
    <section aria-labelledby="people-heading">
      <h2 id="people-heading">${t('People')}</h2>
      ${mayChangePeople ? button({ id: 'add-person', label: t('Add Person…'), press: () => act('add-person'), secondary: true }) : nothing}
      <ul class="entries" role="list" aria-labelledby="people-heading">
        ${repeat(
          people,
          ({ id }) => id,
          (person) => personItem(person, page, actions),
        )}
      </ul>
      ${people.length === 0 ? html`<p class="detail">${t('Nothing matches the filter.')}</p>` : nothing}
    </section>
    <section aria-labelledby="keys-heading">
      <h2 id="keys-heading">${t('Keys')}</h2>
      <div class="row-buttons">
        ${
          mayChangeKeys
            ? html`${button({ id: 'issue-for-agent', label: t('Issue Key for Agent…'), press: () => act('issue-for-agent'), secondary: true })}
              ${button({ id: 'revoke-older', label: t('Revoke Older Keys…'), press: () => act('revoke-older'), secondary: true })}`
            : nothing
        }
        <label class="choice">
          <input
            type="checkbox"
            id="ended"
            .checked=${ended}
            @change=${(event: Event) => look({ ended: tickedIn(event) })}
          />
          <span>${t('Show expired and revoked keys')}</span>
        </label>
      </div>
      <ul class="entries" role="list" aria-labelledby="keys-heading">
        ${repeat(
          keys,
          ({ id }) => id,
          (key) => keyItem(key, page, actions),
        )}
      </ul>
      ${keys.length === 0 ? html`<p class="detail">${t('Nothing matches the filter.')}</p>` : nothing}
    </section>
  </div>`;
}

function personItem(
  { id, name, email, role, disabledAt }: ListedPerson,
  { mayChangePeople, mayChangeKeys }: PeoplePage,
  { act }: PeopleActions,
): TemplateResult {
  const mayHaveKey = mayChangeKeys && disabledAt === undefined && role !== 'none';
  return html`<li>
    <div class="what">
      <strong dir="auto">${name}</strong> <span class="chip">${roleLabel(role, t)}</span>
      ${disabledAt === undefined ? nothing : html`<span class="chip">${t('disabled')}</span>`}
      ${email === undefined ? nothing : html`<p class="detail">${email}</p>`}
    </div>
    ${mayHaveKey ? iconButton('key', t('Issue a key for {0}', name), () => act('issue-for-person', id)) : nothing}
    ${mayChangePeople ? iconButton('edit', t('Change {0}', name), () => act('change-person', id)) : nothing}
  </li>`;
}

function keyItem(key: ListedKey, { mayChangeKeys }: PeoplePage, { act }: PeopleActions): TemplateResult {
  const { id, name, role, owner } = key;
  return html`<li>
    <div class="what">
      <strong dir="auto">${name}</strong> <span class="chip">${roleLabel(role, t)}</span>
      ${owner === undefined ? nothing : html`<span dir="auto">${t('for {0}', owner)}</span>`}
      <p class="detail">${facts(key).join(' · ')}</p>
    </div>
    ${mayChangeKeys && isValidKey(key, new Date()) ? iconButton('trash', t('Revoke the key {0}', name), () => act('revoke', id)) : nothing}
  </li>`;
}

function facts(key: ListedKey): readonly string[] {
  const { createdAt, issuedBy, lastUsedAt, isSignIn } = key;
  const from = isSignIn
    ? t('signed in {0}', localTime(createdAt))
    : issuedBy === undefined
      ? t('issued {0}', localTime(createdAt))
      : t('issued {0} by {1}', localTime(createdAt), issuedBy);
  return [
    from,
    end(key),
    lastUsedAt === undefined ? t('never used') : t('last used {0}', localHour(lastUsedAt)),
  ];
}

function end(key: ListedKey): string {
  if (key.revokedAt !== undefined) return t('revoked {0}', localTime(key.revokedAt));
  const time = localTime(key.expiresAt);
  return isValidKey(key, new Date()) ? t('valid until {0}', time) : t('expired {0}', time);
}

/** Every word must occur. */
function fits(filter: string, ...texts: readonly (string | undefined)[]): boolean {
  const all = texts.filter(Boolean).join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
