// Light, dark, or as the system has it; kept for the next visit.

import { usePage } from '../page';
import { chooseTheme, themes, useTheme, type Theme } from '../theme';

const labels: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function ThemePicker() {
  const { preferences } = usePage();
  const theme = useTheme();
  function choose(name: string): void {
    chooseTheme(name);
    preferences.write('theme', name);
  }
  return (
    <select aria-label="Theme" title="Theme" value={theme} onChange={(event) => choose(event.target.value)}>
      {themes.map((name) => <option key={name} value={name}>{labels[name]}</option>)}
    </select>
  );
}
