import type { Locator } from 'playwright-core';
import type { Sidebar } from '../e2e/support/sidebar.ts';
import type { Workbench } from '../e2e/support/workbench.ts';
import type { Stage } from './stage.ts';

/** What a scene is arranged with. */
export interface Set {
  readonly stage: Stage;
  readonly window: Workbench;
  readonly sidebar: Sidebar;
}

/** One thing that people see, declared once and taken in all four themes. */
export interface Scene {
  /** Of the files: `<name>.<theme>.webp`. */
  readonly name: string;
  /** What the picture shows, for people who do not see it. */
  readonly alt: string;
  /** Nobody is signed in unless told. */
  readonly as?: 'admin' | 'author';
  /** Of the window; what is around the clip is not in the picture. */
  readonly width?: number;
  readonly height?: number;
  /** The folder that is open, beside the example workspace; the example workspace unless told. */
  readonly folder?: string;
  /** The file that is open, in the folder. */
  readonly file?: string;
  /** Before the window opens. */
  readonly prepare?: (stage: Stage) => Promise<void>;
  readonly arrange?: (set: Set) => Promise<void>;
  /** What is in the picture: all of these, and what is between them. */
  readonly clip: (window: Workbench) => readonly Locator[];
  /** Of the sidebar in pixels, where it is what the picture shows. */
  readonly sidebar?: number;
  /** Where the mouse rests, before each picture. */
  readonly point?: (set: Set) => Promise<void>;
  /** Arranged anew in each theme: what closes by itself when the theme changes. */
  readonly isFleeting?: true;
  /** Back to how everybody else needs the vault and the workspace. */
  readonly tidy?: (stage: Stage) => Promise<void>;
}

export const wholeSidebar: Scene['clip'] = ({ page }) => [page.locator('.part.sidebar')];
export const editorPart: Scene['clip'] = ({ page }) => [page.locator('.part.editor')];
export const wholeWindow: Scene['clip'] = ({ page }) => [page.locator('.monaco-workbench')];
