// The page: header and banners on top, the figure across all columns, then what is done (training,
// training set, weights), what is seen (interpolation, swap matrix, studio) and how it goes (curves). Surprise: a file dropped beside
// every target is swallowed, because the browser would leave the page for it and lose the run.

import { useEffect } from 'react';
import { keepFocus } from './keepFocus';
import { FigurePanel } from './figure/FigurePanel';
import { Alerts } from './panels/Alerts';
import { BenchmarkPanel } from './panels/BenchmarkPanel';
import { CurvesPanel } from './panels/CurvesPanel';
import { FallbackBanner } from './panels/FallbackBanner';
import { Header } from './panels/Header';
import { InterpolationPanel } from './panels/InterpolationPanel';
import { PersonStudioPanel } from './panels/PersonStudioPanel';
import { SwapMatrixPanel } from './panels/SwapMatrixPanel';
import { ProbePanel } from './panels/ProbePanel';
import { TrainingPanel } from './panels/TrainingPanel';
import { TrainingSetPanel } from './panels/TrainingSetPanel';
import { TransferScoresPanel } from './panels/TransferScoresPanel';
import { WeightsPanel } from './panels/WeightsPanel';

export function App() {
  useEffect(() => {
    const swallow = (event: Event) => event.preventDefault();
    window.addEventListener('dragover', swallow);
    window.addEventListener('drop', swallow);
    return () => {
      window.removeEventListener('dragover', swallow);
      window.removeEventListener('drop', swallow);
    };
  }, []);
  useEffect(keepFocus, []);
  return (
    <>
      <Header />
      <Alerts />
      <FallbackBanner />
      <main className="page">
        <div className="across"><FigurePanel /></div>
        <div className="column">
          <TrainingPanel />
          <ProbePanel />
          <TrainingSetPanel />
          <WeightsPanel />
          <BenchmarkPanel />
        </div>
        <div className="column wide">
          <InterpolationPanel />
          <SwapMatrixPanel />
          <PersonStudioPanel />
          <TransferScoresPanel />
        </div>
        <div className="column">
          <CurvesPanel />
        </div>
      </main>
    </>
  );
}
