import type { Locator } from 'playwright-core';
import type { Sidebar } from '../e2e/support/sidebar.ts';
import type { Workbench } from '../e2e/support/workbench.ts';
import type { Stage } from './stage.ts';

/** The parts that a scene can use. */
export interface Set {
  readonly stage: Stage;
  readonly window: Workbench;
  readonly sidebar: Sidebar;
}

/** A scene, declared once and taken in all four themes. */
export interface Scene {
  /** Of the files: `<name>.<theme>.webp`. */
  readonly name: string;
  /** The alternative text of the picture. */
  readonly alt: string;
  /** By default, no one is signed in. */
  readonly as?: 'admin' | 'author';
  /** The size of the window; the picture may be clipped to a part of it. */
  readonly width?: number;
  readonly height?: number;
  /** The open folder, next to the example workspace; by default, the example workspace. */
  readonly folder?: string;
  /** The open file in the folder. */
  readonly file?: string;
  /** Before the window opens. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  readonly arrange?: (set: Set) => Promise<void>;
  /** The content of the picture: these elements, and everything between them. */
  readonly clip: (window: Workbench) => readonly Locator[];
  /** The width of the sidebar in pixels, if the picture shows it. */
  readonly sidebar?: number;
  /** The position of the mouse for each picture. */
  readonly point?: (set: Set) => Promise<void>;
  /** Repeated for each theme, for elements that close when the theme changes. */
  readonly isFleeting?: true;
  /** Restores the vault and the workspace for other scenes. */
  readonly tidy?: (stage: Stage) => Promise<void>;
}

export const wholeSidebar: Scene['clip'] = ({ page }) => [page.locator('.part.sidebar')];
export const editorPart: Scene['clip'] = ({ page }) => [page.locator('.part.editor')];
export const wholeWindow: Scene['clip'] = ({ page }) => [page.locator('.monaco-workbench')];
