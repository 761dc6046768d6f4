// One training step in slow motion: its phases light up one after another, with the losses they
// brought forth. Escape ends it.

import { useEffect } from 'react';
import { isTraining, trainingBlocked } from '../../store/selectors';
import { phaseTerms, type SlowMotion, type StepPhase } from '../../store/slowMotion';
import { formatLoss } from '../format';
import { useActions, useApp } from '../page';
import { Symbols } from '../parts/NetworkBadge';

const words: Record<StepPhase, string> = {
  realImages: 'D_f sees the real faces; its features are kept for Eq. 8',
  generated: 'E_f, E_e and the decoder draw I_g',
  expressionClassifier: 'M_ER learns from d_e',
  faceDiscriminator: 'D_f learns real faces from I_g',
  expressionDiscriminator: 'D_e learns from real expressions',
  generator: 'G learns Eq. 6 to 8: both judge I_g, both images are drawn again',
};

export function SlowMotionSteps() {
  const { stepSlowly } = useActions();
  const motion = useApp(({ trainingBar }) => trainingBar.slowMotion);
  const blocked = useApp((state) => trainingBlocked(state) ?? (isTraining(state) ? 'Pause the training first.' : null));
  return (
    <div className="slow-motion">
      <button type="button" disabled={blocked !== null || motion !== null} title={blocked ?? undefined} onClick={() => void stepSlowly()}>
        One step in slow motion
      </button>
      {motion && <Phases motion={motion} />}
    </div>
  );
}

function Phases({ motion }: { motion: SlowMotion }) {
  const { endSlowMotion } = useActions();
  const latest = useApp((state) => state.latest);
  useEffect(() => {
    const end = (event: KeyboardEvent) => event.key === 'Escape' && endSlowMotion();
    document.addEventListener('keydown', end);
    return () => document.removeEventListener('keydown', end);
  }, [endSlowMotion]);
  const terms = latest?.step === motion.step ? latest.terms : {};
  const reached = motion.phases.indexOf(motion.phase);
  return (
    <>
      <ol aria-label={`Phases of step ${motion.step + 1}`}>
        {motion.phases.map((phase, at) => (
          <li key={phase} aria-current={at === reached ? 'step' : undefined} className={at > reached ? 'ahead' : undefined}>
            <span><Symbols text={words[phase]} /></span>
            <span className="numeric quiet">
              {at <= reached && phaseTerms[phase].flatMap((term) => {
                const value = terms[term];
                return value === undefined ? [] : `${term} ${formatLoss(value)}`;
              }).join(', ')}
            </span>
          </li>
        ))}
      </ol>
      <p className="quiet">Escape ends it; the step itself was computed at once.</p>
    </>
  );
}
