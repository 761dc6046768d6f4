// One number of the studio's scene: its name, a slider, its value, and a way back to where it rests.

import type { SceneField } from './sceneFields';
import { useActions, useApp } from '../page';

export function SceneSlider({ field: { id, label, hint, range: [low, high, step], rest, format, read, change } }: { field: SceneField }) {
  const value = useApp(({ studio }) => read(studio.scene));
  const { changeScene } = useActions();
  return (
    <div className="scene-slider">
      <label htmlFor={`studio-${id}`} title={`${label}: ${hint}`}>{label}</label>
      <input
        id={`studio-${id}`} type="range" min={low} max={high} step={step} value={value} aria-valuetext={format(value)}
        onChange={(event) => changeScene(change(Number(event.target.value)))}
      />
      <button type="button" className="icon idle" aria-label={`Reset ${label.toLowerCase()}`} title={`Back to ${format(rest)}`} disabled={value === rest} onClick={() => changeScene(change(rest))}>↺</button>
      <output className="numeric" htmlFor={`studio-${id}`}>{format(value)}</output>
    </div>
  );
}
