// Five steps through the page, for a first visit: a card at the edge, and a frame around the panel
// that it speaks of. Surprise: it is no modal dialog, so that everything it shows can be tried at once.

import { useEffect, useRef, useState } from 'react';
import { usePage } from '../page';

const steps = [
  { panel: 'Transfer', title: 'The transfer', text: 'The paper’s figure, alive: the person of the face image, wearing the expression of the expression image. Before training it draws noise. Click a block to see what flows through it.' },
  { panel: 'Training set', title: 'What it learns from', text: 'Rendered people are loaded already. Drop two folders of your own images instead: they stay on this machine.' },
  { panel: 'Training', title: 'Train', text: 'Start, and the generated face above follows while the model learns. Every setting can be changed while it runs. Space starts and pauses.' },
  { panel: 'Curves', title: 'Watch it learn', text: 'Each loss of the paper’s equations, step by step. The consistency should fall first; the classifiers take longer.' },
  { panel: 'Interpolation', title: 'See what it separated', text: 'Give a second expression and move the slider: the expression changes, the person should stay. The keys are listed under “?”.' },
] as const;

export function Tour() {
  const { preferences, address } = usePage();
  // An address that asks for an empty page comes from somebody who knows it.
  const [at, setAt] = useState<number | null>(() => (address.demo && preferences.read('tour') === null ? 0 : null));
  const opener = useRef<HTMLButtonElement>(null);
  const card = useRef<HTMLElement>(null);
  const step = at === null ? null : steps[at]!;

  useEffect(() => (step && at !== null ? pointAt(step.panel, at > 0) : undefined), [step, at]);

  /** The focus goes back to where the tour begins, unless it is elsewhere in the page; not after a click, or Space would begin it again. */
  function end(): void {
    if (card.current!.querySelector(':focus-visible')) opener.current!.focus();
    preferences.write('tour', 'seen');
    setAt(null);
  }
  return (
    <>
      <button ref={opener} type="button" onClick={() => setAt(0)}>Tour</button>
      {step && at !== null && (
        <aside ref={card} className="tour" aria-label="Tour" onKeyDown={(event) => event.key === 'Escape' && end()}>
          <div aria-live="polite">
            <p className="quiet numeric">{`${at + 1} of ${steps.length}`}</p>
            <h2>{step.title}</h2>
            <p>{step.text}</p>
          </div>
          <div className="row end">
            <button type="button" onClick={end}>{at === steps.length - 1 ? 'Close' : 'Skip the tour'}</button>
            <button type="button" disabled={at === 0} onClick={() => setAt(at - 1)}>Back</button>
            <button type="button" className="primary" disabled={at === steps.length - 1} onClick={() => setAt(at + 1)}>Next</button>
          </div>
        </aside>
      )}
    </>
  );
}

/** Frames a panel, and shows it where `scroll` says so or it is out of sight; @returns what takes the frame away. */
function pointAt(title: string, scroll: boolean): () => void {
  const heading = [...document.querySelectorAll('.panel h2')].find(({ textContent }) => textContent === title);
  const panel = heading?.closest<HTMLElement>('.panel');
  panel?.classList.add('toured');
  // On a phone the card itself would cover a panel that begins low.
  if (scroll || (panel && panel.getBoundingClientRect().top > window.innerHeight / 2)) panel?.scrollIntoView({ block: 'start' });
  return () => panel?.classList.remove('toured');
}
