/** The actions for a panel's keys; the browser handles all other keys. */
export interface PanelKeys {
  readonly submit: () => void;
  /** Called for Esc: cancels if nothing would be lost. */
  readonly escape: () => void;
  readonly filterId: string;
  readonly clearFilter: () => void;
}

/**
 * Enter in an input, or Ctrl+Enter in multi-line text, submits. Esc clears the filter or requests to cancel.
 * In the filter, Enter and Arrow Down focus the first agent, so that searching does not save.
 */
export function handlePanelKey(event: KeyboardEvent, keys: PanelKeys): void {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === 'Escape') return escape(event, keys);
  if (moveBetweenBoxes(event)) return;
  if (event.key !== 'Enter') return;
  if (isFilter(event, keys)) return focusFirstBox(event);
  if (submits(event)) {
    event.preventDefault();
    keys.submit();
  }
}

/** Buttons handle Enter themselves; in multi-line text, Enter alone starts a new line. */
function submits({ target, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (target instanceof HTMLInputElement) return true;
  return target instanceof HTMLTextAreaElement && (ctrlKey || metaKey);
}

function escape(event: KeyboardEvent, keys: PanelKeys): void {
  event.preventDefault();
  const { target } = event;
  const filtering = target instanceof HTMLInputElement && target.id === keys.filterId && target.value !== '';
  if (filtering) keys.clearFilter();
  else keys.escape();
}

/** Arrow keys, Home and End move between agents, so that 300 agents are not 300 tab stops. */
function moveBetweenBoxes(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof HTMLInputElement) || target.type !== 'checkbox') return false;
  const boxes = agentBoxes();
  const destination = boxes[destinationOf(event.key, boxes.indexOf(target), boxes.length)];
  if (!destination) return false;
  event.preventDefault();
  destination.focus();
  return true;
}

function destinationOf(key: string, index: number, count: number): number {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return -1;
  }
}

function isFilter({ target }: KeyboardEvent, { filterId }: PanelKeys): boolean {
  return target instanceof HTMLInputElement && target.id === filterId;
}

function focusFirstBox(event: KeyboardEvent): void {
  event.preventDefault();
  agentBoxes()[0]?.focus();
}

function agentBoxes(): readonly HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('[data-agents] input[type="checkbox"]')];
}
