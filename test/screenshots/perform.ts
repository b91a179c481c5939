import type { Locator } from 'playwright-core';
import path from 'node:path';
import { root } from '../e2e/support/programs.ts';
import { Sidebar } from '../e2e/support/sidebar.ts';
import type { Workbench } from '../e2e/support/workbench.ts';
import { capture } from './capture.ts';
import { storePicture } from './picture.ts';
import type { Scene, Set } from './scene.ts';
import type { Stage } from './stage.ts';
import { themeNames, themes, type Theme } from './themes.ts';

const failures = path.join(root, 'build', 'screenshots');
const usual = { width: 1180, height: 760 };

/** Takes one scene in all themes. */
export async function perform(scene: Scene, stage: Stage): Promise<void> {
  try {
    await stage.dress('dark');
    await scene.prepare?.(stage);
    const window = await openWindow(scene, stage);
    const set = { stage, window, sidebar: new Sidebar(window) };
    if (scene.sidebar) await widen(window, scene.sidebar);
    await playOn(scene, set);
  } finally {
    stage.front.behave('as it is');
    stage.front.minutesOld = 0;
    await scene.tidy?.(stage);
  }
}

async function playOn(scene: Scene, set: Set): Promise<void> {
  const { page } = set.window;
  try {
    await scene.arrange?.(set);
    for (const theme of themeNames) await take(scene, set, theme);
    // The editor restores unsaved text, even in the next window.
    if (scene.isFleeting) await forget(set.window);
  } catch (error) {
    // Helps to find the cause; the window may already be closed.
    await page.screenshot({ path: path.join(failures, `${scene.name}.png`) }).catch(() => undefined);
    throw error;
  } finally {
    await page.context().close();
  }
}

async function take(scene: Scene, set: Set, theme: Theme): Promise<void> {
  const { page } = set.window;
  if (theme !== 'dark') await change(scene, set, theme);
  if (scene.point) await scene.point(set);
  else if (!scene.isFleeting) await page.mouse.move(640, 4);
  await page.waitForTimeout(500); // Until animations end.
  const png = await capture(page, await around(scene.clip(set.window)));
  await storePicture(`${scene.name}.${theme}`, png);
}

/** Changes the theme as a user does; repeats the preparation of elements that close. */
async function change(scene: Scene, set: Set, theme: Theme): Promise<void> {
  const { window } = set;
  if (scene.isFleeting) await forget(window);
  await window.runCommand('Preferences: Color Theme');
  await window.answer(themes[theme].title);
  await window.page.locator(`.monaco-workbench${themes[theme].mark}`).waitFor();
  await window.page.waitForTimeout(600); // Panels and icons change later than the window.
  if (scene.isFleeting) await scene.arrange?.(set);
}

async function forget(window: Workbench): Promise<void> {
  for (let layer = 0; layer < 3; layer += 1) await window.page.keyboard.press('Escape');
  await window.runCommand('File: Revert File');
  await window.page.waitForTimeout(500); // Reverting takes a moment, without visible feedback.
}

/** Opens a window for a scene: signed in, its file open, the sidebar loaded. */
export async function openWindow(
  scene: Pick<Scene, 'as' | 'file' | 'folder' | 'height' | 'width'>,
  stage: Stage,
): Promise<Workbench> {
  const { width = usual.width, height = usual.height, folder } = scene;
  const window = await stage.newWindow({ width, height, folder });
  if (scene.file) await window.openFile(scene.file);
  await window.openSidebar();
  if (!scene.as) return window;
  await window.signIn(scene.as === 'admin' ? stage.adminKey : stage.authorKey);
  await window.sidebar.locator('.monaco-list-row').first().waitFor();
  return window;
}

async function widen({ page }: Workbench, wanted: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('There is no sidebar.');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, y);
  await page.mouse.down();
  await page.mouse.move(box.x + wanted, y, { steps: 3 });
  await page.mouse.up();
}

/** The smallest rectangle that contains all of them. */
async function around(
  shown: readonly Locator[],
): Promise<{ x: number; y: number; width: number; height: number }> {
  const boxes = await Promise.all(shown.map((locator) => locator.first().boundingBox()));
  const known = boxes.filter((box) => box !== null);
  if (known.length < shown.length) throw new Error('Something that the picture should show is not there.');
  const x = Math.min(...known.map((box) => box.x));
  const y = Math.min(...known.map((box) => box.y));
  const right = Math.max(...known.map((box) => box.x + box.width));
  const bottom = Math.max(...known.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
