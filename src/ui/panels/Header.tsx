// Name of the page, what it computes on, and which model: the three things that every number
// below depends on.

import { BackendPicker } from './BackendPicker';
import { DeviceLine } from './DeviceLine';
import { KeyboardHelp } from './KeyboardHelp';
import { ModelForm } from './ModelForm';
import { ThemePicker } from './ThemePicker';
import { Tour } from './Tour';

export function Header() {
  return (
    <header className="header">
      <div className="header-name">
        <h1>TDGAN Playground</h1>
        <p>One face, another one’s expression: train the network that separates the two. Images never leave this machine.</p>
        <div className="header-tools">
          <ThemePicker />
          <KeyboardHelp />
          <Tour />
        </div>
      </div>
      <div className="header-device">
        <BackendPicker />
        <DeviceLine />
      </div>
      <ModelForm />
    </header>
  );
}
