// The studio as the page sees it: every call a message to a worker that starts with the first one.

import { requireNumber } from '../config';
import { expressionNames } from '../expressions';
import { createWorkerCalls } from '../workerCalls';
import type { StudioCommand, StudioReply } from './messages';
import type { IdentityDescription, Scene, Studio } from './studio';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

/** @param assets address of the folder of the rig and its textures; public/people where absent */
export function createStudio(assets = new URL('people/', document.baseURI).href): Studio {
  const calls = createWorkerCalls<unknown, StudioReply>({
    make: () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'tdgan-studio' }),
    listen: (reply, { answer, refuse }) => ('error' in reply ? refuse(reply.id, reply.error) : answer(reply.id, reply.value)),
    failed: 'The drawing worker failed',
  });
  const call = (command: WithoutId<StudioCommand>) => calls.send((id) => ({ ...command, id }));

  return {
    async draw(scene, size) {
      requireNumber(size, 'size', { range: [16, 1024], whole: true });
      return (await call({ kind: 'draw', scene: checkScene(scene), size, assets })) as Blob;
    },
    async describe(identity) {
      requireNumber(identity, 'identity', { range: seeds, whole: true });
      return (await call({ kind: 'describe', identity })) as IdentityDescription;
    },
    dispose: () => calls.end('The studio was closed.'),
  };
}

const seeds = [0, 0xffffffff] as const;

/** @throws Error naming the field that is out of its range */
function checkScene(scene: Scene): Scene {
  const { identity, expression, view } = scene;
  requireNumber(identity, 'identity', { range: seeds, whole: true });
  requireNumber(expression.seed, 'expression.seed', { range: seeds, whole: true });
  requireNumber(expression.strength, 'expression.strength', { range: [0, 2] });
  if (!expressionNames.includes(expression.name)) throw new Error(`There is no expression ${String(expression.name)}; there are ${expressionNames.join(', ')}.`);
  requireNumber(view.yaw, 'view.yaw', { range: [-45, 45] });
  requireNumber(view.pitch, 'view.pitch', { range: [-30, 30] });
  requireNumber(view.roll, 'view.roll', { range: [-30, 30] });
  requireNumber(view.zoom, 'view.zoom', { range: [0.5, 2] });
  requireNumber(view.background, 'view.background', { range: [0, 1] });
  requireNumber(view.light.azimuth, 'view.light.azimuth', { range: [-90, 90] });
  requireNumber(view.light.elevation, 'view.light.elevation', { range: [-30, 80] });
  requireNumber(view.light.strength, 'view.light.strength', { range: [0.3, 2] });
  return scene;
}
