// Gives the keyboard's focus back to a button that lost it only because it was disabled for a while, as
// "Step" is during its step. Surprise: not after a click, since whoever uses the mouse presses Space
// for the page, not for the button clicked last.

/** At work from the call on; @returns what ends it. */
export function keepFocus(): () => void {
  let last: Element | null = null;
  const forget = () => { last = null; };
  const remember = ({ target }: Event) => { last = target instanceof Element && target.matches('button:focus-visible') ? target : null; };
  const leave = () => {
    if (!last?.matches(':disabled')) last = null;
  };
  const giveBack = new MutationObserver(() => {
    if (last instanceof HTMLElement && last.isConnected && !last.matches(':disabled') && document.activeElement === document.body) {
      last.focus({ preventScroll: true });
    }
  });
  document.addEventListener('focusin', remember);
  document.addEventListener('focusout', leave);
  document.addEventListener('pointerdown', forget);
  giveBack.observe(document.body, { attributes: true, attributeFilter: ['disabled'], subtree: true });
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('focusout', leave);
    document.removeEventListener('pointerdown', forget);
    giveBack.disconnect();
  };
}
