// What a page's layout can get wrong and nobody notices at a desk: parts wider than the window,
// targets too small for a finger, and parts that move by themselves.

import { expect, type Page } from 'playwright/test';

/** What reaches beyond the window and cannot be scrolled within a part of its own. */
export function widerThanWindow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const held = (element: Element): boolean => {
      for (let outer = element.parentElement; outer !== null && outer !== document.body; outer = outer.parentElement) {
        if (getComputedStyle(outer).overflowX !== 'visible') return true;
      }
      return false;
    };
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { left, right } = element.getBoundingClientRect();
      return right > left && (right > width + 1 || left < -1) && !held(element);
    }).map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class')}: ${(element.textContent ?? '').slice(0, 40)}`);
    const { scrollWidth } = document.documentElement;
    return scrollWidth > width ? [`the page: ${scrollWidth} of ${width} px`, ...wide] : wide;
  });
}

/** Buttons, fields, links and sliders that a finger meets over less than `least` px of height. */
export function lowTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((wanted) => {
    const targets = document.querySelectorAll('button, .button, select, summary, a, input[type="number"], input[type="text"], input[type="range"], label:has(> input[type="checkbox"])');
    return [...targets].flatMap((target) => {
      const box = target.getBoundingClientRect();
      // A small button may be met beyond what is seen of it.
      const around = getComputedStyle(target, '::after');
      const beyond = around.content === 'none' ? 0 : 2 * Math.max(0, -parseFloat(around.top));
      const height = box.height + beyond;
      return box.width === 0 || height >= wanted - 0.5 ? [] : [`${height.toFixed(0)} px: ${target.getAttribute('aria-label') ?? target.textContent}`];
    });
  }, least);
}

export async function expectRoom(page: Page, what: string): Promise<void> {
  expect(await widerThanWindow(page), `${what}: wider than the window`).toEqual([]);
  expect(await lowTargets(page, 40), `${what}: too low for a finger`).toEqual([]);
}

declare global {
  interface Window {
    layoutShifts: { value: number; what: string[] }[];
  }
}

/** Collects, in every page opened from now on, what moves without anybody's doing. */
export async function watchLayoutShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.layoutShifts = [];
    interface Shift extends PerformanceEntry {
      value: number;
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
        if (hadRecentInput) continue;
        window.layoutShifts.push({ value, what: sources.map(({ node }) => {
          const element = node instanceof Element ? node : node?.parentElement;
          return `${element?.closest('.panel')?.id ?? 'page'}: ${element?.className}: ${(node?.textContent ?? '').slice(0, 40)}`;
        }) });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
}

/** Sum of all shifts since the page opened or since the last call, and the largest ones with what moved. */
export async function takeLayoutShifts(page: Page): Promise<{ total: number; largest: string[] }> {
  const shifts = await page.evaluate(() => window.layoutShifts.splice(0));
  shifts.sort((a, b) => b.value - a.value);
  return {
    total: shifts.reduce((sum, { value }) => sum + value, 0),
    largest: shifts.slice(0, 3).map(({ value, what }) => `${value.toFixed(4)} ${what.join(' | ')}`),
  };
}
