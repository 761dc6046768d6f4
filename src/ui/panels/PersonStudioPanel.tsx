// Rendered people by number: whom to show, with which expression, how lit and turned; and where the
// picture goes. Surprise: the picture may lag behind the controls, and says so.

import { expressionNames } from '../../expressions';
import { useActions, useApp } from '../page';
import { Panel } from '../parts/Panel';
import { PersonPicker } from './PersonPicker';
import { SceneSlider } from './SceneSlider';
import { sceneGroups, strengthField } from './sceneFields';
import { StudioPicture } from './StudioPicture';
import { StudioTargets } from './StudioTargets';

export function PersonStudioPanel() {
  return (
    <Panel
      title="Person studio" className="studio"
      lead="People who do not exist, drawn on this machine: each number is one person. Because the studio knows what it draws, it also knows the right answer of a transfer, which the paper’s photographs cannot tell."
    >
      <div className="studio-body">
        <div className="studio-person">
          <StudioPicture />
          <PersonPicker />
          <StudioTargets />
        </div>
        <div className="studio-controls">
          <ExpressionControls />
          {sceneGroups.map(({ title, fields }) => (
            <fieldset key={title}>
              <legend>{title}</legend>
              {fields.map((field) => <SceneSlider key={field.id} field={field} />)}
            </fieldset>
          ))}
        </div>
      </div>
    </Panel>
  );
}

function ExpressionControls() {
  const { name, seed } = useApp(({ studio }) => studio.scene.expression);
  const { changeScene } = useActions();
  const setSeed = (to: number) => changeScene((scene) => ({ ...scene, expression: { ...scene.expression, seed: to } }));
  return (
    <fieldset>
      <legend>Expression</legend>
      <div className="studio-expressions" role="group" aria-label="Shown expression">
        {expressionNames.map((expression) => (
          <button
            key={expression} type="button" aria-pressed={name === expression}
            onClick={() => changeScene((scene) => ({ ...scene, expression: { ...scene.expression, name: expression } }))}
          >
            {expression}
          </button>
        ))}
      </div>
      <SceneSlider field={strengthField} />
      <div className="scene-slider">
        <span className="scene-label">Variation</span>
        <span className="row">
          <button type="button" title="The same expression, shown a little differently" onClick={() => setSeed(seed + 1)}>Another</button>
        </span>
        <button type="button" className="icon idle" aria-label="Reset variation" title="Back to 0" disabled={seed === 0} onClick={() => setSeed(0)}>↺</button>
        <output className="numeric" aria-label="Variation">{seed}</output>
      </div>
    </fieldset>
  );
}
