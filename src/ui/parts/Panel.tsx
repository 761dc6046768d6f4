// The frame of every panel: a region named by its heading, with a mark in the color of the
// network it is about, and the line that says where its numbers come from.

import { useId, type ReactNode } from 'react';
import { sourceLabel } from '../../store/selectors';
import { useApp } from '../page';
import { panelId, type PanelTitle } from './panelTitles';

interface PanelProps {
  title: PanelTitle;
  /** One sentence for a newcomer. */
  lead?: ReactNode;
  /** What the numbers in the panel were computed with, beyond backend, model and seed. */
  source?: string | null;
  className?: string;
  children: ReactNode;
}

export function Panel({ title, lead, source, className = '', children }: PanelProps) {
  const heading = useId();
  const model = useApp(sourceLabel);
  return (
    <section id={panelId(title)} className={`panel ${className}`} aria-labelledby={heading}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {source && model && <p className="source">{`${model} · ${source}`}</p>}
      </header>
      {lead && <p className="lead">{lead}</p>}
      {children}
    </section>
  );
}
