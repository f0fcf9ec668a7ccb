// The only script of the site. It makes what is there already handier: nothing is fetched, nothing is kept, and text never
// becomes markup. Without it every page can still be read.
'use strict';

(() => {
  const byId = (id) => document.getElementById(id);

  // The other language shows the same page, with the same filters and at the same place.
  const languages = byId('switch');
  if (languages) {
    const page = languages.getAttribute('href');
    const follow = () => languages.setAttribute('href', page + location.search + location.hash);
    languages.addEventListener('click', follow);
    languages.addEventListener('focus', follow);
    languages.addEventListener('pointerenter', follow);
  }

  const search = byId('search');
  if (search) search.hidden = false;

  // What is folded away is printed all the same.
  const folded = () => [...document.querySelectorAll('details:not([open])')];
  let unfolded = [];
  addEventListener('beforeprint', () => {
    unfolded = folded();
    for (const it of unfolded) it.open = true;
  });
  addEventListener('afterprint', () => {
    for (const it of unfolded) it.open = false;
  });

  const data = globalThis.onboardClients;
  const section = byId('table');
  const form = byId('filters');
  if (!data || !section || !form) return;

  const PAGE = 100;
  const said = section.dataset;
  const body = section.querySelector('tbody');
  const shown = byId('shown');
  const numbers = new Intl.NumberFormat(said.region);
  const plural = new Intl.PluralRules(said.region);
  const names = new Intl.Collator(said.region, { numeric: true });

  // Without case and accents, as the program itself compares names.
  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    .replaceAll('œ', 'oe').replaceAll('æ', 'ae').replaceAll('’', "'").replace(/[\u2010-\u2015]/g, '-').trim();

  const rows = data.rows.map(([id, name, phase, status, days, unmet, late, next, also, formerly]) => ({
    id, name, phase, status, days, unmet, late, next,
    words: [id, name, ...also].map(fold),
    formerly: formerly.map((it) => ({ text: it, words: fold(it) })),
  }));

  const element = (tag, text, className) => {
    const it = document.createElement(tag);
    if (text !== undefined) it.textContent = text;
    if (className) it.className = className;
    return it;
  };
  const form_of = (n, one, other) => (plural.select(n) === 'one' ? one : other);
  const counted = (n, one, other) => form_of(n, one, other).replace(/\d+/, numbers.format(n));

  // A row as the page itself has it.
  const drawn = (row, former) => {
    const tr = element('tr');
    const head = element('th');
    head.scope = 'row';
    const link = element('a');
    link.href = `client/${row.id}.html`;
    link.append(element('bdi', row.name));
    head.append(link);
    if (former) head.append(' ', element('span', said.formerly.replace('@', () => former), 'more'));
    const status = element('td');
    status.append(element('span', data.statuses[row.status], `badge ${row.status}`));
    const late = element('td');
    if (row.late) {
      const [days, what, more] = row.late;
      late.append(element('strong', counted(days, said.daysOne, said.daysOther), 'late'), ` ${what}`);
      if (more) late.append(' ', element('span', counted(more, said.moreOne, said.moreOther), 'more'));
    }
    const next = element('td');
    if (row.next) {
      const [day, date, what] = row.next;
      const time = element('time', date);
      time.dateTime = day;
      next.append(time, ` ${what}`);
    }
    const number = (value) => element('td', value === null ? '' : numbers.format(value), 'number');
    tr.append(head, element('td', data.phases[row.phase][1]), status, number(row.days), number(row.unmet), late, next);
    return tr;
  };

  // What was asked for stands in the address, so that it can be sent to others.
  const asked = () => {
    const all = new FormData(form);
    return {
      q: (all.get('q') || '').toString(),
      phase: (all.get('phase') || '').toString(),
      status: (all.get('status') || '').toString(),
      late: all.has('late'),
    };
  };
  let order = { key: 'phase', down: false };
  let page = 1;

  const keys = {
    name: (a, b) => names.compare(a.name, b.name),
    phase: (a, b) => a.phase - b.phase,
    status: (a, b) => data.order.indexOf(a.status) - data.order.indexOf(b.status),
    days: (a, b) => (a.days ?? -1) - (b.days ?? -1),
    unmet: (a, b) => (a.unmet ?? -1) - (b.unmet ?? -1),
    late: (a, b) => (a.late ? a.late[0] : -1) - (b.late ? b.late[0] : -1),
    // Those without a date come last, whichever way round.
    next: (a, b) => (a.next ? a.next[0] : '\uffff').localeCompare(b.next ? b.next[0] : '\uffff'),
  };

  const found = (wish) => {
    const words = fold(wish.q);
    const hits = [];
    for (const row of rows) {
      if (wish.phase && data.phases[row.phase][0] !== wish.phase) continue;
      if (wish.status && row.status !== wish.status) continue;
      if (wish.late && !row.late) continue;
      if (!words || row.words.some((it) => it.includes(words))) {
        hits.push({ row, former: null });
        continue;
      }
      const former = row.formerly.find((it) => it.words.includes(words));
      if (former) hits.push({ row, former: former.text });
    }
    const compare = keys[order.key] || keys.phase;
    hits.sort((a, b) => (order.down ? -1 : 1) * compare(a.row, b.row) || (a.row.id < b.row.id ? -1 : 1));
    return hits;
  };

  const pages = byId('pages') || element('nav', undefined, 'pages');
  if (!pages.id) {
    pages.id = 'pages';
    pages.setAttribute('aria-label', said.page.replace('@', '').replace('#', '').trim());
    section.append(pages);
  }
  const turn = (label, to, enabled) => {
    const button = element('button', label);
    button.type = 'button';
    button.disabled = !enabled;
    button.addEventListener('click', () => {
      page = to;
      show();
      byId('clients').scrollIntoView();
    });
    return button;
  };

  const address = (wish) => {
    const query = new URLSearchParams();
    if (wish.q) query.set('q', wish.q);
    if (wish.phase) query.set('phase', wish.phase);
    if (wish.status) query.set('status', wish.status);
    if (wish.late) query.set('late', '1');
    if (order.key !== 'phase' || order.down) query.set('sort', (order.down ? '-' : '') + order.key);
    if (page > 1) query.set('page', String(page));
    const text = query.toString();
    try {
      history.replaceState(null, '', (text ? `?${text}` : location.pathname) + location.hash);
    } catch {
      // A page that is a file may not be allowed to; the filters work all the same.
    }
  };

  const show = () => {
    const wish = asked();
    const hits = found(wish);
    const last = Math.max(1, Math.ceil(hits.length / PAGE));
    page = Math.min(Math.max(1, page), last);
    body.replaceChildren(...hits.slice((page - 1) * PAGE, page * PAGE).map((it) => drawn(it.row, it.former)));
    const sentence = form_of(hits.length, said.shownOne, said.shownOther);
    shown.textContent = hits.length === 0 ? said.nothing
      : sentence.replace('@', numbers.format(hits.length)).replace('#', numbers.format(rows.length));
    pages.hidden = last === 1;
    const place = said.page.replace('@', numbers.format(page)).replace('#', numbers.format(last));
    pages.replaceChildren(turn(said.previous, page - 1, page > 1), element('span', place), turn(said.next, page + 1, page < last));
    for (const th of section.querySelectorAll('th[data-key]')) {
      if (th.dataset.key === order.key) th.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    }
    address(wish);
  };

  for (const th of section.querySelectorAll('th[data-key]')) {
    const button = element('button', th.textContent);
    button.type = 'button';
    button.title = said.sort.replace('@', () => th.textContent);
    button.addEventListener('click', () => {
      const { key } = th.dataset;
      // The most and the longest are what people look for first.
      const first = ['days', 'unmet', 'late'].includes(key);
      order = { key, down: order.key === key ? !order.down : first };
      page = 1;
      show();
    });
    th.replaceChildren(button);
  }

  const wanted = new URLSearchParams(location.search);
  form.elements.q.value = wanted.get('q') || '';
  for (const name of ['phase', 'status']) {
    const value = wanted.get(name) || '';
    if ([...form.elements[name].options].some((it) => it.value === value)) form.elements[name].value = value;
  }
  form.elements.late.checked = wanted.has('late');
  const sort = wanted.get('sort') || '';
  if (Object.hasOwn(keys, sort.replace(/^-/, ''))) order = { key: sort.replace(/^-/, ''), down: sort.startsWith('-') };
  page = Number.parseInt(wanted.get('page') || '1', 10) || 1;

  const again = () => {
    page = 1;
    show();
  };
  form.addEventListener('input', again);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    again();
  });
  form.addEventListener('reset', () => setTimeout(again));
  form.hidden = false;
  show();
  if (wanted.has('q') && !location.hash) byId('clients').scrollIntoView();
})();
