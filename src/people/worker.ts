// The worker that draws people. It fetches the rig and the textures it needs from the page's own
// origin when the first scene is asked for.

/// <reference lib="webworker" />
import { unpackHeadRig } from './headRig';
import { createIdentity, describeIdentity } from './identity';
import type { StudioCommand, StudioReply } from './messages';
import { createPersonRenderer, type PersonRenderer } from './renderer';

const scope = self as unknown as DedicatedWorkerGlobalScope;
let renderer: Promise<PersonRenderer> | null = null;
/** Scenes are drawn one after the other: there is one canvas. */
let queue: Promise<unknown> = Promise.resolve();

scope.addEventListener('message', ({ data }: MessageEvent<StudioCommand>) => {
  queue = queue.then(() => answer(data));
});

async function answer(command: StudioCommand): Promise<void> {
  const send = (reply: StudioReply) => scope.postMessage(reply);
  try {
    send({ id: command.id, value: await run(command) });
  } catch (error) {
    send({ id: command.id, error: error instanceof Error ? error.message : String(error) });
  }
}

async function run(command: StudioCommand): Promise<unknown> {
  switch (command.kind) {
    case 'describe':
      return describeIdentity(createIdentity(command.identity));
    case 'draw': {
      renderer ??= startRenderer(command.assets);
      renderer.catch(() => (renderer = null)); // the next scene tries again
      const picture = await (await renderer).draw(command.scene, command.size);
      return picture.convertToBlob({ type: 'image/png' });
    }
    default:
      return command satisfies never;
  }
}

async function startRenderer(assets: string): Promise<PersonRenderer> {
  const packed = await read(`${assets}head.rig`);
  const rig = await unpackHeadRig(packed.body!).catch((error: Error) => {
    throw new Error(`${packed.url} is no head rig (${error.message}). Build the page again.`);
  });
  return createPersonRenderer(rig, async (name) =>
    createImageBitmap(await (await read(`${assets}${name}.webp`)).blob(), { imageOrientation: 'flipY' }));
}

async function read(url: string): Promise<Response> {
  const response = await fetch(url).catch(() => null);
  if (!response?.ok) throw new Error(`${url} could not be read (${response?.status ?? 'no answer'}). Reload the page, or build it again.`);
  return response;
}
