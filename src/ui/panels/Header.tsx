// Name of the page, the way to its panels and the training at a glance, in a bar that stays in view;
// below it what every number depends on: what the page computes on, and which model. Surprise: on a
// phone these are folded away behind one line, so that the figure comes first; wider pages have no such line.

import { useState } from 'react';
import { sourceLabel } from '../../store/selectors';
import { useApp } from '../page';
import { panelId, panelTitles } from '../parts/panelTitles';
import { BackendPicker } from './BackendPicker';
import { DeviceLine } from './DeviceLine';
import { KeyboardHelp } from './KeyboardHelp';
import { ModelForm } from './ModelForm';
import { ThemePicker } from './ThemePicker';
import { Tour } from './Tour';
import { TransportBar } from './TransportBar';

export function Header() {
  const [folded, setFolded] = useState(true);
  return (
    <header className="header">
      <div className="header-bar">
        <h1>TDGAN Playground</h1>
        <nav className="header-panels" aria-label="Panels">
          {panelTitles.map((title) => <a key={title} href={`#${panelId(title)}`}>{title}</a>)}
        </nav>
        <TransportBar />
      </div>
      <div className={folded ? 'header-setup folded' : 'header-setup'}>
        <SetupLine folded={folded} onClick={() => setFolded(!folded)} />
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

function SetupLine({ folded, onClick }: { folded: boolean; onClick(): void }) {
  const source = useApp(sourceLabel);
  return (
    <button type="button" className="header-fold" aria-expanded={!folded} onClick={onClick}>
      <span>Set-up</span>
      <span className="quiet">{source || 'getting ready'}</span>
    </button>
  );
}
