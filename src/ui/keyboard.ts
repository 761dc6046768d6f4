// Single keys for what is done all day. Surprise: a key belongs to whatever has the focus first, so
// nothing happens while somebody types or a dialog is open, and Space still presses a focused button.

import { useEffect, useEffectEvent } from 'react';

export const keyMap = [
  { key: ' ', shown: 'Space', does: 'start or pause the training' },
  { key: '.', shown: '.', does: 'one step' },
  { key: 'r', shown: 'R', does: 'reset the training; asks first' },
  { key: 's', shown: 'S', does: 'save the weights' },
  { key: '?', shown: '?', does: 'this list' },
] as const;

export type MappedKey = (typeof keyMap)[number]['key'];

const typing = 'input:not([type="range"]), textarea, select, [contenteditable="true"]';
const pressedBySpace = 'button, a[href], summary, [role="button"]';

/** What `event` asks for; null where it is meant for something else. */
export function mappedKey(event: KeyboardEvent): MappedKey | null {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return null;
  const mapped = keyMap.find(({ key }) => key === event.key.toLowerCase())?.key ?? null;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(typing) || document.querySelector('dialog[open]')) return null;
  return mapped === ' ' && target.closest(pressedBySpace) ? null : mapped;
}

export function useKeys(onKey: (key: MappedKey) => void): void {
  const act = useEffectEvent(onKey);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const key = mappedKey(event);
      if (key === null) return;
      event.preventDefault(); // Space would scroll
      act(key);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
