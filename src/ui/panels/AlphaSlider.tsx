// The mix along one axis, from the first image (0) to the second (1) and half a length beyond both.

import type { Axis } from '../../store/state';
import { formatAlpha } from '../format';
import { networkColor } from '../networks';
import { useActions, useApp } from '../page';

export function AlphaSlider({ axis, label, disabled }: { axis: Axis; label: string; disabled: boolean }) {
  const alpha = useApp((state) => state.alphas[axis]);
  const { setAlpha } = useActions();
  const id = `alpha-${axis}`;
  return (
    <div className="slider" style={{ '--slot-color': networkColor(axis) }}>
      <label htmlFor={id}>{label}</label>
      <output className="numeric" htmlFor={id}>{formatAlpha(alpha)}</output>
      <input
        id={id}
        type="range"
        min={-0.5}
        max={1.5}
        step={0.01}
        value={alpha}
        disabled={disabled}
        list={`${id}-marks`}
        onChange={(event) => setAlpha(axis, Number(event.target.value))}
      />
      <datalist id={`${id}-marks`}><option value={0} /><option value={1} /></datalist>
      <div className="slider-marks" aria-hidden="true">
        <span style={{ left: '0%' }}>−0.5</span>
        <span style={{ left: '25%' }}>0, first</span>
        <span style={{ left: '75%' }}>1, second</span>
        <span style={{ left: '100%' }}>1.5</span>
      </div>
    </div>
  );
}
