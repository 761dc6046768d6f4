// What a person does with files beside the picker: dragging them from the desktop, pasting an
// image. Drags go through the browser's own drag machinery, since only that carries folders.

import { readFileSync } from 'node:fs';
import type { Locator } from 'playwright/test';

/** Drags files or folders of this machine onto the target. */
export async function dropFiles(target: Locator, paths: string[]): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = (await target.boundingBox())!;
  const page = target.page();
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, ...at, data: { items: [], files: paths, dragOperationsMask: 1 } });
  }
  await session.detach();
}

/** Copies a PNG file and pastes it where the focus is. */
export async function pasteImage(target: Locator, path: string): Promise<void> {
  const page = target.page();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
  }, readFileSync(path).toString('base64'));
  await target.focus();
  await page.keyboard.press('Control+V');
}
