// Composition root, the only file that knows everything: address, engine, studio, store, scripting
// interface, page. Surprise: the page is drawn before the engine has answered, so that a slow or
// failing start is something a person can read about.

import { createRoot } from 'react-dom/client';
import { createScriptingInterface } from './engine/scriptingInterface';
import { createWorkerEngine } from './engine/workerEngine';
import { createStudio } from './people/workerStudio';
import { createHistory } from './store/history';
import { createAppStore, joinEngine } from './store/joinEngine';
import { readAddress } from './store/url';
import { App } from './ui/App';
import { PageContext } from './ui/page';
import './ui/styles/styles';

const address = readAddress(window.location.search);
const engine = createWorkerEngine({ backend: address.backend });
const store = createAppStore();
const history = createHistory();
const actions = joinEngine({ engine, studio: createStudio(), store, history });

for (const problem of address.problems) actions.report(problem);
const ready = actions.start(address.preset, address.seed);
// The page already shows why; whoever awaits `tdgan.ready` still gets the error.
ready.then(() => (address.demo ? actions.showDemo() : undefined), () => undefined);
if (address.demo) actions.drawPerson();
Object.assign(window, { tdgan: createScriptingInterface(engine, ready) });

createRoot(document.getElementById('root')!).render(
  <PageContext value={{ store, history, actions, address }}>
    <App />
  </PageContext>,
);
