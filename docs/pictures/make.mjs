// Makes the pictures of the README from the workspace that `onboard demo` makes: pages of the dashboard, and commands as a
// terminal shows them, and the first page of a report as PDF.
//
//   ONBOARD_NODE_MODULES=target/npm/node_modules ONBOARD_BROWSER=chromium node docs/pictures/make.mjs [onboard]
//
// ONBOARD_NODE_MODULES holds `playwright-core`; `pdftoppm` makes pictures of pages; the program is `target/release/onboard` unless another one is named.

import { execFileSync, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const onboard = path.resolve(process.argv[2] ?? path.join(here, '../../target/release/onboard'));
const modules = path.resolve(process.env.ONBOARD_NODE_MODULES ?? path.join(here, '../../target/npm/node_modules'));
const { chromium } = createRequire(path.join(modules, 'x.js'))('playwright-core');
const executablePath = process.env.ONBOARD_BROWSER?.includes('/')
  ? process.env.ONBOARD_BROWSER
  : execFileSync('sh', ['-c', `command -v ${process.env.ONBOARD_BROWSER ?? 'chromium'}`], { encoding: 'utf8' }).trim();

const LARGEST = 200_000;
const desk = mkdtempSync(path.join(tmpdir(), 'pictures-'));
const env = { ...process.env, ONBOARD_TODAY: '2026-11-26', ONBOARD_LANG: 'en', COLUMNS: '120', CLICOLOR_FORCE: '1' };
delete env.NO_COLOR;
env.ONBOARD_BROWSER = executablePath;
if (process.getuid?.() === 0) env.ONBOARD_BROWSER_SANDBOX = 'off';
// What says no is a picture, too: `status` tells what stands in the way.
const run = (...words) => spawnSync(onboard, words, { cwd: desk, env, encoding: 'utf8' });
const must = (...words) => {
  const { status, stderr } = run(...words);
  if (status !== 0) throw new Error(`onboard ${words.join(' ')}: ${stderr}`);
};

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text with the colours of a terminal, as HTML. */
const coloured = (text) => {
  const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
  let [colour, bold, dim] = ['', false, false];
  return text.split(/(\u001b\[[\d;]*m)/).map((part) => {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      const classes = [colour, bold ? 'bold' : '', dim ? 'dim' : ''].filter(Boolean).join(' ');
      return part ? `<span class="${classes}">${escape(part)}</span>` : '';
    }
    for (const code of (codes || '0').split(';').map(Number)) {
      if (code === 0) [colour, bold, dim] = ['', false, false];
      else if (code === 1) bold = true;
      else if (code === 2) dim = true;
      else if (code === 22) [bold, dim] = [false, false];
      else if (code === 39) colour = '';
      else if (code >= 30 && code <= 37) colour = names[code - 30];
      else if (code >= 90 && code <= 97) colour = names[code - 90];
    }
    return '';
  }).join('');
};

const terminal = (command, text) => `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${command}</title><style>
  body { margin: 0; padding: 14px 18px; background: #14191e; color: #dfe5ea; font: 13px/1.38 "Noto Sans Mono", "DejaVu Sans Mono", monospace; width: max-content; }
  pre { margin: 0; font: inherit; } .prompt { color: #8cc7d4; } .bold { font-weight: 700; } .dim { color: #93a0ab; }
  .red { color: #f2a38f; } .green { color: #86cf9f; } .yellow { color: #e7c069; } .blue { color: #8fb7ee; } .magenta { color: #d7a6e6; } .cyan { color: #8cc7d4; }
</style><pre><span class="prompt">$</span> ${command}\n${coloured(text.trimEnd())}</pre></html>`;

const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const browser = await chromium.launch({ executablePath, args });
const made = (name) => {
  const bytes = statSync(path.join(here, `${name}.png`)).size;
  if (bytes > LARGEST) throw new Error(`${name}.png is larger than ${LARGEST} bytes: ${bytes}`);
  console.log(`${name}.png ${bytes}`);
};
const shot = async (name, options, load, size) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await load(page);
  const file = path.join(here, `${name}.png`);
  const clip = size ? { x: 0, y: 0, ...size } : undefined;
  await page.screenshot({ path: file, ...(clip ? { clip } : { fullPage: true }) });
  await context.close();
  made(name);
};

try {
  must('demo', 'demo');
  must('-C', 'demo', 'dashboard', '-o', '../site');
  const site = (page) => pathToFileURL(path.join(desk, 'site', page)).href;
  const open = (page) => (it) => it.goto(site(page));
  await shot('portfolio', { viewport: { width: 1120, height: 1180 } }, open('en/index.html'), { width: 1120, height: 1180 });
  await shot('client', { viewport: { width: 1120, height: 1000 } }, open('fr/client/seed-vault.html'), { width: 1120, height: 1000 });
  await shot('phone', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }, open('en/client/tidal-board.html'), { width: 390, height: 844 });
  must('-C', 'demo', 'report', 'kite-registry', '--kind', 'closure', '--lang', 'en', '-o', '../closure.pdf');
  execFileSync('pdftoppm', ['-r', '80', '-f', '1', '-singlefile', '-png', path.join(desk, 'closure.pdf'), path.join(here, 'closure')]);
  made('closure');
  for (const [name, words] of [['list', ['list']], ['status', ['status', 'northern-trails']]]) {
    const { stdout } = run('-C', 'demo', ...words);
    const html = terminal(`onboard ${words.join(' ')}`, stdout);
    await shot(name, { viewport: { width: 400, height: 100 } }, async (page) => {
      await page.setContent(html);
      const size = await page.evaluate(() => [document.body.offsetWidth, document.body.offsetHeight]);
      await page.setViewportSize({ width: size[0], height: size[1] });
    });
  }
} finally {
  await browser.close();
  rmSync(desk, { recursive: true, force: true });
}
