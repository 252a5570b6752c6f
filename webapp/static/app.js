// Keys, menus, dialogs, drafts, uploads. Without this file pages still read, post and open their menus.
// Single-letter keys can be switched off (WCAG 2.1.4) and stay silent while an input method composes.
(() => {
  const $ = (s, root = document) => root.querySelector(s);
  const $$ = (s, root = document) => [...root.querySelectorAll(s)];
  const store = {
    get: (k) => { try { return localStorage.getItem(k); } catch { return null; } },
    set: (k, v) => { try { localStorage.setItem(k, v); } catch { /* private window: the choice lasts for this page */ } },
  };

  document.addEventListener('click', (e) => {
    const o = e.target.closest('[data-open]');
    if (o && $(o.dataset.open)) { e.preventDefault(); $(o.dataset.open).showModal(); }
    const c = e.target.closest('[data-close]');
    if (c) { e.preventDefault(); c.closest('dialog')?.close(); }
    if (e.target.closest('[data-print]')) print();
    const d = e.target.closest('[data-dismiss]');
    if (d) d.closest('[role="status"], .bar-note')?.remove();
  });
  setTimeout(() => $('.toast[role="status"]')?.remove(), 12000);

  // A secret leaves the page by itself; the header of the answer does the same without script.
  $$('[data-copy]').forEach((b) => { b.hidden = !navigator.clipboard; });
  document.addEventListener('click', async (e) => {
    const b = e.target.closest('[data-copy]');
    if (!b) return;
    try { await navigator.clipboard.writeText($(b.dataset.copy).value); b.textContent = b.dataset.copied; } catch { $(b.dataset.copy).select(); }
  });
  const secret = $('[data-vanish]');
  if (secret) {
    const leave = () => { secret.remove(); location.replace(secret.dataset.vanishTo); };
    setTimeout(leave, secret.dataset.vanish * 1000);
    addEventListener('pagehide', () => secret.remove());
  }

  // A dialog is served open (it is also a page of its own); with script it becomes modal.
  $$('dialog[open][data-modal]').forEach((d) => { d.close(); d.showModal(); });

  // What went wrong has the focus, so that it is read out and seen first.
  $('[data-focus]')?.focus({ preventScroll: false });

  // Menus are native popovers. Arrow keys move inside them, as in any menu.
  document.addEventListener('keydown', (e) => {
    const m = e.target.closest?.('.menu');
    if (!m || !['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(e.key)) return;
    const items = $$('a, button', m);
    const i = items.indexOf(document.activeElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: items.length - 1 }[e.key];
    items[(to + items.length) % items.length].focus();
    e.preventDefault();
  });
  $$('.menu').forEach((m) => m.addEventListener('toggle', (e) => { if (e.newState === 'open') $('a, button', m)?.focus(); }));

  // The list: one row is current; j and k move, the preview follows.
  const rows = () => $$('[data-row]');
  const current = () => Math.max(0, rows().findIndex((a) => a === document.activeElement || a.hasAttribute('aria-current')));
  let peekTimer;
  const peek = (a) => {
    const box = $('#peek');
    if (!box || !a.dataset.key || !window.htmx || getComputedStyle(box).display === 'none') return;
    clearTimeout(peekTimer);
    peekTimer = setTimeout(() => htmx.ajax('GET', `/inbox/peek/${a.dataset.key}`, { target: '#peek', swap: 'innerHTML' }), 120);
  };
  const go = (i) => {
    const all = rows();
    const a = all[Math.min(all.length - 1, Math.max(0, i))];
    if (!a) return;
    all.forEach((x) => x.removeAttribute('aria-current'));
    a.setAttribute('aria-current', 'true');
    a.focus();
    a.closest('tr, li, a').scrollIntoView({ block: 'nearest' });
    peek(a);
  };
  const visit = (href) => { if (href) location.assign(href); };
  const keys = {
    j: () => go(document.activeElement?.matches?.('[data-row]') || $('[data-row][aria-current]') ? current() + 1 : 0),
    k: () => go(current() - 1),
    x: () => { $('input[type=checkbox]', rows()[current()]?.closest('tr'))?.click(); count(); },
    o: () => visit(rows()[current()]?.href),
    e: () => ($('[data-key="e"]') ?? $('[data-e]'))?.click(),
    '/': () => ($('[data-search]') ?? $('#find'))?.focus(),
    '?': () => $('#keys')?.showModal(),
  };

  let pending = 0;
  document.addEventListener('keydown', (e) => {
    if (e.isComposing || e.keyCode === 229) return; // an input method is composing
    const t = e.target;
    const typing = t.matches?.('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
    if ((e.ctrlKey || e.metaKey) && e.key === 'Enter') { $('[data-key="submit"]')?.click(); return; }
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); $('#find')?.focus(); return; }
    if (e.key === 'Escape' && typing) { t.blur(); return; }
    if (typing || e.ctrlKey || e.metaKey || e.altKey || $('dialog[open]') || store.get('nq.keys') === 'off') return;
    if (pending && Date.now() - pending < 1200) {
      pending = 0;
      const place = $(`[data-go="${CSS.escape(e.key)}"]`);
      if (place) { e.preventDefault(); visit(place.href); return; }
    }
    if (e.key === 'g') { pending = Date.now(); return; }
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });

  // The bulk bar shows itself by :has(); script only keeps its words true.
  const count = () => $$('[data-count]').forEach((n) => { n.textContent = $$('tbody input:checked', n.closest('form')).length; });
  document.addEventListener('change', (e) => {
    if (e.target.matches('[data-all]')) $$('tbody input[type=checkbox]:not(:disabled)', e.target.closest('table')).forEach((b) => { b.checked = e.target.checked; });
    if (e.target.matches('[data-keys-switch]')) store.set('nq.keys', e.target.checked ? 'on' : 'off');
    if (e.target.matches('input[type=checkbox]')) count();
  });
  const sw = $('[data-keys-switch]');
  if (sw) sw.checked = store.get('nq.keys') !== 'off';
  count();

  // A list that refreshes itself keeps its hands off while rows are ticked or a row has the focus.
  document.addEventListener('htmx:beforeRequest', (e) => {
    const list = e.detail.elt;
    if (list.id === 'list' && (document.hidden || list.contains(document.activeElement) || $('tbody input:checked', list))) e.preventDefault();
  });

  // Draft: saved on the server at every pause, without files. A word, not a spinner.
  const form = $('form[data-autosave]');
  const word = $('[data-draft]');
  if (form && word) {
    let timer;
    let dirty = false;
    let wait = 900;
    const body = () => {
      const data = new FormData(form);
      [...data.entries()].forEach(([k, v]) => { if (v instanceof File) data.delete(k); });
      return data;
    };
    const save = async (keepalive = false) => {
      if (!dirty) return;
      dirty = false;
      word.textContent = word.dataset.saving;
      try {
        const r = await fetch(form.dataset.autosave, { method: 'POST', body: body(), keepalive, headers: { 'X-Requested-With': 'fetch' } });
        if (r.status === 401 || r.status === 409 || r.status === 403) { word.textContent = word.dataset.failed; return; }
        if (!r.ok) throw new Error(String(r.status));
        word.textContent = `${word.dataset.saved} ${(await r.json()).saved}`;
        wait = 900;
      } catch {
        word.textContent = word.dataset.failed;
        dirty = true;
        wait = Math.min(30000, wait * 2);
        later();
      }
    };
    const later = () => { clearTimeout(timer); timer = setTimeout(save, wait); };
    const touched = (e) => { if (e.target.form === form || e.target.closest('form') === form) { dirty = true; later(); } };
    document.addEventListener('input', touched);
    document.addEventListener('change', touched);
    form.addEventListener('submit', () => { dirty = false; clearTimeout(timer); });
    addEventListener('pagehide', () => save(true));
    document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(true); });
    addEventListener('online', () => save());
  }

  // Conditions and computed fields: the server settles them; only what really changed is put into the page.
  const settling = $('form[data-settle]');
  if (settling) {
    const bare = (id) => id.replace(/-(place|field|cell)$/, '');
    const parts = (root) => $$('[data-depends]', root).filter((n) => n.dataset.depends);
    const concerns = (name) => parts(settling).some((n) => n.dataset.depends.split(' ').some((d) => name === d || name.split('-').includes(d)));
    const typed = 'input:not([type=radio], [type=checkbox], [type=hidden], [type=file]), textarea';
    // What a part is apart from what was typed and chosen in it.
    const frame = (n) => {
      const copy = n.cloneNode(true);
      $$(typed, copy).forEach((i) => { i.removeAttribute('value'); if (i.matches('textarea')) i.textContent = ''; });
      $$('input, option', copy).forEach((i) => { i.removeAttribute('checked'); i.removeAttribute('selected'); });
      return copy.outerHTML;
    };
    // The answer was on its way while more was typed: what stands in the page now is newer.
    const keep = (now, fresh) => {
      const like = (i) => $$(i.tagName, fresh).find((f) => f.name === i.name && f.type === i.type && (!['radio', 'checkbox'].includes(i.type) || f.value === i.value));
      $$(typed, now).forEach((i) => { const f = like(i); if (f) f.value = i.value; });
      $$('input[type=radio], input[type=checkbox]', now).forEach((i) => { const f = like(i); if (f) f.checked = i.checked; });
      $$('select', now).forEach((i) => { const f = like(i); if (f) [...f.options].forEach((o) => { o.selected = [...i.selectedOptions].some((c) => c.value === o.value) || (o.selected && ![...i.options].some((c) => c.value === o.value)); }); });
    };
    const put = (now, fresh) => {
      const had = now.contains(document.activeElement) ? document.activeElement : null;
      const [from, to] = had?.matches?.(typed) ? [had.selectionStart, had.selectionEnd] : [null, null];
      keep(now, fresh);
      now.replaceWith(fresh);
      const again = had && $$(had.tagName, fresh).find((f) => (had.id && f.id === had.id) || (f.name === had.name && f.value === had.value));
      if (!again) return;
      again.focus({ preventScroll: true });
      if (from !== null) again.setSelectionRange(from, to);
    };
    const label = (n) => ($('legend, label, .label', n)?.firstChild?.textContent ?? '').trim();
    const tell = (shown, gone) => {
      const line = $('[data-settled]');
      if (!line) return;
      const words = [[line.dataset.shown, shown], [line.dataset.gone, gone]].filter(([, l]) => l.length);
      if (words.length) line.textContent = words.map(([w, l]) => w + l.join(line.dataset.mark)).join(' ');
    };
    // The server does not have the chosen files yet, and a sentence about an error stays until it is sent again.
    const stays = (now, fresh) => !fresh.hidden && ($$('input[type=file]', now).some((i) => i.files.length) || $('.err', now));
    let composing = false;
    const swap = (page) => {
      const old = new Map(parts(settling).map((n) => [bare(n.id), n]));
      const [shown, gone] = [[], []];
      $$('output.fixed[id]', page).forEach((n) => { const now = document.getElementById(n.id); if (now && now.textContent !== n.textContent) now.textContent = n.textContent; });
      // Inner parts first: then the outer ones are mostly as they were, and stay.
      parts(page).reverse().forEach((n) => {
        const now = old.get(bare(n.id));
        if (!now?.isConnected || stays(now, n) || frame(now) === frame(n)) return;
        if (composing && now.contains(document.activeElement)) return;
        if (now.hidden && !n.hidden) shown.unshift(label(n));
        if (!now.hidden && n.hidden) gone.unshift(label(now));
        put(now, document.importNode(n, true));
      });
      tell(shown.filter(Boolean), gone.filter(Boolean));
    };
    const changed = new Set();
    let asked;
    const settle = async () => {
      asked?.abort();
      asked = new AbortController();
      const mine = asked;
      const names = [...changed];
      const data = new FormData(settling);
      [...data.entries()].forEach(([k, v]) => { if (v instanceof File) data.delete(k); });
      const headers = { 'X-Requested-With': 'fetch', 'X-Changed': encodeURIComponent(names.join(' ')) };
      try {
        const r = await fetch(settling.dataset.settle, { method: 'POST', body: data, headers, signal: mine.signal });
        if (!r.ok) return; // the form is settled again when it is sent
        const page = new DOMParser().parseFromString(await r.text(), 'text/html');
        if (mine !== asked) return;
        names.forEach((n) => changed.delete(n));
        swap(page);
      } catch (e) {
        if (e.name !== 'AbortError' && !(e instanceof TypeError)) throw e; // no net: what is typed stays
      }
    };
    let settleTimer;
    const maybe = (e) => {
      if (e.target.form !== settling || e.target.type === 'file' || !e.target.name || !concerns(e.target.name)) return;
      changed.add(e.target.name);
      clearTimeout(settleTimer);
      if (!composing) settleTimer = setTimeout(settle, e.type === 'change' ? 0 : 400);
    };
    settling.addEventListener('compositionstart', () => { composing = true; });
    settling.addEventListener('compositionend', (e) => { composing = false; maybe(e); });
    settling.addEventListener('change', maybe);
    settling.addEventListener('input', maybe);
  }

  // A form is sent once; the second click does nothing (the server would give the first answer again).
  document.addEventListener('submit', (e) => {
    if (e.target.method !== 'post' || e.defaultPrevented) return;
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = 'yes';
    setTimeout(() => delete e.target.dataset.sent, 8000);
  });
  addEventListener('pageshow', () => $$('form[data-sent]').forEach((f) => delete f.dataset.sent));

  // Files may be dropped on their field; the field says which were chosen. An upload form of its own is sent at once.
  const dropAt = (e) => e.target.closest?.('.drop');
  document.addEventListener('dragover', (e) => { const d = dropAt(e); if (d) { e.preventDefault(); d.dataset.over = 'yes'; } });
  document.addEventListener('dragleave', (e) => { const d = dropAt(e); if (d) delete d.dataset.over; });
  document.addEventListener('drop', (e) => {
    const d = dropAt(e);
    if (!d) return;
    e.preventDefault();
    delete d.dataset.over;
    const input = $('input[type=file]', d);
    input.files = e.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  document.addEventListener('change', (e) => {
    if (e.target.type !== 'file') return;
    const names = [...e.target.files].map((f) => f.name).join('、');
    const words = $('span', e.target.closest('.drop') ?? document.createElement('div'));
    if (words && names) words.textContent = names;
    const form = e.target.closest('form[data-upload]');
    if (form && e.target.files.length) form.requestSubmit();
  });

  // A diagram wider than its box opens where the case stands.
  $$('.canvas').forEach((c) => {
    const n = $('.n--now', c)?.getBoundingClientRect();
    if (!n) return;
    const box = c.getBoundingClientRect();
    c.scrollLeft = n.left + n.width / 2 - box.left - c.clientWidth / 2;
    c.scrollTop = n.top + n.height / 2 - box.top - c.clientHeight / 2;
  });
  // Where it does not fit, one button shows it whole, small, and back.
  $$('[data-whole]').forEach((b) => {
    const c = $('.canvas', b.closest('section'));
    b.hidden = c.scrollWidth <= c.clientWidth && c.scrollHeight <= c.clientHeight;
    b.addEventListener('click', () => {
      b.setAttribute('aria-pressed', String(c.classList.toggle('instance-canvas--whole')));
    });
  });

  // Offline: say so, keep what was typed.
  const offline = $('[data-offline]');
  const net = () => { if (offline) offline.hidden = navigator.onLine; };
  addEventListener('online', net);
  addEventListener('offline', net);
  net();

  document.body.dataset.ready = 'yes';
})();
