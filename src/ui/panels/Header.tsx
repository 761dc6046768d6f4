// Name of the page, the way to its panels and the training at a glance, in a bar that stays in view;
// below it what every number depends on: what the page computes on, and which model.

import { panelId, panelTitles } from '../parts/panelTitles';
import { BackendPicker } from './BackendPicker';
import { DeviceLine } from './DeviceLine';
import { KeyboardHelp } from './KeyboardHelp';
import { ModelForm } from './ModelForm';
import { ThemePicker } from './ThemePicker';
import { Tour } from './Tour';
import { TransportBar } from './TransportBar';

export function Header() {
  return (
    <header className="header">
      <div className="header-bar">
        <h1>TDGAN Playground</h1>
        <nav className="header-panels" aria-label="Panels">
          {panelTitles.map((title) => <a key={title} href={`#${panelId(title)}`}>{title}</a>)}
        </nav>
        <TransportBar />
      </div>
      <div className="header-setup">
        <div className="header-device">
          <BackendPicker />
          <DeviceLine />
        </div>
        <ModelForm />
        <div className="header-tools">
          <ThemePicker />
          <KeyboardHelp />
          <Tour />
        </div>
      </div>
    </header>
  );
}
