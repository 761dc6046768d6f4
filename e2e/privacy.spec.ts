// Nothing leaves the page: a whole session (start with the demo set, a person of one's own drawn, a
// transfer, one step) asks the page's own address for files and nobody else for anything, and never
// meets the Content-Security-Policy, which would refuse it; and the policy does refuse.

import type { Page } from 'playwright/test';
import { openPlayground } from './pages/playground';
import { expect, test } from './support/test';

/** Every address asked for, by page and workers, and what the policy refused. */
function watchNetwork(page: Page) {
  const asked: string[] = [];
  const refused: string[] = [];
  page.context().on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  page.context().on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(message.text());
  });
  return { asked, refused };
}

function foreign(asked: string[], page: Page): string[] {
  const { origin } = new URL(page.url());
  return asked.filter((address) => !/^(blob|data):/.test(address) && new URL(address).origin !== origin);
}

for (const backend of ['wasm', 'webgpu'] as const) {
  test(`privacy on ${backend}: a whole session asks nobody but the page's own server`, async ({ page }) => {
    const { asked, refused } = watchNetwork(page);
    const { studio, transfer, training } = await openPlayground(page, { backend, demo: 'set' });
    await expect(transfer.generatedAt(0)).toBeVisible();
    await studio.choosePerson(17);
    await studio.expectDrawn('person 17 · happiness');
    await studio.give('Use as face').click();
    await expect(transfer.face.pictureOf('person 17 · happiness')).toBeVisible();
    await training.step.click();
    await expect(transfer.generatedAt(1)).toBeVisible();

    expect(asked.some((address) => address.includes('/demo/'))).toBe(true);
    expect(asked.some((address) => address.includes('/people/'))).toBe(true);
    expect(foreign(asked, page)).toEqual([]);
    expect(refused).toEqual([]);
  });
}

test.describe('where somebody tries', () => {
  test.use({ expectedProblems: /Content Security Policy|example\.invalid/ });

  test('privacy: the policy, in page and header, refuses other addresses and inline scripts', async ({ page }) => {
    const response = await page.goto('/?backend=wasm&preset=tiny&demo=none');
    const header = response!.headers()['content-security-policy']!;
    const policy = (await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content'))!;
    expect(header).toContain(policy);
    for (const text of [header, policy]) {
      expect(text).toContain("default-src 'self'");
      expect(text).not.toContain("'unsafe-inline'");
      expect(text).not.toContain("'unsafe-eval'");
    }
    const fetched = await page.evaluate(() => fetch('https://example.invalid/').then(() => 'answered', () => 'refused'));
    expect(fetched).toBe('refused');
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      return 'inlineRan' in window;
    });
    expect(ran).toBe(false);
  });
});
