import type { Scene } from '../scene.ts';
import { accountScenes } from './account.ts';
import { assistantScenes } from './assistants.ts';
import { changesScenes } from './changes.ts';
import { createScenes } from './create.ts';
import { editorScenes } from './editor.ts';
import { manageScenes } from './manage.ts';
import { sidebarScenes } from './sidebar.ts';
import { stateScenes } from './states.ts';

/** In the order in which the gallery shows them. */
export const scenes: readonly Scene[] = [
  ...editorScenes,
  ...sidebarScenes,
  ...stateScenes,
  ...createScenes,
  ...manageScenes,
  ...accountScenes,
  ...changesScenes,
  ...assistantScenes,
];
