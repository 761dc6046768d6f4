// All training settings, folded away until wanted. Changes hold from the next step on.

import { presets } from '../../config';
import { presetOf } from '../../store/selectors';
import { useApp } from '../page';
import { settingGroups } from './settingFields';
import { SettingInput } from './SettingInput';

export function SettingsForm() {
  const settings = useApp((state) => state.training);
  const config = useApp((state) => state.config);
  const busy = useApp((state) => state.activity !== null || state.failure !== null);
  if (!settings || !config) return null;
  const name = presetOf(config);
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
              preset={name && field.id !== 'seed' ? field.read(presets[name].training) : null}
              disabled={busy}
            />
          ))}
        </fieldset>
      ))}
    </details>
  );
}
