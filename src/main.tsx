// Composition root, the only file that knows everything: address, engine, studio, store, scripting
// interface, page. Surprise: the page is drawn before the engine has answered, so that a slow or
// failing start is something a person can read about.

import { createRoot } from 'react-dom/client';
import { createScriptingInterface } from './engine/scriptingInterface';
import { createWorkerEngine } from './engine/workerEngine';
import { createStudio } from './people/workerStudio';
import { createPreferences } from './storage/preferences';
import { createRunArchive } from './storage/runArchive';
import { createHistory } from './store/history';
import { createAppStore, joinEngine } from './store/joinEngine';
import { createRunKeeper } from './store/runKeeper';
import { readAddress } from './store/url';
import { followSetUp } from './ui/addressBar';
import { App } from './ui/App';
import { PageContext } from './ui/page';
import { chooseTheme } from './ui/theme';
import './ui/styles/styles';

const address = readAddress(window.location.search);
const engine = createWorkerEngine({ backend: address.backend });
const store = createAppStore();
const history = createHistory();
const runKeeper = createRunKeeper({ history, store, archive: createRunArchive() });
const preferences = createPreferences();
const actions = joinEngine({ engine, studio: createStudio(), store, history });

for (const problem of address.problems) actions.report(problem);
chooseTheme(preferences.read('theme'));
store.setState({ noiseSeed: address.noiseSeed, noise: { ...store.getState().noise, locked: address.noiseLocked }, alphas: address.alphas });
const ready = actions.start(address.preset, address.seed)
  .then(() => (Object.keys(address.settings).length > 0 ? actions.changeSettings(address.settings) : undefined));
followSetUp(store);
void runKeeper.restore();
// A phone may end a hidden page without another word.
for (const event of ['pagehide', 'visibilitychange']) window.addEventListener(event, () => runKeeper.leave());
// The page already shows why; whoever awaits `tdgan.ready` still gets the error.
ready.then(() => (address.demo ? actions.showDemo() : undefined), () => undefined);
if (address.demo) actions.drawPerson();
Object.assign(window, { tdgan: createScriptingInterface(engine, ready) });

createRoot(document.getElementById('root')!).render(
  <PageContext value={{ store, history, actions, runKeeper, address, preferences }}>
    <App />
  </PageContext>,
);
