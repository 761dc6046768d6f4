// Makes an element take dropped things, and tells while something hovers over it. Surprise:
// leaving a child fires "leave" too, so the element asks whether the pointer is still inside.

import { useState, type DragEvent } from 'react';

export function useDropTarget(onDrop: (event: DragEvent) => void) {
  const [hovered, setHovered] = useState(false);
  return {
    hovered,
    handlers: {
      onDragOver(event: DragEvent) {
        event.preventDefault();
        setHovered(true);
      },
      onDragLeave(event: DragEvent) {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setHovered(false);
      },
      onDrop(event: DragEvent) {
        event.preventDefault();
        setHovered(false);
        onDrop(event);
      },
    },
  };
}
