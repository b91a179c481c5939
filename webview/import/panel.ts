import type { FromImportPanel, ToImportPanel } from '../../contracts/import-messages.ts';
import type { PanelAgent } from '../../contracts/panel-agent.ts';
import { agentFilterId } from '../common/agent-choice.ts';
import { withAgents } from '../common/agents.ts';
import { Drawing } from '../common/drawing.ts';
import { handlePanelKey } from '../common/keys.ts';
import type { Host } from '../common/open-panel.ts';
import { focusOn } from '../common/parts.ts';
import { t } from '../common/words.ts';
import {
  changeRow,
  draftOf,
  formOf,
  type FormRow,
  type ImportForm,
  importOf,
  included,
  problemOf,
  refuse,
} from './form.ts';
import { type ImportActions, importView, nameIdOf } from './view.ts';

export class ImportPanel implements ImportActions {
  readonly #drawing: Drawing;
  readonly #host: Host<FromImportPanel>;
  #form: ImportForm | undefined;

  constructor(root: HTMLElement, host: Host<FromImportPanel>) {
    this.#drawing = new Drawing(root);
    this.#host = host;
  }

  receive(message: ToImportPanel): void {
    if (message.type === 'failed') return this.#fail(message);
    this.#draw(formOf(message, this.#form));
    this.#keep();
  }

  readonly include = (row: FormRow, isIncluded: boolean): void =>
    this.#change((form) => changeRow(form, row, { isIncluded }));

  readonly rename = (row: FormRow, name: string): void =>
    this.#change((form) => changeRow(form, row, { name }));

  readonly filter = (filter: string): void => this.#change((form) => ({ ...form, filter }));

  readonly tick = (agents: readonly PanelAgent[], ticked: boolean): void =>
    this.#change((form) => ({ ...form, selected: withAgents(form.selected, agents, ticked) }));

  readonly showLine = (line: number): void => this.#host.post({ type: 'show-line', line });

  readonly cancel = (): void => this.#host.post({ type: 'cancel' });

  readonly submit = (): void => {
    const form = this.#form;
    if (!form || form.busy) return;
    const rows = included(form);
    if (rows.length === 0) return this.#draw({ ...form, alert: t('Select at least one secret.') });
    const wrong = rows.find((row) => problemOf(form, row) !== undefined);
    if (wrong) {
      this.#draw({ ...form, alert: t('Fix the problems of the selected secrets first.') });
      return focusOn(nameIdOf(wrong));
    }
    this.#host.post(importOf(form));
    this.#draw({ ...form, busy: true, alert: '', status: t('Creating…') });
  };

  /** Enter in a name does not import: it would create everything. */
  readonly keyDown = (event: KeyboardEvent): void =>
    handlePanelKey(event, {
      submit: () => undefined,
      escape: () => undefined,
      filterId: agentFilterId,
      clearFilter: () => this.filter(''),
    });

  #fail({ message, refused }: Extract<ToImportPanel, { type: 'failed' }>): void {
    if (!this.#form) return;
    const form = { ...this.#form, busy: false, status: '', alert: message };
    this.#draw(refuse(form, refused));
    const [first] = refused;
    focusOn(first ? nameIdOf(first) : 'import');
  }

  #change(changed: (form: ImportForm) => ImportForm): void {
    if (!this.#form) return;
    this.#draw({ ...changed(this.#form), alert: '' });
    this.#keep();
  }

  #keep(): void {
    if (!this.#form) return;
    const { uri: name, form } = this.#form.opened;
    const draft = draftOf(this.#form);
    this.#host.post({ type: 'draft', draft });
    this.#host.keep({ name, form, draft });
  }

  #draw(form: ImportForm): void {
    this.#form = form;
    this.#drawing.draw(importView(form, this));
  }
}
