// One number of the training settings, with its unit, the paper's value, a way back to the preset's,
// and when a change takes effect. Surprise: what is typed is a draft until Enter or until the field
// is left, so that no half-typed learning rate ever trains; a wrong draft stays, with its message.

import { useId, useState } from 'react';
import type { TrainingConfig } from '../../config';
import { useActions } from '../page';
import { Symbols } from '../parts/NetworkBadge';
import { defaultsNote, problemWith, type SettingField } from './settingFields';

interface SettingInputProps {
  field: SettingField;
  settings: TrainingConfig;
  /** Value of the preset. */
  preset: number | null;
  disabled: boolean;
}

export function SettingInput({ field, settings, preset, disabled }: SettingInputProps) {
  const { changeSettings } = useActions();
  const [draft, setDraft] = useState<string | null>(null);
  const noteId = useId();
  const current = field.read(settings);
  const problem = draft === null ? null : problemWith(field, draft, settings);
  const plainLabel = field.label.replace(/_/g, '');

  function commit(): void {
    if (draft === null || problem) return;
    setDraft(null);
    if (Number(draft) !== current) void changeSettings(field.change(Number(draft)));
  }
  function restore(): void {
    setDraft(null);
    if (preset !== null) void changeSettings(field.change(preset));
  }
  return (
    <div className="setting">
      <label htmlFor={field.id}><Symbols text={field.label} /></label>
      <input
        id={field.id}
        type="number"
        step="any"
        value={draft ?? String(current)}
        disabled={disabled}
        aria-invalid={problem !== null}
        aria-describedby={noteId}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <span className="setting-unit">{field.unit}</span>
      <button
        type="button"
        className="icon idle"
        aria-label={`${plainLabel}: back to the default`}
        title={preset === null ? 'No preset has this model’s sizes.' : `Back to ${preset}`}
        disabled={disabled || preset === null || (current === preset && draft === null)}
        onClick={restore}
      >
        ↺
      </button>
      <p id={noteId} className="setting-note">
        {problem
          ? <span className="error">{`${problem} Not applied.`}</span>
          : `${defaultsNote(field, preset)} ${field.note ?? ''}`.trim()}
      </p>
    </div>
  );
}
