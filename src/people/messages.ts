// What travels between the page and the worker that draws people.

import type { Scene } from './studio';

export type StudioCommand =
  | { kind: 'describe'; id: number; identity: number }
  /** `assets`: address of the folder of the rig and its textures, with its slash. */
  | { kind: 'draw'; id: number; scene: Scene; size: number; assets: string };

export type StudioReply = { id: number; value: unknown } | { id: number; error: string };
