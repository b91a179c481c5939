import { Sidebar } from '../e2e/support/sidebar.ts';
import type { Workbench } from '../e2e/support/workbench.ts';
import { agents } from '../e2e/support/world.ts';
import { capture } from './capture.ts';
import { openWindow } from './perform.ts';
import { type Frame, storeFilm } from './picture.ts';
import type { Stage } from './stage.ts';
import type { Theme } from './themes.ts';

const secret = 'fraud_check_key';
const reason = 'Deposits are refused without the check';

/** One minute of an author's work, in the two most common themes. */
export const film = {
  name: 'first-minute',
  alt: 'A misspelled name gets a warning, and one quick fix corrects it; for a secret that is not granted, the author requests access with a reason, an admin approves, and the warning disappears; Run above a function prompts for its parameter, and the terminal shows what the function returned',
  themes: ['dark', 'light'],
} as const;

export async function shoot(stage: Stage): Promise<void> {
  for (const theme of film.themes) {
    try {
      await storeFilm(`${film.name}.${theme}`, await play(stage, theme));
    } finally {
      await takeBack(stage);
    }
  }
}

async function play(stage: Stage, theme: Theme): Promise<readonly Frame[]> {
  await stage.dress(theme);
  const window = await openWindow(
    { as: 'author', file: 'hotel-booking/functions/loyalty_points.py', width: 1080, height: 600 },
    stage,
  );
  const camera = new Camera(window);
  try {
    await mendName(window, camera);
    await askForAccess(window, camera, stage);
  } finally {
    await window.context.close();
  }
  return [...camera.frames, ...(await playRun(stage))];
}

/** By an admin, because a run needs a token, which authors cannot issue. */
async function playRun(stage: Stage): Promise<readonly Frame[]> {
  const window = await openWindow(
    { as: 'admin', file: 'hotel-booking/functions/booking_link.py', width: 1080, height: 600 },
    stage,
  );
  const camera = new Camera(window);
  try {
    await runFunction(window, (delay) => camera.hold(delay));
    await camera.hold(5_000);
    return camera.frames;
  } finally {
    await window.context.close();
  }
}

async function mendName(window: Workbench, camera: Camera): Promise<void> {
  await window.warnings.first().waitFor();
  await window.goBehind('loyalty_api_tok');
  await camera.hold(2_000);
  await window.hover();
  await camera.hold(3_500);
  await window.page.keyboard.press('Escape');
  await window.quickFixes();
  await camera.hold(2_200);
  await window.chooseQuickFix('loyalty_api_token');
  await window.warnings.first().waitFor({ state: 'detached' });
  await new Sidebar(window).row('Secrets', 'loyalty_api_tokn').waitFor({ state: 'detached' });
  await camera.hold(2_200);
  await window.runCommand('File: Save');
}

async function askForAccess(window: Workbench, camera: Camera, { admin, vault }: Stage): Promise<void> {
  const sidebar = new Sidebar(window);
  await sidebar.open('Requests');
  await window.openFile('hotel-booking/functions/take_deposit.py');
  await window.warnings.first().waitFor();
  await window.goBehind('"fraud_check');
  await camera.hold(2_000);
  await window.quickFixes();
  await camera.hold(2_200);
  await window.chooseQuickFix(/^Request access/);
  const box = window.page.getByPlaceholder(/^Why the agent needs it/);
  for (const typed of growing(reason)) {
    await box.fill(typed);
    await camera.hold(typed === reason ? 1_500 : 160);
  }
  await window.page.keyboard.press('Enter');
  await sidebar.row('Requests', secret).waitFor();
  await camera.hold(2_800);
  const [open] = await admin.accessRequests(vault.accountId, 'pending');
  if (!open) throw new Error('No access was requested.');
  await admin.approveRequest({ agentId: agents.hotel, requestId: open.id }, 'For deposits only');
  await window.warnings.first().waitFor({ state: 'detached' });
  await sidebar.row('Requests', 'approved').waitFor();
  await camera.hold(4_500);
}

/** Runs the example that needs no network, and waits until it ends. */
export async function runFunction(window: Workbench, pause: (delay: number) => Promise<void>): Promise<void> {
  const lens = window.editor.locator('.codelens-decoration a').getByText('Run', { exact: true });
  await lens.hover();
  await pause(2_000);
  await lens.click();
  const input = window.page.locator('.quick-input-widget .quick-input-box input');
  await input.waitFor();
  await pause(1_200);
  await input.fill('HB-1042');
  await pause(1_500);
  await window.page.keyboard.press('Enter');
  await window.page.locator('.terminal-wrapper.active .xterm-rows', { hasText: 'exit code 0' }).waitFor();
}

/** The words of a sentence, one by one. */
function growing(text: string): readonly string[] {
  const words = text.split(' ');
  return words.map((_, index) => words.slice(0, index + 1).join(' '));
}

async function takeBack(stage: Stage): Promise<void> {
  const { accountId, admin } = stage.vault;
  const { agentIds, etag } = await admin.access(accountId, secret);
  if (agentIds.includes(agents.hotel)) {
    await admin.changeAccess(accountId, secret, { revoke: [agents.hotel] }, etag);
  }
  await stage.restore('hotel-booking/functions/loyalty_points.py');
}

/** Takes frames, each shown long enough to read it. */
class Camera {
  readonly #page: Workbench['page'];
  readonly #frames: Frame[] = [];

  constructor({ page }: Workbench) {
    this.#page = page;
  }

  get frames(): readonly Frame[] {
    return this.#frames;
  }

  async hold(delay: number): Promise<void> {
    await this.#page.waitForTimeout(400); // Until animations end.
    this.#frames.push({ png: await capture(this.#page), delay });
  }
}
