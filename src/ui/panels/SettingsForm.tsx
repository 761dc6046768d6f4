// All training settings, folded away until wanted. Changes hold from the next step on.

import { presets } from '../../config';
import { presetOf } from '../../store/selectors';
import { useApp } from '../page';
import { settingGroups, type SettingField } from './settingFields';
import { SettingInput } from './SettingInput';

export function SettingsForm() {
  const settings = useApp((state) => state.training);
  const config = useApp((state) => state.config);
  const modelSeed = useApp((state) => state.modelSeed);
  const busy = useApp((state) => state.activity !== null || state.failure !== null);
  if (!settings || !config) return null;
  const name = presetOf(config);
  // A training seed belongs to the model that began with it.
  const defaultOf = (field: SettingField) => {
    if (field.id === 'seed') return modelSeed;
    return name && field.read(presets[name].training);
  };
  return (
    <details className="settings">
      <summary>Settings</summary>
      <p className="quiet">
        A change holds from the next step on.
        {name === 'compact' && ' Learning rates and gaps differ from the published ones: they show a transfer within some hundred steps instead of some ten thousand.'}
      </p>
      {settingGroups.map(({ title, fields }) => (
        <fieldset key={title}>
          <legend>{title}</legend>
          {fields.map((field) => (
            <SettingInput
              key={field.id}
              field={field}
              settings={settings}
              preset={defaultOf(field)}
              disabled={busy}
            />
          ))}
        </fieldset>
      ))}
    </details>
  );
}
