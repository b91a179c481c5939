import axe from 'axe-core';
import type { Frame, Locator } from 'playwright-core';

/** Returns the axe violations in the visible panel, as VS Code renders it. */
export async function axeViolationsIn(anything: Locator): Promise<readonly string[]> {
  const frame = await frameOf(anything);
  await frame.evaluate(axe.source);
  const found: unknown = await frame.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(
    ({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(' | '))))`);
  return Array.isArray(found) ? found.map(String) : ['axe did not answer'];
}

/** Returns the frame that contains an element of a panel. */
export async function frameOf(element: Locator): Promise<Frame> {
  const handle = await element.elementHandle();
  const frame = await handle?.ownerFrame();
  if (!frame) throw new Error('The element is in no page.');
  return frame;
}
