// Looks at pages that stand alone, such as reports, with a real browser: light and dark, at a desk and on a phone. Every request but the
// page itself, every complaint of the browser and every violation that axe-core finds is wrong. Ends with 1 and says what is wrong.
//
//   node pages.mjs <node_modules> <browser> <file>...

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [modules, browserPath, ...files] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const wrong = [];
// The sandbox of Chromium does not run as root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: browserPath, args });
const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
for (const [screen, form] of [['desk', desk], ['phone', phone]]) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ ...form, colorScheme });
    const page = await context.newPage();
    for (const file of files) {
      const url = pathToFileURL(file).href;
      const where = `${path.basename(file)} (${screen}, ${colorScheme})`;
      const asked = (it) => { if (it.url() !== url && !it.url().startsWith('data:')) wrong.push(`${where} asks for ${it.url()}`); };
      const said = (it) => { if (it.type() === 'error') wrong.push(`${where}: ${it.text()}`); };
      page.on('request', asked);
      page.on('console', said);
      await page.goto(url);
      await page.evaluate(axe);
      const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: 'tag', values } }), tags);
      for (const it of found.violations) {
        wrong.push(`${where}: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
      }
      const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (sticksOut > 0) wrong.push(`${where} sticks out by ${sticksOut} pixels`);
      page.off('request', asked);
      page.off('console', said);
    }
    await context.close();
  }
}
await browser.close();
for (const it of wrong) console.log(it);
process.exit(wrong.length ? 1 : 0);
