// Looks at the site of the portfolio with a real browser, as people of every kind would: every page in both languages, light
// and dark, at a desk and on a phone; by keyboard, on paper, and without JavaScript. Ends with 1 and says what is wrong.
//
//   node site.mjs <folder of the site> <address where it is served> <node_modules> <browser> [part,part]

import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, address, modules, browserPath] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'x.js'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const wrong = [];
const check = (holds, what) => {
  if (!holds) wrong.push(what);
};
const equal = (found, expected, what) => {
  const [a, b] = [found, expected].map((it) => JSON.stringify(it));
  check(a === b, `${what}: ${a} instead of ${b}`);
};

// The sandbox of Chromium does not run as root.
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath: browserPath, args });

/** A page on which every request that leaves the site, and every complaint of the browser, is wrong. */
const open = async (options, base = address) => {
  const context = await browser.newContext({ locale: 'en-CA', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('request', (it) => {
    check(it.url().startsWith(base) || it.url().startsWith('data:'), `${page.url()} asks for ${it.url()}`);
  });
  page.on('console', (it) => {
    if (it.type() === 'error') wrong.push(`${page.url()}: ${it.text()}`);
  });
  page.on('pageerror', (it) => wrong.push(`${page.url()}: ${it.message}`));
  page.on('dialog', (it) => {
    wrong.push(`${page.url()} opens a dialog: ${it.message()}`);
    it.dismiss();
  });
  return page;
};

const desk = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

const clients = ['northern-trails', 'seed-vault', 'tidal-board', 'kite-registry', 'hostile'];
const closures = clients.map((it) => `closure/${it}.html`).filter((it) => existsSync(path.join(folder, 'en', it)));
const pages = [
  'index.html', 'clients-2.html', 'report.html', 'process/sign-in-canada.html',
  ...clients.map((it) => `client/${it}.html`), ...closures,
];

/** Everybody can use the page: no violation of WCAG 2.2 AA that a program can find, and nothing sticks out sideways. */
const usable = async () => {
  for (const [screen, form] of [['desk', desk], ['phone', phone]]) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open({ ...form, colorScheme });
      const look = async (name) => {
        const where = `${name} (${screen}, ${colorScheme})`;
        await page.goto(address + name);
        // What is folded away must be right as well.
        await page.evaluate(() => document.querySelectorAll('details').forEach((it) => { it.open = true; }));
        await page.evaluate(axe);
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: 'tag', values } }), tags);
        for (const it of found.violations) {
          wrong.push(`${where}: ${it.id}: ${it.help}: ${it.nodes.slice(0, 3).map((node) => node.html).join(' | ')}`);
        }
        const sticksOut = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        check(sticksOut <= 0, `${where} sticks out by ${sticksOut} pixels`);
      };
      await look('index.html');
      for (const lang of ['en', 'fr']) {
        for (const name of pages) await look(`${lang}/${name}`);
      }
      await page.context().close();
    }
  }
};

const names = (page) => page.locator('.clients tbody th a').allTextContents();

/** The switch keeps the page, and what was asked of it. */
const switches = async () => {
  const page = await open(desk);
  for (const name of pages) {
    await page.goto(`${address}en/${name}`);
    await page.click('#switch');
    equal(page.url(), `${address}fr/${name}`, 'the French twin');
    equal(await page.getAttribute('html', 'lang'), 'fr-CA', `the language of fr/${name}`);
    await page.click('#switch');
    equal(page.url(), `${address}en/${name}`, 'the English twin');
  }
  await page.goto(`${address}en/index.html?status=on_hold`);
  await page.click('#switch');
  equal(new URL(page.url()).search, '?status=on_hold', 'the filter in the other language');
  equal(await page.inputValue('#status'), 'on_hold', 'the filter is still set');
  await page.context().close();
};

/** Filters, sorting, paging and search. */
const finds = async () => {
  const page = await open(desk);
  await page.goto(`${address}en/index.html`);
  const all = await page.locator('#shown').textContent();
  const total = Number(/of ([\d,]+) clients/.exec(all)?.[1]);
  check(total > 100, `the table has more than one page: ${all}`);
  equal((await names(page)).length, 100, 'rows on the first page');
  await page.getByRole('button', { name: 'Next', exact: true }).click();
  equal(new URL(page.url()).searchParams.get('page'), '2', 'the page in the address');
  equal((await names(page)).length, total - 100, 'rows on the second page');

  await page.fill('#q', 'tidal');
  equal(await names(page), ['Tidal Power Licensing Board'], 'found by name');
  await page.fill('#q', 'CROP heritage bureau');
  equal(await names(page), ['National Seed Vault Commission'], 'found by a former name');
  check((await page.locator('.clients tbody').textContent()).includes('formerly Crop Heritage Bureau'), 'the former name is shown');
  await page.fill('#q', 'commission nationale de la banque');
  equal(await names(page), ['National Seed Vault Commission'], 'found by its French name');
  await page.fill('#q', 'deposit registry');
  equal(await names(page), ['National Seed Vault Commission'], 'found by a service');
  await page.fill('#q', 'tourbieres');
  equal(await names(page), ['Canadian Peatlands Office'], 'found without accents');
  await page.fill('#q', 'no such client');
  equal(await names(page), [], 'nothing found');
  equal(await page.locator('#shown').textContent(), 'No client matches.', 'and that is said');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.clients tbody tr').length === 100);

  await page.check('#late');
  const late = await page.locator('.clients tbody tr').allTextContents();
  check(late.length > 0 && late.every((it) => /\d days?/.test(it)), `only the overdue: ${late}`);
  await page.uncheck('#late');
  await page.selectOption('#phase', 'go-live');
  check((await names(page)).includes('National Seed Vault Commission'), 'filtered by phase');
  await page.selectOption('#phase', '');

  await page.getByRole('button', { name: 'Days in phase' }).click();
  equal(await page.getAttribute('th[data-key=days]', 'aria-sort'), 'descending', 'the longest first');
  const days = (await page.locator('.clients tbody td:nth-child(4)').allTextContents()).map((it) => Number(it));
  equal(days, [...days].sort((a, b) => b - a), 'sorted by days');
  await page.getByRole('button', { name: 'Days in phase' }).click();
  equal(await page.getAttribute('th[data-key=days]', 'aria-sort'), 'ascending', 'turned round');
  await page.locator('th[data-key=name] button').focus();
  await page.keyboard.press('Enter');
  const sorted = await names(page);
  equal(sorted, [...sorted].sort(new Intl.Collator('en-CA', { numeric: true }).compare), 'sorted by name, by keyboard');

  await page.goto(`${address}fr/client/seed-vault.html`);
  await page.fill('#find', 'marémotrice');
  await page.keyboard.press('Enter');
  await page.waitForURL(/fr\/index\.html\?q=/);
  const french = await names(page);
  check(french.length === 1 && french[0].includes('marémotrice'), `the search of every page leads to the table: ${french}`);
  await page.goto(`${address}en/index.html?phase=cate#clients`);
  equal(await page.inputValue('#phase'), 'cate', 'a link may carry a filter');
  await page.goto(`${address}en/index.html?phase=nonsense&sort=__proto__&page=-5&status=%22%3E`);
  equal((await names(page)).length, 100, 'an address with nonsense shows everything');
  await page.context().close();
};

/** Without JavaScript everything can be read, and the rows are those that the script makes. */
const plain = async () => {
  const base = pathToFileURL(folder).href;
  const without = await open({ ...desk, javaScriptEnabled: false }, base);
  const withScript = await open(desk, base);
  for (const lang of ['en', 'fr']) {
    for (const name of ['index.html', 'client/seed-vault.html']) {
      await without.goto(`${base}/${lang}/${name}`);
      equal(await without.locator('#search').isVisible(), false, 'no search that would not work');
    }
    await without.goto(`${base}/${lang}/index.html`);
    equal(await without.locator('#filters').isVisible(), false, 'no filters that would not work');
    await withScript.goto(`${base}/${lang}/index.html`);
    const rows = (page) => page.locator('.clients tbody tr').evaluateAll((all) => all.map((it) => it.outerHTML.replaceAll('\n', '')));
    const [one, other] = [await rows(without), await rows(withScript)];
    equal(one.length, 100, 'rows without a script');
    one.forEach((row, index) => equal(other[index], row, 'a row of the script'));
    await without.locator('#pages a[rel=next]').click();
    check(without.url().endsWith('clients-2.html'), 'the next page of the table');
    check((await names(without)).length > 0, 'rows on the second page');
  }
  await without.goto(`${base}/en/client/seed-vault.html`);
  const folded = without.locator('.phases li.done details').first();
  await folded.locator('summary').click();
  check(await folded.locator('.gates').isVisible(), 'gates of a phase that is done, without a script');
  await without.context().close();
  await withScript.context().close();
};

/** On paper there is nothing to press, and nothing is folded away. */
const printed = async () => {
  const page = await open(desk);
  await page.goto(`${address}en/client/seed-vault.html`);
  await page.emulateMedia({ media: 'print' });
  for (const it of ['#search', '#switch', '.top nav', '.skip']) {
    equal(await page.locator(it).isVisible(), false, `${it} on paper`);
  }
  check(await page.locator('.phases li.done .gates').first().isVisible(), 'gates of a phase that is done, on paper');
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  equal(ground, 'rgb(255, 255, 255)', 'the ground of paper');
  await page.goto(`${address}en/index.html`);
  equal(await page.locator('#filters').isVisible(), false, 'filters on paper');
  const pdf = await page.pdf({ preferCSSPageSize: true });
  check(pdf.length > 10_000, 'the portfolio can be printed');
  await page.context().close();
};

/** Names that mean harm are text like any other. */
const harmless = async () => {
  const page = await open(desk);
  for (const lang of ['en', 'fr']) {
    for (const name of ['client/hostile.html', 'index.html?q=hostile', 'clients-2.html', 'report.html', ...closures]) {
      await page.goto(`${address}${lang}/${name}`);
      const found = await page.evaluate(() => ({
        scripts: [...document.scripts].filter((it) => !/\/assets\/(site|clients\.(en|fr))\.js$/.test(it.src)).length,
        elements: document.querySelectorAll('img, iframe, object, embed, base, style, [style], [onerror], [onclick], [onload]').length,
        links: [...document.links].map((it) => it.protocol).filter((it) => !['http:', 'https:', 'file:'].includes(it)),
        owned: globalThis.owned,
      }));
      equal(found, { scripts: 0, elements: 0, links: [], owned: undefined }, `${lang}/${name}`);
    }
    await page.goto(`${address}${lang}/client/hostile.html`);
    const title = await page.locator('h1').textContent();
    check(title.includes('<script>') && title.includes('"'), `the name is shown as it is: ${title}`);
    check(!/[\u202a-\u202e\u2066-\u2069]/.test(await page.content()), 'nothing turns the direction of the writing');
  }
  await page.context().close();
};

const wanted = process.argv[6]?.split(',');
for (const part of [switches, finds, plain, printed, harmless, usable].filter((it) => !wanted || wanted.includes(it.name))) {
  const before = wrong.length;
  try {
    await part();
  } catch (error) {
    wrong.push(`${part.name}: ${error.message}`);
  }
  console.log(`${wrong.length === before ? 'ok' : 'WRONG'} ${part.name}`);
}
await browser.close();
for (const it of new Set(wrong)) console.error(it);
process.exit(wrong.length ? 1 : 0);
